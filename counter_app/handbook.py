"""The handbook (手引): what happened, what is saved and what to do now, for each failure code."""

import tomllib
from dataclasses import dataclass
from functools import cache

from counter_app.failures import FailureCode
from resources.loader import data_files


@dataclass(frozen=True, slots=True)
class HandbookEntry:
    """One failure in plain words (起きたこと · 保存されているもの · 今すること)."""

    title: str
    happened: str
    saved: str
    now: str


@cache
def _entries() -> dict[str, HandbookEntry]:
    found: dict[str, HandbookEntry] = {}
    for path in data_files("handbook", ".toml"):
        if path.name == "places.toml":  # pages of places, not of codes
            continue
        for code, entry in tomllib.loads(path.read_text("utf-8")).items():
            found[code] = HandbookEntry(
                entry["title"], entry["happened"], entry["saved"], entry["now"]
            )
    return found


def handbook_entry(code: FailureCode) -> HandbookEntry:
    """The entry of a code; every code has one."""
    return _entries()[code.value]
