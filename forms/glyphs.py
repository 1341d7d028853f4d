"""One drawn character of a typeface, and the font file it is taken from."""

from dataclasses import dataclass
from functools import cache

from counter_app.failures import CounterError, FailureCode
from forms.truetype import TrueTypeFile
from resources.loader import font_file


@dataclass(frozen=True, slots=True)
class Glyph:
    """One drawn character: its font family, glyph number, width (‰ of the size) and source text.

    `trim` is taken off behind it: a closing mark before another mark keeps half its width
    (JIS X 4051). `shift` and `rise` move a mark to the letter it belongs to (‰ of the size).
    """

    family: str
    number: int
    width: float
    text: str
    trim: float = 0.0
    shift: float = 0.0
    rise: float = 0.0


@cache
def font_of(family: str) -> TrueTypeFile:
    """The file of a family. Raises CounterError FORM_FONT_MISSING."""
    path = font_file(family)
    if path is None:
        raise CounterError(FailureCode.FORM_FONT_MISSING, f"書体「{family}」が見つかりません")
    return TrueTypeFile(path)
