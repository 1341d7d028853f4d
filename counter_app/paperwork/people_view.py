"""What a form says of one person: the keys below `member.2.`, `claimant.`, `subject.` …"""

from counter_app.model.calendar import year_age
from counter_app.model.facts import FieldValue
from counter_app.model.people import HealthInsurance, Member, PensionRecord
from counter_app.paperwork.values import Case
from counter_app.procedures.procedure import OutcomeKind

_OCCUPATIONS = {
    "self_employed": ("自営", "self_employed"),
    "employee": ("会社員", "employee"),
    "public_servant": ("公務員", "public"),
    "student": ("学生", "other"),
    "none": ("なし", "other"),
}
_PENSION_KINDS = {1: "national", 2: "employees", 3: "employees"}
_DASH = "—"


def person_fields(case: Case, member: Member) -> dict[str, FieldValue]:
    """All that is known of a member, by the last part of the key."""
    address = case.household.new_address
    fields: dict[str, FieldValue] = {
        "id": member.id,
        "name": member.name.text,
        "kana": member.name.kana,
        "birth": member.birth,
        "sex": member.sex.value,
        "relation": member.relation,
        "address": address.line,
        "building": address.building,
        "full_address": f"{address.line}　{address.building}".rstrip("\u3000"),
        "postcode": address.postcode,
        "phone": case.reception.phone or case.says("phone"),
        "foreign": member.foreign is not None,
        "card": member.card.held,
        "continued_use": _continues_card(case, member),
        "health": _health(case, member),
        "elderly": _elderly(case, member),
        "care": _care(member),
        "pension": _pension(member.pension),
        "child_allowance": _child_allowance(case, member),
        "same_address": "together",
        "custody": True,
        "livelihood": "same",
        "abroad": False,
    }
    word, kind = _OCCUPATIONS.get(case.says("work", member.id), ("", ""))
    if word and word != "なし":
        fields["occupation"] = word
        fields["occupation_kind"] = kind
    else:
        fields["occupation"] = _DASH
    if member.pension is not None:
        fields["pension_kind"] = _PENSION_KINDS.get(member.pension.kind, "none")
    if member.card.valid_until is not None:
        fields["card_expiry"] = member.card.valid_until
    if member.foreign is not None:
        fields["nationality"] = member.foreign.nationality
        fields["residence_status"] = member.foreign.status
        if member.foreign.until is not None:
            fields["residence_until"] = member.foreign.until
    school = case.says("old_school", member.id) or case.says("facility_name", member.id)
    if school:
        fields["school"] = school
    if _concerned(case, "A4", member):
        fields["tasks"] = ("continued", "face")
        if _concerned(case, "A5", member):
            fields["tasks"] = ("continued", "face", "issue_signature")
    return fields


def is_child_of_allowance(case: Case, member: Member) -> bool:
    """Up to the 31 March after becoming 18 (児童手当法3条)."""
    return year_age(member.birth, case.reception.filed_on) <= 18


def spouse_of(case: Case, member: Member) -> Member | None:
    """The head's husband or wife; of anyone else the register tells no spouse."""
    head = case.household.head
    pair = next((m for m in case.household.members if m.relation in ("妻", "夫")), None)
    if pair is None or member.id not in (head.id, pair.id):
        return None
    return pair if member.id == head.id else head


def _concerned(case: Case, procedure_id: str, member: Member) -> bool:
    return any(
        d.procedure.id == procedure_id and member.id in d.members
        for d in case.filed_today(OutcomeKind.APPLIES)
    )


def _continues_card(case: Case, member: Member) -> bool:
    return _concerned(case, "A4", member)


def _health(case: Case, member: Member) -> str:
    if _concerned(case, "B1", member):
        return "取得　新規"
    if _concerned(case, "B2", member):
        return "取得　加入"
    return _DASH


def _elderly(case: Case, member: Member) -> str:
    if member.health is not HealthInsurance.ELDERLY:
        return _DASH
    same = case.household.old_prefecture == case.town.prefecture
    return "取得　県内から" if same else "取得　県外から"


def _care(member: Member) -> str:
    if member.care is None or not (member.care.insured or member.care.level):
        return _DASH
    return f"第1号　{member.care.level}".rstrip("\u3000") if member.care.insured else "第2号"


def _pension(pension: PensionRecord | None) -> str:
    if pension is None:
        return _DASH
    tail = f"　下4桁 {pension.number_tail}" if pension.number_tail else ""
    return f"第{pension.kind}号{tail}"


def _child_allowance(case: Case, member: Member) -> str:
    if member.child_allowance_recipient:
        return "受給者"
    claimed = case.determination("C1")
    if claimed is not None and is_child_of_allowance(case, member):
        return "対象"
    return _DASH
