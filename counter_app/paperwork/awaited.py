"""Which papers are still waited for once a reception is committed (後日持参)."""

from collections.abc import Iterable
from typing import Final

from counter_app.model.attachment import AttachmentState, AwaitedPaper
from counter_app.model.commitment import Commitment
from counter_app.paperwork.resident_words import resident_words
from counter_app.procedures.determination import Attachment, Determination

PAPER_LABEL: Final = "添付"
"""Label of the rows that tell a department of the papers of its task."""

Pair = tuple[str, str]

_SHOWN_ELSEWHERE: Final = frozenset({"C17"})
"""Procedures whose papers the household gives to somebody else: to the new school."""

_NOBODY_CERTIFIED: Final = frozenset({"transfer_paper_due", "birth_paper_due"})
"""Facts that tell of a person without any paper; they are gone once it was shown."""


def awaited_attachments(determination: Determination) -> tuple[Attachment, ...]:
    """What the town hall still waits for: papers to be brought, inquiries without an answer.

    Papers that are seen when the notice is filed are not, see `comes_later`.
    """
    procedure = determination.procedure
    if procedure.id in _SHOWN_ELSEWHERE:
        return ()
    return tuple(a for a in determination.attachments if a.is_open and comes_later(procedure.id, a))


def comes_later(procedure_id: str, attachment: Attachment) -> bool:
    """Whether an open paper was still missing when it was filed.

    What is seen at the counter (`at_once`) was not; but of a person who was added without any
    paper it was.
    """
    when = attachment.rule.when
    uncertified = when is not None and bool(when.mentions & _NOBODY_CERTIFIED)
    return uncertified or not resident_words(procedure_id).at_once


_CAME: Final = {
    AttachmentState.RECEIVED: "取得済",
    AttachmentState.HANDED_IN: "紙で受取済",
    AttachmentState.ON_PAPER: "紙で待ち",
    AttachmentState.ASKED: "照会済・結果待ち",
}


def fields_now(commitment: Commitment, papers: Iterable[AwaitedPaper]) -> tuple[Pair, ...]:
    """The fields of a task with its papers as they stand now: 「在園証明書　4/10 紙で受取済」."""
    since = {p.title: p for p in papers if p.at is not None and commitment.id in p.tasks}
    fields: list[Pair] = []
    for label, text in commitment.fields:
        paper = since.get(text.partition("\u3000")[0]) if label == PAPER_LABEL else None
        if paper is not None and paper.at is not None:
            day = f"{paper.at.month}/{paper.at.day}"
            text = f"{paper.title}\u3000{day} {_CAME[paper.state]}"
        fields.append((label, text))
    return tuple(fields)


def papers_awaited(determination: Determination) -> tuple[AwaitedPaper, ...]:
    """The same as the reception keeps them, with the last day of their procedure."""
    due = determination.deadline.day if determination.deadline is not None else None
    return tuple(
        AwaitedPaper(
            key=a.rule.key, title=a.title, at_commit=a.state, state=a.state, tasks=(), due=due
        )
        for a in awaited_attachments(determination)
    )
