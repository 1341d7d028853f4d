"""Households by the million from one seed: every kind of family, every day on which a rule turns.

Births lie on the very days on which an age or a school year begins (and the day before and after),
filings on the days the law changes and on the last days of the periods. Answers are given to every
question, also to those that make no sense of the person, so that nothing rests on silence.
"""

import random
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, timedelta
from functools import cache

from counter_app.model.facts import Answer, Answers, FactValue
from counter_app.model.names import KanaStatus, PersonName
from counter_app.model.people import (
    Address,
    Arrival,
    CardFacts,
    CareRecord,
    FamilyRegister,
    ForeignStatus,
    HealthInsurance,
    Household,
    Member,
    MoveKind,
    PensionRecord,
    Sex,
)
from counter_app.model.town import Town, load_town
from counter_app.procedures.catalogue import Catalogue
from counter_app.procedures.questions import QuestionKind


@dataclass(frozen=True, slots=True)
class Filing:
    """One generated household with all its answers, the day it files, and the town it moves to."""

    household: Household
    answers: Answers
    filed_on: date
    town: int
    """Index into `towns()`."""


_CLOSED_THERE = (date(2026, 4, 13), date(2026, 5, 25), date(2026, 6, 15))


@cache
def towns() -> tuple[Town, ...]:
    """The sandbox town, and two in which every switch stands the other way."""
    town = load_town()
    return (
        town,
        replace(
            town,
            child_medical_year_age=15,
            child_medical_days=30,
            moped_days=20,
            water_by_authority=False,
            care_enrolment_form=True,
            disaster_radio=False,
            dog_chip_parties=(town.id, "city.x"),
        ),
        replace(
            town,
            child_medical_year_age=22,
            dog_chip_parties=("city.x",),
            nursery_cut_off_day=31,
            office=replace(town.office, closed_days=_CLOSED_THERE),
        ),
    )


_TURNS = tuple(
    date.fromisoformat(day)
    for day in (
        *("2026-03-31", "2026-04-01", "2026-04-02", "2026-05-25", "2026-05-26"),
        *("2026-06-13", "2026-06-14", "2026-06-15", "2026-07-31", "2026-08-01"),
        *("2026-10-01", "2026-12-28", "2027-01-04", "2027-03-31", "2027-04-01"),
    )
)
_FIRST = date(2026, 1, 5)
_AGES = (1, 3, 15, 18, 20, 30, 40, 50, 60, 65, 70, 75)
_SCHOOL_AGES = (1, 3, 4, 6, 7, 12, 13, 15, 16, 18, 19, 22, 23)
_LIMITS = (13, 14, 15, 16, 17, 18, 28, 30, 31, 32, 33, 34, 40)
_LEVELS = ("要支援1", "要支援2", "要介護1", "要介護2", "要介護3", "要介護4", "要介護5")
_STATUSES = (
    "永住者",
    "日本人の配偶者等",
    "留学",
    "特定活動",
    "特別永住者",
    "一時庇護許可者",
    "仮滞在許可者",
    "出生による経過滞在者",
    "国籍喪失による経過滞在者",
)
_WORKING_LIFE = (
    HealthInsurance.NATIONAL,
    HealthInsurance.NATIONAL,
    HealthInsurance.EMPLOYEE,
    HealthInsurance.EMPLOYEE_DEPENDANT,
    HealthInsurance.GUILD,
    HealthInsurance.WELFARE,
    HealthInsurance.NONE,
)
_OLD_AGE = (HealthInsurance.ELDERLY, HealthInsurance.ELDERLY, *_WORKING_LIFE)
_PENSIONS = (
    None,
    PensionRecord(1, "1234"),
    PensionRecord(1, "5678"),
    PensionRecord(2),
    PensionRecord(3),
)
_CARES = (
    None,
    None,
    CareRecord(insured=False),
    CareRecord(insured=True),
    *(CareRecord(insured=True, level=level) for level in _LEVELS),
)
_KINDS = (MoveKind.SPECIAL, MoveKind.SPECIAL, MoveKind.CERTIFICATE, MoveKind.FROM_ABROAD)
_ARRIVALS = (*(8 * (Arrival.TRANSFER,)), Arrival.WITHOUT_CERTIFICATE, Arrival.NEWBORN)
_REGISTERS = (
    None,
    FamilyRegister("甲県X市本町三丁目4番", "山田　太郎"),
    FamilyRegister("乙県Y町大字上原1番地", "山田　太郎"),
    FamilyRegister("乙県南郡Y町大字上原1番地", "山田　太郎"),
    FamilyRegister("乙県北郡Y町大字下原1番地", "山田　太郎"),
)
_NAMES = {status: PersonName("山田　花子", "ヤマダ　ハナコ", status) for status in KanaStatus}
_READINGS = (KanaStatus.FILED, KanaStatus.FILED, KanaStatus.EX_OFFICIO, KanaStatus.PROVISIONAL)
_HERE = Address("乙県", "南郡Y町", "大字上原1番地")
_THERE = Address("甲県", "X市", "本町三丁目4番5号")

# 続柄, with the span of years the person was born before the filing
_FAMILIES: tuple[tuple[tuple[str, int, int], ...], ...] = (
    (("世帯主", 15, 90),),
    (("世帯主", 16, 32),),
    (("世帯主", 15, 21),),
    (("世帯主", 44, 60), ("子", 19, 22), ("子", 19, 22), ("子", 19, 22)),
    (("世帯主", 60, 80),),
    (("世帯主", 22, 80), ("妻", 18, 80)),
    (("世帯主", 25, 55), ("妻", 18, 50), ("子", 0, 8)),
    (("世帯主", 25, 60), ("夫", 25, 60), ("子", 0, 23), ("子", 0, 23)),
    (("世帯主", 35, 60), ("妻", 35, 55), ("子", 17, 24), ("妻の子", 12, 22), ("子", 2, 16)),
    (("世帯主", 25, 60), ("子", 0, 20)),
    (("世帯主", 30, 60), ("子", 0, 18), ("子", 14, 23)),
    (("世帯主", 25, 45), ("妻", 25, 45), ("子", 0, 10), ("妻の母", 60, 90)),
    (("世帯主", 55, 78), ("子", 20, 45), ("子の子", 0, 17)),
    (("世帯主", 55, 78), ("妻", 55, 78), ("子", 25, 45), ("子の妻", 20, 45), ("孫", 0, 10)),
    (("世帯主", 60, 80), ("孫", 3, 18)),
    (("世帯主", 40, 60), ("父", 64, 90), ("母", 60, 90)),
    (("世帯主", 19, 50), ("妻（未届）", 19, 50), ("縁故者", 0, 20)),
    (("世帯主", 14, 22), ("妹", 5, 19)),
    (("世帯主", 17, 30), ("母", 36, 60), ("弟", 0, 19)),
    (("世帯主", 17, 30), ("父", 38, 62), ("母", 36, 60), ("弟", 0, 19)),
    (("世帯主", 55, 75), ("妻", 55, 75), ("子", 22, 45), ("子", 18, 45), ("子の子", 0, 17)),
    (("世帯主", 15, 20), ("子", 0, 3)),
    (("世帯主", 25, 60), ("子", 16, 23), ("縁故者", 20, 60)),
)
_JOINING: tuple[tuple[tuple[str, int, int], ...], ...] = (
    (("子", 15, 60),),
    (("母", 60, 90),),
    (("子", 25, 45), ("子の妻", 20, 45), ("子の子", 0, 10)),
    (("子の妻", 20, 45), ("子の子", 0, 17)),
    (("妻", 18, 60),),
    (("世帯主", 25, 70), ("妻", 20, 70)),
    (("世帯主", 25, 50), ("子", 0, 18)),
    (("子", 15, 20), ("子の子", 0, 3)),
    (("子の子", 0, 18),),
    (("夫", 25, 50),),
)


@dataclass(frozen=True, slots=True)
class _Question:
    fact: str
    values: tuple[FactValue, ...]
    of_person: bool
    multi: bool


class Generator:
    """Makes households one after the other; the same seed makes the same ones."""

    def __init__(self, catalogue: Catalogue, seed: int) -> None:
        self._random = random.Random(seed).random
        self._questions = _questions(catalogue)
        self._answers: dict[tuple[str, str, FactValue], Answer] = {}

    def filings(self, count: int) -> Iterator[Filing]:
        for _ in range(count):
            yield self._filing()

    def _chance(self, share: float) -> bool:
        return self._random() < share

    def _filing(self) -> Filing:
        draw = self._random
        if draw() < 0.4:
            filed = _TURNS[int(draw() * len(_TURNS))]
        else:
            filed = _FIRST + timedelta(int(draw() * 460))
        if draw() < 0.4:
            moved = filed - timedelta(_LIMITS[int(draw() * len(_LIMITS))])
        else:
            moved = filed - timedelta(int(draw() * 15))
        if draw() < 0.5:
            planned = moved
        elif draw() < 0.5:
            planned = filed - timedelta(28 + int(draw() * 8))
        else:
            planned = moved + timedelta(int(draw() * 31) - 25)
        kind = _KINDS[int(draw() * 4)]
        joins = draw() < 0.2
        families = _JOINING if joins else _FAMILIES
        family = families[int(draw() * len(families))]
        members = tuple(
            self._member(str(place), relation, youngest, oldest, moved, filed)
            for place, (relation, youngest, oldest) in enumerate(family, start=1)
        )
        household = Household(
            members,
            _HERE,
            _THERE,
            "山田　太郎",
            "乙県" if draw() < 0.4 else "甲県",
            planned,
            moved,
            kind,
            draw() < 0.7,
            joins,
            "city.x" if draw() < 0.7 else "city.q",
            draw() < 0.15,
            by_hand=draw() < 0.15,
        )
        return Filing(household, self._said(household), filed, int(draw() * 3))

    def _member(
        self, ident: str, relation: str, youngest: int, oldest: int, moved: date, filed: date
    ) -> Member:
        draw = self._random
        birth = self._birth(youngest, oldest, moved, filed)
        years = filed.year - birth.year
        if relation in {"妻", "母", "妻の母", "妹", "子の妻", "妻（未届）"}:
            sex = Sex.FEMALE
        else:
            sex = (Sex.FEMALE, Sex.MALE, Sex.MALE, Sex.UNKNOWN)[int(draw() * 3.1)]
        insurances = _OLD_AGE if years >= 64 else _WORKING_LIFE
        foreign = None
        if draw() < 0.15:
            foreign = ForeignStatus("X国", _STATUSES[int(draw() * len(_STATUSES))])
        until = None
        held = draw() < 0.7
        if held and draw() < 0.5:
            until = filed + timedelta(int(draw() * 5) - 2)
        return Member(
            ident,
            _NAMES[_READINGS[int(draw() * len(_READINGS))]],
            birth,
            sex,
            relation,
            _REGISTERS[int(draw() * len(_REGISTERS))],
            insurances[int(draw() * len(insurances))],
            _PENSIONS[int(draw() * len(_PENSIONS))] if 17 <= years <= 66 else None,
            _CARES[int(draw() * len(_CARES))] if years >= 38 else None,
            years >= 16 and draw() < 0.2,
            CardFacts(held, until),
            foreign,
            (),
            _ARRIVALS[int(draw() * len(_ARRIVALS))],
            draw() < 0.3,
        )

    def _birth(self, youngest: int, oldest: int, moved: date, filed: date) -> date:
        """A day on which something turns, as often as any day between the two ages."""
        draw = self._random
        way = draw()
        if way < 0.3:
            ages = [a for a in _AGES if youngest <= a <= oldest + 1]
            if ages:
                age = ages[int(draw() * len(ages))]
                day = (moved, filed)[int(draw() * 2)] + timedelta(int(draw() * 5) - 2)
                return _years_before(day, age)
        elif way < 0.5:
            ages = [a for a in _SCHOOL_AGES if youngest <= a <= oldest + 1]
            if ages:
                age = ages[int(draw() * len(ages))]
                year = filed.year + (filed.month > 3) - age
                return date(year, 4, 1) + timedelta(int(draw() * 4) - 2)
        elif way < 0.53:
            year = filed.year - youngest - int(draw() * (oldest - youngest + 1))
            year -= year % 4
            if year > filed.year - youngest - 1:
                year -= 4
            return date(year, 2, 29)
        days = int((youngest + draw() * (oldest - youngest + 1)) * 365.25)
        return filed - timedelta(days + 1)

    def _said(self, household: Household) -> Answers:
        """An answer to every question, about everybody it can be put about."""
        draw = self._random
        found: list[Answer] = []
        members = [member.id for member in household.members]
        for question in self._questions:
            for whose in members if question.of_person else ("",):
                if question.multi:
                    value: FactValue = (
                        ()
                        if draw() < 0.45
                        else tuple(str(v) for v in question.values if draw() < 0.25)
                    )
                elif question.fact == "claimant":
                    among = len(members) if draw() < 0.15 else min(2, len(members))
                    value = members[int(draw() * among)]
                elif question.fact == "card_state":
                    if draw() < 0.5:
                        continue
                    value = question.values[int(draw() * len(question.values))]
                elif question.fact == "care_level":
                    self._care(household, whose, question, found)
                    continue
                elif question.fact == "protected":
                    value = draw() < 0.15
                elif question.fact == "work" and len(members) == 1 and draw() < 0.4:
                    value = "student"
                else:
                    value = question.values[int(draw() * len(question.values))]
                found.append(self._answer(question.fact, whose, value))
        for member in household.members:
            if draw() < 0.3:
                start = household.moved_on + timedelta(int(draw() * 20))
                found.append(self._answer("facility_start", member.id, start.isoformat()))
        return tuple(found)

    def _care(
        self, household: Household, whose: str, question: _Question, found: list[Answer]
    ) -> None:
        """Asked where the certificate is silent; now and then the answer corrects it."""
        record = household.member(whose).care
        known = record is not None and (record.level or not record.insured)
        if not known or self._chance(0.1):
            value = "none" if self._chance(0.5) else question.values[int(self._random() * 8)]
            found.append(self._answer(question.fact, whose, value))

    def _answer(self, fact: str, member: str, value: FactValue) -> Answer:
        key = (fact, member, value)
        answer = self._answers.get(key)
        if answer is None:
            answer = self._answers[key] = Answer(fact, member, value)
        return answer


def _years_before(day: date, years: int) -> date:
    if (day.month, day.day) == (2, 29):
        day -= timedelta(1)
    return day.replace(year=day.year - years)


def _questions(catalogue: Catalogue) -> tuple[_Question, ...]:
    """The questions and the answers they offer; what else is said is no matter of the catalogue."""
    found: list[_Question] = []
    for words in catalogue.questions.questions:
        declared = catalogue.fact(words.fact)
        match words.kind:
            case QuestionKind.YES_NO:
                values: tuple[FactValue, ...] = (True, False)
            case _:
                values = words.options or tuple(value for value, _ in declared.choices)
        found.append(
            _Question(
                words.fact,
                values,
                declared.scope.value == "person",
                words.kind is QuestionKind.MULTI,
            )
        )
    return tuple(found)
