"""Windows of a department and of a supervisor over a real store, and what was stored by them."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date, datetime

from PySide6.QtCore import Qt

from counter_app.desk import Officer
from counter_app.model.commitment import Commitment
from counter_app.ports import StoredDocument
from tests.desk_kit import JAPAN, OFFICER, Office
from tests.review_desk_hands import Presenter, press, put_away, settled, to_front
from ui.desk.presenter import DeskPresenter
from ui.review.presenter import ReviewPresenter

CHILDREN = Officer(OFFICER, "dept.children")
DECISION_DAY = datetime(2026, 4, 20, 13, 20, tzinfo=JAPAN)


@contextmanager
def department_windows(place: Office) -> Iterator[Callable[[Officer, str], DeskPresenter]]:
    """Opens a department's window with the task of a procedure selected by keys."""
    opened: list[Presenter] = []

    def open_window(officer: Officer, procedure: str) -> DeskPresenter:
        made = DeskPresenter(place, officer)
        opened.append(made)
        to_front(made)
        made.screen.first_focus().setFocus()
        wanted = place.commitment(procedure)
        for _ in made.screen.rows():
            if selected(made) == wanted:
                break
            press(made, Qt.Key.Key_Down)
        assert selected(made) == wanted
        settled(made)
        return made

    yield open_window
    put_away(opened)


@contextmanager
def supervisor_windows(place: Office) -> Iterator[Callable[..., ReviewPresenter]]:
    """Opens the window of a supervisor; whatever was opened is closed at the end."""
    opened: list[Presenter] = []

    def kept(name: str, table: bytes) -> str:
        (place.settings.basedir / name).write_bytes(table)
        return name

    def open_window(
        supervisor: str, verify_log: Callable[[], str] | None = None
    ) -> ReviewPresenter:
        made = ReviewPresenter(place, supervisor, verify_log=verify_log, save_table=kept)
        opened.append(made)
        to_front(made)
        made.screen.first_focus().setFocus()
        return made

    yield open_window
    put_away(opened)


def selected(presenter: DeskPresenter) -> str:
    """Id of the task that is open in a department's window, "" for none."""
    view = presenter.screen.view
    return view.selected if view is not None else ""


def titles(presenter: ReviewPresenter) -> list[str]:
    """The rows of a supervisor's queue."""
    return [row.title for row in presenter.screen.rows()]


def stored(place: Office, procedure: str) -> Commitment:
    """The commitment of a procedure, as it is stored."""
    with place.store.view() as unit:
        return unit.commitment(place.commitment(procedure))


def documents(place: Office) -> tuple[StoredDocument, ...]:
    """Every document of the reception with the child allowance."""
    with place.store.view() as unit:
        return unit.documents(stored(place, "C1").reception_id)


def promised(place: Office) -> None:
    """The story's child allowance, promised and due to be decided today."""
    place.commit()
    place.desk(CHILDREN).promise(place.commitment("C1"), date(2026, 4, 20))
    place.now = DECISION_DAY


def refusal_prepared(place: Office) -> str:
    """Id of the story's child allowance, whose refusal waits for the supervisor."""
    place.commit()
    commitment = place.commitment("C1")
    desk = place.desk(CHILDREN)
    desk.promise(commitment, date(2026, 4, 20))
    desk.prepare_refusal(commitment, "受給者として認定された父がいます。", "2026-0124")
    return commitment
