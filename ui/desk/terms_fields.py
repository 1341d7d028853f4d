"""What a notice says beside its number: class, period and content, as the officer writes them."""

from collections.abc import Mapping

from PySide6.QtCore import Signal

from counter_app.paperwork.terms import (
    CONTENT_MOST,
    NO_TERMS,
    Terms,
    TermsAsked,
    TermsField,
    terms_faults,
)
from ui.desk.plain_note import PlainNote
from ui.widgets.arrange import Stack
from ui.widgets.fields import ChoiceField, DateField

TermsInput = ChoiceField | DateField | PlainNote

_DAY_WIDTH = 164


class TermsFields(Stack):
    """The fields of one notice; made anew for a notice that asks for something else."""

    taken = Signal()
    """Enter in the content."""
    left = Signal()
    """Esc in the content."""

    def __init__(self) -> None:
        super().__init__(gap=8)
        self._asked: TermsAsked | None = None
        self._category: ChoiceField | None = None
        self._first: DateField | None = None
        self._last: DateField | None = None
        self._content: PlainNote | None = None

    @property
    def asked(self) -> TermsAsked | None:
        """What the fields ask for; None while there are none."""
        return self._asked

    def ask(self, asked: TermsAsked | None) -> None:
        """Fields for a notice, empty; for None there are none."""
        self.clear()
        self._asked = asked
        self._category = self._first = self._last = self._content = None
        if asked is None:
            return
        if asked.categories:
            self._category = ChoiceField("区分", asked.categories, -1, True)
            self.add(self._category)
        needed = asked.period_needed
        self._first = _day("有効期間の始まり", required=needed)
        self._last = _day("終わり", required=needed)
        days = Stack(self._first, self._last, across=True, gap=10)
        days.push()
        self.add(days)
        self._content = PlainNote(asked.content_label, most=CONTENT_MOST)
        self._content.taken.connect(self.taken)
        self._content.left.connect(self.left)
        self.add(self._content)

    def set_terms(self, terms: Terms) -> None:
        if self._asked is None or self._first is None or self._last is None:
            return
        if self._category is not None:
            found = terms.category in self._asked.categories
            at = self._asked.categories.index(terms.category) if found else -1
            self._category.set_value(at)
        self._first.set_value(terms.first)
        self._last.set_value(terms.last)
        if self._content is not None:
            self._content.set_value(terms.content)

    def terms(self) -> Terms:
        """What is written now; nothing where nothing is asked."""
        asked, first, last, content = self._asked, self._first, self._last, self._content
        if asked is None or first is None or last is None or content is None:
            return NO_TERMS
        at = self._category.value() if self._category is not None else -1
        category = asked.categories[at] if at >= 0 else ""
        return Terms(first.value(), last.value(), content.value().strip(), category)

    def faulty(self) -> list[TermsInput]:
        """Say at each field what is wrong with it; those fields, in their order."""
        if self._asked is None:
            return []
        fields = self._fields()
        # F8 comes before the field is left
        no_days = [day for day in (self._first, self._last) if day is not None and not day.finish()]
        found: list[TermsInput] = [*no_days]
        for fault in terms_faults(self._asked, self.terms()):
            field = fields[fault.field]
            if field not in found:
                field.set_error(fault.words)
                found.append(field)
        return [field for field in fields.values() if field in found]

    def _fields(self) -> Mapping[TermsField, TermsInput]:
        named = {
            TermsField.CATEGORY: self._category,
            TermsField.FIRST: self._first,
            TermsField.LAST: self._last,
            TermsField.CONTENT: self._content,
        }
        return {key: field for key, field in named.items() if field is not None}


def _day(label: str, *, required: bool) -> DateField:
    """Two stand side by side in the narrow panel, so that neither has its 西暦 beside it."""
    made = DateField(label, required=required, width=_DAY_WIDTH)
    made.other.hide()
    return made
