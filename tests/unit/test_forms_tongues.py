"""The gloss of これからの手続き in every language: its typefaces, its breaks, the text it stays."""

import re
from datetime import date

import pypdfium2 as pdfium
import pytest

from counter_app.failures import CounterError, FailureCode
from counter_app.model.facts import FieldValue
from counter_app.paperwork.resident_words import Gloss, gloss_of
from forms.fitting import wrap
from forms.fonts import width
from forms.renderer import FormRenderer
from forms.shaping import BREAK, set_words
from forms.sheet import POINT
from forms.tongues import LANGUAGE, tongue_of, without_unset_gloss
from forms.values import Values
from resources import loader

TAGS = ("en", "es", "fil", "id", "ko", "my", "ne", "pt-BR", "th", "vi", "zh-Hans", "zh-Hant")
COLUMN, HEAD_ROOM, COMING_ROOM = 52 - 4.4, 72.0, 100.0  # mm
TODAY = date(2026, 4, 3)


def gloss(tag: str) -> Gloss:
    found = gloss_of(tag)
    assert found is not None
    return found


def words(tag: str) -> tuple[str, ...]:
    """Everything a language says under a date."""
    own = gloss(tag)
    errand = own.errand.format(papers=own.listed(own.paper.values()))
    return (own.appointment, errand, *own.task.values(), *own.coming.values())


def data(tag: str) -> dict[str, FieldValue]:
    own = gloss(tag)
    found: dict[str, FieldValue] = {
        LANGUAGE: tag,
        "next.gloss_title": own.title,
        "next.gloss_head": own.head,
        "next.gloss_coming": own.coming_head,
        "next.count": 3,
        "coming.count": 1,
        "coming.1.what": "児童手当の認定",
        "coming.1.gloss": own.coming["C1"],
    }
    for n, task in enumerate((own.task["C17"], own.task["A4"], own.task["F2"]), 1):
        found[f"next.{n}.task"] = "すること"
        found[f"next.{n}.date"] = date(2026, 4, 5 + n)
        found[f"next.{n}.gloss"] = f"{own.by.format(day=own.said_day(date(2026, 4, 8)))}\n{task}"
    return found


RENDERER = FormRenderer()


def extracted(tag: str) -> str:
    document = pdfium.PdfDocument(RENDERER.render("next-steps", data(tag), on=TODAY).pdf)
    text = "".join(document[page].get_textpage().get_text_range() for page in range(len(document)))
    document.close()
    return re.sub(r"\s", "", text)


@pytest.mark.parametrize("tag", TAGS)
def test_every_word_of_a_language_is_set_and_stays_in_its_column(tag: str) -> None:
    tongue = tongue_of(Values({LANGUAGE: tag}))
    for said in words(tag):
        for line in wrap(said, tongue.regular, COLUMN / (9.5 * POINT)):
            assert width(line.rstrip(), tongue.regular) * 9.5 * POINT <= COLUMN + 0.01, line
    own = gloss(tag)
    for head in (own.head, own.nothing):
        assert width(head, tongue.regular) * 9 * POINT <= HEAD_ROOM
    assert width(own.coming_head, tongue.regular) * 9 * POINT <= COMING_ROOM
    for month in range(1, 13):  # the longest of all days on one line of the column, or on two
        day = own.by.format(day=own.said_day(date(2026, month, 28)))
        lines = wrap(day, tongue.bold, COLUMN / (9 * POINT))
        assert len(lines) <= 2
        assert all(width(line.rstrip(), tongue.bold) * 9 * POINT <= COLUMN + 0.01 for line in lines)


@pytest.mark.parametrize("tag", TAGS)
def test_what_is_printed_is_extracted_as_it_was_written(tag: str) -> None:
    own, found = gloss(tag), extracted(tag)
    said = (own.head, own.coming_head, own.task["A4"], own.task["F2"], own.coming["C1"])
    for text in said:
        assert re.sub(rf"[\s{BREAK}]", "", text) in found


def test_lines_of_thai_end_between_words_alone() -> None:
    tongue, own = tongue_of(Values({LANGUAGE: "th"})), gloss("th")
    for said in own.task.values():
        ends = {0}
        for word in re.findall(rf"[^ {BREAK}]+", said):
            ends.add(max(ends) + len(word))
        at = 0
        for line in wrap(said, tongue.regular, COLUMN / (9.5 * POINT)):
            at += len(re.sub(rf"[ {BREAK}]", "", line))
            assert at in ends


def test_marks_stand_where_the_font_places_them() -> None:
    """น้ำ: the tone mark moves left over its letter, and the vowel is drawn in two parts."""
    glyphs = set_words("น้ำ", ("Noto Sans Thai",))
    assert len(glyphs) > len(set_words("นำ", ("Noto Sans Thai",)))
    assert any(glyph.shift < 0 for glyph in glyphs)
    assert "".join(glyph.text for glyph in glyphs) == "น้ำ"
    mark, alone = set_words("ที่", ("Noto Sans Thai",)), set_words("ท่", ("Noto Sans Thai",))
    assert mark[-1].number != alone[-1].number or mark[-1].rise != alone[-1].rise


def test_a_vowel_that_is_drawn_before_its_letter_is_told_behind_it() -> None:
    glyphs = set_words("कि", ("Noto Sans Devanagari",))
    (letter,) = set_words("क", ("Noto Sans Devanagari",))
    assert glyphs[-1].number == letter.number
    assert "".join(glyph.text for glyph in glyphs) == "कि"


def test_a_joiner_stays_with_its_letters_and_a_foreign_sign_has_its_own_font() -> None:
    glyphs = set_words("क्\u200dष □ A", ("Noto Sans Devanagari", "Noto Sans", "BIZ UDPGothic"))
    assert [g.family for g in glyphs if g.text in {"□", "A"}] == ["BIZ UDPGothic", "Noto Sans"]
    assert glyphs[0].family == "Noto Sans Devanagari"


def test_a_character_that_no_font_has_stops_the_form() -> None:
    tongue = tongue_of(Values({LANGUAGE: "th"}))
    with pytest.raises(CounterError) as refused:
        width("ไทย\U0001f9ff", tongue.regular)
    assert refused.value.code is FailureCode.FORM_GLYPH_MISSING


def test_without_the_fonts_of_a_language_japanese_stands_alone(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("forms.fonts.font_file", lambda family: None if "Thai" in family else "x")
    assert not [key for key in without_unset_gloss(data("th")) if "gloss" in key]
    assert without_unset_gloss(data("th"))["next.1.task"] == "すること"
    assert without_unset_gloss(data("ko")) == data("ko")


def test_every_font_of_a_gloss_is_installed_with_the_product() -> None:
    assert all(loader.font_file(family) for family in loader.GLOSS_FONT_FILES)
