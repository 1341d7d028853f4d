"""The rules of the catalogue written a second time, as plain Python.

Each rule answers for the household or for one person: nothing, or how the procedure turns out and
a word by which its sentence is told from the procedure's other sentences.
"""

from collections.abc import Callable

from tests.oracle.situation import Person, Situation

Said = tuple[str, str]
"""Kind of the outcome, and a word of its sentence ("" where any will do)."""

HouseholdRule = Callable[[Situation], Said | None]
PersonRule = Callable[[Person], Said | None]
HOUSEHOLD_RULES: dict[str, HouseholdRule] = {}
PERSON_RULES: dict[str, PersonRule] = {}


def household(*ids: str) -> Callable[[HouseholdRule], HouseholdRule]:
    def noted(rule: HouseholdRule) -> HouseholdRule:
        HOUSEHOLD_RULES.update(dict.fromkeys(ids, rule))
        return rule

    return noted


def person(*ids: str) -> Callable[[PersonRule], PersonRule]:
    def noted(rule: PersonRule) -> PersonRule:
        PERSON_RULES.update(dict.fromkeys(ids, rule))
        return rule

    return noted


def applies(holds: bool, word: str = "") -> Said | None:
    return ("applies", word) if holds else None


def guide(holds: bool, word: str = "") -> Said | None:
    return ("guide", word) if holds else None


def nothing(holds: bool, word: str = "") -> Said | None:
    return ("nothing_to_file", word) if holds else None
