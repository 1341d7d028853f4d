"""Papers brought after the visit (後日持参): what was waited for at the commit has come."""

from dataclasses import replace
from typing import Final, NoReturn

from counter_app.failures import CounterError, FailureCode
from counter_app.intake.record import Recording, refuse_abandoned
from counter_app.model.attachment import AttachmentState, AwaitedPaper
from counter_app.model.calendar import short_day
from counter_app.model.paper import scanned_number
from counter_app.model.people import Source
from counter_app.model.reception import Reception, ReceptionState
from counter_app.ports import Unit
from counter_app.procedures.attachments import may_become, noted

_TOLD_BY: Final = {
    AttachmentState.RECEIVED: Source.JUKI,
    AttachmentState.HANDED_IN: Source.PAPER,
    AttachmentState.ON_PAPER: Source.ASKED,
    AttachmentState.ASKED: Source.ASKED,
}
"""Where it is known from how a paper stands."""


class LaterPapers(Recording):
    """What becomes of the papers of a committed reception.

    The signed sheets and the tasks as they were sent stay as they are; the departments read how
    the papers stand now from the reception itself.
    """

    def resume_by_sheet(self, text: str) -> Reception:
        """The reception a sheet belongs to, by the number a bar code reader gives (受付票 …).

        Raises SHEET_UNKNOWN, RECEPTION_ABANDONED.
        """
        with self._store.view() as unit:
            sheet = unit.paper(scanned_number(text))
            reception = None if sheet is None else unit.reception(sheet.reception_id)
        if reception is None:
            raise CounterError(FailureCode.SHEET_UNKNOWN)
        refuse_abandoned(reception)
        return reception

    def paper_came(self, reception: Reception, key: str, state: AttachmentState) -> Reception:
        """A paper waited for came: RECEIVED by an inquiry, HANDED_IN on paper; or an inquiry
        brought nothing and it is to be brought after all (ON_PAPER).

        One transaction on the reception as it is stored now. Repeated by the same clerk, it gives
        what is stored. Raises RECEPTION_NOT_COMMITTED, PAPER_NOT_ASKED, PAPER_ALREADY_CAME, and
        ValueError for a state no paper comes to.
        """
        with self._store.unit() as unit:
            stored, paper = self._awaited(unit, reception, key)
            if paper.state is state and paper.by in ("", self._terminal.clerk):
                return stored
            if not paper.is_open:
                _refuse_come(paper)
            if state not in may_become(paper.state):
                raise ValueError(f"{key}: {paper.state.value} → {state.value}")
            return self._told(unit, stored, paper, state, f"attachment.{state.value}")

    def paper_not_there(self, reception: Reception, key: str) -> Reception:
        """A paper stands as at the commit again (まだ): what was said of it was a mistake.

        Raises RECEPTION_NOT_COMMITTED, PAPER_NOT_ASKED.
        """
        with self._store.unit() as unit:
            stored, paper = self._awaited(unit, reception, key)
            if paper.state is paper.at_commit:
                return stored
            return self._told(unit, stored, paper, paper.at_commit, "attachment.reopened")

    def _awaited(
        self, unit: Unit, reception: Reception, key: str
    ) -> tuple[Reception, AwaitedPaper]:
        """The reception as it is stored, and its paper."""
        stored = unit.reception(reception.id)
        refuse_abandoned(stored)
        if stored.state is ReceptionState.OPEN:
            raise CounterError(FailureCode.RECEPTION_NOT_COMMITTED, f"書類番号 {stored.reference}")
        paper = next((p for p in stored.awaited if p.key == key), None)
        if paper is None:
            raise CounterError(FailureCode.PAPER_NOT_ASKED, f"受付番号 {stored.number}")
        return stored, paper

    def _told(
        self,
        unit: Unit,
        stored: Reception,
        paper: AwaitedPaper,
        state: AttachmentState,
        what: str,
    ) -> Reception:
        """Store how a paper stands from now on; the case is determined anew with it."""
        as_before = state is paper.at_commit
        told = replace(
            paper,
            state=state,
            by="" if as_before else self._terminal.clerk,
            counter="" if as_before else self._terminal.counter,
            at=None if as_before else self._clock(),
        )
        changed = replace(
            stored,
            awaited=tuple(told if p.key == paper.key else p for p in stored.awaited),
            answers=noted(stored.answers, paper.key, state, _TOLD_BY[state]),
        )
        saved = unit.save_reception(changed)
        unit.audit(self._entry(what, stored.id, fields=(paper.key,)))
        return saved


def _refuse_come(paper: AwaitedPaper) -> NoReturn:
    day = short_day(paper.at.date()) if paper.at is not None else ""
    raise CounterError(
        FailureCode.PAPER_ALREADY_CAME, f"{paper.title}：{day} {paper.counter}（{paper.by}）"
    )
