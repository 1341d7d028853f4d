"""The side panel of a task: the fields its procedure carries, its notice, what can be done."""

from PySide6.QtCore import QRectF, QSizeF, Qt
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QSizePolicy, QWidget

from ui import theme
from ui.desk.decision_panel import DecisionPanel
from ui.desk.views import FieldView, NoticeRowView, TaskView
from ui.staff.side_parts import Line, Ruled
from ui.theme import Family
from ui.widgets.arrange import Label, Stack
from ui.widgets.button import Button, Size
from ui.widgets.chip import StatusChip
from ui.widgets.drawing import Icon, Painted
from ui.widgets.keyhint import KeyHint
from ui.widgets.sheets import SmallPage
from ui.widgets.words import Run, Words


class FieldRow(Ruled):
    """A field: its label in grey, its values, a thin line."""

    def __init__(self, view: FieldView) -> None:
        self._label = Line(view.label, 16, ink=theme.INK_2, leading=1.4)
        values = Stack(gap=0)
        if view.chip is not None:
            values.add(StatusChip(view.chip), align=Qt.AlignmentFlag.AlignLeft)
        for runs in view.values:
            values.add(Words(runs, 16, leading=1.4))
        values.push()
        label = Stack(self._label, gap=0)
        label.push()
        self._left = label
        super().__init__(label, values, margins=(4, 3, 4, 4), gap=0, across=True)
        self._narrow()

    def _narrow(self) -> None:
        self._left.setFixedWidth(theme.scaled(92, self))

    def _measure(self) -> None:
        super()._measure()
        if hasattr(self, "_left"):
            self._narrow()


class SmallSheet(Painted, QWidget):
    """The first page of a notice, 66 × 90."""

    def __init__(self) -> None:
        super().__init__()
        self._page = SmallPage()
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)

    def show_notice(self, view: NoticeRowView) -> None:
        self._page = SmallPage(view.image)
        self.update()

    def natural_size(self) -> QSizeF:
        return QSizeF(66, 92)

    def draw(self, painter: QPainter, size: QSizeF) -> None:
        self._page.draw(painter, QRectF(0, 0, 66, 92))


class TaskSide(Stack):
    """The side panel: the fields the procedure carries and what can be done."""

    def __init__(self) -> None:
        super().__init__(gap=0)
        self.view: TaskView | None = None
        self._code = Label("", 16, family=Family.FIGURES)
        self._reception = Label("", 14, ink=theme.INK_2)
        top = Stack(self._code, self._reception, across=True, gap=8)
        top.push()
        top.add(KeyHint("F6"))
        self._heading = Label("", 20, bold=True, ink=theme.INK_STRONG, wrap=True)
        self._fields = Stack(gap=0)
        self.papers = Button("申請書を見る", size=Size.TINY, key="Alt O", icon=Icon.DOCUMENT)
        self.back = Button("返す（理由）", size=Size.TINY, key="Alt B", icon=Icon.UNDO)
        self.names = Button("氏名を見る（記録）", size=Size.TINY, key="Alt V")
        self._buttons = Stack(
            self.papers, self.names, self.back, across=True, gap=8, margins=(0, 8, 0, 10)
        )
        self._buttons.push()
        self.decision = DecisionPanel()
        self._small = SmallSheet()
        self._notice_title = Label("", 14, bold=True)
        self._notice_words = Words((), 14, ink=theme.INK_2, leading=1.45)
        self.notice = Button("通知書を見る", size=Size.TINY, key="Alt N")
        words = Stack(self._notice_title, self._notice_words, gap=2)
        words.add(Stack(self.notice, margins=(0, 6, 0, 0)), align=Qt.AlignmentFlag.AlignLeft)
        words.push()
        self._notice = Stack(across=True, gap=14, margins=(0, 10, 0, 6))
        self._notice.add(self._small, align=Qt.AlignmentFlag.AlignTop)
        self._notice.add(words, 1)
        self._note = Words((), 14, ink=theme.INK_2, leading=1.45)
        for part in (
            top,
            Stack(self._heading, margins=(0, 2, 0, 6)),
            self._fields,
            self._buttons,
            self.decision,
            self._notice,
            self._note,
        ):
            self.add(part)
        self.push()

    def show_task(self, view: TaskView | None) -> None:
        self.setVisible(view is not None)
        before, self.view = self.view, view
        if view is None or view == before:
            return
        self._code.setText(view.link_code)
        self._reception.setText(view.reception)
        self._heading.setText(view.title)
        if before is None or before.fields != view.fields:
            self._fields.clear()
            for wanted in view.fields:
                self._fields.add(FieldRow(wanted))
        self.papers.setVisible(view.has_papers)
        self.back.setVisible(view.may_return)
        self.names.setVisible(view.may_reveal)
        buttons = view.has_papers or view.may_reveal or view.may_return
        self._buttons.setVisible(buttons)
        self._fields.set_margins((0, 0, 0, 0 if buttons else 10))
        self.decision.show_task(view)
        self._notice.setVisible(view.notice is not None)
        if view.notice is not None:
            self._notice_title.setText(view.notice.title)
            self._notice_words.show_runs((Run(view.notice.words),))
            self.notice.setVisible(bool(view.notice.button))
            self.notice.set_words(view.notice.button)
            self._small.show_notice(view.notice)
        self._note.show_runs((Run(view.note),))
        self._note.setVisible(bool(view.note))
