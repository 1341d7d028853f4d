"""How a household moves: what is refused, what is stored, what forms and departments are told."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from typing import cast

import pytest

from counter_app.dispatch import missing
from counter_app.failures import CounterError, FailureCode
from counter_app.intake import Intake, Terminal
from counter_app.model.household_shape import (
    HouseholdPlace,
    HouseholdShape,
    ShapeField,
    reshaped,
    shape_changes,
    shape_faults,
)
from counter_app.model.member_details import MemberDetails
from counter_app.model.names import PersonName
from counter_app.model.people import (
    HEAD,
    FamilyRegister,
    ForeignStatus,
    Household,
    MoveKind,
    Source,
)
from counter_app.model.reception import Reception
from counter_app.paperwork.case_view import case_view
from counter_app.paperwork.people_view import couple_of, spouse_of
from counter_app.ports import CodeIssuing, JukiNet
from counter_app.procedures.facts import known_facts
from localdb.store import SqlStore
from tests.localdb_samples import opened, reception
from tests.paperwork_kit import a_case, example

NOW = datetime.fromisoformat("2026-04-03T10:20:00+09:00")
H2 = example("h2").household
SON = "子"
JOINING = HouseholdShape(
    whole=True,
    place=HouseholdPlace.JOINS,
    kind=MoveKind.SPECIAL,
    head_name="渡邉\U000e010f 茂",
    head_kana="ワタナベ シゲル",
    relations=(("1", SON), ("2", "子の妻"), ("3", "子の子"), ("4", "子の子"), ("5", "縁故者")),
)


def words(household: Household, shape: HouseholdShape) -> list[tuple[ShapeField, str, str]]:
    return [(f.field, f.member, f.words) for f in shape_faults(household, shape)]


@pytest.fixture
def store(tmp_path: Path) -> Iterator[SqlStore]:
    with opened(tmp_path) as made:
        yield made


def intake(store: SqlStore) -> Intake:
    nobody = (cast(JukiNet, None), cast(CodeIssuing, None))
    return Intake(store, lambda: NOW, *nobody, Terminal("佐伯", "窓口2"))


def begun(store: SqlStore, household: Household = H2) -> Reception:
    made = reception(household=household)
    with store.unit() as unit:
        unit.add_reception(made)
    return made


def people(kept: Reception) -> Household:
    assert kept.household is not None
    return kept.household


# --- what is refused --------------------------------------------------------------------------


def test_the_household_as_it_is_has_no_fault_and_no_change() -> None:
    shape = HouseholdShape.of(H2)
    assert shape.place is HouseholdPlace.NEW
    assert words(H2, shape) == []
    assert shape_changes(H2, shape) == ()
    assert reshaped(H2, shape) == H2


def test_a_household_that_is_joined_needs_the_name_of_its_head() -> None:
    [(field, _, said)] = words(H2, replace(JOINING, head_name=" \u3000"))
    assert field is ShapeField.HEAD_NAME
    assert said == "その世帯の世帯主の氏名を入れてください。"


def test_who_becomes_the_head_of_the_joined_household_is_name_enough() -> None:
    """世帯主変更 with the move."""
    relations = (("1", HEAD), *JOINING.relations[1:])
    assert words(H2, replace(JOINING, head_name="", head_kana="", relations=relations)) == []


def test_relations_are_told_each_and_one_head_at_most() -> None:
    relations = (("1", HEAD), ("2", HEAD), ("3", " "), ("4", "と" * 13), ("5", "母"))
    found = words(H2, replace(JOINING, relations=relations))
    assert [(field, member) for field, member, _ in found] == [
        (ShapeField.RELATION, "2"),
        (ShapeField.RELATION, "3"),
        (ShapeField.RELATION, "4"),
    ]


def test_a_reading_of_the_head_is_katakana_or_left_out() -> None:
    assert words(H2, replace(JOINING, head_kana="わたなべ"))[0][0] is ShapeField.HEAD_KANA
    assert words(H2, replace(JOINING, head_kana="")) == []


def test_what_an_old_town_sent_comes_not_from_abroad_and_what_none_sent_is_no_card_case() -> None:
    abroad = replace(HouseholdShape.of(H2), kind=MoveKind.FROM_ABROAD)
    assert [f for f, _, _ in words(H2, abroad)] == [ShapeField.KIND]
    typed = replace(H2, by_hand=True, kind=MoveKind.CERTIFICATE)
    special = replace(HouseholdShape.of(typed), kind=MoveKind.SPECIAL)
    assert [f for f, _, _ in words(typed, special)] == [ShapeField.KIND]
    assert words(typed, replace(special, kind=MoveKind.FROM_ABROAD)) == []


# --- what becomes of it -----------------------------------------------------------------------


def test_joining_tells_head_and_relations_and_where_they_come_from() -> None:
    joined = reshaped(H2, JOINING)
    assert joined.joins_existing
    assert joined.existing_head == PersonName("渡邉\U000e010f\u3000茂", "ワタナベ\u3000シゲル")
    assert [m.relation for m in joined.members] == [r for _, r in JOINING.relations]
    assert joined.member("1").source("relation") is Source.ASKED
    assert joined.member("1").source("name") is Source.JUKI
    assert not joined.lacks_head
    assert not joined.lacks_existing_head
    assert joined.head_name.text == "渡邉\U000e010f\u3000茂"


def test_back_to_a_household_of_its_own_forgets_the_head_that_was_told() -> None:
    joined = reshaped(H2, JOINING)
    own = replace(HouseholdShape.of(joined), place=HouseholdPlace.SEPARATE)
    back = reshaped(joined, own)
    assert back.separate
    assert not back.joins_existing
    assert back.existing_head is None
    assert back.lacks_head  # the relations were those to the other head


def test_every_part_is_named_when_it_changes() -> None:
    shape = replace(JOINING, whole=False, returning=True, kind=MoveKind.CERTIFICATE)
    assert shape_changes(H2, shape) == tuple(ShapeField)


def test_the_change_is_stored_with_the_names_of_what_changed(store: SqlStore) -> None:
    kept = intake(store).shape_household(begun(store), JOINING)
    assert people(kept).joined_head is not None
    with store.view() as unit:
        assert unit.reception(kept.id) == kept
        [entry] = unit.audit_entries(case=kept.id)
    assert entry.what == "household.shape"
    assert entry.fields == ("place", "existing_head", "existing_head_kana", "relation")
    assert intake(store).shape_household(kept, HouseholdShape.of(people(kept))) is kept


def test_a_refused_shape_changes_nothing(store: SqlStore) -> None:
    kept = begun(store)
    with pytest.raises(CounterError) as refused:
        intake(store).shape_household(kept, replace(JOINING, head_name=""))
    assert refused.value.code is FailureCode.HOUSEHOLD_SHAPE_REFUSED
    assert "今ある世帯の世帯主" in refused.value.detail
    with store.view() as unit:
        assert unit.reception(kept.id) == kept
        assert unit.audit_entries(case=kept.id) == ()


def test_a_joined_household_without_its_head_is_not_committed(store: SqlStore) -> None:
    joined = reshaped(H2, JOINING)
    told = begun(store, joined)
    untold = replace(told, household=replace(joined, existing_head=None))
    assert "今ある世帯の世帯主" not in missing(told, ())
    assert "今ある世帯の世帯主" in missing(untold, ())


# --- what is told -----------------------------------------------------------------------------


def test_the_head_of_the_joined_household_stands_on_the_forms() -> None:
    view = case_view(a_case("h7"))
    assert view["case.household_kind"] == "existing"
    assert view["head.name"] == view["new.head"] == "石井\u3000茂"
    assert view["head.kana"] == "イシイ\u3000シゲル"
    assert view["member.1.name"] == view["filer.name"] == "石井\u3000剛"
    assert view["insurance.head_joins"] is False
    for unknown in ("head.id", "head.birth", "head.sex", "head.phone"):
        assert unknown not in view


def test_nobody_who_moves_stands_as_the_head_nobody_told() -> None:
    case = a_case("h7")
    view = case_view(replace(case, household=replace(case.household, existing_head=None)))
    assert not [key for key in view if key.startswith("head.")]


def test_a_separate_household_at_the_address_is_a_new_one_that_says_so() -> None:
    case = a_case("h2")
    view = case_view(replace(case, household=replace(case.household, separate=True)))
    assert view["case.household_kind"] == "new"
    assert view["case.people"] == "5人（世帯の全員・同じ住所に別の世帯）"


def test_the_couple_is_that_of_the_relations_to_the_joined_head() -> None:
    joined = reshaped(H2, JOINING)
    assert [m.id for m in couple_of(joined)] == ["1", "2"]
    case = a_case("h2")
    under = replace(case, household=joined)
    assert spouse_of(under, joined.member("1")) == joined.member("2")
    assert spouse_of(under, joined.member("5")) is None
    # the wife of the joined head has no husband among those who move
    wife = replace(H2, members=(replace(H2.members[1], relation="妻"),), joins_existing=True)
    assert couple_of(wife) == ()


def test_foreign_residents_stand_on_the_notice_with_their_row() -> None:
    view = case_view(a_case("h4"))
    assert view["foreigner.count"] == 1
    assert view["foreigner.1.place"] == "2番"
    assert view["foreigner.1.nationality"] == "ベトナム"
    assert view["foreigner.1.residence_status"] == "日本人の配偶者等"
    assert view["foreigner.1.residence_kind"] == "mid_to_long"
    assert "foreigner.count" not in case_view(a_case("h2"))


def test_who_becomes_the_head_of_the_joined_household_stands_as_its_head() -> None:
    relations = (("1", HEAD), *JOINING.relations[1:])
    joined = reshaped(H2, replace(JOINING, relations=relations))
    assert joined.joined_head is None
    assert joined.head_name == H2.members[0].name
    case = a_case("h2")
    view = case_view(replace(case, household=joined))
    assert view["new.head"] == view["head.name"] == H2.members[0].name.text
    known = known_facts(joined, (), {}, filed_on=NOW.date(), town=case.town)
    assert known["head_changes", ""].value is True


def test_the_register_of_who_comes_from_abroad_is_told_whole_or_not_at_all(
    store: SqlStore,
) -> None:
    """戸籍の表示 (住基令22条)."""
    kept = begun(store, replace(H2, kind=MoveKind.FROM_ABROAD, by_hand=True))
    first = H2.members[0]
    half = replace(
        MemberDetails.of(first), register=FamilyRegister("乙県南郡Y町大字上原10番地", " ")
    )
    with pytest.raises(CounterError) as refused:
        intake(store).correct_member(kept, first.id, half)
    assert "筆頭者も入れてください" in refused.value.detail
    whole = replace(half, register=FamilyRegister(" 乙県南郡Y町大字上原10番地", "谷口 健"))
    kept = intake(store).correct_member(kept, first.id, whole)
    told = people(kept).member(first.id)
    assert told.register == FamilyRegister("乙県南郡Y町大字上原10番地", "谷口\u3000健")
    assert told.source("register") is Source.ASKED
    foreign = replace(whole, foreign=ForeignStatus("ベトナム", "永住者"))
    changed = people(intake(store).correct_member(kept, first.id, foreign)).member(first.id)
    assert changed.register is None  # a foreign resident has none
    assert changed.foreign == ForeignStatus("ベトナム", "永住者")
