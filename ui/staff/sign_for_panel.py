"""Writing for a person who cannot (代わりに記名): why, who writes, who sees it; then the tablet."""

from typing import Final

from PySide6.QtCore import Signal

from counter_app.model.writing import Hand, Inability, Writing
from ui.staff.side_form import Choice, SideForm, to
from ui.staff.work_views import SignForView
from ui.widgets.arrange import Stack
from ui.widgets.fields import TextField
from ui.widgets.name_edit import NameEdit
from ui.widgets.options import OptionCard
from ui.widgets.words import Run, Words

_REASONS: Final = tuple(Inability)
_HANDS: Final = (Hand.BY_CLERK, Hand.BY_ATTENDANT)
_HINT: Final = (
    "本人から頼まれたときだけ使います。書類をすべて読み上げ、本人に確かめてから、"
    "書く人がタブレットに名前を書きます。だれが書いたかは書類と記録に残ります。"
)
_WHY, _WHO = "書けない理由", "書く人"


class SignForPanel(SideForm):
    """`asked(member id, Writing)`. Nothing is chosen beforehand."""

    asked = Signal(str, object)

    def __init__(self, view: SignForView) -> None:
        super().__init__("代わりに記名", "読み上げへ（タブレット）")
        self.view = view
        self.add(Words((Run(view.name, name=True),), 20, leading=1.3))
        self.hint(_HINT)
        self.note = TextField("理由の内容", required=True)
        self.witness = TextField("立ち会う別の職員", required=view.witnessed)
        self.attendant = TextField("書く人の氏名", required=True, line=NameEdit(px=20))
        self.relation = TextField("本人との関係", required=True, placeholder="長女 など")
        cards = [OptionCard(reason.words, at) for at, reason in enumerate(_REASONS, 1)]
        self._why = Choice(_WHY, cards)
        self._why.group.add_follow_up(_REASONS.index(Inability.OTHER), self.note)
        after = len(_REASONS) + 1
        hands = (f"職員（{view.clerk}）", "付き添いの人")
        self._who = Choice(_WHO, [OptionCard(words, at) for at, words in enumerate(hands, after)])
        self._who.group.add_follow_up(0, self.witness)
        self._who.group.add_follow_up(1, Stack(self.attendant, self.relation, gap=8))
        self._why.chosen.connect(self._on_reason)
        self._who.chosen.connect(self._on_hand)
        self.add(self._why)
        self.add(self._who)
        self.close_with_buttons()
        self.finished.connect(self._finish)

    def _on_reason(self, at: int) -> None:
        if _REASONS[at] is Inability.OTHER:
            to(self.note.editor)

    def _on_hand(self, at: int) -> None:
        to(self.attendant.editor if _HANDS[at] is Hand.BY_ATTENDANT else self.witness.editor)

    @property
    def writing(self) -> Writing:
        """What was said so far."""
        why, who = self._why.index, self._who.index
        reason = None if why is None else _REASONS[why]
        note = self.note.value().strip() if reason is Inability.OTHER else ""
        if who is None:
            return Writing(reason=reason, note=note)
        if _HANDS[who] is Hand.BY_CLERK:
            seen = self.witness.value().strip()
            return Writing(Hand.BY_CLERK, self.view.clerk, "", reason, note, seen)
        name, relation = self.attendant.value().strip(), self.relation.value().strip()
        return Writing(Hand.BY_ATTENDANT, name, relation, reason, note)

    def _finish(self) -> None:
        writing = self.writing
        lacking = writing.missing(witness=self.view.witnessed)
        if not writing.by_other:
            lacking = (_WHO,) if writing.reason is not None else (_WHY, _WHO)
        if not lacking:
            self.asked.emit(self.view.signer, writing)
            return
        fields = {
            "理由の内容": (self.note, "理由を入れてください。"),
            "書く人の氏名": (self.attendant, "氏名を入れてください。"),
            "本人との関係": (self.relation, "続柄などを入れてください。"),
            "立ち会う別の職員": (self.witness, "別の職員の名前を入れます。"),
        }
        choices = {_WHY: self._why, _WHO: self._who}
        for name in lacking:
            if name in choices:
                choices[name].set_error("選んでください。")
            else:
                field, words = fields[name]
                field.set_error(words)
        first = lacking[0]
        to(choices[first].cards[0] if first in choices else fields[first][0].editor)
