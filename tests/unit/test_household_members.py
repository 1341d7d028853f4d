"""People who are added to the household or corrected in it: what is refused, and at which field."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from counter_app.failures import CounterError, FailureCode
from counter_app.intake import Intake
from counter_app.model.member_details import LONGEST_RELATION, RELATIONS, MemberDetails, MemberField
from counter_app.model.member_faults import member_faults
from counter_app.model.people import Arrival, Sex
from counter_app.model.reception import Reception
from counter_app.sandbox.town_story import FILED_ON
from localdb.open import open_store
from localdb.store import SqlStore
from tests.household_kit import AT, DAUGHTER, audited, people, the_family
from tests.intake_kit import MINE, NoIssuing, NoNetwork


@pytest.fixture
def store(tmp_path: Path) -> Iterator[SqlStore]:
    with open_store(tmp_path, clock=lambda: AT) as opened:
        yield opened


@pytest.fixture
def intake(store: SqlStore) -> Intake:
    return Intake(store, lambda: AT, NoNetwork(), NoIssuing(), MINE)


@pytest.fixture
def family(store: SqlStore) -> Reception:
    return the_family(store)


REFUSED = {
    "no name": ({"name": " \u3000"}, MemberField.NAME, "氏名を入れて"),
    "no kana": ({"kana": ""}, MemberField.KANA, "振り仮名を入れて"),
    "hiragana": ({"kana": "わたなべ\u3000ひな"}, MemberField.KANA, "片仮名"),
    "half-width kana": ({"kana": "ﾜﾀﾅﾍﾞ ﾋﾅ"}, MemberField.KANA, "片仮名"),
    "kanji as kana": ({"kana": "渡辺\u3000陽菜"}, MemberField.KANA, "片仮名"),
    "no birth": ({"birth": None}, MemberField.BIRTH, "生年月日を入れて"),
    "birth to come": ({"birth": date(2026, 4, 4)}, MemberField.BIRTH, "届出の日より後"),
    "131 years": ({"birth": date(1895, 4, 3)}, MemberField.BIRTH, "130歳"),
    "before the solar calendar": ({"birth": date(1867, 1, 1)}, MemberField.BIRTH, "130歳"),
    "born after they moved": (
        {"birth": date(2026, 3, 29)},
        MemberField.BIRTH,
        "生まれた子",
    ),
    "a newborn of one year": (
        {"birth": date(2025, 4, 3), "arrival": Arrival.NEWBORN},
        MemberField.BIRTH,
        "1歳",
    ),
    "no sex": ({"sex": None}, MemberField.SEX, "性別を選んで"),
    "no relation": ({"relation": "\u3000"}, MemberField.RELATION, "続柄を選ぶか"),
    "long relation": (
        {"relation": "子" * (LONGEST_RELATION + 1)},
        MemberField.RELATION,
        "字まで",
    ),
    "a second head": ({"relation": "世帯主"}, MemberField.RELATION, "世帯主はもういます"),
    "no reason": ({"arrival": Arrival.TRANSFER}, MemberField.ARRIVAL, "訳を選んで"),
    "already there": (
        {"name": "渡邉\u3000葵", "birth": date(2018, 6, 12)},
        MemberField.NAME,
        "もう世帯に",
    ),
}


@pytest.mark.parametrize(("typed", "field", "words"), REFUSED.values(), ids=REFUSED)
def test_what_cannot_be_is_refused_at_its_field_and_nothing_changes(
    intake: Intake,
    store: SqlStore,
    family: Reception,
    typed: dict[str, object],
    field: MemberField,
    words: str,
) -> None:
    details = replace(DAUGHTER, **typed)  # type: ignore[arg-type]
    faults = member_faults(people(family), details, on=FILED_ON)
    assert [fault.field for fault in faults] == [field]
    assert words in faults[0].words
    before = audited(store)
    with pytest.raises(CounterError) as stop:
        intake.add_member(family, details)
    assert stop.value.code is FailureCode.MEMBER_REFUSED
    assert faults[0].words in stop.value.detail
    assert "渡邉" not in stop.value.detail
    with store.view() as unit:
        assert unit.reception(family.id) == family
    assert audited(store) == before


def test_every_field_that_is_wrong_is_told_in_the_order_of_the_form(family: Reception) -> None:
    nothing = MemberDetails("", "", None, None, "")
    faults = member_faults(people(family), nothing, on=FILED_ON)
    assert [fault.field for fault in faults] == [
        MemberField.NAME,
        MemberField.KANA,
        MemberField.BIRTH,
        MemberField.SEX,
        MemberField.RELATION,
        MemberField.ARRIVAL,
    ]


@pytest.mark.parametrize(
    "typed",
    [
        {"birth": date(1896, 4, 3)},
        {"birth": date(2026, 3, 28)},
        {"birth": date(2026, 4, 3), "arrival": Arrival.NEWBORN},
        {"birth": date(2025, 4, 4), "arrival": Arrival.NEWBORN},
        {"sex": Sex.UNKNOWN},
        {"kana": "ヴァン・ダー・ヒナー"},
        {"name": "渡邉\U000e010f\u3000葵"},
        {"birth": date(2018, 6, 12)},
        *({"relation": relation} for relation in RELATIONS if relation != "世帯主"),
        {"relation": "世帯主の子の妻の母"},
    ],
)
def test_what_is_rare_but_possible_is_taken(family: Reception, typed: dict[str, object]) -> None:
    details = replace(DAUGHTER, **typed)  # type: ignore[arg-type]
    assert member_faults(people(family), details, on=FILED_ON) == ()


def test_a_head_may_be_taken_once_the_former_one_is_none(intake: Intake, family: Reception) -> None:
    head, wife = people(family).members[:2]
    demoted = intake.correct_member(family, head.id, replace(MemberDetails.of(head), relation="夫"))
    assert people(demoted).lacks_head
    changed = intake.correct_member(
        demoted, wife.id, replace(MemberDetails.of(wife), relation="世帯主")
    )
    assert people(changed).head.id == wife.id
    assert not people(changed).lacks_head
