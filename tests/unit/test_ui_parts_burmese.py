"""Burmese is wrapped after its syllables, and nothing of any script is cut off at the edge."""

import unicodedata
from itertools import pairwise

import pytest
from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QImage, QPainter

from ui.theme import Family
from ui.widgets import words
from ui.widgets.words import Run, draw_runs, runs_height, runs_width

UNSPACED = (
    "ပြောင်းရွှေ့နေထိုင်ခြင်းဆိုင်ရာလုပ်ထုံးလုပ်နည်းများအားလုံးကိုဤကောင်တာတစ်ခုတည်းတွင်ပြီးစီးအောင်"
    "ဆောင်ရွက်ပေးပါသည်။သင်္ကေတနှင့်ပစ္စည်းစာရင်းကိုအင်္ဂါနေ့တွင်ယူလာပါ။ဒေါက်တာ၏သက်သေခံလက်မှတ်လိုပါသည်။"
)
SPACED = "စာရွက်များကို ဖတ်ပါ။ ပြီးလျှင် “ဆက်လုပ်ရန်” ကို နှိပ်ပါ။"
TABLET_WIDTH = 620
"""Width of a paragraph beside the page on the tablet, px."""


def lines_of(run: Run, width: float, size: float = 22) -> list[str]:
    parts, count = words._lay((run,), width, size)
    return ["".join(part.text for part in parts if part.line == at) for at in range(count)]


def drawn(runs: tuple[Run, ...], width: int, size: float = 22) -> QImage:
    """The runs wrapped to `width`, on a ground that is 200 px wider."""
    image = QImage(
        width + 200, int(runs_height(runs, width, size)) + 20, QImage.Format.Format_RGB32
    )
    image.fill(Qt.GlobalColor.white)
    painter = QPainter(image)
    draw_runs(painter, QRectF(0, 10, width, image.height() - 20), runs, size)
    painter.end()
    return image


def rightmost_ink(image: QImage) -> int:
    """The last column with ink; -1 for a blank picture."""
    return max(
        (
            x
            for x in range(image.width())
            if any(image.pixelColor(x, y).lightness() < 128 for y in range(image.height()))
        ),
        default=-1,
    )


@pytest.mark.usefixtures("application")
@pytest.mark.parametrize("size", [22, 33, 44])
def test_a_long_burmese_text_without_spaces_stays_inside_the_tablets_width(size: float) -> None:
    run = Run(UNSPACED, family=Family.MYANMAR)
    assert runs_width((run,), size) > 2 * TABLET_WIDTH
    image = drawn((run,), TABLET_WIDTH, size)
    assert TABLET_WIDTH / 2 < rightmost_ink(image) <= TABLET_WIDTH


@pytest.mark.usefixtures("application")
@pytest.mark.parametrize("text", [UNSPACED, SPACED], ids=["unspaced", "spaced"])
@pytest.mark.parametrize("width", [100, 140, 300, TABLET_WIDTH])
def test_a_burmese_line_begins_with_a_syllable(text: str, width: float) -> None:
    lines = lines_of(Run(text, family=Family.MYANMAR), width)
    assert "".join(lines) == text
    for before, line in pairwise(lines):
        assert unicodedata.category(line[0]) in ("Lo", "Pi"), line
        assert line[1:2] not in ("\u103a", "\u1039"), line
        assert not before.endswith(("\u1039", "(", "“")), before


@pytest.mark.usefixtures("application")
def test_a_stack_and_a_closed_syllable_stay_whole() -> None:
    pieces = words._pieces(Run("သင်္ကေတပစ္စည်းနှင့်", family=Family.MYANMAR))
    assert pieces == ["သင်္ကေ", "တ", "ပစ္စည်း", "နှင့်"]


@pytest.mark.usefixtures("application")
@pytest.mark.parametrize(
    ("text", "family"),
    [
        ("A" * 60 + "ÿ", Family.TEXT),
        ("หน้าต่างเดียวสำหรับการย้ายเข้า" * 6, Family.THAI),
        ("가나다라마바사아자차카타파하" * 8, Family.KOREAN),
    ],
)
def test_a_word_that_is_too_long_for_a_line_is_parted_and_not_cut_off(
    text: str, family: Family
) -> None:
    run = Run(text, family=family)
    assert "".join(lines_of(run, 300)) == text
    assert rightmost_ink(drawn((run,), 300)) <= 300
