"""Every variation sequence of IPAmj Mincho (Moji_Joho): drawn as its own glyph, read back whole."""

import re
import zlib
from datetime import date
from io import BytesIO

import pypdfium2 as pdfium
import pytest
from fontTools.ttLib import TTFont

from counter_app.failures import CounterError, FailureCode
from forms.fonts import Typeface, shape
from forms.sheet import Document, Sheet
from resources.loader import font_file

FAMILY = "IPAmj Mincho"
ON = date(2026, 4, 3)
LINES, ACROSS, SIZE = 60, 40, 8.0
PAGE = LINES * ACROSS

_MAPPED = re.compile(rb"<([0-9a-f]{4})> <([0-9a-f]+)>")
_SHOWN = re.compile(rb"<([0-9a-f]+)> Tj")
_STREAM = re.compile(rb"(\d+) 0 obj\s*<<(.*?)>>\s*stream\r?\n(.*?)endstream", re.DOTALL)


@pytest.fixture(scope="module")
def sequences() -> dict[str, int]:
    """Every base and selector of the font (cmap format 14), and its glyph, by another reader."""
    path = font_file(FAMILY)
    assert path is not None
    with TTFont(path, lazy=True) as font:
        numbers, plain = font.getReverseGlyphMap(), font.getBestCmap()
        table = next(table for table in font["cmap"].tables if table.format == 14)
        return {
            chr(base) + chr(selector): numbers[name if name is not None else plain[base]]
            for selector, entries in table.uvsDict.items()
            for base, name in entries
        }


@pytest.fixture(scope="module")
def drawn(sequences: dict[str, int]) -> list[tuple[list[str], bytes]]:
    """Documents of one page each that show all of them, with what each shows, in order."""
    every = sorted(sequences)
    documents = []
    for start in range(0, len(every), PAGE):
        part = every[start : start + PAGE]
        document = Document("字", "", ON)
        sheet = Sheet(document)
        for line in range(0, len(part), ACROSS):
            text = "".join(part[line : line + ACROSS])
            sheet.text(10, 10 + line // ACROSS * 4.5, text, SIZE, Typeface.MINCHO)
        document.add(sheet)
        documents.append((part, document.pdf()))
    return documents


def test_the_font_holds_the_sequences_of_moji_joho(sequences: dict[str, int]) -> None:
    assert len(sequences) > 11_000
    assert "邉\U000e010f" in sequences


def test_every_sequence_is_one_glyph_and_the_one_the_font_lists_for_it(
    sequences: dict[str, int],
) -> None:
    for text, wanted in sequences.items():
        (glyph,) = shape(text, Typeface.MINCHO)
        assert (glyph.number, glyph.text, glyph.family) == (wanted, text, FAMILY)


def test_every_sequence_is_embedded_with_its_own_outline(
    sequences: dict[str, int], drawn: list[tuple[list[str], bytes]]
) -> None:
    path = font_file(FAMILY)
    assert path is not None
    with TTFont(path, lazy=True) as whole:
        names, outlines = whole.getGlyphOrder(), whole["glyf"]
        for part, pdf in drawn:
            streams = [(head, body) for _, head, body in _STREAM.findall(pdf)]
            (content,) = [data for data in map(_inflated, streams) if data.startswith(b"BT ")]
            shown = b"".join(_SHOWN.findall(content))
            assert shown == b"".join(b"%04x" % code for code in range(1, len(part) + 1))
            (file,) = [_inflated(stream) for stream in streams if b"/Length1" in stream[0]]
            with TTFont(BytesIO(file)) as cut:
                cut_names, cut_outlines = cut.getGlyphOrder(), cut["glyf"]
                for code, text in enumerate(part, 1):
                    mine = cut_outlines[cut_names[code]].getCoordinates(cut_outlines)[0]
                    theirs = outlines[names[sequences[text]]].getCoordinates(outlines)[0]
                    assert list(mine) == list(theirs), text


def _inflated(stream: tuple[bytes, bytes]) -> bytes:
    return zlib.decompressobj().decompress(stream[1])


def test_every_sequence_is_mapped_back_to_its_source(
    drawn: list[tuple[list[str], bytes]],
) -> None:
    for part, pdf in drawn:
        found: dict[int, str] = {}
        for _, head, body in _STREAM.findall(pdf):
            data = _inflated((head, body))
            if b"beginbfchar" in data:
                for code, text in _MAPPED.findall(data):
                    found[int(code, 16)] = bytes.fromhex(text.decode()).decode("utf-16-be")
        assert [found[code] for code in range(1, len(part) + 1)] == part


def test_every_sequence_is_extracted_by_a_reader_as_it_was_written(
    drawn: list[tuple[list[str], bytes]],
) -> None:
    for part, pdf in drawn:
        document = pdfium.PdfDocument(pdf)
        text = document[0].get_textpage().get_text_range()
        document.close()
        assert re.sub(r"\s", "", text) == "".join(part)


def test_a_sequence_the_font_lacks_is_reported_and_never_drawn_as_its_base(
    sequences: dict[str, int],
) -> None:
    bases = sorted({text[0] for text in sequences})[::97]
    checked = 0
    for base in bases:
        lacking = next(
            chr(code) for code in range(0xE0100, 0xE01F0) if base + chr(code) not in sequences
        )
        with pytest.raises(CounterError) as caught:
            shape(base + lacking, Typeface.MINCHO)
        assert caught.value.code is FailureCode.FORM_GLYPH_MISSING
        assert f"U+{ord(base):04X}+U+{ord(lacking):04X}" in caught.value.detail
        checked += 1
    assert checked > 30
