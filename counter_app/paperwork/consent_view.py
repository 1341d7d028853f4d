"""The consent on a form (同意): who would get what, and what the resident decided."""

from counter_app.model.calendar import era_text, weekday_name
from counter_app.model.facts import FieldValue
from counter_app.paperwork.values import Case
from counter_app.paperwork.wishes import receiver, wish_words
from counter_app.procedures.procedure import OutcomeKind

_WORDS = {
    "electricity": ("電気", "電気の使用開始の申込み"),
    "gas": ("ガス", "ガスの開栓の申込みと、立会い日の調整"),
    "water": ("水道", "水道の使用開始の申込み"),
    "vehicle": ("自動車", "自動車の住所変更の案内"),
}
"""Kind of organisation → its heading and the purpose (個人情報保護法69条2項1号)."""


def consent_fields(case: Case) -> dict[str, FieldValue]:
    """Keys `consent.*`: a receiver each; its row is blank until the resident decides.

    What is wished of a receiver stands in its row, so that a wish that changes makes the sheet
    stale; the box 開始日 says the day once when it is the same for all.
    """
    fields: dict[str, FieldValue] = {}
    decided = {c.receiver: c.given for c in case.reception.consents}
    wishes = {w.organisation: w for w in case.reception.wishes}
    days = set()
    rows = 0
    for determination in case.filed_today(OutcomeKind.APPLIES, OutcomeKind.GUIDE):
        request = determination.procedure.request
        organisation = receiver(case, request) if request is not None else None
        if request is None or organisation is None:
            continue
        rows += 1
        prefix = f"consent.receiver.{rows}"
        usual = (request.kind, f"{determination.procedure.title}の申込み")
        kind, purpose = _WORDS.get(request.kind, usual)
        fields[f"{prefix}.kind"] = kind
        fields[f"{prefix}.name"] = organisation.name
        fields[f"{prefix}.purpose"] = purpose
        fields[f"{prefix}.items"] = request.items
        given = decided.get(organisation.id)
        if given is not None:
            fields[f"{prefix}.send"] = given
        wish = wishes.get(organisation.id)
        if wish is not None and "start_on" in request.items:
            fields[f"{prefix}.wish"] = wish_words(wish)
            days.add(wish.start_on)
    fields["consent.receiver.count"] = rows
    if len(days) == 1:
        (day,) = days
        fields["consent.start_words"] = f"{era_text(day)}（{weekday_name(day)}）"
    elif days:
        fields["consent.start_words"] = "送り先ごとに上のとおり"
    return fields
