"""Open the windows: the clerk's with the resident's tablet, a supervisor's, or a department's."""

import argparse
import signal
from contextlib import ExitStack
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from counter_app.settings import load_settings

if TYPE_CHECKING:
    from collections.abc import Callable

    from counter_app.bootstrap import Counter

TABLET_SIZE = (1280, 800)
STAFF_SIZE = (1440, 900)


def add(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--sandbox", action="store_true", help="on the invented town Y町")
    parser.add_argument(
        "--role", choices=("clerk", "supervisor", "desk"), default="clerk", help="whose window"
    )
    parser.add_argument("--name", default="", help="who works here (default: from the settings)")
    parser.add_argument("--department", default="dept.children", help="with --role desk")
    parser.add_argument(
        "--kiosk", action="store_true", help="full screen, no way out for a passer-by"
    )
    parser.add_argument("--scale", type=int, default=100, help="text size in percent, 100 to 200")
    parser.add_argument(
        "--measure", action="store_true", help="show the first window, then end (for measuring)"
    )


def run(basedir: Path, arguments: argparse.Namespace) -> int:
    """Open the windows and work until the last one is closed."""
    from PySide6.QtCore import QTimer
    from PySide6.QtWidgets import QApplication

    from counter_app.bootstrap import open_counter, open_sandbox_counter
    from ui import theme

    application = QApplication.instance() or QApplication(["counter-app"])
    assert isinstance(application, QApplication)
    theme.install(application)
    theme.set_text_scale(arguments.scale)
    settings = load_settings(basedir)
    if arguments.name:
        settings = replace(settings, clerk=arguments.name)
    with ExitStack() as stack:
        counter: Counter
        if arguments.sandbox:
            sandbox = stack.enter_context(open_sandbox_counter(settings, poll_seconds=1.0))
            sandbox.town.tell(pushed=True, known=False)
            sandbox.put_card("takashi")
            counter = sandbox.counter
        else:
            counter = stack.enter_context(open_counter(settings))
        close = _open_windows(counter, arguments)
        counter.start_delivery()
        # Python runs its signal handlers only between its own instructions: give it some.
        waker = QTimer()
        waker.start(200)
        waker.timeout.connect(lambda: None)
        signal.signal(signal.SIGINT, lambda *_: application.quit())
        if arguments.measure:
            QTimer.singleShot(0, application.quit)
        application.exec()
        close()
    return 0


def _open_windows(counter: "Counter", arguments: argparse.Namespace) -> "Callable[[], None]":
    from counter_app.desk import Officer
    from counter_app.intake import Terminal

    settings = counter.settings
    if arguments.role == "supervisor":
        from ui.review.presenter import ReviewPresenter

        review = ReviewPresenter(counter, settings.clerk or "監督者", verify_log=counter.verify_log)
        review.window.resize(*STAFF_SIZE)
        review.window.show()
        return review.close
    if arguments.role == "desk":
        from ui.desk.presenter import DeskPresenter

        officer = Officer(settings.clerk or "担当者", arguments.department)
        desk = DeskPresenter(counter, officer)
        desk.window.resize(*STAFF_SIZE)
        desk.window.show()
        return desk.close
    from ui.staff.presenter import StaffPresenter
    from ui.tablet.presenter import TabletPresenter
    from ui.tablet.window import TabletWindow

    tablet_window = TabletWindow(counter.town.name)
    tablet = TabletPresenter(tablet_window)
    staff = StaffPresenter(counter, tablet, Terminal(settings.clerk or "職員", settings.counter))
    staff.window.resize(*STAFF_SIZE)
    staff.window.show()
    tablet_window.resize(*TABLET_SIZE)
    tablet_window.show()
    if arguments.kiosk:
        staff.window.set_kiosk(True)
        tablet_window.set_kiosk(True)

    def close() -> None:
        staff.close()
        tablet_window.close()

    return close
