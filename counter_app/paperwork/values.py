"""What the paperwork hands to the use cases: a case, a sheet to render, a task to commit."""

from dataclasses import dataclass
from datetime import date

from counter_app.model.attachment import AwaitedPaper
from counter_app.model.commitment import NOTHING_MORE, ActContent, ExecutorKind
from counter_app.model.facts import CaseView, FactValue
from counter_app.model.people import Household, Member
from counter_app.model.reception import Reception
from counter_app.model.town import Town
from counter_app.procedures.determination import Determination
from counter_app.procedures.procedure import OutcomeKind


@dataclass(frozen=True, slots=True)
class Case:
    """A reception with its household known and its procedures determined."""

    reception: Reception
    household: Household
    determinations: tuple[Determination, ...]
    town: Town

    def answer(self, fact: str, member: str = "") -> FactValue | None:
        """The answer to a question, None when nobody asked or it was taken back."""
        for given in self.reception.answers:
            if (given.fact, given.member) == (fact, member):
                return given.value
        return None

    def says(self, fact: str, member: str = "") -> str:
        """An answer in words, "" when there is none."""
        value = self.answer(fact, member)
        return value if isinstance(value, str) else ""

    def listed(self, fact: str, member: str = "") -> tuple[str, ...] | None:
        """An answer of several choices, None when nobody asked."""
        value = self.answer(fact, member)
        return value if isinstance(value, tuple) else None

    @property
    def filer(self) -> Member:
        """The person who files (届出人); the head until a card says otherwise."""
        filer_id = self.reception.filer_id
        return self.household.member(filer_id) if filer_id else self.household.head

    def filed_today(self, *kinds: OutcomeKind) -> tuple[Determination, ...]:
        """Determinations of these kinds that are not put off (今日は出さない, 後日)."""
        return tuple(
            d
            for d in self.determinations
            if d.outcome in kinds
            and d.procedure.id not in self.reception.postponed
            and d.note != LATER
        )

    def determination(self, procedure_id: str) -> Determination | None:
        return next((d for d in self.determinations if d.procedure.id == procedure_id), None)

    def given_names(self, members: tuple[str, ...]) -> str:
        """「葵・湊」, or 「5人」 when it is the whole household of three or more."""
        if len(members) == len(self.household.members) and len(members) > 2:
            return f"{len(members)}人"
        names = [self.household.member(m).name.given for m in members]
        return "・".join(names) if len(names) <= 3 else f"{len(names)}人"


LATER = "後日"
"""Note of a determination that applies but cannot be filed today."""


@dataclass(frozen=True, slots=True)
class NeededSheet:
    """A form that this household needs: what it is filled from, whose it is, who signs it."""

    form_id: str
    procedure_ids: tuple[str, ...]
    subject: str  # member id, "" for the household
    signer: str  # member id, "" when nobody signs
    data: CaseView


@dataclass(frozen=True, slots=True, kw_only=True)
class PlannedTask:
    """What will become one commitment when the reception is committed."""

    procedure_id: str
    title: str
    product: str
    executor_kind: ExecutorKind
    executor: str
    member_ids: tuple[str, ...] = ()
    applicant_id: str = ""  # whose link code is WHO; "" for the person filing
    due: date | None = None
    sheets: tuple[str, ...] = ()
    consent: str = ""
    fields: tuple[tuple[str, str], ...] = ()
    content: ActContent = NOTHING_MORE
    papers: tuple[AwaitedPaper, ...] = ()  # what is still waited for; its `tasks` are not made yet
