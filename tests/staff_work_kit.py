"""Hands for the clerk's screens: a window, real key events, what was heard."""

import hashlib

from PySide6.QtCore import QBuffer, QByteArray, QIODevice, Qt
from PySide6.QtGui import QColor, QImage, QImageWriter, QInputMethodEvent
from PySide6.QtTest import QSignalSpy, QTest
from PySide6.QtWidgets import QAbstractButton, QApplication, QLabel, QWidget

from counter_app.ports import PageImage
from ui import theme
from ui.staff import samples
from ui.staff.frame_views import RailView
from ui.staff.household_screen import HouseholdScreen
from ui.staff.member_form import MemberForm
from ui.staff.screen import StaffScreen
from ui.staff.window import StaffWindow

Key = Qt.Key
ALT = Qt.KeyboardModifier.AltModifier
CTRL = Qt.KeyboardModifier.ControlModifier


def clerk_window() -> StaffWindow:
    theme.set_text_scale(100)
    made = StaffWindow("Y町", "窓口2　佐伯")
    made.resize(1440, 900)
    return made


def shut(window: StaffWindow) -> None:
    window.close()
    window.deleteLater()
    QApplication.processEvents()


def opened(window: StaffWindow, screen: StaffScreen, rail: RailView | None = None) -> None:
    """Show a screen, with a rail where the window has none yet, and begin where it begins."""
    if rail is not None:
        window.set_rail(rail)
    window.set_bar(samples.LAMPS, samples.at(10, 35))
    window.show_screen(screen)
    window.show()
    window.activateWindow()
    assert QTest.qWaitForWindowActive(window, 60_000)
    focus = screen.first_focus()
    if focus is not None:
        focus.setFocus()
    settle()


def settle() -> None:
    for _ in range(4):
        QApplication.processEvents()


def press(window: QWidget, key: Key, modifier: Qt.KeyboardModifier | None = None) -> None:
    target = QApplication.focusWidget() or window
    if modifier is None:
        QTest.keyClick(target, key)
    else:
        QTest.keyClick(target, key, modifier)
    settle()


def typed(window: QWidget, characters: str) -> None:
    """What a bar code reader does: characters, wherever the focus is, then Enter."""
    half_typed(window, characters)
    press(window, Key.Key_Return)


def half_typed(window: QWidget, characters: str) -> None:
    for character in characters:
        QTest.keyClicks(QApplication.focusWidget() or window, character)


def heard(spy: QSignalSpy) -> list[list[object]]:
    return [spy.at(n) for n in range(spy.count())]


def button(inside: QWidget, words: str) -> QAbstractButton:
    found = [b for b in inside.findChildren(QAbstractButton) if b.text() == words]
    shown = [b for b in found if b.isVisibleTo(inside)]
    assert shown, f"no button {words}"
    return shown[0]


def write(words: str) -> None:
    """Words of an input method, where the focus is."""
    commit = QInputMethodEvent()
    commit.setCommitString(words)
    QApplication.sendEvent(focused(), commit)
    settle()


def words_of_keys(screen: StaffScreen) -> dict[str, str]:
    hints = screen.keys()
    return {hint.key: hint.words for hint in hints}


def focused() -> QWidget:
    found = QApplication.focusWidget()
    assert found is not None
    return found


def picture(ink: str) -> PageImage:
    image = QImage(42, 59, QImage.Format.Format_RGB32)
    image.fill(QColor(ink))
    data = QByteArray()
    buffer = QBuffer(data)
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    assert QImageWriter(buffer, QByteArray(b"PNG")).write(image)
    png = bytes(data.data())
    return PageImage(1, 42, 59, png, hashlib.sha256(png).hexdigest())


def words_of(part: QWidget) -> str:
    """All that can be read in a part, and what is said of it."""
    shown = [w for w in part.findChildren(QWidget) if w.isVisibleTo(part)]
    read = [w.text() for w in shown if isinstance(w, QLabel)]
    return "\n".join((*read, *(w.accessibleName() for w in shown)))


def member_form(screen: HouseholdScreen) -> MemberForm:
    """The form of a member in the side panel of 03."""
    assert screen.side is not None
    return screen.side.findChildren(MemberForm)[0]


def focus_in(part: QWidget) -> bool:
    """Whether a part or something in it has the focus."""
    focused = QApplication.focusWidget()
    return focused is not None and (focused is part or part.isAncestorOf(focused))
