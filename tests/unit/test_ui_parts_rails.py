"""Rails, plate and sheet preview: which step it is, red where it halted, and no name."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QImage
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QWidget

from ui import theme
from ui.widgets.nodes import NodeState
from ui.widgets.rail import NavRail, Place, Plate, Step, StepRail, StepStrip
from ui.widgets.sheets import SheetPreview

pytestmark = pytest.mark.usefixtures("application")


# --- rails -------------------------------------------------------------------------------------


def strip(name: str, state: NodeState) -> QImage:
    steps = [Step("受付", "", state), Step("世帯"), Step("聞き取り")]
    shown = StepStrip()
    shown.show_strip(Plate(name), steps, 0, "期限")
    shown.resize(640, 43)
    return shown.grab().toImage()


def red(image: QImage) -> int:
    ink = QColor(theme.ERROR).rgb()
    at = ((x, y) for x in range(image.width()) for y in range(image.height()))
    return sum(image.pixel(x, y) == ink for x, y in at)


def test_the_lying_rail_shows_a_halted_step_in_red() -> None:
    assert red(strip("森本 千夏", NodeState.HALTED)) > 200
    assert red(strip("森本 千夏", NodeState.HERE)) == 0


def test_a_long_name_leaves_the_lying_rail_its_steps() -> None:
    short, long = (strip(name, NodeState.HALTED) for name in ("森本", "渡邉\U000e010f" * 30))
    assert short != long
    assert red(long) > 200


def test_a_place_of_the_narrow_rail_keeps_clear_of_its_count() -> None:
    rail = NavRail("受付一覧", [Place("今日終わった受付", 8, "Alt 7")])
    pictures = []
    for count in (8, None):
        rail.show_places([Place("今日終わった受付", count, "Alt 7")])
        rail.set_room(theme.Width.NARROW)
        rail.resize(216, 300)
        pictures.append(rail.grab().toImage())
    with_count, without = pictures
    changed = {
        x
        for x in range(with_count.width())
        for y in range(with_count.height())
        if with_count.pixel(x, y) != without.pixel(x, y)
    }
    written = {
        x
        for x in range(62, 208)
        for y in range(64, 108)
        if QColor(without.pixel(x, y)) != QColor(without.pixel(214, 90))
    }
    assert changed
    assert min(changed) > max(written) + 3


# --- rail and sheets -----------------------------------------------------------------------------


def test_the_rail_says_which_of_the_six_steps_it_is() -> None:
    titles = ("受付", "世帯", "聞き取り", "手続", "書類・署名", "依頼")
    rail = StepRail([Step(title) for title in titles])
    rows = [w for w in rail.findChildren(QWidget) if w.accessibleDescription()]
    assert [row.accessibleDescription() for row in rows] == [
        f"全6段階中、{at}段階目" for at in range(1, 7)
    ]
    chosen: list[int] = []
    rail.chosen.connect(chosen.append)
    QTest.mouseClick(rows[3], Qt.MouseButton.LeftButton)
    assert chosen == [3]


def test_a_protected_reception_has_no_name_on_its_plate() -> None:
    rail = StepRail([Step("受付")])
    rail.show_plate(Plate("渡邉 髙志", hidden=True))
    assert "渡邉" not in rail.plate.accessibleName()
    assert "氏名を表示しません" in rail.plate.accessibleName()


def test_the_preview_zooms_by_key() -> None:
    preview = SheetPreview()
    preview.resize(500, 600)
    page = QImage(420, 594, QImage.Format.Format_RGB32)
    page.fill(Qt.GlobalColor.white)
    preview.show_page(page)
    width = preview.page_width
    QTest.keyClick(preview, Qt.Key.Key_Plus, Qt.KeyboardModifier.ControlModifier)
    assert preview.page_width > width
    QTest.keyClick(preview, Qt.Key.Key_Minus, Qt.KeyboardModifier.ControlModifier)
    assert preview.page_width == width
