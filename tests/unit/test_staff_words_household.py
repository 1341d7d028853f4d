"""What is still to be confirmed of a household, in words (03)."""

from dataclasses import replace

from counter_app.model.names import KanaStatus, PersonName
from counter_app.model.people import Household
from counter_app.procedures.household_file import read_household_file
from resources.loader import data_file
from ui.staff.household_views import CheckKind
from ui.staff.words.household import checks


def household(name: str) -> Household:
    """Household H1 with another name of its first member."""
    found = read_household_file(data_file("examples", "h1.json")).household
    first, *others = found.members
    named = replace(first, name=PersonName(name, first.name.kana, KanaStatus.FILED))
    return replace(found, members=(named, *others))


def kinds(name: str) -> list[CheckKind]:
    return [check.kind for check in checks(household(name))]


def test_a_name_without_its_shape_is_reported_and_cannot_be_waved_through() -> None:
    told = checks(household("志\U000e01ef　髙"))[-1]
    assert told.kind is CheckKind.SHAPE
    assert not told.kind.yes
    words = "".join(run.text for run in told.words)
    assert "U+5FD7+U+E01EF" in words
    assert "書類は印刷できません" in words


def test_a_name_in_registered_shapes_is_not_reported() -> None:
    for name in ("渡邉\U000e010f　髙志", "𠮷﨑　シヅ", "NGUYEN　THI HOA", "ｼﾞｮﾝ　Ａ"):
        assert CheckKind.SHAPE not in kinds(name)


def test_what_can_be_settled_stands_before_what_cannot() -> None:
    found = household("志\U000e01ef　髙")
    first, *others = found.members
    unsure = replace(first, name=replace(first.name, kana_status=KanaStatus.PROVISIONAL))
    told = checks(replace(found, members=(unsure, *others)))
    assert [check.kind for check in told] == [CheckKind.READING, CheckKind.SHAPE]
