"""Start to first painted window: the clerk's list of receptions against a bare QApplication.

Run as a program it is one such start: `python -m counter_app.commands.measure.first_window
{bare|staff} BASEDIR` prints the moment of the first painting, on the clock of all processes.
"""

import compileall
import os
import subprocess
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING

from counter_app.commands.measure.figure import Figure, in_turn
from resources.loader import ROOT

if TYPE_CHECKING:
    from PySide6.QtWidgets import QApplication, QWidget

_SIZE = (1440, 900)
_PACKAGES = ("counter_app", "ui", "localdb", "resources", "smartcard")


def measure_first_window(basedir: Path, rounds: int) -> tuple[Figure, ...]:
    """Milliseconds from the start of the process to the first painting, both in turn."""
    for package in _PACKAGES:
        compileall.compile_dir(str(ROOT.parent / package), quiet=2)
    _start("staff", basedir)
    ours, bare = in_turn(lambda: _start("staff", basedir), lambda: _start("bare", basedir), rounds)
    return (Figure("first window shown", "ms", ours, bare, "bare QApplication, QWidget", 2.5),)


def _start(what: str, basedir: Path) -> float:
    begun = time.monotonic_ns()
    done = subprocess.run(  # noqa: S603
        [sys.executable, "-m", __name__, what, str(basedir)],
        capture_output=True,
        text=True,
        check=True,
        cwd=ROOT.parent,
        env={**os.environ, "QT_QPA_PLATFORM": "offscreen"},
    )
    return (int(done.stdout.split()[-1]) - begun) / 1e6


def main() -> None:
    what, basedir = sys.argv[1], Path(sys.argv[2])
    if what == "bare":
        _bare()
    else:
        _staff(basedir)


def _bare() -> None:
    from PySide6.QtWidgets import QApplication, QWidget

    application = QApplication([])
    window = QWidget()
    window.resize(*_SIZE)
    window.show()
    _until_painted(application, window)


def _staff(basedir: Path) -> None:
    """The store is opened and asked for today's receptions before the window is shown."""
    from PySide6.QtWidgets import QApplication

    from counter_app.bootstrap import wall_clock
    from counter_app.model.town import load_town
    from counter_app.settings import load_settings
    from localdb.open import open_store
    from ui import theme
    from ui.staff.start_screen import StartScreen
    from ui.staff.window import StaffWindow

    application = QApplication([])
    theme.install(application)
    settings = load_settings(basedir)
    with open_store(settings.data, clock=wall_clock) as store:
        with store.view() as unit:
            unit.receptions(since=wall_clock().date())
        window = StaffWindow(load_town(settings.town_file).name, settings.counter)
        window.show_screen(StartScreen())
        window.resize(*_SIZE)
        window.show()
        _until_painted(application, window)


def _until_painted(application: "QApplication", window: "QWidget") -> None:
    """Run until the window has been painted once, and print that moment."""
    from PySide6.QtCore import QEvent, QObject

    class Watch(QObject):
        painted = False

        def eventFilter(self, _: QObject, event: QEvent) -> bool:  # noqa: N802
            self.painted = self.painted or event.type() == QEvent.Type.Paint
            return False

    watch = Watch()
    window.installEventFilter(watch)
    while not watch.painted:
        application.processEvents()
    sys.stdout.write(f"{time.monotonic_ns()}\n")


if __name__ == "__main__":
    main()
