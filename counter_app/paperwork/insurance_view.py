"""Health insurance on a form: 国民健康保険, 後期高齢者医療, 子ども医療費 and what they rest on."""

from counter_app.model.attachment import AttachmentState
from counter_app.model.calendar import age_on, residence_day
from counter_app.model.facts import FieldValue
from counter_app.model.people import HealthInsurance, Member
from counter_app.paperwork.addresses import came_from_abroad
from counter_app.paperwork.people_lists import children
from counter_app.paperwork.people_view import concerned, concerns
from counter_app.paperwork.values import Case

_SPECIFIED_ACTIVITIES = "特定活動"
_ELDERLY_FROM = 75  # 高確法50条1号


def insurance_fields(case: Case) -> dict[str, FieldValue]:
    """Keys `insurance.*`: the household's part of 資格取得届 (国保則2条)."""
    insured = concerned(case, "B1")
    fields: dict[str, FieldValue] = {
        "insurance.acquired_on": case.household.moved_on,
        "insurance.reason": "move_in",
        "insurance.head_joins": case.household.joined_head is None
        and case.household.head in insured,
        "insurance.existing": case.answer("existing_national") is True,
        "insurance.payment": "transfer"
        if "tax_agent" in (case.listed("wishes") or ())
        else "slips",
        "insurance.activity": any(
            m.foreign is not None and m.foreign.status.startswith(_SPECIFIED_ACTIVITIES)
            for m in insured
        ),
    }
    # 特定同一世帯所属者 lowers the tax of the household, so that a reduction carried over beside
    # somebody in 後期高齢者医療 may be just that.
    elderly = any(m.health is HealthInsurance.ELDERLY for m in case.household.members)
    if not (elderly and "reduction" in (case.listed("carried_over") or ())):
        fields["insurance.specified"] = False
    return fields


def elderly_fields(case: Case, subject: Member) -> dict[str, FieldValue]:
    """Keys `elderly.*` of one person (高確則10条)."""
    household = case.household
    by_age = age_on(subject.birth, household.moved_on) >= _ELDERLY_FROM
    facility = case.answer("listed_facility") is True
    fields: dict[str, FieldValue] = {
        "elderly.acquired_on": household.moved_on,
        "elderly.basis": "age" if by_age else "disability",
        "elderly.facility": facility,
        "elderly.send_to": "home",
        "elderly.payment": "slips",
    }
    if household.old_prefecture != case.town.prefecture and not came_from_abroad(household):
        fields["elderly.reason"] = "other_prefecture"
        # Every prefecture has one union of its municipalities (高確法48条).
        fields["elderly.former_union"] = f"{household.old_prefecture}後期高齢者医療広域連合"
    others = [
        m for m in household.members if m.health is HealthInsurance.ELDERLY and m.id != subject.id
    ]
    if not others and not household.joins_existing:
        fields["elderly.household_numbers"] = "なし"
    proof = case.determination("B13")
    if proof is not None and subject.id in proof.members:
        states = {a.state for a in proof.attachments}
        fields["elderly.burden_paper"] = (
            "attached"
            if AttachmentState.HANDED_IN in states
            else "later"
            if AttachmentState.ON_PAPER in states
            else "inquiry"
        )
    return fields


def medical_fields(case: Case) -> dict[str, FieldValue]:
    """Keys `medical.*` of 子ども医療費: the children's insurance, 1 January, the begin."""
    household, filed_on = case.household, case.reception.filed_on
    fields: dict[str, FieldValue] = {}
    of_the_town = [m for m in children(case) if concerns(case, "B1", m)]
    if of_the_town and len(of_the_town) == len(children(case)):
        fields["medical.insurer"] = f"{case.town.name}（国民健康保険）"
        fields["medical.holder"] = household.head_name.text
        fields["medical.acquired_on"] = household.moved_on
    if household.moved_on > residence_day(filed_on):
        fields["medical.january_address"] = "other"
        if not came_from_abroad(household):
            fields["medical.january_town"] = household.old_address.municipality
    else:
        fields["medical.january_address"] = "same"
        fields["medical.january_town"] = case.town.name
    aid = _other_aid(case)
    if aid:
        fields["medical.other_aid"] = aid
    claim = case.determination("C4")
    if claim is not None:
        inquired = (AttachmentState.ASKED, AttachmentState.RECEIVED)
        asked = any(a.state in inquired for a in claim.attachments)
        fields["medical.insurance_checked"] = "inquiry" if asked else "notice"
        in_time = claim.deadline is not None and not claim.deadline.missed(filed_on)
        fields["medical.starts"] = household.moved_on if in_time else filed_on
    return fields


_AID = {
    "disability": ("physical", "intellectual", "mental"),
    "specified": ("intractable",),
}


def _other_aid(case: Case) -> tuple[str, ...]:
    """Other public aid for the children's treatment; nothing while it has not been asked."""
    held = {item for m in children(case) for item in case.listed("welfare_items", m.id) or ()}
    aid = [kind for kind, items in _AID.items() if held & set(items)]
    if case.answer("single_parent") is True:
        aid.append("single_parent")
    if not aid and case.answer("welfare_gate") is False:
        return ("none",)
    return tuple(aid)
