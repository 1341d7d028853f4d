"""The facts a rule may use (事実): their declarations, and what is known of a household."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from counter_app.failures import CounterError, FailureCode
from counter_app.model.calendar import (
    age_on,
    legal_age,
    school_grade,
    taxed_here,
    year_age,
)
from counter_app.model.facts import Answers, Fact, FactValue
from counter_app.model.names import KanaStatus
from counter_app.model.people import Arrival, HealthInsurance, Household, Member, MoveKind, Source
from counter_app.model.town import Town
from counter_app.procedures.conditions import CelValue, FactType, Scope


class Origin(StrEnum):
    """How a fact comes to be known."""

    GIVEN = "given"  # from the transfer certificate, the card, the town's file or the calendar
    ASKED = "asked"  # by a question of the interview
    DERIVED = "derived"  # a named piece of CEL over other facts
    ANY = "any"  # household: does it hold of any person
    COUNT = "count"  # household: of how many persons it holds


@dataclass(frozen=True, slots=True)
class FactDeclaration:
    """One declared fact. `choices`: the values a string (or list) may take, with their words."""

    id: str
    scope: Scope
    type: FactType
    label: str
    origin: Origin
    choices: tuple[tuple[str, str], ...] = ()
    shown_as: str = ""  # id of the fact shown in its place, e.g. the birth date for an age
    shown: bool = True
    members: bool = False  # the value is a person's id
    default: FactValue | None = None  # assumed until somebody says otherwise

    def accepts(self, value: FactValue) -> bool:
        """Whether a value has the declared type and is one of the choices."""
        words = tuple(value_id for value_id, _ in self.choices)
        match self.type:
            case FactType.BOOL:
                return isinstance(value, bool)
            case FactType.INT:
                return isinstance(value, int) and not isinstance(value, bool)
            case FactType.DATE:
                return isinstance(value, str) and _is_day(value)
            case FactType.STRING:
                return isinstance(value, str) and (not words or value in words)
            case FactType.STRINGS:
                return isinstance(value, tuple) and (not words or all(v in words for v in value))

    def words(self, value: FactValue) -> str:
        """The value as a person reads it; dates are left to whoever prints them."""
        if isinstance(value, bool):
            return "はい" if value else "いいえ"
        if isinstance(value, tuple):
            return "・".join(self.words(part) for part in value) or "なし"
        return dict(self.choices).get(str(value), str(value))


FactKey = tuple[str, str]
"""(fact id, member id); the member id is empty for a fact of the household."""


def cel_value(value: FactValue, kind: FactType) -> CelValue:
    """The value as CEL takes it: a date (ISO text) as its day count, a tuple as a list."""
    if kind is FactType.DATE:
        return date.fromisoformat(str(value)).toordinal()
    return list(value) if isinstance(value, tuple) else value


def _is_day(text: str) -> bool:
    try:
        date.fromisoformat(text)
    except ValueError:
        return False
    return True


def known_facts(
    household: Household,
    answers: Answers,
    declarations: Mapping[str, FactDeclaration],
    *,
    filed_on: date,
    town: Town,
) -> dict[FactKey, Fact]:
    """Everything known: certificate, calendar, town; then the answers, of which the last one wins.

    Raises CounterError ANSWER_NOT_UNDERSTOOD for an answer that no declaration allows.
    """
    known: dict[FactKey, Fact] = {}
    abroad = household.kind is MoveKind.FROM_ABROAD
    sent = Source.ASKED if household.by_hand or abroad else Source.JUKI
    for name, value in _of_household(household, filed_on, town).items():
        known[name, ""] = Fact(name, "", value, sent)
    candidates = claimant_candidates(household, filed_on)
    for member in household.members:
        facts = _of_person(household, member, filed_on, town)
        facts["parent_candidate"] = member.id in candidates
        for name, value in facts.items():
            known[name, member.id] = Fact(name, member.id, value, member.source(name))
    members = {member.id for member in household.members}
    for answer in answers:
        declared = declarations.get(answer.fact)
        if declared is None or declared.origin in {Origin.DERIVED, Origin.ANY, Origin.COUNT}:
            raise _not_understood(f"「{answer.fact}」という事実はありません。")
        if (answer.member in members) != (declared.scope is Scope.PERSON):
            raise _not_understood(f"「{declared.label}」が誰についての答えか分かりません。")
        if not declared.accepts(answer.value) or (declared.members and answer.value not in members):
            raise _not_understood(f"「{declared.label}」の答えの値が決まりに合いません。")
        known[answer.fact, answer.member] = Fact(
            answer.fact, answer.member, answer.value, answer.source
        )
    return known


def _not_understood(detail: str) -> CounterError:
    return CounterError(FailureCode.ANSWER_NOT_UNDERSTOOD, detail)


def _of_household(household: Household, filed_on: date, town: Town) -> dict[str, FactValue]:
    limit = town.office.day_limit(household.moved_on, 14)  # 住基法22条
    special_limit = min(  # 住基令24条の2
        limit, town.office.day_limit(household.planned_move_out, 30)
    )
    planned: dict[str, FactValue] = {"planned_move_out": household.planned_move_out.isoformat()}
    if household.kind is MoveKind.FROM_ABROAD:
        planned.clear()  # no town was told of a day to move out
    return planned | {
        "moved_on": household.moved_on.isoformat(),
        "filed_on": filed_on.isoformat(),
        "move_kind": household.kind.value,
        "from_abroad": household.kind is MoveKind.FROM_ABROAD,
        "whole_household": household.whole,
        "joins_existing": household.joins_existing,
        "head_changes": household.joins_existing and any(m.is_head for m in household.members),
        "returning": household.returning,
        "taxed_here": taxed_here(household.moved_on, filed_on),
        "same_prefecture": household.old_prefecture == town.prefecture,
        "late": filed_on > limit,
        "typed_from_paper": household.by_hand and household.kind is not MoveKind.FROM_ABROAD,
        "special_in_time": filed_on <= special_limit,
        "members_total": len(household.members),
        "town_child_medical_year_age": town.child_medical_year_age,
        "town_water_by_authority": town.water_by_authority,
        "town_care_form": town.care_enrolment_form,
        "town_disaster_radio": town.disaster_radio,
        "chip_scheme_both": {town.id, household.from_party} <= set(town.dog_chip_parties),
    }


_PAPER_DUE = {
    Arrival.TRANSFER: "none",
    Arrival.WITHOUT_CERTIFICATE: "transfer_certificate",
    Arrival.NEWBORN: "birth_notice",
    Arrival.ON_PAPER: "none",
    Arrival.FROM_ABROAD: "none",  # the notice asks for passport and register of them all
}


def _of_person(
    household: Household, member: Member, filed_on: date, town: Town
) -> dict[str, FactValue]:
    valid_until = member.card.valid_until
    facts: dict[str, FactValue] = {
        "member_id": member.id,
        "birth": member.birth.isoformat(),
        "sex": member.sex.value,
        "relation": member.relation,
        "age_at_move": legal_age(member.birth, household.moved_on),
        "age_at_filing": legal_age(member.birth, filed_on),
        "civil_age_at_move": age_on(member.birth, household.moved_on),
        "year_age": year_age(member.birth, filed_on),
        "grade": school_grade(member.birth, filed_on),
        "at_school_before": 1 <= school_grade(member.birth, household.moved_on) <= _LAST_GRADE,
        "allowance_before": member.child_allowance_recipient,
        "card_held": member.card.held,
        "card_valid": member.card.held and (valid_until is None or valid_until >= filed_on),
        "paper_due": _PAPER_DUE[member.arrival] if member.unconfirmed else "none",
        "japanese": member.foreign is None,
        "register_here": member.register is not None
        and member.register.address.startswith((town.place, town.place_in_short)),
        "kana_settled": member.name.kana_status is not KanaStatus.PROVISIONAL,
        "kana_filed": member.name.kana_status is KanaStatus.FILED,
        "pension_before": member.pension.kind if member.pension is not None else 0,
        "insurance_before": _insurance_before(household, member),
        "care_certified": member.care is not None and member.care.level != "",
    }
    if member.foreign is not None:
        facts["residence_status"] = member.foreign.status
    if member.care is not None and member.care.level:
        facts["care_level"] = member.care.level
    elif member.care is not None and not member.care.insured:
        facts["care_level"] = "none"
    return facts


def _insurance_before(household: Household, member: Member) -> str:
    """From abroad no town's register arrives, so that insurance by a town is asked anew."""
    of_a_town = member.health in {HealthInsurance.NATIONAL, HealthInsurance.ELDERLY}
    abroad = household.kind is MoveKind.FROM_ABROAD
    if member.health is HealthInsurance.NONE or (abroad and of_a_town):
        return "unknown"
    return member.health.value


_COUPLE = {"世帯主", "妻", "夫", "妻（未届）", "夫（未届）"}
_GRANDCHILDREN = {"子の子", "孫"}
_SIBLINGS = ("兄", "弟", "姉", "妹")
_PARENTS = {f"{whose}{parent}" for whose in ("", "妻の", "夫の") for parent in ("父", "母")}
_CHILD_UNTIL = 18
"""児童手当法3条1項: to the 31 March after becoming 18."""
_LAST_GRADE = 9


def claimant_candidates(household: Household, filed_on: date) -> frozenset[str]:
    """Who may be the parent who supports the children (児童手当法4条), read from 続柄.

    Children of the head belong to the head and the spouse, however young these are; grandchildren
    to the head's children and their spouses; the head's brothers and sisters to their parents,
    where these move too. Where that names nobody, any adult may be, and of who joins a household
    without one the young mother or father.
    """
    young = [m for m in household.members if year_age(m.birth, filed_on) <= _CHILD_UNTIL]
    adults = [m for m in household.members if m not in young]
    relations = {m.relation for m in young}
    if relations & _GRANDCHILDREN and "子" not in relations:
        found = [m for m in adults if m.relation.startswith("子")]
    elif "子" in relations:
        found = [m for m in household.members if m.relation in _COUPLE]
    else:
        of_siblings = any(relation.endswith(_SIBLINGS) for relation in relations)
        parents = [m for m in adults if of_siblings and m.relation in _PARENTS]
        found = parents or [m for m in adults if m.relation in _COUPLE]
    if not found and not adults and relations & _GRANDCHILDREN:
        found = [m for m in young if m.relation == "子"]
    return frozenset(m.id for m in found or adults)


def allowance_children(household: Household, filed_on: date) -> tuple[Member, ...]:
    """The children the child allowance is for: up to the March after 18, and not parents."""
    parents = claimant_candidates(household, filed_on)
    return tuple(
        member
        for member in household.members
        if year_age(member.birth, filed_on) <= _CHILD_UNTIL and member.id not in parents
    )
