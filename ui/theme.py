"""The look of the counter: colours, type, text scale (文字の大きさ), breakpoints and style sheet.

Every size in the product is written in px at 100 % text. Painted parts scale their painter;
everything that is laid out asks `scaled`. The scale is one figure for the application, and a
window (the resident's tablet) may have one of its own.
"""

from enum import Enum, StrEnum
from functools import cache
from typing import Final

from PySide6.QtCore import QMetaObject, QObject, Qt
from PySide6.QtGui import QColor, QFont, QFontDatabase, QFontMetricsF, QPalette
from PySide6.QtWidgets import QApplication, QWidget

from resources.loader import FONT_FILES, data_file, font_file

PRIMARY: Final = "#0017c1"
PRIMARY_HOVER: Final = "#00118f"
NAVY: Final = "#000060"
INK: Final = "#333333"
INK_STRONG: Final = "#1a1a1a"
INK_2: Final = "#666666"
INK_2_RESIDENT: Final = "#4d4d4d"
"""Secondary text on resident pages: 8.4:1 on white."""
WHITE: Final = "#ffffff"
GROUND: Final = "#f2f2f2"
TINT: Final = "#e8f1fe"
TINT_2: Final = "#d9e6ff"
TINT_3: Final = "#c5d7fb"
TINT_LINE: Final = "#9db7f9"
LINE: Final = "#cccccc"
LINE_SOFT: Final = "#e6e6e6"
LINE_STRONG: Final = "#767676"
LINE_GROUP: Final = "#999999"
LINE_KEY: Final = "#b3b3b3"
OK: Final = "#197a4b"
OK_GROUND: Final = "#e6f5ec"
OK_INK: Final = "#115a36"
OK_LINE: Final = "#9bd4b5"
ERROR: Final = "#ce0000"
ERROR_INK: Final = "#a90000"
ERROR_GROUND: Final = "#fdeeee"
ERROR_LINE: Final = "#ff9696"
WARN_INK: Final = "#8b3200"
WARN_MARK: Final = "#c74700"
WARN_GROUND: Final = "#ffeee2"
WARN_LINE: Final = "#ffa66d"
FOCUS_YELLOW: Final = "#ffd43d"
FOCUS_BLACK: Final = "#000000"

BAR: Final = 48
KEYS: Final = 60
ROW: Final = 44
RADIUS: Final = 8
RADIUS_SMALL: Final = 4
GAP: Final = 16

FOCUS_FRAME: Final = "focusFrame"
"""Object name of a window's focus frame."""
_SCALE: Final = "counterTextScale"
_THREE_COLUMNS: Final = 1200
"""Least width (px at 100 %) for rail, page and side panel beside each other."""


class Family(Enum):
    """What a text is set in; the families are tried in order for a missing character."""

    TEXT = ("BIZ UDPGothic", "Noto Sans CJK JP", "IPAmjMincho")
    FIGURES = ("BIZ UDGothic", "Noto Sans CJK JP")
    NAME = ("IPAmjMincho", "Noto Sans CJK JP")
    LATIN = ("Noto Sans", "BIZ UDPGothic", "Noto Sans CJK JP")
    THAI = ("Noto Sans Thai", "Noto Sans", "BIZ UDPGothic")
    DEVANAGARI = ("Noto Sans Devanagari", "Noto Sans", "BIZ UDPGothic")
    MYANMAR = ("Noto Sans Myanmar", "Noto Sans", "BIZ UDPGothic")
    KOREAN = ("Noto Sans CJK KR", "Noto Sans")
    CHINESE_SIMPLIFIED = ("Noto Sans CJK SC", "Noto Sans")
    CHINESE_TRADITIONAL = ("Noto Sans CJK TC", "Noto Sans")


_FAMILY_OF_LANGUAGE: Final = {
    "ja": Family.TEXT,
    "ja-x-easy": Family.TEXT,
    "zh-Hans": Family.CHINESE_SIMPLIFIED,
    "zh-Hant": Family.CHINESE_TRADITIONAL,
    "ko": Family.KOREAN,
    "th": Family.THAI,
    "ne": Family.DEVANAGARI,
    "my": Family.MYANMAR,
}


def family_of_language(tag: str) -> Family:
    """The family a resident's language (BCP 47 tag) is set in; Latin when nothing else is named."""
    return _FAMILY_OF_LANGUAGE.get(tag, Family.LATIN)


class Width(StrEnum):
    """How much room a window has, measured in px at 100 % text."""

    WIDE = "wide"
    NARROW = "narrow"
    """≤ 1360: the rail's key hints give way, the least needed table column goes."""
    SMALL = "small"
    """< 1200 (a common screen from 125 % text on): the rail lies down, the side panel is a drawer.

    Three columns beside each other would leave the middle one less than its table needs.
    """


class Measures:
    """Widths of the grid that change with the room a window has (px at 100 %)."""

    def __init__(self, width: Width) -> None:
        wide = width is Width.WIDE
        self.rail = 248 if wide else 216
        self.side = 344 if wide else 312
        self.pad = {Width.WIDE: 24, Width.NARROW: 16, Width.SMALL: 12}[width]


_application_scale = 1.0


def factor(of: QWidget | None = None) -> float:
    """Text scale that holds for a widget: its window's own, else the application's."""
    if of is not None:
        own = of.window().property(_SCALE)
        if own is not None:
            return float(own)
    return _application_scale


def scaled(px: float, of: QWidget | None = None) -> int:
    """A length in px at 100 % text, as device-independent px at the scale that holds for `of`."""
    return round(px * factor(of))


def set_text_scale(percent: int, window: QWidget | None = None) -> None:
    """Set the text scale (100–200 %) for the application or for one window, and redress it."""
    global _application_scale  # noqa: PLW0603  one figure for the process, changed by the clerk
    figure = min(max(percent, 100), 200) / 100
    if window is not None:
        window.setProperty(_SCALE, figure)
        dress(window)
        return
    _application_scale = figure
    for shown in QApplication.topLevelWidgets():
        if shown.property(_SCALE) is None and shown.property("counterDressed"):
            dress(shown)


def room(width: int, of: QWidget | None = None) -> Width:
    """Which breakpoint a window of `width` device-independent px falls under."""
    css = width / factor(of)
    if css < _THREE_COLUMNS:
        return Width.SMALL
    return Width.NARROW if css <= 1360 else Width.WIDE


@cache
def colour(value: str) -> QColor:
    """One QColor for each value, made once."""
    return QColor(value)


@cache
def plain_font(size: float, bold: bool = False, family: Family = Family.TEXT) -> QFont:
    """Font of `size` px at 100 %, for a painter that is scaled already."""
    font = QFont()
    font.setFamilies(list(family.value))
    font.setPixelSize(round(size))
    font.setBold(bold)
    font.setHintingPreference(QFont.HintingPreference.PreferNoHinting)
    return font


@cache
def metrics(size: float, bold: bool = False, family: Family = Family.TEXT) -> QFontMetricsF:
    """Metrics of `plain_font`, in px at 100 %."""
    return QFontMetricsF(plain_font(size, bold, family))


def font(
    size: float, bold: bool = False, family: Family = Family.TEXT, of: QWidget | None = None
) -> QFont:
    """Font of `size` px at 100 %, scaled for a widget that is laid out (a label, an input)."""
    made = QFont(plain_font(size, bold, family))
    made.setPixelSize(scaled(size, of))
    return made


@cache
def load_fonts() -> tuple[str, ...]:
    """Give Qt the product's fonts from their files; answers the families that are missing."""
    missing = []
    for name in FONT_FILES:
        path = font_file(name)
        if path is None or QFontDatabase.addApplicationFont(str(path)) < 0:
            missing.append(name)
    return tuple(missing)


def install(application: QApplication) -> None:
    """Fonts, palette and base style of the application; call once, before the first window."""
    load_fonts()
    application.setStyle("Fusion")
    application.setPalette(_palette())
    application.setFont(plain_font(16))


def dress(window: QWidget) -> None:
    """Give a top-level window the style sheet at its scale. Again after the scale changed."""
    window.setProperty("counterDressed", True)
    window.setFont(font(16, of=window))
    window.setStyleSheet(style_sheet(factor(window)))
    frame = window.findChild(QObject, FOCUS_FRAME)
    if frame is not None:  # after the layout: its rings keep their width in the new scale
        QMetaObject.invokeMethod(frame, "follow", Qt.ConnectionType.QueuedConnection)


def _palette() -> QPalette:
    palette = QPalette()
    role = QPalette.ColorRole
    for where, value in (
        (role.Window, WHITE),
        (role.WindowText, INK),
        (role.Base, WHITE),
        (role.AlternateBase, GROUND),
        (role.Text, INK),
        (role.Button, WHITE),
        (role.ButtonText, INK),
        (role.Highlight, PRIMARY),
        (role.HighlightedText, WHITE),
        (role.ToolTipBase, WHITE),
        (role.ToolTipText, INK),
        (role.PlaceholderText, INK_2),
        (role.Link, PRIMARY),
    ):
        palette.setColor(where, colour(value))
    return palette


@cache
def style_sheet(at: float) -> str:
    """The style sheet at a text scale: inputs, scroll bars, menus. Parts paint themselves."""

    def px(length: float) -> str:
        return f"{round(length * at)}px"

    down = data_file("icons", "down.svg").as_posix()
    return f"""
QToolTip {{ background: {WHITE}; color: {INK}; border: 1px solid {LINE_STRONG}; }}
QLineEdit, QComboBox, QDateEdit, QPlainTextEdit {{
  min-height: {px(42)}; border: {px(1)} solid {LINE_STRONG}; border-radius: {px(RADIUS)};
  padding: 0 {px(10)}; background: {WHITE}; color: {INK};
  selection-background-color: {PRIMARY}; selection-color: {WHITE}; font-size: {px(16)};
  placeholder-text-color: {INK_2};
}}
QLineEdit[tight="true"] {{ padding: 0 {px(8)}; }}
QPlainTextEdit {{ padding: {px(6)} {px(8)}; }}
QLineEdit[faulty="true"], QComboBox[faulty="true"], QPlainTextEdit[faulty="true"] {{
  border: {px(2)} solid {ERROR}; padding: 0 {px(9)}; min-height: {px(40)};
}}
QComboBox {{ padding: 0 {px(12)}; }}
QComboBox[faulty="true"] {{ padding: 0 {px(11)}; }}
QLineEdit[fixed="true"] {{ border: {px(1)} solid {WHITE}; }}
QComboBox::drop-down {{ border: 0; width: {px(36)}; }}
QComboBox::down-arrow {{ image: url("{down}"); width: {px(16)}; height: {px(16)}; }}
QComboBox QAbstractItemView {{
  border: 1px solid {LINE_STRONG}; background: {WHITE}; outline: 0;
  selection-background-color: {TINT}; selection-color: {PRIMARY_HOVER}; padding: {px(4)};
}}
QComboBox QAbstractItemView::item {{ min-height: {px(40)}; padding: 0 {px(8)}; }}
QScrollArea, QAbstractScrollArea#rows {{ border: 0; background: {WHITE}; }}
QScrollArea#sheet, QScrollArea#sheet > QWidget {{ background: {LINE_SOFT}; }}
QScrollBar:vertical {{
  width: {px(10)}; background: {GROUND}; border: 0; border-radius: {px(5)}; margin: 0;
}}
QScrollBar:horizontal {{
  height: {px(10)}; background: {GROUND}; border: 0; border-radius: {px(5)}; margin: 0;
}}
QScrollBar::handle {{
  background: {LINE_GROUP}; border: {px(1)} solid {GROUND}; border-radius: {px(4)};
  min-height: {px(32)}; min-width: {px(32)};
}}
QScrollBar::handle:hover {{ background: {LINE_STRONG}; }}
QScrollBar::add-line, QScrollBar::sub-line {{ width: 0; height: 0; }}
QScrollBar::add-page, QScrollBar::sub-page {{ background: transparent; }}
QMenu {{ background: {WHITE}; border: 1px solid {LINE_STRONG}; padding: {px(4)}; }}
QMenu::item {{ padding: {px(8)} {px(16)}; font-size: {px(16)}; }}
QMenu::item:selected {{ background: {TINT}; color: {PRIMARY_HOVER}; }}
"""
