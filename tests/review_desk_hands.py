"""Hands at the windows of supervisor and department: keys, words, waiting for what runs."""

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from ui.background import Background
from ui.desk.presenter import DeskPresenter
from ui.review.presenter import ReviewPresenter

Presenter = ReviewPresenter | DeskPresenter


def to_front(presenter: Presenter) -> None:
    """Show the window and wait until it has the keyboard."""
    presenter.window.resize(1440, 900)
    presenter.window.show()
    presenter.window.activateWindow()
    assert QTest.qWaitForWindowActive(presenter.window, 60_000)


def put_away(presenters: list[Presenter]) -> None:
    for presenter in presenters:
        presenter.close()
        presenter.window.deleteLater()
    QApplication.processEvents()


def press(
    presenter: Presenter,
    key: Qt.Key,
    modifier: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier,
) -> None:
    QTest.keyClick(QApplication.focusWidget() or presenter.window, key, modifier)
    QApplication.processEvents()


def write(words: str) -> None:
    focused = QApplication.focusWidget()
    assert focused is not None
    QTest.keyClicks(focused, words)


def settled(presenter: Presenter) -> None:
    """Wait until nothing runs in the background."""
    wait(presenter.background)


def wait(background: Background) -> None:
    for _ in range(6000):  # a minute at least; only a failure takes that long
        QApplication.processEvents()
        if not background.busy:
            return
        QTest.qWait(10)
    raise AssertionError("still busy")
