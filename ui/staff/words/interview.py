"""The interview in words (04): the open question, what answers bring, the list as it stands."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Final

from counter_app.model.calendar import age_on
from counter_app.model.facts import FactValue
from counter_app.paperwork.values import Case
from counter_app.procedures.attachments import questions_answered
from counter_app.procedures.catalogue import Catalogue, executor_of
from counter_app.procedures.determination import Determination
from counter_app.procedures.interview import (
    Answered,
    GroupProgress,
    Option,
    Question,
    next_question,
    open_questions,
    progress,
    question_about,
)
from counter_app.procedures.procedure import OutcomeKind
from counter_app.procedures.questions import FollowUp, QuestionKind
from ui.staff.frame_views import ChoiceView, ProblemView
from ui.staff.interview_views import (
    AnsweredView,
    FieldKind,
    FoldView,
    FollowUpView,
    InterviewView,
    OptionView,
    OutcomeGroupView,
    OutcomeView,
    QuestionView,
)
from ui.staff.words.called import called_all
from ui.staff.words.common import clock, outcome_chip

_SHOWN_BY_DATE = 6
_NAMED = 3
"""How many procedures a question names; of more it says how many."""
_BARE = frozenset({"はい", "いいえ", "いる", "いない", "ある", "なし", "ない"})
_FIGURES = (*"0123456789", "令和", "平成", "昭和")
"""Answers, and how they begin, that are understood only with what was asked."""


@dataclass(frozen=True, slots=True)
class Inquiry:
    """Where the interview stands: the question, the groups, how many may still come."""

    question: Question | None
    groups: tuple[GroupProgress, ...]
    open: int
    chosen: tuple[FactValue, ...] = ()  # chosen but not yet given (several, or with follow-ups)
    fields: tuple[tuple[str, str], ...] = ()  # follow-up fact → what was entered
    pressed: bool = False  # Enter was pressed before all was there


def inquire(
    catalogue: Catalogue,
    case: Case,
    *,
    later: Iterable[tuple[str, str]] = (),
    about: tuple[str, str] | None = None,
    chosen: tuple[FactValue, ...] = (),
    fields: tuple[tuple[str, str], ...] = (),
    pressed: bool = False,
) -> Inquiry:
    """Ask the catalogue what to ask next; `about` opens a given question again."""
    reception, household, town = case.reception, case.household, case.town
    answers = reception.known_answers
    on = reception.filed_on
    if about is not None:
        question: Question | None = question_about(
            catalogue, household, answers, *about, filed_on=on, town=town
        )
    else:
        question = next_question(
            catalogue, household, answers, filed_on=on, town=town, postponed=later
        )
    return Inquiry(
        question,
        progress(catalogue, household, answers, filed_on=on, town=town),
        len(open_questions(catalogue, household, answers, filed_on=on, town=town)),
        chosen,
        fields,
        pressed,
    )


def interview_view(
    catalogue: Catalogue,
    case: Case,
    inquiry: Inquiry,
    before: tuple[Determination, ...] = (),
    *,
    problem: ProblemView | None = None,
) -> InterviewView:
    """Step 3 as it stands. `before` is the list before the last answer, to show what changed."""
    today = case.reception.filed_on
    answered = questions_answered(case.reception.answers)
    here = inquiry.question.group.id if inquiry.question is not None else ""
    groups = [g for g in inquiry.groups if g.group.id != here]
    counts = tuple(
        (str(sum(1 for d in case.determinations if d.outcome is kind)), kind.label)
        for kind in (
            OutcomeKind.APPLIES,
            OutcomeKind.NOTHING_TO_FILE,
            OutcomeKind.DEEMED,
            OutcomeKind.GUIDE,
            OutcomeKind.UNDECIDED,
        )
    )
    return InterviewView(
        answered,
        answered + inquiry.open,
        f"残り 最大 {inquiry.open}問" if inquiry.open else "質問は残っていません",
        tuple(_fold(case, g) for g in groups if g.done),
        _question(catalogue, case, inquiry, today) if inquiry.question is not None else None,
        tuple(_fold(case, g) for g in groups if not g.done),
        counts,
        _outcomes(catalogue, case, before, today),
        drawer=f"手続 {counts[0][0]}",
        finished="" if inquiry.question is not None else "手続はすべて決まりました。",
        problem=problem,
    )


def _fold(case: Case, group: GroupProgress) -> FoldView:
    title = group.group.title
    words = "／".join(_who(case, a.member) + answer_words(a, title) for a in group.answered)
    count = f"{len(group.answered)}問" if group.done else f"最大{len(group.open)}問"
    return FoldView(group.group.id, title, words, count, done=group.done)


def answer_words(given: Answered, under: str = "") -> str:
    """The words of an answer; what was asked before them where they alone would say nothing.

    `under` is the title they stand under, which need not be said again.
    """
    bare = given.words in _BARE or given.words.startswith(_FIGURES)
    said = bool(under) and given.label.startswith(under)
    return f"{given.label} {given.words}" if bare and not said else given.words


def _who(case: Case, member: str) -> str:
    return f"{case.household.member(member).name.given}さん " if member else ""


def _question(catalogue: Catalogue, case: Case, inquiry: Inquiry, today: date) -> QuestionView:
    question = inquiry.question
    assert question is not None
    group = next((g for g in inquiry.groups if g.group.id == question.group.id), None)
    answered = group.answered if group is not None else ()
    total = len(answered) + (len(group.open) if group is not None else 1)
    person = ""
    if question.member:
        member = case.household.member(question.member)
        person = f"{member.name.given}さん・{age_on(member.birth, today)}歳"
    chosen = tuple(
        place for place, option in enumerate(question.options) if option.value in inquiry.chosen
    )
    return QuestionView(
        question.id,
        question.fact,
        question.member,
        question.group.title,
        f"{total}問のうち {len(answered)}問 回答",
        person,
        question.text,
        tuple(OptionView(option.label, _effect(option)) for option in question.options),
        chosen,
        question.kind is QuestionKind.MULTI,
        tuple(
            AnsweredView(a.fact, a.member, _who(case, a.member).strip(), answer_words(a))
            for a in answered[-3:]
        ),
        tuple(_follow_up(catalogue, f, inquiry) for f in open_follow_ups(question, inquiry.chosen)),
        decides="\n".join(filter(None, (question.hint, _decides(catalogue, question)))),
        error="答えを選んでください" if inquiry.pressed and not inquiry.chosen else "",
    )


def _decides(catalogue: Catalogue, question: Question) -> str:
    """「この質問が決めること　児童手当・子ども医療費」, by name as far as a line holds them."""
    titles = [catalogue.procedure(decided).short_title for decided in question.decides]
    named = tuple(dict.fromkeys(titles))[:_NAMED]
    more = len(set(titles)) - len(named)
    return f"この質問が決めること　{'・'.join(named)}{f' ほか {more}件' if more else ''}"


def open_follow_ups(question: Question, chosen: tuple[FactValue, ...]) -> tuple[FollowUp, ...]:
    """Fields that the chosen answers open."""
    texts = {str(value).lower() if isinstance(value, bool) else str(value) for value in chosen}
    return tuple(f for f in question.follow_ups if texts & set(f.values))


_FIELDS: Final = {QuestionKind.DATE: FieldKind.DATE, QuestionKind.MULTI: FieldKind.SEVERAL}


def _follow_up(catalogue: Catalogue, field: FollowUp, inquiry: Inquiry) -> FollowUpView:
    declared = catalogue.vocabulary.declarations[field.fact]
    choices = tuple(ChoiceView(value, words) for value, words in declared.choices)
    otherwise = FieldKind.CHOICE if choices else FieldKind.TEXT
    kind = _FIELDS.get(field.kind, otherwise)
    entered = dict(inquiry.fields).get(field.fact, "")
    lacking = inquiry.pressed and field.required and not entered
    error = "入れてください" if lacking else ""
    return FollowUpView(field.fact, field.label, kind, entered, field.required, choices, error)


def _effect(option: Option) -> str:
    if not option.brings:
        return "続きの質問へ" if option.leads_on else "手続なし"
    first = option.brings[0]
    words = [first.title if first.outcome is OutcomeKind.APPLIES else f"{first.title}　案内"]
    if len(option.brings) > 1:
        words.append(f"ほか {len(option.brings) - 1}件")
    return "\n".join(words)


def _outcomes(
    catalogue: Catalogue, case: Case, before: tuple[Determination, ...], today: date
) -> tuple[OutcomeGroupView, ...]:
    groups: list[OutcomeGroupView] = []
    changed = _changed(case, before, today)
    if changed:
        groups.append(OutcomeGroupView("いま変わったもの", changed))
    dated = [
        d
        for d in case.determinations
        if d.outcome is OutcomeKind.APPLIES and d.deadline is not None
    ]
    dated.sort(key=lambda d: d.deadline.day if d.deadline is not None else today)
    groups.append(
        OutcomeGroupView(
            "期限が近い順", tuple(_outcome(case, d, today) for d in dated[:_SHOWN_BY_DATE])
        )
    )
    undecided = [d for d in case.determinations if d.outcome is OutcomeKind.UNDECIDED]
    if undecided:
        groups.append(
            OutcomeGroupView(
                f"まだ決まらないもの　{len(undecided)}",
                tuple(
                    OutcomeView(d.procedure.title, outcome_chip(d.outcome), d.reason.rstrip("。"))
                    for d in undecided[:_SHOWN_BY_DATE]
                ),
            )
        )
    return tuple(groups)


def _changed(case: Case, before: tuple[Determination, ...], today: date) -> tuple[OutcomeView, ...]:
    if not before:
        return ()
    was = {(d.procedure.id, d.note): d.outcome for d in before}
    now = {(d.procedure.id, d.note): d for d in case.determinations}
    rows = [
        _outcome(case, d, today, new=True)
        for key, d in now.items()
        if d.outcome in (OutcomeKind.APPLIES, OutcomeKind.DEEMED, OutcomeKind.NOTHING_TO_FILE)
        and was.get(key) is not d.outcome
    ]
    gone = [d for d in before if (d.procedure.id, d.note) not in now]
    rows += [OutcomeView(d.procedure.title, detail="答えで外れました", dropped=True) for d in gone]
    return tuple(rows[:3])


def _outcome(case: Case, d: Determination, today: date, new: bool = False) -> OutcomeView:
    _, executor = executor_of(d.procedure, case.town)
    who = called_all(case, d.members)
    detail = f"{who}{'' if who.endswith('人') else 'さん'}　{executor}"
    return OutcomeView(d.title, outcome_chip(d.outcome), detail, clock(d.deadline, today), new)
