"""The hands of a person at the windows: keys, pen and eyes, each action counted."""

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from PySide6.QtCore import QCoreApplication, QEvent, QEventLoop, QPoint, QPointF, Qt
from PySide6.QtGui import QInputMethodEvent, QPointingDevice, QTabletEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QApplication, QComboBox, QWidget


class JourneyStoppedError(Exception):
    """Something the script waited for did not happen; the message says what."""


PATIENCE = 60.0
"""Seconds to wait for anything; what takes longer has gone wrong."""


class Hands:
    """The hands of whoever is at work. Counts keys that commit something and clicks.

    `actions` are the clerk's; `office_actions` those of departments and supervisor.
    """

    def __init__(self, shots: Path) -> None:
        self._shots = shots
        self.look_up: Callable[[], None] = lambda: None
        """Called whenever nothing is in the hands; what it raises ends the work."""
        self._taken = 0
        self.actions = 0
        self.office_actions = 0

    @contextmanager
    def in_office(self) -> Iterator[None]:
        """What is done now is not the clerk's doing."""
        before = self.actions
        yield
        self.office_actions += self.actions - before
        self.actions = before

    # --- seeing ---------------------------------------------------------------------------

    def wait(self, until: Callable[[], bool], what: str) -> None:
        """Let the windows work until something holds. Raises JourneyStoppedError."""
        loop = QEventLoop()
        limit = time.monotonic() + PATIENCE
        while not until():
            if time.monotonic() > limit:
                raise JourneyStoppedError(what)
            loop.processEvents(QEventLoop.ProcessEventsFlag.AllEvents, 20)
            self.look_up()
            # Let worker threads run: without this the loop would spin.
            time.sleep(0.002)

    def settle(self) -> None:
        """Let what is queued be drawn, and what was put away be freed as in a running loop."""
        for _ in range(3):
            QApplication.processEvents()
        QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
        self.look_up()

    def shot(self, window: QWidget, name: str) -> None:
        """A picture of a window, numbered in the order of the journey."""
        self.settle()
        self._taken += 1
        path = self._shots / f"{self._taken:02d}-{name}.png"
        if not window.grab().save(str(path)):
            raise JourneyStoppedError(f"the picture {path.name} could not be written")

    def shots_of_all(self, name: str) -> None:
        """A picture of every window that is open, as far as there is room for it."""
        with suppress(JourneyStoppedError):
            for window in QApplication.topLevelWidgets():
                if window.isVisible():
                    self.shot(window, name)

    # --- keys -----------------------------------------------------------------------------

    def press(
        self,
        window: QWidget,
        key: Qt.Key,
        modifier: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier,
        *,
        counts: bool = True,
    ) -> None:
        """A key, where the focus is."""
        if window.window() is not QApplication.activeWindow():
            window.activateWindow()
            self.wait(lambda: QApplication.activeWindow() is window, "the window is not active")
        target = window.focusWidget() or window
        QTest.keyClick(target, key, modifier)
        self.actions += counts
        self.settle()

    def type(self, window: QWidget, words: str) -> None:
        """Text into the field that has the focus, as an input method commits it; one action."""
        commit = QInputMethodEvent()
        commit.setCommitString(words)
        QCoreApplication.sendEvent(window.focusWidget() or window, commit)
        self.actions += 1
        self.settle()

    def scan(self, window: QWidget, number: str) -> None:
        """A sheet under the bar code reader, which types its number and Enter; one action."""
        for character in number:
            QTest.keyClicks(window.focusWidget() or window, character)
        self.press(window, Qt.Key.Key_Return)

    def click(self, button: QAbstractButton, *, counts: bool = True) -> None:
        QTest.mouseClick(button, Qt.MouseButton.LeftButton)
        self.actions += counts
        self.settle()

    def choose(self, combo: QComboBox, words: str) -> None:
        """An entry of a drop-down, by the keys that lead to it."""
        combo.setFocus(Qt.FocusReason.TabFocusReason)
        wanted = combo.findText(words)
        if wanted < 0:
            raise JourneyStoppedError(f"no entry {words}")
        while combo.currentIndex() != wanted:
            before = combo.currentIndex()
            key = Qt.Key.Key_Down if before < wanted else Qt.Key.Key_Up
            QTest.keyClick(combo, key)
            if combo.currentIndex() == before:
                raise JourneyStoppedError(f"the keys do not reach {words}")
        self.actions += 1
        self.settle()

    # --- pen ------------------------------------------------------------------------------

    def draw(self, pad: QWidget, strokes: tuple[tuple[tuple[float, float], ...], ...]) -> None:
        """Strokes with the pen: points are shares of the pad's width and height."""
        device = QPointingDevice(
            "pen",
            1,
            QPointingDevice.DeviceType.Stylus,
            QPointingDevice.PointerType.Pen,
            QPointingDevice.Capability.Position | QPointingDevice.Capability.Pressure,
            1,
            1,
        )
        for stroke in strokes:
            kinds = [QEvent.Type.TabletPress]
            kinds += [QEvent.Type.TabletMove] * (len(stroke) - 2) + [QEvent.Type.TabletRelease]
            for kind, (x, y) in zip(kinds, stroke, strict=True):
                local = QPointF(x * pad.width(), y * pad.height())
                world = QPointF(pad.mapToGlobal(QPoint(round(local.x()), round(local.y()))))
                released = kind is QEvent.Type.TabletRelease
                event = QTabletEvent(
                    kind,
                    device,
                    local,
                    world,
                    0.0 if released else 0.6,
                    12.0,
                    -8.0,
                    0.0,
                    0.0,
                    0.0,
                    Qt.KeyboardModifier.NoModifier,
                    Qt.MouseButton.LeftButton,
                    Qt.MouseButton.NoButton if released else Qt.MouseButton.LeftButton,
                )
                QCoreApplication.sendEvent(pad, event)
        self.settle()
