"""The sheets of the reception at hand: what is stored, their pictures, one work at a time."""

from collections.abc import Callable
from typing import TypeVar

from PySide6.QtCore import QObject, Signal

from counter_app.model.document import DocumentState, SignatureAct
from counter_app.ports import PageImage, StoredDocument
from ui.background import Background, Failure, Task
from ui.staff.session import Session

T = TypeVar("T")

PREVIEW_WIDTH_PX = 1100
"""Width at which the pages of each sheet are drawn for preview and thumbnail."""

Drawn = tuple[str, tuple[PageImage, ...]]
"""Digest of the document that was drawn, and its pages."""


class SheetsAtHand(QObject):
    """`ended` after each piece of work for the reception at hand, `failed` instead with why."""

    ended = Signal()
    failed = Signal(object)

    def __init__(self, session: Session) -> None:
        super().__init__(session)
        self._session = session
        self._of = ""  # id of the reception they belong to
        self._documents: tuple[StoredDocument, ...] = ()
        self._working: set[str] = set()  # receptions whose sheets are being worked on
        self.signatures: tuple[SignatureAct, ...] = ()
        self.pages: dict[str, Drawn] = {}

    @property
    def stored(self) -> tuple[StoredDocument, ...]:
        return self._documents if self.are_there else ()

    @property
    def are_there(self) -> bool:
        """Whether the sheets are those of the reception at hand."""
        reception = self._session.reception
        return reception is not None and reception.id == self._of

    @property
    def busy(self) -> bool:
        """Whether the sheets of the reception at hand are being worked on."""
        reception = self._session.reception
        return reception is not None and reception.id in self._working

    def lay(self) -> None:
        """From now on the sheets are those of the reception at hand."""
        self._of = self._session.open_reception.id

    def forget(self) -> None:
        """Another reception: nothing of the former one stays."""
        self._of = ""
        self._documents = ()
        self.signatures = ()
        self.pages = {}

    def take(self, documents: tuple[StoredDocument, ...], pages: dict[str, Drawn]) -> None:
        """The sheets that are current now, with their pictures."""
        self._documents, self.pages = documents, pages
        with self._session.place.store.view() as unit:
            self.signatures = unit.signatures(self._of)

    def reload(self) -> None:
        """What the store has of them."""
        with self._session.place.store.view() as unit:
            self._documents = tuple(
                d
                for d in unit.documents(self._session.open_reception.id)
                if d.state is not DocumentState.VOID
            )
            self.signatures = unit.signatures(self._of)

    def redraw_sealed(self) -> None:
        """Signed sheets show their ink: draw them from the sealed file."""
        session = self._session
        imaging = session.place.imaging
        sealed = [d for d in self._documents if d.sealed]

        def work(_: object) -> dict[str, Drawn]:
            return {d.id: (d.digest, imaging(d.sealed, width_px=PREVIEW_WIDTH_PX)) for d in sealed}

        def done(pages: dict[str, Drawn]) -> None:
            self.pages.update(pages)
            session.changed.emit()

        session.run(work, done, self.failed.emit)

    def begin(
        self,
        work: "Callable[[Task[T]], T]",
        on_done: Callable[[T], None],
        on: Background | None = None,
    ) -> None:
        """One piece of work at a time on the sheets of a reception, also when it is left and
        opened again meanwhile.
        """
        session = self._session
        at = session.open_reception.id
        self._working.add(at)

        def done(result: T) -> None:
            self._working.discard(at)
            if session.is_at(at):
                on_done(result)
                self.ended.emit()

        def failed(failure: Failure) -> None:
            self._working.discard(at)
            if session.is_at(at):
                self.failed.emit(failure)

        (on or session.background).run(work, done, failed)
