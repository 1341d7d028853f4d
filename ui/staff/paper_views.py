"""What the clerk's screens show of papers: one of a procedure (05), those that come later (07)."""

from dataclasses import dataclass
from enum import StrEnum


class PaperStanding(StrEnum):
    """How a paper stands (添付); values as the state of the attachment."""

    ASKED = "asked"
    RECEIVED = "received"
    HANDED_IN = "handed_in"
    ON_PAPER = "on_paper"
    NOT_NEEDED = "not_needed"


@dataclass(frozen=True, slots=True)
class AttachmentView:
    """A paper: `gone` is struck out and `words` say what replaced it.

    Else it has a `key` and stands as `standing`: the clerk can say that it became one of
    `choices`, or where `recorded` that it is not there yet after all.
    """

    title: str
    words: str = ""
    gone: bool = True
    key: str = ""
    standing: PaperStanding = PaperStanding.NOT_NEEDED
    choices: tuple[PaperStanding, ...] = ()
    recorded: bool = False


@dataclass(frozen=True, slots=True)
class StepRowView:
    """A day (or a time) and what comes then; `second` in grey below."""

    when: str
    words: str
    second: str = ""


@dataclass(frozen=True, slots=True)
class LaterPapersView:
    """Papers waited for when it was committed (後日の紙), in an order that does not change.

    `rows` are those to be brought, `sum` says how many are awaited still. `anew` is the id of
    これからの手続き, where it can be printed without what came.
    """

    papers: tuple[AttachmentView, ...]
    rows: tuple[StepRowView, ...] = ()
    sum: str = ""
    anew: str = ""
    first: bool = False  # the visit is over: the papers are what the resident comes for
