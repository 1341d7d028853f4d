"""The column of これからの手続き in the resident's language, and the words it is made of."""

import re
import tomllib
from datetime import date

import pytest

from counter_app.paperwork.papers import next_steps
from counter_app.paperwork.resident_words import gloss_of, resident_words
from counter_app.procedures.catalogue import standard_catalogue
from resources.loader import data_file
from tests.paperwork_kit import a_case, answered, committed
from tests.paperwork_story import at_one, declined


def test_the_gloss_gives_the_same_days_in_english() -> None:
    case, asked = committed(a_case("h2", language="en"))
    data = next_steps(case, answered(asked, F2=at_one)).data
    first = [str(data[f"next.{n}.gloss"]).split("\n")[0] for n in range(1, 8)]
    assert first == [
        "Mon 6 April",
        "Wed 8 April, 13:00–15:00",
        "By Fri 10 April",
        "By Fri 10 April",
        "By Mon 27 April",
        "By Wed 1 July",
        "Soon",
    ]
    assert data["next.gloss_title"] == "English"
    waiting = next_steps(case, answered(asked, F2=declined)).data
    assert [v for v in waiting.values() if str(v).startswith("Date to be arranged\n")]


def test_without_words_for_a_procedure_its_gloss_stays_blank() -> None:
    case, asked = committed(a_case("h3", language="en"))
    data = next_steps(case, asked).data
    tasks = {k: v for k, v in data.items() if k.startswith("next.") and k.endswith(".task")}
    handbook = next(key for key, task in tasks.items() if "手帳" in str(task))
    assert handbook.replace(".task", ".gloss") not in data


@pytest.mark.parametrize("language", ["ja", "ja-x-easy"])
def test_where_there_is_no_gloss_the_task_takes_the_room(language: str) -> None:
    case, asked = committed(a_case("h2", language=language))
    data = next_steps(case, asked).data
    assert not [key for key in data if "gloss" in key]


OTHERS = ["es", "fil", "id", "ko", "my", "ne", "pt-BR", "th", "vi", "zh-Hans", "zh-Hant"]


@pytest.mark.parametrize("language", OTHERS)
def test_every_gloss_says_what_the_english_one_says(language: str) -> None:
    english, own = gloss_of("en"), gloss_of(language)
    assert english is not None
    assert own is not None
    for part in ("task", "paper", "coming"):
        said = getattr(own, part)
        assert set(said) == set(getattr(english, part))
        assert all(said.values())
    assert own.said_day(date(2026, 7, 1)) != english.said_day(date(2026, 7, 1))
    assert "{papers}" in own.errand
    assert "{day}" in own.by
    assert {"{day}", "{time}"} <= set(re.findall(r"{\w+}", own.timed))


def test_the_words_speak_of_procedures_of_the_catalogue_alone() -> None:
    known = {procedure.id for procedure in standard_catalogue().procedures}
    gloss = gloss_of("en")
    assert gloss is not None
    for spoken in (gloss.task, gloss.paper, gloss.coming):
        assert set(spoken) <= known
    assert {p for p in gloss.coming if not resident_words(p).coming} == set()
    joined = {p for p in known if resident_words(p).joins}
    assert all(resident_words(p).joined and resident_words(p).joins in known for p in joined)


def test_every_word_of_the_file_belongs_to_a_procedure() -> None:
    written = tomllib.loads(data_file("texts", "ja", "next.toml").read_text("utf-8"))
    assert set(written) <= {procedure.id for procedure in standard_catalogue().procedures}


def test_a_household_with_nothing_left_to_do_reads_so_in_its_language() -> None:
    data = next_steps(*committed(a_case("h7", language="ko"))).data
    korean = gloss_of("ko")
    assert korean is not None
    assert data["next.gloss_head"] == korean.nothing
    assert "next.1.task" not in data
