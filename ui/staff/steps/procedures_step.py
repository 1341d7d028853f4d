"""Step 4 at work: the list with its reasons, what is put off, what is added."""

from PySide6.QtCore import QObject, Signal

from counter_app.model.attachment import AttachmentState
from counter_app.model.people import Source
from counter_app.model.reception import Reception, Step
from ui.staff.procedures_screen import ProceduresScreen
from ui.staff.session import Session
from ui.staff.words.procedures import BY_DEADLINE, BY_DEPARTMENT, procedures_view, row_id

_TOLD_BY = {
    AttachmentState.RECEIVED: Source.JUKI,
    AttachmentState.HANDED_IN: Source.PAPER,
    AttachmentState.ON_PAPER: Source.ASKED,
}
"""Where it is known from that a paper came, or will."""


class ProceduresStep(QObject):
    """Connects the procedures screen to the determination."""

    rules_asked = Signal(str)
    """The rules behind a procedure (条文と規則), by its id."""

    def __init__(self, session: Session) -> None:
        super().__init__(session)
        self._session = session
        self.screen = ProceduresScreen()
        self._tab = "all"
        self._sort = BY_DEPARTMENT
        self._selected = ""
        session.left.connect(self._forget)
        screen = self.screen
        screen.handbook_asked.connect(self.rules_asked)
        screen.procedure_selected.connect(self._select)
        screen.filter_chosen.connect(self._filter)
        screen.sort_asked.connect(self._resort)
        screen.postpone_asked.connect(self._postpone)
        screen.paper_told.connect(self._tell_paper)
        screen.add_asked.connect(lambda: session.go_to(Step.INTERVIEW))
        screen.next_asked.connect(lambda: session.go_to(Step.DOCUMENTS))

    def show(self) -> None:
        session = self._session
        case = session.case
        if case is None:
            return
        self.screen.show_view(
            procedures_view(
                session.place.catalogue,
                case,
                tab=self._tab,
                sort=self._sort,
                selected=self._selected,
                problem=session.problem,
            )
        )

    def _forget(self) -> None:
        self._tab, self._sort, self._selected = "all", BY_DEPARTMENT, ""

    def _select(self, row: str) -> None:
        if row != self._selected:
            self._selected = row
            self._session.changed.emit()

    def _filter(self, tab: str) -> None:
        self._tab = tab
        self._session.changed.emit()

    def _resort(self) -> None:
        self._sort = BY_DEADLINE if self._sort == BY_DEPARTMENT else BY_DEPARTMENT
        self._session.changed.emit()

    def _tell_paper(self, row: str, key: str, what: str) -> None:
        """A paper of a determination came, or is waited for after all."""
        session = self._session
        case = session.case
        assert case is not None
        found = next(d for d in case.determinations if row_id(d) == row)
        paper = next(a for a in found.attachments if a.rule.key == key)

        def change(reception: Reception) -> Reception:
            if paper.state is not paper.rule.state:
                reception = session.intake.reopen_attachment(reception, paper.rule)
            if not what:
                return reception
            state = AttachmentState(what)
            source = _TOLD_BY[state]
            return session.intake.record_attachment(reception, paper.rule, state, source)

        session.apply(change, f"添付　{paper.title}")

    def _postpone(self, row: str, postponed: bool) -> None:
        session = self._session
        procedure_id = row.partition("|")[0]
        session.apply(
            lambda r: session.intake.postpone(r, procedure_id, today=not postponed),
            "今日は出さない",
        )
