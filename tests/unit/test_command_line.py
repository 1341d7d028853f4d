"""The command line: exit statuses, what is said where, and what a bug may tell."""

import errno
import importlib
import json
import subprocess
import sys
import types
from dataclasses import fields
from pathlib import Path

import pytest

from counter_app import __version__, cli
from counter_app.failures import CounterError, FailureCode
from counter_app.settings import Settings, load_settings
from resources.loader import ROOT, data_file
from tests.command_kit import command, process, refused


@pytest.mark.parametrize("name", cli.COMMANDS)
def test_every_command_declares_its_arguments_and_can_be_asked_for_help(name: str) -> None:
    ran = command(name, "--help")
    assert ran.status == 0
    assert ran.out.startswith(f"使い方: counter-app {name}")


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
    assert ran.err.startswith("SETTINGS_INVALID: 行 3\n設定ファイルを直す必要があります。")


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
    assert (ran.status, ran.out, ran.err) == (3, "", "中止しました。\n")


@pytest.mark.parametrize(
    ("number", "says"),
    [(errno.ENOSPC, "空きがありません"), (errno.EROFS, "書き込めない"), (errno.EACCES, "権限")],
)
def test_a_machine_without_room_or_right_is_no_bug(
    monkeypatch: pytest.MonkeyPatch, number: int, says: str
) -> None:
    _plant(monkeypatch, OSError(number, "no", "some.png"))
    sentence = refused(command("diagnose"), "PLACE_UNUSABLE")
    assert sentence.startswith("some.png：")
    assert says in sentence


def test_a_bug_that_cannot_be_kept_is_told_all_the_same(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    _plant(monkeypatch, RuntimeError("渡邉 髙志"))
    (tmp_path / "last-bug.txt").mkdir()
    ran = command("diagnose", basedir=tmp_path)
    assert ran.status == 70
    assert ran.err.startswith("BUG RuntimeError\n")
    assert "髙志" not in ran.err


@pytest.mark.parametrize(
    "error",
    [CounterError(FailureCode.SETTINGS_INVALID, "行 3"), RuntimeError("x"), KeyboardInterrupt()],
)
def test_with_json_lines_every_line_is_an_object(
    monkeypatch: pytest.MonkeyPatch, error: BaseException
) -> None:
    _plant(monkeypatch, error)
    lines = [json.loads(line) for line in command("--log-json", "diagnose").err.splitlines()]
    assert len(lines) == 1
    assert set(lines[0]) - {"code"} == {"at", "level", "logger", "message"}
    assert lines[0].get("code", "") == {CounterError: "SETTINGS_INVALID", RuntimeError: "BUG"}.get(
        type(error), ""
    )


def test_the_place_may_stand_behind_the_command(tmp_path: Path) -> None:
    for words in (
        ("--basedir", tmp_path, "outbox", "list"),
        ("outbox", "list", "--basedir", tmp_path),
        ("outbox", f"--basedir={tmp_path}", "list"),
    ):
        assert str(tmp_path) in refused(command(*words), "COUNTER_DATA_MISSING")


@pytest.mark.parametrize(
    ("words", "says"),
    [
        ((), "指定するもの"),
        (("Links",), "「Links」はありません（links ではありませんか）"),
        (("determine", "--onn", "x"), "使えない指定です：--onn"),
        (("determine", "x.json", "--on", "2026/4/3"), "2026-04-03 の形"),
        (("determine", "x.json", "--on", "9999-12-31"), "2199-12-31 まで"),
        (("links", "import"), "FILE.csv を指定してください"),
        (("render", "A1", "-o"), "-o/--out には値が要ります"),
        (("sandbox", "hub", "--port", "七"), "0 から 65535 までの数"),
        (("--basedir", "", "outbox", "list"), "場所が空です"),
        (
            ("--basedir", __file__, "run", "--sandbox"),
            "line.py はフォルダではありません",
        ),
        (("screens", "--out", f"{__file__}/x/y"), "line.py はフォルダではありません"),
        (("--basedir", "a", "outbox", "list", "--temp-basedir"), "一緒には使えません"),
    ],
)
def test_a_wrong_use_is_told_in_japanese(words: tuple[str, ...], says: str) -> None:
    ran = command(*words)
    assert ran.status == 2
    assert says in ran.err
    assert "error:" not in ran.err


def test_every_part_of_a_command_is_explained_in_japanese() -> None:
    for words in (
        *((name,) for name in cli.COMMANDS),
        ("links", "import"),
        ("backup", "restore"),
        ("catalogue", "check"),
    ):
        told = command(*words, "--help").out
        lines = [line for line in told.splitlines() if line.startswith("  -")]
        assert lines
        assert all(any(sign > "\u3000" for sign in line) for line in lines if "  " in line.strip())


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


def test_names_arrive_whole_where_the_system_speaks_another_encoding(tmp_path: Path) -> None:
    file = tmp_path / "世帯 2.json"
    file.write_bytes(data_file("examples", "h2.json").read_bytes())
    ran = process(
        "determine",
        file,
        "--on",
        "2026-04-03",
        LC_ALL="C",
        PYTHONCOERCECLOCALE="0",
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


def test_the_settings_of_the_guide_are_read_and_none_is_left_out(tmp_path: Path) -> None:
    guide = (ROOT.parent / "counter_app" / "commands" / "README.md").read_text("utf-8")
    example = guide.partition("```toml\n")[2].partition("```")[0]
    (tmp_path / "settings.toml").write_text(example, "utf-8")
    settings = load_settings(tmp_path)
    assert (settings.counter, settings.clerk) == ("窓口2", "佐伯")
    assert settings.town_file == tmp_path / "town.toml"
    named = {line.partition(" ")[0] for line in example.splitlines()}
    assert named == {field.name for field in fields(Settings)} - {"basedir"}


def test_every_command_stands_in_the_readme() -> None:
    listed = (ROOT.parent / "README.md").read_text("utf-8")
    assert [name for name in cli.COMMANDS if f"| `{name}" not in listed] == []
