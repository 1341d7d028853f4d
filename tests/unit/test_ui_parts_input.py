"""Pen, PIN, answers, lists, fields and the focus frame do what the hand asked, and no more."""

import gc
from dataclasses import dataclass
from datetime import date

import pytest
from PySide6.QtCore import QCoreApplication, QEvent, QPoint, QPointF, QRect, QRectF, Qt
from PySide6.QtGui import (
    QColor,
    QImage,
    QInputDevice,
    QPainter,
    QPaintEvent,
    QPointingDevice,
    QTabletEvent,
)
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget

from ui import theme
from ui.widgets.arrange import Scroll, Stack
from ui.widgets.button import Button
from ui.widgets.fields import ChoiceField, DateField, NoteField, TextField, parse_date
from ui.widgets.focus import FocusFrame
from ui.widgets.nodes import NodeState
from ui.widgets.options import OptionCard, OptionGroup
from ui.widgets.pin import PinBoxes, PinPad
from ui.widgets.rail import NavRail, Place, Plate, Step, StepRail, StepStrip
from ui.widgets.rows import Column, Group, GroupedList, HeadingLook, RowState, columns
from ui.widgets.sheets import SheetPreview
from ui.widgets.signature import SignaturePad
from ui.widgets.tabs import TabStrip

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


# --- signature ---------------------------------------------------------------------------------

PEN = QPointingDevice(
    "pen",
    1,
    QInputDevice.DeviceType.Stylus,
    QPointingDevice.PointerType.Pen,
    QInputDevice.Capability.Position | QInputDevice.Capability.Pressure,
    1,
    1,
)
ERASER = QPointingDevice(
    "eraser",
    2,
    QInputDevice.DeviceType.Stylus,
    QPointingDevice.PointerType.Eraser,
    QInputDevice.Capability.Position | QInputDevice.Capability.Pressure,
    1,
    1,
)


def pen(
    pad: QWidget,
    kind: QEvent.Type,
    x: float,
    y: float,
    pressure: float = 0.6,
    device: QPointingDevice = PEN,
    when: int = 0,
) -> None:
    at = QPointF(x, y)
    button = Qt.MouseButton.LeftButton
    held = Qt.MouseButton.NoButton if kind == QEvent.Type.TabletRelease else button
    event = QTabletEvent(
        kind,
        device,
        at,
        at,
        pressure,
        12.0,
        -7.0,
        0.0,
        0.0,
        0.0,
        Qt.KeyboardModifier.NoModifier,
        button,
        held,
    )
    event.setTimestamp(when)
    QCoreApplication.sendEvent(pad, event)


def stroke(pad: QWidget, *points: tuple[float, float], start: int = 0) -> None:
    pen(pad, QEvent.Type.TabletPress, *points[0], when=start)
    for at, point in enumerate(points[1:], start=1):
        pen(pad, QEvent.Type.TabletMove, *point, when=start + 8 * at)
    pen(pad, QEvent.Type.TabletRelease, *points[-1], pressure=0, when=start + 8 * len(points))


def made_pad(*, allow_mouse: bool = False) -> SignaturePad:
    pad = SignaturePad("ペンで書いてください", "NGUYEN THI LAN", allow_mouse=allow_mouse)
    pad.resize(pad.sizeHint())
    return pad


def blue(image: QImage) -> int:
    wanted = QColor(theme.PRIMARY_HOVER).rgb()
    return sum(
        image.pixel(x, y) == wanted for x in range(image.width()) for y in range(image.height())
    )


def test_the_pad_records_the_pen_with_time_pressure_and_tilt() -> None:
    pad = made_pad()
    heard: list[bool] = []
    pad.changed.connect(heard.append)
    stroke(pad, (96, 96), (192, 96), (192, 192), start=1000)
    stroke(pad, (300, 300), (310, 310), start=1500)
    first, second = pad.strokes()
    assert [(point.x, point.y) for point in first[:3]] == [(2540, 2540), (5080, 2540), (5080, 5080)]
    assert [point.t for point in first] == [0, 8, 16, 24]
    assert first[0].pressure == pytest.approx(0.6, abs=0.01)
    assert (first[0].tilt_x, first[0].tilt_y) == (12.0, -7.0)
    assert second[0].t == 500
    assert heard == [True]


def test_what_is_drawn_is_seen_and_goes_with_clear() -> None:
    pad = made_pad()
    before = blue(pad.grab().toImage())
    stroke(pad, (100, 200), (300, 200))
    assert blue(pad.grab().toImage()) > before + 400
    pad.clear()
    assert blue(pad.grab().toImage()) == before
    assert pad.strokes() == ()
    assert pad.is_empty()


def test_hovering_the_eraser_and_the_mouse_leave_no_trace() -> None:
    pad = made_pad()
    pen(pad, QEvent.Type.TabletMove, 50, 50)
    pen(pad, QEvent.Type.TabletPress, 50, 50, device=ERASER)
    QTest.mouseClick(pad, Qt.MouseButton.LeftButton, pos=QPoint(60, 60))
    assert pad.strokes() == ()


def test_a_hand_on_the_screen_leaves_no_trace() -> None:
    pad = made_pad(allow_mouse=True)
    pad.show()
    screen = QTest.createTouchDevice()
    touch = QTest.touchEvent(pad, screen)
    touch.press(0, QPoint(100, 100), pad).commit()
    touch.move(0, QPoint(200, 200), pad).commit()
    touch.release(0, QPoint(200, 200), pad).commit()
    assert pad.strokes() == ()


def test_the_mouse_signs_only_where_it_is_allowed() -> None:
    pad = made_pad(allow_mouse=True)
    QTest.mousePress(pad, Qt.MouseButton.LeftButton, pos=QPoint(60, 60))
    QTest.mouseMove(pad, QPoint(90, 60))
    QTest.mouseRelease(pad, Qt.MouseButton.LeftButton, pos=QPoint(90, 60))
    assert len(pad.strokes()) == 1


# --- PIN ---------------------------------------------------------------------------------------


class Vault:
    """Takes digits as the card's side does, so that the test knows what was handed on."""

    def __init__(self) -> None:
        self.digits: list[int] = []

    def erase(self) -> None:
        if self.digits:
            self.digits.pop()


def keys_of(pad: PinPad) -> dict[str, QWidget]:
    return {key.accessibleName(): key for key in pad.findChildren(QWidget) if key.accessibleName()}


def test_the_pin_pad_hands_digits_on_and_holds_none() -> None:
    vault = Vault()
    pad = PinPad(vault.digits.append, vault.erase, vault.digits.clear)
    boxes = PinBoxes(lambda: len(vault.digits))
    pad.pressed.connect(boxes.update)
    before = boxes.grab().toImage()
    keys = keys_of(pad)
    for digit in "7391":
        QTest.mouseClick(keys[digit], Qt.MouseButton.LeftButton)
    assert vault.digits == [7, 3, 9, 1]
    assert boxes.grab().toImage() != before
    held = [value for owner in (pad, boxes, *keys.values()) for value in vars(owner).values()]
    held += [item for value in held if isinstance(value, list | tuple | dict) for item in value]
    assert not any(value == [7, 3, 9, 1] or value == "7391" or value == 7391 for value in held)
    assert [
        list_ for list_ in gc.get_objects() if isinstance(list_, list) and list_ == [7, 3, 9, 1]
    ] == [vault.digits]


def test_digits_come_from_the_keyboard_and_are_taken_back_one_or_all() -> None:
    vault = Vault()
    pad = PinPad(vault.digits.append, vault.erase, vault.digits.clear)
    QTest.keyClicks(pad, "123")
    QTest.keyClick(pad, Qt.Key.Key_Backspace)
    assert vault.digits == [1, 2]
    QTest.mouseClick(keys_of(pad)["ぜんぶ消す"], Qt.MouseButton.LeftButton)
    assert vault.digits == []


def test_a_press_leaves_no_focus_on_the_digit_for_onlookers() -> None:
    vault = Vault()
    pad = PinPad(vault.digits.append, vault.erase, vault.digits.clear)
    pad.show()
    pad.activateWindow()
    QApplication.processEvents()
    for digit in "48":
        key = keys_of(pad)[digit]
        QTest.mouseClick(key, Qt.MouseButton.LeftButton)
        assert not key.hasFocus()


def test_shuffled_keys_are_all_there_and_give_the_digit_they_show() -> None:
    vault = Vault()
    pad = PinPad(vault.digits.append, vault.erase, vault.digits.clear, shuffle=True)
    keys = keys_of(pad)
    for digit in "0123456789":
        QTest.mouseClick(keys[digit], Qt.MouseButton.LeftButton)
    assert vault.digits == list(range(10))


def test_pin_keys_are_at_least_130_by_116() -> None:
    vault = Vault()
    pad = PinPad(vault.digits.append, vault.erase, vault.digits.clear)
    hint = keys_of(pad)["5"].sizeHint()
    assert hint.width() >= 130
    assert hint.height() >= 116


# --- answers -----------------------------------------------------------------------------------


def test_a_digit_answers_and_its_follow_up_opens() -> None:
    group = OptionGroup([OptionCard("幼稚園", 1), OptionCard("保育所", 2)])
    follow = TextField("園の名前")
    group.add_follow_up(1, follow)
    chosen: list[int] = []
    group.chosen.connect(chosen.append)
    assert [group.index] == [None]
    assert not follow.isVisibleTo(group)
    QTest.keyClick(group, Qt.Key.Key_2)
    assert chosen == [1]
    assert group.index == 1
    assert follow.isVisibleTo(group)
    QTest.keyClick(group, Qt.Key.Key_1)
    assert group.index == 0
    assert not follow.isVisibleTo(group)
    group.select(None)
    assert [group.index] == [None]
    assert chosen == [1, 0]


def test_tabs_move_with_the_arrows_and_tell() -> None:
    tabs = TabStrip([("すべて", 32), ("該当", 20)])
    chosen: list[int] = []
    tabs.chosen.connect(chosen.append)
    QTest.keyClick(tabs, Qt.Key.Key_Right)
    QTest.keyClick(tabs, Qt.Key.Key_Right)
    assert chosen == [1]
    assert "該当 20" in tabs.accessibleDescription()


# --- fields ------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "text",
    ["令和8年4月3日", "R8.4.3", "r8/4/3", "2026-04-03", "20260403", "2026年4月3日", "Ｒ８．４．３"],
)
def test_a_day_is_read_in_every_usual_form(text: str) -> None:
    assert parse_date(text) == date(2026, 4, 3)


@pytest.mark.parametrize("text", ["令和8年4月31日", "2026-13-01", "きのう", "昭和65年1月1日", ""])
def test_what_is_no_day_is_none(text: str) -> None:
    assert parse_date(text) is None


def test_a_wrong_day_says_so_at_the_field_and_gives_no_value() -> None:
    field = DateField("通い始める日", date(2026, 4, 3), True)
    assert field.edit.text() == "令和8年4月3日"
    assert field.other.text() == "2026-04-03（金）"
    field.edit.setText("令和8年4月31日")
    field.edit.editingFinished.emit()
    assert field.value() is None
    assert "この日はありません" in field.error
    assert field.edit.accessibleDescription() == field.error
    field.edit.setText("2026-04-30")
    field.edit.editingFinished.emit()
    assert field.value() == date(2026, 4, 30)
    assert field.error == ""


def test_a_day_counts_as_soon_as_it_is_typed_and_keeps_its_form_until_it_is_left() -> None:
    field = DateField("通い始める日", date(2026, 4, 3), True)
    told: list[date | None] = []
    field.changed.connect(lambda: told.append(field.value()))
    field.edit.selectAll()
    QTest.keyClicks(field.edit, "2026-4-15")
    assert field.value() == date(2026, 4, 15)
    assert field.edit.text() == "2026-4-15"
    assert field.other.text() == "2026-04-15（水）"
    assert told == [None, date(2026, 4, 1), date(2026, 4, 15)]
    assert field.error == ""
    assert field.finish()
    assert field.edit.text() == "令和8年4月15日"
    assert told[-1] == date(2026, 4, 15)


def test_a_day_that_became_none_while_typing_counts_no_more() -> None:
    field = DateField("通い始める日", date(2026, 4, 3), True)
    QTest.keyClicks(field.edit, "9")
    assert field.value() is None
    assert field.other.text() == ""
    assert field.error == ""
    assert not field.finish()
    assert "この日はありません" in field.error


def test_fields_carry_their_label_as_accessible_name() -> None:
    fields = [
        TextField("園の名前", required=False),
        ChoiceField("来た人", ["本人", "代理人"]),
        NoteField("理由", required=True),
    ]
    assert [field.editor.accessibleName() for field in fields] == [
        "園の名前 任意",
        "来た人",
        "理由 必須",
    ]


# --- rows --------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Procedure:
    id: str
    title: str


class ProcedureRows:
    def key(self, row: Procedure) -> str:
        return row.id

    def height(self, row: Procedure) -> float:
        return 37

    def spoken(self, row: Procedure) -> str:
        return row.title

    def paint(self, painter: QPainter, rect: QRectF, row: Procedure, state: RowState) -> None:
        painter.fillRect(QRectF(40, 10, 10, 10), QColor("red" if state.selected else "green"))

    def focus_rect(self, row: Procedure, rect: QRectF) -> QRectF | None:
        return QRectF(100, 4, 120, rect.height() - 8)

    def line_left(self, row: Procedure, state: RowState) -> float:
        return 0 if state.last else 106


def made_list(count: int = 6) -> GroupedList[Procedure]:
    rows = [Procedure(f"P{at}", f"手続{at}") for at in range(count)]
    view: GroupedList[Procedure] = GroupedList("手続の一覧", ProcedureRows())
    view.resize(600, 300)
    half = count // 2
    view.show_groups(
        [Group("町民課", rows[:half], half), Group("福祉課", rows[half:], note="あとで")]
    )
    return view


def test_the_arrows_pass_over_headings() -> None:
    view = made_list(4)
    seen: list[str] = []
    view.selected.connect(lambda row: seen.append(row.id))
    for _ in range(5):
        QTest.keyClick(view, Qt.Key.Key_Down)
    QTest.keyClick(view, Qt.Key.Key_Home)
    QTest.keyClick(view, Qt.Key.Key_End)
    assert seen == ["P1", "P2", "P3", "P0", "P3"]


def test_enter_opens_the_selected_row() -> None:
    view = made_list()
    opened: list[str] = []
    view.opened.connect(lambda row: opened.append(row.id))
    view.select("P4")
    QTest.keyClick(view, Qt.Key.Key_Return)
    assert opened == ["P4"]
    assert not view.select("P99")


def test_the_selection_stays_when_the_rows_are_shown_anew() -> None:
    view = made_list()
    view.select("P2")
    view.show_groups(
        [Group("", [Procedure("P2", "新しい"), Procedure("P9", "別")], look=HeadingLook.NONE)]
    )
    current = view.current()
    assert current is not None
    assert current.title == "新しい"
    view.show_groups([Group("", [Procedure("P9", "別")])])
    current = view.current()
    assert current is not None
    assert current.id == "P9"


def test_a_list_speaks_its_rows_and_headings() -> None:
    view = made_list()
    model = view.model()
    words = [
        model.data(model.index(at, 0), Qt.ItemDataRole.AccessibleTextRole)
        for at in range(model.rowCount())
    ]
    assert words[:3] == ["町民課", "手続0", "手続1"]


def test_a_thousand_rows_paint_only_what_is_seen() -> None:
    painted: list[str] = []

    class Counting(ProcedureRows):
        def paint(self, painter: QPainter, rect: QRectF, row: Procedure, state: RowState) -> None:
            painted.append(row.id)

    view: GroupedList[Procedure] = GroupedList("手続の一覧", Counting())
    view.resize(600, 300)
    view.show_groups([Group("課", [Procedure(f"P{at}", "") for at in range(1000)])])
    view.grab()
    assert 0 < len(painted) < 40


def test_a_widget_takes_the_place_of_a_row() -> None:
    view = made_list()
    holder = Button("頼み直す")
    holder.setFixedHeight(120)
    view.set_widget("P1", holder)
    view.show()
    QApplication.processEvents()
    assert holder.isVisible()
    assert view.visualRect(view.model().index(2, 0)).height() == holder.sizeHint().height()


def test_columns_share_what_is_left() -> None:
    placed = columns(500, [Column("判定", 100), Column("手続"), Column("期限", 100)])
    assert placed == ((0, 100), (100, 300), (400, 100))


# --- focus -------------------------------------------------------------------------------------


def window_with(*widgets: QWidget) -> tuple[Stack, FocusFrame]:
    window = Stack(*widgets, margins=(40, 40, 40, 40), gap=30)
    frame = FocusFrame(window)
    theme.dress(window)
    window.resize(640, 400)
    window.show()
    window.activateWindow()
    QApplication.processEvents()
    return window, frame


def placed(window: QWidget, widget: QWidget) -> QRect:
    return QRect(widget.mapTo(window, QPoint(0, 0)), widget.size())


def around(window: QWidget, frame: FocusFrame) -> QRect:
    """Where the rings stand, in the window's coordinates."""
    return placed(window, frame.rings)


def test_the_frame_stands_six_px_around_what_has_the_focus_and_follows_it() -> None:
    one, two = Button("一"), Button("二")
    window, frame = window_with(one, two)
    for button in (one, two, one):
        button.setFocus()
        QApplication.processEvents()
        assert frame.target is button
        assert around(window, frame) == placed(window, button).adjusted(-6, -6, 6, 6)
    window.resize(800, 500)
    QApplication.processEvents()
    assert around(window, frame) == placed(window, one).adjusted(-6, -6, 6, 6)


def test_the_frame_is_black_outside_and_yellow_inside() -> None:
    one = Button("一")
    window, _frame = window_with(one)
    one.setFocus()
    QApplication.processEvents()
    image = window.grab().toImage()
    box, middle = placed(window, one), placed(window, one).center().x()
    column = [image.pixelColor(middle, box.top() - at).name() for at in range(1, 8)]
    assert column[:2] == [theme.FOCUS_YELLOW] * 2
    assert column[2:6] == [theme.FOCUS_BLACK] * 4
    assert column[6] == "#ffffff"


def test_the_frame_is_cut_at_the_edge_of_its_scroll_area() -> None:
    buttons = [Button(str(number)) for number in range(20)]
    area = Scroll(Stack(*buttons))
    window, frame = window_with(area)
    buttons[0].setFocus()
    QApplication.processEvents()
    area.verticalScrollBar().setValue(30)
    QApplication.processEvents()
    assert around(window, frame) == placed(window, buttons[0]).adjusted(-6, -6, 6, 6)
    seen = frame.rings.visibleRegion().boundingRect()
    assert frame.rings.mapTo(window, seen.topLeft()).y() == placed(window, area.viewport()).top()


def test_a_frame_at_rest_paints_nothing_again() -> None:
    painted: list[int] = []

    class Counting(Button):
        def paintEvent(self, event: QPaintEvent) -> None:
            painted.append(1)
            super().paintEvent(event)

    one = Counting("一")
    window_with(one)
    one.setFocus()
    for _ in range(5):
        QApplication.processEvents()
    painted.clear()
    for _ in range(20):
        QApplication.processEvents()
    assert painted == []


def test_the_frame_goes_when_nothing_has_the_focus() -> None:
    one = Button("一")
    _, frame = window_with(one)
    one.setFocus()
    QApplication.processEvents()
    assert frame.rings.isVisible()
    one.clearFocus()
    QApplication.processEvents()
    assert not frame.rings.isVisible()


def test_the_frame_outlives_the_page_it_stood_on() -> None:
    one = Button("一")
    page = Scroll(Stack(Button("二"), Button("三")))
    window, frame = window_with(one, page)
    inner = page.findChildren(Button)[1]
    inner.setFocus()
    QApplication.processEvents()
    page.setParent(None)
    page.deleteLater()
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    one.setFocus()
    QApplication.processEvents()
    assert frame.target is one
    assert around(window, frame) == placed(window, one).adjusted(-6, -6, 6, 6)
    assert frame.rings.isVisible()


def test_the_frame_stands_where_a_list_says_and_goes_with_its_row() -> None:
    view = made_list(40)
    window, frame = window_with(view)
    view.setFocus()
    for key in ("P1", "P30"):
        view.select(key)
        QApplication.processEvents()
        row = view.visualRect(view.currentIndex())
        corner = view.viewport().mapTo(window, row.topLeft())
        wanted = QRect(corner.x() + 100, corner.y() + 4, 120, row.height() - 8)
        assert around(window, frame) == wanted.adjusted(-6, -6, 6, 6)


def test_the_frame_lies_inside_a_row_that_fills_its_list() -> None:
    class WholeRow(ProcedureRows):
        def focus_rect(self, row: Procedure, rect: QRectF) -> QRectF | None:
            return None

    view: GroupedList[Procedure] = GroupedList("確認待ち", WholeRow())
    view.show_groups([Group("", [Procedure("P0", "支援措置の解除")], look=HeadingLook.NONE)])
    window, frame = window_with(view)
    view.setFocus()
    QApplication.processEvents()
    row = view.visualRect(view.currentIndex())
    corner = view.viewport().mapTo(window, row.topLeft())
    assert around(window, frame) == QRect(corner, row.size())
    image = window.grab().toImage()
    column = [image.pixelColor(corner.x() + 200, corner.y() + at).name() for at in range(6)]
    assert column == [theme.FOCUS_BLACK] * 4 + [theme.FOCUS_YELLOW] * 2


def test_the_frame_grows_with_the_text() -> None:
    one = Button("一")
    window, frame = window_with(one)
    one.setFocus()
    QApplication.processEvents()
    theme.set_text_scale(200, window)
    for _ in range(3):
        QApplication.processEvents()
    assert around(window, frame) == placed(window, one).adjusted(-12, -12, 12, 12)


def test_windows_with_a_frame_can_be_dropped_at_any_moment() -> None:
    for _ in range(20):
        window, _frame = window_with(Button("一"), made_list())
        window.findChildren(Button)[0].setFocus()
        QApplication.processEvents()
        del window, _frame
        gc.collect()
    assert QApplication.focusWidget() is None


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
