"""What the sheet says in a field that is explained (説明に添える値): in the reader's language."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Final

from counter_app.model.facts import CaseView
from counter_app.model.names import base_text
from ui.tablet.gloss_fields import fields_named
from ui.tablet.texts import Tongue, mark

_NAMES: Final = (".name", "new.head", "old.head")
_PLACES: Final = (".address", ".building", ".full_address")
_RECEIVER: Final = "consent.receiver.#."
_UNSAID: Final = frozenset({"registry", "foreigner", "notes"})
"""Explanations whose field holds more than a line of words can say again."""
_SENT: Final = {True: mark("送ります"), False: mark("送りません")}
KINDS: Final = (mark("電気"), mark("ガス"), mark("水道"), mark("自動車"))
"""Headings of the receivers of a consent, said in the reader's language."""


@dataclass(frozen=True, slots=True)
class Said:
    """One value: `text`, set as a registered name or not; `japanese` in any language's page."""

    text: str
    name: bool = False
    japanese: bool = False


def values_of(own: Tongue, item: str, keys: tuple[str, ...], data: CaseView) -> tuple[Said, ...]:
    """Dates, names and places of an explained field, each once; receivers with what is sent."""
    if item in _UNSAID:
        return ()
    if _RECEIVER in keys:
        return _receivers(own, data)
    found: list[Said] = []
    for wanted in map(fields_named, keys):
        for key, value in data.items():
            if not wanted.match(key):
                continue
            if isinstance(value, date) and not key.endswith(".birth"):
                found.append(Said(own.full_day(value)))
            elif isinstance(value, str) and value and key.endswith(_NAMES):
                found.append(Said(value, name=True))
            elif isinstance(value, str) and value and key.endswith(_PLACES):
                true_glyphs = value != base_text(value)
                found.append(Said(value, name=true_glyphs, japanese=True))
    return tuple(dict.fromkeys(found))


def _receivers(own: Tongue, data: Mapping[str, object]) -> tuple[Said, ...]:
    """「ガス　みどりガス　送りません」, as far as it was decided."""
    count = data.get("consent.receiver.count", 0)
    assert isinstance(count, int)
    found = []
    for number in range(1, count + 1):
        kind, name, sent = (
            data.get(f"consent.receiver.{number}.{what}") for what in ("kind", "name", "send")
        )
        if isinstance(sent, bool):
            words = f"{own.say(str(kind))} {name}" if kind in KINDS else str(name)
            found.append(Said(f"{words}: {own.say(_SENT[sent])}"))
    return tuple(found)
