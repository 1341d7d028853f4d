"""The closed list of cell kinds: what each reads, how tall it wants to be, how it is drawn."""

from collections.abc import Callable, Hashable
from dataclasses import dataclass

from forms import cells_choices, cells_guidance, cells_labels, cells_marks, cells_values
from forms.layout_model import Cell
from forms.pen import Pen
from forms.sheet import Box
from forms.values import Values

COMMON = frozenset({"kind", "x", "w", "dy", "h", "rows", "when", "rule"})
"""Keys every cell may have."""


def _as_given(values: Values, cell: Cell) -> float:
    """A cell that never asks for more than its row gives."""
    return 0.0


def _always(values: Values, cell: Cell) -> Hashable | None:
    """A drawing that is the same in every case."""
    return True


def _own_words(values: Values, cell: Cell) -> Hashable | None:
    """The same in every case unless a value stands in it."""
    return None if cell.value or "{" in cell.text or "{" in cell.under else True


def _choice(values: Values, cell: Cell) -> Hashable | None:
    """The same wherever the same is chosen."""
    if "{" in cell.choices or "{" in cell.text:
        return None
    return cells_choices.keys_of_choices(cell.choices) & values.chosen(cell.value)


def _never(values: Values, cell: Cell) -> Hashable | None:
    return None


@dataclass(frozen=True, slots=True)
class CellKind:
    """How a kind behaves. `draw` gets the final box; `height` is what its content needs (mm).

    `settled` is all of the values that its drawing depends on, None when that may be a person's:
    such a drawing is never kept.
    """

    draw: Callable[[Pen, Cell, Box], None]
    required: frozenset[str] = frozenset()
    optional: frozenset[str] = frozenset()
    height: Callable[[Values, Cell], float] = _as_given
    settled: Callable[[Values, Cell], Hashable | None] = _never


def _keys(words: str) -> frozenset[str]:
    return frozenset(words.split())


KINDS: dict[str, CellKind] = {
    "label": CellKind(
        cells_labels.label,
        _keys("text"),
        _keys("under size face align margin"),
        cells_labels.label_height,
        _own_words,
    ),
    "head": CellKind(
        cells_labels.head,
        _keys("text"),
        _keys("size face"),
        cells_labels.head_height,
        _own_words,
    ),
    "band": CellKind(cells_labels.band, _keys("text"), _keys("size"), settled=_always),
    "bar": CellKind(cells_labels.bar, _keys("text"), _keys("under"), settled=_always),
    "heading": CellKind(cells_labels.heading, _keys("text"), _keys("under"), settled=_always),
    "title": CellKind(cells_labels.title, _keys("text"), settled=_own_words),
    "note": CellKind(
        cells_labels.note,
        optional=_keys("text value size face leading inset number align"),
        height=cells_labels.note_height,
        settled=_own_words,
    ),
    "text": CellKind(
        cells_values.text,
        optional=_keys("value text size least align face inset leading grow"),
        height=cells_values.text_height,
        settled=_own_words,
    ),
    "name": CellKind(
        cells_values.name, _keys("value"), _keys("size inset"), cells_values.name_height
    ),
    "name_label": CellKind(cells_values.name_label, optional=_keys("value n text")),
    "date": CellKind(cells_values.date, _keys("value"), _keys("western blank weekday size")),
    "digits": CellKind(cells_values.digits, _keys("n"), _keys("value person align")),
    "options": CellKind(
        cells_choices.options,
        _keys("value choices"),
        _keys("size face align weight inset"),
        cells_choices.choice_height,
        _choice,
    ),
    "circle": CellKind(
        cells_choices.circle, _keys("value choices"), _keys("size text"), settled=_choice
    ),
    "matrix": CellKind(cells_choices.matrix, _keys("value items")),
    "matrix_head": CellKind(cells_choices.matrix_head, _keys("items"), settled=_always),
    "check": CellKind(cells_choices.check, optional=_keys("size"), settled=_always),
    "signature": CellKind(cells_marks.signature, _keys("signer")),
    "void": CellKind(cells_marks.void, settled=_always),
    "stamps": CellKind(cells_marks.stamps, _keys("items"), settled=_always),
    "seal": CellKind(cells_marks.seal),
    "rule": CellKind(cells_marks.rule, optional=_keys("weight"), settled=_always),
    "empty": CellKind(cells_marks.empty, settled=_always),
    "day": CellKind(
        cells_guidance.day, _keys("value"), _keys("text under"), cells_guidance.day_height
    ),
    "details": CellKind(
        cells_guidance.details, _keys("value items"), height=cells_guidance.details_height
    ),
    "gloss": CellKind(cells_guidance.gloss, _keys("value"), height=cells_guidance.gloss_height),
}
