"""How the household moves, and who of it is a foreign resident, said on 03 by keys alone."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from PySide6.QtWidgets import QWidget

from counter_app.model.people import ForeignStatus, MoveKind
from counter_app.model.reception import Step
from counter_app.paperwork.case_view import case_view
from counter_app.procedures.procedure import OutcomeKind
from tests.staff_presenter_kit import ALT, CTRL, Counter, Key, household_counter, people
from ui.staff.household_views import HouseholdView
from ui.staff.member_form import MemberForm
from ui.staff.shape_panel import ShapePanel

HEAD = "渡邉\U000e010f 茂"


@pytest.fixture
def counter(tmp_path: Path) -> Iterator[Counter]:
    with household_counter(tmp_path) as made:
        yield made


def view(counter: Counter) -> HouseholdView:
    found = counter.staff.household.screen._view
    assert found is not None
    return found


def panel(counter: Counter) -> ShapePanel:
    found = counter.staff.household.screen._shape
    assert found is not None
    return found


def overwrite(counter: Counter, words: str) -> None:
    counter.press(Key.Key_A, CTRL)
    counter.write(words)


def to(counter: Counter, part: QWidget) -> None:
    """Tab to a part."""
    for _ in range(40):
        if counter.window.focusWidget() is part:
            return
        counter.press(Key.Key_Tab)
    raise AssertionError("Tab does not reach it")


def join(counter: Counter, relations: tuple[str, ...]) -> None:
    counter.press(Key.Key_K, ALT)
    counter.press(Key.Key_4)
    to(counter, panel(counter).head.edit)
    overwrite(counter, HEAD)
    for field, relation in zip(panel(counter).relations.values(), relations, strict=True):
        to(counter, field.combo)
        overwrite(counter, relation)
    counter.press(Key.Key_Return)


JOINED = ("子", "子の妻", "子の子", "子の子", "縁故者")


def test_a_family_joins_a_household_by_keys_and_its_head_stands_on_the_forms(
    counter: Counter,
) -> None:
    before = people(counter)
    join(counter, JOINED)
    household = people(counter)
    assert household.joins_existing
    assert household.joined_head is not None
    assert household.joined_head.text == "渡邉\U000e010f\u3000茂"
    assert tuple(m.relation for m in household.members) == JOINED
    assert view(counter).shape is None
    assert view(counter).sums[3].value.words == "全員・今ある世帯に入る"
    assert "世帯主 渡邉 茂" in view(counter).sums[3].below
    assert counter.is_stored()
    case = counter.session.case
    assert case is not None
    assert case_view(case)["head.name"] == "渡邉\U000e010f\u3000茂"
    found = {d.procedure.id: d.outcome for d in case.determinations}
    assert found["A3"] is OutcomeKind.APPLIES  # 世帯変更届
    counter.press(Key.Key_Z, CTRL)
    assert people(counter) == before


def test_what_is_missing_is_said_at_its_field_and_nothing_is_stored(counter: Counter) -> None:
    before = counter.reception
    counter.press(Key.Key_K, ALT)
    counter.press(Key.Key_4)
    overwritten = panel(counter).relations["m1"]
    to(counter, overwritten.combo)
    overwrite(counter, "子")
    counter.press(Key.Key_F8)
    assert counter.reception == before
    assert panel(counter).head.error == "その世帯の世帯主の氏名を入れてください。"
    assert counter.window.focusWidget() is panel(counter).head.edit
    counter.write(HEAD)
    counter.press(Key.Key_F8)  # what is typed is stored, and the step goes on
    assert counter.reception.step is Step.INTERVIEW
    assert people(counter).joined_head is not None


def test_part_of_a_family_comes_back_to_a_household_of_its_own_at_the_address(
    counter: Counter,
) -> None:
    counter.press(Key.Key_K, ALT)
    for digit in (Key.Key_2, Key.Key_5, Key.Key_7):
        counter.press(digit)
    to(counter, panel(counter).returning)
    counter.press(Key.Key_Space)
    counter.press(Key.Key_Return)
    household = people(counter)
    assert (household.whole, household.separate, household.returning) == (False, True, True)
    assert household.kind is MoveKind.CERTIFICATE
    assert view(counter).sums[3].value.words == "一部・同じ住所の別世帯"
    assert "再転入" in view(counter).sums[3].below


def test_esc_leaves_the_shape_as_it_was(counter: Counter) -> None:
    before = counter.reception
    counter.press(Key.Key_K, ALT)
    counter.press(Key.Key_5)
    counter.press(Key.Key_Escape)
    assert counter.reception == before
    assert view(counter).shape is None
    assert counter.staff.household.screen._list.hasFocus()


def test_a_foreign_member_is_told_by_key_and_brings_the_residence_procedures(
    counter: Counter,
) -> None:
    screen = counter.staff.household.screen
    screen._list.setFocus()
    counter.press(Key.Key_Down)
    counter.press(Key.Key_Return)
    form = screen._form
    assert isinstance(form, MemberForm)
    to(counter, form.nationality.ring.options[0])
    counter.press(Key.Key_Right)
    to(counter, form.nationality.nationality.edit)
    counter.write("ベトナム")
    to(counter, form.nationality.status.combo)
    overwrite(counter, "日本人の配偶者等")
    to(counter, form.nationality.until.edit)
    counter.write("令和2年3月31日")
    counter.press(Key.Key_Return)
    assert "届出の日より前です" in form.nationality.until.error
    overwrite(counter, "令和9年3月31日")
    counter.press(Key.Key_Return)
    member = people(counter).members[1]
    assert member.foreign == ForeignStatus("ベトナム", "日本人の配偶者等", date(2027, 3, 31))
    assert member.register is None
    case = counter.session.case
    assert case is not None
    found = {d.procedure.id for d in case.determinations if member.id in d.members}
    assert {"A10-1", "A11"} <= found  # 住居地の届出
    counter.press(Key.Key_Z, CTRL)
    assert people(counter).members[1].foreign is None
