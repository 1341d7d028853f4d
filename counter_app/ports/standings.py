"""How commitments stand (依頼の状態): narrow values for lists and counts."""

from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Self

from counter_app.model.commitment import ENDS, Act, ActRecord, Commitment, Coordination, Phase


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """How a commitment stands, without its fields and acts: what lists, counts and figures need.

    `promised_on` is the day of the latest promise that named one, `changed_at` the last act's time.
    """

    commitment_id: str
    reception_id: str
    executor: str
    link_code: str
    held: bool
    due: date | None
    phase: Phase = Phase.INITIAL
    revoking: Act | None = None
    promised: bool = False  # came at least once to a promise
    promised_on: date | None = None
    changed_at: datetime | None = None

    @classmethod
    def of(cls, commitment: Commitment) -> Self:
        standing = cls(
            commitment_id=commitment.id,
            reception_id=commitment.reception_id,
            executor=commitment.executor,
            link_code=commitment.link_code,
            held=commitment.held,
            due=commitment.due,
        )
        for record in commitment.acts:
            standing = standing.after(record)
        return standing

    def after(self, record: ActRecord) -> Self:
        """The standing after one more act. Raises COMMITMENT_ACT_NOT_ALLOWED."""
        state = self.state.after(record.act, record.actor)
        promise = record.act is Act.PROMISE
        named = record.content.expected_on if promise else None
        return replace(
            self,
            phase=state.phase,
            revoking=state.revoking,
            promised=self.promised or promise,
            promised_on=named or self.promised_on,
            changed_at=record.at,
        )

    @property
    def state(self) -> Coordination:
        return Coordination(self.phase, self.revoking)

    @property
    def ended(self) -> bool:
        return self.phase in ENDS and self.revoking is None

    @property
    def open(self) -> bool:
        """Whether an act is still owed by either side; a request that was taken back owes none."""
        return not self.ended and (self.phase is not Phase.INITIAL or self.revoking is not None)

    @property
    def owed_on(self) -> date | None:
        """The day the next act is owed: the promised day once promised, else the legal one."""
        return (self.promised_on if self.phase is Phase.PROMISED else None) or self.due


@dataclass(frozen=True, slots=True)
class OpenFigures:
    """How many open commitments one party has: late, not promised yet, in work."""

    executor: str
    late: int
    waiting: int
    working: int
