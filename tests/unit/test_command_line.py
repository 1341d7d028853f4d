"""The command line: exit statuses, what is said where, and what a bug may tell."""

import importlib
import subprocess
import sys
import types
from pathlib import Path

import pytest

from counter_app import __version__, cli
from counter_app.failures import CounterError, FailureCode
from tests.command_kit import command, process, refused


@pytest.mark.parametrize("name", cli.COMMANDS)
def test_every_command_declares_its_arguments_and_can_be_asked_for_help(name: str) -> None:
    ran = command(name, "--help")
    assert ran.status == 0
    assert ran.out.startswith(f"usage: counter-app {name}")


def test_the_version_is_told() -> None:
    ran = command("--version")
    assert (ran.status, ran.out) == (0, f"counter-app {__version__}\n")


@pytest.mark.parametrize(
    "words",
    [
        (),
        ("no-such-command",),
        ("card",),
        ("card", "write"),
        ("determine", "--no-such-option"),
        ("determine", "x.json", "--on", "2026-13-01"),
        ("determine",),
        ("render", "A1"),
        ("render", "A1", "-o", "out.pdf", "--sheet", "0"),
        ("sandbox", "hub", "--port", "70000"),
        ("--basedir", "a", "--temp-basedir", "outbox", "list"),
    ],
)
def test_a_wrong_use_ends_with_two_and_says_something_on_standard_error(
    words: tuple[str, ...],
) -> None:
    ran = command(*words)
    assert ran.status == 2
    assert ran.err
    assert ran.out == ""


def _plant(monkeypatch: pytest.MonkeyPatch, error: BaseException) -> None:
    """Make `diagnose` fail with an error."""
    module = types.ModuleType("planted", "planted")

    def fail(*_: object) -> int:
        raise error

    module.add = lambda parser: None  # type: ignore[attr-defined]
    module.run = fail  # type: ignore[attr-defined]
    original = importlib.import_module
    monkeypatch.setattr(
        importlib,
        "import_module",
        lambda name: module if name.endswith(".diagnose") else original(name),
    )


def test_a_failure_ends_with_three_and_its_code(monkeypatch: pytest.MonkeyPatch) -> None:
    _plant(monkeypatch, CounterError(FailureCode.SETTINGS_INVALID, "行 3"))
    ran = command("diagnose")
    assert ran.out == ""
    assert refused(ran, "SETTINGS_INVALID") == "行 3"
    assert ran.err.startswith("SETTINGS_INVALID: 行 3\n設定ファイルが読めません。")


def test_a_bug_ends_with_seventy_and_tells_places_but_no_value(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    _plant(monkeypatch, RuntimeError("渡邉 髙志 090-0000-0000"))
    ran = command("diagnose", basedir=tmp_path)
    assert ran.status == 70
    assert ran.err.startswith("BUG RuntimeError\n")
    kept = (tmp_path / "last-bug.txt").read_text("utf-8")
    for told in (ran.err, kept):
        assert "test_command_line.py" in told
        assert "渡邉" not in told
        assert "090" not in told


def test_an_interrupt_ends_quietly(monkeypatch: pytest.MonkeyPatch) -> None:
    _plant(monkeypatch, KeyboardInterrupt())
    ran = command("diagnose")
    assert (ran.status, ran.out, ran.err) == (3, "", "")


def test_a_temporary_base_directory_is_gone_afterwards(monkeypatch: pytest.MonkeyPatch) -> None:
    seen: list[Path] = []
    module = types.ModuleType("planted", "planted")

    def keep(basedir: Path, _: object) -> int:
        (basedir / "file").write_text("x")
        seen.append(basedir)
        return 0

    module.add = lambda parser: None  # type: ignore[attr-defined]
    module.run = keep  # type: ignore[attr-defined]
    monkeypatch.setattr(importlib, "import_module", lambda name: module)
    assert command("--temp-basedir", "diagnose").status == 0
    assert seen
    assert not seen[0].exists()


def test_names_arrive_whole_where_the_system_speaks_another_encoding() -> None:
    ran = process(
        "determine",
        "resources/examples/h2.json",
        "--on",
        "2026-04-03",
        PYTHONIOENCODING="cp932",
        PYTHONUTF8="0",
    )
    assert ran.status == 0, ran.err
    assert "渡邉\U000e010f 髙志" in ran.out


def test_a_reader_that_has_seen_enough_is_no_bug() -> None:
    line = f"{sys.executable} -m counter_app determine --schema | head -1; exit ${{PIPESTATUS[0]}}"
    done = subprocess.run(["bash", "-c", line], capture_output=True, text=True, timeout=60)
    assert done.returncode == 0
    assert "BUG" not in done.stderr
    assert "BrokenPipe" not in done.stderr
