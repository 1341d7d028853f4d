"""What the counter itself ticks on a form (職員欄): identity, checks, explanation, sending."""

from counter_app.model.facts import FieldValue
from counter_app.paperwork.values import Case

_PHOTO_PAPERS = {
    "individual_number_card": "my_number_card",
    "driving_licence": "driving_licence",
    "passport": "passport",
    "residence_card": "residence_card",
}
_PAPER_WORDS = {
    "disability_handbook": "障害者手帳",
    "eligibility_certificate": "資格確認書",
    "pension_book": "年金手帳",
}
_LANGUAGES = {
    "ja-x-easy": "やさしい日本語",
    "en": "英語",
    "zh-Hans": "中国語",
    "zh-Hant": "中国語",
    "ko": "韓国語",
    "vi": "ベトナム語",
    "pt-BR": "ポルトガル語",
    "es": "スペイン語",
    "fil": "フィリピノ語",
    "id": "インドネシア語",
    "ne": "ネパール語",
    "th": "タイ語",
    "my": "ミャンマー語",
}


def staff_fields(case: Case) -> dict[str, FieldValue]:
    """Keys `staff.*`. What a department does later (交付, 認定) it ticks itself."""
    fields: dict[str, FieldValue] = {}
    identity = case.reception.identity
    if identity is not None and identity.documents:
        fields |= _identity(identity.documents)
        fields["staff.checks"] = _checks(case)
    language = _LANGUAGES.get(case.reception.language)
    if language is not None:
        fields["staff.explained"] = "translated"
        fields["staff.language"] = language
    sent = _sent(case)
    if sent:
        fields["staff.sent"] = sent
    return fields


def _identity(documents: tuple[str, ...]) -> dict[str, FieldValue]:
    """One paper with a photograph is enough, else two others (住基法27条2項)."""
    kinds = [_PHOTO_PAPERS[d] for d in documents if d in _PHOTO_PAPERS]
    others = [_PAPER_WORDS.get(d, d) for d in documents if d not in _PHOTO_PAPERS]
    if not kinds and len(others) > 1:
        kinds.append("two_papers")
    fields: dict[str, FieldValue] = {}
    if others and "two_papers" not in kinds:
        kinds.append("other")
        fields["staff.identity_other"] = "・".join(others)
    fields["staff.identity"] = tuple(dict.fromkeys(kinds))
    return fields


def _checks(case: Case) -> tuple[str, ...]:
    """Number and person are checked with the card and the resident record (番号法16条)."""
    checks = ["number", "identity"]
    claim = case.determination("C1")
    if claim is not None:
        checks.append("account")  # 公金受取口座登録法: asked of the register, not of a passbook
        due, filed_on = claim.deadline, case.reception.filed_on
        moved_out = case.household.planned_move_out
        if due is not None and not due.missed(filed_on):
            # Within the month of the move the ordinary rule gives the same month (8条2項).
            next_month = (moved_out.year, moved_out.month) != (filed_on.year, filed_on.month)
            checks += ["fifteen_days"] if next_month else []
    return tuple(checks)


def _sent(case: Case) -> str:
    """Which of 「同意した相手だけ」 and 「送らずに保留した」; blank while a choice is open.

    A form of one organisation says the same, so that a mixed answer with a refused water supplier
    is left to the pen.
    """
    given = {c.receiver: c.given for c in case.reception.consents}
    if not given or None in given.values():
        return ""
    if not any(given.values()):
        return "held"
    water = [o.id for o in case.town.organisations if o.kind == "water"]
    refused = any(given.get(organisation) is False for organisation in water)
    return "" if refused else "consented"
