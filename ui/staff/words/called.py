"""What people are called in a narrow column of the clerk's screens: short, never cut in a word."""

from typing import Final

from counter_app.model.names import PersonName
from counter_app.paperwork.values import Case

_MOST: Final = 10
"""Letters of a name in one part that still stand on a line of such a column."""


def called(name: PersonName) -> str:
    """The given name; of a long name in one part (外国人住民) its first word and initials."""
    first, *others = name.given.split()
    if not others or len(name.given) <= _MOST:
        return name.given
    return f"{first} {''.join(f'{word[0]}.' for word in others)}"


def first_word(name: PersonName) -> str:
    """What stands before a count: 「髙志」, 「NGUYEN」."""
    return name.given.split()[0]


def called_all(case: Case, members: tuple[str, ...]) -> str:
    """「葵・湊」, or 「3人」 where that would fill more than a line or two."""
    names = [case.household.member(m).name for m in members]
    if len(names) == 1:
        return called(names[0])
    if any(called(name) != name.given for name in names):
        return f"{len(names)}人"
    return case.given_names(members)
