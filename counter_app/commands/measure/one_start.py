"""One start of a window: `python -m counter_app.commands.measure.one_start WHAT BASEDIR`.

WHAT is `bare`, `window` or `list`. Prints the moment of the first painting, on the clock that all
processes share. Loads nothing that a bare start would not.
"""

import sys
import time
from pathlib import Path

TYPE_CHECKING = False
if TYPE_CHECKING:
    from PySide6.QtWidgets import QApplication, QWidget

_SIZE = (1440, 900)


def main() -> None:
    what, basedir = sys.argv[1], Path(sys.argv[2])
    if what == "bare":
        _bare()
    else:
        _staff(basedir, what == "list")


def _bare() -> None:
    from PySide6.QtWidgets import QApplication, QWidget

    application = QApplication([])
    window = QWidget()
    window.resize(*_SIZE)
    window.show()
    _until_painted(application, window)


def _staff(basedir: Path, with_list: bool) -> None:
    """The clerk's window with the page of today's receptions, empty or asked from the store."""
    from PySide6.QtWidgets import QApplication

    from counter_app.model.town import load_town
    from counter_app.settings import load_settings
    from ui import theme
    from ui.staff.start_screen import StartScreen
    from ui.staff.window import StaffWindow

    application = QApplication([])
    theme.install(application)
    settings = load_settings(basedir)
    if with_list:
        _ask_store(settings.data)
    window = StaffWindow(load_town(settings.town_file).name, settings.counter)
    window.show_screen(StartScreen())
    window.resize(*_SIZE)
    window.show()
    _until_painted(application, window)


def _ask_store(folder: Path) -> None:
    from counter_app.bootstrap import wall_clock
    from localdb.open import open_store

    with open_store(folder, clock=wall_clock) as store, store.view() as unit:
        unit.receptions(since=wall_clock().date())


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
