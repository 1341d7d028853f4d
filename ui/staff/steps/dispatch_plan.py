"""Step 6 at work before the commit: what will be asked, the wishes changed, then all at once."""

from PySide6.QtCore import QObject

from counter_app.model.reception import UtilityWish
from counter_app.paperwork.papers import steps_ahead
from counter_app.paperwork.wishes import WishFault, WishField, WishTerms, wish_terms
from ui.staff.dispatch_screen import DispatchScreen
from ui.staff.session import Session
from ui.staff.steps.documents_step import DocumentsStep
from ui.staff.words.dispatch_plan import Planned, plan_view, wish_of
from ui.staff.work_views import WishEntry

_NO_DAY = WishFault(
    WishField.START_ON, "始める日を、令和8年4月6日 や 2026-04-06 のように入れます。"
)


class DispatchPlan(QObject):
    """Connects the dispatch screen to the wishes of a reception that is still open.

    The sheets are those of step 5: a wish that changes has them rendered anew at once, and what
    had been signed of them is asked for again.
    """

    def __init__(self, session: Session, screen: DispatchScreen, documents: DocumentsStep) -> None:
        super().__init__(session)
        self._session = session
        self._screen = screen
        self._documents = documents
        self._signed: dict[str, str] = {}  # id of a sheet signed when a wish changed → its title
        session.left.connect(self._signed.clear)
        screen.wish_changed.connect(self._change)
        screen.dispatch_asked.connect(documents.commit)

    def open(self) -> None:
        """Make the sheets as they stand; the consents are asked with them."""
        self._documents.prepare()

    def show(self, selected: str, show_all: bool) -> None:
        session = self._session
        case = session.case
        if case is None:
            return
        self._screen.show_view(
            plan_view(
                Planned(
                    case,
                    self._documents.stored,
                    session.now().date(),
                    steps_ahead(case, ()),
                    selected,
                    show_all,
                    self._unsigned(),
                    not self._documents.current,
                    session.problem,
                )
            )
        )

    def _unsigned(self) -> tuple[str, ...]:
        """Titles of sheets that lost their signature and have none yet again."""
        if not self._documents.current:
            return ()
        again = {d.title for d in self._documents.stored if d.sealed}
        return tuple(dict.fromkeys(t for t in self._signed.values() if t not in again))

    def _change(self, organisation: str, entry: WishEntry) -> None:
        """Check the wish on the organisation's terms, store it, make the sheets anew."""
        session = self._session
        case = session.case
        if case is None:
            return
        terms = next(t for t in wish_terms(case) if t.organisation.id == organisation)
        wish, faults = self._checked(terms, entry)
        if wish is None or faults:
            self._screen.show_wish_faults({fault.field: fault.words for fault in faults})
            return
        asked = wish
        former = session.open_reception
        signed = {d.id: d.title for d in self._documents.stored if d.sealed and d.signer}
        words = f"{terms.organisation.name}の希望"
        if not session.apply(lambda r: session.intake.wish(r, asked, terms), words):
            return
        self._screen.close_wish()
        if session.open_reception is not former:
            self._signed |= signed
            self._documents.prepare()
            session.changed.emit()

    def _checked(
        self, terms: WishTerms, entry: WishEntry
    ) -> tuple[UtilityWish | None, tuple[WishFault, ...]]:
        today = self._session.now().date()
        wish = wish_of(terms.organisation.id, entry, entry.start_on or terms.earliest(today))
        faults = terms.faults(wish, today)
        return (wish, faults) if entry.start_on is not None else (None, (_NO_DAY, *faults))
