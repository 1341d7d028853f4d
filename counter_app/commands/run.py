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
    from counter_app.settings import Settings
    from ui.staff.window import StaffWindow

TABLET_SIZE = (1280, 800)
STAFF_SIZE = (1440, 900)
NOBODY = "職員"
"""What a clerk is called whose name the settings do not tell."""
_FOR_THE_SCREEN = 200
"""Milliseconds that the first window is waited for; a slower screen shows it a little later."""


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
    """Open the windows and work until the last one is closed.

    The clerk's window is on the screen before store, hub and card are even loaded; when one of
    them fails, it is gone again and the failure goes on to the command line.
    """
    from PySide6.QtCore import QTimer
    from PySide6.QtWidgets import QApplication

    from ui import theme

    application = QApplication.instance() or QApplication(["counter-app"])
    assert isinstance(application, QApplication)
    theme.install(application)
    theme.set_text_scale(arguments.scale)
    settings = load_settings(basedir)
    if arguments.name:
        settings = replace(settings, clerk=arguments.name)
    with ExitStack() as stack:
        first = None
        if arguments.role == "clerk":
            first = _first_window(settings, kiosk=arguments.kiosk)
            stack.callback(_take_away, first)
        from counter_app.bootstrap import open_counter, open_sandbox_counter

        counter: Counter
        if arguments.sandbox:
            sandbox = stack.enter_context(open_sandbox_counter(settings, poll_seconds=1.0))
            sandbox.town.tell(pushed=True, known=False)
            sandbox.put_card("takashi")
            counter = sandbox.counter
        else:
            counter = stack.enter_context(open_counter(settings))
        close = _open_windows(counter, arguments, first)
        counter.start_delivery()
        # Python runs its signal handlers only between its own instructions: give it some.
        waker = QTimer()
        waker.start(200)
        waker.timeout.connect(lambda: None)
        # Not `quit`, which asks the windows: in a kiosk they refuse.
        for ending in (signal.SIGINT, signal.SIGTERM):
            signal.signal(ending, lambda *_: application.exit(0))
        if arguments.measure:
            QTimer.singleShot(0, lambda: application.exit(0))
        application.exec()
        close()
    return 0


def _first_window(settings: "Settings", *, kiosk: bool) -> "StaffWindow":
    """The clerk's window with its list still empty, on the screen."""
    from PySide6.QtCore import QDeadlineTimer, QEventLoop
    from PySide6.QtWidgets import QApplication

    from counter_app.model.town import load_town
    from ui.staff.first_window import first_window

    user = f"{settings.counter}　{settings.clerk or NOBODY}"
    window = first_window(load_town(settings.town_file).name, user)
    window.resize(*STAFF_SIZE)
    if kiosk:
        window.set_kiosk(True)
    else:
        window.show()
    # What is typed or pressed meanwhile waits until somebody listens.
    only_show = QEventLoop.ProcessEventsFlag.ExcludeUserInputEvents
    handle, limit = window.windowHandle(), QDeadlineTimer(_FOR_THE_SCREEN)
    QApplication.processEvents(only_show)
    while not handle.isExposed() and not limit.hasExpired():
        QApplication.processEvents(only_show | QEventLoop.ProcessEventsFlag.WaitForMoreEvents, 20)
    return window


def _take_away(window: "StaffWindow") -> None:
    """Close the window, also one that no presenter took over."""
    window.allow_close()
    window.close()


def _open_windows(
    counter: "Counter", arguments: argparse.Namespace, first: "StaffWindow | None"
) -> "Callable[[], None]":
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
    terminal = Terminal(settings.clerk or NOBODY, settings.counter)
    staff = StaffPresenter(counter, tablet, terminal, first)
    tablet_window.resize(*TABLET_SIZE)
    tablet_window.show()
    if arguments.kiosk:
        tablet_window.set_kiosk(True)

    def close() -> None:
        staff.close()
        tablet_window.close()

    return close
