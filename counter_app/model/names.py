"""Registered names (氏名): true glyphs, readings, characters that keep their selector.

A registered name is never normalised (NFC already changes compatibility ideographs such as
U+FA19), and a variation selector belongs to the character before it.
"""

import re
from dataclasses import dataclass
from enum import StrEnum

_CHARACTER = re.compile(
    r".[\uFE00-\uFE0F\U000E0100-\U000E01EF\u0300-\u036F\u3099\u309A\u200D]*", re.DOTALL
)


def characters(text: str) -> tuple[str, ...]:
    """Split into characters as a reader sees them: each base with its selectors and marks."""
    return tuple(_CHARACTER.findall(text))


def without_last_character(text: str) -> str:
    """What Backspace leaves: the whole character goes, never its selector alone."""
    return "".join(characters(text)[:-1])


def base_text(text: str) -> str:
    """The text without variation selectors, for search copies and bodies that cannot show them."""
    return re.sub(r"[\uFE00-\uFE0F\U000E0100-\U000E01EF]", "", text)


class KanaStatus(StrEnum):
    """Standing of a reading (氏名の振り仮名の状態), 住基法 2025-05-26."""

    FILED = "filed"  # 届出済
    EX_OFFICIO = "ex_officio"  # 職権記載
    PROVISIONAL = "provisional"  # 仮（便宜上）


@dataclass(frozen=True, slots=True)
class PersonName:
    """A name with its reading. `text` and `kana` separate family and given name by U+3000."""

    text: str
    kana: str
    kana_status: KanaStatus = KanaStatus.FILED

    @property
    def family(self) -> str:
        return self.text.split("\u3000", 1)[0]

    @property
    def given(self) -> str:
        return self.text.split("\u3000", 1)[-1]

    @property
    def shown(self) -> str:
        """The name for a line of text: one ordinary space between its parts."""
        return self.text.replace("\u3000", " ")
