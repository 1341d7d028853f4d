"""The town's file: what it says, and how it fails."""

from pathlib import Path

import pytest

from counter_app.failures import CounterError, FailureCode
from counter_app.model.town import load_town
from resources.loader import data_file

TEXT = data_file("town", "y.toml").read_text("utf-8")


def test_the_sandbox_town_has_its_departments_and_organisations() -> None:
    town = load_town()
    assert town.name == "Y町"
    assert town.department("dept.children").name == "子育て支援課"
    assert town.organisations_for("gas")[0].id == "gas.midori"
    assert town.executor_name("water.nangun") == "南郡水道企業団"
    assert town.executor_name("dept.works") == "建設課"
    assert town.executor_name("somebody") == "somebody"


def test_an_unknown_department_or_organisation_is_a_key_error() -> None:
    with pytest.raises(KeyError):
        load_town().department("dept.none")
    with pytest.raises(KeyError):
        load_town().organisation("power.none")


@pytest.mark.parametrize(
    ("good", "bad", "word"),
    [
        ('name = "Y町"', "name = 3", "「name」は文字（"),
        ("child_medical_days = 15", "child_medical_dayz = 15", "child_medical_dayz」という項目は"),
        ("moped_days = 15", "", "「moped_days」がありません。"),
        ("moped_days = 15", 'moped_days = "x"', "「moped_days」は整数で書きます。"),
        (
            'floor = "別館1階"',
            'floor = ""\nstorey = 1',
            "department[4] に「storey」という項目はありません。",
        ),
        ('postcode = "000-1299"', 'postcode = ""\nfax = 1', "court に「fax」という項目は"),
        ('spans = [["12-29", "01-03"]]', 'spans = [["12-32", "01-03"]]', "「spans」は"),
        ("[closed]", "[closed", "行8桁の書き方に誤り"),
    ],
)
def test_a_broken_town_file_names_what_is_wrong(
    tmp_path: Path, good: str, bad: str, word: str
) -> None:
    path = tmp_path / "y.toml"
    path.write_text(TEXT.replace(good, bad), "utf-8")
    with pytest.raises(CounterError) as refused:
        load_town(path)
    assert refused.value.code is FailureCode.TOWN_FILE_INVALID
    assert word in refused.value.detail


def test_a_missing_town_file_is_a_failure_of_the_town_file(tmp_path: Path) -> None:
    with pytest.raises(CounterError) as refused:
        load_town(tmp_path / "none.toml")
    assert refused.value.code is FailureCode.TOWN_FILE_INVALID
