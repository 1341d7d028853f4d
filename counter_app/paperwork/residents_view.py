"""Residents on a form (町民課): a lost card, a new one, a notice that comes too late."""

from counter_app.model.facts import FieldValue
from counter_app.model.people import Member
from counter_app.paperwork.values import Case

_MOVE_IN = "A1"


def card_request_fields(case: Case, subject: Member) -> dict[str, FieldValue]:
    """Keys `card_request.*`: whoever held a card asks for another (番号法17条)."""
    card = subject.card
    if not card.held:
        return {"card_request.kind": "first"}
    expired = card.valid_until is not None and card.valid_until < case.reception.filed_on
    reason = "lost" if case.says("card_state", subject.id) == "lost" else "other"
    return {
        "card_request.kind": "again",
        "card_request.reason": "expired" if expired else reason,
    }


def late_fields(case: Case) -> dict[str, FieldValue]:
    """Keys `late.*` of a notice after its fourteen days (住民基本台帳法22条1項, 52条2項).

    The reason is the filer's own and stays blank.
    """
    found = case.determination(_MOVE_IN)
    if found is None or found.deadline is None:
        return {}
    limit, filed_on = max(found.deadline.day, found.deadline.unrolled), case.reception.filed_on
    if filed_on <= limit:
        return {}
    return {"late.limit": limit, "late.days": f"{(filed_on - limit).days}日"}
