"""`links import` told where its file is a pipe, its reader gone, or its terminal closed."""

import os
import signal
import subprocess
import sys
import threading
from contextlib import redirect_stderr
from pathlib import Path

import pytest

from counter_app import cli
from tests.command_kit import command
from tests.hub_kit import made_up_number

CODES = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"


def _lines(count: int, width: int = 0) -> str:
    return "".join(
        f"{made_up_number(f'{i:011}')},YK4M7R{CODES[i // 32]}{CODES[i % 32]}".ljust(width) + "\n"
        for i in range(1, count + 1)
    )


def test_every_line_of_a_pipe_is_imported(tmp_path: Path) -> None:
    pipe, content = tmp_path / "links.csv", _lines(80, width=5000)
    os.mkfifo(pipe)
    writer = threading.Thread(target=lambda: pipe.write_text(content, "ascii"))
    writer.start()
    ran = command("links", "import", pipe, basedir=tmp_path / "basedir")
    writer.join()
    assert ran.status == 0, ran.err
    assert ran.out.startswith("80行を読みました。新しく登録 80件")


@pytest.mark.parametrize("options", [(), ("--log-json",)])
def test_an_import_goes_on_when_nobody_reads_its_progress(
    tmp_path: Path, options: tuple[str, ...]
) -> None:
    file, basedir = tmp_path / "links.csv", tmp_path / "basedir"
    file.write_text(_lines(3), "ascii")
    reader, writer = os.pipe()
    os.close(reader)
    words = ["--basedir", str(basedir), *options, "links", "import", str(file)]
    with os.fdopen(writer, "w", encoding="utf-8") as gone, redirect_stderr(gone):
        assert cli.run(words) == 0
    assert "前からあるもの 3件" in command("links", "import", file, basedir=basedir).out


def test_a_closed_terminal_leaves_no_temporary_base_directory(tmp_path: Path) -> None:
    pipe, temporary = tmp_path / "links.csv", tmp_path / "temporary"
    os.mkfifo(pipe)
    temporary.mkdir()
    words = [sys.executable, "-m", "counter_app", "--temp-basedir", "links", "import", str(pipe)]
    environment = {**os.environ, "TMPDIR": str(temporary)}
    with subprocess.Popen(words, stderr=subprocess.PIPE, env=environment) as running:
        assert running.stderr is not None
        assert running.stderr.readline().endswith("新しい窓口のデータを作ります。\n".encode())
        for ending in (signal.SIGHUP, signal.SIGTERM):  # a shell and its terminal both say it
            running.send_signal(ending)
        assert running.wait(60) == cli.FAILURE
    assert not list(temporary.iterdir())


def test_a_command_without_any_stream_works(tmp_path: Path) -> None:
    file = tmp_path / "links.csv"
    file.write_text(_lines(2), "ascii")
    line = '"$@" <&- >&- 2>&-'
    words = ["bash", "-c", line, "sh", sys.executable, "-m", "counter_app"]
    words += ["--basedir", str(tmp_path / "basedir"), "links", "import", str(file)]
    assert subprocess.run(words, timeout=60).returncode == 0
    again = command("links", "import", file, basedir=tmp_path / "basedir")
    assert "前からあるもの 2件" in again.out
