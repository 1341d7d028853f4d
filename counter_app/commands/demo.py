"""Play the main job: one family moves in, from the tap of the card to the utility's reply."""

import argparse
import os
import shutil
import sys
import tempfile
from contextlib import ExitStack
from pathlib import Path
from typing import TYPE_CHECKING

from counter_app.commands.arguments import describe, place
from counter_app.commands.files import folder_in_use
from counter_app.commands.qt_messages import tell_qt_messages
from counter_app.commands.terminal import tell
from counter_app.endings import interrupt_when_asked
from counter_app.failures import CounterError, FailureCode
from counter_app.logs import unheard
from counter_app.settings import Settings

if TYPE_CHECKING:
    from collections.abc import Callable

    from counter_app.commands.journey.stage import Case
    from counter_app.ports import PrintQueue

_MARK = ".counter-app-demo"
_OURS = (_MARK, "journey.json")
"""What a folder with the results of a demo holds."""


def add(parser: argparse.ArgumentParser) -> None:
    describe(
        parser,
        "5人世帯の転入を、カードの読み取りから電力会社の返事まで、本物の部品で実演します。\n"
        "見本の町を仮の場所に作り、終わると消します。画面がなければ、画面なしで動きます。",
        "demo",
        "demo --out 実演の結果 --case known",
    )
    parser.add_argument(
        "--out",
        type=place,
        default=Path("demo-output"),
        metavar="FOLDER",
        help="結果の置き場所（demo-output）。前の実演の結果は消します",
    )
    parser.add_argument(
        "--case",
        choices=("both", "known", "unknown"),
        default="both",
        help="町がその人を知っている場合・知らない場合・両方（both）",
    )
    parser.add_argument(
        "--printer", default="", metavar="URL", help="印刷先の IPP の列。なければ見本のプリンター"
    )
    parser.add_argument("--in-process-card", action="store_true", help="pcscd があっても使わない")


def run(basedir: Path, arguments: argparse.Namespace) -> int:
    """Play both cases in a base directory of their own; 0 only if all ended as they should."""
    if not os.environ.get("DISPLAY") and not os.environ.get("WAYLAND_DISPLAY"):
        os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    from PySide6.QtWidgets import QApplication

    from counter_app.commands.journey.play import KNOWN, UNKNOWN
    from ui import theme

    tell_qt_messages()
    application = QApplication.instance() or QApplication(["counter-app"])
    assert isinstance(application, QApplication)
    theme.install(application)
    out: Path = arguments.out
    make_empty(out)
    cases = {"known": (KNOWN,), "unknown": (UNKNOWN,), "both": (KNOWN, UNKNOWN)}[arguments.case]
    look_up = interrupt_when_asked()
    missed = []
    for case in cases:
        folder = out if case is cases[0] else out / case.name
        if not _play(case, folder, arguments, look_up):
            missed.append(case.name)
    if missed:
        raise CounterError(FailureCode.DEMO_NOT_REACHED, "・".join(missed))
    return 0


def make_empty(out: Path) -> None:
    """A new folder for the results, in place of those of an earlier demo and of nothing else.

    Raises OUTPUT_FOLDER_IN_USE when something else lies there: what was named could be anything.
    """
    if out.exists() and not out.is_dir():
        raise folder_in_use(out)
    out.mkdir(parents=True, exist_ok=True)
    earlier = list(out.iterdir())
    if earlier and not any((out / mark).is_file() for mark in _OURS):
        raise folder_in_use(out)
    for path in earlier:
        shutil.rmtree(path) if path.is_dir() and not path.is_symlink() else path.unlink()
    (out / _MARK).write_text("counter-app demo\n", "utf-8")


def _play(
    case: "Case", out: Path, arguments: argparse.Namespace, look_up: "Callable[[], None]"
) -> bool:
    from counter_app.bootstrap import open_sandbox_counter
    from counter_app.commands.journey.hands import JourneyStoppedError
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
        play.stage.hands.look_up = look_up
        try:
            play.receive()
            play.file(hub_down=case is KNOWN)
            play.execute()
            journey = play.record()
        except JourneyStoppedError as stop:
            play.stage.hands.shots_of_all("stopped")
            tell(f"実演が途中で止まりました：{stop}")
            tell(f"最後の画面は {out / 'screens'} にあります。")
            return False
        finally:
            play.close()
        journey.write(out / "journey.json")
        print_table(journey, _say)
    return journey.expected


def _say(words: str) -> None:
    """Tell whoever watches; when nobody does any more, the demo still goes on to its end."""
    try:
        sys.stdout.write(words + "\n")
        sys.stdout.flush()
    except BrokenPipeError:
        unheard(sys.stdout)
