"""`run`: the clerk's window is there at once, and gone again when the counter cannot be opened."""

import json
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtGui import QWindow
from PySide6.QtWidgets import QApplication, QWidget

from counter_app.bootstrap import wall_clock
from counter_app.commands.measure.first_window import prepare_counter
from counter_app.commands.only_one import only_one
from localdb.open import open_store
from tests.command_kit import command, process, refused
from ui.staff.window import StaffWindow


@pytest.fixture
def shown() -> Iterator[list[str]]:
    """Titles of the windows that come to the front, in order."""
    application = QApplication.instance() or QApplication(["tests"])
    assert isinstance(application, QApplication)
    titles: list[str] = []

    def note(window: QWindow | None) -> None:
        if window is not None:
            titles.append(window.title())

    application.focusWindowChanged.connect(note)
    yield titles
    application.focusWindowChanged.disconnect(note)


def open_windows() -> list[QWidget]:
    return [window for window in QApplication.topLevelWidgets() if window.isVisible()]


def _connected(basedir: Path) -> None:
    """Settings that name hub and Juki-net; their keys are not there."""
    text = 'hub_url = "https://localhost:9"\njuki_url = "https://localhost:9"\n'
    (basedir / "settings.toml").write_text(text, "utf-8")


def test_a_counter_that_names_no_hub_is_told_before_any_window(
    tmp_path: Path, shown: list[str]
) -> None:
    sentence = refused(command("run", basedir=tmp_path), "SETTINGS_INVALID")
    assert "「hub_url」と「juki_url」がまだありません" in sentence
    assert "run --sandbox" in sentence
    assert not shown
    assert not (tmp_path / "data").exists()


def test_a_second_clerk_on_one_place_is_refused_and_the_place_is_free_afterwards(
    tmp_path: Path, shown: list[str]
) -> None:
    prepare_counter(tmp_path)
    with only_one(tmp_path):
        refused(command("run", "--measure", basedir=tmp_path), "COUNTER_ALREADY_OPEN")
    assert not shown
    assert command("run", "--measure", basedir=tmp_path).status == 0


def test_invented_people_and_real_ones_never_share_a_place(tmp_path: Path) -> None:
    live, tried = tmp_path / "live", tmp_path / "tried"
    live.mkdir()
    _connected(live)
    for words in (("run", "--sandbox"), ("sandbox", "hub"), ("sandbox", "town")):
        assert "本番の窓口" in refused(command(*words, basedir=live), "SANDBOX_MIXED")
    assert not (live / "data").exists()
    (tried / "sandbox").mkdir(parents=True)
    _connected(tried)
    assert "見本の町" in refused(command("run", basedir=tried), "SANDBOX_MIXED")


def test_a_desk_of_a_department_the_town_does_not_have_is_refused(tmp_path: Path) -> None:
    ran = command("run", "--role", "desk", "--department", "dept.chldren", basedir=tmp_path)
    assert ran.status == 2
    assert "「dept.chldren」はありません" in ran.err
    assert "dept.children" in ran.err
    assert not list(tmp_path.iterdir())


def test_without_a_screen_it_says_so(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM"):
        monkeypatch.delenv(name, raising=False)
    refused(command("run", "--sandbox", basedir=tmp_path), "DISPLAY_MISSING")
    assert not list(tmp_path.iterdir())


def test_a_store_whose_key_is_gone_shows_its_code_and_leaves_no_window(
    tmp_path: Path, shown: list[str]
) -> None:
    _connected(tmp_path)
    with open_store(tmp_path / "data", clock=wall_clock):
        pass
    keys = list((tmp_path / "data").rglob("*.key"))
    assert keys
    for key in keys:
        key.unlink()
    shown.clear()
    refused(command("run", "--kiosk", basedir=tmp_path), "KEY_FILE_MISSING")
    assert shown == ["ワンストップ窓口 Y町"]
    assert not open_windows()


@pytest.mark.parametrize(
    ("setting", "code"),
    [("clerk = 5\n", "SETTINGS_INVALID"), ('town_file = "no.toml"\n', "TOWN_FILE_INVALID")],
)
def test_settings_that_cannot_be_read_are_told_before_any_window(
    tmp_path: Path, shown: list[str], setting: str, code: str
) -> None:
    _connected(tmp_path)
    with (tmp_path / "settings.toml").open("a", encoding="utf-8") as file:
        file.write(setting)
    refused(command("run", basedir=tmp_path), code)
    assert not shown
    assert not (tmp_path / "data").exists()


def test_without_keys_to_the_hub_the_first_window_is_worked_in_and_says_so(
    tmp_path: Path, shown: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    _connected(tmp_path)
    worked_in: list[StaffWindow] = []
    told: list[str] = []
    execute = QApplication.exec

    def look() -> int:
        worked_in.extend(w for w in open_windows() if isinstance(w, StaffWindow))
        told.extend(w.screen_shown.problem_code for w in worked_in if w.screen_shown is not None)
        return execute()

    monkeypatch.setattr(QApplication, "exec", staticmethod(look))
    ran = command("run", "--measure", basedir=tmp_path)
    assert ran.status == 0, ran.err
    assert len(worked_in) == 1
    assert shown[0] == worked_in[0].windowTitle()
    assert told == ["HUB_KEYS_UNUSABLE"]
    assert not open_windows()


def test_the_window_is_shown_before_store_and_hub_are_loaded(tmp_path: Path) -> None:
    prepare_counter(tmp_path)
    ran = process("--basedir", tmp_path, "run", "--measure", PYTHONPROFILEIMPORTTIME="1")
    assert ran.status == 0, ran.err
    loaded = [line.rsplit("|", 1)[-1].strip() for line in ran.err.splitlines() if "|" in line]
    window = loaded.index("ui.staff.first_window")
    for heavy in ("counter_app.bootstrap", "sqlalchemy", "httpx", "ui.staff.presenter"):
        assert loaded.index(heavy) > window
    before = loaded[:window]
    assert not [name for name in before if name.startswith(("jpholiday", "babel", "joserfc"))]


def test_a_kiosk_ends_when_the_machine_says_so(tmp_path: Path) -> None:
    """Its windows refuse every wish to close; `--measure` ends as SIGTERM does."""
    ran = process("--basedir", tmp_path, "run", "--sandbox", "--kiosk", "--measure")
    assert ran.status == 0, ran.err


def test_what_qt_says_of_itself_is_a_json_line_too() -> None:
    code = (
        "from counter_app import logs; from PySide6.QtCore import qWarning\n"
        "from counter_app.commands.qt_messages import tell_qt_messages\n"
        "logs.set_up(True); tell_qt_messages(); qWarning('no such thing')"
    )
    ran = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, timeout=60)
    (line,) = ran.stderr.splitlines()
    told = json.loads(line)
    assert (told["level"], told["message"]) == ("WARNING", "no such thing")
