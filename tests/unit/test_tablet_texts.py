"""Words of the tablet: every language says everything, with the same places and whole markup."""

import io
import re
import tomllib
from datetime import date
from pathlib import Path

import pytest
from babel.messages.extract import extract_from_dir
from babel.messages.pofile import read_po

from counter_app.paperwork.papers import NextStep
from counter_app.paperwork.steps_ahead import _SOON as SOON
from counter_app.paperwork.steps_ahead import ARRANGING
from resources.loader import data_file, data_files
from ui.tablet.gloss import own_form_title
from ui.tablet.steps import step_rows, task
from ui.tablet.texts import EASY_JAPANESE, JAPANESE, languages, tongue

SOURCES = Path(__file__).parents[2] / "ui" / "tablet"
KEYWORDS: dict[str, tuple[int, ...] | None] = {
    "say": None,
    "mark": None,
    "heading": None,
    "TabletButton": (2,),
    "say_many": (1, 2),
    "mark_many": (1, 2),
}
TAGS = [language.tag for language in languages()]
PLACES = re.compile(r"\{(\w+)\}")
_RUBY = re.compile(r"(?:｜[^｜《》]+|[\u4e00-\u9fff々ヶ]+)《[\u3040-\u30ffー]+》")


def messages_of_the_sources() -> set[str]:
    found = extract_from_dir(str(SOURCES), keywords=KEYWORDS)
    said = {entry[2] for entry in found}
    return {words if isinstance(words, str) else words[0] for words in said} - {""}


def catalogue(tag: str, domain: str = "tablet") -> dict[str, tuple[str, ...]]:
    """Message id → what is said, one text for each number form."""
    path = data_file("texts", tag, "LC_MESSAGES", f"{domain}.po")
    said: dict[str, tuple[str, ...]] = {}
    for message in read_po(io.BytesIO(path.read_bytes())):
        if not message.id:
            continue
        known = message.id if isinstance(message.id, str) else message.id[0]
        text = message.string
        said[known] = (text,) if isinstance(text, str) else tuple(text or ())
    return said


@pytest.mark.parametrize("tag", TAGS)
def test_a_language_says_every_message_and_no_other(tag: str) -> None:
    said = catalogue(tag)
    assert set(said) == messages_of_the_sources()
    empty = [known for known, texts in said.items() if not all(texts)]
    assert not empty


def test_the_languages_of_the_issue_are_there() -> None:
    assert {"ja", "ja-x-easy", "en", "vi", "zh-Hans"} <= set(TAGS)


@pytest.mark.parametrize("tag", TAGS)
def test_a_translation_keeps_the_places_and_the_bold_words_closed(tag: str) -> None:
    for known, texts in catalogue(tag).items():
        for text in texts:
            assert set(PLACES.findall(text)) <= set(PLACES.findall(known)), (tag, known)
            assert text.count("**") % 2 == 0, (tag, known)


@pytest.mark.parametrize("tag", TAGS)
def test_only_a_count_that_is_told_by_the_words_may_be_left_out(tag: str) -> None:
    """What is not a number form keeps each of its places: a name or a page never gets lost."""
    plural = {"{n}件の書類に サインしました"}
    for known, texts in catalogue(tag).items():
        if known not in plural:
            for text in texts:
                assert set(PLACES.findall(text)) == set(PLACES.findall(known)), (tag, known)


@pytest.mark.parametrize("domain", ["tablet", "procedures", "steps"])
def test_easy_japanese_reads_every_chinese_character_out(domain: str) -> None:
    for known, (text, *_) in catalogue(EASY_JAPANESE, domain).items():
        assert not re.search(r"[\u4e00-\u9fff]", _RUBY.sub("", text)), (known, text)


@pytest.mark.parametrize("tag", sorted(set(TAGS) - {JAPANESE, EASY_JAPANESE}))
def test_a_translation_has_no_readings(tag: str) -> None:
    assert not any("《" in text for texts in catalogue(tag).values() for text in texts)


def test_number_forms_follow_the_language() -> None:
    english, japanese = tongue("en"), tongue(JAPANESE)
    one, many = english.say_many("{n}ページ", "{n}ページ", 1), english.say_many("{n}ページ", "", 3)
    assert (one, many) == ("1 page", "3 pages")
    assert japanese.say_many("{n}ページ", "{n}ページ", 1) == "1ページ"


def test_a_message_nobody_translated_stays_japanese() -> None:
    assert tongue("vi").say("翻訳のない文") == "翻訳のない文"


def test_an_unknown_language_is_refused() -> None:
    with pytest.raises(KeyError):
        tongue("tlh")


@pytest.mark.parametrize(
    ("tag", "written"),
    [
        ("ja", "4月7日（火）"),
        ("ja-x-easy", "4月《がつ》7日《か》（火《か》）"),
        ("vi", "7/4 (thứ Ba)"),
        ("en", "Tue, Apr 7"),
    ],
)
def test_a_day_is_written_as_the_language_writes_it(tag: str, written: str) -> None:
    assert tongue(tag).day(date(2026, 4, 7)) == written


@pytest.mark.parametrize(
    ("day", "reading"),
    [
        (1, "｜1日《ついたち》"),
        (4, "4日《か》"),
        (14, "14日《か》"),
        (20, "20日《か》"),
        (27, "27日《にち》"),
    ],
)
def test_days_of_the_month_are_read_as_they_are_spoken(day: int, reading: str) -> None:
    assert reading in tongue(EASY_JAPANESE).day(date(2026, 4, day))


@pytest.mark.parametrize("tag", TAGS)
def test_every_language_writes_every_day(tag: str) -> None:
    for day in range(1, 8):
        assert str(day) in tongue(tag).day(date(2026, 4, day))


def test_steps_are_told_in_the_language_with_their_japanese_day() -> None:
    steps = (
        NextStep(
            date(2026, 4, 7), "9:00〜11:00", "ガスの開栓（立会い）に立ち会う", partner="みどりガス"
        ),
        NextStep(date(2026, 4, 27), "まで", "犬の登録事項変更", bring="前の市町村の鑑札"),
        NextStep(None, "", "郵便の転居届"),
    )
    first, gas, dog, post = step_rows(tongue("vi"), steps, date(2026, 4, 3))
    assert (first.when, first.when_japanese) == ("Hôm nay", "今日")
    assert gas.when == "7/4 (thứ Ba) 9:00–11:00"
    assert gas.when_japanese == "4月7日（火）"
    assert gas.what == "Có mặt ở nhà: nhân viên công ty ga đến mở ga"
    assert gas.details == ("みどりガス",)
    assert dog.when.startswith("Trước 27/4")
    assert dog.details == ("Mang theo: thẻ chó của nơi ở cũ",)
    assert dog.when_japanese == "4月27日（月）まで"
    assert post.when == "Sớm nhất có thể"
    assert post.what == "Báo bưu điện để chuyển tiếp thư"


def test_a_task_is_taken_apart_before_it_is_translated() -> None:
    assert (
        task(tongue("en"), "犬の登録事項変更（美咲さん）") == "dog: change of registration (美咲)"
    )
    assert task(tongue("en"), "知らない手続（美咲さん）") == "知らない手続 (美咲)"
    assert task(tongue(JAPANESE), "犬の登録事項変更（美咲さん）") == "犬の登録事項変更（美咲さん）"


def titles_of_procedures() -> set[str]:
    found: set[str] = set()
    for path in data_files("procedures", ".toml"):
        for procedure in tomllib.loads(path.read_text(encoding="utf-8")).get("procedure", []):
            found.add(procedure["title"])
    return found


TRANSLATED = [tag for tag in TAGS if tag != JAPANESE]


@pytest.mark.parametrize("tag", TRANSLATED)
def test_a_translated_title_is_one_of_a_procedure(tag: str) -> None:
    assert set(catalogue(tag, "procedures")) <= titles_of_procedures()


@pytest.mark.parametrize("tag", TRANSLATED)
def test_every_procedure_has_a_title_of_its_own_or_of_its_form(tag: str) -> None:
    own = tongue(tag)
    for path in data_files("procedures", ".toml"):
        for procedure in tomllib.loads(path.read_text("utf-8")).get("procedure", []):
            form = own_form_title(procedure["id"], tag)
            assert own.has_title(procedure["title"]) or form, (tag, procedure["id"])


def test_titles_are_translated_alike_in_each_language() -> None:
    first, *others = [set(catalogue(tag, "procedures")) for tag in TRANSLATED]
    assert len(first) > 20
    assert all(other == first for other in others)


# --- what comes next ------------------------------------------------------------------------------

MADE_UP = {
    "小学校へ行く",
    "中学校へ行く",
    "役場に書類などを出す",
    "なし（家で待ちます）",
    "まだ決まっていない手続きを窓口で確かめる",
}
"""Words that `steps_ahead` says itself."""
SAID_AS_THEY_ARE = ("task", "first", "place", "advised_first", "advised_place")


def words_of_steps() -> set[str]:
    """Every task, paper, place and time that can stand on the last page."""
    found = {ARRANGING, "総合窓口", *MADE_UP}
    written = tomllib.loads(data_file("texts", "ja", "next.toml").read_text("utf-8"))
    for words in written.values():
        found |= {words[key] for key in SAID_AS_THEY_ARE if key in words}
        found |= set(words.get("bring", "").replace("{whose}", "").split("・"))
    for path in data_files("procedures", ".toml"):
        for procedure in tomllib.loads(path.read_text("utf-8")).get("procedure", []):
            found |= {paper["title"] for paper in procedure.get("attachment", [])}
            found.add(procedure.get("timing", ""))
    return found - {"", *SOON}


@pytest.mark.parametrize("tag", TRANSLATED)
def test_all_that_comes_next_is_said_in_each_language(tag: str) -> None:
    said = catalogue(tag, "steps")
    assert set(said) == words_of_steps()
    assert all(text for texts in said.values() for text in texts)
    if tag == EASY_JAPANESE:
        unread = [t for (t, *_) in said.values() if re.search(r"[\u4e00-\u9fff]", _RUBY.sub("", t))]
        assert not unread


def test_the_times_and_places_of_the_last_page_are_in_the_language() -> None:
    steps = (
        NextStep(None, ARRANGING, "ガスの開栓に立ち会う", procedures=("F2",)),
        NextStep(
            date(2026, 4, 8),
            "13〜15時",
            "ガスの開栓に立ち会う",
            procedures=("F2",),
            titles=("ガスの開栓（立会い）",),
        ),
        NextStep(
            None,
            "使う3日前まで",
            "保育所などの申込みの手続きをする（4人）",
            bring="葵さんのカード・4桁の暗証番号・所得・課税証明書",
            place="別館1階 保健センター ☎0000-12-3459",
            procedures=("C13",),
        ),
    )
    _, arranging, gas, nursery = step_rows(tongue("en"), steps)
    assert (arranging.when, arranging.when_japanese) == ("The day is being arranged", ARRANGING)
    assert gas.when == "Wed, Apr 8 13:00–15:00"
    assert gas.what == "Be at home: gas is turned on (someone must be there)"
    assert nursery.when == "3 days before you use it"
    assert nursery.what == "Do this: Nursery: assessment and place (4 people)"
    assert nursery.details == (
        "Bring: card of 葵, 4-digit PIN, income and tax certificate",
        "Annex, floor 1: 保健センター ☎0000-12-3459",
    )
    *_, easy = step_rows(tongue(EASY_JAPANESE), steps[:2])
    assert "13時《じ》〜15時《じ》" in easy.when
    *_, japanese = step_rows(tongue(JAPANESE), steps)
    assert japanese.what == steps[2].task
    assert japanese.details == (f"持ち物： {steps[2].bring}", steps[2].place)


@pytest.mark.parametrize(
    ("words", "said"),
    [
        ("小学校へ行く（葵さんと湊さん）", "đến trường tiểu học (葵 và 湊)"),
        ("役場に書類などを出す", "nộp giấy tờ ở tòa thị chính"),
        ("犬の鑑札を取り替える", "đổi thẻ đeo cho chó"),
    ],
)
def test_a_task_is_said_as_a_whole_or_from_its_parts(words: str, said: str) -> None:
    assert task(tongue("vi"), words) == said
