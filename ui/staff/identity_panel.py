"""Who came and how that was checked (02): kinds of documents, never their numbers."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QComboBox, QWidget

from ui import theme
from ui.staff.reception_views import IdentityView
from ui.widgets.arrange import Label, Stack, put_away
from ui.widgets.chip import ChipKind, StatusChip
from ui.widgets.fields import ChoiceField
from ui.widgets.options import CheckBox
from ui.widgets.panels import Panel, Section


class IdentityPanel(Panel):
    """Who came and how that was checked: kinds of documents, never their numbers."""

    checked = Signal(str, tuple, bool)

    def __init__(self) -> None:
        super().__init__(gap=8, margins=(17, 15, 17, 15))
        self._view: IdentityView | None = None
        self._done = StatusChip(ChipKind.CONFIRMED.chip())
        section = Section("来た人と本人確認")
        section.add_right(self._done)
        self._fields = Stack(across=True, gap=16)
        self._error = Label("", 14, bold=True, ink=theme.ERROR_INK, wrap=True)
        self._visitor = ChoiceField("来た人", ())
        self._documents: list[ChoiceField] = []
        self._photo = CheckBox("目で照合して一致")
        self._photo.clicked.connect(self._tell)
        self._visitor.changed.connect(self._tell)
        self._fields.add(self._visitor, 11)
        photo = Stack(Label("写真と本人", 14, bold=True), gap=4)
        photo.add(self._photo)
        self._photo_part = photo
        self._below = Stack(across=True, gap=16)
        self._fields.add(photo, 10)
        self.add(section)
        self.add(self._fields)
        self.add(self._below)
        self.add(self._error)

    def show_identity(self, view: IdentityView) -> None:
        before, self._view = self._view, view
        self._done.setVisible(view.confirmed)
        if before is None or before.visitors != view.visitors:
            _fill(self._visitor, [choice.words for choice in view.visitors])
        kept = (before.needed, before.documents) if before is not None else None
        if kept != (view.needed, view.documents):
            self._make_documents(view)
        ids = [choice.id for choice in view.visitors]
        self._visitor.set_value(ids.index(view.visitor) if view.visitor in ids else -1)
        ids = [choice.id for choice in view.documents]
        for at, field in enumerate(self._documents):
            chosen = view.chosen[at] if at < len(view.chosen) else ""
            field.set_value(ids.index(chosen) if chosen in ids else -1)
        self._photo.setChecked(view.photo_matched)
        self._error.setText(f"＊{view.error}" if view.error else "")
        self._error.setVisible(bool(view.error))

    def _make_documents(self, view: IdentityView) -> None:
        for old in self._documents:
            put_away(old)
        self._documents = []
        many = view.needed > 1
        row = self._below if many else self._fields
        row.add(self._photo_part, 10)
        self._below.setVisible(many)
        for at in range(view.needed):
            label = f"確かめた書類（{view.needed}点）" if at == 0 else f"{at + 1}点目"
            field = ChoiceField(label, [choice.words for choice in view.documents], -1)
            _ask(field)
            field.changed.connect(self._tell)
            self._fields.insert(1 + at, field)
            self._fields.layout().setStretch(1 + at, 10)  # type: ignore[union-attr]
            self._documents.append(field)

    def _tell(self) -> None:
        view = self._view
        if view is None or self._visitor.value() < 0:
            return
        picked = [field.value() for field in self._documents]
        if any(at < 0 for at in picked):
            return
        documents = tuple(view.documents[at].id for at in picked)
        visitor = view.visitors[self._visitor.value()].id
        self.checked.emit(visitor, documents, self._photo.isChecked())

    def first(self) -> QWidget:
        return self._visitor.combo


def _fill(field: ChoiceField, words: list[str]) -> None:
    field.combo.clear()
    field.combo.addItems(words)
    _ask(field)


def _ask(field: ChoiceField) -> None:
    field.combo.setSizeAdjustPolicy(
        QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon
    )
    field.combo.setMinimumContentsLength(5)
    field.combo.setPlaceholderText("選んでください")
