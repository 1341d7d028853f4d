"""The stage of the story: one sandbox counter, its windows, who works there, what it can see."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from counter_app.bootstrap import SandboxCounter
from counter_app.commands.journey.clerk import Clerk
from counter_app.commands.journey.hands import Hands
from counter_app.commands.journey.record import Journey
from counter_app.commands.journey.resident import Resident
from counter_app.commands.journey.story_clock import StoryClock
from counter_app.intake import Terminal
from counter_app.model.commitment import Commitment, ExecutorKind, Phase
from counter_app.model.message import DeliveryState
from ui.staff.presenter import StaffPresenter
from ui.tablet.presenter import TabletPresenter
from ui.tablet.window import TabletWindow

CLERK = Terminal("佐伯", "窓口2")
SUPERVISOR = "大塚"


@dataclass(frozen=True, slots=True)
class Case:
    """One of the two cases that are played."""

    name: str
    known: bool  # the town's link table knows the person already
    pushed: bool  # the old town sent the certificate in advance


class Stage:
    """Where one case is played; closed when it is over."""

    def __init__(self, sandbox: SandboxCounter, clock: StoryClock, case: Case, out: Path) -> None:
        self.sandbox = sandbox
        self.counter = sandbox.counter
        self.clock = clock
        self.case = case
        self.out = out
        self.journey = Journey()
        shots = out / "screens"
        shots.mkdir(parents=True, exist_ok=True)
        self.hands = Hands(shots)
        self.tablet_window = TabletWindow(self.counter.town.name)
        self.tablet = TabletPresenter(self.tablet_window, self.counter.clock)
        self.staff = StaffPresenter(self.counter, self.tablet, CLERK)
        self.staff.window.resize(1440, 900)
        self.staff.window.show()
        self.tablet_window.resize(1280, 800)
        self.tablet_window.show()
        self.clerk = Clerk(self.hands, self.staff)
        self.resident = Resident(self.hands, self.tablet_window)

    def close(self) -> None:
        self.staff.close()
        self.tablet_window.close()

    def until(self, reached: Callable[[], bool], what: str) -> None:
        """Let organisations work and the delivery carry messages until something holds."""

        def look() -> bool:
            self.sandbox.town.tick()
            self.counter.deliver_now()
            return reached()

        self.hands.wait(look, what)
        self.staff.dispatch.look()

    def phase(self, commitment_id: str) -> Phase:
        """Where a commitment stands in the store."""
        with self.counter.store.view() as unit:
            return unit.commitment(commitment_id).state.phase

    def commitments(self) -> tuple[Commitment, ...]:
        """Those of the reception at hand."""
        reception = self.staff.session.open_reception
        with self.counter.store.view() as unit:
            return unit.commitments(reception_id=reception.id)

    def all_delivered(self) -> bool:
        """Whether no message waits any more."""
        with self.counter.store.view() as unit:
            return all(q.state is DeliveryState.DELIVERED for q in unit.outbox())

    def outside(self) -> tuple[Commitment, ...]:
        return tuple(c for c in self.commitments() if c.executor_kind is ExecutorKind.ORGANISATION)

    def inside(self) -> tuple[Commitment, ...]:
        return tuple(c for c in self.commitments() if c.executor_kind is ExecutorKind.DEPARTMENT)
