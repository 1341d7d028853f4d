"""Start to first painted window: the clerk's list of receptions against a bare QApplication."""

import compileall
import os
import subprocess
import sys
import time
from pathlib import Path

from counter_app.commands.measure.figure import Figure, in_turn
from counter_app.sandbox.town_files import TownFiles
from resources.loader import ROOT

_ONE_START = "counter_app.commands.measure.one_start"
_PACKAGES = ("counter_app", "ui", "localdb", "resources", "smartcard")


def measure_first_window(basedir: Path, rounds: int) -> tuple[Figure, ...]:
    """Milliseconds from the start of the process to the first painting, in turn.

    Shown is the window of `counter-app run`; alone, the same window without store and hub.
    """
    for package in _PACKAGES:
        compileall.compile_dir(str(ROOT.parent / package), quiet=2)
    prepare_counter(basedir)
    _start("counter", basedir)
    window, bare = in_turn(
        lambda: _start("window", basedir), lambda: _start("bare", basedir), rounds
    )
    counter, bare_again = in_turn(
        lambda: _start("counter", basedir), lambda: _start("bare", basedir), rounds
    )
    against = "bare QApplication, QWidget"
    return (
        Figure("first window shown", "ms", counter, bare_again, against, 2.5),
        Figure("… the clerk's window alone", "ms", window, bare, against),
    )


def prepare_counter(basedir: Path) -> None:
    """A counter with all it needs to start, and a hub that is down."""
    files = TownFiles.prepare(basedir / "hub")
    files.write_party_folder(basedir / "parties")
    address = "https://localhost:9"
    (basedir / "settings.toml").write_text(
        f'clerk = "佐伯"\nhub_url = "{address}"\njuki_url = "{address}"\n', "utf-8"
    )


def _start(what: str, basedir: Path) -> float:
    begun = time.monotonic_ns()
    done = subprocess.run(  # noqa: S603
        [sys.executable, "-m", _ONE_START, what, str(basedir)],
        capture_output=True,
        text=True,
        check=True,
        cwd=ROOT.parent,
        env={**os.environ, "QT_QPA_PLATFORM": "offscreen"},
    )
    return (int(done.stdout.split()[-1]) - begun) / 1e6
