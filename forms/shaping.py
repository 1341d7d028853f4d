"""Sets words of scripts whose letters change and stack (文字の組版): Thai, Devanagari, Myanmar.

HarfBuzz chooses and places the glyphs; what is drawn keeps the text it stands for.
"""

from collections.abc import Iterator
from functools import cache
from itertools import groupby, pairwise
from typing import TYPE_CHECKING

from forms.glyphs import Glyph, font_of
from resources.loader import font_file

if TYPE_CHECKING:
    import uharfbuzz

BREAK = "\u200b"
"""Where a line may end inside words without spaces (U+200B); drawn as nothing."""

_JOINERS = frozenset("\u200c\u200d")


def set_words(text: str, families: tuple[str, ...]) -> tuple[Glyph, ...]:
    """The glyphs of a text, from the first family that has each character, left to right.

    Of a cluster (letters that are drawn together) the first glyph has the text, the others none.
    Raises KeyError for a character that no family has.
    """
    glyphs: list[Glyph] = []
    for family, part in _parts(text.replace(BREAK, ""), families):
        glyphs += _set(family, part)
    return tuple(glyphs)


def _parts(text: str, families: tuple[str, ...]) -> Iterator[tuple[str, str]]:
    """The text in stretches of one family; a joiner stays with the letter before it."""
    owners: list[str] = []
    for character in text:
        if character in _JOINERS and owners:
            owners.append(owners[-1])
            continue
        found = next((f for f in families if font_of(f).map.glyph(character) is not None), None)
        if found is None:
            raise KeyError(character)
        owners.append(found)
    pairs = groupby(zip(owners, text, strict=True), key=lambda pair: pair[0])
    for family, stretch in pairs:
        yield family, "".join(character for _, character in stretch)


@cache
def _font(family: str) -> "uharfbuzz.Font":
    import uharfbuzz  # with the first words that need it

    path = font_file(family)
    assert path is not None  # `font_of` was asked before
    return uharfbuzz.Font(uharfbuzz.Face(uharfbuzz.Blob.from_file_path(str(path))))


def _set(family: str, text: str) -> Iterator[Glyph]:
    import uharfbuzz

    font, file = _font(family), font_of(family)
    buffer = uharfbuzz.Buffer()
    buffer.add_str(text)
    buffer.guess_segment_properties()
    uharfbuzz.shape(font, buffer)
    units = 1000 / font.face.upem
    starts = [*sorted({info.cluster for info in buffer.glyph_infos}), len(text)]
    after = dict(pairwise(starts))
    told: set[int] = set()
    for info, place in zip(buffer.glyph_infos, buffer.glyph_positions, strict=True):
        first = info.cluster not in told
        told.add(info.cluster)
        advance = place.x_advance * units
        yield Glyph(
            family,
            info.codepoint,
            advance,
            text[info.cluster : after[info.cluster]] if first else "",
            file.width(info.codepoint) - advance,
            place.x_offset * units,
            place.y_offset * units,
        )
