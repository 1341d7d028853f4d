"""`counter-app catalogue`: mistakes with their place, and what a town must confirm."""

import json
from pathlib import Path

import msgspec
import pytest

from counter_app.commands.catalogue import ToConfirm
from counter_app.procedures.catalogue import standard_catalogue
from forms.renderer import FormRenderer
from resources.loader import data_file
from tests.command_kit import command, refused

Z_TEXT = data_file("town", "z.toml").read_text("utf-8")


def unverified(basedir: Path) -> ToConfirm:
    """What is to be confirmed, as JSON tells it."""
    told = command("catalogue", "unverified", "--json", basedir=basedir).out
    return msgspec.json.decode(told, type=ToConfirm)


@pytest.fixture
def basedir(tmp_path: Path) -> Path:
    """A counter of Z村."""
    (tmp_path / "settings.toml").write_text('town_file = "town.toml"\n', "utf-8")
    (tmp_path / "town.toml").write_text(Z_TEXT, "utf-8")
    return tmp_path


def test_our_catalogue_is_without_mistakes(tmp_path: Path) -> None:
    ran = command("catalogue", "check", basedir=tmp_path)
    assert ran.status == 0
    assert "誤りはありません" in ran.out
    assert f"{len(standard_catalogue().procedures)}件" in ran.out


def test_the_counters_own_town_is_checked_and_what_it_changes_told(basedir: Path) -> None:
    ran = command("catalogue", "check", basedir=basedir)
    assert ran.status == 0
    assert "町が変えた手続 4件：C4・C13・D13・E1" in ran.out
    assert "町が使わない手続 1件：A15" in ran.out
    assert "町が加えた手続 2件：T1・T2" in ran.out
    told = json.loads(command("catalogue", "check", "--json", basedir=basedir).out)
    assert told["mistakes"] == []
    assert told["overridden"] == ["C4", "C13", "D13", "E1"]


def test_every_mistake_of_a_file_is_told_with_its_line_and_column(tmp_path: Path) -> None:
    text = Z_TEXT.replace("moped_days = 20", 'moped_days = "20"')
    text = text.replace("'cable' in wishes", "'cabel' in wishes").replace("days = 60", "dayz = 60")
    path = tmp_path / "mine.toml"
    path.write_text(text, "utf-8")
    ran = command("catalogue", "check", path, basedir=tmp_path)
    assert ran.status == 3
    lines = text.splitlines()

    def line(words: str) -> int:
        return next(n for n, one in enumerate(lines, 1) if words in one)

    assert f"mine.toml:{line('moped_days')}:1 「moped_days」は整数で書きます。" in ran.out
    assert f"mine.toml:{line('cabel')}:9 T1 wishes に「cabel」という値はありません。" in ran.out
    assert f"mine.toml:{line('dayz')}:1 T2 dayz という項目はありません。" in ran.out
    assert " | 'cabel' in wishes && home != 'facility'\n | ^" in ran.out
    assert "誤りが 3件あります" in ran.out
    assert refused(ran, "TOWN_FILE_INVALID").startswith("mine.toml:")
    told = json.loads(command("catalogue", "check", path, "--json", basedir=tmp_path).out)
    found = {one["id"]: one for one in told["mistakes"]}
    assert found["T1"]["code"] == "CATALOGUE_CONDITION_INVALID"
    assert found["T1"]["column"] == 9
    assert found[""]["code"] == "TOWN_FILE_INVALID"


def test_a_folder_with_another_catalogue_is_checked_by_itself(tmp_path: Path) -> None:
    folder = tmp_path / "trial"
    folder.mkdir()
    for path in data_file("procedures").glob("*.toml"):
        text = path.read_text("utf-8")
        if path.name == "B.toml":
            text = text.replace('"may_join_national"', '"may_join_nation"')
        (folder / path.name).write_text(text, "utf-8")
    ran = command("catalogue", "check", folder, basedir=tmp_path)
    refused(ran, "CATALOGUE_CONDITION_INVALID")
    meant = "may_join_national ではありませんか"
    assert f"B1 may_join_nation という事実はありません（{meant}）。" in ran.out


@pytest.mark.parametrize("content", [None, "= 3\n"])
def test_a_file_that_cannot_be_read_is_a_mistake_too(tmp_path: Path, content: str | None) -> None:
    path = tmp_path / "none.toml"
    if content is not None:
        path.write_text(content, "utf-8")
    ran = command("catalogue", "check", path, basedir=tmp_path)
    assert ran.status == 3
    assert "none.toml:1:1 " in ran.out


def test_what_must_be_confirmed_is_listed_with_what_and_the_source(tmp_path: Path) -> None:
    told = unverified(tmp_path).procedures
    assert {one.id for one in told} == {p.id for p in standard_catalogue().unverified()}
    assert all(one.to_confirm and one.source and one.title for one in told)
    moped = next(one for one in told if one.id == "E1")
    assert moped.to_confirm == ("標識の申請の期限（町税条例）",)
    shown = command("catalogue", "unverified", basedir=tmp_path)
    assert shown.status == 0
    assert shown.out.startswith("町のファイルがまだありません")
    assert "標識の申請の期限（町税条例）" in shown.out
    assert f"{len(told)}件。" in shown.out


def test_a_form_nobody_compared_with_the_towns_own_is_listed_too(tmp_path: Path) -> None:
    forms = unverified(tmp_path).forms
    assert {one.id for one in forms} == FormRenderer().to_confirm()
    assert {"C17", "C17-notice", "C17-school", "D1"} <= {one.id for one in forms}
    assert not {"A1", "B1", "C1"} & {one.id for one in forms}
    shown = command("catalogue", "unverified", basedir=tmp_path).out
    assert "身体障害者手帳 居住地等変更届" in shown
    assert f"{len(forms)}種。" in shown


def test_what_the_town_has_confirmed_is_no_longer_listed(basedir: Path) -> None:
    told = unverified(basedir).procedures
    assert not {"E1", "A15"} & {one.id for one in told}
    shown = command("catalogue", "unverified", basedir=basedir)
    assert "町のファイルがまだありません" not in shown.out


def test_a_change_for_an_older_edition_is_listed_to_be_confirmed_again(basedir: Path) -> None:
    path = basedir / "town.toml"
    path.write_text(Z_TEXT.replace('written_for = "2026-04"', 'written_for = "2025-10"'), "utf-8")
    told = unverified(basedir).procedures
    again = {one.id for one in told if "もう一度" in "".join(one.to_confirm)}
    assert again == {"A15", "C4", "C13", "D13", "E1"}
    checked = command("catalogue", "check", basedir=basedir)
    assert checked.status == 0
    assert "一覧の版が変わったので見直す手続 5件：A15・C4・C13・D13・E1" in checked.out


def test_a_household_is_determined_with_the_catalogue_of_its_town(basedir: Path) -> None:
    household = data_file("examples", "h2.json")
    told = json.loads(command("determine", household, "--json", basedir=basedir).out)
    assert "T2" in {one["id"] for one in told}
    assert next(one for one in told if one["id"] == "E1")["edition"] == "2026-04＋町2026-04"


def test_a_broken_town_file_stops_a_determination_with_its_place(basedir: Path) -> None:
    (basedir / "town.toml").write_text(Z_TEXT.replace('id = "D13"', 'id = "D99"'), "utf-8")
    ran = command("determine", data_file("examples", "h2.json"), basedir=basedir)
    assert "D99 この id の手続は一覧にありません" in refused(ran, "CATALOGUE_ENTRY_INVALID")
