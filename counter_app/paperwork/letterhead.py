"""Head and foot of a letter of the town (通知書): to whom, from whom, where to ask."""

from datetime import date

from counter_app.model.facts import FieldValue
from counter_app.model.people import Member
from counter_app.paperwork.values import Case


def letterhead(
    case: Case, to: Member, department_id: str, number: str, on: date
) -> dict[str, FieldValue]:
    """Keys `addressee.*` and the sender's of `decision.*`, for the new address of somebody.

    `number` is the 文書番号. Raises KeyError when the town has no such department.
    """
    town, address = case.town, case.household.new_address
    department = town.department(department_id)
    return {
        "addressee.postcode": address.postcode,
        "addressee.address": address.line,
        "addressee.building": address.building,
        "addressee.name": f"{to.name.text}　様",
        "decision.number": number,
        "decision.date": on,
        "decision.filed_on": case.reception.filed_on,
        "decision.sender_title": town.mayor_title,
        "decision.sender_name": town.mayor,
        "decision.seal_omitted": True,
        "decision.contact": f"{town.name}　{department.name}　電話 {department.phone}",
    }
