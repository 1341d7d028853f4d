"""What is so in one household, as an officer reads the certificate and the answers.

Besides reading values it says of whom a question makes sense at all: an answer about somebody it
makes no sense of (妊娠 of a man, 学校 of an adult) does not count.
"""

from dataclasses import dataclass, field
from datetime import date

from counter_app.model.facts import Answer, FactValue
from counter_app.model.people import Arrival, HealthInsurance, Household, Member, MoveKind, Sex
from counter_app.model.town import Town
from tests.oracle.days import (
    DAY,
    birthdays_passed,
    legal_age,
    next_open,
    years_in_school_year,
)

_HEAD_AND_SPOUSE = ("世帯主", "妻", "夫", "妻（未届）", "夫（未届）")
_GRANDCHILDREN = ("子の子", "孫")
_HEADS_PARENTS = ("父", "母", "妻の父", "妻の母", "夫の父", "夫の母")


class Situation:
    """A household on the day it files."""

    def __init__(
        self, household: Household, answers: tuple[Answer, ...], filed_on: date, town: Town
    ) -> None:
        self.household = household
        self.town = town
        self.n0 = filed_on
        self.d0 = household.moved_on
        self.planned = household.planned_move_out
        self.said: dict[tuple[str, str], FactValue] = {
            (answer.fact, answer.member): answer.value for answer in answers
        }
        self.abroad = household.kind is MoveKind.FROM_ABROAD
        self.joins = household.joins_existing
        self.same_prefecture = household.old_prefecture == town.prefecture
        extra = town.office.closed_days
        fourteen = next_open(self.d0 + 14 * DAY, extra)
        thirty = next_open(self.planned + 30 * DAY, extra)
        self.late = filed_on > fourteen
        self.card_route_open = filed_on <= fourteen and filed_on <= thirty
        self.card_lives = not self.late if self.abroad else self.card_route_open
        self.people = tuple(Person(self, member) for member in household.members)
        self._households_own()
        for person in self.people:
            person.see_the_rest()
        self.on_assistance = any(p.on_assistance for p in self.people)
        self.holds_rearing = any("child_rearing" in p.items for p in self.people)

    def asked(self, fact: str, member: str = "") -> FactValue:
        return self.said[fact, member]

    def yes(self, fact: str) -> bool:
        return self.said[fact, ""] is True

    def picked(self, fact: str) -> tuple[str, ...]:
        value = self.said[fact, ""]
        assert isinstance(value, tuple)
        return value

    def _households_own(self) -> None:
        people = self.people
        self.protected = self.yes("protected")
        self.gate = self.yes("welfare_gate")
        self.wishes = self.picked("wishes")
        alone = len(people) == 1
        all_old = all(p.age_at_move >= 65 for p in people)
        may_be_listed = (all_old or (alone and self.gate)) and not self.abroad
        self.facility = may_be_listed and self.yes("listed_facility")
        self.parents = _parents(people)
        of_parents = {p.id for p in self.parents}
        self.children = [p for p in people if p.school_age <= 18 and p.id not in of_parents]
        received = any(p.member.child_allowance_recipient for p in people)
        typed = self.household.by_hand and not self.abroad
        asked_of_others = bool(self.children) or received or typed
        self.child_elsewhere = asked_of_others and self.yes("children_elsewhere")
        self.child_there = self.joins and asked_of_others and self.yes("children_there")
        self.children_left_out = int(self.child_elsewhere or self.child_there)
        allowance = bool(self.children or self.children_left_out)
        if len(self.parents) == 1:
            self.claimant = self.parents[0].id
        elif allowance and len(self.parents) > 1:
            self.claimant = str(self.asked("claimant"))
        else:
            self.claimant = ""
        self.students_elsewhere = 0
        if allowance and any(p.age >= 35 for p in self.parents):
            said = str(self.asked("students_elsewhere"))
            self.students_elsewhere = {"none": 0, "one": 1, "two": 2}[said]
        one_parent = len(self.parents) == 1 or (
            len(self.parents) > 1 and not any(_one_of_a_couple(p) for p in self.parents)
        )
        self.single_parent = bool(self.children) and one_parent and self.yes("single_parent")
        received_rearing = self.single_parent and self.yes("rearing_allowance_before")
        self.had_rearing = received_rearing and not self.abroad
        had_public = any(p.insured_before in ("national", "elderly") for p in people)
        paid_first = any(p.pension == 1 and 20 <= p.age_at_move <= 59 for p in people)
        moved_within = not self.abroad and (had_public or paid_first)
        self.carried = self.picked("carried_over") if moved_within else ()
        self.stays_national = any(p.insured_before == "national" for p in people) and self.yes(
            "national_continues"
        )
        if self.facility:
            self.home = "facility"
        else:
            self.home = "family" if self.joins else str(self.asked("home"))
        self.own_contracts = self.home in ("rent", "own", "town_housing")
        self.gas = str(self.asked("gas")) if self.own_contracts else "none"
        self.water = str(self.asked("water")) if self.own_contracts else "included"
        self.sewer = str(self.asked("sewer")) if self.home != "facility" else "none"
        self.vehicles = self.picked("vehicles")
        self.licence = str(self.asked("licence"))
        self.dog = str(self.asked("dog"))
        self.joins_national_house = self.joins and self.yes("existing_national")


@dataclass(slots=True)
class Person:
    """One of those who move."""

    situation: Situation
    member: Member
    id: str = field(init=False)
    age_at_move: int = field(init=False)
    age: int = field(init=False)
    school_age: int = field(init=False)
    had_75th_birthday: bool = field(init=False)
    japanese: bool = field(init=False)
    pension: int = field(init=False)
    insured_before: str = field(init=False)
    insurance: str = field(init=False)
    items: tuple[str, ...] = field(init=False)
    on_assistance: bool = field(init=False)
    work: str = field(init=False)
    student_at_home_insurer: bool = field(init=False)
    young_alone: bool = field(init=False)
    elderly_scheme: bool = field(init=False)
    uninsured: bool = field(init=False)
    first_kind: bool = field(init=False)
    care: str = field(init=False)
    supported: bool = field(init=False)

    def __post_init__(self) -> None:
        member, case = self.member, self.situation
        self.id = member.id
        self.age_at_move = legal_age(member.birth, case.d0)
        self.age = legal_age(member.birth, case.n0)
        self.school_age = years_in_school_year(member.birth, case.n0)
        self.had_75th_birthday = birthdays_passed(member.birth, case.d0) >= 75
        self.japanese = member.foreign is None
        self.pension = member.pension.kind if member.pension else 0
        town_scheme = (HealthInsurance.NATIONAL, HealthInsurance.ELDERLY)
        unknown = member.health is HealthInsurance.NONE or (
            case.abroad and member.health in town_scheme
        )
        self.insured_before = "unknown" if unknown else member.health.value

    def answer(self, fact: str) -> FactValue:
        return self.situation.asked(fact, self.id)

    def see_the_rest(self) -> None:
        """What rests on the household's own facts."""
        case = self.situation
        self.items = self._items()
        before = self.insured_before
        if before == "national" and case.stays_national:
            self.insurance = "national"
        elif before in ("national", "unknown"):
            self.insurance = str(self.answer("insurance_asked"))
        else:
            self.insurance = before
        self.on_assistance = self.insurance == "welfare" or "assistance" in self.items
        self.work = str(self.answer("work")) if self.school_age >= 16 else "none"
        self.young_alone = (
            len(case.people) == 1
            and self.school_age >= 16
            and self.age_at_move < 30
            and before in ("national", "unknown")
        )
        self.student_at_home_insurer = (
            self.young_alone and self.work == "student" and self.answer("parents_national") is True
        )
        self.elderly_scheme = self.had_75th_birthday or before == "elderly"
        self.uninsured = (
            self.insurance in ("national", "none")
            and not self.elderly_scheme
            and not self.insurer_elsewhere
        )
        self.first_kind = self._first_kind()
        self.care = self._care()
        self.supported = (
            bool(case.children or case.children_left_out)
            and 19 <= self.school_age <= 22
            and self.member.relation[-1:] == "子"
            and self.answer("supported") is True
        )

    @property
    def joins_national(self) -> bool:
        """Nobody of a household with 生活保護 does (国保法6条9号)."""
        return self.uninsured and not self.situation.on_assistance

    def _first_kind(self) -> bool:
        """1号 still: neither newly employed nor newly somebody's dependant."""
        if self.pension != 1 or self.age_at_move >= 60:
            return False
        if self.insurance == "employee":
            return self.insured_before == "employee"
        return not (self.insurance == "employee_dependant" and self.insured_before == "national")

    @property
    def insurer_elsewhere(self) -> bool:
        return self.situation.facility or self.student_at_home_insurer

    def _items(self) -> tuple[str, ...]:
        if not self.situation.gate:
            return ()
        value = self.answer("welfare_items")
        assert isinstance(value, tuple)
        return value

    def _care(self) -> str:
        """The certified level: on the certificate; else asked of 65 and over, or of 40–64."""
        if self.situation.abroad:
            return "none"
        record = self.member.care
        certified = record is not None and record.level != ""
        may_be_asked = self.age_at_move >= 65 or (self.age_at_move >= 40 and self.situation.gate)
        if not certified and not may_be_asked:
            return "none"
        said = self.situation.said.get(("care_level", self.id))
        if said is not None:
            return str(said)
        assert record is not None
        return record.level or "none"

    @property
    def paper_missing(self) -> Arrival:
        """What would stand for a person the certificate lacks, as long as it was not shown."""
        return Arrival.TRANSFER if self.member.paper_seen else self.member.arrival

    @property
    def handbook(self) -> bool:
        return any(kind in self.items for kind in ("physical", "intellectual", "mental"))

    @property
    def pregnant(self) -> bool:
        """A sex that no paper tells says nothing against it."""
        woman = self.member.sex is not Sex.MALE and 15 <= self.age <= 49
        return woman and self.answer("pregnant") is True

    @property
    def nursery(self) -> str:
        """Where a child below school age goes."""
        return str(self.answer("facility")) if self.school_age <= 6 else "none"

    @property
    def at_school(self) -> bool:
        return 7 <= self.school_age <= 15

    @property
    def school(self) -> str:
        return str(self.answer("school_plan")) if self.at_school else "none"

    @property
    def card(self) -> str:
        """`none`, `expired`, or what is with a valid card today."""
        card = self.member.card
        if not card.held:
            return "none"
        if card.valid_until is not None and card.valid_until < self.situation.n0:
            return "expired"
        return self.card_said

    @property
    def card_said(self) -> str:
        if not self.member.card.held:
            return "none"
        return str(self.situation.said.get(("card_state", self.id), "here"))

    @property
    def claims(self) -> bool:
        return self.id == self.situation.claimant


def _one_of_a_couple(p: Person) -> bool:
    """Wife, husband, or the father beside the mother."""
    relation = p.member.relation
    return "妻" in relation or "夫" in relation or relation[-1:] == "父"


def _parents(people: tuple[Person, ...]) -> list[Person]:
    """Who may support the children, by 続柄; where that says nothing, any adult.

    A child makes its parents such however young they are.
    """
    adults = [p for p in people if p.school_age >= 19]
    young = [p.member.relation for p in people if p.school_age <= 18]
    grandchild = any(r in _GRANDCHILDREN for r in young)
    couple = [p for p in people if p.member.relation in _HEAD_AND_SPOUSE]
    if grandchild and "子" not in young:
        likely = [p for p in adults if p.member.relation[:1] == "子"]
    elif "子" not in young and any(r[-1:] in "兄弟姉妹" for r in young if r):
        elders = [p for p in adults if p.member.relation in _HEADS_PARENTS]
        likely = elders or [p for p in couple if p.school_age >= 19]
    else:
        likely = couple if "子" in young else [p for p in couple if p.school_age >= 19]
    if likely or adults:
        return likely or adults
    return [p for p in people if grandchild and p.member.relation == "子"]
