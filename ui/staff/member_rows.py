"""The member table of 03: name, kana, dates in both calendars, facts, sources."""

from typing import Final

from PySide6.QtCore import QPointF, QRectF
from PySide6.QtGui import QPainter

from ui import theme
from ui.staff.household_views import MemberRowView, SourcedView
from ui.theme import Family, Width
from ui.widgets.chip import Mark, draw_mark
from ui.widgets.drawing import Icon, draw_line, draw_text, text_width
from ui.widgets.fitted_names import FittedName, fit_name, paint_fitted
from ui.widgets.rows import Column, RowState, columns
from ui.widgets.source import draw_source
from ui.widgets.words import Run, draw_runs, runs_height, runs_width

_NAME, _RELATION, _BIRTH = "氏名・振り仮名", "続柄", "生年月日"
_FACTS, _CARD = "前の町での資格など", "カード・番号"

_CELL, _TAG = 10.0, 28.0

COLUMNS: Final = {
    Width.WIDE: (
        Column("", 30),
        Column(_NAME),
        Column(_RELATION, 92),
        Column(_BIRTH, 184),
        Column(_FACTS, 176),
        Column(_CARD, 116),
    ),
    Width.NARROW: (
        Column("", 26),
        Column(_NAME),
        Column(_RELATION, 84),
        Column(_BIRTH, 172),
        Column(_FACTS, 152),
        Column(_CARD, 108),
    ),
    Width.SMALL: (
        Column("", 30),
        Column(_NAME),
        Column(_RELATION, 92),
        Column(_BIRTH, 184),
        Column(_CARD, 116),
    ),
}


class MemberRows:
    """Paints a member of the household."""

    def __init__(self) -> None:
        self.columns: tuple[Column, ...] = COLUMNS[Width.WIDE]
        self.width = 800.0
        """Width of the rows, px at 100 %: a long name makes its row higher."""

    def key(self, row: MemberRowView) -> str:
        return row.id

    def height(self, row: MemberRowView) -> float:
        needed = 0.0
        placed = columns(self.width, self.columns)
        for column, (_, width) in zip(self.columns, placed, strict=True):
            room = width - _CELL
            if column.title == _NAME:
                fitted, kana = _name_of(row, room)
                mark = _open_mark(row)
                under = 16 if mark is not None and not _beside(kana, room, mark) else 0
                needed = max(needed, fitted.height + runs_height(kana, room, 14, 1.4) + 2 * under)
            elif column.title == _FACTS:
                needed = max(needed, len(_fact_lines(row, room)) * 24)
        return max(66, round(needed + 14))

    def line_left(self, row: MemberRowView, state: RowState) -> float:
        return 0

    def focus_rect(self, row: MemberRowView, rect: QRectF) -> QRectF | None:
        return None

    def spoken(self, row: MemberRowView) -> str:
        kana = f"{row.kana} 仮の振り仮名" if row.provisional else row.kana
        unconfirmed = f"未確認、{row.needed}がまだ" if row.needed else ""
        facts = "、".join(fact.words for fact in row.facts)
        stays = "移らない" if row.stays else ""
        parts = (row.name, kana, row.relation.words, row.era_birth.words, facts, row.card)
        return "、".join(filter(None, (*parts, f"番号 {row.number_words}", unconfirmed, stays)))

    def paint(self, painter: QPainter, rect: QRectF, row: MemberRowView, state: RowState) -> None:
        if row.stays:
            painter.setOpacity(0.7)
        placed = columns(rect.width(), self.columns)
        for column, (x, width) in zip(self.columns, placed, strict=True):
            cell = QRectF(rect.left() + x + 8, rect.top(), width - _CELL, rect.height())
            if not column.title:
                number = str(row.number)
                draw_text(painter, cell, number, 16, theme.INK_2, family=Family.FIGURES)
            elif column.title == _NAME:
                self._paint_name(painter, cell, row)
            elif column.title == _RELATION:
                self._paint_relation(painter, cell, row.relation)
            elif column.title == _BIRTH:
                middle = cell.center().y()
                line = QRectF(cell.left(), middle - 22, cell.width(), 22)
                _paint_sourced(painter, line, row.era_birth, 16)
                below = QRectF(cell.left(), middle + 1, cell.width(), 20)
                draw_text(painter, below, row.iso_birth, 14, theme.INK_2, family=Family.FIGURES)
            elif column.title == _FACTS:
                self._paint_facts(painter, cell, row)
            else:
                self._paint_card(painter, cell, row)
        painter.setOpacity(1)

    def _paint_name(self, painter: QPainter, cell: QRectF, row: MemberRowView) -> None:
        fitted, kana = _name_of(row, cell.width())
        kana_high = runs_height(kana, cell.width(), 14, 1.4)
        top = cell.center().y() - (fitted.height + kana_high) / 2
        line = QRectF(cell.left(), top, cell.width() - _TAG, fitted.height)
        used = paint_fitted(painter, line, fitted)
        last = line.bottom() - fitted.height / len(fitted.lines) / 2
        if row.name_source is not None:
            draw_source(painter, cell.left() + used + 8, last, row.name_source)
        below = QRectF(cell.left(), line.bottom(), cell.width(), kana_high)
        draw_runs(painter, below, kana, 14, theme.INK_2, 1.4)
        mark = _open_mark(row)
        if mark is not None and _beside(kana, cell.width(), mark):
            x = below.left() + runs_width(kana, 14) + 5
            draw_mark(painter, x, below.center().y(), mark, 4)
        elif mark is not None:
            draw_mark(painter, below.left(), below.bottom() + 8, mark, 4)
        if row.stays:
            start = QPointF(cell.left(), last)
            draw_line(painter, start, QPointF(cell.left() + used, last), theme.INK, 1.5)

    @staticmethod
    def _paint_relation(painter: QPainter, cell: QRectF, relation: SourcedView) -> None:
        """One line of 16, or smaller and wrapped where the words are long (世帯主の子の妻)."""
        tag = 24 if relation.source is not None else 0
        if text_width(relation.words, 16) + tag <= cell.width() + 6:
            _paint_sourced(painter, cell, relation, 16)
            return
        runs = (Run(relation.words),)
        room = cell.width() - tag
        high = runs_height(runs, room, 14, 1.3)
        place = QRectF(cell.left(), cell.center().y() - high / 2, room, high)
        draw_runs(painter, place, runs, 14, leading=1.3)
        if relation.source is not None:
            draw_source(painter, cell.left() + room + 2, cell.center().y(), relation.source)

    def _paint_facts(self, painter: QPainter, cell: QRectF, row: MemberRowView) -> None:
        lines = _fact_lines(row, cell.width())
        top = cell.center().y() - len(lines) * 12
        for index, line in enumerate(lines):
            x = cell.left()
            for fact in line:
                place = QRectF(x, top + index * 24, 0, 24)
                x += _paint_sourced(painter, place, fact, 14) + 8

    def _paint_card(self, painter: QPainter, cell: QRectF, row: MemberRowView) -> None:
        middle = cell.center().y()
        line = QRectF(cell.left(), middle - 22, cell.width(), 22)
        if row.stays:
            draw_text(painter, line, "移りません", 14, bold=True)
        elif row.has_card:
            draw_mark(painter, cell.left(), middle - 11, Mark(Icon.CARD, row.card, theme.INK))
        else:
            draw_text(painter, line, row.card, 14)
        below = QRectF(cell.left(), middle, cell.width(), 20)
        draw_text(painter, below, f"番号 {row.number_words}", 14, theme.INK_2)


def _name_of(row: MemberRowView, room: float) -> tuple[FittedName, tuple[Run, ...]]:
    """The name as it fits beside its tag, and the reading under it."""
    return fit_name(row.name, room - _TAG, 24, least=16), (Run(row.kana),)


def _open_mark(row: MemberRowView) -> Mark | None:
    """What is not settled about the person: 「未確認」, 「仮」, or nothing."""
    if not (row.needed or row.provisional):
        return None
    return Mark(Icon.ALERT, "未確認" if row.needed else "仮", theme.WARN_INK)


def _beside(kana: tuple[Run, ...], room: float, mark: Mark) -> bool:
    """Whether the mark has its place behind the reading; else it stands under it."""
    return runs_width(kana, 14) + 5 + 20 + text_width(mark.text, 14) <= room + 8


def _fact_lines(row: MemberRowView, room: float) -> list[list[SourcedView]]:
    """Facts with their tags, as many on a line as fit."""
    lines: list[list[SourcedView]] = [[]]
    x = 0.0
    for fact in row.facts:
        width = text_width(fact.words, 14) + (24 if fact.source is not None else 0)
        if x and x + width > room + 2:
            lines.append([])
            x = 0.0
        lines[-1].append(fact)
        x += width + 8
    return lines


def _paint_sourced(painter: QPainter, cell: QRectF, fact: SourcedView, size: float) -> float:
    """Words and the tag of their source behind; answers the width."""
    width = text_width(fact.words, size)
    draw_text(painter, QRectF(cell.left(), cell.top(), width, cell.height()), fact.words, size)
    if fact.source is None:
        return width
    gap = 5 if size > 14 else 4
    return (
        width
        + gap
        + draw_source(painter, cell.left() + width + gap, cell.center().y(), fact.source)
    )
