"""Status chip (札): a state as icon and words on a tint, and the plainer marks of delivery."""

from dataclasses import dataclass
from enum import Enum
from typing import Final

from PySide6.QtCore import QRectF, QSizeF
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QLabel, QSizePolicy, QWidget

from ui import theme
from ui.widgets.drawing import Icon, Painted, draw_box, draw_icon, draw_text, text_width

HEIGHT: Final = 26.0


@dataclass(frozen=True, slots=True)
class _Look:
    fill: str
    line: str
    ink: str
    bold: bool = True
    dashed: bool = False
    width: float = 1
    radius: float = theme.RADIUS_SMALL


class Tint(Enum):
    """The grounds a chip can stand on."""

    BLUE = _Look(theme.TINT, theme.TINT_LINE, theme.PRIMARY_HOVER)
    SOLID = _Look(theme.PRIMARY, theme.PRIMARY, theme.WHITE)
    GREY = _Look(theme.GROUND, theme.LINE, theme.INK_2_RESIDENT, bold=False)
    OUTLINE = _Look(theme.WHITE, theme.LINE_STRONG, theme.INK, bold=False)
    DASHED = _Look(theme.WHITE, theme.LINE_STRONG, theme.INK, bold=False, dashed=True)
    DONE = _Look(theme.OK_GROUND, theme.OK_LINE, theme.OK_INK)
    WARNING = _Look(theme.WARN_GROUND, theme.WARN_LINE, theme.WARN_INK)
    ERROR = _Look(theme.ERROR_GROUND, theme.ERROR_LINE, theme.ERROR_INK, width=2, radius=8)


@dataclass(frozen=True, slots=True)
class Chip:
    """What a chip shows: its ground, its icon and its words."""

    tint: Tint
    icon: Icon
    text: str

    def saying(self, text: str) -> "Chip":
        """The same chip in other words, e.g. `ChipKind.VIEWING.value.saying("閲覧中 3／4")`."""
        return Chip(self.tint, self.icon, text)


class ChipKind(Enum):
    """Every kind of chip the screens use. Use `.chip()` for its words, `.chip("…")` for others."""

    APPLIES = Chip(Tint.BLUE, Icon.DOCUMENT, "該当")
    COVERED = Chip(Tint.OUTLINE, Icon.BENT_ARROW, "みなし")
    NOTHING_TO_FILE = Chip(Tint.GREY, Icon.BAR, "届出不要")
    GUIDE_ONLY = Chip(Tint.OUTLINE, Icon.INFO, "案内のみ")
    UNDECIDED = Chip(Tint.DASHED, Icon.HELP, "未定")
    CARD_READ = Chip(Tint.DONE, Icon.CHECK, "読取り済み")
    CARD_READING = Chip(Tint.BLUE, Icon.SCAN, "読取り中")
    CARD_NOT_TODAY = Chip(Tint.DASHED, Icon.CLOCK, "今日はない")
    CARD_REMOVED = Chip(Tint.ERROR, Icon.CROSS, "外れました")
    NO_CARD = Chip(Tint.GREY, Icon.BAR, "カードなし")
    RESENT = Chip(Tint.WARNING, Icon.MAIL_WAITS, "再送")
    NOT_DELIVERED = Chip(Tint.WARNING, Icon.MAIL_WAITS, "届かない")
    DECLINED = Chip(Tint.ERROR, Icon.CROSS, "お断り")
    OTHER_OFFER = Chip(Tint.ERROR, Icon.CROSS, "別の日時の提案")
    ATTENTION = Chip(Tint.ERROR, Icon.ALERT, "対応が必要")
    LATE = Chip(Tint.ERROR, Icon.ALERT, "おくれ")
    STOPPED = Chip(Tint.ERROR, Icon.CROSS, "止める")
    ABANDONED = Chip(Tint.GREY, Icon.BAR, "やめました")
    VIEWING = Chip(Tint.BLUE, Icon.PEN, "閲覧中")
    LOOKING = Chip(Tint.BLUE, Icon.PEN, "見ています")
    NEXT = Chip(Tint.OUTLINE, Icon.CLOCK, "次")
    AFTER_SIGNING = Chip(Tint.OUTLINE, Icon.CLOCK, "署名のあと")
    HELD = Chip(Tint.OUTLINE, Icon.CLOCK, "保留")
    READ_THROUGH = Chip(Tint.OUTLINE, Icon.CHECK, "読みました")
    NOT_YET = Chip(Tint.DASHED, Icon.RING, "まだ")
    NOT_DECIDED = Chip(Tint.DASHED, Icon.HELP, "まだ")
    READY = Chip(Tint.DONE, Icon.CHECK, "用意できました")
    CONFIRMED = Chip(Tint.DONE, Icon.CHECK, "確認しました")
    ARRIVED = Chip(Tint.DONE, Icon.CHECK, "届いています")
    ALLOWED = Chip(Tint.DONE, Icon.CHECK, "許す")
    SIGNED = Chip(Tint.DONE, Icon.CHECK, "署名済み")
    PRINTED = Chip(Tint.DONE, Icon.CHECK, "印刷済み")
    SAME_AS_SEEN = Chip(Tint.DONE, Icon.SHIELD, "見た紙と同じ")
    RELEASE_WAITS = Chip(Tint.OUTLINE, Icon.SHIELD, "監督者の解除待ち")
    MOVE_OUT_WAITS = Chip(Tint.DASHED, Icon.WAIT, "転出の処理待ち")
    SPECIAL_MOVE_IN = Chip(Tint.OUTLINE, Icon.CARD, "特例転入")
    PERSON = Chip(Tint.OUTLINE, Icon.PERSON, "本人")

    def chip(self, text: str = "") -> Chip:
        """The chip, in its own words or in `text`."""
        return self.value.saying(text) if text else self.value


def chip_width(chip: Chip) -> float:
    """Width of a chip, px at 100 %."""
    look = chip.tint.value
    return 6 + 16 + 5 + text_width(chip.text, 14, look.bold) + 8 + 2 * look.width


def draw_chip(painter: QPainter, x: float, middle: float, chip: Chip) -> float:
    """Draw a chip with its left edge at `x`, centred on `middle`; answers its width."""
    look = chip.tint.value
    box = QRectF(x, middle - HEIGHT / 2, chip_width(chip), HEIGHT)
    draw_box(
        painter,
        box,
        fill=look.fill,
        line=look.line,
        width=look.width,
        radius=look.radius,
        dashed=look.dashed,
    )
    left = x + look.width + 6
    draw_icon(painter, QRectF(left, middle - 8, 16, 16), chip.icon, look.ink)
    words = QRectF(left + 21, box.top(), box.right() - left - 21, HEIGHT)
    draw_text(painter, words, chip.text, 14, look.ink, bold=look.bold)
    return box.width()


class StatusChip(Painted, QLabel):
    """One chip as a widget; `show_chip` changes it."""

    def __init__(self, chip: Chip, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.show_chip(chip)

    def show_chip(self, chip: Chip) -> None:
        self._chip = chip
        self.setAccessibleName(chip.text)
        self.updateGeometry()
        self.update()

    def natural_size(self) -> QSizeF:
        return QSizeF(chip_width(self._chip), HEIGHT)

    def draw(self, painter: QPainter, size: QSizeF) -> None:
        draw_chip(painter, 0, size.height() / 2, self._chip)


@dataclass(frozen=True, slots=True)
class Mark:
    """An icon and words without a ground."""

    icon: Icon
    text: str
    ink: str
    bold: bool = False


class DeliveryMark(Enum):
    """State of a message on its way (送信の状態), beside the commitment and never mixed with it."""

    MADE = Mark(Icon.BAR, "作成", theme.INK_2)
    WAITS = Mark(Icon.MAIL_WAITS, "待ち", theme.WARN_INK)
    RESENT = Mark(Icon.MAIL_WAITS, "再送", theme.WARN_INK)
    ARRIVED = Mark(Icon.MAIL_ARRIVED, "届いた", theme.OK_INK)
    FAILED = Mark(Icon.MAIL_FAILED, "失敗", theme.ERROR_INK)
    EXPIRED = Mark(Icon.MAIL_FAILED, "期限切れ", theme.ERROR_INK)

    def mark(self, text: str = "") -> Mark:
        """The mark, in its own words or in `text`."""
        own = self.value
        return Mark(own.icon, text, own.ink, own.bold) if text else own


def mark_width(mark: Mark) -> float:
    return 22 + text_width(mark.text, 14, mark.bold)


def draw_mark(painter: QPainter, x: float, middle: float, mark: Mark, gap: float = 6) -> float:
    """Draw icon and words, `gap` apart, from `x`, centred on `middle`; answers the width."""
    draw_icon(painter, QRectF(x, middle - 8, 16, 16), mark.icon, mark.ink)
    width = mark_width(mark) - 6 + gap
    words = QRectF(x + 16 + gap, middle - 13, width - 16 - gap, 26)
    draw_text(painter, words, mark.text, 14, mark.ink, bold=mark.bold)
    return width


class MarkLine(Painted, QLabel):
    """An icon with words as a widget: delivery states, 「10:17 保存済み」, 「印刷できます」."""

    def __init__(self, mark: Mark, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.show_mark(mark)

    def show_mark(self, mark: Mark) -> None:
        self._mark = mark
        self.setAccessibleName(mark.text)
        self.updateGeometry()
        self.update()

    def natural_size(self) -> QSizeF:
        return QSizeF(mark_width(self._mark), 22)

    def draw(self, painter: QPainter, size: QSizeF) -> None:
        draw_mark(painter, 0, size.height() / 2, self._mark)
