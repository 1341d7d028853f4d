"""Every entry of the catalogue keeps its promises, and every kind of mistake in one is found."""

import re
import shutil
from datetime import date
from pathlib import Path

import pytest

from counter_app.failures import CounterError, FailureCode
from counter_app.model.town import load_town
from counter_app.procedures.catalogue import executor_of, load_catalogue, standard_catalogue
from counter_app.procedures.facts import FactDeclaration, Origin
from counter_app.procedures.procedure import NumberClass, OutcomeKind, Procedure
from counter_app.procedures.questions import QuestionKind, QuestionWords
from resources.loader import data_file

CATALOGUE = standard_catalogue()
TOWN = load_town()
ROWS = {
    "A": list(range(1, 16)),
    "B": list(range(1, 21)),
    "C": list(range(1, 22)),
    "D": list(range(1, 16)),
    "E": list(range(1, 16)),
    "F": list(range(1, 14)),
}
procedures = pytest.mark.parametrize("procedure", CATALOGUE.procedures, ids=lambda p: p.id)


def test_every_row_from_a1_to_f13_is_there() -> None:
    rows = {p.row for p in CATALOGUE.procedures}
    assert rows == {f"{letter}{n}" for letter, numbers in ROWS.items() for n in numbers}


@procedures
def test_an_entry_says_who_when_and_why(procedure: Procedure) -> None:
    party, name = executor_of(procedure, TOWN)
    assert name
    assert party or procedure.executor.startswith("outside.")
    assert procedure.title
    assert procedure.basis
    assert procedure.edition
    assert procedure.source
    for outcome in procedure.outcomes:
        assert outcome.reason.endswith("。")
        assert outcome.kind not in {OutcomeKind.UNDECIDED, OutcomeKind.NOT_HERE}


@procedures
def test_what_applies_has_a_form_and_what_never_applies_has_none(procedure: Procedure) -> None:
    kinds = {o.kind for o in procedure.outcomes}
    if procedure.id in {"A2", "B13"}:  # data and a paper of the old town, no form of ours
        assert not procedure.forms
    elif OutcomeKind.APPLIES in kinds:
        assert procedure.forms
    elif procedure.forms:
        assert OutcomeKind.DEEMED in kinds


@procedures
def test_a_request_to_an_organisation_never_carries_the_number(procedure: Procedure) -> None:
    if procedure.request is not None:
        assert procedure.number is NumberClass.NEVER
        assert "consent" in procedure.forms
        assert "number" not in procedure.request.items
        assert TOWN.organisations_for(procedure.request.kind)


@procedures
def test_what_is_general_knowledge_alone_is_marked_unverified(procedure: Procedure) -> None:
    if set(procedure.source) == {"GK"}:
        assert not procedure.verified
    assert (procedure in CATALOGUE.unverified()) is not procedure.verified


@procedures
def test_a_deadline_is_counted_in_words_and_a_hard_one_says_what_is_lost(
    procedure: Procedure,
) -> None:
    if procedure.deadline is not None:
        assert procedure.deadline.counted.endswith("。")
        if procedure.deadline.hard:
            assert procedure.deadline.lost or procedure.deadline.lost_by


@pytest.mark.parametrize("declared", CATALOGUE.vocabulary.declarations.values(), ids=lambda d: d.id)
def test_every_fact_is_used_and_an_asked_one_can_be_asked(declared: FactDeclaration) -> None:
    text = "\n".join(path.read_text("utf-8") for path in data_file("procedures").glob("*.toml"))
    assert len(re.findall(rf"\b{declared.id}\b", text)) > 1 or declared.id in {
        "due_month",
        "has_claimant",
        "attachments_received",
        "attachments_on_paper",
        "attachments_handed_in",
    }
    if declared.origin is Origin.ASKED:
        asked = {q.fact for q in CATALOGUE.questions.questions}
        asked |= {f.fact for q in CATALOGUE.questions.questions for f in q.follow_ups}
        assert declared.id in asked


@pytest.mark.parametrize("question", CATALOGUE.questions.questions, ids=lambda q: q.fact)
def test_a_question_is_one_sentence_with_answers_to_choose(question: QuestionWords) -> None:
    declared = CATALOGUE.fact(question.fact)
    assert question.text.endswith("か")
    assert ("{given}" in question.text) == (declared.scope.value == "person")
    if question.kind in {QuestionKind.CHOICE, QuestionKind.MULTI}:
        assert len(question.options or declared.choices) >= 2


def test_the_law_that_begins_in_june_2026_is_data() -> None:
    ids = {
        on: {p.id for p in CATALOGUE.in_force(on)} for on in (date(2026, 6, 13), date(2026, 6, 14))
    }
    assert ids[date(2026, 6, 14)] - ids[date(2026, 6, 13)] == {"A10-2"}


# --- mistakes ----------------------------------------------------------------------------------


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    copied = tmp_path / "procedures"
    shutil.copytree(data_file("procedures"), copied)
    return copied


def position(path: Path, text: str) -> str:
    """`file:line:column` of a text in a file."""
    content = path.read_text("utf-8")
    offset = content.index(text)
    line = content.count("\n", 0, offset) + 1
    return f"{path.name}:{line}:{offset - content.rfind(chr(10), 0, offset)}"


def test_a_typo_in_a_condition_names_file_line_column_and_shows_the_place(folder: Path) -> None:
    path = folder / "B.toml"
    text = path.read_text("utf-8").replace('"may_join_national"', '"may_join_nation"')
    path.write_text(text, "utf-8")
    with pytest.raises(CounterError) as refused:
        load_catalogue(folder)
    assert refused.value.code is FailureCode.CATALOGUE_CONDITION_INVALID
    assert refused.value.detail.startswith(position(path, 'may_join_nation"'))
    assert "may_join_nation" in refused.value.detail
    assert refused.value.detail.endswith("^")


def test_a_typo_inside_an_outcome_is_found_where_it_stands(folder: Path) -> None:
    path = folder / "C.toml"
    path.write_text(
        path.read_text("utf-8").replace("school_plan == 'stay'", "school_plam == 'stay'"), "utf-8"
    )
    with pytest.raises(CounterError) as refused:
        load_catalogue(folder)
    assert refused.value.detail.startswith(position(path, "school_plam"))


@pytest.mark.parametrize(
    ("file", "good", "bad", "at", "said"),
    [
        ("B.toml", 'applicant = "head"', 'aplicant = "head"', "aplicant", "aplicant"),
        ("B.toml", 'number = "by_law"', 'number = "perhaps"', 'number = "perhaps"', "perhaps"),
        ("B.toml", 'id = "B2"', 'id = "B1"', 'id = "B1"\ntitle = "国保 世帯', "二度"),
        ("B.toml", 'id = "B2"', 'id = "Z2"', 'id = "Z2"', "id の形"),
        ("B.toml", "days = 14", "dayz = 14", "[[procedure]]", "dayz"),
        (
            "C.toml",
            'counted_from = "planned_move_out"',
            'counted_from = "grade"',
            "counted_from",
            "grade",
        ),
        ("C.toml", 'lost_by = "child_allowance"', 'lost_by = "x"', "lost_by", "という計算"),
        (
            "C.toml",
            'days_from_town = "child_medical_days"',
            'days_from_town = "x"',
            "days_from_town",
            "町の設定",
        ),
        ("E.toml", 'executor = "dept.tax"', 'executor = "tax"', 'executor = "tax"', "担当の形"),
        ("F.toml", 'number = "never"', 'number = "by_law"', 'number = "by_law"', "個人番号"),
        ("C.toml", "{days}日", "{dayz}日", "counted", "{days}"),
        ("questions.toml", "{given}さんの仕事", "{name}さんの仕事", "text", "{given}"),
        ("facts.toml", 'origin = "given"', 'origin = "heard"', 'origin = "heard"', "heard"),
        ("questions.toml", 'group = "care"', 'group = "cure"', 'group = "cure"', "cure"),
        ("questions.toml", 'fact = "dog"', 'fact = "cat"', 'fact = "cat"', "cat"),
    ],
)
def test_a_mistake_in_an_entry_names_its_file_line_and_column(
    folder: Path, file: str, good: str, bad: str, at: str, said: str
) -> None:
    path = folder / file
    text = path.read_text("utf-8")
    assert good in text
    path.write_text(text.replace(good, bad, 1), "utf-8")
    with pytest.raises(CounterError) as refused:
        load_catalogue(folder)
    assert refused.value.code is FailureCode.CATALOGUE_ENTRY_INVALID
    assert re.match(rf"{file}:\d+:\d+ ", refused.value.detail), refused.value.detail
    assert said in refused.value.detail
    if at.startswith(bad):
        assert refused.value.detail.startswith(position(path, at))


def test_a_file_that_is_not_toml_names_the_line(folder: Path) -> None:
    (folder / "B.toml").write_text('edition = "2026-04"\n[[procedure]\n', "utf-8")
    with pytest.raises(CounterError) as refused:
        load_catalogue(folder)
    assert refused.value.code is FailureCode.CATALOGUE_FILE_UNREADABLE
    assert "B.toml:2:" in refused.value.detail


def test_a_missing_file_is_reported(folder: Path) -> None:
    (folder / "facts.toml").unlink()
    with pytest.raises(CounterError) as refused:
        load_catalogue(folder)
    assert refused.value.code is FailureCode.CATALOGUE_FILE_UNREADABLE


def test_a_fact_no_question_asks_for_is_found_when_loading(folder: Path) -> None:
    path = folder / "questions.toml"
    text = path.read_text("utf-8")
    start = text.index('[[question]]\nfact = "dog"')
    path.write_text(text[:start] + text[text.index("[[question]]", start + 1) :], "utf-8")
    with pytest.raises(CounterError, match="dog を聞く質問"):
        load_catalogue(folder)
