"""A town's own file changes, switches off and adds procedures; its mistakes are found in place."""

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from counter_app.failures import CounterError, FailureCode
from counter_app.model.facts import Answer
from counter_app.model.town import load_town
from counter_app.procedures.catalogue import (
    Catalogue,
    catalogue_mistakes,
    executor_of,
    load_catalogue,
    standard_catalogue,
    town_catalogue,
)
from counter_app.procedures.determination import Determination, determine
from counter_app.procedures.household_file import read_household_file
from counter_app.procedures.procedure import NumberClass, OutcomeKind
from resources.loader import data_file

OURS = data_file("procedures")
Z = data_file("town", "z.toml")
Y_TEXT = data_file("town", "y.toml").read_text("utf-8")
HEADER = '\n[catalogue]\nedition = "2026-05"\nwritten_for = "2026-04"\n'


def town_file(folder: Path, changes: str, header: str = HEADER) -> Path:
    """Y町's file with something about the catalogue at its end."""
    path = folder / "town.toml"
    path.write_text(Y_TEXT + header + changes, "utf-8")
    return path


def override(fields: str, procedure: str = "E5") -> str:
    return f'\n[[override]]\nid = "{procedure}"\nbecause = "町の決めごと"\n{fields}\n'


def determined(
    catalogue: Catalogue, path: Path, name: str = "h2", *wishes: str, on: date = date(2026, 4, 3)
) -> dict[str, Determination]:
    given = read_household_file(data_file("examples", f"{name}.json"))
    answers = (*(a for a in given.answers if a.fact != "wishes"), Answer("wishes", "", wishes))
    found = determine(catalogue, given.household, answers, filed_on=on, town=load_town(path))
    return {d.procedure.id: d for d in found}


def place(path: Path, text: str) -> str:
    """`file:line:column` of the last place a text stands in a file."""
    content = path.read_text("utf-8")
    offset = content.rindex(text)
    line = content.count("\n", 0, offset) + 1
    return f"{path.name}:{line}:{offset - content.rfind(chr(10), 0, offset)}"


# --- what a town can do ------------------------------------------------------------------------


def test_a_town_that_changes_nothing_has_our_catalogue() -> None:
    assert town_catalogue(None) is standard_catalogue()
    assert town_catalogue(data_file("town", "y.toml")) is standard_catalogue()


def test_a_town_without_one_of_our_departments_is_told_so(tmp_path: Path) -> None:
    """It has to name another executor, or to switch the entries off."""
    text = Y_TEXT.replace('id = "dept.health"', 'id = "dept.wellness"')
    path = tmp_path / "town.toml"
    path.write_text(text, "utf-8")
    with pytest.raises(CounterError, match=r"C8 町の設定に dept\.health がありません"):
        town_catalogue(path)
    changes = "".join(
        override('executor = "dept.wellness"', row) for row in ("C8", "C9", "C10", "C11", "C12")
    )
    path.write_text(text + HEADER + changes, "utf-8")
    assert load_catalogue(OURS, path).procedure("C8").executor == "dept.wellness"


def test_the_villages_settings_decide_ages_days_and_forms_without_an_override() -> None:
    found = determined(load_catalogue(OURS, Z), Z, "h9")
    assert found["C4"].members == ("5",)  # up to fifteen; Y町 goes to eighteen
    care = determined(load_catalogue(OURS, Z), Z)["B15"]
    assert (care.outcome, care.forms) == (OutcomeKind.APPLIES, ("B15",))
    assert care.deadline is not None
    assert care.deadline.day == date(2026, 4, 13)
    moped = determined(load_catalogue(OURS, Z), Z)["E1"]
    assert moped.deadline is not None
    assert moped.deadline.day == date(2026, 4, 17)
    assert executor_of(moped.procedure, load_town(Z)) == ("dept.tax", "住民課 税務係")
    water = determined(load_catalogue(OURS, Z), Z)
    assert executor_of(water["E6"].procedure, load_town(Z)) == ("water.zmura", "Z村簡易水道")
    assert "F3" not in water  # no water authority


def test_an_entry_that_is_switched_off_is_gone_and_its_reason_kept() -> None:
    catalogue = load_catalogue(OURS, Z)
    assert "A15" in determined(standard_catalogue(), Z, "h2", "notice_service")
    assert "A15" not in determined(catalogue, Z, "h2", "notice_service")
    assert [(one.id, one.because) for one in catalogue.switched_off] == [
        ("A15", "村に本人通知制度はない")
    ]
    with pytest.raises(KeyError):
        catalogue.procedure("A15")


def test_the_number_on_the_form_of_a_towns_own_scheme_is_the_towns_affair() -> None:
    assert standard_catalogue().procedure("C4").number is NumberClass.TOWN
    assert load_catalogue(OURS, Z).procedure("C4").number is NumberClass.BY_LAW


def test_a_confirmed_entry_is_no_longer_to_be_confirmed() -> None:
    assert "E1" in {p.id for p in standard_catalogue().unverified()}
    catalogue = load_catalogue(OURS, Z)
    assert "E1" not in {p.id for p in catalogue.unverified()}
    assert catalogue.procedure("E1").to_confirm == ()
    assert catalogue.procedure("E1").because == "条例で20日を確かめた"


def test_a_change_holds_on_its_days_alone() -> None:
    catalogue = load_catalogue(OURS, Z)
    executors = [
        next(p for p in catalogue.in_force(on) if p.id == "C13").executor
        for on in (date(2026, 6, 30), date(2026, 7, 1))
    ]
    assert executors == ["dept.children", "dept.education"]


def test_a_procedure_of_the_town_stands_beside_ours_with_its_wish() -> None:
    catalogue = load_catalogue(OURS, Z)
    assert "T1" not in determined(catalogue, Z)
    cable = determined(catalogue, Z, "h2", "cable")["T1"]
    assert cable.title == "有線放送の加入"
    assert ("cable", "村の有線放送") in catalogue.fact("wishes").choices
    rice = determined(catalogue, Z)["T2"]
    assert rice.deadline is not None
    assert rice.deadline.day == date(2026, 5, 27)


def test_the_edition_tells_ours_and_the_towns() -> None:
    catalogue = load_catalogue(OURS, Z)
    assert catalogue.procedure("A1").edition == "2026-04"
    assert catalogue.procedure("E1").edition == "2026-04＋町2026-04"
    assert catalogue.procedure("T1").edition == "町2026-04"
    assert catalogue.outdated == ()


def test_a_change_written_for_another_edition_is_to_be_looked_at_again(tmp_path: Path) -> None:
    header = '\n[catalogue]\nedition = "2025-10"\nwritten_for = "2025-10"\n'
    path = town_file(tmp_path, override('timing = "毎月第1月曜"'), header)
    catalogue = load_catalogue(OURS, path)
    assert catalogue.outdated == ("E5",)
    assert catalogue.procedure("E5").timing == "毎月第1月曜"  # it holds all the same


def test_a_key_is_replaced_whole_and_the_others_stay(tmp_path: Path) -> None:
    deadline = '\n[override.deadline]\ndays = 60\ncounted_from = "moved_on"\ncounted = "60日。"\n'
    path = town_file(tmp_path, override("", "E5") + deadline)
    changed = load_catalogue(OURS, path).procedure("E5")
    ours = standard_catalogue().procedure("E5")
    assert changed.deadline is not None
    assert (changed.deadline.days, changed.deadline.counted) == (60, "60日。")
    assert replace(changed, deadline=None).title == ours.title
    assert changed.attachments == ours.attachments
    assert [o.reason for o in changed.outcomes] == [o.reason for o in ours.outcomes]


def test_a_reason_replaces_the_outcomes_and_the_other_way_round(tmp_path: Path) -> None:
    one = override('reason = "犬の届は支所で受けます。"', "E5")
    several = override(
        'outcome = [{ kind = "guide", when = "late", reason = "急ぎます。" }, '
        '{ kind = "applies", reason = "出します。" }]',
        "E8",
    )
    catalogue = load_catalogue(OURS, town_file(tmp_path, one + several))
    assert [o.reason for o in catalogue.procedure("E5").outcomes] == ["犬の届は支所で受けます。"]
    assert [o.kind.value for o in catalogue.procedure("E8").outcomes] == ["guide", "applies"]


def test_the_towns_change_goes_before_our_dated_one(tmp_path: Path) -> None:
    path = town_file(tmp_path, override('returns = "町の紙"', "B11"))
    catalogue = load_catalogue(OURS, path)
    for on in (date(2026, 7, 31), date(2026, 8, 1)):
        found = next(p for p in catalogue.in_force(on) if p.id == "B11")
        assert found.returns == "町の紙"
    august = next(p for p in catalogue.in_force(date(2026, 8, 1)) if p.id == "B11")
    assert "マイナ保険証" in august.outcomes[-1].reason  # the rest of our change holds


def test_an_entry_can_be_off_for_a_season(tmp_path: Path) -> None:
    fields = "off = true\nsince = 2026-12-01\nuntil = 2027-02-28"
    catalogue = load_catalogue(OURS, town_file(tmp_path, override(fields, "E15")))
    days = (date(2026, 11, 30), date(2026, 12, 1), date(2027, 2, 28), date(2027, 3, 1))
    on = ["E15" in {p.id for p in catalogue.in_force(day)} for day in days]
    assert on == [True, False, False, True]


def test_two_changes_of_one_entry_may_follow_each_other(tmp_path: Path) -> None:
    text = override('timing = "冬"\nuntil = 2026-03-31') + override(
        'timing = "夏"\nsince = 2026-04-01'
    )
    catalogue = load_catalogue(OURS, town_file(tmp_path, text))
    timings = [
        next(p for p in catalogue.in_force(on) if p.id == "E5").timing
        for on in (date(2026, 3, 31), date(2026, 4, 1))
    ]
    assert timings == ["冬", "夏"]


# --- mistakes ----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("changes", "at", "said"),
    [
        (override('timing = "x"', "Z9"), 'id = "Z9"', "Z9 この id の手続は一覧にありません"),
        (override('timing = "x"', "A10"), 'id = "A10"', "A10 この id の手続は A10-1、A10-2 に"),
        (override('timeing = "x"'), "timeing", "E5 timeing という項目はありません"),
        (override("timing = 3"), "timing = 3", "E5 timing は文字で書きます"),
        (override('number = "maybe"'), "number", "E5 number は「maybe」ではありません"),
        (override('executor = "dept.dogs"'), "executor", "E5 町の設定に dept.dogs がありません"),
        (override('executor = "dogs"'), "executor", "E5 担当の形ではありません"),
        (override('forms = ["X1"]'), "forms", "E5 X1 という様式はありません"),
        (override("off = true\ntitle = 'x'"), "off = true", "E5 off = true のときは"),
        (override(""), "[[override]]", "E5 変える項目がありません"),
        (override("since = 2026-05-01\nuntil = 2026-04-01\ntiming = 'x'"), "until", "E5 until が"),
        (override("since = 5\ntiming = 'x'"), "since = 5", "E5 since は日付"),
        ('\n[[override]]\nid = "E5"\ntiming = "x"\n', "[[override]]", "E5 変える理由"),
        (override("timing = 'x'") + override("title = 'y'"), "[[override]]", "E5 ほかの変更と"),
        (override("verified = false"), "verified", "E5 verified = false のときだけ"),
        (override('to_confirm = ["x"]'), "to_confirm", "E5 verified = false のときだけ"),
        (
            override('deadline = { days = 5, counted = "x。" }'),
            "{ days = 5",
            "E5 counted_from は日数で数えるときに要ります",
        ),
        (
            override('deadline = { days = 5, counted_from = "dog", counted = "x。" }'),
            "counted_from",
            "E5 dog は日付の事実ではありません",
        ),
        ('\n[[procedure]]\nid = "E5"\n', 'id = "E5"', "E5 id の形ではありません（町の手続は T1"),
        ('\n[[procedure]]\nid = "T1"\ntitle = "x"\n', "[[procedure]]", "T1 executor がありません"),
        ("\n[[wish]]\nvalue = 3\nwords = 'x'\n", "value = 3", "value は文字で書きます"),
    ],
)
def test_a_mistake_names_its_place_the_entry_and_what_to_write(
    tmp_path: Path, changes: str, at: str, said: str
) -> None:
    path = town_file(tmp_path, changes)
    with pytest.raises(CounterError) as refused:
        load_catalogue(OURS, path)
    assert refused.value.code is FailureCode.CATALOGUE_ENTRY_INVALID
    assert refused.value.detail.startswith(f"{place(path, at)} {said}"), refused.value.detail


def test_a_typo_in_a_condition_of_the_town_is_shown_with_a_caret(tmp_path: Path) -> None:
    path = town_file(tmp_path, override("when = \"dgo == 'chip'\""))
    with pytest.raises(CounterError) as refused:
        load_catalogue(OURS, path)
    assert refused.value.code is FailureCode.CATALOGUE_CONDITION_INVALID
    where, _, rest = refused.value.detail.partition(" ")
    assert where == place(path, "dgo ==")
    assert rest.startswith(
        "E5 dgo という事実はありません（dog ではありませんか）。\n | dgo == 'chip'"
    )
    assert rest.endswith("^")


def test_a_condition_that_no_longer_fits_a_change_is_found_where_it_stands(tmp_path: Path) -> None:
    """A changed scope meets our own condition: the place is in our file."""
    path = town_file(tmp_path, override('scope = "household"', "C4"))
    with pytest.raises(CounterError) as refused:
        load_catalogue(OURS, path)
    assert refused.value.detail.startswith("C.toml:")
    assert "C4 year_age は人ごとの事実" in refused.value.detail


def test_changes_without_their_edition_are_refused(tmp_path: Path) -> None:
    path = town_file(tmp_path, override("timing = 'x'"), header="")
    with pytest.raises(CounterError, match="written_for"):
        load_catalogue(OURS, path)


def test_a_check_tells_every_mistake_not_only_the_first(tmp_path: Path) -> None:
    text = (
        override("timeing = 'x'", "E5")
        + override("timing = 3", "E8")
        + override("when = 'agee > 3'", "C4")
        + '\n[[procedure]]\nid = "T1"\n'
    )
    path = town_file(tmp_path, text)
    found = [error.detail for error in catalogue_mistakes(OURS, path)]
    assert len(found) == 4
    for said in ("E5 timeing", "E8 timing", "C4 agee", "T1 "):
        assert len([detail for detail in found if said in detail]) == 1


def test_a_file_that_is_not_toml_names_the_place(tmp_path: Path) -> None:
    path = town_file(tmp_path, "\n[[override]\n")
    with pytest.raises(CounterError) as refused:
        load_catalogue(OURS, path)
    assert refused.value.code is FailureCode.CATALOGUE_FILE_UNREADABLE
    line = path.read_text("utf-8").count("\n")
    assert refused.value.detail.startswith(f"town.toml:{line}:")


def test_our_own_catalogue_has_no_mistake() -> None:
    assert catalogue_mistakes(OURS) == ()
    assert catalogue_mistakes(OURS, Z) == ()
