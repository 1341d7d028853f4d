"""National pension on a form (国民年金): the change of one insured person's address or class."""

from counter_app.model.facts import FieldValue
from counter_app.model.people import Member
from counter_app.paperwork.addresses import came_from_abroad
from counter_app.paperwork.people_view import concerns, spouse_of
from counter_app.paperwork.values import Case

_EMPLOYED = 2  # 第2号被保険者 (国民年金法7条1項2号)
_CLASSES = {1: "first", 3: "third"}
_SPOUSE_CLASSES = {1: "other", 2: "second", 3: "other"}


def pension_fields(case: Case, subject: Member) -> dict[str, FieldValue]:
    """Keys `pension.*` of one person (国年則1条の4, 8条). Of the number the last four digits."""
    household = case.household
    fields: dict[str, FieldValue] = {
        "pension.changed_on": household.moved_on,
        "pension.reason": "from_abroad" if came_from_abroad(household) else "move_in",
    }
    record = subject.pension
    if record is not None and record.kind == _EMPLOYED and concerns(case, "B8", subject):
        fields["pension.reason"] = "left_employer"
    if record is not None and record.number_tail:
        fields["pension.number_source"] = "record"
        fields["pension.last_digits"] = record.number_tail
    else:
        fields["pension.number_source"] = "number"
    if concerns(case, "B8", subject):
        fields["pension.class"] = "first"
    elif record is not None and record.kind in _CLASSES:
        fields["pension.class"] = _CLASSES[record.kind]
    carried_over = case.answer("carried_over")
    if isinstance(carried_over, tuple) and "pension_exemption" not in carried_over:
        fields["pension.exemption"] = "none"
    spouse = spouse_of(case, subject)
    if spouse is not None and concerns(case, "B8", spouse):
        fields["pension.spouse_class"] = "other"
    elif spouse is not None and spouse.pension is not None:
        kind = _SPOUSE_CLASSES.get(spouse.pension.kind)
        if kind is not None:
            fields["pension.spouse_class"] = kind
    if case.says("pension_link", subject.id) == "residence_registered":
        fields["pension.notes"] = "住所のほかに居所を登録しています。"
    return fields
