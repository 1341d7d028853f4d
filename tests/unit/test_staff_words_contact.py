"""Telephone and language in words, and the languages a form can name."""

from dataclasses import replace

import pytest

from counter_app.model.contact import PhoneState
from counter_app.paperwork.case_view import case_view
from tests.paperwork_kit import a_case
from ui.staff.words.contact import ContactDraft, contact_view, language_choices
from ui.tablet.texts import languages
from ui.widgets.source import Source

RECEPTION = a_case("h2").reception


@pytest.mark.parametrize(
    ("phone", "state", "words", "source"),
    [
        ("", PhoneState.UNASKED, "まだ聞いていません", None),
        ("090-0000-0000", PhoneState.ANNOUNCED, "090-0000-0000", Source.NOTICE),
        ("090-0000-0000", PhoneState.ASKED, "090-0000-0000", Source.HEARD),
        ("", PhoneState.NONE, "電話なし", None),
    ],
)
def test_a_number_says_where_it_is_from(
    phone: str, state: PhoneState, words: str, source: Source | None
) -> None:
    view = contact_view(replace(RECEPTION, phone=phone, phone_state=state), None)
    assert (view.phone_words, view.source) == (words, source)
    assert view.none is (state is PhoneState.NONE)
    assert not view.editing


def test_the_form_shows_what_is_wrong() -> None:
    view = contact_view(RECEPTION, ContactDraft("11桁の番号です。"))
    assert view.editing
    assert view.error == "11桁の番号です。"


def test_the_clerk_chooses_among_the_languages_of_the_tablet_in_japanese() -> None:
    choices = language_choices()
    assert [choice.id for choice in choices] == [language.tag for language in languages()]
    assert [choice.words for choice in choices[:3]] == ["日本語", "やさしい日本語", "英語"]
    assert not [choice for choice in choices if "《" in choice.words]
    assert contact_view(replace(RECEPTION, language="vi"), None).language_words == "ベトナム語"


@pytest.mark.parametrize("tag", [known.tag for known in languages() if known.tag != "ja"])
def test_a_consent_names_whichever_language_was_shown(tag: str) -> None:
    case = a_case("h2")
    view = case_view(replace(case, reception=replace(case.reception, language=tag)))
    assert view["staff.explained"] == "translated"
    assert view["staff.language"]
