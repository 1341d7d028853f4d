"""Papers that go with a procedure (添付): how each stands, and what comes after the visit."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum


class AttachmentState(StrEnum):
    """Standing of a paper that used to be attached (添付)."""

    ASKED = "asked"  # 照会済・結果待ち
    RECEIVED = "received"  # 取得済
    HANDED_IN = "handed_in"  # 紙で受取済
    ON_PAPER = "on_paper"  # 紙
    NOT_NEEDED = "not_needed"  # 不要

    @property
    def label(self) -> str:
        return {
            AttachmentState.ASKED: "照会済・結果待ち",
            AttachmentState.RECEIVED: "取得済",
            AttachmentState.HANDED_IN: "紙で受取済",
            AttachmentState.ON_PAPER: "紙",
            AttachmentState.NOT_NEEDED: "不要",
        }[self]

    @property
    def is_open(self) -> bool:
        """Whether it is still waited for: an inquiry's answer, or paper to be brought."""
        return self in (AttachmentState.ASKED, AttachmentState.ON_PAPER)


@dataclass(frozen=True, slots=True, kw_only=True)
class AwaitedPaper:
    """A paper that was still waited for when its reception was committed (後日持参).

    What was signed and what was told at the commit stays as `at_commit` says; `state` is how the
    paper stands now. `by`, `counter` and `at` say who saw to that, "" and None while nobody did.
    """

    key: str  # of its rule in the catalogue: 「B13/負担区分等証明書」
    title: str
    at_commit: AttachmentState
    state: AttachmentState
    tasks: tuple[str, ...]  # the commitments it goes with
    due: date | None = None  # last day of the procedure it belongs to; a paper has none of its own
    by: str = ""
    counter: str = ""
    at: datetime | None = None

    @property
    def is_open(self) -> bool:
        return self.state.is_open

    @property
    def to_be_brought(self) -> bool:
        """Whether the household brings it; an inquiry's answer comes by itself."""
        return self.state is AttachmentState.ON_PAPER


def still_awaited(
    papers: Iterable[AwaitedPaper], undecided: Collection[str]
) -> tuple[AwaitedPaper, ...]:
    """What is waited for by a task that is undecided yet; a decided one needs no paper any more."""
    wanted = set(undecided)
    return tuple(p for p in papers if p.is_open and not wanted.isdisjoint(p.tasks))
