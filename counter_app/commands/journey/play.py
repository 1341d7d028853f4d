"""The ten steps of the main job, played for one household and written down."""

from pathlib import Path

from counter_app.bootstrap import SandboxCounter
from counter_app.commands.journey.execution import Execution
from counter_app.commands.journey.filing import Filing
from counter_app.commands.journey.record import (
    CommitmentRecord,
    Journey,
    MessageRecord,
    PaperRecord,
)
from counter_app.commands.journey.stage import Case, Stage
from counter_app.commands.journey.story_clock import StoryClock
from counter_app.model.commitment import Phase

KNOWN = Case("known", known=True, pushed=True)
UNKNOWN = Case("unknown", known=False, pushed=False)


class Play:
    """Plays one case through the windows of a sandbox counter."""

    def __init__(self, sandbox: SandboxCounter, clock: StoryClock, case: Case, out: Path) -> None:
        self.stage = Stage(sandbox, clock, case, out)

    def close(self) -> None:
        self.stage.close()

    def receive(self) -> None:
        """Steps 1 to 4: card, link code, household, interview, list."""
        Filing(self.stage).receive()

    def file(self, *, hub_down: bool) -> None:
        """Steps 5 to 7: forms, consent, signature, dispatch; the hub down for a while if asked."""
        Filing(self.stage).file(hub_down=hub_down)

    def execute(self) -> None:
        """Steps 8 to 10: the organisations answer, the departments decide, notices are printed."""
        Execution(self.stage).execute()

    def record(self) -> Journey:
        """What the journey reached; `expected` when every commitment was accepted."""
        journey = self.stage.journey
        commitments = self.stage.commitments()
        journey.commitments = tuple(
            CommitmentRecord(
                c.id,
                c.procedure_id,
                c.executor,
                c.state.phase.value,
                tuple(f"{r.act.value} {r.by}" for r in c.acts),
            )
            for c in commitments
        )
        with self.stage.counter.store.view() as unit:
            states = {q.message.id: q.state.value for q in unit.outbox()}
            papers = unit.papers(self.stage.staff.session.open_reception.id)
        journey.papers = tuple(PaperRecord(p.number, p.state.value) for p in papers)
        journey.messages = tuple(
            MessageRecord(
                e.from_party,
                e.to_party,
                e.who_sent,
                e.who_received,
                states.get(e.id) or ("received" if e.acknowledged_at else "waiting"),
            )
            for e in self.stage.sandbox.town.hub.ledger()
        )
        journey.staff_actions = self.stage.hands.actions
        journey.office_actions = self.stage.hands.office_actions
        journey.handwritten_fields = self.stage.resident.signatures
        journey.expected = bool(commitments) and all(
            c.state.phase is Phase.ACCEPTED for c in commitments
        )
        return journey
