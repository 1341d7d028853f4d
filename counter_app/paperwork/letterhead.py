"""Head and foot of a letter of the town (通知書): to whom, from whom, where to ask."""

from datetime import date

from counter_app.model.facts import FieldValue
from counter_app.model.people import Member
from counter_app.model.town import Department, Town
from counter_app.paperwork.values import Case

_SCHOOL_BOARD = "dept.education"
"""An authority of its own: its letters do not go out in the mayor's name (地教行法21条)."""


def letterhead(
    case: Case, to: Member, department_id: str, number: str, on: date
) -> dict[str, FieldValue]:
    """Keys `addressee.*` and the sender's of `decision.*`, for the new address of somebody.

    `number` is the 文書番号. Raises KeyError when the town has no such department.
    """
    town, address = case.town, case.household.new_address
    department = town.department(department_id)
    title, name = _sender(town, department)
    return {
        "addressee.postcode": address.postcode,
        "addressee.address": address.line,
        "addressee.building": address.building,
        "addressee.name": f"{to.name.text}　様",
        "decision.number": number,
        "decision.date": on,
        "decision.filed_on": case.reception.filed_on,
        "decision.sender_title": title,
        "decision.sender_name": name,
        "decision.seal_omitted": True,
        "decision.contact": f"{town.name}　{department.name}　電話 {department.phone}",
    }


def _sender(town: Town, department: Department) -> tuple[str, str]:
    """Office and name, as they stand above the seal."""
    if department.id == _SCHOOL_BOARD and department.head:
        return f"{town.name}{department.name}", department.head
    return town.mayor_title, town.mayor
