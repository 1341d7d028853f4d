"""The interview (聞き取り): asks only for facts that can still change a procedure, then stops."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from counter_app.model.facts import Answers, Fact, FactValue
from counter_app.model.people import Household, Source
from counter_app.model.town import Town
from counter_app.procedures.catalogue import Catalogue
from counter_app.procedures.conditions import Condition, FactType, Missing, Scope
from counter_app.procedures.deadlines import counted_in_words
from counter_app.procedures.determination import Verdict, verdict, world_of
from counter_app.procedures.facts import FactDeclaration, FactKey, Origin
from counter_app.procedures.procedure import Outcome, OutcomeKind, Procedure
from counter_app.procedures.questions import (
    FollowUp,
    QuestionGroup,
    QuestionKind,
    QuestionWords,
)
from counter_app.procedures.report import fact_words
from counter_app.procedures.world import World


@dataclass(frozen=True, slots=True)
class Effect:
    """What an answer brings: a procedure and how it would turn out."""

    procedure_id: str
    title: str
    outcome: OutcomeKind
    timing: str  # when to file, in words


@dataclass(frozen=True, slots=True)
class Option:
    """One answer to choose. Of what all answers bring alike, `brings` says nothing."""

    value: FactValue
    label: str
    brings: tuple[Effect, ...]
    leads_on: bool  # a further question follows before all is decided


@dataclass(frozen=True, slots=True)
class Question:
    """A question as it is put at the counter."""

    id: str  # "work@1", or "home" for the household
    fact: str
    member: str
    group: QuestionGroup
    text: str
    hint: str
    kind: QuestionKind
    options: tuple[Option, ...]
    follow_ups: tuple[FollowUp, ...]
    decides: tuple[str, ...]  # ids of the procedures that wait for it


@dataclass(frozen=True, slots=True)
class Answered:
    """A question that has been answered, in words."""

    fact: str
    member: str
    label: str
    words: str
    source: Source


@dataclass(frozen=True, slots=True)
class GroupProgress:
    """How far one group of questions is."""

    group: QuestionGroup
    answered: tuple[Answered, ...]
    open: tuple[FactKey, ...]

    @property
    def done(self) -> bool:
        return not self.open


def question_id(fact: str, member: str) -> str:
    return f"{fact}@{member}" if member else fact


def next_question(
    catalogue: Catalogue,
    household: Household,
    answers: Answers,
    *,
    filed_on: date,
    town: Town,
    postponed: Iterable[FactKey] = (),
) -> Question | None:
    """The next question, or None when no answer can change a procedure any more.

    `postponed` are left for later (あとで聞く): they come back when nothing else is left to ask.
    """
    inquiry = _Inquiry.of(catalogue, household, answers, filed_on, town)
    wanted = inquiry.wanted()
    later = set(postponed)
    now = [key for key in wanted if key not in later] or list(wanted)
    if not now:
        return None
    return inquiry.question(*min(now, key=inquiry.place))


def question_about(
    catalogue: Catalogue,
    household: Household,
    answers: Answers,
    fact: str,
    member: str,
    *,
    filed_on: date,
    town: Town,
) -> Question:
    """The question about one fact, asked or not. Raises KeyError when the fact has no question."""
    return _Inquiry.of(catalogue, household, answers, filed_on, town).question(fact, member)


def open_questions(
    catalogue: Catalogue, household: Household, answers: Answers, *, filed_on: date, town: Town
) -> tuple[FactKey, ...]:
    """Every question that may still be asked, in order: the most that can remain (残り 最大)."""
    return _Inquiry.of(catalogue, household, answers, filed_on, town).open()


def progress(
    catalogue: Catalogue, household: Household, answers: Answers, *, filed_on: date, town: Town
) -> tuple[GroupProgress, ...]:
    """The groups that have an answer or an open question, in order."""
    inquiry = _Inquiry.of(catalogue, household, answers, filed_on, town)
    still = inquiry.open()
    questions = catalogue.questions.questions
    follow_ups = {f.fact: words for words in questions for f in words.follow_ups}
    asked = {words.fact: words for words in questions} | follow_ups
    found: list[GroupProgress] = []
    for group in catalogue.questions.groups:
        answered = tuple(
            inquiry.answered(fact)
            for fact in inquiry.world.known.values()
            if (fact.id, fact.member) in inquiry.given
            and fact.id in asked
            and asked[fact.id].group == group
        )
        remaining = tuple(key for key in still if asked[key[0]].group == group)
        if answered or remaining:
            found.append(GroupProgress(group, answered, remaining))
    return tuple(found)


@dataclass(frozen=True, slots=True)
class _Trial:
    """Verdicts under one possible answer, procedure by procedure."""

    procedures: tuple[Procedure, ...]
    verdicts: tuple[tuple[Verdict, ...], ...]
    town: Town

    @property
    def effects(self) -> frozenset[Effect]:
        return frozenset(self.brings(_NONE))

    @property
    def leads_on(self) -> bool:
        return any(isinstance(found, tuple) for people in self.verdicts for found in people)

    def brings(self, but: frozenset[Effect]) -> tuple[Effect, ...]:
        """Effects in the order of the catalogue, without those in `but`."""
        found: dict[Effect, None] = {}
        for procedure, people in zip(self.procedures, self.verdicts, strict=True):
            for outcome in people:
                if isinstance(outcome, Outcome):
                    when = procedure.timing
                    if not when and procedure.deadline is not None:
                        when = counted_in_words(procedure.deadline, self.town)
                    found[Effect(procedure.id, procedure.title, outcome.kind, when)] = None
        return tuple(effect for effect in found if effect not in but)


_NONE: frozenset[Effect] = frozenset()


@dataclass(frozen=True, slots=True)
class _Inquiry:
    """A household while it is being asked."""

    catalogue: Catalogue
    household: Household
    world: World
    procedures: tuple[Procedure, ...]
    given: frozenset[FactKey]
    town: Town

    @classmethod
    def of(
        cls,
        catalogue: Catalogue,
        household: Household,
        answers: Answers,
        filed_on: date,
        town: Town,
    ) -> "_Inquiry":
        world = world_of(catalogue, household, answers, filed_on=filed_on, town=town)
        given = frozenset((answer.fact, answer.member) for answer in answers)
        return cls(catalogue, household, world, catalogue.in_force(filed_on), given, town)

    def place(self, key: FactKey) -> tuple[int, int]:
        """Order of asking: by question, then by person."""
        fact, member = key
        order = self.catalogue.questions.for_fact(fact).order
        return order, self.world.members.index(member) if member else -1

    def wanted(self) -> dict[FactKey, dict[str, None]]:
        """The facts that undecided procedures wait for first, with the procedures' ids."""
        found: dict[FactKey, dict[str, None]] = {}
        for procedure in self.procedures:
            for member in self._people(procedure):
                outcome = verdict(self.world, procedure, member)
                if isinstance(outcome, tuple):
                    found.setdefault(outcome, {})[procedure.id] = None
        return found

    def open(self) -> tuple[FactKey, ...]:
        """All that undecided procedures may still come to need."""
        found: set[FactKey] = set()
        for procedure in self.procedures:
            for member in self._people(procedure):
                if isinstance(verdict(self.world, procedure, member), tuple):
                    for condition in procedure.conditions:
                        self._collect(condition, member, found)
        return tuple(sorted(found, key=self.place))

    def question(self, fact: str, member: str) -> Question:
        words = self.catalogue.questions.for_fact(fact)
        declared = self.catalogue.fact(fact)
        resting = [p for p in self.procedures if fact in self.catalogue.asked_by[p.id]]
        trials = [
            (value, label, self._trial(declared, member, value, resting))
            for value, label in self._choices(words, declared)
        ]
        outcomes = [trial for _, _, trial in trials]
        if words.kind is QuestionKind.MULTI:  # nothing chosen is an answer too
            outcomes.append(self._trial(declared, member, (), resting))
            alike = outcomes[-1].effects
        else:
            alike = frozenset.intersection(*(o.effects for o in outcomes)) if outcomes else _NONE
        # One answer of several that count together may change nothing by itself (監護相当の子が
        # 2人): what waits for it is decided by it all the same.
        waiting = {
            procedure.id
            for procedure in resting
            for person in self._people(procedure)
            if verdict(self.world, procedure, person) == (fact, member)
        }
        given_name = self.household.member(member).name.given if member else ""
        return Question(
            question_id(fact, member),
            fact,
            member,
            words.group,
            words.text.format(given=given_name),
            words.hint,
            words.kind,
            tuple(
                Option(value, label, trial.brings(alike), trial.leads_on)
                for value, label, trial in trials
            ),
            words.follow_ups,
            tuple(
                procedure.id
                for place, procedure in enumerate(resting)
                if procedure.id in waiting
                or len({outcome.verdicts[place] for outcome in outcomes}) > 1
            ),
        )

    def answered(self, fact: Fact) -> Answered:
        words = fact_words(self.catalogue, self.household, fact)
        return Answered(
            fact.id, fact.member, self.catalogue.fact(fact.id).label, words, fact.source
        )

    def _people(self, procedure: Procedure) -> tuple[str, ...]:
        return self.world.members if procedure.scope is Scope.PERSON else ("",)

    def _choices(
        self, words: QuestionWords, declared: FactDeclaration
    ) -> tuple[tuple[FactValue, str], ...]:
        match words.kind:
            case QuestionKind.YES_NO:
                return ((True, "はい"), (False, "いいえ"))
            case QuestionKind.MEMBER:
                people = self.world.holding["parent_candidates"] or self.world.members
                return tuple((p, self.household.member(p).name.shown) for p in people)
            case QuestionKind.CHOICE | QuestionKind.MULTI:
                offered = words.options or tuple(value for value, _ in declared.choices)
                return tuple((value, declared.words(value)) for value in offered)
        return ()

    def _trial(
        self, declared: FactDeclaration, member: str, value: FactValue, resting: list[Procedure]
    ) -> "_Trial":
        """How procedures would turn out with one more answer; of a list, with this one alone."""
        held = (value,) if isinstance(value, str) and declared.type is FactType.STRINGS else value
        trial = self.world.trying(Fact(declared.id, member, held, Source.ASKED))
        return _Trial(
            tuple(resting),
            tuple(
                tuple(verdict(trial, procedure, person) for person in self._people(procedure))
                for procedure in resting
            ),
            self.town,
        )

    def _collect(self, condition: Condition, member: str, found: set[FactKey]) -> None:
        if not isinstance(self.world.truth(condition, member), Missing):
            return
        vocabulary = self.world.vocabulary
        for name in condition.mentions:
            aggregate = vocabulary.aggregate(name)
            if aggregate is not None:
                for person in self.world.members if self.world.is_open(name) else ():
                    self._collect(aggregate.of, person, found)
                continue
            declared = vocabulary.declarations[name]
            whose = member if declared.scope is Scope.PERSON else ""
            if (
                declared.origin is Origin.ASKED
                and declared.default is None
                and (name, whose) not in self.world.known
                and self.world.may_be_asked(name, whose)
            ):
                found.add((name, whose))
