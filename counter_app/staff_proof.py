"""Whether a staff card proves that the supervisor at work decides, and decides just this.

Pure rules over the town's staff list; what the card says is read behind `ports.StaffCards`.
"""

import hashlib
import json
from datetime import datetime, timedelta
from typing import Final

from counter_app.failures import CounterError, FailureCode
from counter_app.model.staff import Staff, StaffMember, StaffRole
from counter_app.ports import AuditEntry, StaffIdentity, StaffProof

PROOF_LASTS: Final = timedelta(minutes=1)
"""How long after the card signed its decision may be recorded."""

CARD_REFUSED: Final = "staff.card_refused"
"""`AuditEntry.what` of a card that was no proof."""
_CARD, _CERTIFICATE = "staff_card:", "certificate:"


def decision_statement(item_id: str, verdict: str, reason: str) -> bytes:
    """What a staff card is laid down for: SHA-256 of one decision, 32 bytes."""
    written = json.dumps(["review decision 1", item_id, verdict, reason], ensure_ascii=False)
    return hashlib.sha256(written.encode()).digest()


def proved_member(
    proof: StaffProof, staff: Staff, at_work: str, statement: bytes, now: datetime
) -> StaffMember:
    """The member who proved to be the supervisor at work, for this statement and just now.

    Raises STAFF_CARD_STALE, STAFF_CARD_STOPPED, STAFF_CARD_NOT_LISTED, STAFF_CARD_OTHER_PERSON.
    """
    if proof.statement != statement or not timedelta() <= now - proof.proved_at <= PROOF_LASTS:
        raise CounterError(FailureCode.STAFF_CARD_STALE)
    if proof.identity.certificate_serial in staff.stopped_cards:
        raise CounterError(FailureCode.STAFF_CARD_STOPPED)
    member = staff.member(proof.identity.staff_id)
    if member is None or StaffRole.SUPERVISOR not in member.roles:
        whose = member.name if member is not None else f"職員番号 {proof.identity.staff_id}"
        raise CounterError(FailureCode.STAFF_CARD_NOT_LISTED, f"{whose} のカードです。")
    if member.name != at_work:
        raise CounterError(
            FailureCode.STAFF_CARD_OTHER_PERSON,
            f"{member.name} さんのカードです。{at_work} さんのカードを置いてください。",
        )
    return member


def card_fields(proof: StaffProof) -> tuple[str, ...]:
    """What the audit line of a decision says of the card: staff number and certificate."""
    return (_CARD + proof.identity.staff_id, _CERTIFICATE + proof.identity.certificate_serial)


def card_of(entry: AuditEntry) -> StaffIdentity | None:
    """The staff card an audit line tells of; None when none was laid down."""
    said = {}
    for field in entry.fields:
        for kind in (_CARD, _CERTIFICATE):
            if field.startswith(kind):
                said[kind] = field.removeprefix(kind)
    return StaffIdentity(said[_CARD], said[_CERTIFICATE]) if len(said) == 2 else None
