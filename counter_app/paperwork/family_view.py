"""Families on a form: places in a nursery, aid for single parents, aid at school."""

from counter_app.model.calendar import age_on, residence_day
from counter_app.model.facts import FieldValue
from counter_app.model.people import Member, Sex
from counter_app.paperwork.addresses import came_from_abroad
from counter_app.paperwork.children_view import school_of
from counter_app.paperwork.people_lists import children, claimant_of
from counter_app.paperwork.people_view import concerns, spouse_of
from counter_app.paperwork.values import Case

_WORKING = ("self_employed", "employee", "public_servant")
_PARENTS = {Sex.MALE: "father", Sex.FEMALE: "mother"}
_SECOND_CLASS_FROM = 3  # 子ども・子育て支援法19条


def family_fields(case: Case) -> dict[str, FieldValue]:
    """Keys `single.*` and `rearing.*` of the household (児童扶養手当法4条)."""
    household = case.household
    fields: dict[str, FieldValue] = {}
    before = case.answer("rearing_allowance_before")
    if isinstance(before, bool):
        fields["rearing.kind"] = "address" if before else "claim"
        fields["single.allowance"] = "receiving" if before else "none"
    if not came_from_abroad(household):
        later = household.moved_on > residence_day(case.reception.filed_on)
        place = household.old_address.municipality if later else case.town.name
        fields["single.january"] = place
    of_the_town = [m for m in children(case) if concerns(case, "B1", m)]
    if of_the_town and len(of_the_town) == len(children(case)):
        fields["single.insurer"] = f"{case.town.name}（国民健康保険）"
    return fields


def child_fields(case: Case, subject: Member) -> dict[str, FieldValue]:
    """Keys `nursery.*`, `grant.*`, `aid.*`, `choice.*` of one child.

    Why a parent cannot look after the child (事由) is known of work alone; hours, choices of a
    place and everything about health are left to the pen.
    """
    fields: dict[str, FieldValue] = {}
    kind = case.says("facility", subject.id)
    if kind == "nursery":
        older = age_on(subject.birth, case.reception.filed_on) >= _SECOND_CLASS_FROM
        fields["nursery.class"] = "second" if older else "third"
    fields["nursery.continue"] = kind == "stay"
    if kind == "kindergarten":
        fields["grant.class"] = "first"
        fields["grant.service"] = ("kindergarten",)
    for parent in _parents(case):
        if case.says("work", parent.id) in _WORKING and parent.sex in _PARENTS:
            fields[f"nursery.reason_{_PARENTS[parent.sex]}"] = "work"
            fields[f"grant.reason_{_PARENTS[parent.sex]}"] = "work"
    return fields | _at_school(case, subject)


def _parents(case: Case) -> tuple[Member, ...]:
    claimant = claimant_of(case)
    spouse = spouse_of(case, claimant)
    return (claimant,) if spouse is None else (claimant, spouse)


def _at_school(case: Case, subject: Member) -> dict[str, FieldValue]:
    plan = case.says("school_plan", subject.id)
    fields: dict[str, FieldValue] = {
        "aid.kind": "special" if plan == "town_special" else "need",
    }
    if plan == "town_special":
        fields["aid.reason"] = ("special_class",)
    designated = school_of(case, subject)
    if designated:
        fields["choice.designated"] = designated
    old = case.says("old_school", subject.id)
    if plan == "stay":
        fields["choice.kind"] = "outside"
        fields["choice.from"] = case.household.moved_on
        if old:
            fields["choice.school"] = old
    return fields
