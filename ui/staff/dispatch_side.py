"""The side panel of 07 and 09: the number, papers to hand over, what comes next, the queue."""

from collections.abc import Sequence

from PySide6.QtCore import QRectF, QSizeF, Qt, Signal
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QSizePolicy, QWidget

from counter_app.ports import PageImage
from ui import theme
from ui.staff.paper_views import LaterPapersView, StepRowView
from ui.staff.pile_panel import PilePanel
from ui.staff.side_form import FormSide
from ui.staff.side_parts import Ruled, side_title
from ui.staff.work_pages import page_image
from ui.staff.work_views import DispatchView, PaperView
from ui.widgets.arrange import Rule, Stack
from ui.widgets.button import Button, Size
from ui.widgets.chip import ChipKind, StatusChip
from ui.widgets.drawing import Painted
from ui.widgets.panels import Panel
from ui.widgets.sheets import SmallPage
from ui.widgets.words import Run, Words


class _Small(Painted, QWidget):
    """The first page of a paper, small (40 × 57)."""

    def __init__(self, page: PageImage | None) -> None:
        super().__init__()
        self._page = SmallPage(page_image(page))
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)

    def natural_size(self) -> QSizeF:
        return QSizeF(40, 57)

    def draw(self, painter: QPainter, size: QSizeF) -> None:
        self._page.draw(painter, QRectF(0, 0, 40, 57))


class _Paper(Ruled):
    """A paper to hand over (66): its picture, its title, printed or the button that prints.

    A `small` one goes elsewhere and has no picture.
    """

    printing = Signal()

    def __init__(self, view: PaperView, key: str, *, small: bool = False) -> None:
        super().__init__(across=True, gap=8, margins=(4, 4, 4, 5))
        middle = Qt.AlignmentFlag.AlignVCenter
        if not small:
            self.add(_Small(view.page), align=middle)
        self.add(Words(view.title, 14 if small else 16, leading=1.35), 1, middle)
        if view.printed or view.unsure:
            chip = ChipKind.NOT_DECIDED.chip("未確認") if view.unsure else ChipKind.PRINTED.chip()
            self.add(StatusChip(chip), align=middle)
            return
        button = Button("印刷", size=Size.TINY, key=key)
        button.setAccessibleName(f"{view.title}を印刷")
        button.clicked.connect(self.printing)
        self.add(button, align=middle)


class _When(Ruled):
    """A day or a time (48 wide) and what comes then."""

    def __init__(self, view: StepRowView) -> None:
        figures = view.when[:1].isdigit()
        when = Words((Run(view.when, bold=True, figures=figures),), 14)
        when.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Preferred)
        self._when = when
        runs = [Run(view.words)]
        if view.second:
            runs.append(Run(f"\n{view.second}", ink=theme.INK_2))
        super().__init__(when, Words(runs, 14), margins=(0, 5, 0, 6), gap=8, across=True)
        self._narrow()

    def _narrow(self) -> None:
        self._when.setFixedWidth(theme.scaled(48, self))

    def _measure(self) -> None:
        super()._measure()
        if hasattr(self, "_when"):
            self._narrow()


def _part(
    title: str,
    rows: Sequence[QWidget],
    *,
    ruled: bool = False,
    first: bool = False,
    beside: QWidget | None = None,
) -> Stack:
    above = 17 if beside is None else 14
    part = Stack(gap=0, margins=(0, 0 if first else above, 0, 0))
    if ruled:
        part.add(Rule())
        part.add(Stack(side_title(title), margins=(0, 12, 0, 0)))
    elif beside is not None:
        head = Stack(side_title(title), across=True)
        head.add(beside, align=Qt.AlignmentFlag.AlignVCenter)
        part.add(head)
    else:
        part.add(side_title(title))
    for row in rows:
        part.add(row)
    return part


class DispatchSide(FormSide):
    """What stands at the right; it shows what the view gives, or a form in its place."""

    print_asked = Signal(str)
    print_again_wanted = Signal()
    later_wanted = Signal()

    def __init__(self) -> None:
        self._above, self.pile, self._below = Stack(gap=0), PilePanel(compact=True), Stack(gap=0)
        self._middle = Stack(self.pile, margins=(0, 14, 0, 0))
        super().__init__(self._above, self._middle, self._below)
        self.print_button: Button | None = None
        self.again_button: Button | None = None
        self.later_button: Button | None = None

    def show_view(self, view: DispatchView, print_key: str) -> None:
        held = self.print_button is not None and self.print_button.hasFocus()
        at_later = self.later_button is not None and self.later_button.hasFocus()
        self._above.clear()
        self._below.clear()
        self.print_button = self.again_button = self.later_button = None
        if view.number:
            number = (Run(view.number, bold=True, figures=True, ink=theme.INK_STRONG),)
            self._above.add(
                Panel(
                    Words(view.number_words, 14, ink=theme.INK_2, leading=1.45),
                    Words(number, 32, leading=1.2),
                    here=True,
                    gap=0,
                    margins=(16, 12, 16, 14),
                )
            )
        if view.later is not None and view.later.first:
            self._above.add(self._later(view.later, first=not view.number))
        if view.papers:
            rows = [self._paper(paper, print_key) for paper in view.papers]
            again = self._again((*view.papers, *view.sent))
            self._above.add(_part("渡す紙", rows, beside=again))
        elif view.making:
            making = Words(view.making, 14, ink=theme.INK_2, leading=1.45)
            self._above.add(_part("渡す紙", [Stack(making, margins=(0, 4, 0, 0))]))
        if view.sent:
            sent = [self._paper(paper, print_key, small=True) for paper in view.sent]
            self._above.add(_part("送る紙", sent))
        self._middle.setVisible(view.pile is not None)
        self.pile.show_pile(view.pile)
        if view.queue:
            rows_ = [_When(row) for row in view.queue]
            self._below.add(_part(f"送信待ち　{view.queue_count}", rows_))
        if view.later is not None and not view.later.first:
            self._below.add(self._later(view.later))
        if view.steps:
            ruled = bool(view.papers or view.making) or view.pile is not None
            first = not (ruled or view.number or view.sent or view.queue)
            steps = [_When(row) for row in view.steps]
            self._below.add(_part("これからの手続き", steps, ruled=ruled, first=first))
        if view.foot:
            foot = Words(view.foot, 14, ink=theme.INK_2, leading=1.45)
            self._below.add(Stack(foot, margins=(0, 10, 0, 0)))
        if held:
            self._focus(self.print_button)
        if at_later:
            self._focus(self.later_button)

    def _later(self, later: LaterPapersView, *, first: bool = False) -> Stack:
        """後日の紙: what is brought another day, and the way to say that it came."""
        button = Button("届いた紙を記す", size=Size.TINY, key="Alt D")
        button.setObjectName("later papers")
        button.clicked.connect(self.later_wanted)
        self.later_button = button
        rows: list[QWidget] = [_When(row) for row in later.rows]
        if later.sum:
            words = Words(later.sum, 14, ink=theme.INK_2, leading=1.45)
            rows.append(Stack(words, margins=(0, 5, 0, 0)))
        return _part("後日の紙", rows, first=first, beside=button)

    def _again(self, papers: Sequence[PaperView]) -> Button | None:
        """The way to print once more, where something was printed."""
        if not any(paper.printed for paper in papers):
            return None
        button = Button("もう一度印刷", size=Size.TINY, key="Alt A")
        button.setObjectName("print again")
        button.clicked.connect(self.print_again_wanted)
        self.again_button = button
        return button

    def _focus(self, button: Button | None) -> None:
        """The focus stays on a button that was made anew; at once, while its part is not shown."""
        if button is not None:
            for part in (*self._above.widgets(), *self._below.widgets()):
                part.show()
            button.setFocus(Qt.FocusReason.OtherFocusReason)

    def _paper(self, view: PaperView, key: str, *, small: bool = False) -> _Paper:
        row = _Paper(view, "" if self.print_button is not None else key, small=small)
        row.printing.connect(lambda: self.print_asked.emit(view.id))
        if not view.printed and self.print_button is None:
            self.print_button = row.findChild(Button)
        return row


def beside(view: DispatchView) -> tuple[object, ...]:
    """What the side panel is made of."""
    return (
        view.number,
        view.number_words,
        view.papers,
        view.making,
        view.sent,
        view.steps,
        view.queue,
        view.queue_count,
        view.foot,
        view.degraded,
        view.pile,
        view.later,
    )
