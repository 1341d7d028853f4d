"""Start to first painted window: the clerk's list of receptions against a bare QApplication."""

import compileall
import os
import subprocess
import sys
import time
from pathlib import Path

from counter_app.commands.measure.figure import Figure, in_turn
from resources.loader import ROOT

_ONE_START = "counter_app.commands.measure.one_start"
_PACKAGES = ("counter_app", "ui", "localdb", "resources", "smartcard")


def measure_first_window(basedir: Path, rounds: int) -> tuple[Figure, ...]:
    """Milliseconds from the start of the process to the first painting, both in turn."""
    for package in _PACKAGES:
        compileall.compile_dir(str(ROOT.parent / package), quiet=2)
    _start("list", basedir)
    window, bare = in_turn(
        lambda: _start("window", basedir), lambda: _start("bare", basedir), rounds
    )
    filled, bare_again = in_turn(
        lambda: _start("list", basedir), lambda: _start("bare", basedir), rounds
    )
    against = "bare QApplication, QWidget"
    return (
        Figure("first window shown", "ms", window, bare, against, 2.5),
        Figure("… with today's list from the store", "ms", filled, bare_again, against),
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
