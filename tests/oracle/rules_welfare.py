"""D. 福祉."""

from tests.oracle.rules import PERSON_RULES, PersonRule, Said, applies, guide, person
from tests.oracle.situation import Person

_HELD = {  # what is held → the procedure that follows from holding it
    "D1": "physical",
    "D5": "rehab_medical",
    "D6": "services",
    "D9": "special_allowance",
    "D15": "relief",
}
_BY_PREFECTURE = {
    "D2": ("intellectual", "同じ県の中", "県が変わる"),
    "D3": ("mental", "住所の変更を", "県が変わる"),
    "D4": ("mental_medical", "住所の変更を", "県が変わる"),
}


def _held(item: str) -> PersonRule:
    return lambda p: applies(item in p.items)


def _by_prefecture(item: str, inside: str, across: str) -> PersonRule:
    return lambda p: applies(item in p.items, inside if p.situation.same_prefecture else across)


PERSON_RULES.update({row: _held(item) for row, item in _HELD.items()})
PERSON_RULES.update({row: _by_prefecture(*what) for row, what in _BY_PREFECTURE.items()})


@person("D7")
def day_services_for_a_child(p: Person) -> Said | None:
    """The certificate names the parent: said of an adult, the child is still to be found."""
    if "child_day" not in p.items:
        return None
    return ("applies", "使っています") if p.age < 18 else ("guide", "どの子")


@person("D8", "D10")
def with_a_handbook(p: Person) -> Said | None:
    return guide(p.handbook)


@person("D11")
def intractable_disease(p: Person) -> Said | None:
    return guide("intractable" in p.items)


@person("D12")
def assistance(p: Person) -> Said | None:
    return applies(p.on_assistance)


@person("D13")
def help_in_a_disaster(p: Person) -> Said | None:
    heavy = p.care in ("要介護3", "要介護4", "要介護5")
    return applies(heavy or bool({"physical", "mental"} & set(p.items)))


@person("D14")
def services_for_seniors(p: Person) -> Said | None:
    return guide(p.age >= 65 and "senior" in p.situation.wishes)
