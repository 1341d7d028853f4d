"""Composition root: the one place that knows every adapter and puts a counter together."""

from counter_app.bootstrap.adapters import (
    Connections,
    StaffCardsFactory,
    VaultFactory,
    card_vault,
    staff_card_reader,
    trusted_seal,
)
from counter_app.bootstrap.counter import JST, Counter, open_counter, wall_clock
from counter_app.bootstrap.sandbox import SandboxCounter, open_sandbox_counter

__all__ = [
    "JST",
    "Connections",
    "Counter",
    "SandboxCounter",
    "StaffCardsFactory",
    "VaultFactory",
    "card_vault",
    "open_counter",
    "open_sandbox_counter",
    "staff_card_reader",
    "trusted_seal",
    "wall_clock",
]
