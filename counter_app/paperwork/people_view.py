"""What a form says of one person: the keys below `member.2.`, `claimant.`, `subject.` …"""

from counter_app.model.calendar import legal_age, school_grade
from counter_app.model.facts import FieldValue
from counter_app.model.people import HealthInsurance, Household, Member, Sex
from counter_app.paperwork.addresses import full_address
from counter_app.paperwork.values import Case
from counter_app.procedures.facts import allowance_children
from counter_app.procedures.procedure import OutcomeKind

_OCCUPATIONS = {
    "self_employed": ("自営業", "self_employed"),
    "employee": ("会社員", "employee"),
    "public_servant": ("公務員", "public"),
    "student": ("学生", "other"),
    "none": ("なし", "other"),
}
_PENSION_KINDS = {1: "national", 2: "employees", 3: "national"}
"""A dependent spouse (3号) is in the national pension too (国民年金法7条1項3号)."""

_DASH = "—"


def person_fields(case: Case, member: Member) -> dict[str, FieldValue]:
    """All that is known of a member, by the last part of the key."""
    address = case.household.new_address
    fields: dict[str, FieldValue] = {
        "id": member.id,
        "name": member.name.text,
        "kana": member.name.kana,
        "birth": member.birth,
        "relation": member.relation,
        "address": address.line,
        "building": address.building,
        "full_address": full_address(address),
        "postcode": address.postcode,
        "phone": case.reception.phone or case.says("phone"),
        "foreign": member.foreign is not None,
        "card": member.card.held,
        "continued_use": concerns(case, "A4", member),
        "health": _health(case, member),
        "elderly": _elderly(case, member),
        "care": _care(member),
        "pension": _pension(case, member),
        "child_allowance": _child_allowance(case, member),
        "same_address": "together",
        "custody": True,
        "livelihood": "same",
        "abroad": False,
    }
    if member.sex is not Sex.UNKNOWN:
        fields["sex"] = member.sex.value
    fields |= _work(case, member)
    fields |= _card(case, member)
    fields |= _residence(member)
    if concerns(case, "B8", member):
        fields["pension_kind"] = "national"
    elif member.pension is not None:
        fields["pension_kind"] = _PENSION_KINDS.get(member.pension.kind, "none")
    school = case.says("old_school", member.id) or case.says("facility_name", member.id)
    if school:
        fields["school"] = school
    if case.answer("supported", member.id) is True:
        fields["supported"] = True
        fields.setdefault("school", str(fields.get("occupation", "")))
    return fields


def concerns(case: Case, procedure_id: str, member: Member) -> bool:
    """Whether a procedure is filed today for this person."""
    return any(
        d.procedure.id == procedure_id and member.id in d.members
        for d in case.filed_today(OutcomeKind.APPLIES)
    )


def concerned(case: Case, procedure_id: str) -> list[Member]:
    """The people a procedure is filed for today, in the order of the household."""
    return [m for m in case.household.members if concerns(case, procedure_id, m)]


def is_child_of_allowance(case: Case, member: Member) -> bool:
    """Up to the 31 March after becoming 18, and not a parent (児童手当法3条)."""
    return member in allowance_children(case.household, case.reception.filed_on)


def spouse_of(case: Case, member: Member) -> Member | None:
    """The other of the couple; of anyone else the register tells no spouse."""
    couple = couple_of(case.household)
    if member not in couple:
        return None
    return next((m for m in couple if m.id != member.id), None)


def couple_of(household: Household) -> tuple[Member, ...]:
    """The head and the head's husband or wife; one of them alone where the other does not move.

    Who joins a household under its own head is a couple as that head's child with husband or
    wife, and nobody else: the husband or wife of that head has no partner among those who move.
    """
    if household.under_another:
        partner = next((m for m in household.members if m.relation in _CHILDS_SPOUSES), None)
        child = next((m for m in household.members if m.relation == "子"), None)
        return tuple(m for m in (child, partner) if m is not None)
    partner = next((m for m in household.members if m.relation in _SPOUSES), None)
    return (household.head,) if partner is None else (household.head, partner)


_SPOUSES = ("妻", "夫", "妻（未届）", "夫（未届）")
_CHILDS_SPOUSES = ("子の妻", "子の夫")


_LAST_GRADE = 9
"""Up to this grade nobody need be asked: they go to school (学校教育法17条)."""


def _work(case: Case, member: Member) -> dict[str, FieldValue]:
    """Occupation and workplace. What nobody said of a grown-up is left to the pen."""
    fields: dict[str, FieldValue] = {}
    said = case.says("work", member.id)
    if said in _OCCUPATIONS:
        fields["occupation"], fields["occupation_kind"] = _OCCUPATIONS[said]
        place = case.says("workplace", member.id)
        if place:
            fields["workplace"] = place
        elif said in ("student", "none"):
            fields["workplace"] = _DASH
    elif (grade := school_grade(member.birth, case.reception.filed_on)) <= _LAST_GRADE:
        fields["occupation"] = _DASH if grade < 1 else "小学生" if grade <= 6 else "中学生"
    return fields


def _card(case: Case, member: Member) -> dict[str, FieldValue]:
    """The card as health card (マイナ保険証), and what is done with it today.

    Without a valid card there is no health card, so that 資格確認書 is applied for. Somebody who
    wishes to register one today has not said for whom, and it is left to the pen.
    """
    fields: dict[str, FieldValue] = {}
    card, filed_on = member.card, case.reception.filed_on
    valid = card.held and (card.valid_until is None or card.valid_until >= filed_on)
    wishes = case.answer("wishes")
    if not valid or not (isinstance(wishes, tuple) and "health_card" in wishes):
        fields["health_card"] = valid
        fields["certificate"] = not valid
    if card.valid_until is not None:
        fields["card_expiry"] = card.valid_until
    tasks = []
    if concerns(case, "A4", member):
        tasks += ["continued", "face"]
    if concerns(case, "A5", member):
        tasks.append("issue_signature")
    if tasks:
        fields["tasks"] = tuple(tasks)
    return fields


_RESIDENCE_KINDS = {
    "特別永住者": "special_permanent",
    "一時庇護許可者": "temporary",
    "仮滞在許可者": "temporary",
    "出生による経過滞在者": "transitional",
    "国籍喪失による経過滞在者": "transitional",
}
"""Standings that are no residence status of the mid to long term (住基法30条の45の表)."""


def _residence(member: Member) -> dict[str, FieldValue]:
    """Residence status of a foreign resident (住基法30条の45)."""
    if member.foreign is None:
        return {}
    fields: dict[str, FieldValue] = {
        "nationality": member.foreign.nationality,
        "residence_status": member.foreign.status,
        "residence_kind": _RESIDENCE_KINDS.get(member.foreign.status, "mid_to_long"),
    }
    if member.foreign.until is not None:
        fields["residence_until"] = member.foreign.until
    return fields


# --- 付記 --------------------------------------------------------------------------------------


def _health(case: Case, member: Member) -> str:
    if not concerns(case, "B1", member):
        return _DASH
    return "取得　加入" if case.answer("existing_national") is True else "取得　新規"


def _elderly(case: Case, member: Member) -> str:
    if member.health is not HealthInsurance.ELDERLY:
        return _DASH
    same = case.household.old_prefecture == case.town.prefecture
    return "取得　県内から" if same else "取得　県外から"


_FIRST_INSURED_FROM = 65  # 介護保険法9条1号


def _care(member: Member) -> str:
    if member.care is None or not (member.care.insured or member.care.level):
        return _DASH
    return f"第1号　{member.care.level}".rstrip("\u3000") if member.care.insured else "第2号"


def is_first_insured(case: Case, member: Member) -> bool:
    """第1号被保険者 of long-term care (介護保険法9条1号)."""
    return legal_age(member.birth, case.household.moved_on) >= _FIRST_INSURED_FROM


def _pension(case: Case, member: Member) -> str:
    if concerns(case, "B8", member):
        return "第1号　取得"
    if member.pension is None:
        return _DASH
    tail = f"　下4桁 {member.pension.number_tail}" if member.pension.number_tail else ""
    return f"第{member.pension.kind}号{tail}"


def _child_allowance(case: Case, member: Member) -> str:
    if member.child_allowance_recipient:
        return "受給者"
    claimed = case.determination("C1")
    if claimed is not None and is_child_of_allowance(case, member):
        return "対象"
    return _DASH
