"""The interview: it asks enough, asks nothing idle, and forgets what is taken back."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from counter_app.model.facts import Answer, Answers, FactValue
from counter_app.model.names import KanaStatus, PersonName
from counter_app.model.people import (
    Address,
    CardFacts,
    CareRecord,
    ForeignStatus,
    HealthInsurance,
    Household,
    Member,
    MoveKind,
    PensionRecord,
    Sex,
    Source,
)
from counter_app.model.town import load_town
from counter_app.procedures.catalogue import standard_catalogue
from counter_app.procedures.conditions import FactType, Scope
from counter_app.procedures.determination import Determination, determine
from counter_app.procedures.facts import FactDeclaration, Origin
from counter_app.procedures.household_file import read_household_file
from counter_app.procedures.interview import (
    Question,
    next_question,
    open_questions,
    progress,
    question_about,
)
from counter_app.procedures.procedure import OutcomeKind
from counter_app.procedures.questions import QuestionKind
from resources.loader import data_file

TOWN = load_town()
CATALOGUE = standard_catalogue()
FILED = date(2026, 4, 3)
RELATIONS = ["妻", "夫", "子", "母", "子の子", "子の妻", "姪"]
NEW = Address("乙県", "南郡Y町", "大字上原1番地")
OLD = Address("甲県", "X市", "本町一丁目1番")
H2 = read_household_file(data_file("examples", "h2.json"))
ASKED = tuple(
    d
    for d in CATALOGUE.vocabulary.declarations.values()
    if d.origin is Origin.ASKED and d.id in {q.fact for q in CATALOGUE.questions.questions}
)


def asks(answers: Answers, household: Household = H2.household) -> Question | None:
    return next_question(CATALOGUE, household, answers, filed_on=FILED, town=TOWN)


def determined(household: Household, answers: Answers) -> list[tuple[object, ...]]:
    def key(d: Determination) -> tuple[object, ...]:
        due = d.deadline.day if d.deadline else None
        return d.procedure.id, d.outcome, d.members, d.reason, due, d.applicants, d.attachments

    return [key(d) for d in determine(CATALOGUE, household, answers, filed_on=FILED, town=TOWN)]


def interview(household: Household, known: Answers, start: Answers = ()) -> tuple[Answer, ...]:
    """Answer what is asked from `known`, until nothing is asked."""
    table = {(a.fact, a.member): a for a in known}
    answers = start
    for _ in range(len(known) + 1):
        question = asks(answers, household)
        if question is None:
            return answers
        assert question.decides, f"{question.id} changes nothing"
        answers += (table[question.fact, question.member],)
    raise AssertionError("the interview does not end")


def test_the_family_of_five_is_asked_far_fewer_than_all_questions() -> None:
    answers = interview(H2.household, H2.answers)
    fixed = sum(len(H2.household.members) if d.scope is Scope.PERSON else 1 for d in ASKED)
    assert len(answers) <= fixed * 0.6
    assert len({(a.fact, a.member) for a in answers}) == len(answers)


def test_the_questions_of_the_family_come_group_by_group() -> None:
    groups: list[str] = []
    answers: Answers = ()
    table = {(a.fact, a.member): a for a in H2.answers}
    while (question := asks(answers)) is not None:
        if not groups or groups[-1] != question.group.title:
            groups.append(question.group.title)
        answers += (table[question.fact, question.member],)
    assert len(groups) == len(set(groups))
    assert groups[0] == "支援措置"


def test_no_question_of_work_is_asked_about_a_child() -> None:
    asked = {(a.fact, a.member) for a in interview(H2.household, H2.answers)}
    assert ("work", "3") not in asked
    assert ("pregnant", "3") not in asked
    assert ("pregnant", "1") not in asked


def test_the_remaining_count_only_falls_and_bounds_what_follows() -> None:
    table = {(a.fact, a.member): a for a in H2.answers}
    answers: Answers = ()
    before = set(open_questions(CATALOGUE, H2.household, (), filed_on=FILED, town=TOWN))
    while (question := asks(answers)) is not None:
        assert (question.fact, question.member) in before
        answers += (table[question.fact, question.member],)
        after = set(open_questions(CATALOGUE, H2.household, answers, filed_on=FILED, town=TOWN))
        assert after < before
        before = after
    assert before == set()


def test_the_kindergarten_question_says_what_each_answer_brings() -> None:
    question = question_about(
        CATALOGUE, H2.household, (), "facility", "4", filed_on=FILED, town=TOWN
    )
    assert question.text == "湊さんは、これからどこに通いますか"
    assert question.kind is QuestionKind.CHOICE
    brings = {o.value: [e.procedure_id for e in o.brings] for o in question.options}
    assert brings == {"kindergarten": ["C14"], "nursery": ["C13"], "stay": ["C15"], "none": []}
    assert [f.fact for f in question.follow_ups if "kindergarten" in f.values] == [
        "facility_start",
        "facility_name",
    ]
    assert set(question.decides) == {"C13", "C14", "C15"}


def test_an_answer_taken_back_is_asked_again_and_undoes_what_it_brought() -> None:
    without = tuple(a for a in H2.answers if a.fact != "dog")
    question = asks(without)
    assert question is not None
    assert (question.fact, question.member) == ("dog", "")
    undecided = [d for d in determined(H2.household, without) if d[1] is OutcomeKind.UNDECIDED]
    assert [d[0] for d in undecided] == ["E5"]
    assert undecided[0][3] == "車・バイク・犬の質問で決まります。"


def test_a_postponed_question_comes_back_at_the_end() -> None:
    without = tuple(a for a in H2.answers if a.fact not in {"dog", "gas"})
    first = asks(without)
    assert first is not None
    assert first.fact == "gas"
    second = next_question(
        CATALOGUE,
        H2.household,
        without,
        filed_on=FILED,
        town=TOWN,
        postponed=[("gas", "")],
    )
    assert second is not None
    assert second.fact == "dog"
    answered = (*without, Answer("dog", "", "none"))
    last = next_question(
        CATALOGUE, H2.household, answered, filed_on=FILED, town=TOWN, postponed=[("gas", "")]
    )
    assert last is not None
    assert last.fact == "gas"


def test_the_progress_tells_answers_in_words_and_where_they_came_from() -> None:
    answers = tuple(
        replace(a, source=Source.ANNOUNCED) if a.fact == "work" else a
        for a in H2.answers
        if a.fact != "dog"
    )
    found = {
        g.group.title: g
        for g in progress(CATALOGUE, H2.household, answers, filed_on=FILED, town=TOWN)
    }
    assert found["車・バイク・犬"].open == (("dog", ""),)
    assert not found["車・バイク・犬"].done
    work = found["仕事・子ども・手当"]
    assert work.done
    assert ("所得の高い親", "渡邉\U000e010f 髙志") in {(a.label, a.words) for a in work.answered}
    assert ("仕事", "自営業・農業", Source.ANNOUNCED) in {
        (a.label, a.words, a.source) for a in work.answered
    }
    assert ("通い始める日", "令和8年4月3日") in {
        (a.label, a.words) for a in found["子どもの園・学校"].answered
    }


@pytest.mark.parametrize("name", [f"h{n}" for n in range(1, 11)])
def test_what_is_asked_of_the_ten_households_is_enough(name: str) -> None:
    file = read_household_file(data_file("examples", f"{name}.json"))
    cards = tuple(a for a in file.answers if a.fact in {"card_state", "facility_start"})
    answers = interview(file.household, file.answers, cards)
    assert determined(file.household, answers) == determined(file.household, file.answers)


# --- any household -----------------------------------------------------------------------------


def values_of(declared: FactDeclaration, members: tuple[str, ...]) -> st.SearchStrategy[FactValue]:
    words = [value for value, _ in declared.choices]
    match declared.type:
        case FactType.BOOL:
            return st.booleans()
        case FactType.STRINGS:
            return st.lists(st.sampled_from(words), unique=True).map(tuple)
        case FactType.STRING:
            return st.sampled_from(list(members) if declared.members else words)
    raise AssertionError(declared.type)


@st.composite
def members_of(draw: st.DrawFn, index: int) -> Member:
    age = draw(st.integers(0, 95 * 365))
    health = draw(st.sampled_from(list(HealthInsurance)))
    return Member(
        id=str(index + 1),
        name=PersonName(f"姓　名{index}", "セイ　メイ", draw(st.sampled_from([*KanaStatus]))),
        birth=FILED - timedelta(days=age),
        sex=draw(st.sampled_from([Sex.MALE, Sex.FEMALE])),
        relation="世帯主"
        if index == 0
        else draw(st.sampled_from(["妻", "夫", "子", "母", "子の子"])),
        health=health,
        pension=draw(st.none() | st.builds(PensionRecord, st.integers(1, 3))),
        care=draw(
            st.none() | st.builds(CareRecord, st.booleans(), st.sampled_from(["", "要介護1"]))
        ),
        card=CardFacts(draw(st.booleans()), draw(st.none() | st.just(date(2026, 1, 1)))),
        foreign=draw(st.none() | st.just(ForeignStatus("ベトナム", "永住者"))),
    )


@st.composite
def cases(draw: st.DrawFn) -> tuple[Household, Answers]:
    """A household and an answer to every question that could ever be put to it."""
    size = draw(st.integers(1, 5))
    people = tuple(draw(members_of(index)) for index in range(size))
    moved = FILED - timedelta(days=draw(st.integers(0, 45)))
    household = Household(
        members=people,
        new_address=NEW,
        old_address=OLD,
        old_head=people[0].name.text,
        old_prefecture=draw(st.sampled_from(["甲県", "乙県"])),
        planned_move_out=moved,
        moved_on=moved,
        kind=draw(st.sampled_from(list(MoveKind))),
        whole=draw(st.booleans()),
        joins_existing=draw(st.booleans()),
        from_party="city.x",
    )
    ids = tuple(m.id for m in people)
    answers: list[Answer] = []
    for declared in ASKED:
        for member in ids if declared.scope is Scope.PERSON else ("",):
            answers.append(Answer(declared.id, member, draw(values_of(declared, ids))))
    return household, tuple(answers)


@settings(max_examples=50, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(cases())
def test_what_is_asked_gives_the_same_list_as_everything_known(
    case: tuple[Household, Answers],
) -> None:
    household, everything = case
    cards = tuple(a for a in everything if a.fact == "card_state")
    known = tuple(
        a
        for a in everything
        if a.fact != "care_level"
        or not (c := household.member(a.member).care)
        or (not c.level and c.insured)
    )
    asked = interview(household, known, cards)
    assert determined(household, asked) == determined(household, known)
    assert not [d for d in determined(household, asked) if d[1] is OutcomeKind.UNDECIDED]
