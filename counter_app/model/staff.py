"""The staff of a town (職員), as staff cards and windows name them, and whether a card decides."""

from dataclasses import dataclass
from enum import StrEnum


class StaffRole(StrEnum):
    """What a member of the staff may do here (役割)."""

    CLERK = "clerk"
    OFFICER = "officer"
    SUPERVISOR = "supervisor"


@dataclass(frozen=True, slots=True)
class StaffMember:
    """A member of the staff (職員), as staff cards and windows name them."""

    id: str  # 職員番号, as in the card's certificate
    name: str  # as the windows and the record show it
    roles: tuple[StaffRole, ...]


@dataclass(frozen=True, slots=True)
class Staff:
    """Who works with staff cards (職員カード), and whether a decision needs one."""

    card_for_decisions: bool = False
    members: tuple[StaffMember, ...] = ()
    stopped_cards: tuple[str, ...] = ()  # certificate serials of cards that are no longer accepted

    def member(self, staff_id: str) -> StaffMember | None:
        """The member with this staff number; None when the town has none."""
        return next((member for member in self.members if member.id == staff_id), None)

    def named(self, name: str) -> StaffMember | None:
        """The member whom the windows call so."""
        return next((member for member in self.members if member.name == name), None)


BY_NAME = Staff()
"""A town without staff cards: who decides is known by name."""
