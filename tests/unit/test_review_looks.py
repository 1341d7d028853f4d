"""Searches outside a reception and reprints: told apart, grouped, worded without the words."""

from datetime import date, datetime, timedelta, timezone

import pytest

from counter_app.looks import LookGroup, SearchTrail, grouped, searched_by, sought
from counter_app.ports import AuditEntry, OwedLook
from ui.review.queue_words import searched_words
from ui.review.story_words import deed_words

NOON = datetime(2026, 4, 3, 12, 0, tzinfo=timezone(timedelta(hours=9)))


def look(place: int, what: str = "search.tasks", **changes: object) -> OwedLook:
    given = {"at": NOON, "who": "中村", "terminal": "dept.children", "fields": ("number",)}
    return OwedLook(place, AuditEntry(what=what, **{**given, **changes}))  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("words", "way"),
    [
        ("0403-017", "number"),
        ("09:55", "number"),
        ("YK4M-7R20", "link_code"),
        ("yk4m", "link_code"),
        ("渡邉\U000e010f", "name"),
        ("Nguyen", "name"),
        ("髙 志", "name"),
        ("V72YS89G-01-1", "number"),
        ("０４０３ー０１７", "number"),
    ],
)
def test_a_search_is_recorded_by_its_way(words: str, way: str) -> None:
    assert searched_by(words) == way


@pytest.mark.parametrize(
    ("typed", "wanted"),
    [
        ("0403-017", "0403-017"),
        ("0403017", "0403-017"),
        ("０４０３ー０１７", "0403-017"),
        ("0403-0", "0403-0"),
        ("9:55", "09:55"),
        ("09:", "09:"),
        ("yk4m-7r20", "YK4M7R20"),
        ("V72YS89G-01-1", "V72YS89G"),
        ("ｖ７２ｙｓ８９ｇ－０１－１", "V72YS89G"),
        ("わたなべ たかし", "ワタナベタカシ"),
        ("ヨハン＝ゼー", "ヨハン＝ゼー"),
        ("渡邉\U000e010f さくら", "渡邉\U000e010fさくら"),
        ("Anna-Lily", "Anna-Lily"),
        ("ANNA-LILI", "ANNA-LILI"),
    ],
)
def test_what_is_typed_or_scanned_is_looked_for_as_the_store_keeps_it(
    typed: str, wanted: str
) -> None:
    assert sought(typed) == wanted


def test_words_typed_on_or_taken_back_are_one_search() -> None:
    trail = SearchTrail()
    typed = ["渡", "渡邉", "渡邉髙", "渡", "渡辺", "", "渡", "佐", "佐藤"]
    assert [trail.begins(words) for words in typed] == [
        *(True, False, False, False, False),
        *(False, True, True, False),
    ]


def test_the_searches_of_one_person_on_one_day_stand_together() -> None:
    next_day = NOON + timedelta(days=1)
    groups = grouped(
        [
            look(1),
            look(2, who="三浦"),
            look(3, "search.receptions", fields=("name",)),
            look(4, at=next_day),
        ]
    )
    assert [[each.place for each in group.looks] for group in groups] == [[1, 3], [2], [4]]
    assert [group.id for group in groups] == ["search:1", "search:2", "search:4"]
    assert groups[0].due == date(2026, 4, 10)
    assert searched_words(groups[0]) == "番号・氏名"


def test_the_reprints_of_one_reception_stand_together_and_are_due_that_day() -> None:
    groups = grouped(
        [
            look(1, "document.reprint", case="r1"),
            look(2, "document.reprint", case="r2"),
            look(3, "document.reprint", case="r1"),
        ]
    )
    assert [group.id for group in groups] == ["reprint:1", "reprint:2"]
    assert groups[0].due == NOON.date()


def test_what_came_after_the_look_is_not_settled_by_it() -> None:
    group = LookGroup((look(1), look(2, at=NOON + timedelta(minutes=1))))
    assert group.places_until(NOON) == (1,)
    assert group.places_until(group.last_at) == (1, 2)


@pytest.mark.parametrize(
    ("deed", "words"),
    [
        ("search.receptions", "受付を探した"),
        ("search.tasks", "依頼を探した"),
        ("review.allow.search", "受付なしの検索を見た"),
        ("review.stop.reprint", "もう一度印刷について問い合わせた"),
    ],
)
def test_each_deed_has_its_sentence(deed: str, words: str) -> None:
    assert deed_words(deed) == words
