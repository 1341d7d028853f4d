"""The printed pile at the counter, read from the pictures in the scanner's folder."""

import os
import time
from collections.abc import Iterator
from pathlib import Path

import pypdfium2 as pdfium
import pytest
from PIL import Image

from tests.paper_counter_kit import Printer, numbers, paper_counter, pile, print_all, read, shown
from tests.paper_scans import saved
from tests.staff_presenter_kit import ALT, Counter, Key


@pytest.fixture
def printer() -> Printer:
    return Printer()


@pytest.fixture
def counter(tmp_path: Path, printer: Printer) -> Iterator[Counter]:
    with paper_counter(tmp_path, printer) as made:
        yield made


def scans(counter: Counter) -> Path:
    folder = counter.place.settings.scan_folder
    assert folder is not None
    return folder


def laid(counter: Counter, name: str, data: bytes) -> None:
    path = scans(counter) / name
    path.write_bytes(data)
    os.utime(path, (time.time() - 60, time.time() - 60))


def pictures(counter: Counter) -> list[Image.Image]:
    """Every printed sheet as the scanner sees it: 200 dpi, grey."""
    found = []
    for stored in counter.staff.documents.stored:
        file = pdfium.PdfDocument(stored.sealed or stored.pdf)
        for at in range(len(file)):
            found.append(file[at].render(scale=200 / 72, grayscale=True).to_pil())
        file.close()
    return found


def test_a_scanned_pile_is_read_from_the_folder_and_its_pictures_are_gone(
    counter: Counter,
) -> None:
    print_all(counter)
    sheets = pictures(counter)
    laid(counter, "1.tif", saved(sheets[:4], "TIFF"))
    laid(counter, "2.pdf", saved(sheets[4:], "PDF"))
    counter.press(Key.Key_B, ALT)
    counter.settled()
    assert list(scans(counter).iterdir()) == []
    assert set(pile(counter).numbers) == set(numbers(counter))
    counter.press(Key.Key_H, ALT)
    assert not numbers(counter)
    assert not counter.problem


def test_a_picture_that_cannot_be_read_is_told_and_the_others_count(counter: Counter) -> None:
    print_all(counter)
    laid(counter, "1.png", b"torn")
    laid(counter, "2.tif", saved(pictures(counter)[:2], "TIFF"))
    counter.press(Key.Key_B, ALT)
    counter.settled()
    assert counter.problem == "SCAN_UNREADABLE"
    assert len(pile(counter).numbers) == 2
    assert list(scans(counter).iterdir()) == []
    read(counter, numbers(counter)[-1])
    assert not counter.problem


def test_an_empty_folder_is_told_beside_the_box(counter: Counter) -> None:
    print_all(counter)
    counter.press(Key.Key_B, ALT)
    counter.settled()
    scan = shown(counter).scan
    assert scan is not None
    assert (scan.words, scan.fault) == ("スキャンはまだありません", True)
