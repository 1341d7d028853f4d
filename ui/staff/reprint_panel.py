"""Printing a sheet once more (もう一度印刷): why, and what becomes of the paper there was."""

from typing import Final

from PySide6.QtCore import Signal

from counter_app.documents import ReprintReason
from ui.staff.side_form import Choice, SideForm, to
from ui.staff.work_views import SheetView
from ui.widgets.options import OptionCard
from ui.widgets.words import Words

_REASONS: Final = tuple(ReprintReason)
_FORMER: Final = {
    ReprintReason.LOST: "見つかった紙は廃棄します",
    ReprintReason.SOILED: "前の紙を回収して廃棄します",
    ReprintReason.MISPRINTED: "前の紙を回収して廃棄します",
}
_HINT: Final = (
    "番号は前の紙と同じで、紙だけでは見分けられません。前の紙は使わず、束の照合をもう一度します。"
    "理由は記録に残ります。"
)


class ReprintPanel(SideForm):
    """`asked(document id, ReprintReason)`."""

    asked = Signal(str, object)

    def __init__(self, sheet: SheetView) -> None:
        super().__init__("もう一度印刷", "印刷する")
        self.sheet = sheet
        self.add(Words(sheet.title, 16, leading=1.35))
        self.hint(_HINT)
        cards = [
            OptionCard(reason.value, at, note=_FORMER[reason])
            for at, reason in enumerate(_REASONS, 1)
        ]
        self._why = Choice("理由", cards)
        self.add(self._why)
        self.close_with_buttons()
        self.finished.connect(self._finish)

    def _finish(self) -> None:
        at = self._why.index
        if at is None:
            self._why.set_error("選んでください。")
            to(self._why.cards[0])
            return
        self.asked.emit(self.sheet.id, _REASONS[at])
