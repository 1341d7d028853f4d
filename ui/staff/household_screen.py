"""03 世帯: who moves, in true glyphs; only what differs is corrected."""

from collections.abc import Sequence
from datetime import date

from PySide6.QtCore import QEvent, QPointF, QRectF, QSizeF, Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QGridLayout, QSizePolicy, QWidget

from counter_app.model import calendar
from ui import theme
from ui.staff.glyph_panel import GlyphPanel
from ui.staff.member_rows import COLUMNS, MemberRows
from ui.staff.screen import StaffScreen, take_out
from ui.staff.side_parts import Line, PanelHead, side_head, side_title
from ui.staff.views import (
    CheckView,
    HouseholdView,
    MemberEditView,
    MemberRowView,
    OriginView,
    PersonView,
    SummaryView,
)
from ui.theme import Family, Width
from ui.widgets.arrange import Label, Stack
from ui.widgets.banner import Notice, NoticeKind
from ui.widgets.bars import Key
from ui.widgets.button import Button, Kind, Size
from ui.widgets.chip import Mark, draw_mark
from ui.widgets.drawing import RIGHT, Icon, Painted, draw_box, draw_line, draw_text, text_width
from ui.widgets.fields import TextField, parse_date
from ui.widgets.name_edit import NameEdit
from ui.widgets.names import NameLabel
from ui.widgets.rows import Group, GroupedList, HeadingLook, TableHead
from ui.widgets.source import Source, draw_source
from ui.widgets.words import Run, Words, draw_runs, runs_height, runs_width


class _Sum(Painted, QWidget):
    """A fact over the table: label, value with its source, a line below; wraps, never cuts."""

    def __init__(self, view: SummaryView) -> None:
        super().__init__()
        self._view = view
        self._value = (Run(view.value.words),)
        source = view.value.source.words if view.value.source is not None else ""
        self.setAccessibleName(f"{view.label} {view.value.words} {view.below}".strip())
        self.setAccessibleDescription(f"出どころ {source}" if source else "")
        policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)

    @property
    def _tag(self) -> float:
        return 26 if self._view.value.source is not None else 0

    def natural_size(self) -> QSizeF:
        family = Family.FIGURES if self._view.figures else Family.TEXT
        width = max(
            runs_width(self._value) + self._tag,
            text_width(self._view.below, 14, family=family),
            text_width(self._view.label, 14),
        )
        return QSizeF(width + 1, 63)

    def hasHeightForWidth(self) -> bool:  # noqa: N802
        return True

    def heightForWidth(self, width: int) -> int:  # noqa: N802
        at = self.factor
        room = max(width / at - self._tag, 60)
        below = runs_height((Run(self._view.below),), width / at, 14, 1.45)
        return round((20.3 + runs_height(self._value, room, 16, 1.4) + below) * at)

    def draw(self, painter: QPainter, size: QSizeF) -> None:
        view, width = self._view, size.width()
        draw_text(painter, QRectF(0, 0, width, 20), view.label, 14, theme.INK_2)
        room = QRectF(0, 20.3, max(width - self._tag, 60), 80)
        high = draw_runs(painter, room, self._value, 16, theme.INK, 1.4)
        if view.value.source is not None:
            one = high < 30
            x = runs_width(self._value) + 6 if one else width - 20
            draw_source(painter, min(x, width - 20), 20.3 + high - 11, view.value.source)
        below = (Run(view.below, figures=view.figures),)
        rect = QRectF(0, 20.3 + high, width, 60)
        draw_runs(painter, rect, below, 14, theme.INK_2, 1.45)


class _Sums(QWidget):
    """The four facts in a frame: beside each other, or two by two where it is narrow."""

    def __init__(self) -> None:
        super().__init__()
        self._cells: list[_Sum] = []
        self._wide = True
        self._grid = QGridLayout(self)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)

    def show_sums(self, views: Sequence[SummaryView]) -> None:
        for cell in self._cells:
            take_out(cell)
        self._cells = [_Sum(view) for view in views]
        self._place()

    def set_wide(self, wide: bool) -> None:
        self._wide = wide
        self._place()

    def _place(self) -> None:
        across, down = (17, 15) if self._wide else (17, 11)
        margins = [theme.scaled(side, self) for side in (across, down, across, down)]
        self._grid.setContentsMargins(*margins)
        self._grid.setHorizontalSpacing(theme.scaled(6 if self._wide else 16, self))
        self._grid.setVerticalSpacing(theme.scaled(6, self))
        for column in range(7):
            self._grid.setColumnStretch(column, 0)
        for index, cell in enumerate(self._cells):
            self._grid.removeWidget(cell)
            if self._wide:
                self._grid.addWidget(cell, 0, 2 * index)
                if index:
                    self._grid.setColumnStretch(2 * index - 1, 1)
            else:
                self._grid.addWidget(cell, index // 2, index % 2)
                self._grid.setColumnStretch(index % 2, 1)

    def changeEvent(self, event: QEvent) -> None:  # noqa: N802
        super().changeEvent(event)
        if event.type() == QEvent.Type.StyleChange:
            self._place()

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        at = theme.factor(self)
        painter.scale(at, at)
        box = QRectF(0, 0, self.width() / at, self.height() / at)
        draw_box(painter, box, fill=theme.WHITE, line=theme.LINE)
        painter.end()


class _Legend(Painted, QWidget):
    """What the tags of sources mean."""

    def __init__(self) -> None:
        super().__init__()
        self.setAccessibleName("出どころ " + "、".join(source.words for source in Source))
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)

    def natural_size(self) -> QSizeF:
        widths = (25 + text_width(source.words, 14) for source in Source)
        return QSizeF(sum(widths) + 12 * (len(Source) - 1), 25)

    def draw(self, painter: QPainter, size: QSizeF) -> None:
        x, middle = 0.0, size.height() / 2
        for source in Source:
            x += draw_source(painter, x, middle, source) + 5
            width = text_width(source.words, 14)
            draw_text(painter, QRectF(x, 0, width, 25), source.words, 14, theme.INK_2)
            x += width + 12


class _OriginRow(Painted, QWidget):
    """Where a group of facts came from, and whether the sources agree."""

    def __init__(self, view: OriginView) -> None:
        super().__init__()
        self._view = view
        sources = "と".join(source.words for source in view.sources)
        self.setAccessibleName(f"{view.label} {sources} {view.words}")
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def natural_size(self) -> QSizeF:
        return QSizeF(260, 34)

    def draw(self, painter: QPainter, size: QSizeF) -> None:
        view, middle = self._view, size.height() / 2
        draw_text(painter, QRectF(4, 0, 150, size.height()), view.label, 14)
        x = size.width() * 0.476
        for source in view.sources:
            x += draw_source(painter, x, middle, source) + 5
        left = size.width() * 0.73
        if view.agrees is None:
            rect = QRectF(left, 0, size.width() - left, size.height())
            draw_text(painter, rect, view.words, 14)
        elif view.agrees:
            draw_mark(painter, left - 4, middle, Mark(Icon.CHECK, view.words, theme.OK_INK))
        else:
            mark = Mark(Icon.ALERT, view.words, theme.WARN_INK, bold=True)
            draw_mark(painter, left - 4, middle, mark)
        y = size.height() - 0.5
        draw_line(painter, QPointF(0, y), QPointF(size.width(), y), theme.LINE_SOFT)


class _Members(GroupedList[MemberRowView]):
    """The list at its full height: the page scrolls, so no room is kept for a bar."""

    def __init__(self, painter: MemberRows) -> None:
        super().__init__("世帯員", painter)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setViewportMargins(0, 0, 0, 0)

    def changeEvent(self, event: QEvent) -> None:  # noqa: N802
        super().changeEvent(event)
        self.setViewportMargins(0, 0, 0, 0)


class _KanaLine(Painted, QWidget):
    """The reading, its standing, and where it came from."""

    def __init__(self, person: PersonView) -> None:
        super().__init__()
        self._person = person
        self._words = "　".join(filter(None, (person.kana, person.kana_words)))
        self.setAccessibleName(self._words)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def natural_size(self) -> QSizeF:
        return QSizeF(text_width(self._words, 14) + 26, 22)

    def draw(self, painter: QPainter, size: QSizeF) -> None:
        rect = QRectF(0, 0, size.width(), size.height())
        draw_text(painter, rect, self._words, 14, theme.INK_2)
        if self._person.kana_source is not None:
            x = text_width(self._words, 14) + 5
            draw_source(painter, x, size.height() / 2, self._person.kana_source)


class _Pair(Painted, QWidget):
    """Two texts, one at each end; under each other where they do not fit."""

    def __init__(self, left: str, right: str) -> None:
        super().__init__()
        self._words = (left, right)
        self.setAccessibleName(f"{left} {right}")
        policy = QSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Minimum)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)

    def _wide(self) -> float:
        return sum(text_width(words, 14) for words in self._words) + 10

    def natural_size(self) -> QSizeF:
        return QSizeF(120, 21)

    def hasHeightForWidth(self) -> bool:  # noqa: N802
        return True

    def heightForWidth(self, width: int) -> int:  # noqa: N802
        at = self.factor
        return round((21 if self._wide() <= width / at else 42) * at)

    def draw(self, painter: QPainter, size: QSizeF) -> None:
        rect = QRectF(0, 0, size.width(), 21)
        draw_text(painter, rect, self._words[0], 14)
        if self._wide() <= size.width():
            draw_text(painter, rect, self._words[1], 14, align=RIGHT)
        else:
            draw_text(painter, rect.translated(0, 21), self._words[1], 14)


class _EditForm(Stack):
    """Correct or add a member: name in true glyphs, reading, the day they began to live here."""

    done = Signal()
    cancelled = Signal()

    def __init__(self, view: MemberEditView) -> None:
        super().__init__(gap=12)
        self._view = view
        self.add(side_title("直す" if view.id else "世帯員を加える"))
        self.name = NameEdit(view.name, 22, name="氏名")
        self.kana = TextField("振り仮名", view.kana)
        day = calendar.era_text(view.moved_on) if view.moved_on is not None else ""
        self.moved_on = TextField("住み始めた日", day)
        self._error = Label(f"＊{view.name_error}", 14, bold=True, ink=theme.ERROR_INK, wrap=True)
        self._error.setVisible(bool(view.name_error))
        name = Stack(Line("氏名", 14, bold=True), self.name, self._error, gap=4)
        for part in (name, self.kana, self.moved_on):
            self.add(part)
        if view.kana_error:
            self.kana.set_error(view.kana_error)
        if view.moved_on_error:
            self.moved_on.set_error(view.moved_on_error)
        hint = "姓と名のあいだは全角の空白で分けます。記録は消えず、Ctrl Z で戻せます。"
        self.add(Words(hint, 14, ink=theme.INK_2))
        self.save = Button("この内容にする", Kind.SECOND, Size.SMALL, key="Enter")
        cancel = Button("やめる", Kind.NEUTRAL, Size.SMALL, key="Esc")
        self.save.clicked.connect(self.done)
        cancel.clicked.connect(self.cancelled)
        row = Stack(self.save, cancel, across=True, gap=10)
        row.push()
        self.add(row)
        self.push()

    def day(self) -> date | None:
        """The day typed; None (with words at the field) when it is none."""
        typed = self.moved_on.value()
        found = parse_date(typed)
        if typed and found is None:
            self.moved_on.set_error("この日はありません。令和8年3月28日 のように入れてください。")
        return found


class HouseholdScreen(StaffScreen):
    """Step 2 (03)."""

    place = "staff.household"
    drawer = "選んだ人"

    member_selected = Signal(str)
    reading_confirmed = Signal(str)
    correction_asked = Signal(str)
    correction_cancelled = Signal()
    member_corrected = Signal(str, str, str)
    moved_on_corrected = Signal(date)
    member_add_asked = Signal()
    member_stays = Signal(str, bool)

    def __init__(self) -> None:
        super().__init__("2　世帯", "転出証明書情報とカードの内容です。違うところだけ直します。")
        self._view: HouseholdView | None = None
        self._form: _EditForm | None = None
        self._yes: Button | None = None
        self._sums = _Sums()
        self._checks = Stack(gap=8)
        self._heading = PanelHead("世帯員")
        self._heading.add_right(_Legend())
        self._rows = MemberRows()
        self._list = _Members(self._rows)
        self._list.selected.connect(self._on_selected)
        self._list.opened.connect(lambda row: self.correction_asked.emit(row.id))
        self._table_head = TableHead(COLUMNS[Width.WIDE], bar=0)
        self._add = self.keyed(
            Button("世帯員を加える", size=Size.SMALL, key="Alt A", icon=Icon.PLUS), "Alt+A"
        )
        self._stays = self.keyed(Button("この人は移らない", size=Size.SMALL, key="Alt X"), "Alt+X")
        self._add.clicked.connect(self.member_add_asked)
        self._stays.clicked.connect(self._on_stays)
        foot = Stack(self._add, self._stays, across=True, gap=10)
        note = Words("外した人の記録は消えません。Ctrl Z で戻せます。", 14, ink=theme.INK_2)
        foot.add(note, 1, Qt.AlignmentFlag.AlignVCenter)
        table = Stack(self._heading, self._table_head, self._list, gap=0)
        for part in (self._sums, self._checks, table, foot):
            self.body.add(part)
        self.body.add(Stack(margins=(0, 0, 0, 4)))
        self.side = Stack(gap=0)
        self._back = Button("戻る", key="Alt ←")
        self._next = Button("次へ　聞き取り", Kind.PRIMARY, key="F8", min_width=240)
        self._back.clicked.connect(self.back_asked)
        self._next.clicked.connect(self.next_asked)

    def keys(self) -> tuple[Key, ...]:
        return (
            Key("F1", "手引"),
            Key("F2", "受付一覧"),
            Key("↑↓", "人を選ぶ", optional=True),
            Key("F6", "枠を移る"),
            Key("Ctrl Z", "取り消す", optional=True),
        )

    def buttons(self) -> tuple[Button, ...]:
        return (self._back, self._next)

    def note(self) -> str:
        return self._view.missing if self._view is not None else ""

    def enter_button(self) -> Button | None:
        form = self._form
        if form is not None and any(part.hasFocus() for part in form.findChildren(QWidget)):
            return form.save
        return super().enter_button()

    def first_focus(self) -> QWidget | None:
        if self._form is not None:
            return self._form.name
        if self._view is not None and self._view.problem is not None:
            return super().first_focus()
        return self._yes if self._yes is not None else self._list

    def stop(self) -> bool:
        if self._form is None:
            return False
        self.correction_cancelled.emit()
        return True

    def show_view(self, view: HouseholdView) -> None:
        before, self._view = self._view, view
        if before is None or before.problem != view.problem:
            self.show_problem(view.problem)
        if before is None or before.sums != view.sums:
            self._sums.show_sums(view.sums)
        if before is None or before.checks != view.checks:
            self._show_checks(view.checks)
        self._heading.title.setText(f"世帯員 {len(view.members)}人")
        blocked = self._list.blockSignals(True)
        self._list.show_groups([Group("", view.members, look=HeadingLook.NONE)])
        self._list.select(view.selected)
        self._list.blockSignals(blocked)
        self._fit_list()
        current = self._list.current()
        stays = current is not None and current.stays
        self._stays.set_words("この人も移る" if stays else "この人は移らない")
        if before is None or (before.person, before.edit) != (view.person, view.edit):
            self._show_side(view)
        self._next.set_ready(view.can_go_on, view.missing)
        self.bar_changed.emit()

    def set_room(self, room: Width) -> None:
        super().set_room(room)
        self._sums.set_wide(room is Width.WIDE)
        self._rows.columns = COLUMNS[room]
        self._table_head.show_columns(COLUMNS[room])
        self._fit_list()

    def _fit_list(self) -> None:
        members = len(self._view.members) if self._view is not None else 0
        self._list.setFixedHeight(theme.scaled(66, self) * max(members, 1))

    def _show_checks(self, checks: Sequence[CheckView]) -> None:
        had = self._yes is not None and self._yes.hasFocus()
        self._checks.clear()
        self._yes = None
        self._checks.setVisible(bool(checks))
        if not checks:
            if had:
                self._list.setFocus(Qt.FocusReason.OtherFocusReason)
            return
        check = checks[0]
        runs = (Run(f"確かめること {len(checks)}件", bold=True), Run("　"), *check.words)
        yes = self.keyed(Button("これでよい", Kind.SECOND, Size.SMALL, key="Alt Y"), "Alt+Y")
        edit = self.keyed(Button("直す", size=Size.SMALL, key="Alt E"), "Alt+E")
        yes.clicked.connect(lambda: self.reading_confirmed.emit(check.member))
        edit.clicked.connect(lambda: self.correction_asked.emit(check.member))
        self._yes = yes
        self._checks.add(Notice(NoticeKind.DEGRADED, runs, (yes, edit)))
        if had:
            yes.setFocus(Qt.FocusReason.OtherFocusReason)

    def _on_selected(self, row: MemberRowView) -> None:
        self.member_selected.emit(row.id)
        self.reveal(self._list, self._list.visualRect(self._list.currentIndex()))

    def _on_stays(self) -> None:
        row = self._list.current()
        if row is not None:
            self.member_stays.emit(row.id, not row.stays)

    def _show_side(self, view: HouseholdView) -> None:
        side = self.side
        assert isinstance(side, Stack)
        side.clear()
        self._form = None
        if view.edit is not None:
            self._form = form = _EditForm(view.edit)
            form.done.connect(self._on_done)
            form.cancelled.connect(self.correction_cancelled)
            side.add(form)
            if self.isVisible():
                form.name.setFocus(Qt.FocusReason.OtherFocusReason)
        elif view.person is not None:
            self._show_person(side, view.person)
        side.push()

    def _on_done(self) -> None:
        form = self._form
        edit = self._view.edit if self._view is not None else None
        if form is None or edit is None:
            return
        day = form.day()
        if form.moved_on.error:
            return
        if day is not None and day != edit.moved_on:
            self.moved_on_corrected.emit(day)
        if (form.name.text(), form.kana.value()) != (edit.name, edit.kana) or not edit.id:
            self.member_corrected.emit(edit.id, form.name.text(), form.kana.value())
        elif day == edit.moved_on:
            self.correction_cancelled.emit()

    def _show_person(self, side: Stack, person: PersonView) -> None:
        side.add(side_title("選んだ人"))
        side.add(NameLabel(person.name, 36))
        side.add(_KanaLine(person))
        if person.glyph is not None:
            side.add(side_head("文字"))
            side.add(GlyphPanel(person.glyph))
        if person.outside_name:
            side.add(side_head("町の外に送るとき"))
            side.add(_Pair(person.outside_name, person.outside_kana))
        if person.origins:
            side.add(side_head("出どころ"))
            for origin in person.origins:
                side.add(_OriginRow(origin))
