"""The command line: parses, runs one command, turns failures into exit statuses.

0 done · 2 usage · 3 a failure the clerk can act on, its code on standard error · 70 our bug.
"""

import argparse
import importlib
import io
import os
import sys
from collections.abc import Sequence
from contextlib import ExitStack
from pathlib import Path

from counter_app import __version__, logs
from counter_app.failures import CounterError
from counter_app.settings import default_basedir

COMMANDS = (
    "run",
    "demo",
    "card",
    "determine",
    "catalogue",
    "render",
    "links",
    "outbox",
    "audit",
    "verify",
    "sandbox",
    "screens",
    "diagnose",
    "bench",
)
"""Each is a module of `counter_app.commands`, loaded only when it is the one asked for."""

DONE, USAGE, FAILURE, BUG = 0, 2, 3, 70


def run(arguments: Sequence[str]) -> int:
    """Run one command line and give its exit status."""
    _speak_utf8()
    parser = argparse.ArgumentParser(
        prog="counter-app", description="One-stop counter (ワンストップ窓口)"
    )
    parser.add_argument("--version", action="version", version=f"counter-app {__version__}")
    place = parser.add_mutually_exclusive_group()
    place.add_argument("--basedir", type=Path, help="where this counter keeps its data")
    place.add_argument(
        "--temp-basedir", action="store_true", help="a base directory that is removed at the end"
    )
    parser.add_argument("--log-json", action="store_true", help="log one JSON object a line")
    parser.add_argument("command", choices=COMMANDS, metavar="COMMAND", help=", ".join(COMMANDS))
    parser.add_argument("rest", nargs=argparse.REMAINDER, help=argparse.SUPPRESS)
    try:
        options = parser.parse_args(arguments)
        module = importlib.import_module(f"counter_app.commands.{options.command}")
        sub = argparse.ArgumentParser(
            prog=f"counter-app {options.command}", description=module.__doc__
        )
        module.add(sub)
        chosen = sub.parse_args(options.rest)
    except SystemExit as stop:
        return stop.code if isinstance(stop.code, int) else USAGE
    logs.set_up(options.log_json)
    with ExitStack() as stack:
        basedir = options.basedir or default_basedir()
        if options.temp_basedir:
            import tempfile

            basedir = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="counter-app-")))
        try:
            status = int(module.run(basedir, chosen))
            sys.stdout.flush()
            return status
        except CounterError as failure:
            sys.stderr.write(failure_lines(failure))
            return FAILURE
        except KeyboardInterrupt:
            return FAILURE
        except BrokenPipeError:  # whoever read our output has seen enough
            os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
            return DONE
        except Exception as bug:  # the last edge: a bug ends here, without the values it held
            sys.stderr.write(f"BUG {type(bug).__name__}\n")
            _write_bug(basedir, bug)
            return BUG


def failure_lines(failure: CounterError) -> str:
    """The code with its detail, and below it what the handbook says."""
    from counter_app.handbook import handbook_entry

    entry = handbook_entry(failure.code)
    return f"{failure}\n{entry.title}。{entry.saved}\n{entry.now}\n"


def _speak_utf8() -> None:
    """Names need UTF-8, also where a pipe would get the system's own encoding (Windows)."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper) and stream.encoding.lower() != "utf-8":
            stream.reconfigure(encoding="utf-8")


def _write_bug(basedir: Path, bug: Exception) -> None:
    """Keep where it happened, never what was in the variables or the message."""
    lines = logs.places(bug)
    sys.stderr.write("\n".join(lines[-8:]) + "\n")
    if basedir.is_dir():
        (basedir / "last-bug.txt").write_text("\n".join(lines) + "\n", "utf-8")
