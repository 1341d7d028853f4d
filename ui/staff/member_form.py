"""The form of 03 that corrects or adds a member: only what differs is typed."""

from datetime import date

from PySide6.QtCore import Signal

from counter_app.model import calendar
from ui import theme
from ui.staff.household_views import MemberEditView
from ui.staff.side_parts import side_title
from ui.widgets.arrange import Label, Stack
from ui.widgets.button import Button, Kind, Size
from ui.widgets.fields import TextField, parse_date
from ui.widgets.name_edit import NameEdit
from ui.widgets.words import Words


class MemberForm(Stack):
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
        name = Stack(Label("氏名", 14, bold=True), self.name, self._error, gap=4)
        self.add(name)
        self.add(self.kana)
        self.add(self.moved_on)
        if view.kana_error:
            self.kana.set_error(view.kana_error)
        if view.moved_on_error:
            self.moved_on.set_error(view.moved_on_error)
        hint = "姓と名のあいだは全角の空白で分けます。記録は消えず、Ctrl Z で戻せます。"
        self.add(Words(hint, 14, ink=theme.INK_2))
        self.save = Button("これで直す", Kind.SECOND, Size.SMALL, key="Enter")
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
