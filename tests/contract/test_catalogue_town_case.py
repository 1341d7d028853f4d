"""A procedure of the town's own goes the way of ours: interview, department, slip, next steps."""

from dataclasses import replace
from datetime import date
from pathlib import Path

from counter_app.model.facts import Answer
from counter_app.model.town import load_town
from counter_app.paperwork.papers import next_steps, slip
from counter_app.procedures.catalogue import load_catalogue
from counter_app.procedures.determination import determine
from counter_app.procedures.interview import next_question
from counter_app.procedures.questions import QuestionKind
from resources.loader import data_file
from tests.paperwork_kit import a_case, committed, example

CABLE = """
[catalogue]
edition = "2026-04"
written_for = "2026-04"

[[wish]]
value = "cable"
words = "町の有線放送"

[[procedure]]
id = "T1"
title = "有線放送の加入"
executor = "dept.works"
basis = "Y町有線放送条例"
scope = "household"
when = "'cable' in wishes"
reason = "町の有線放送を希望しています。"
applicant = "head"
number = "never"
source = ["Y町有線放送条例"]
verified = true

[[procedure.attachment]]
title = "引込みの図"
state = "on_paper"
"""
FILED = date(2026, 4, 3)


def test_a_wish_of_the_town_is_offered_with_ours(tmp_path: Path) -> None:
    path = tmp_path / "town.toml"
    path.write_text(data_file("town", "y.toml").read_text("utf-8") + CABLE, "utf-8")
    catalogue, town = load_catalogue(data_file("procedures"), path), load_town(path)
    given = example("h2")
    unasked = tuple(a for a in given.answers if a.fact != "wishes")
    question = next_question(catalogue, given.household, unasked, filed_on=FILED, town=town)
    assert question is not None
    assert (question.fact, question.kind) == ("wishes", QuestionKind.MULTI)
    cable = next(option for option in question.options if option.value == "cable")
    assert cable.label == "町の有線放送"
    assert [effect.procedure_id for effect in cable.brings] == ["T1"]
    assert "T1" in question.decides


def test_what_the_town_added_reaches_its_department_and_the_residents_sheets(
    tmp_path: Path,
) -> None:
    path = tmp_path / "town.toml"
    path.write_text(data_file("town", "y.toml").read_text("utf-8") + CABLE, "utf-8")
    catalogue, town = load_catalogue(data_file("procedures"), path), load_town(path)
    case = a_case("h2", town=town)
    answers = (
        *(a for a in case.reception.known_answers if a.fact != "wishes"),
        Answer("wishes", "", ("cable",)),
    )
    made = determine(catalogue, case.household, answers, filed_on=FILED, town=town)
    done, commitments = committed(replace(case, determinations=made))
    task = next(c for c in commitments if c.procedure_id == "T1")
    assert (task.executor, task.title) == ("dept.works", "有線放送の加入")
    assert ("添付", "引込みの図\u3000紙で待ち") in [(pair[0], pair[1]) for pair in task.fields]
    assert "有線放送の加入" in str(slip(done, commitments).data)
    assert "引込みの図" in str(next_steps(done, commitments).data)
