"""One start of a window: `python -m counter_app.commands.measure.one_start WHAT BASEDIR`.

WHAT is `bare` (an empty widget), `window` (the clerk's window with its empty list) or `counter`
(`counter-app run` on a base directory, with store, hub client and the resident's window). Prints
the moment of the first painting, on the clock that all processes share. Loads nothing for a bare
start that it would not load itself.
"""

import sys
import time

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Protocol

    from PySide6.QtWidgets import QApplication

    class Watch(Protocol):
        """Whether something has been painted yet."""

        painted: bool


_SIZE = (1440, 900)


def main() -> None:
    what, basedir = sys.argv[1], sys.argv[2]
    {"bare": _bare, "window": _window, "counter": _counter}[what](basedir)


def _bare(_: str) -> None:
    from PySide6.QtWidgets import QApplication, QWidget

    application = QApplication([])
    watch = _watch(application)
    window = QWidget()
    window.resize(*_SIZE)
    window.show()
    while not watch.painted:
        application.processEvents()


def _window(_: str) -> None:
    from PySide6.QtWidgets import QApplication

    from counter_app.model.town import load_town
    from ui import theme
    from ui.staff.first_window import first_window

    application = QApplication([])
    watch = _watch(application)
    theme.install(application)
    window = first_window(load_town().name, "窓口1")
    window.resize(*_SIZE)
    window.show()
    while not watch.painted:
        application.processEvents()


def _counter(basedir: str) -> None:
    import importlib
    import runpy

    # In the order of a real start. Once PySide6 is loaded, its feature switch reads the source of
    # every module that comes after it: half a millisecond each on a slow machine.
    importlib.import_module("counter_app.commands.run")

    from PySide6.QtWidgets import QApplication

    application = QApplication([])
    watch = _watch(application)
    sys.argv = ["counter-app", "--basedir", basedir, "run", "--measure"]
    try:
        runpy.run_module("counter_app", run_name="__main__", alter_sys=True)
    finally:
        if not watch.painted:
            sys.exit("nothing was painted")


def _watch(application: "QApplication") -> "Watch":
    """Prints the moment of the first painting of any window.

    Looks at the windows themselves alone: a filter on the whole application has every object of
    ours turned into one of Python's, and took a tenth of the time that it measured.
    """
    from PySide6.QtCore import QEvent, QObject
    from PySide6.QtWidgets import QApplication

    class Watch(QObject):
        painted = False

        def look(self) -> None:
            for window in QApplication.topLevelWidgets():
                window.installEventFilter(self)

        def eventFilter(self, _: QObject, event: QEvent) -> bool:  # noqa: N802
            if event.type() == QEvent.Type.Paint and not self.painted:
                self.painted = True
                sys.stdout.write(f"{time.monotonic_ns()}\n")
            return False

    watch = Watch(application)
    application.focusWindowChanged.connect(watch.look)  # shown, and not painted yet
    return watch


if __name__ == "__main__":
    main()
