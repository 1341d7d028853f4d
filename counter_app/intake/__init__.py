"""Intake (受付): from the first question to a household whose facts are known.

Every method takes a reception as it was last stored, stores the change with one audit line and
gives back the stored value. Nothing is kept in memory that a restart would lose.
"""

from counter_app.intake.cards import Cards
from counter_app.intake.choices import Choices
from counter_app.intake.household import HouseholdChanges
from counter_app.intake.later import LaterPapers
from counter_app.intake.record import Terminal

__all__ = ["Intake", "Terminal"]


class Intake(Cards, HouseholdChanges, Choices, LaterPapers):
    """The use case. One instance per counter; its methods may run on any one thread at a time."""
