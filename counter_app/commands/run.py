"""Open the windows: the clerk's with the resident's tablet, a supervisor's, or a department's."""

import argparse
import gc
import os
import sys
from contextlib import ExitStack
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from counter_app.commands.arguments import describe, whole
from counter_app.commands.only_one import only_one
from counter_app.commands.qt_messages import tell_qt_messages
from counter_app.commands.terminal import tell
from counter_app.endings import on_ending
from counter_app.failures import CounterError, FailureCode
from counter_app.model.town import load_town  # before PySide6: see `one_start`
from counter_app.settings import load_settings, require_addresses, require_place

if TYPE_CHECKING:
    from collections.abc import Callable

    from counter_app.bootstrap import Counter, SandboxCounter
    from counter_app.settings import Settings
    from ui.staff.window import StaffWindow

TABLET_SIZE = (1280, 800)
STAFF_SIZE = (1440, 900)
NOBODY = "職員"
"""What a clerk is called whose name the settings do not tell."""
_FOR_THE_SCREEN = 200
"""Milliseconds that the first window is waited for; a slower screen shows it a little later."""


def add(parser: argparse.ArgumentParser) -> None:
    describe(
        parser,
        "窓口を開きます：職員の画面と住民のタブレット、監督者の画面、または担当課の画面。\n"
        "窓口の名・職員・つなぐ先は、--basedir の settings.toml に書きます。\n"
        "--sandbox なら、設定なしで、見本の町で試せます（カードの暗証番号は 3141 と 2718）。",
        "run --sandbox",
        "run --kiosk",
        "run --role supervisor --name 大塚",
        "run --role desk --name 中村 --department dept.children",
    )
    parser.add_argument("--sandbox", action="store_true", help="見本の町（Y町）で開く")
    parser.add_argument(
        "--role",
        choices=("clerk", "supervisor", "desk"),
        default="clerk",
        help="だれの画面か：職員（clerk）・監督者（supervisor）・担当課（desk）",
    )
    parser.add_argument("--name", default="", help="使う人の名（なければ settings.toml の clerk）")
    parser.add_argument(
        "--department",
        default="dept.children",
        metavar="ID",
        help="--role desk の課。町のファイルの id（dept.children）",
    )
    parser.add_argument(
        "--kiosk", action="store_true", help="全画面にし、通りがかりの人が抜けられないようにする"
    )
    parser.add_argument(
        "--scale",
        type=whole(100, 200),
        default=100,
        metavar="PERCENT",
        help="文字の大きさ（100 から 200）",
    )
    parser.add_argument("--measure", action="store_true", help=argparse.SUPPRESS)


def run(basedir: Path, arguments: argparse.Namespace) -> int:
    """Open the windows and work until the last one is closed.

    The clerk's window is on the screen before store, hub and card are even loaded; when one of
    them fails, it is gone again and the failure goes on to the command line.
    """
    _require_display()
    # Nothing that a start makes is garbage, and looking for some took a twentieth of it. The
    # windows bring a collector of their own (ui/collector.py).
    gc.disable()
    from PySide6.QtCore import QTimer
    from PySide6.QtWidgets import QApplication

    from ui import theme

    tell_qt_messages()
    application = QApplication.instance() or QApplication(["counter-app"])
    assert isinstance(application, QApplication)
    theme.install(application)
    theme.set_text_scale(arguments.scale)
    settings = load_settings(basedir)
    if arguments.name:
        settings = replace(settings, clerk=arguments.name)
    if arguments.role == "desk" and not _is_department(arguments.department, settings):
        return 2
    with ExitStack() as stack:
        require_place(settings, sandbox=arguments.sandbox)
        if not arguments.sandbox:
            require_addresses(settings)
        first = None
        if arguments.role == "clerk":
            stack.enter_context(only_one(basedir))
            first = _first_window(settings, kiosk=arguments.kiosk)
            stack.callback(_take_away, first)
        from counter_app.bootstrap import open_counter, open_sandbox_counter

        counter: Counter
        sandbox: SandboxCounter | None = None
        if arguments.sandbox:
            sandbox = stack.enter_context(open_sandbox_counter(settings, poll_seconds=1.0))
            sandbox.town.tell(pushed=True, known=False)
            if arguments.role != "supervisor":
                sandbox.put_card("takashi")
            counter = sandbox.counter
        else:
            counter = stack.enter_context(open_counter(settings))
        close = _open_windows(counter, arguments, first, sandbox)
        counter.start_delivery()
        # Python runs its signal handlers only between its own instructions: give it some.
        waker = QTimer()
        waker.start(200)
        waker.timeout.connect(lambda: None)
        # Not `quit`, which asks the windows: in a kiosk they refuse.
        on_ending(lambda *_: application.exit(0))
        if arguments.measure:
            QTimer.singleShot(0, lambda: application.exit(0))
        application.exec()
        close()
    return 0


def _is_department(department: str, settings: "Settings") -> bool:
    """Whether the town has it; a desk of a mistyped one would stay empty for ever."""
    known = [one.id for one in load_town(settings.town_file).departments]
    if department not in known:
        tell(f"--department：町に「{department}」はありません（{'・'.join(known)}）。")
    return department in known


def _require_display() -> None:
    """Raises DISPLAY_MISSING where Qt would end the whole process."""
    named = ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM")
    if sys.platform == "linux" and not any(os.environ.get(name) for name in named):
        raise CounterError(FailureCode.DISPLAY_MISSING)


def _first_window(settings: "Settings", *, kiosk: bool) -> "StaffWindow":
    """The clerk's window with its list still empty, on the screen."""
    from PySide6.QtCore import QDeadlineTimer, QEventLoop
    from PySide6.QtWidgets import QApplication

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
    counter: "Counter",
    arguments: argparse.Namespace,
    first: "StaffWindow | None",
    sandbox: "SandboxCounter | None",
) -> "Callable[[], None]":
    from counter_app.desk import Officer
    from counter_app.intake import Terminal

    settings = counter.settings
    if arguments.role == "supervisor":
        return _open_review(counter, sandbox)
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
    tablet = TabletPresenter(tablet_window, counter.clock)
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


def _open_review(counter: "Counter", sandbox: "SandboxCounter | None") -> "Callable[[], None]":
    """The supervisor's window; in the sandbox with a hand that lays the staff card down."""
    from counter_app.commands.staff_hand import StaffHand
    from counter_app.model.staff import StaffRole
    from ui.review.presenter import ReviewPresenter

    staff = counter.town.staff
    listed = [member.name for member in staff.members if StaffRole.SUPERVISOR in member.roles]
    name = counter.settings.clerk
    if not name:
        name = listed[0] if sandbox is not None and listed else "監督者"
    review = ReviewPresenter(counter, name, verify_log=counter.verify_log)
    review.window.resize(*STAFF_SIZE)
    review.window.show()
    if sandbox is None or review.card is None:
        return review.close
    card = name if staff.named(name) is not None else listed[0]
    hand = StaffHand(sandbox, card, review.card, review)

    def close() -> None:
        hand.background.shut_down()
        review.close()

    return close
