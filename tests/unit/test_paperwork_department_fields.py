"""What a department is told of a case: rows from the table, each of its procedure alone."""

import re
import tomllib
from dataclasses import replace

import pytest

from counter_app.model.commitment import ExecutorKind
from counter_app.model.facts import Answer
from counter_app.model.people import Household
from counter_app.paperwork.department_fields import USUAL, FieldRow, field_table
from counter_app.paperwork.tasks import planned_tasks
from counter_app.paperwork.values import Case, PlannedTask
from counter_app.procedures.catalogue import standard_catalogue
from resources.loader import data_file, data_files
from tests.paperwork_kit import EXAMPLES, a_case

TABLE = field_table()
ROWS = [(procedure, row) for procedure, rows in TABLE.rows.items() for row in rows]
CATALOGUE = standard_catalogue()
SECRET = ("個人番号", "暗証番号", "住民票コード", "口座番号")
LAYOUT_KEYS = "_keys.toml"


def _declared() -> dict[str, str]:
    """Every key a row may name, with its kind and meaning."""
    general = tomllib.loads(data_file("form_layouts", LAYOUT_KEYS).read_text(encoding="utf-8"))
    people = [*general["people"], "applicant"]
    keys = dict(general["keys"])
    keys |= {f"{who}.{part}": said for who in people for part, said in general["person"].items()}
    for path in data_files("form_layouts", ".toml"):
        if not path.name.startswith("_"):
            keys |= tomllib.loads(path.read_text(encoding="utf-8")).get("keys", {})
    return keys | dict(TABLE.keys)


DECLARED = _declared()


def tasks(case: Case) -> dict[str, PlannedTask]:
    return {
        t.procedure_id: t
        for t in planned_tasks(case, ())
        if t.executor_kind is ExecutorKind.DEPARTMENT
    }


def lines(case: Case, procedure: str, label: str) -> list[str]:
    return [text for said, text in tasks(case)[procedure].fields if said == label]


def labels(task: PlannedTask) -> list[str]:
    return list(dict.fromkeys(label for label, _ in task.fields))


H2 = a_case("h2")


# --- the table -----------------------------------------------------------------------------------


@pytest.mark.parametrize(("procedure", "row"), ROWS, ids=[f"{p}-{r.label}" for p, r in ROWS])
def test_every_row_names_declared_keys_and_none_that_is_secret(
    procedure: str, row: FieldRow
) -> None:
    assert procedure == USUAL or CATALOGUE.procedure(procedure).executor.startswith("dept.")
    assert row.keys
    for key in row.keys:
        assert key in DECLARED, key
        assert not any(word in DECLARED[key] for word in SECRET), key


def _choices(declaration: str) -> set[str]:
    kind, _, meaning = declaration.partition(" ")
    if kind == "flag":
        return {"true", "false"}
    if kind == "choice":
        return set(re.findall(r"[a-z][a-z_0-9]*", meaning))
    return set()


@pytest.mark.parametrize("key", sorted({key for _, row in ROWS for key in row.keys}))
def test_every_choice_and_flag_has_words_for_all_it_can_be(key: str) -> None:
    words = TABLE.words_of(key)
    wanted = _choices(DECLARED[key])
    if wanted:
        assert words is not None
        assert set(words) == wanted
    else:
        assert words is None


def test_every_label_fits_the_column_of_the_window() -> None:
    assert [row.label for _, row in ROWS if len(row.label) > 5] == []


def test_a_place_in_a_list_has_the_words_of_the_list() -> None:
    assert TABLE.words_of("child.2.sex") == TABLE.words_of("child.N.sex")
    assert TABLE.words_of("child.2.name") is None


def test_the_words_and_keys_of_the_table_are_all_used() -> None:
    used = {key for _, row in ROWS for key in row.keys}
    assert set(TABLE.keys) <= used
    for name in TABLE.words:
        assert any(name in (key, key.rpartition(".")[2]) for key in used), name


def test_every_person_is_named_with_the_birth_that_shows_the_true_glyphs() -> None:
    for _, row in ROWS:
        for line in row.lines:
            for who in re.findall(r"\{([a-z.N]+)\.name\}", line):
                if f"{who}.kana" in DECLARED:
                    assert line == f"{{{who}.name}}\u3000{{{who}.birth}}"


# --- what stands there ---------------------------------------------------------------------------


def test_the_claim_carries_claimant_spouse_children_and_account() -> None:
    assert lines(H2, "C1", "請求者")[:2] == [
        "渡邉\U000e010f\u3000髙志\u3000平成3年11月5日",
        "ワタナベ\u3000タカシ・男・自営業・国民年金",
    ]
    assert lines(H2, "C1", "配偶者")[0] == "渡邉\U000e010f\u3000美咲\u3000平成5年7月18日"
    assert lines(H2, "C1", "児童") == [
        "渡邉\U000e010f\u3000葵\u3000平成30年6月12日",
        "ワタナベ\u3000アオイ・女・子・同居",
        "渡邉\U000e010f\u3000湊\u3000令和4年9月20日",
        "ワタナベ\u3000ミナト・男・子・同居",
    ]
    assert lines(H2, "C1", "口座") == ["公金受取口座を使う（本人が選択）"]
    assert lines(H2, "C1", "転出予定日") == ["令和8年3月28日（X市）"]
    assert lines(H2, "C1", "個人番号") == ["書類にあり・画面には出しません"]


def test_a_claimant_without_spouse_or_older_children_has_no_such_row() -> None:
    found = labels(tasks(a_case("h3"))["C1"])
    assert "請求者" in found
    assert "配偶者" not in found
    assert "兄姉等" not in found
    assert "兄姉等" not in labels(tasks(H2)["C1"])


def test_an_older_child_who_is_supported_counts_and_is_named() -> None:
    members = H2.household.members
    student = replace(members[2], id="6", birth=members[2].birth.replace(year=2006))
    household = replace(H2.household, members=(*members, student))
    asked = replace(H2.reception, answers=(*H2.reception.answers, Answer("supported", "6", True)))
    case = replace(H2, household=household, reception=asked)
    assert lines(case, "C1", "兄姉等")[0].endswith("平成18年6月12日")


def test_the_care_department_gets_the_level_and_asks_for_the_doctor() -> None:
    assert lines(H2, "B16", "前の認定") == ["要介護2・X市", "令和9年9月30日まで"]
    assert lines(H2, "B16", "主治医") == ["まだ"]
    told = a_case("h2", answers=(Answer("care_doctor", "5", "北 一郎"),))
    assert lines(told, "B16", "主治医") == ["北 一郎"]


def test_the_kindergarten_and_its_first_day_are_told() -> None:
    assert lines(H2, "C14", "園") == ["若葉幼稚園"]
    assert lines(H2, "C14", "利用開始") == ["令和8年4月3日"]
    assert lines(H2, "C8", "出産予定") == ["令和8年8月"]


def test_two_children_of_one_procedure_stand_each_with_what_is_theirs() -> None:
    found = [label for label, _ in tasks(a_case("h3"))["C17"].fields]
    assert found.count("学年") == 2
    first = found.index("児童生徒")
    second = found.index("児童生徒", found.index("学年"))
    assert first < found.index("学年") < second


def test_from_abroad_there_is_no_day_of_moving_out() -> None:
    assert "転出予定日" not in labels(tasks(a_case("h4"))["A1"])
    assert "転出予定日" in labels(tasks(H2)["A1"])


def test_a_procedure_without_rows_of_its_own_has_the_usual_ones() -> None:
    assert "A14" not in TABLE.rows
    assert labels(tasks(a_case("h10"))["A14"])[:3] == ["届出人", "対象の人", "住所"]


def _told_of(household: Household, text: str) -> set[str]:
    return {m.id for m in household.members if m.name.text in text or m.name.kana in text}


ALLOWED = {
    "A4": {"1", "2"},
    "A5": {"1", "2"},
    "B1": {"1", "2", "3", "4"},
    "B13": {"1", "5"},
    "B16": {"1", "5"},
    "B17": {"1", "5"},
    "C1": {"1", "2", "3", "4"},
    "C4": {"1", "3", "4"},
    "C8": {"2"},
    "C14": {"1", "4"},
    "C17": {"1", "3"},
    "E1": {"1"},
    "E5": {"1"},
}
"""Who stands on each sheet: those it is about, who applies or files, and the household's head."""


@pytest.mark.parametrize("procedure", ALLOWED)
def test_a_department_sees_the_people_of_its_procedure_and_nobody_else(procedure: str) -> None:
    told = "\n".join(text for _, text in tasks(H2)[procedure].fields)
    assert _told_of(H2.household, told) == ALLOWED[procedure]


@pytest.mark.parametrize("name", EXAMPLES)
def test_no_field_holds_anything_that_could_be_an_individual_number(name: str) -> None:
    for task in tasks(a_case(name)).values():
        for label, text in task.fields:
            assert text, (task.procedure_id, label)
            assert not re.search(r"\d{12}", re.sub(r"[\s-]", "", text))
            assert "{" not in text


# --- 支援措置 ------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", EXAMPLES)
def test_of_a_protected_household_no_field_tells_who_or_where(name: str) -> None:
    case = a_case(name, protected=True)
    household = case.household
    written = {
        household.new_address.town,
        household.new_address.building,
        household.old_address.municipality,
        household.old_address.town,
        case.reception.phone,
        *(str(a.value) for a in case.reception.answers if a.fact in ("old_school", "workplace")),
    }
    for member in household.members:
        written |= {member.name.text, member.name.kana, member.name.family, member.name.given}
    for task in tasks(case).values():
        assert task.fields[0] == ("支援措置", "あり・氏名と住所は画面に出しません")
        # titles of papers are the catalogue's own words, and a given name may be one character
        told = "\n".join(text for label, text in task.fields if label != "添付")
        assert not {text for text in written if text and text in told}, task.procedure_id


def test_a_protected_household_that_differs_in_names_and_addresses_looks_the_same() -> None:
    case = a_case("h2", protected=True)
    moved = replace(
        case.household.new_address, town="大字下原9番地", building="", postcode="000-9999"
    )
    people = tuple(
        replace(m, name=replace(m.name, text="別\u3000人", kana="ベツ\u3000ジン"))
        for m in case.household.members
    )
    household = replace(case.household, members=people, new_address=moved)
    other = replace(case, household=household)
    assert {p: t.fields for p, t in tasks(case).items()} == {
        p: t.fields for p, t in tasks(other).items()
    }


# --- papers --------------------------------------------------------------------------------------


def test_each_paper_is_told_with_how_it_stands() -> None:
    assert lines(H2, "B1", "添付") == ["所得・課税証明書\u3000照会済・結果待ち"]
    assert lines(H2, "B13", "添付") == ["負担区分等証明書\u3000紙で待ち"]
    assert lines(H2, "C1", "添付") == ["要りません"]  # nothing a law still asks for


def test_a_paper_that_came_is_told_as_received_or_handed_in() -> None:
    told = (
        Answer("attachments_received", "", ("B1/所得・課税証明書",)),
        Answer("attachments_handed_in", "", ("B13/負担区分等証明書",)),
    )
    case = a_case("h2", answers=told)
    assert lines(case, "B1", "添付") == ["所得・課税証明書\u3000取得済"]
    assert lines(case, "B13", "添付") == ["負担区分等証明書\u3000紙で受取済"]


def test_the_papers_of_a_protected_household_are_the_catalogues_own_words() -> None:
    shown = a_case("h2", protected=True)
    for task in tasks(shown).values():
        titles = {a.title for a in CATALOGUE.procedure(task.procedure_id).attachments}
        said = {text.partition("\u3000")[0] for label, text in task.fields if label == "添付"}
        assert said <= titles | {"要りません"}
