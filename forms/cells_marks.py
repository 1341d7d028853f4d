"""Cells for signatures, stamps and seals, and the diagonal over what stays unused."""

from counter_app.ports import SignatureBox
from forms.fonts import Typeface
from forms.layout_model import Cell
from forms.pen import Pen
from forms.sheet import Box

_INSET = 1.0


def signature(pen: Pen, cell: Cell, box: Box) -> None:
    """Room for the strokes; they are laid over the finished page when the resident has signed."""
    inner = box.inset(_INSET, 0.6, _INSET, 0.6)
    pen.places.signatures.append(
        SignatureBox(pen.page, inner.x, inner.y, inner.width, inner.height, cell.signer)
    )


def void(pen: Pen, cell: Cell, box: Box) -> None:
    """One diagonal from the lower left to the upper right: nothing can be added here."""
    diagonal(pen, box)


def diagonal(pen: Pen, box: Box) -> None:
    pen.sheet.line((box.x + _INSET, box.bottom - _INSET), (box.right - _INSET, box.y + _INSET), 0.2)


def stamps(pen: Pen, cell: Cell, box: Box) -> None:
    """Cells of 16 with a head of 5 for the staff's stamps (職員欄)."""
    heads = [word.strip() for word in cell.items.split("|")]
    step = box.width / len(heads)
    for index, word in enumerate(heads):
        one = Box(box.x + step * index, box.y, step, 5)
        pen.sheet.fill(one)
        pen.spread(one.inset(3.6, 0, 3.6), word, 9, Typeface.GOTHIC)
        if index:
            pen.sheet.line((one.x, box.y), (one.x, box.bottom))
    pen.sheet.line((box.x, box.y + 5), (box.right, box.y + 5))


def seal(pen: Pen, cell: Cell, box: Box) -> None:
    """Place of the official seal (公印): a dashed square, or the words that it is left out."""
    omitted = pen.values.holds("decision.seal_omitted")
    if not omitted:
        pen.sheet.frame(box, 0.15, dashed=True, over=False)
    words = "公印省略" if omitted else "公印"
    pen.line(box, words, 9, Typeface.GOTHIC, align="centre")


def rule(pen: Pen, cell: Cell, box: Box) -> None:
    """A rule across, at the top of the cell."""
    pen.sheet.line((box.x, box.y), (box.right, box.y), cell.weight or 0.5)


def empty(pen: Pen, cell: Cell, box: Box) -> None:
    """A box to write in by hand."""
