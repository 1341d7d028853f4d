"""Every determination of the example households in words (05), and what each question decides."""

from dataclasses import replace

import pytest

from counter_app.model.attachment import AttachmentState
from counter_app.paperwork.values import Case
from counter_app.procedures.attachments import PAPER_FACTS
from counter_app.procedures.catalogue import standard_catalogue
from counter_app.procedures.determination import determine
from counter_app.procedures.procedure import Applicant, OutcomeKind
from tests.paperwork_kit import EXAMPLES, TOWN, a_case
from ui.staff.frame_views import Text
from ui.staff.words.interview import inquire, interview_view
from ui.staff.words.procedures import procedures_view, row_id
from ui.staff.work_views import ProceduresView, ReasonView, Standing

CATALOGUE = standard_catalogue()


def said(words: Text) -> str:
    return "".join(run.text for run in words)


def view(case: Case, selected: str = "", tab: str = "all") -> ProceduresView:
    return procedures_view(CATALOGUE, case, tab=tab, sort="department", selected=selected)


def reason(case: Case, procedure: str) -> ReasonView:
    found = next(d for d in case.determinations if d.procedure.id == procedure)
    shown = view(case, row_id(found)).reason
    assert shown is not None
    return shown


def with_answers(case: Case, *keep: str) -> Case:
    """The case when only these facts were answered."""
    answers = tuple(a for a in case.reception.answers if a.fact in keep)
    made = determine(
        CATALOGUE,
        case.household,
        answers,
        filed_on=case.reception.filed_on,
        town=TOWN,
    )
    return replace(case, reception=replace(case.reception, answers=answers), determinations=made)


@pytest.mark.parametrize("name", EXAMPLES)
def test_every_row_and_reason_says_all_it_has_to(name: str) -> None:
    case = a_case(name)
    rows = {row.id: row for row in view(case).rows}
    for found in case.determinations:
        row, shown = rows[row_id(found)], reason(case, found.procedure.id)
        assert row.title
        assert row.who
        assert row.department
        assert row.papers
        assert row.deadline or row.due
        assert said(shown.reason).endswith("。")
        assert shown.law
        assert shown.facts
        for fact in shown.facts:
            assert fact.label
            assert said(fact.value).strip()
        if shown.deadline is not None:
            assert said(shown.deadline_words).endswith("。")


@pytest.mark.parametrize("name", EXAMPLES)
def test_the_facts_shown_are_those_used_with_where_they_come_from(name: str) -> None:
    case = a_case(name)
    for found in case.determinations:
        selected = view(case, row_id(found)).reason
        assert selected is not None
        shown = [(f.label, f.source is not None) for f in selected.facts]
        used = [(CATALOGUE.fact(f.id).label, True) for f in found.facts_used]
        assert shown == (used or [("対象", False)])
        assert not PAPER_FACTS & {f.id for f in found.facts_used}


def test_what_concerns_everybody_says_so() -> None:
    [fact] = reason(a_case("h1"), "E10").facts
    assert (fact.label, said(fact.value)) == ("対象", "転入するどの世帯も")


def test_what_is_undecided_tells_which_facts_are_missing() -> None:
    case = with_answers(a_case("h2"), "protected")
    undecided = [d for d in case.determinations if d.outcome is OutcomeKind.UNDECIDED]
    assert undecided
    for found in undecided:
        shown = view(case, row_id(found), "undecided").reason
        assert shown is not None
        assert shown.standing is Standing.UNDECIDED
        labels = dict.fromkeys(CATALOGUE.fact(fact).label for fact in found.missing_facts)
        assert [f.label for f in shown.facts] == list(labels)
        assert {said(f.value) for f in shown.facts} == {"まだ聞いていません"}


def test_the_head_of_a_joined_household_is_named_as_who_files() -> None:
    case = a_case("h7")
    by_head = [
        d
        for d in case.determinations
        if d.procedure.applicant is Applicant.HEAD and d.outcome is OutcomeKind.APPLIES
    ]
    assert by_head
    for found in by_head:
        details = dict(reason(case, found.procedure.id).details)
        assert said(details["届け出る人"]) == "石井 茂（今ある世帯の世帯主）"


def test_the_head_of_the_page_counts_what_is_open() -> None:
    case = a_case("h2")
    waiting = {a.rule.key for d in case.determinations for a in d.attachments if a.is_open}
    assert view(case).sub.endswith(f"添付待ち {len(waiting)}件です。")
    open_ = with_answers(case, "protected")
    undecided = sum(1 for d in open_.determinations if d.outcome is OutcomeKind.UNDECIDED)
    assert f"未定 {undecided}件・添付待ち" in view(open_).sub


def test_a_paper_the_law_no_longer_asks_for_is_struck_out_and_cannot_be_told() -> None:
    gone = reason(a_case("h2"), "C1").attachments
    assert all(paper.gone and not paper.key and not paper.choices for paper in gone)


def test_a_paper_that_is_asked_for_can_become_what_the_core_allows() -> None:
    [paper] = reason(a_case("h2"), "B16").attachments
    assert not paper.gone
    assert paper.words.startswith("→ 前の市町村への照会")
    assert {AttachmentState(choice.value) for choice in paper.choices} == {
        AttachmentState.RECEIVED,
        AttachmentState.HANDED_IN,
        AttachmentState.ON_PAPER,
    }


@pytest.mark.parametrize("name", EXAMPLES)
def test_every_question_names_the_procedures_it_decides(name: str) -> None:
    case = with_answers(a_case(name), "protected")
    for _ in range(60):
        inquiry = inquire(CATALOGUE, case)
        question = inquiry.question
        if question is None:
            break
        shown = interview_view(CATALOGUE, case, inquiry).question
        assert shown is not None
        line = shown.decides.split("\n")[-1]
        titles = {CATALOGUE.procedure(p).short_title for p in question.decides}
        assert titles
        assert line.startswith("この質問が決めること　")
        named = line.removeprefix("この質問が決めること　").split(" ほか ")[0].split("・")
        assert any(title.startswith(named[0]) for title in titles)
        given = a_case(name).reception.answers
        answer = next(
            (a for a in given if (a.fact, a.member) == (question.fact, question.member)), None
        )
        if answer is None:
            break
        case = replace(
            case, reception=replace(case.reception, answers=(*case.reception.answers, answer))
        )
        made = determine(
            CATALOGUE,
            case.household,
            case.reception.answers,
            filed_on=case.reception.filed_on,
            town=TOWN,
        )
        case = replace(case, determinations=made)
