"""後日の紙 in words: what was waited for at the commit, and who has taken it since."""

from datetime import date

from counter_app.model.attachment import AttachmentState, AwaitedPaper, still_awaited
from counter_app.model.calendar import short_day
from counter_app.model.commitment import UNDECIDED, Commitment
from counter_app.model.document import DocumentState
from counter_app.model.reception import Reception, ReceptionState
from counter_app.paperwork.papers import NEXT_STEPS
from counter_app.paperwork.values import Case
from counter_app.ports import StoredDocument
from counter_app.procedures.attachments import may_become
from ui.staff.paper_views import AttachmentView, LaterPapersView, PaperStanding, StepRowView
from ui.staff.words.common import clock_time


def later_papers(
    case: Case,
    commitments: tuple[Commitment, ...],
    documents: tuple[StoredDocument, ...],
    today: date | None = None,
) -> LaterPapersView | None:
    """What was to be brought first, then the inquiries, each in its place also once it came.

    They stand before the rest once the visit is over: it was closed, or another day has begun. A
    paper whose tasks are all decided is told no more, unless it came: None when none is left.
    """
    reception = case.reception
    undecided = {c.id for c in commitments if c.state.phase in UNDECIDED}
    waited = still_awaited(reception.awaited, undecided)
    told_of = [p for p in sorted(reception.awaited, key=_order) if p in waited or not p.is_open]
    if not told_of:
        return None
    parties = {c.id: case.town.executor_name(c.executor) for c in commitments}
    brought = [p for p in told_of if p.to_be_brought]
    told = any(paper.at is not None for paper in reception.awaited)
    return LaterPapersView(
        tuple(_card(paper, parties) for paper in told_of),
        tuple(_row(paper, parties) for paper in brought),
        _sum(len(brought), len(waited) - len(brought)),
        _newest_steps(documents) if told else "",
        first=reception.state is ReceptionState.CLOSED or _before(reception, today),
    )


def _before(reception: Reception, today: date | None) -> bool:
    committed = reception.committed_at
    return committed is not None and today is not None and committed.date() < today


def _order(paper: AwaitedPaper) -> tuple[bool, date, str]:
    asked = paper.at_commit is AttachmentState.ASKED
    return (asked, paper.due or date.max, paper.title)


def _sum(brought: int, asked: int) -> str:
    parts = (f"持参待ち {brought}" if brought else "", f"照会の結果待ち {asked}" if asked else "")
    return "・".join(filter(None, parts))


def _card(paper: AwaitedPaper, parties: dict[str, str]) -> AttachmentView:
    may = may_become(paper.state)
    words = [_party(paper, parties)]
    if paper.is_open and paper.due is not None:
        words.append(f"手続の期限 {short_day(paper.due)}")
    if paper.at is not None:
        verb = "が受け取りました" if not paper.is_open else "が紙での持参にしました"
        words.append(f"{_moment(paper)} {paper.by}（{paper.counter}）{verb}")
    return AttachmentView(
        paper.title,
        "　".join(filter(None, words)),
        gone=False,
        key=paper.key,
        standing=PaperStanding(paper.state.value),
        choices=tuple(s for s in PaperStanding if s.value in may),
        recorded=paper.state is not paper.at_commit,
    )


def _row(paper: AwaitedPaper, parties: dict[str, str]) -> StepRowView:
    when = f"{paper.due.month}/{paper.due.day}" if paper.due is not None else "早めに"
    return StepRowView(when, paper.title, _party(paper, parties))


def _party(paper: AwaitedPaper, parties: dict[str, str]) -> str:
    return "・".join(dict.fromkeys(parties[t] for t in paper.tasks if t in parties))


def _moment(paper: AwaitedPaper) -> str:
    assert paper.at is not None
    return f"{paper.at.month}/{paper.at.day} {clock_time(paper.at)}"


def _newest_steps(documents: tuple[StoredDocument, ...]) -> str:
    """The sheet これからの手続き that is drawn anew, "" where none was ever made."""
    made = [d for d in documents if d.form_id == NEXT_STEPS and d.state is not DocumentState.VOID]
    return made[-1].id if made else ""
