"""The folder of the scanner: real files, read oldest first, and none of them stays."""

import os
import time
from pathlib import Path

import pytest

from counter_app.bootstrap import open_sandbox_counter
from counter_app.failures import CounterError, FailureCode
from counter_app.settings import Settings, load_settings
from forms.scan_tray import FolderTray
from tests.paper_scans import numbers, pile, saved

NOW = time.time()


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    made = tmp_path / "scans"
    made.mkdir()
    return made


def tray(folder: Path) -> FolderTray:
    return FolderTray(folder, now=lambda: NOW)


def laid(folder: Path, name: str, data: bytes, *, seconds_ago: float = 60.0) -> Path:
    path = folder / name
    path.write_bytes(data)
    os.utime(path, (NOW - seconds_ago, NOW - seconds_ago))
    return path


def refused(tray: FolderTray) -> FailureCode:
    with pytest.raises(CounterError) as failure:
        tray.take()
    return failure.value.code


def pictures(start: int, stop: int, kind: str) -> bytes:
    return saved([picture for _, picture in pile()[start:stop]], kind)


def test_files_are_read_oldest_first_and_are_gone(folder: Path) -> None:
    laid(folder, "b.pdf", pictures(0, 2, "PDF"), seconds_ago=120)
    laid(folder, "a.TIF", pictures(2, 4, "TIFF"), seconds_ago=60)
    laid(folder, "c.jpg", pictures(4, 5, "JPEG"), seconds_ago=90)
    scans = tray(folder)
    assert scans.waiting() == 3
    read = [scans.take() for _ in range(3)]
    assert read == [numbers()[0:2], numbers()[4:5], numbers()[2:4]]
    assert list(folder.iterdir()) == []
    assert scans.take() == ()


def test_what_cannot_be_read_is_gone_too_and_the_next_is_read(folder: Path) -> None:
    laid(folder, "1.png", b"torn", seconds_ago=90)
    laid(folder, "2.pdf", b"", seconds_ago=80)
    laid(folder, "3.png", pictures(0, 1, "PNG"), seconds_ago=70)
    scans = tray(folder)
    assert refused(scans) is FailureCode.SCAN_UNREADABLE
    assert refused(scans) is FailureCode.SCAN_UNREADABLE
    assert scans.take() == numbers()[:1]
    assert list(folder.iterdir()) == []


def test_a_file_that_is_still_written_waits_for_the_next_time(folder: Path) -> None:
    half = laid(folder, "half.png", pictures(0, 1, "PNG")[:200], seconds_ago=0.4)
    scans = tray(folder)
    assert scans.waiting() == 0
    assert scans.take() == ()
    assert half.exists()
    laid(folder, "half.png", pictures(0, 1, "PNG"), seconds_ago=2)
    assert scans.take() == numbers()[:1]


def test_only_a_scanner_s_own_files_are_touched(folder: Path) -> None:
    others = [laid(folder, name, b"x") for name in ("notes.txt", ".hidden.png", "x.png.part")]
    (folder / "old.pdf").mkdir()
    outside = laid(folder.parent, "outside.png", pictures(0, 1, "PNG"))
    (folder / "link.png").symlink_to(outside)
    scans = tray(folder)
    assert scans.waiting() == 0
    assert scans.take() == ()
    assert all(path.exists() for path in (*others, outside))


def test_a_folder_that_is_not_there_is_told(folder: Path) -> None:
    scans = tray(folder / "nowhere")
    with pytest.raises(CounterError) as failure:
        scans.waiting()
    assert failure.value.code is FailureCode.SCAN_FOLDER_UNUSABLE
    assert refused(scans) is FailureCode.SCAN_FOLDER_UNUSABLE


@pytest.mark.parametrize("kind", ["PNG", "TIFF", "PDF"])
def test_nothing_of_a_picture_is_left_beside_it(folder: Path, kind: str) -> None:
    laid(folder, f"scan.{kind.lower()}", pictures(0, 1, kind))
    assert tray(folder).take() == numbers()[:1]
    assert [path.name for path in folder.parent.rglob("*")] == ["scans"]


# --- the setting ----------------------------------------------------------------------------------


def test_the_folder_is_a_setting_of_the_town_and_none_by_default(tmp_path: Path) -> None:
    assert load_settings(tmp_path).scan_folder is None
    (tmp_path / "settings.toml").write_text("scan_folder = 'from-scanner'\n", "utf-8")
    assert load_settings(tmp_path).scan_folder == tmp_path / "from-scanner"
    (tmp_path / "settings.toml").write_text("scan_folder = '/srv/scans'\n", "utf-8")
    assert load_settings(tmp_path).scan_folder == Path("/srv/scans")


def test_the_sandbox_town_has_one_of_its_own(tmp_path: Path) -> None:
    with open_sandbox_counter(Settings(basedir=tmp_path), in_process_card=True) as sandbox:
        scans = sandbox.counter.scan_tray
        assert scans is not None
        assert scans.waiting() == 0
    assert (tmp_path / "scans").is_dir()
