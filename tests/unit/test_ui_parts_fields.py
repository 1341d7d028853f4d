"""Answers, tabs and fields take what was pressed or typed, and say what is wrong with it."""

from datetime import date

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from ui.widgets.fields import ChoiceField, DateField, NoteField, TextField, parse_date
from ui.widgets.options import OptionCard, OptionGroup
from ui.widgets.tabs import TabStrip

pytestmark = pytest.mark.usefixtures("application")


# --- answers -----------------------------------------------------------------------------------


def test_a_digit_answers_and_its_follow_up_opens() -> None:
    group = OptionGroup([OptionCard("幼稚園", 1), OptionCard("保育所", 2)])
    follow = TextField("園の名前")
    group.add_follow_up(1, follow)
    chosen: list[int] = []
    group.chosen.connect(chosen.append)
    assert [group.index] == [None]
    assert not follow.isVisibleTo(group)
    QTest.keyClick(group, Qt.Key.Key_2)
    assert chosen == [1]
    assert group.index == 1
    assert follow.isVisibleTo(group)
    QTest.keyClick(group, Qt.Key.Key_1)
    assert group.index == 0
    assert not follow.isVisibleTo(group)
    group.select(None)
    assert [group.index] == [None]
    assert chosen == [1, 0]


def test_tabs_move_with_the_arrows_and_tell() -> None:
    tabs = TabStrip([("すべて", 32), ("該当", 20)])
    chosen: list[int] = []
    tabs.chosen.connect(chosen.append)
    QTest.keyClick(tabs, Qt.Key.Key_Right)
    QTest.keyClick(tabs, Qt.Key.Key_Right)
    assert chosen == [1]
    assert "該当 20" in tabs.accessibleDescription()


# --- fields ------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "text",
    ["令和8年4月3日", "R8.4.3", "r8/4/3", "2026-04-03", "20260403", "2026年4月3日", "Ｒ８．４．３"],
)
def test_a_day_is_read_in_every_usual_form(text: str) -> None:
    assert parse_date(text) == date(2026, 4, 3)


@pytest.mark.parametrize("text", ["令和8年4月31日", "2026-13-01", "きのう", "昭和65年1月1日", ""])
def test_what_is_no_day_is_none(text: str) -> None:
    assert parse_date(text) is None


def test_a_wrong_day_says_so_at_the_field_and_gives_no_value() -> None:
    field = DateField("通い始める日", date(2026, 4, 3), True)
    assert field.edit.text() == "令和8年4月3日"
    assert field.other.text() == "2026-04-03（金）"
    field.edit.setText("令和8年4月31日")
    field.edit.editingFinished.emit()
    assert field.value() is None
    assert "この日はありません" in field.error
    assert field.edit.accessibleDescription() == field.error
    field.edit.setText("2026-04-30")
    field.edit.editingFinished.emit()
    assert field.value() == date(2026, 4, 30)
    assert field.error == ""


def test_a_day_counts_as_soon_as_it_is_typed_and_keeps_its_form_until_it_is_left() -> None:
    field = DateField("通い始める日", date(2026, 4, 3), True)
    told: list[date | None] = []
    field.changed.connect(lambda: told.append(field.value()))
    field.edit.selectAll()
    QTest.keyClicks(field.edit, "2026-4-15")
    assert field.value() == date(2026, 4, 15)
    assert field.edit.text() == "2026-4-15"
    assert field.other.text() == "2026-04-15（水）"
    assert told == [None, date(2026, 4, 1), date(2026, 4, 15)]
    assert field.error == ""
    assert field.finish()
    assert field.edit.text() == "令和8年4月15日"
    assert told[-1] == date(2026, 4, 15)


def test_a_day_that_became_none_while_typing_counts_no_more() -> None:
    field = DateField("通い始める日", date(2026, 4, 3), True)
    QTest.keyClicks(field.edit, "9")
    assert field.value() is None
    assert field.other.text() == ""
    assert field.error == ""
    assert not field.finish()
    assert "この日はありません" in field.error


def test_fields_carry_their_label_as_accessible_name() -> None:
    fields = [
        TextField("園の名前", required=False),
        ChoiceField("来た人", ["本人", "代理人"]),
        NoteField("理由", required=True),
    ]
    assert [field.editor.accessibleName() for field in fields] == [
        "園の名前 任意",
        "来た人",
        "理由 必須",
    ]
