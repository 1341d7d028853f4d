"""The oracle's whole answer for one household: every rule asked, by procedure and person."""

from datetime import date
from functools import cache

from counter_app.model.people import Arrival
from tests.oracle import rules_children as _c
from tests.oracle import rules_insurance as _b
from tests.oracle import rules_living as _e
from tests.oracle import rules_residents as _a
from tests.oracle import rules_welfare as _d
from tests.oracle.days import years_in_school_year
from tests.oracle.rows import Days, in_force
from tests.oracle.rules import HOUSEHOLD_RULES, PERSON_RULES, HouseholdRule, PersonRule, Said
from tests.oracle.situation import Person, Situation

RULES = frozenset(HOUSEHOLD_RULES) | frozenset(PERSON_RULES)
PARTS = (_a, _b, _c, _d, _e)
"""Naming them keeps the rules: a module notes its own as it is read."""


def expected(case: Situation) -> dict[tuple[str, str], Said]:
    """(procedure, member or "") → how it turns out; what does not concern them is left out."""
    found: dict[tuple[str, str], Said] = {}
    of_household, of_person = _rules_on(case.n0)
    for row, rule in of_household:
        said = rule(case)
        if said is not None:
            found[row, ""] = said
    for row, about in of_person:
        for person in case.people:
            said = about(person)
            if said is not None:
                found[row, person.id] = said
    return found


@cache
def _rules_on(
    day: date,
) -> tuple[list[tuple[str, HouseholdRule]], list[tuple[str, PersonRule]]]:
    return (
        [(row, rule) for row, rule in HOUSEHOLD_RULES.items() if in_force(row, day)],
        [(row, rule) for row, rule in PERSON_RULES.items() if in_force(row, day)],
    )


def days_of(case: Situation, member: str) -> Days:
    """What the deadlines of one person (or of the household) are reckoned from."""
    first = case.said.get(("facility_start", member)) if member else None
    start = type(case.n0).fromisoformat(str(first)) if first is not None else None
    town = case.town
    return Days(
        case.d0,
        None if case.abroad else case.planned,
        case.n0,
        start,
        town.child_medical_days,
        town.moped_days,
        town.nursery_cut_off_day,
        town.office.closed_days,
    )


def guardian(case: Situation) -> str:
    """Who files for a child: the one who claims its allowance, else the head."""
    return case.claimant or case.household.head.id


def papers_of(row: str, case: Situation, members: tuple[str, ...]) -> set[str] | None:
    """The papers of people who file together: what one of them needs is needed."""
    needed = [papers(row, case, member) for member in members]
    known = [words for words in needed if words is not None]
    return set().union(*known) if known else None


def papers(row: str, case: Situation, member: str) -> set[str] | None:
    """The papers whose need depends on the people, each by a word; None where none depends."""
    match row:
        case "A1":
            return _papers_of_the_notice(case)
        case "B1":
            foreign = case.household.member(member).foreign
            needed = foreign is not None and foreign.status == "特定活動"
            return {"課税証明書"} | ({"指定書"} if needed else set())
        case "B13":  # before 75 only a recognised disability leads into the scheme
            person = next(p for p in case.people if p.id == member)
            return {"負担区分"} | (set() if person.had_75th_birthday else {"障害認定"})
        case "D2":  # another prefecture makes a new handbook
            return {"手帳"} | (set() if case.same_prefecture else {"写真"})
        case "C17":
            person = next(p for p in case.people if p.id == member)
            was_pupil = 7 <= years_in_school_year(person.member.birth, case.d0) <= 15
            stays_public = person.school in ("town", "town_special")
            brings = was_pupil and stays_public and not case.abroad
            return {"在学証明書", "教科書給与証明書"} if brings else set()
        case "C20":
            person = next(p for p in case.people if p.id == member)
            wished = "school_aid" in case.wishes and person.school != "special_school"
            asks = person.school == "town_special" or wished
            return {"課税証明書"} if asks else set()
    return None


def _papers_of_the_notice(case: Situation) -> set[str]:
    needed: set[str] = set()
    if case.abroad:
        needed.add("旅券")
        if any(p.japanese and not _register_here(p) for p in case.people):
            needed.add("戸籍の附票")
    else:
        needed.add("転出証明書")
        if any(p.paper_missing is Arrival.WITHOUT_CERTIFICATE for p in case.people):
            needed.add("載っていない人")
    if any(p.paper_missing is Arrival.NEWBORN for p in case.people):
        needed.add("出生")
    relation_matters = case.abroad or case.joins
    if relation_matters and any(
        not p.japanese and p.member.relation != "世帯主" for p in case.people
    ):
        needed.add("続柄")
    return needed


def _register_here(person: Person) -> bool:
    register = person.member.register
    town = person.situation.town
    places = (town.prefecture + town.name, town.prefecture + town.district + town.name)
    return register is not None and any(register.address.find(p) == 0 for p in places)


def needs_paper(row: str, title: str, state: str, case: Situation, member: str) -> bool:
    """Whether a paper that not everybody needs is needed here."""
    if row == "A1" and title == "転出証明書":
        by_line = _a.special_route(case)
        return not case.abroad and by_line is (state == "received")
    words = papers(row, case, member)
    assert words is not None, (row, title)
    return any(word in title for word in words - {"転出証明書"})
