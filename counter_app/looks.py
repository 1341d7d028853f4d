"""What a supervisor looks at afterwards (確認): searches outside a reception, and reprints.

Nothing waits for the supervisor's word here; the deed is done. Deeds of one person on one day are
looked at together: a search says by what was searched, never which words.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from counter_app.model.paper import scanned_number
from counter_app.ports import AuditEntry, OwedLook

RECEPTIONS_SEARCHED = "search.receptions"
TASKS_SEARCHED = "search.tasks"
_SEARCHES = frozenset({RECEPTIONS_SEARCHED, TASKS_SEARCHED})

LOOK_AT_SEARCHES_WITHIN = timedelta(days=7)
"""A reprint is looked at on its day, a search within a week: who searched still knows why."""

_LINK_CODE = re.compile(r"(?=.*[0-9])[0-9A-Za-z]{1,4}-?[0-9A-Za-z]*")
_NUMBER = re.compile(r"[0-9:-]+")
_ON_PAPER = re.compile(r"([0-9A-Z]{8})-[0-9]{2,}-[0-9]+")
"""The number a sheet carries as a barcode: the reception's reference, sheet, printing."""
_RECEPTION = re.compile(r"([0-9]{4})([0-9]{3,})")
_HYPHENED = re.compile(r"([0-9A-Z]{4})-([0-9A-Z]{4})")
_KANA = re.compile("[ぁ-ゖァ-ヺー・]+")
_KATAKANA = {code: code + 0x60 for code in range(0x3041, 0x3097)}


@dataclass(frozen=True, slots=True)
class LookGroup:
    """Deeds of one kind, by one person, on one day; of a reprint also in one reception."""

    looks: tuple[OwedLook, ...]

    @property
    def first(self) -> AuditEntry:
        return self.looks[0].entry

    @property
    def is_search(self) -> bool:
        return self.first.what in _SEARCHES

    @property
    def id(self) -> str:
        """Stays the same while further deeds join the group."""
        return f"{'search' if self.is_search else 'reprint'}:{self.looks[0].place}"

    @property
    def last_at(self) -> datetime:
        return self.looks[-1].entry.at

    @property
    def due(self) -> date:
        """The day by which somebody looks at it."""
        day = self.first.at.date()
        return day + LOOK_AT_SEARCHES_WITHIN if self.is_search else day

    def places_until(self, at: datetime) -> tuple[int, ...]:
        """Places of the deeds done until then: what was not seen is not settled."""
        return tuple(look.place for look in self.looks if look.entry.at <= at)


def grouped(looks: Iterable[OwedLook]) -> tuple[LookGroup, ...]:
    """The groups in the order of their first deeds."""
    found: dict[tuple[str, str, str, date], list[OwedLook]] = {}
    for look in looks:
        entry = look.entry
        kind = "search" if entry.what in _SEARCHES else entry.what
        key = (kind, entry.who, entry.case, entry.at.date())
        found.setdefault(key, []).append(look)
    return tuple(LookGroup(tuple(group)) for group in found.values())


def searched_by(words: str) -> str:
    """What was searched by: `number` (or time), `link_code`, `name`; never the words."""
    plain = "".join(words.split())
    folded = scanned_number(plain)
    if _NUMBER.fullmatch(folded) or _ON_PAPER.fullmatch(folded):
        return "number"
    return "link_code" if _LINK_CODE.fullmatch(plain) else "name"


def sought(words: str) -> str:
    """What is looked for, of what was typed or scanned, as the store keeps it.

    Numbers may be typed full width and without their hyphen, a link code with one, a reading in
    hiragana; of a sheet's barcode the reference counts. A name is looked for as it was typed.
    """
    plain = "".join(words.split())
    folded = scanned_number(plain)
    if sheet := _ON_PAPER.fullmatch(folded):
        return sheet[1]
    if number := _RECEPTION.fullmatch(folded):
        return f"{number[1]}-{number[2]}"
    if _NUMBER.fullmatch(folded):
        return f"0{folded}" if folded[1:2] == ":" else folded
    code = _HYPHENED.fullmatch(folded)
    if code is not None and any(letter.isdecimal() for letter in plain):
        return f"{code[1]}{code[2]}"
    return plain.translate(_KATAKANA) if _KANA.fullmatch(plain) else plain


class SearchTrail:
    """Tells one search from the next while words are typed, so that each is recorded once."""

    def __init__(self) -> None:
        self._words = ""

    def begins(self, words: str) -> bool:
        """Whether these words are a search of their own.

        Words typed on, or taken back in part, are the search that was recorded before.
        """
        before, self._words = self._words, words
        if not words:
            return False
        return not before or not (words.startswith(before) or before.startswith(words))
