"""A decision that waits for the supervisor's staff card: laid down, read, judged, recorded."""

import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Final, TypeVar

from PySide6.QtCore import QObject

from counter_app.failures import FailureCode
from counter_app.ports import StaffCards, StaffProof
from counter_app.review import ReviewItem, Verdict
from counter_app.staff_proof import decision_statement
from ui.background import Background, Failure, Task
from ui.review import staff_card_words
from ui.review.views import StaffCardStage, StaffCardView

T = TypeVar("T")

POLL_SECONDS: Final = 0.4
PATIENCE_SECONDS: Final = 60.0
"""How long a card is waited for; nobody shall find a half-made decision waiting for them."""

_OF_THE_CARD: Final = frozenset(
    {
        FailureCode.STAFF_CARD_UNKNOWN,
        FailureCode.STAFF_CARD_REMOVED,
        FailureCode.STAFF_CARD_UNREADABLE,
        FailureCode.STAFF_CARD_EXPIRED,
        FailureCode.STAFF_CARD_NOT_TRUSTED,
        FailureCode.STAFF_CARD_NOT_PROVED,
        FailureCode.STAFF_CARD_STOPPED,
        FailureCode.STAFF_CARD_NOT_LISTED,
        FailureCode.STAFF_CARD_OTHER_PERSON,
    }
)
"""What taking this card away and laying down another may mend."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """A decision as it stood when Enter was pressed; `words` name its verdict."""

    item: ReviewItem
    verdict: Verdict
    reason: str
    words: str


class StaffCardDialogue(QObject):
    """Waits on a thread of its own, one dialogue at a time.

    `decide` records the decision with its proof, or returns why the card was no proof for it; when
    the decision itself was refused it leaves. `changed` is called when `view` is another.
    """

    def __init__(
        self,
        cards: StaffCards,
        supervisor: str,
        decide: Callable[[Wanted, StaffProof], Failure | None],
        changed: Callable[[], None],
        parent: QObject,
        *,
        patience: float = PATIENCE_SECONDS,
    ) -> None:
        super().__init__(parent)
        self._cards, self._supervisor = cards, supervisor
        self._decide, self._changed = decide, changed
        self._polls = max(round(patience / POLL_SECONDS), 1)
        self._wanted: Wanted | None = None
        self._laid_for = ""  # the row whose last thing the card decided
        self._laid_at = 0.0
        self._stop: Callable[[], None] | None = None
        self.listens = False
        """Whether a card that is laid down now is read."""
        self.view: StaffCardView = staff_card_words.ASKED
        self.background = Background(self, threads=1)

    def close(self) -> None:
        """End what runs."""
        self.background.shut_down()

    def begin(self, wanted: Wanted) -> None:
        """Wait for the card that proves this decision; an earlier one is given up.

        A card that already lies there has to be laid down anew: one that was left behind decides
        nothing. It may stay for the things of one row, as long as they follow each other.
        """
        self._end()
        self._wanted = wanted
        lately = time.monotonic() - self._laid_at < PATIENCE_SECONDS
        self._show(staff_card_words.waiting(self._supervisor, wanted.words))
        if wanted.item.row == self._laid_for and lately:
            self._wait()
        else:
            self._run(lambda _: self._cards.look(), self._looked)

    def _looked(self, lies: bool) -> None:
        if lies:
            self._show(staff_card_words.LIFT)
        self._wait()

    def again(self) -> None:
        """Try once more."""
        if self._wanted is not None and self.view.stage is not StaffCardStage.READING:
            self.begin(self._wanted)

    def leave(self) -> None:
        """Nothing waits for a card any more, and the reader is let go."""
        if self._wanted is None and self.view == staff_card_words.ASKED:
            return
        if self.view.under_way:
            self._end()
            self.background.run(lambda _: self._cards.release(), _ignore, _ignore)
        self._wanted = None
        self._laid_for = ""
        self._show(staff_card_words.ASKED)

    def _end(self) -> None:
        self.listens = False
        if self._stop is not None:
            self._stop()
            self._stop = None

    # --- the card ---------------------------------------------------------------------------

    def _wait(self) -> None:
        cards, polls = self._cards, self._polls

        def laid_down(task: Task[None]) -> None:
            for _ in range(polls):
                if task.cancelled or cards.wait_for_card(POLL_SECONDS):
                    return

        self.listens = True
        self._run(laid_down, lambda _: self._read())

    def _read(self) -> None:
        self.listens = False
        wanted = self._wanted
        if wanted is None:
            return
        statement = decision_statement(wanted.item.id, wanted.verdict.value, wanted.reason)
        self._show(staff_card_words.READING)
        self._run(lambda _: self._cards.prove(statement), self._proved)

    def _proved(self, proof: StaffProof) -> None:
        wanted = self._wanted
        if wanted is None:
            return
        failure = self._decide(wanted, proof)
        if failure is not None:
            self._failed(failure)
        elif self._wanted is not None:  # not left meanwhile, because the decision was refused
            self._wanted = None
            self._laid_for, self._laid_at = wanted.item.row, time.monotonic()
            self._show(staff_card_words.done(self._supervisor))

    def _failed(self, failure: Failure) -> None:
        """A card that is no proof is told, and another one waited for; what else fails, ends."""
        error = failure.error
        if error is not None and error.code in _OF_THE_CARD:
            self._show(staff_card_words.refused(error.code, error.detail))
            self._run(lambda _: self._cards.look(), lambda _: self._wait())
        else:
            self._show(staff_card_words.failed(error.code if error is not None else None))

    def _run(self, work: "Callable[[Task[T]], T]", on_done: Callable[[T], None]) -> None:
        def done(result: T) -> None:
            self._stop = None
            on_done(result)

        def failed(failure: Failure) -> None:
            self._stop = None
            self._failed(failure)

        self._stop = self.background.run(work, done, failed).cancel

    def _show(self, view: StaffCardView) -> None:
        self.view = view
        self._changed()


def _ignore(_: object) -> None:
    """Letting the reader go has no result; one that is gone is reported by the next use."""
