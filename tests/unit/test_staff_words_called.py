"""People in narrow columns: what they are called is short, whole, and tells them apart."""

from dataclasses import replace

import pytest

from counter_app.model.names import PersonName
from tests.paperwork_kit import a_case
from ui.staff.words.called import called, called_all, first_word


@pytest.mark.parametrize(
    ("name", "short", "word"),
    [
        ("渡邉\U000e010f\u3000髙志", "髙志", "髙志"),
        ("MARIA LIM", "MARIA LIM", "MARIA"),
        ("NGUYEN THI PHUONG THAO ALEXANDRIA", "NGUYEN T.P.T.A.", "NGUYEN"),
        ("SUPERCALIFRAGILISTIC", "SUPERCALIFRAGILISTIC", "SUPERCALIFRAGILISTIC"),
    ],
)
def test_a_long_name_in_one_part_gives_its_first_word_and_initials(
    name: str, short: str, word: str
) -> None:
    assert called(PersonName(name, "")) == short
    assert first_word(PersonName(name, "")) == word


def test_several_with_long_names_are_counted() -> None:
    case = a_case("h2")
    third, fourth = (m.id for m in case.household.members[2:4])
    assert called_all(case, (third, fourth)) == "葵・湊"
    people = tuple(
        replace(m, name=PersonName("TRAN VAN MINH KHANH", "")) if m.id == fourth else m
        for m in case.household.members
    )
    household = replace(case.household, members=people)
    other = replace(case, household=household)
    assert called_all(other, (third, fourth)) == "2人"
    assert called_all(other, (fourth,)) == "TRAN V.M.K."
