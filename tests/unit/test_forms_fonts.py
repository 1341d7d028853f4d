import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from fontTools.fontBuilder import FontBuilder
from fontTools.pens.ttGlyphPen import TTGlyphPen
from fontTools.ttLib import TTFont

from counter_app.failures import CounterError, FailureCode
from forms.fonts import Typeface, shape, width
from forms.truetype import TrueTypeFile
from resources.loader import font_file
from resources.variation_sequences import CharacterMap, character_map, is_selector

FAMILIES = ("IPAmj Mincho", "BIZ UDGothic")


@contextmanager
def _font(family: str) -> Iterator[TTFont]:
    path = font_file(family)
    assert path is not None
    with TTFont(path, lazy=True) as font:
        yield font


@pytest.mark.parametrize("family", FAMILIES)
def test_every_sequence_of_the_font_gives_the_glyph_another_reader_finds(family: str) -> None:
    own = character_map(family)
    assert own is not None
    with _font(family) as other:
        numbers = other.getReverseGlyphMap()
        plain = other.getBestCmap()
        sequences = next(table for table in other["cmap"].tables if table.format == 14).uvsDict
    checked = 0
    for selector, entries in sequences.items():
        for base, name in entries:
            wanted = numbers[name if name is not None else plain[base]]
            assert own.glyph(chr(base), chr(selector)) == wanted
            checked += 1
    assert checked > 10_000


@pytest.mark.parametrize("family", FAMILIES)
def test_every_plain_character_gives_the_glyph_another_reader_finds(family: str) -> None:
    own = character_map(family)
    assert own is not None
    with _font(family) as other:
        numbers = other.getReverseGlyphMap()
        plain = other.getBestCmap()
    wrong = [code for code, name in plain.items() if own.glyph(chr(code)) != numbers[name]]
    assert wrong == []


def test_a_sequence_the_font_lacks_is_absent_and_not_its_plain_form() -> None:
    own = character_map("IPAmj Mincho")
    assert own is not None
    assert own.glyph("葛", "\U000e0100") is None
    assert own.glyph("葛") is not None


def test_format_4_alone_is_read_too(tmp_path: Path) -> None:
    path = tmp_path / "narrow.ttf"
    with _font("BIZ UDGothic") as font:
        cmap = font["cmap"]
        cmap.tables = [
            table for table in cmap.tables if table.format == 4 and table.platformID == 3
        ]
        font.save(path)
        numbers, characters = font.getReverseGlyphMap(), cmap.tables[0].cmap
    own = CharacterMap(path)
    for character in "町A亜龠…":
        assert own.glyph(character) == numbers[characters[ord(character)]]
    assert own.glyph("𠮷") is None
    assert own.glyph("邉", "\U000e010f") is None


def test_selectors_are_told_from_characters() -> None:
    assert is_selector("\U000e010f")
    assert is_selector("\ufe00")
    assert not is_selector("邉")


def test_a_selector_takes_no_room() -> None:
    assert width("渡邉\U000e010f", Typeface.MINCHO) == width("渡邉", Typeface.MINCHO) == 2.0


def test_a_closing_mark_before_another_mark_keeps_half_its_width() -> None:
    assert width("です。）。次", Typeface.MINCHO) == 5.0
    assert width("「あ」（い）", Typeface.MINCHO) == 5.5
    assert width("あ、い", Typeface.MINCHO) == 3.0


def test_a_variation_sequence_is_drawn_with_its_own_glyph() -> None:
    forms = [shape(f"邉{chr(selector)}", Typeface.MINCHO) for selector in range(0xE010F, 0xE0113)]
    assert [len(glyphs) for glyphs in forms] == [1, 1, 1, 1]
    assert len({glyphs[0].number for glyphs in forms}) == 4
    assert forms[0][0].text == "邉\U000e010f"


@pytest.mark.parametrize(
    ("written", "shape_of"),
    [("か\u3099", "が"), ("ハ\u309a", "パ"), ("E\u0301", "É"), ("e\u0323\u0302", "ệ")],
)
def test_a_letter_written_with_its_mark_apart_has_the_shape_of_both(
    written: str, shape_of: str
) -> None:
    face = Typeface.LATIN if len(written) > 2 else Typeface.MINCHO
    (drawn,) = shape(written, face)
    (whole,) = shape(shape_of, face)
    assert drawn.number == whole.number
    assert drawn.text == written
    assert width(f"ワ{written}", face) == width(f"ワ{shape_of}", face)


def test_a_character_the_gothic_lacks_is_taken_from_the_mincho() -> None:
    glyphs = shape("𠮷﨑さん", Typeface.GOTHIC)
    assert [glyph.family for glyph in glyphs][:1] == ["IPAmj Mincho"]
    assert glyphs[-1].family == "BIZ UDGothic"


@pytest.mark.parametrize(
    ("character", "named"),
    [("葛\U000e0100", "U+845B+U+E0100"), ("邉\U000e010f\U000e0100", "U+9089+U+E010F+U+E0100")],
)
def test_a_glyph_no_font_has_stops_the_form_and_names_its_code(character: str, named: str) -> None:
    with pytest.raises(CounterError) as caught:
        shape(character, Typeface.MINCHO)
    assert caught.value.code is FailureCode.FORM_GLYPH_MISSING
    assert named in caught.value.detail


@pytest.mark.parametrize("family", FAMILIES)
def test_a_cut_font_keeps_outlines_and_widths(family: str, tmp_path: Path) -> None:
    path = font_file(family)
    assert path is not None
    source = TrueTypeFile(path)
    numbers = tuple(number for c in "渡髙志シヅ(金)Åé" if (number := source.map.glyph(c)))
    cut_path = tmp_path / "cut.ttf"
    cut_path.write_bytes(source.subset(numbers))
    with _font(family) as whole, TTFont(cut_path) as cut:
        for place, number in enumerate(numbers, 1):
            mine, theirs = cut.getGlyphName(place), whole.getGlyphName(number)
            outline = cut["glyf"][mine].getCoordinates(cut["glyf"])[0]
            assert list(outline) == list(whole["glyf"][theirs].getCoordinates(whole["glyf"])[0])
            assert cut["hmtx"][mine] == whole["hmtx"][theirs]


def test_a_cut_font_brings_the_parts_of_a_composite_glyph(tmp_path: Path) -> None:
    square, moved = TTGlyphPen(None), TTGlyphPen({"square": None, "none": None})
    square.moveTo((0, 0))
    for point in ((0, 100), (100, 100), (100, 0)):
        square.lineTo(point)
    square.closePath()
    moved.addComponent("square", (1, 0, 0, 1, 40, 0))
    moved.addComponent("square", (0.5, 0, 0, 0.5, 300, 10))
    names = [".notdef", "none", "other", "square", "two"]
    builder = FontBuilder(1000, isTTF=True)
    builder.setupGlyphOrder(names)
    builder.setupCharacterMap({0x41: "two"})
    empty = TTGlyphPen(None).glyph()
    builder.setupGlyf(
        {
            ".notdef": empty,
            "none": empty,
            "other": empty,
            "square": square.glyph(),
            "two": moved.glyph(),
        }
    )
    builder.setupHorizontalMetrics(dict.fromkeys(names, (500, 0)))
    builder.setupHorizontalHeader(ascent=880, descent=-120)
    builder.setupOS2()
    builder.setupPost()
    path, cut_path = tmp_path / "whole.ttf", tmp_path / "cut.ttf"
    builder.save(path)
    source = TrueTypeFile(path)
    number = source.map.glyph("A")
    assert number == 4
    cut_path.write_bytes(source.subset((number,)))
    with TTFont(cut_path) as cut, TTFont(path) as whole:
        assert len(cut.getGlyphOrder()) == 3
        outline = cut["glyf"][cut.getGlyphName(1)].getCoordinates(cut["glyf"])[0]
        assert list(outline) == list(whole["glyf"]["two"].getCoordinates(whole["glyf"])[0])


def test_a_cut_font_is_small() -> None:
    path = font_file("IPAmj Mincho")
    assert path is not None
    source = TrueTypeFile(path)
    numbers = tuple(n for c in "渡邉髙志" if (n := source.map.glyph(c)) is not None)
    assert len(zlib.compress(source.subset(numbers))) < 8_000
