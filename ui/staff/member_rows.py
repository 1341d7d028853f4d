"""The member table of 03: name, kana, dates in both calendars, facts, sources."""

from typing import Final

from PySide6.QtCore import QPointF, QRectF
from PySide6.QtGui import QPainter

from ui import theme
from ui.staff.views import MemberRowView, SourcedView
from ui.theme import Family, Width
from ui.widgets.chip import Mark, draw_mark
from ui.widgets.drawing import Icon, draw_line, draw_text, text_width
from ui.widgets.names import name_width, paint_name
from ui.widgets.rows import Column, RowState, columns
from ui.widgets.source import draw_source

_NAME, _RELATION, _BIRTH = "氏名・振り仮名", "続柄", "生年月日"
_FACTS, _CARD = "前の町での資格など", "カード・番号"

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

    def key(self, row: MemberRowView) -> str:
        return row.id

    def height(self, row: MemberRowView) -> float:
        return 66

    def line_left(self, row: MemberRowView, state: RowState) -> float:
        return 0

    def focus_rect(self, row: MemberRowView, rect: QRectF) -> QRectF | None:
        return None

    def spoken(self, row: MemberRowView) -> str:
        kana = f"{row.kana} 仮の振り仮名" if row.provisional else row.kana
        facts = "、".join(fact.words for fact in row.facts)
        stays = "移らない" if row.stays else ""
        parts = (row.name, kana, row.relation.words, row.era_birth.words, facts, row.card)
        return "、".join(filter(None, (*parts, f"番号 {row.number_words}", stays)))

    def paint(self, painter: QPainter, rect: QRectF, row: MemberRowView, state: RowState) -> None:
        if row.stays:
            painter.setOpacity(0.55)
        placed = columns(rect.width(), self.columns)
        for column, (x, width) in zip(self.columns, placed, strict=True):
            cell = QRectF(rect.left() + x + 8, rect.top(), width - 10, rect.height())
            if not column.title:
                number = str(row.number)
                draw_text(painter, cell, number, 16, theme.INK_2, family=Family.FIGURES)
            elif column.title == _NAME:
                self._paint_name(painter, cell, row)
            elif column.title == _RELATION:
                _paint_sourced(painter, cell, row.relation, 16)
            elif column.title == _BIRTH:
                line = QRectF(cell.left(), 11, cell.width(), 22)
                _paint_sourced(painter, line, row.era_birth, 16)
                below = QRectF(cell.left(), 34, cell.width(), 20)
                draw_text(painter, below, row.iso_birth, 14, theme.INK_2, family=Family.FIGURES)
            elif column.title == _FACTS:
                self._paint_facts(painter, cell, row)
            else:
                self._paint_card(painter, cell, row)
        painter.setOpacity(1)

    def _paint_name(self, painter: QPainter, cell: QRectF, row: MemberRowView) -> None:
        room = cell.width() - 24
        wide = name_width(row.name, 24)
        px = 24 if wide <= room else max(16.0, 24 * room / wide)
        line = QRectF(cell.left(), 8, room, 29)
        used = paint_name(painter, line, row.name, px)
        if row.name_source is not None:
            draw_source(painter, cell.left() + used + 6, 23, row.name_source)
        below = QRectF(cell.left(), 36, cell.width(), 20)
        draw_text(painter, below, row.kana, 14, theme.INK_2)
        if row.provisional:
            x = cell.left() + text_width(f"{row.kana} ", 14)
            draw_mark(painter, x, 46, Mark(Icon.ALERT, "仮", theme.WARN_INK))
        if row.stays:
            y = line.center().y()
            start = QPointF(cell.left(), y)
            draw_line(painter, start, QPointF(cell.left() + used, y), theme.INK, 1.5)

    def _paint_facts(self, painter: QPainter, cell: QRectF, row: MemberRowView) -> None:
        lines: list[list[SourcedView]] = [[]]
        x = 0.0
        for fact in row.facts:
            width = text_width(fact.words, 14) + (24 if fact.source is not None else 0)
            if x and x + width > cell.width() + 2:
                lines.append([])
                x = 0.0
            lines[-1].append(fact)
            x += width + 8
        shown = lines[:3]
        top = cell.center().y() - len(shown) * 12
        for index, line in enumerate(shown):
            x = cell.left()
            for fact in line:
                place = QRectF(x, top + index * 24, 0, 24)
                x += _paint_sourced(painter, place, fact, 14) + 8

    def _paint_card(self, painter: QPainter, cell: QRectF, row: MemberRowView) -> None:
        line = QRectF(cell.left(), 11, cell.width(), 22)
        if row.stays:
            draw_text(painter, line, "移りません", 14, bold=True)
        elif row.has_card:
            draw_mark(painter, cell.left(), 22, Mark(Icon.CARD, row.card, theme.INK))
        else:
            draw_text(painter, line, row.card, 14)
        below = QRectF(cell.left(), 33, cell.width(), 20)
        draw_text(painter, below, f"番号 {row.number_words}", 14, theme.INK_2)


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
