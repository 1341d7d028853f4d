"""What the family of the story answers, question by question (世帯 H2)."""

from datetime import date

from counter_app.model.facts import FactValue
from counter_app.model.people import Household

_BY_FACT: dict[str, FactValue] = {
    "national_continues": True,
    "maternity_handbook": True,
    "home_care": True,
    "children_elsewhere": False,
    "facility": "kindergarten",
    "school_plan": "town",
    "welfare_gate": False,
    "home": "rent",
    "gas": "city",
    "water": "supply",
    "sewer": "public",
    "vehicles": ("car", "moped"),
    "licence": "paper",
    "dog": "no_chip",
    "wishes": (),
    "carried_over": (),
    "single_parent": False,
    "listed_facility": False,
    "care_level": "要介護2",
    "work": "self_employed",
}
_BY_PERSON: dict[tuple[str, str], FactValue] = {
    ("pregnant", "美咲"): True,
    ("pension_link", "髙志"): "linked",
    # One of the two files the pension form, so that the sheet is in the pile.
    ("pension_link", "美咲"): "not_linked",
}
FIELDS = {
    "facility_start": date(2026, 4, 3).isoformat(),
    "facility_name": "若葉幼稚園",
    "old_school": "X市立中央小学校",
    "due_month": "2026年8月",
}


def family_answer(household: Household, fact: str, member: str) -> FactValue | None:
    """The family's answer, or None for a question the story does not know."""
    if fact == "claimant":
        return household.head.id
    if fact == "school_papers":
        return ()
    given = household.member(member).name.given if member else ""
    return _BY_PERSON.get((fact, given), _BY_FACT.get(fact))
