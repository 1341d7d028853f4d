"""Play the main job: one family moves in, from the tap of the card to the utility's reply."""

import argparse
import os
import shutil
import sys
import tempfile
from contextlib import ExitStack
from pathlib import Path
from typing import TYPE_CHECKING

from counter_app.settings import Settings

if TYPE_CHECKING:
    from counter_app.commands.journey.stage import Case
    from counter_app.ports import PrintQueue

FAILED = 3


def add(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--out", type=Path, default=Path("demo-output"), help="where results go")
    parser.add_argument("--case", choices=("both", "known", "unknown"), default="both")
    parser.add_argument("--printer", default="", help="an IPP queue; without one a folder is used")
    parser.add_argument(
        "--in-process-card", action="store_true", help="do not use pcscd even when it is there"
    )


def run(basedir: Path, arguments: argparse.Namespace) -> int:
    """Play both cases in a base directory of their own; 0 only if all ended as they should."""
    if not os.environ.get("DISPLAY") and not os.environ.get("WAYLAND_DISPLAY"):
        os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    from PySide6.QtWidgets import QApplication

    from counter_app.commands.journey.play import KNOWN, UNKNOWN
    from ui import theme

    application = QApplication.instance() or QApplication(["counter-app"])
    assert isinstance(application, QApplication)
    theme.install(application)
    out: Path = arguments.out
    if out.exists():
        shutil.rmtree(out)
    out.mkdir(parents=True)
    cases = {"known": (KNOWN,), "unknown": (UNKNOWN,), "both": (KNOWN, UNKNOWN)}[arguments.case]
    reached = True
    for case in cases:
        folder = out if case is cases[0] else out / case.name
        reached &= _play(case, folder, arguments)
    return 0 if reached else FAILED


def _play(case: "Case", out: Path, arguments: argparse.Namespace) -> bool:
    from counter_app.bootstrap import open_sandbox_counter
    from counter_app.commands.journey.play import KNOWN, Play
    from counter_app.commands.journey.story_clock import StoryClock
    from counter_app.commands.journey.table import print_table
    from counter_app.sandbox.print_server import sandbox_printer
    from forms.printing import IppQueue

    clock = StoryClock()
    with ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="counter-demo-")))
        tray = out / "printed"
        tray.mkdir(parents=True, exist_ok=True)
        printer: PrintQueue
        if arguments.printer:
            printer = IppQueue(arguments.printer)
            _say(f"印刷: {arguments.printer}")
        else:
            printer = stack.enter_context(sandbox_printer(tray.resolve(), _say))
        sandbox = stack.enter_context(
            open_sandbox_counter(
                Settings(basedir=folder, counter="窓口2", clerk="佐伯"),
                clock=clock,
                printer=printer,
                in_process_card=arguments.in_process_card,
            )
        )
        words = "知っている人・事前に届く" if case.known else "知らない人・その場で照会"
        _say(f"■ {words}")
        why = f"（{sandbox.reader.reason}）" if sandbox.reader.reason else ""
        _say(f"カード: {sandbox.reader.kind} {sandbox.reader.name}{why}")
        play = Play(sandbox, clock, case, out)
        try:
            play.receive()
            play.file(hub_down=case is KNOWN)
            play.execute()
            journey = play.record()
        finally:
            play.close()
        journey.write(out / "journey.json")
        print_table(journey, _say)
    return journey.expected


def _say(words: str) -> None:
    sys.stdout.write(words + "\n")
    sys.stdout.flush()
