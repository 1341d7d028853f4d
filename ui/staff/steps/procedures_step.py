"""Step 4 at work: the list with its reasons, what is put off, what is added."""

from PySide6.QtCore import QObject, Signal

from counter_app.model.reception import Step
from ui.staff.procedures_screen import ProceduresScreen
from ui.staff.session import Session
from ui.staff.words.procedures import BY_DEADLINE, BY_DEPARTMENT, procedures_view


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

    def _postpone(self, row: str, postponed: bool) -> None:
        session = self._session
        procedure_id = row.partition("|")[0]
        session.apply(
            lambda r: session.intake.postpone(r, procedure_id, today=not postponed),
            "今日は出さない",
        )
