"""Runs commands as the command line does, and tells whether a folder has stayed as it was."""

import hashlib
import io
import logging
import os
import subprocess
import sys
from contextlib import redirect_stderr, redirect_stdout
from dataclasses import dataclass
from pathlib import Path

from counter_app import cli, logs
from counter_app.failures import FailureCode
from counter_app.handbook import handbook_entry


@dataclass(frozen=True, slots=True)
class Ran:
    """What a command left behind: its exit status and what it wrote."""

    status: int
    out: str
    err: str


def command(*arguments: str | Path, basedir: Path | None = None) -> Ran:
    """Run a command in this process; logging is as it was afterwards."""
    words = [str(argument) for argument in arguments]
    if basedir is not None:
        words = ["--basedir", str(basedir), *words]
    root = logging.getLogger()
    level = root.level
    out, err = io.StringIO(), io.StringIO()
    try:
        with redirect_stdout(out), redirect_stderr(err):
            status = cli.run(words)
    finally:
        root.setLevel(level)
        for handler in [one for one in root.handlers if isinstance(one, logs.StandardError)]:
            root.removeHandler(handler)
    return Ran(status, out.getvalue(), err.getvalue())


def process(*arguments: str | Path, stdin: bytes = b"", **environment: str) -> Ran:
    """Run a command as a process of its own."""
    done = subprocess.run(
        [sys.executable, "-m", "counter_app", *map(str, arguments)],
        input=stdin,
        capture_output=True,
        env={**os.environ, **environment},
        timeout=280,
    )
    return Ran(done.returncode, done.stdout.decode(), done.stderr.decode())


def refused(ran: Ran, code: str) -> str:
    """The detail of a failure: exit 3; the code and what the handbook says on standard error."""
    assert ran.status == cli.FAILURE, ran
    entry = handbook_entry(FailureCode(code))
    told = f"{entry.title}。{entry.saved}\n{entry.now}\n"
    assert ran.err.endswith(told), ran.err
    assert "Traceback" not in ran.err
    lines = ran.err.removesuffix(told).splitlines()
    first = next((line for line in lines if line.startswith(code)), None)
    assert first is not None, ran.err
    return "\n".join(lines[lines.index(first) :]).removeprefix(code).removeprefix(": ")


def content_of(folder: Path) -> dict[str, str]:
    """Every file below a folder with the digest of its content."""
    return {
        str(path.relative_to(folder)): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in folder.rglob("*")
        if path.is_file()
    }
