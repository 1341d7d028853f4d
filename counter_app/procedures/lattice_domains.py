"""The values facts can take together: bands of age, kinds, flags, and what excludes what.

The lattice is finite because a rule compares a number only with the few that are written in it:
between two of them all ages are alike. Its bound is stated by `BOUND`; inside the bound it allows
more than can happen, never less, so that what it rules out cannot happen.
"""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import date, timedelta
from functools import cache
from itertools import product

from counter_app.model.calendar import (
    ONE_DAY,
    age_on,
    fiscal_year,
    legal_age,
    school_grade,
    year_age,
)
from counter_app.model.facts import FactValue
from counter_app.procedures.conditions import FactType
from counter_app.procedures.facts import FactDeclaration, Origin
from counter_app.procedures.lattice_tree import Tree, Values, condition_tree
from counter_app.procedures.vocabulary import Vocabulary

AGES = ("age_at_move", "age_at_filing", "civil_age_at_move", "year_age", "grade")
_OLDEST = 110
_COUNTED = 5
_FILINGS = tuple(
    date.fromisoformat(day)
    for day in (
        *("2026-02-28", "2026-03-31", "2026-04-01"),
        *("2026-04-03", "2026-10-01", "2027-03-01"),
    )
)
_SINCE_THE_MOVE = (0, 1, 14, 15, 45)
BOUND = (
    f"ages 0 to {_OLDEST}, filings on {len(_FILINGS)} days of 2026 and 2027 up to"
    f" {max(_SINCE_THE_MOVE)} days after the move, up to {_COUNTED} people counted,"
    " one person among others"
)
_NUMBER = re.compile(r"(?<![\w.'])\d+(?![\w'])")
_WORD = re.compile(r"'([^']*)'")

_FREE_NUMBERS: dict[str, tuple[int, ...]] = {
    "pension_before": (0, 1, 2, 3),
    "town_child_medical_year_age": (15, 18, 22),
    "members_total": tuple(range(1, _COUNTED + 1)),
}
_FREE_WORDS: dict[str, tuple[str, ...]] = {
    "relation": ("世帯主", "妻", "子", "縁故者"),
    "residence_status": ("", "永住者"),
    "member_id": ("1",),
    "claimant": ("1", "2"),
}

Excluding = Callable[..., bool]
_TOGETHER: tuple[tuple[tuple[str, ...], Excluding], ...] = (
    (("card_valid", "card_held"), lambda valid, held: held or not valid),
    (("late", "special_in_time"), lambda late, in_time: not (late and in_time)),
    (("from_abroad", "move_kind"), lambda abroad, kind: abroad == (kind == "from_abroad")),
    (("head_changes", "joins_existing"), lambda changes, joins: joins or not changes),
    (("japanese", "residence_status"), lambda japanese, status: japanese == (status == "")),
    (
        ("from_abroad", "insurance_before"),
        lambda abroad, before: not abroad or before not in {"national", "elderly"},
    ),
    (("has_allowance_child", "allowance_children"), lambda has, count: has == (count > 0)),
    (
        ("has_allowance_child", "children_there", "children_elsewhere", "supported_students"),
        lambda has, there, elsewhere, count: has or there or elsewhere or not count,
    ),
    (("any_national_before", "any_public_insurance"), lambda national, any_: any_ or not national),
    (("members_total", "allowance_children"), lambda total, count: count <= total),
    (("members_total", "parent_candidates"), lambda total, count: count <= total),
    (("members_total", "supported_students"), lambda total, count: count <= total),
    (("members_total", "under_65"), lambda total, count: count <= total),
)
"""Given facts that one household's certificate and days cannot hold together (see `facts.py`)."""


@cache
def age_cells() -> frozenset[tuple[int, ...]]:
    """Every combination of the five ages somebody can have who files within the bound.

    They change only on a birthday, the day before it, or with a school year, so that births
    around these days of every year meet them all.
    """
    found: set[tuple[int, ...]] = set()
    for filed, since in product(_FILINGS, _SINCE_THE_MOVE):
        moved = filed - timedelta(since)
        for birth in _births(moved, filed):
            found.add(
                (
                    legal_age(birth, moved),
                    legal_age(birth, filed),
                    age_on(birth, moved),
                    year_age(birth, filed),
                    school_grade(birth, filed),
                )
            )
    return frozenset(found)


def _births(moved: date, filed: date) -> Iterator[date]:
    turns = {date(2000, day.month, min(day.day, 28)) for day in (moved, filed)}
    turns.add(date(2000, 4, 1))
    for year in range(fiscal_year(filed) + 1 - _OLDEST, filed.year + 1):
        for turn in turns:
            for offset in (-2, -1, 0, 1, 2, 90):
                birth = turn.replace(year=year) + offset * ONE_DAY
                if birth <= filed:
                    yield birth


class Lattice:
    """The facts of one vocabulary with what they can be; gives each rule its own domain."""

    def __init__(self, vocabulary: Vocabulary, offered: Mapping[str, tuple[str, ...]]) -> None:
        """`offered`: the answers a question offers, where they are not all of the choices."""
        self.vocabulary = vocabulary
        self.offered = offered
        self.sums: dict[str, Tree[bool]] = {
            name: condition_tree(vocabulary, aggregate.of)
            for name, aggregate in vocabulary.aggregates.items()
        }

    def domain(self, *texts: str) -> "RuleDomain":
        """The values that can make a difference to conditions of these texts."""
        return RuleDomain(self, tuple(self.unfolded(text) for text in texts))

    def unfolded(self, text: str) -> str:
        """The text with all it stands on: derived facts, and what sums of the household count."""
        expanded = self.vocabulary.language.expand(text)
        beneath = (
            self.unfolded(self.vocabulary.aggregates[name].of.text)
            for name in sorted(self.vocabulary.language.names(expanded))
            if name in self.vocabulary.aggregates
        )
        return "\n".join((expanded, *beneath))


class RuleDomain:
    """What the facts of one rule (or of two together) can be, value by value along a path."""

    def __init__(self, lattice: Lattice, texts: tuple[str, ...]) -> None:
        self._lattice = lattice
        self._declared = lattice.vocabulary.declarations
        text = "\n".join(texts)
        numbers = {int(number) for number in _NUMBER.findall(text)}
        if "town_child_medical_year_age" in text:
            numbers.update(_FREE_NUMBERS["town_child_medical_year_age"])
        self._numbers = sorted(numbers)
        self._words = frozenset(_WORD.findall(text))
        self._cells = frozenset(tuple(self.band(age) for age in cell) for cell in age_cells())
        self._met: dict[tuple[FactValue | None, ...], bool] = {}
        self._values: dict[str, tuple[FactValue, ...]] = {}

    def __call__(self, fact: str, path: Values) -> Iterable[FactValue]:
        """The values a fact can have beside what a path already holds."""
        for value in self._possible(fact):
            if self.holds_together({**path, fact: value}, fact):
                yield value

    def given(self, known: Values) -> Callable[[str, Values], Iterable[FactValue]]:
        """The domain for whom some facts stand already."""

        def narrowed(fact: str, path: Values) -> Iterable[FactValue]:
            if fact in known:
                return (known[fact],)
            return self(fact, {**known, **path})

        return narrowed

    def told_apart(self, values: Values) -> dict[str, FactValue]:
        """A household's own values as the lattice has them: what no rule tells apart is one."""
        found: dict[str, FactValue] = {}
        for name, value in values.items():
            declared = self._declared[name]
            if name in AGES and isinstance(value, int):
                found[name] = self.band(value)
            elif isinstance(value, tuple):
                found[name] = tuple(
                    word for word, _ in declared.choices if word in value and word in self._words
                )
            elif declared.type is FactType.STRING and name in _FREE_WORDS:
                some = self._words_of(name)
                found[name] = value if value in some else some[-1]
            else:
                found[name] = value
        return found

    def band(self, number: int) -> int:
        """The same number for all that no number of the rule tells apart."""
        if number in self._numbers or not self._numbers:
            return number if self._numbers else 0
        below = [n for n in self._numbers if n < number]
        return below[-1] + 1 if below else self._numbers[0] - 1

    def holds_together(self, values: Values, fact: str = "") -> bool:
        """Whether facts can stand together; only what concerns `fact`, when it is given."""
        for names, allowed in _TOGETHER:
            concerned = (not fact or fact in names) and all(name in values for name in names)
            if concerned and not allowed(*(values[name] for name in names)):
                return False
        if (not fact or fact in AGES) and not self._ages_meet(values):
            return False
        return self._sums_hold(values)

    def _ages_meet(self, values: Values) -> bool:
        known = tuple(values.get(age) for age in AGES)
        met = self._met.get(known)
        if met is None:
            met = self._met[known] = any(
                all(value in {None, age} for value, age in zip(known, cell, strict=True))
                for cell in self._cells
            )
        return met

    def _sums_hold(self, values: Values) -> bool:
        """What a household sums up, it sums up of this person too."""
        for name, tree in self._lattice.sums.items():
            summed = values.get(name)
            if summed is None:
                continue
            holds = tree.of(values)
            if holds is True and not summed:
                return False
            if holds is False and values.get("members_total") == 1 and summed:
                return False
        return True

    def values(self, fact: str) -> tuple[FactValue, ...]:
        """All values a fact can have."""
        return tuple(self._possible(fact))

    def _possible(self, fact: str) -> Iterable[FactValue]:
        if fact in AGES:
            place = AGES.index(fact)
            return sorted({cell[place] for cell in self._cells})
        if fact not in self._values:
            self._values[fact] = tuple(self._all(self._declared[fact]))
        return self._values[fact]

    def _all(self, declared: FactDeclaration) -> Iterable[FactValue]:
        if declared.origin is Origin.COUNT:
            return range(_COUNTED + 1)
        if declared.type is FactType.BOOL:
            return (False, True)
        if declared.type is FactType.INT:
            return _FREE_NUMBERS[declared.id]
        if declared.type is FactType.DATE:
            return tuple(day.isoformat() for day in _FILINGS)
        choices = self._lattice.offered.get(
            declared.id, tuple(value for value, _ in declared.choices)
        )
        if declared.type is FactType.STRINGS:
            told_apart = [value for value in choices if value in self._words]
            return tuple(_subsets(told_apart))
        if declared.id in _FREE_WORDS:
            return self._words_of(declared.id)
        return choices

    def _words_of(self, fact: str) -> tuple[str, ...]:
        """Words of a fact without choices: some, and those the rule compares it with."""
        some = _FREE_WORDS[fact]
        if fact in {"member_id", "claimant"}:
            return some
        return tuple(dict.fromkeys((*some, *sorted(self._compared(fact)))))

    def _compared(self, fact: str) -> set[str]:
        known = {word for d in self._declared.values() for word, _ in d.choices if d.id != fact}
        return {word for word in self._words if word and word not in known}


def _subsets(values: list[str]) -> Iterator[tuple[str, ...]]:
    for chosen in product((False, True), repeat=len(values)):
        yield tuple(value for value, taken in zip(values, chosen, strict=True) if taken)
