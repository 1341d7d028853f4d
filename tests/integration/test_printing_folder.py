"""Printing into a folder where there is no printer."""

import os
import stat
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from counter_app.failures import CounterError, FailureCode
from forms.overlay import draw_number
from forms.printing import FolderQueue
from tests.sealing_samples import NUMBER_BOX, document

SHEET = "8F3KQ7T2-01-1"


def test_a_sheet_is_kept_for_its_owner_alone(tmp_path: Path) -> None:
    outcome = FolderQueue(tmp_path / "prints").print(document(), SHEET)
    place = tmp_path / "prints" / f"{SHEET}.pdf"
    assert (outcome.state, outcome.where) == ("printed", str(place))
    assert place.read_bytes() == document()
    if os.name != "nt":
        assert stat.S_IMODE(place.stat().st_mode) == 0o600
        assert stat.S_IMODE(place.parent.stat().st_mode) == 0o700


def test_a_reprint_stands_beside_the_first_print(tmp_path: Path) -> None:
    queue = FolderQueue(tmp_path)
    outcomes = [queue.print(document(text), SHEET) for text in ("one", "two", "three")]
    assert [outcome.job for outcome in outcomes] == [SHEET, f"{SHEET}_2", f"{SHEET}_3"]
    kept = [Path(outcome.where).read_bytes() for outcome in outcomes]
    assert kept == [document("one"), document("two"), document("three")]


def test_many_prints_at_once_lose_none(tmp_path: Path) -> None:
    queue = FolderQueue(tmp_path)
    with ThreadPoolExecutor(8) as pool:
        outcomes = list(pool.map(lambda _: queue.print(document(), SHEET), range(40)))
    assert len({outcome.where for outcome in outcomes}) == 40
    assert len(list(tmp_path.iterdir())) == 40


def test_a_folder_that_cannot_be_written_is_reported(tmp_path: Path) -> None:
    (tmp_path / "file").write_bytes(b"")
    with pytest.raises(CounterError) as caught:
        FolderQueue(tmp_path / "file").print(document(), SHEET)
    assert caught.value.code is FailureCode.PRINT_FOLDER_UNWRITABLE


def test_a_full_disk_leaves_no_half_sheet(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(_: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(CounterError) as caught:
        FolderQueue(tmp_path).print(document(), SHEET)
    assert caught.value.code is FailureCode.PRINT_FOLDER_UNWRITABLE
    assert list(tmp_path.iterdir()) == []


def test_a_sheet_with_an_individual_number_is_never_kept(tmp_path: Path) -> None:
    queue = FolderQueue(tmp_path)
    assert queue.keeps_files
    with pytest.raises(CounterError) as caught:
        queue.print(draw_number(document(), (NUMBER_BOX,), memoryview(b"123456789018")), SHEET)
    assert caught.value.code is FailureCode.NUMBER_NEEDS_PRINTER
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("name", ["../escape", "渡邉", "a/b", "C:x", ".hidden", ""])
def test_a_name_that_is_no_sheet_number_is_refused(tmp_path: Path, name: str) -> None:
    with pytest.raises(ValueError, match="sheet number"):
        FolderQueue(tmp_path).print(document(), name)
    assert list(tmp_path.iterdir()) == []
