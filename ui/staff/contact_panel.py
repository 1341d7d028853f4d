"""How the visitor is reached (02): telephone and language, and the form that sets them."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QApplication, QWidget

from ui.staff.reception_views import ContactView
from ui.staff.side_parts import Ruled, side_title
from ui.theme import Family
from ui.widgets.arrange import Label, Stack
from ui.widgets.button import Button, Kind, Size
from ui.widgets.fields import ChoiceField, TextField
from ui.widgets.options import CheckBox
from ui.widgets.source import SourceTag

_PHONE = "電話番号"
_NONE = "電話なし"
_LANGUAGE = "説明に使う言語"


class _Form(Stack):
    """Telephone number or 電話なし, and the language."""

    def __init__(self, view: ContactView) -> None:
        super().__init__(gap=8, margins=(0, 8, 0, 4))
        self._languages = [choice.id for choice in view.languages]
        self.phone = TextField(
            _PHONE, view.phone, family=Family.FIGURES, placeholder="090-0000-0000"
        )
        self.none = CheckBox(_NONE, height=30, side=20)
        self.none.setChecked(view.none)
        at = self._languages.index(view.language) if view.language in self._languages else -1
        self.language = ChoiceField(_LANGUAGE, [c.words for c in view.languages], at)
        self.save = Button("これでよい", Kind.SECOND, Size.SMALL, key="Enter")
        self.leave = Button("やめる", Kind.NEUTRAL, Size.SMALL, key="Esc")
        row = Stack(self.save, self.leave, across=True, gap=10)
        row.push()
        for part in (self.phone, self.none, self.language, row):
            self.add(part)
        self.none.clicked.connect(self._without)
        self.phone.changed.connect(lambda: self.none.setChecked(False))

    def _without(self) -> None:
        if self.none.isChecked():
            self.phone.set_value("")
            self.phone.clear_error()

    def values(self) -> tuple[str, bool, str]:
        at = self.language.value()
        return self.phone.value(), self.none.isChecked(), self._languages[at] if at >= 0 else ""


class ContactPanel(Stack):
    """`given(phone, none, language)` tells what was typed; `asked` and `left` open and close it."""

    asked = Signal()
    left = Signal()
    given = Signal(str, bool, str)

    def __init__(self) -> None:
        super().__init__(gap=0, margins=(0, 12, 0, 0))
        self._view: ContactView | None = None
        self._form: _Form | None = None

    @property
    def editing(self) -> bool:
        return self._form is not None

    @property
    def save(self) -> Button | None:
        """The button Enter presses while the focus is in the form."""
        return self._form.save if self._form is not None else None

    def has_focus(self) -> bool:
        """Whether the focus is somewhere in the form."""
        focused = QApplication.focusWidget()
        return self._form is not None and focused is not None and self._form.isAncestorOf(focused)

    def first(self) -> QWidget:
        """Where typing begins."""
        assert self._form is not None
        return self._form.phone.editor

    def give(self) -> None:
        """Tell what is typed now."""
        if self._form is not None:
            self.given.emit(*self._form.values())

    def show_contact(self, view: ContactView) -> None:
        """Show it; an open form keeps what is typed and shows what is wrong with it."""
        before, self._view = self._view, view
        if view == before:
            return
        if not (view.editing and self._form is not None):
            self._make(view)
        if self._form is not None and view.error:
            self._form.phone.set_error(view.error)
            self.first().setFocus(Qt.FocusReason.OtherFocusReason)

    def _make(self, view: ContactView) -> None:
        self.clear()
        self._form = None
        if view.editing:
            self._form = form = _Form(view)
            form.save.clicked.connect(self.give)
            form.leave.clicked.connect(self.left)
            self.add(side_title("連絡先"))
            self.add(form)
            return
        change = Button("変える", Kind.NEUTRAL, Size.TINY, key="Alt T")
        change.setAccessibleName("連絡先を変える")
        change.clicked.connect(self.asked)
        head = Stack(side_title("連絡先"), across=True, gap=8)
        head.push()
        head.add(change)
        self.add(head)
        phone = Label(view.phone_words, 16, family=Family.FIGURES if view.phone else Family.TEXT)
        if not view.phone:
            phone.set_size(14)
        row = Stack(across=True, gap=8)
        row.add(Label("電話", 14))
        row.push()
        if view.source is not None:
            row.add(SourceTag(view.source))
        row.add(phone)
        self.add(Ruled(row, margins=(8, 5, 8, 6)))
        language = Stack(Label("言語", 14), across=True, gap=8)
        language.push()
        language.add(Label(view.language_words, 14))
        self.add(Ruled(language, margins=(8, 5, 8, 6)))
