"""Printing a sheet once more (もう一度印刷): which, why, and what becomes of the former paper."""

from collections.abc import Sequence
from typing import Final

from PySide6.QtCore import Signal

from counter_app.documents import ReprintReason
from ui.staff.side_form import Choice, SideForm, to
from ui.staff.work_views import PrintedView
from ui.widgets.options import OptionCard
from ui.widgets.words import Words

_REASONS: Final = tuple(ReprintReason)
_FORMER: Final = {
    ReprintReason.LOST: "見つけたら廃棄します",
    ReprintReason.SOILED: "回収して廃棄します",
    ReprintReason.MISPRINTED: "回収して廃棄します",
}
_HINT: Final = (
    "番号は前の紙と同じで、紙だけでは見分けられません。前の紙は使わず、束で照合した紙は"
    "もう一度照合します。理由は記録に残ります。"
)


class ReprintPanel(SideForm):
    """`asked(document id, ReprintReason)`. One sheet is named, of several one is chosen."""

    asked = Signal(str, object)

    def __init__(self, sheets: Sequence[PrintedView]) -> None:
        super().__init__("もう一度印刷", "印刷する")
        self.sheets = tuple(sheets)
        self._which: Choice | None = None
        after = 1
        if len(self.sheets) == 1:
            self.add(Words(self.sheets[0].title, 16, leading=1.35))
            self.hint(_HINT)
        else:
            self.hint(_HINT)
            cards = [OptionCard(sheet.title, at) for at, sheet in enumerate(self.sheets, 1)]
            self._which = Choice("紙", cards)
            self.add(self._which)
            after = len(cards) + 1
        reasons = [
            OptionCard(reason.value, at, note=_FORMER[reason])
            for at, reason in enumerate(_REASONS, after)
        ]
        self._why = Choice("理由", reasons)
        self.add(self._why)
        self.close_with_buttons()
        self.finished.connect(self._finish)

    def _finish(self) -> None:
        which = 0 if self._which is None else self._which.index
        why = self._why.index
        if which is not None and why is not None:
            self.asked.emit(self.sheets[which].id, _REASONS[why])
            return
        open_ones = [choice for choice in self.choices() if choice.index is None]
        for choice in open_ones:
            choice.set_error("選んでください。")
        to(open_ones[0].cards[0])
