"""Determines which procedures a household needs (判定): reason, deadline, the facts used."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date

from counter_app.model.attachment import AttachmentState
from counter_app.model.calendar import age_on
from counter_app.model.facts import Answers, Fact
from counter_app.model.people import Household
from counter_app.model.town import Town
from counter_app.procedures.attachments import standing
from counter_app.procedures.catalogue import Catalogue
from counter_app.procedures.child_allowance import loss_sentence, newborn_sentence
from counter_app.procedures.conditions import Missing, Scope
from counter_app.procedures.deadlines import Deadline, deadline
from counter_app.procedures.facts import FactKey, allowance_children, known_facts
from counter_app.procedures.procedure import (
    Applicant,
    AttachmentRule,
    DeadlineRule,
    Outcome,
    OutcomeKind,
    Procedure,
)
from counter_app.procedures.world import World

_REPRESENTED_BELOW = 15
"""Below this age the legal representative files for the person (法定代理人, 住基・番号の実務)."""

_ELSEWHERE = (
    ("children_there", (False,)),
    ("children_elsewhere", (False,)),
    ("students_elsewhere", ("none",)),
)
"""What is said of children who do not move along, and the answers that there are none."""

_CLAIMANTS = "has_claimant"
"""The aggregate that holds of the parent who claims for the children."""


@dataclass(frozen=True, slots=True)
class Attachment:
    """A paper of one determination and where it stands (添付)."""

    rule: AttachmentRule
    state: AttachmentState

    @property
    def title(self) -> str:
        return self.rule.title

    @property
    def replaced_by(self) -> str:
        return self.rule.replaced_by

    @property
    def note(self) -> str:
        return self.rule.note

    @property
    def is_open(self) -> bool:
        """Whether it is still waited for: an inquiry's answer, or paper to be brought."""
        return self.state.is_open


@dataclass(frozen=True, slots=True, kw_only=True)
class Determination:
    """What is determined of one procedure, for the people it concerns.

    One procedure can have several, for people to whom it turns out differently.
    """

    procedure: Procedure
    outcome: OutcomeKind
    members: tuple[str, ...]
    reason: str
    note: str = ""  # 「後日」: tells two determinations of one procedure apart
    brief: str = ""  # the reason, or how the papers stand, in a few words
    applicants: tuple[str, ...] = ()
    facts_used: tuple[Fact, ...] = ()
    deadline: Deadline | None = None
    attachments: tuple[Attachment, ...] = ()
    missing_facts: tuple[str, ...] = ()

    @property
    def forms(self) -> tuple[str, ...]:
        """Forms to fill: only what applies has any; what is みなし is filed on another form."""
        return self.procedure.forms if self.outcome is OutcomeKind.APPLIES else ()

    @property
    def timing(self) -> str:
        """When it is filed, in words; nothing where nobody files anything."""
        return "" if self.outcome in _UNFILED else self.procedure.timing

    @property
    def title(self) -> str:
        return f"{self.procedure.title}　{self.note}" if self.note else self.procedure.title


_UNFILED = {OutcomeKind.NOTHING_TO_FILE, OutcomeKind.DEEMED}


Verdict = Outcome | FactKey | None
"""An outcome; or the fact that is missing; or None, not here."""


def verdict(world: World, procedure: Procedure, member: str) -> Verdict:
    """How a procedure turns out for one person (or the household): the first outcome that holds."""
    truth = world.truth(procedure.when, member)
    if truth is False:
        return None
    if isinstance(truth, Missing):
        return world.to_ask(truth, member)
    for outcome in procedure.outcomes:
        holds = True if outcome.when is None else world.truth(outcome.when, member)
        if holds is True:
            return outcome
        if isinstance(holds, Missing):
            return world.to_ask(holds, member)
    raise AssertionError("the last outcome has no condition")


def verdicts(world: World, procedure: Procedure) -> tuple[tuple[str, Verdict], ...]:
    """The verdict for each person, or the one for the household (with an empty member)."""
    people = world.members if procedure.scope is Scope.PERSON else ("",)
    return tuple((member, verdict(world, procedure, member)) for member in people)


def world_of(
    catalogue: Catalogue, household: Household, answers: Answers, *, filed_on: date, town: Town
) -> World:
    """Bind everything known. Raises CounterError ANSWER_NOT_UNDERSTOOD."""
    known = known_facts(
        household, answers, catalogue.vocabulary.declarations, filed_on=filed_on, town=town
    )
    return World(catalogue.vocabulary, known, tuple(m.id for m in household.members))


def determine(
    catalogue: Catalogue, household: Household, answers: Answers, *, filed_on: date, town: Town
) -> tuple[Determination, ...]:
    """Every procedure in force on the filing day that concerns the household, or still may.

    In the order of the catalogue; what is not here is left out. Raises CounterError
    ANSWER_NOT_UNDERSTOOD for an answer no fact allows.
    """
    world = world_of(catalogue, household, answers, filed_on=filed_on, town=town)
    case = _Case(catalogue, household, world, filed_on, town)
    return tuple(
        determination
        for procedure in catalogue.in_force(filed_on)
        for determination in case.determinations(procedure)
    )


@dataclass(frozen=True, slots=True)
class _Case:
    """A household on its filing day, while its determinations are being put together."""

    catalogue: Catalogue
    household: Household
    world: World
    filed_on: date
    town: Town

    def determinations(self, procedure: Procedure) -> list[Determination]:
        by_outcome: dict[int, tuple[Outcome, list[str]]] = {}
        open_members: list[str] = []
        missing: dict[str, None] = {}
        for member, found in verdicts(self.world, procedure):
            if isinstance(found, Outcome):
                by_outcome.setdefault(id(found), (found, []))[1].append(member)
            elif found is not None:
                open_members.append(member)
                missing[found[0]] = None
        made = [
            self._decided(procedure, outcome, self._concerned(procedure, members))
            for outcome, members in by_outcome.values()
        ]
        if open_members:
            made.append(
                Determination(
                    procedure=procedure,
                    outcome=OutcomeKind.UNDECIDED,
                    members=self._concerned(procedure, open_members),
                    reason=self._undecided_reason(tuple(missing)),
                    missing_facts=tuple(missing),
                )
            )
        return made

    def _concerned(self, procedure: Procedure, members: list[str]) -> tuple[str, ...]:
        """Whom a determination names: of the household's own affairs, the head stands for all."""
        if procedure.scope is Scope.PERSON:
            return tuple(members)
        if procedure.applicant is Applicant.FILER:
            return self.world.members
        if procedure.applicant is Applicant.GUARDIAN:
            return (self._guardian(),)
        return (self.household.head.id,)

    def _undecided_reason(self, missing: tuple[str, ...]) -> str:
        groups = {self.catalogue.questions.for_fact(fact).group.title: None for fact in missing}
        return f"{'・'.join(groups)}の質問で決まります。"

    def _decided(
        self, procedure: Procedure, outcome: Outcome, members: tuple[str, ...]
    ) -> Determination:
        conditions = [procedure.when]
        for earlier in procedure.outcomes:
            if earlier.when is not None:
                conditions.append(earlier.when)
            if earlier is outcome:
                break
        grounds: frozenset[str] = frozenset().union(*(c.uses for c in conditions))
        due = None
        if procedure.deadline is not None and outcome.kind in _WITH_DEADLINE:
            due = self._deadline(procedure.deadline, members)
            if due is not None and procedure.deadline.lost_by:
                # told to who files here; what an employer pays is not the town's to say
                files = outcome.kind is OutcomeKind.APPLIES
                lost = _LOST_BY[procedure.deadline.lost_by](self, due) if files else ""
                due = replace(due, lost=lost)
            if due is not None:
                grounds |= {due.counted_from} if due.counted_from else frozenset()
        attachments = self._attachments(procedure, outcome.kind, members)
        return Determination(
            procedure=procedure,
            outcome=outcome.kind,
            members=members,
            reason=outcome.reason,
            note=outcome.note,
            brief=outcome.brief or _papers_in_brief(attachments),
            applicants=self._applicants(procedure, members),
            facts_used=self.world.used(grounds, members),
            deadline=due,
            attachments=attachments,
        )

    def _attachments(
        self, procedure: Procedure, kind: OutcomeKind, members: tuple[str, ...]
    ) -> tuple[Attachment, ...]:
        """The papers any of these people has to bring; no inquiry where nothing is applied for."""
        if kind not in _WITH_DEADLINE:
            return ()
        people = members or ("",)
        return tuple(
            Attachment(rule, standing(rule, self.world.known))
            for rule in procedure.attachments
            if (kind is OutcomeKind.APPLIES or rule.state is not AttachmentState.ASKED)
            and (
                rule.when is None
                or any(self.world.truth(rule.when, member) is True for member in people)
            )
        )

    def _applicants(self, procedure: Procedure, members: tuple[str, ...]) -> tuple[str, ...]:
        match procedure.applicant:
            case Applicant.FILER | Applicant.HEAD:
                return (self.household.head.id,)
            case Applicant.MEMBERS:
                return members
            case Applicant.GUARDIAN:
                return (self._guardian(),)
            case Applicant.SELF:
                people = {
                    self._guardian()
                    if age_on(self.household.member(member).birth, self.filed_on)
                    < _REPRESENTED_BELOW
                    else member: None
                    for member in members
                }
                return tuple(people)

    def _guardian(self) -> str:
        """Who claims the child allowance; where nobody does or it is still open, the head."""
        return next(iter(self.world.holding[_CLAIMANTS]), self.household.head.id)

    def _deadline(self, rule: DeadlineRule, members: tuple[str, ...]) -> Deadline | None:
        """The deadline of the people together: the earliest, where theirs differ."""
        found = [
            due
            for member in members or ("",)
            if (due := self._deadline_of(rule, member)) is not None
        ]
        return min(found, key=lambda due: due.day, default=None)

    def _deadline_of(self, rule: DeadlineRule, member: str) -> Deadline | None:
        facts = {
            fact: value
            for (fact, whose), value in self.world.known.items()
            if whose in {"", member}
        }
        return deadline(rule, facts, filed_on=self.filed_on, town=self.town)

    def child_allowance_loss(self, due: Deadline) -> str:
        """What a late claim loses: for the children who moved, and of the newborn their own day.

        Of children who live elsewhere no birth is known: then the months are said without yen.
        """
        births = [m.birth for m in allowance_children(self.household, self.filed_on)]
        moved = tuple(birth for birth in births if birth <= due.start)
        elsewhere = any(
            (fact := self.world.known.get((name, ""))) is not None and fact.value not in no
            for name, no in _ELSEWHERE
        )
        supported = self.world.holding["supported_students"]
        said = ""
        if moved or not births:
            said = loss_sentence(
                moved,
                tuple(self.household.member(member).birth for member in supported),
                due.start,
                due.day,
                self.filed_on,
                self.catalogue.child_allowance,
                in_yen=not elsewhere,
            )
        return said + newborn_sentence(tuple(b for b in births if b > due.start))


def _papers_in_brief(attachments: tuple[Attachment, ...]) -> str:
    """How the papers stand, for a cell of a table: 「2件とも不要」「照会済・結果待ち」."""
    states = [a.state for a in attachments]
    if not states:
        return ""
    if set(states) == {AttachmentState.NOT_NEEDED}:
        return f"{len(states)}件とも不要" if len(states) > 1 else "不要"
    on_paper = [a for a in attachments if a.state is AttachmentState.ON_PAPER]
    if len(on_paper) == 1:
        return f"紙　{on_paper[0].note or on_paper[0].title}"
    if on_paper:
        return f"紙 {len(on_paper)}件"
    if AttachmentState.ASKED in states:
        return AttachmentState.ASKED.label
    there = {s for s in states if s is not AttachmentState.NOT_NEEDED}
    return there.pop().label if len(there) == 1 else "すべて受取済"


_WITH_DEADLINE = {OutcomeKind.APPLIES, OutcomeKind.GUIDE}
_LOST_BY: dict[str, Callable[[_Case, Deadline], str]] = {
    "child_allowance": _Case.child_allowance_loss
}
