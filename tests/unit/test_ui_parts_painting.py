"""Every state of the painted parts is drawn, and no two states look the same."""

import subprocess
import sys
from itertools import combinations, pairwise
from pathlib import Path

import pytest
from PySide6.QtCore import QEvent, QPointF, QRectF, Qt
from PySide6.QtGui import QAccessible, QColor, QEnterEvent, QImage, QPainter
from PySide6.QtWidgets import QApplication, QWidget

from ui import theme
from ui.gallery import Gallery, track_states
from ui.widgets.arrange import Label
from ui.widgets.button import Button, Kind, Size
from ui.widgets.card import CardAndReader, CardState
from ui.widgets.chip import Chip, ChipKind, DeliveryMark, MarkLine, StatusChip
from ui.widgets.clock import Clock, Deadline
from ui.widgets.drawing import Icon, icon_pixmap
from ui.widgets.meters import Harm, HarmBars, Meter, ProgressBar
from ui.widgets.nodes import Node, NodeLine, NodeState, NodeUse
from ui.widgets.options import CheckBox, OptionCard, RadioOption
from ui.widgets.source import Source, SourceTag
from ui.widgets.words import Words

pytestmark = pytest.mark.usefixtures("application")


def picture(widget: QWidget) -> QImage:
    widget.resize(widget.sizeHint())
    return widget.grab().toImage().convertToFormat(QImage.Format.Format_RGB32)


def colours(image: QImage) -> set[int]:
    return {image.pixel(x, y) for x in range(image.width()) for y in range(image.height())}


def assert_drawn_and_distinct(pictures: list[QImage]) -> None:
    for image in pictures:
        assert len(colours(image)) > 1, "nothing is drawn"
    for one, other in combinations(pictures, 2):
        assert one != other


def test_every_kind_of_chip_is_drawn_and_tells_itself_from_the_others() -> None:
    # 「まだ」 stands for two questions (not seen yet, not decided yet): they differ by their icon
    assert_drawn_and_distinct([picture(StatusChip(kind.chip())) for kind in ChipKind])


def test_chips_with_the_same_words_still_differ_by_icon_and_ground() -> None:
    same = [Chip(kind.value.tint, kind.value.icon, "同じ") for kind in ChipKind]
    looks = {(chip.tint, chip.icon) for chip in same}
    seen: list[QImage] = []
    for chip in same:
        image = picture(StatusChip(chip))
        if image not in seen:
            seen.append(image)
    assert len(seen) == len(looks)


def test_every_mark_of_delivery_differs() -> None:
    assert_drawn_and_distinct([picture(MarkLine(kind.mark())) for kind in DeliveryMark])


def test_the_clock_shows_share_and_hardness_in_its_pie_alone() -> None:
    states = [
        Deadline("4/10（金）", used, hard)
        for used in (0.0, 0.3, 0.6, 0.9, 1.0)
        for hard in (False, True)
    ]
    assert_drawn_and_distinct([picture(Clock(state)) for state in states])


def test_an_overdue_clock_is_a_full_disc_and_stays_one() -> None:
    assert picture(Clock(Deadline("3日", 1.0))) == picture(Clock(Deadline("3日", 4.2)))


def test_a_clock_fills_with_the_term_used() -> None:
    def ink(used: float) -> int:
        image = picture(Clock(Deadline("", used)))
        dark = QColor(theme.INK_2).rgb()
        return sum(
            image.pixel(x, y) == dark for x in range(image.width()) for y in range(image.height())
        )

    amounts = [ink(used) for used in (0.1, 0.3, 0.5, 0.7, 0.9, 1.0)]
    assert amounts == sorted(amounts)
    assert amounts[-1] > amounts[0]


@pytest.mark.parametrize("use", [NodeUse.TRACK, NodeUse.STRIP, NodeUse.STEPS])
def test_every_state_of_a_node_differs_by_shape(use: NodeUse) -> None:
    lines = [NodeLine([Node(NodeState.DONE), Node(state)], use) for state in NodeState]
    assert_drawn_and_distinct([picture(line) for line in lines])


@pytest.mark.parametrize("use", [NodeUse.PROGRESS, NodeUse.PIPS])
def test_dots_and_pips_tell_done_here_and_to_come(use: NodeUse) -> None:
    states = (NodeState.DONE, NodeState.HERE, NodeState.TO_COME)
    assert_drawn_and_distinct([picture(NodeLine([Node(state)], use)) for state in states])


def test_every_state_of_a_commitment_has_a_track_of_its_own() -> None:
    pictures = [picture(NodeLine(nodes)) for _, nodes in track_states()]
    assert len(pictures) == 10
    assert_drawn_and_distinct(pictures)


def test_a_refused_node_is_square_so_that_colour_is_not_alone() -> None:
    image = picture(NodeLine([Node(NodeState.REFUSED)]))
    corner = image.pixelColor(image.width() // 2 - 7, 1 + 1)
    disc = picture(NodeLine([Node(NodeState.DONE)])).pixelColor(image.width() // 2 - 7, 1 + 1)
    assert corner.red() > 150
    assert corner.green() < 60
    assert disc.lightness() > 200


def test_card_sources_harm_and_buttons_differ_in_every_state() -> None:
    # while the PIN is entered and while the card is read it lies the same; the words differ
    cards = [state for state in CardState if state is not CardState.PIN]
    assert_drawn_and_distinct([picture(CardAndReader(state)) for state in cards])
    assert_drawn_and_distinct([picture(SourceTag(source)) for source in Source])
    assert_drawn_and_distinct([picture(HarmBars(harm)) for harm in Harm])
    assert_drawn_and_distinct([picture(Button("次へ", kind)) for kind in Kind])
    assert_drawn_and_distinct([picture(Button("次へ", size=size, key="F8")) for size in Size])
    assert_drawn_and_distinct([picture(Meter(done, True, 5)) for done in range(6)])


def test_a_button_that_waits_keeps_the_focus_and_says_why_but_does_not_fire() -> None:
    button = Button("次へ", Kind.PRIMARY, key="F8")
    fired: list[bool] = []
    button.clicked.connect(lambda: fired.append(True))
    ready = picture(button)
    button.set_ready(False, "本人確認がまだです")
    button.click()
    assert fired == []
    assert button.isEnabled()
    assert button.accessibleDescription() == "本人確認がまだです"
    assert picture(button) != ready
    button.set_ready(True)
    button.click()
    assert fired == [True]
    assert button.accessibleDescription() == ""


def test_a_screen_reader_is_told_what_a_painted_part_is() -> None:
    deadline = Deadline("4/10（金）", 0.5)
    read = QAccessible.Role.StaticText
    expected: dict[QWidget, QAccessible.Role] = {
        StatusChip(ChipKind.APPLIES.chip()): read,
        MarkLine(DeliveryMark.ARRIVED.mark()): read,
        Clock(deadline): read,
        SourceTag(Source.CARD): read,
        HarmBars(Harm.HIGH): read,
        NodeLine([Node(NodeState.DONE, "10:53")]): read,
        Words("説明"): read,
        Meter(3, True, 16): QAccessible.Role.ProgressBar,
        ProgressBar(0.5): QAccessible.Role.ProgressBar,
        Button("次へ"): QAccessible.Role.Button,
        RadioOption("はい"): QAccessible.Role.RadioButton,
        CheckBox("はい"): QAccessible.Role.CheckBox,
    }
    for part, role in expected.items():
        told = QAccessible.queryAccessibleInterface(part)
        assert told.role() == role, part
        assert told.text(QAccessible.Text.Name) == part.accessibleName() != ""
    assert Meter(3, True, 16).value() == 3


def test_a_label_is_as_high_as_its_line() -> None:
    for scale in (100, 200):
        theme.set_text_scale(scale)
        label = Label("来た人", 14, bold=True)
        assert label.sizeHint().height() == 21 * scale // 100
        assert Label("", 14).sizeHint().height() == 21 * scale // 100
        wrapped = Label("一つ目の行と二つ目の行", 14, wrap=True)
        assert wrapped.heightForWidth(2000) == label.sizeHint().height()
        assert wrapped.heightForWidth(8 * 14 * scale // 100) > label.sizeHint().height()
    theme.set_text_scale(100)


def test_words_from_outside_are_never_read_as_markup() -> None:
    label = Label("<b>太字</b>&amp;")
    plain = Label("太字&")
    assert picture(label) != picture(plain)
    assert label.textFormat() == Qt.TextFormat.PlainText
    button = Button("次へ")
    button.set_ready(False, "<img src=x>")
    assert "&lt;img" in button.toolTip()


def test_there_are_46_icons_and_each_takes_any_colour() -> None:
    assert len(Icon) == 46
    seen = set()
    for icon in Icon:
        red = icon_pixmap(icon, "#ff0000", 40).toImage()
        opaque = {
            red.pixelColor(x, y).name()
            for x in range(40)
            for y in range(40)
            if red.pixelColor(x, y).alpha() == 255
        }
        assert opaque == {"#ff0000"}, icon
        seen.add(bytes(red.constBits()))
    assert len(seen) == 46


def test_parts_follow_the_text_scale_in_size_and_stay_sharp() -> None:
    chip = StatusChip(ChipKind.APPLIES.chip())
    small = chip.sizeHint()
    theme.set_text_scale(200)
    try:
        large = chip.sizeHint()
        image = picture(chip)
    finally:
        theme.set_text_scale(100)
    assert abs(large.width() - 2 * small.width()) <= 2
    assert large.height() == 2 * small.height()
    assert image.width() == large.width()
    assert theme.scaled(44) == 44


def test_one_window_can_have_a_scale_of_its_own() -> None:
    tablet, desk = QWidget(), QWidget()
    on_tablet = StatusChip(ChipKind.APPLIES.chip(), tablet)
    on_desk = StatusChip(ChipKind.APPLIES.chip(), desk)
    theme.set_text_scale(150, tablet)
    assert on_tablet.sizeHint().height() == 39
    assert on_desk.sizeHint().height() == 26
    assert theme.scaled(100, on_tablet) == 150


def test_breakpoints_count_px_at_100_percent() -> None:
    assert theme.room(1440) is theme.Width.WIDE
    assert theme.room(1360) is theme.Width.NARROW
    assert theme.room(1200) is theme.Width.NARROW
    assert theme.room(1199) is theme.Width.SMALL
    theme.set_text_scale(200)
    try:
        assert theme.room(1440) is theme.Width.SMALL
    finally:
        theme.set_text_scale(100)


def test_no_font_of_the_product_is_missing() -> None:
    assert theme.load_fonts() == ()


def test_every_part_that_takes_focus_has_an_accessible_name() -> None:
    gallery = Gallery()
    nameless = [
        widget
        for widget in gallery.findChildren(QWidget)
        if widget.focusPolicy().value
        and not widget.accessibleName()
        and type(widget).__module__.startswith("ui.")
    ]
    # inputs without a label stand in the gallery for their look alone
    nameless = [widget for widget in nameless if type(widget).__name__ not in ("InputLine",)]
    assert nameless == []


def test_the_readme_names_every_part() -> None:
    folder = Path(theme.__file__).parent
    words = (folder / "README.md").read_text(encoding="utf-8")
    inner = {
        "__init__",
        "glyphs",
        "line_ends",
        "nav_rail",
        "rail_ends",
        "row_lines",
    }  # behind other parts
    modules = {path.stem for path in (folder / "widgets").glob("*.py")} - inner
    assert {module for module in modules if f"| `{module}` |" not in words} == set()


def test_the_gallery_is_rendered_and_the_program_ends_cleanly(tmp_path: Path) -> None:
    picture_file = tmp_path / "gallery.png"
    ended = subprocess.run(
        [sys.executable, "-m", "ui.gallery", str(picture_file), "150"],
        capture_output=True,
        text=True,
        check=False,
        timeout=120,
    )
    assert ended.returncode == 0, ended.stderr
    image = QImage(str(picture_file))
    assert image.width() >= 2160
    assert image.height() > image.width()


def test_five_thousand_repaints_leave_the_count_of_none_alone() -> None:
    line = NodeLine([Node(NodeState.DONE, "10:53"), Node(NodeState.WAITS, "約束待ち")])
    line.resize(line.sizeHint())
    target = QImage(line.size(), QImage.Format.Format_RGB32)
    before = sys.getrefcount(None)
    for _ in range(5000):
        painter = QPainter(target)
        line.draw(painter, QRectF(line.rect()).size())
        painter.end()
    line.grab()
    # immortal objects report a fixed figure; a leak of one a call would take 100,000 away
    assert sys.getrefcount(None) > before - 1000


def test_lines_that_wrap_stand_apart_and_take_the_height_they_ask_for() -> None:
    label = Label("＊世帯主はもういます。先に、今の世帯主の続柄を直してください。", 14, wrap=True)
    one = label.heightForWidth(600)
    label.resize(220, label.heightForWidth(220))
    assert label.height() == 2 * one
    assert one >= 1.35 * 14
    image = label.grab().toImage()
    inked = [
        y
        for y in range(image.height())
        if any(image.pixelColor(x, y).lightness() < 160 for x in range(image.width()))
    ]
    gap = max(after - before for before, after in pairwise(inked))
    assert gap >= 4, "the lines are set tight"


def test_a_button_and_an_answer_show_that_the_pointer_is_over_them() -> None:
    for part in (Button("次へ", Kind.PRIMARY), Button("戻る"), OptionCard("いる", 1)):
        before = picture(part)
        place = QPointF(5, 5)
        QApplication.sendEvent(part, QEnterEvent(place, place, place))
        during = picture(part)
        QApplication.sendEvent(part, QEvent(QEvent.Type.Leave))
        assert during != before
        assert picture(part) == before
