"""The box of the staff card (20): asked for, waited for, read, refused, done."""

from PySide6.QtCore import QRectF, QSizeF, Qt, Signal
from PySide6.QtGui import QKeyEvent, QPainter
from PySide6.QtWidgets import QSizePolicy, QWidget

from ui import theme
from ui.review.views import StaffCardStage, StaffCardView
from ui.widgets.drawing import Icon, Painted, draw_box, draw_icon
from ui.widgets.words import Run, draw_runs, runs_height

_ICON = 26.0
_LEFT, _TOP, _GAP = 16.0, 12.0, 16.0
_WORDS = _LEFT + _ICON + _GAP

# ground, line, dashed, icon, its ink, ink of the title
_LOOKS = {
    StaffCardStage.ASKED: (theme.WHITE, theme.PRIMARY, True, Icon.CARD, theme.PRIMARY, theme.INK),
    StaffCardStage.WAITING: (theme.TINT, theme.PRIMARY, True, Icon.CARD, theme.PRIMARY, theme.INK),
    StaffCardStage.READING: (theme.TINT, theme.PRIMARY, False, Icon.WAIT, theme.PRIMARY, theme.INK),
    StaffCardStage.REFUSED: (
        theme.ERROR_GROUND,
        theme.ERROR,
        False,
        Icon.ALERT,
        theme.ERROR_INK,
        theme.ERROR_INK,
    ),
    StaffCardStage.FAILED: (
        theme.ERROR_GROUND,
        theme.ERROR,
        False,
        Icon.ALERT,
        theme.ERROR_INK,
        theme.ERROR_INK,
    ),
    StaffCardStage.DONE: (
        theme.OK_GROUND,
        theme.OK,
        False,
        Icon.OK_RING,
        theme.OK_INK,
        theme.OK_INK,
    ),
}


class StaffCardBox(Painted, QWidget):
    """Takes the focus while a decision waits; Enter tries what failed once more (`again`)."""

    again = Signal()

    def __init__(self, view: StaffCardView) -> None:
        super().__init__()
        self.setObjectName("staff_card")
        policy = QSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Minimum)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)
        self.view = view
        self.show_card(view)

    def show_card(self, view: StaffCardView) -> None:
        self.view = view
        on = Qt.FocusPolicy.StrongFocus if view.takes_keys else Qt.FocusPolicy.NoFocus
        self.setFocusPolicy(on)
        self.setAccessibleName(view.title)
        self.setAccessibleDescription(" ".join(filter(None, (view.detail, view.code, view.page))))
        self.updateGeometry()
        self.update()

    def _title(self) -> tuple[Run, ...]:
        return (Run(self.view.title, True),)

    def _below(self) -> tuple[Run, ...]:
        """The words in grey; a failure with its code, its page and the way on."""
        view = self.view
        runs = [Run(view.detail, ink=theme.INK if view.code else "")]
        if view.code:
            runs += [Run("\nコード "), Run(view.code, figures=True), Run(f"　{view.page}")]
        if view.stage is StaffCardStage.FAILED:
            runs.append(Run("\nEnter でもう一度、Esc でやめます。", ink=theme.INK))
        return tuple(runs)

    def _height(self, width: float) -> float:
        room = max(width - _WORDS - _LEFT, 80)
        words = runs_height(self._title(), room, 16, 1.5)
        words += runs_height(self._below(), room, 14, 1.45)
        return max(words, _ICON) + 2 * _TOP

    def natural_size(self) -> QSizeF:
        return QSizeF(240, self._height(360))

    def hasHeightForWidth(self) -> bool:  # noqa: N802
        return True

    def heightForWidth(self, width: int) -> int:  # noqa: N802
        return round(self._height(width / self.factor) * self.factor)

    def draw(self, painter: QPainter, size: QSizeF) -> None:
        ground, line, dashed, icon, ink, title_ink = _LOOKS[self.view.stage]
        box = QRectF(0, 0, size.width(), size.height())
        draw_box(painter, box, fill=ground, line=line, width=2, dashed=dashed)
        draw_icon(painter, QRectF(_LEFT, (size.height() - _ICON) / 2, _ICON, _ICON), icon, ink)
        room = max(size.width() - _WORDS - _LEFT, 80)
        title = QRectF(_WORDS, _TOP, room, size.height())
        y = _TOP + draw_runs(painter, title, self._title(), 16, title_ink, 1.5)
        below = QRectF(_WORDS, y, room, size.height() - y)
        draw_runs(painter, below, self._below(), 14, theme.INK_2, 1.45)

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            told = self.view.stage in (StaffCardStage.REFUSED, StaffCardStage.FAILED)
            if told and not event.isAutoRepeat():
                self.again.emit()
            event.accept()
            return
        super().keyPressEvent(event)
