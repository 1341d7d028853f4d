"""A name block (長い氏名): a registered name as large as its room allows, never cut."""

from PySide6.QtCore import QRectF, QSizeF
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QLabel, QSizePolicy

from ui.widgets.drawing import Painted
from ui.widgets.fitted_names import FittedName, fit_name, paint_fitted

__all__ = ["FittedName", "NameBlock", "fit_name", "paint_fitted"]


class NameBlock(Painted, QLabel):
    """A name as large as its room allows, on as many lines as it takes."""

    def __init__(self, name: str, px: float) -> None:
        super().__init__()
        self._name, self._px = name, px
        self.setAccessibleName(name)
        policy = QSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Minimum)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)

    def _fitted(self, width: float) -> FittedName:
        return fit_name(self._name, max(width, 40), self._px, least=20)

    def natural_size(self) -> QSizeF:
        return QSizeF(120, self._px * 1.3)

    def hasHeightForWidth(self) -> bool:  # noqa: N802
        return True

    def heightForWidth(self, width: int) -> int:  # noqa: N802
        at = self.factor
        return round((self._fitted(width / at).height + self._px * 0.1) * at)

    def draw(self, painter: QPainter, size: QSizeF) -> None:
        whole = QRectF(0, 0, size.width(), size.height())
        paint_fitted(painter, whole, self._fitted(size.width()))
