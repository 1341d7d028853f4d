"""The closed list of cell kinds: what each reads, how tall it wants to be, how it is drawn."""

from collections.abc import Callable
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


@dataclass(frozen=True, slots=True)
class CellKind:
    """How a kind behaves. `draw` gets the final box; `height` is what its content needs (mm)."""

    draw: Callable[[Pen, Cell, Box], None]
    required: frozenset[str] = frozenset()
    optional: frozenset[str] = frozenset()
    height: Callable[[Values, Cell], float] = _as_given


def _keys(words: str) -> frozenset[str]:
    return frozenset(words.split())


KINDS: dict[str, CellKind] = {
    "label": CellKind(
        cells_labels.label,
        _keys("text"),
        _keys("under size face align margin"),
        cells_labels.label_height,
    ),
    "head": CellKind(
        cells_labels.head, _keys("text"), _keys("size face"), cells_labels.head_height
    ),
    "band": CellKind(cells_labels.band, _keys("text"), _keys("size")),
    "bar": CellKind(cells_labels.bar, _keys("text"), _keys("under")),
    "heading": CellKind(cells_labels.heading, _keys("text"), _keys("under")),
    "title": CellKind(cells_labels.title, _keys("text")),
    "note": CellKind(
        cells_labels.note,
        optional=_keys("text value size face leading inset number align"),
        height=cells_labels.note_height,
    ),
    "text": CellKind(
        cells_values.text,
        optional=_keys("value text size least align face inset leading grow"),
        height=cells_values.text_height,
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
    ),
    "circle": CellKind(cells_choices.circle, _keys("value choices"), _keys("size text")),
    "matrix": CellKind(cells_choices.matrix, _keys("value items")),
    "matrix_head": CellKind(cells_choices.matrix_head, _keys("items")),
    "check": CellKind(cells_choices.check, optional=_keys("size")),
    "signature": CellKind(cells_marks.signature, _keys("signer")),
    "void": CellKind(cells_marks.void),
    "stamps": CellKind(cells_marks.stamps, _keys("items")),
    "seal": CellKind(cells_marks.seal),
    "rule": CellKind(cells_marks.rule, optional=_keys("weight")),
    "empty": CellKind(cells_marks.empty),
    "day": CellKind(
        cells_guidance.day, _keys("value"), _keys("text under"), cells_guidance.day_height
    ),
    "details": CellKind(
        cells_guidance.details, _keys("value items"), height=cells_guidance.details_height
    ),
    "gloss": CellKind(cells_guidance.gloss, _keys("value"), height=cells_guidance.gloss_height),
}
