"""The resident's window: every page in every language and size, reachable, readable, closed off."""

from collections.abc import Iterator

import pytest
from PySide6.QtCore import QEvent, QPoint, QPointF, QRect, QSize, Qt
from PySide6.QtGui import QColor, QMouseEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractScrollArea,
    QApplication,
    QScrollBar,
    QWidget,
)

from tests.tablet_kit import button, is_white, picture, settle, shown, tablet_window, tap
from ui import theme
from ui.tablet import samples
from ui.tablet.buttons import LanguageButton, SizeButton
from ui.tablet.language_page import LanguagePage
from ui.tablet.look import Look, TextSize
from ui.tablet.notice_page import NoticePage
from ui.tablet.page import Page
from ui.tablet.pin_page import PinPage
from ui.tablet.question_page import QuestionPage
from ui.tablet.read_page import ReadPage
from ui.tablet.reading_page import ReadingPage
from ui.tablet.sign_page import SignPage
from ui.tablet.texts import languages
from ui.tablet.window import TabletWindow
from ui.widgets.drawing import text_width
from ui.widgets.pin import PinBoxes, _Key
from ui.widgets.words import Words, without_ruby

SCENES = samples.scenes()
TAGS = [language.tag for language in languages()]
LEAST = 56


@pytest.fixture
def window() -> Iterator[TabletWindow]:
    yield from tablet_window()


def opened(window: TabletWindow, scene: str, tag: str, size: TextSize = TextSize.NORMAL) -> Page:
    window.blank()  # else language and size make the former page anew
    window.blank()  # so that language and size make no page of their own
    window.set_language(tag)
    window.set_text_size(size)
    window.show_page(SCENES[scene])
    settle()
    page = window.page
    assert page is not None
    return page


def pressable(window: TabletWindow) -> list[QAbstractButton]:
    return shown(window, QAbstractButton)


@pytest.mark.parametrize("scene", SCENES)
@pytest.mark.parametrize("size", TextSize, ids=lambda size: size.name)
def test_every_target_is_large_enough(window: TabletWindow, scene: str, size: TextSize) -> None:
    for tag in ("ja", "vi"):
        opened(window, scene, tag, size)
        for target in pressable(window):
            name = target.accessibleName()
            assert target.width() >= LEAST, (tag, name, target.size())
            assert target.height() >= LEAST, (tag, name, target.size())


@pytest.mark.parametrize("tag", TAGS)
def test_everything_that_takes_the_focus_has_a_name(window: TabletWindow, tag: str) -> None:
    for scene in SCENES:
        opened(window, scene, tag)
        for widget in shown(window, QWidget):
            if widget.focusPolicy() != Qt.FocusPolicy.NoFocus:
                assert widget.accessibleName().strip(), (scene, type(widget))
                assert "《" not in widget.accessibleName()
                assert "**" not in widget.accessibleName()


@pytest.mark.parametrize("size", TextSize, ids=lambda size: size.name)
@pytest.mark.parametrize("tag", TAGS)
def test_bars_buttons_and_words_lie_whole_on_the_screen(
    window: TabletWindow, size: TextSize, tag: str
) -> None:
    for scene in SCENES:
        page = opened(window, scene, tag, size)
        _check_bars(window, page)
        _check_words(page)


def _check_bars(window: TabletWindow, page: Page) -> None:
    screen = QRect(QPoint(0, 0), QSize(1280, 800))
    assert window.size() == screen.size()
    footer = (*page.left, *page.middle, *page.right)
    for target in (*footer, *shown(window, SizeButton)):
        place = QRect(target.mapTo(window, QPoint(0, 0)), target.size())
        assert screen.contains(place), (target.accessibleName(), place)
        assert target.width() >= target.sizeHint().width() - 1, target.accessibleName()
    places = [QRect(b.mapTo(window, QPoint(0, 0)), b.size()) for b in footer]
    for at, place in enumerate(places):
        assert not any(place.intersects(other) for other in places[at + 1 :])


def _check_words(page: Page) -> None:
    for words in page.findChildren(Words):
        if words.isVisible():
            needed = words.heightForWidth(words.width())
            assert words.height() >= needed - 1, words.accessibleName()
            area = _scrolled_in(words)
            holder: QWidget = page if area is None else area.viewport()
            left = words.mapTo(holder, QPoint(0, 0)).x()
            assert left + words.width() <= holder.width(), words.accessibleName()


def _scrolled_in(widget: QWidget) -> QAbstractScrollArea | None:
    parent = widget.parentWidget()
    while parent is not None:
        if isinstance(parent, QAbstractScrollArea):
            return parent
        parent = parent.parentWidget()
    return None


@pytest.mark.parametrize("scene", SCENES)
def test_every_control_is_reached_by_tab(window: TabletWindow, scene: str) -> None:
    page = opened(window, scene, "ja")
    window.activateWindow()
    assert QTest.qWaitForWindowActive(window, 60_000)
    start = page.first_focus()
    assert start is not None
    start.setFocus()
    reached: set[QWidget] = set()
    for _ in range(80):
        focused = QApplication.focusWidget()
        assert focused is not None
        reached.add(focused)
        QTest.keyClick(focused, Qt.Key.Key_Tab)
    for target in pressable(window):
        if target.focusPolicy() & Qt.FocusPolicy.TabFocus:
            assert target in reached, target.accessibleName()


def _luminance(value: str) -> float:
    colour = QColor(value)
    parts = (colour.redF(), colour.greenF(), colour.blueF())
    linear = [c / 12.92 if c <= 0.03928 else ((c + 0.055) / 1.055) ** 2.4 for c in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


@pytest.mark.parametrize(
    ("ink", "ground"),
    [
        (theme.INK_STRONG, theme.WHITE),
        (theme.INK_STRONG, theme.TINT),
        (theme.INK_STRONG, theme.OK_GROUND),
        (theme.INK_2_RESIDENT, theme.WHITE),
        (theme.INK_2_RESIDENT, theme.OK_GROUND),
        (theme.PRIMARY, theme.WHITE),
        (theme.WHITE, theme.PRIMARY),
        (theme.ERROR_INK, theme.WHITE),
        (theme.OK_INK, theme.OK_GROUND),
    ],
)
def test_inks_of_the_tablet_stand_out(ink: str, ground: str) -> None:
    light, dark = sorted((_luminance(ink), _luminance(ground)), reverse=True)
    assert (light + 0.05) / (dark + 0.05) >= 7


@pytest.mark.parametrize("tag", TAGS)
def test_the_pad_keeps_its_size_and_the_answers_are_in_view_in_the_largest_text(
    window: TabletWindow, tag: str
) -> None:
    for scene in ("10c-tablet-question", "12e-tablet-sign-for", "14d-tablet-pin-last"):
        page = opened(window, scene, tag, TextSize.LARGEST)
        if isinstance(page, SignPage):
            assert (page.pad.width(), page.pad.height()) == (760, 504), scene
            assert page.rect().contains(page.pad.geometry()), scene
        if isinstance(page, QuestionPage):
            for answer in page.answers:
                place = QRect(answer.mapTo(page, QPoint(0, 0)), answer.size())
                assert page.rect().contains(place), (scene, answer.accessibleName())
                assert answer.height() >= answer.height_at(answer.width()) - 1


@pytest.mark.parametrize("tag", TAGS)
def test_the_words_of_the_number_pad_lie_within_their_keys(window: TabletWindow, tag: str) -> None:
    page = opened(window, "14-tablet-pin", tag, TextSize.LARGEST)
    assert isinstance(page, PinPage)
    for key in page.pad.findChildren(_Key):
        if not key.text().isdigit():
            lines, px = key._fitted(key.width() - 10)
            wide = max(text_width(line, px, family=page.look.tongue.family) for line in lines)
            assert wide <= key.width() - 10, key.text()


@pytest.mark.parametrize("size", [TextSize.LARGE, TextSize.LARGEST], ids=lambda size: size.name)
def test_larger_text_is_scrolled_by_buttons_large_enough(
    window: TabletWindow, size: TextSize
) -> None:
    page = opened(window, "11-tablet-read", "vi", size)
    bars = [b for b in page.findChildren(QScrollBar) if b.isVisible()]
    assert len(bars) == 2
    for bar in bars:
        before = bar.value()
        assert bar.width() >= LEAST
        QTest.mouseClick(bar, Qt.MouseButton.LeftButton, pos=QPoint(28, bar.height() - 28))
        assert bar.value() > before


def test_a_pen_that_drags_scrolls_and_presses_nothing(window: TabletWindow) -> None:
    page = opened(window, "11-tablet-read", "vi", TextSize.LARGEST)
    assert isinstance(page, ReadPage)
    row = page.items[3]
    lit = [item.isChecked() for item in page.items]
    bar = page._beside.verticalScrollBar()
    before = bar.value()
    drag(row, QPoint(60, 60), QPoint(60, 0))
    assert bar.value() > before
    assert [item.isChecked() for item in page.items] == lit
    trembling = bar.value()
    drag(row, QPoint(60, 60), QPoint(66, 53))
    assert bar.value() == trembling
    assert row.isChecked()


def drag(on: QWidget, start: QPoint, end: QPoint) -> None:
    """Press, move with the button held, let go."""
    pressed, none = Qt.MouseButton.LeftButton, Qt.MouseButton.NoButton
    for kind, at, held in (
        (QEvent.Type.MouseButtonPress, start, pressed),
        (QEvent.Type.MouseMove, (start + end) / 2, pressed),
        (QEvent.Type.MouseMove, end, pressed),
        (QEvent.Type.MouseButtonRelease, end, none),
    ):
        button = none if kind is QEvent.Type.MouseMove else pressed
        where = QPointF(on.mapToGlobal(start)) + QPointF(at - start)
        event = QMouseEvent(kind, QPointF(at), where, button, held, Qt.KeyboardModifier.NoModifier)
        QApplication.sendEvent(on, event)
    settle()


# --- language and size ----------------------------------------------------------------------------


def test_languages_stand_under_their_own_names(window: TabletWindow) -> None:
    opened(window, "10-tablet-language", "ja")
    named = [card.accessibleName() for card in shown(window, LanguageButton)]
    assert "Tiếng Việt ベトナム語" in named
    assert len(named) == len(TAGS)


def test_the_language_can_be_changed_on_every_page(window: TabletWindow) -> None:
    for scene in SCENES:
        if "language" in scene:
            continue
        opened(window, scene, "ja")
        tap(button(window, "Language"))
        assert isinstance(window.page, LanguagePage)
        tap(button(window, "English"))
        assert window.language == "en"
        assert not isinstance(window.page, LanguagePage)


def test_the_choice_of_language_can_be_left_again(window: TabletWindow) -> None:
    opened(window, "14e-tablet-card-read", "vi")
    tap(button(window, "Language"))
    tap(button(window, "Quay lại"))
    assert isinstance(window.page, ReadingPage)
    assert window.language == "vi"


def test_text_grows_with_the_switch(window: TabletWindow) -> None:
    heights = []
    for at in range(3):
        opened(window, "13-tablet-done", "ja", TextSize.NORMAL)
        tap(shown(window, SizeButton)[at])
        page = window.page
        assert page is not None
        words = next(w for w in page.findChildren(Words) if w.accessibleName() == "今日")
        heights.append(words.height())
    assert heights[0] < heights[1] < heights[2]
    assert heights[2] == pytest.approx(2 * heights[0], abs=2)


@pytest.mark.parametrize("tag", ["ja", "ja-x-easy", "vi", "my"])
def test_in_the_largest_text_a_wrong_number_and_the_boxes_are_seen_without_scrolling(
    window: TabletWindow, tag: str
) -> None:
    page = opened(window, "14b-tablet-pin-wrong", tag, TextSize.LARGEST)
    boxes = page.findChild(PinBoxes)
    assert boxes is not None
    wrong = page.look.tongue.say("番号がちがいました。")
    told = next(w for w in page.findChildren(Words) if w.accessibleName() == without_ruby(wrong))
    foot = page.mapToGlobal(page.rect().bottomLeft()).y()
    for part in (told, boxes):
        top = part.mapToGlobal(QPoint(0, 0)).y()
        assert page.mapToGlobal(QPoint(0, 0)).y() <= top
        assert top + part.height() <= foot


def test_the_size_in_use_is_marked(window: TabletWindow) -> None:
    opened(window, "13-tablet-done", "ja", TextSize.LARGE)
    assert [b.isChecked() for b in shown(window, SizeButton)] == [False, True, False]


def test_the_next_person_begins_anew(window: TabletWindow) -> None:
    opened(window, "13-tablet-done", "vi", TextSize.LARGEST)
    window.blank()
    window.forget_person()
    assert (window.language, window.text_size) == ("", TextSize.NORMAL)


def test_a_larger_screen_draws_everything_larger(window: TabletWindow) -> None:
    opened(window, "14e-tablet-card-read", "ja")
    before = window.page.help.height() if window.page is not None else 0
    window.resize(1920, 1200)
    settle()
    assert window.page is not None
    assert window.page.help.height() == pytest.approx(1.5 * before, abs=1)


# --- help, blank, kiosk ---------------------------------------------------------------------------


def test_asking_the_staff_is_told_until_somebody_goes_on(window: TabletWindow) -> None:
    asked: list[bool] = []
    window.help_wanted.connect(asked.append)
    opened(window, "14e-tablet-card-read", "ja")
    tap(button(window, "職員に聞く"))
    assert asked == [True]
    assert isinstance(window.page, NoticePage)
    tap(button(window, "もどる"))
    assert isinstance(window.page, ReadingPage)
    assert asked == [True, False]
    tap(button(window, "職員に聞く"))
    window.blank()
    window.blank()
    assert asked == [True, False, True, False]


@pytest.mark.parametrize("scene", SCENES)
def test_blank_is_white_after_every_page(window: TabletWindow, scene: str) -> None:
    opened(window, scene, "vi")
    assert not is_white(picture(window))
    window.blank()
    assert is_white(picture(window))
    assert not shown(window, QAbstractButton)


def test_a_tablet_begins_blank(window: TabletWindow) -> None:
    assert window.is_blank
    assert is_white(picture(window))


def test_a_change_of_size_while_blank_shows_nothing(window: TabletWindow) -> None:
    opened(window, "13-tablet-done", "vi")
    window.blank()
    window.set_text_size(TextSize.LARGE)
    window.resize(1920, 1200)
    settle()
    assert is_white(picture(window))


def test_a_kiosk_fills_the_screen_and_cannot_be_closed(window: TabletWindow) -> None:
    window.set_kiosk(True)
    settle()
    assert window.isFullScreen()
    assert window.windowFlags() & Qt.WindowType.FramelessWindowHint
    assert not window.close()
    for key in (Qt.Key.Key_Escape, Qt.Key.Key_F4, Qt.Key.Key_F11, Qt.Key.Key_F1):
        QTest.keyClick(window, key, Qt.KeyboardModifier.AltModifier)
        QTest.keyClick(window, key)
    settle()
    assert window.isVisible()
    assert window.isFullScreen()
    assert window.contextMenuPolicy() == Qt.ContextMenuPolicy.PreventContextMenu
    window.allow_close()
    assert window.close()


def test_no_page_offers_a_menu_of_its_own(window: TabletWindow) -> None:
    for scene in SCENES:
        opened(window, scene, "ja")
        for widget in shown(window, QWidget):
            assert not widget.actions(), (scene, type(widget))


def test_a_look_translates_for_its_own_language_alone(window: TabletWindow) -> None:
    page = opened(window, "13-tablet-done", "vi")
    look: Look = page.look
    assert look.japanese("今日")[0].text == "今日"
    page = opened(window, "13-tablet-done", "ja-x-easy")
    assert page.look.japanese("今日") == ()
