"""Whose hand wrote a signature (自署・代筆) and, when it was another's, why and who saw it.

A person who cannot write may ask that another writes the name. The name is the person's, the
strokes are the writer's, and the record says so. What was written is read out and agreed to
before (読み聞かせ).
"""

from dataclasses import dataclass
from enum import StrEnum

from counter_app.failures import CounterError, FailureCode


class Hand(StrEnum):
    """Whose hand wrote the name."""

    SELF = "self"  # 自署
    BY_CLERK = "by_clerk"  # 職員の代筆
    BY_ATTENDANT = "by_attendant"  # 付き添いの人の代筆


class Inability(StrEnum):
    """Why the person does not write (代筆の理由)."""

    HANDS = "hands"
    SIGHT = "sight"
    AGE = "age"
    OTHER = "other"

    @property
    def words(self) -> str:
        """The reason as a clerk says it; what 「その他」 means stands in the note."""
        return _WORDS[self]


_WORDS = {
    Inability.HANDS: "手が不自由",
    Inability.SIGHT: "目が不自由",
    Inability.AGE: "高齢などで書けない",
    Inability.OTHER: "その他",
}


@dataclass(frozen=True, slots=True)
class Writing:
    """Who wrote the name under the documents. All but `hand` is empty when the signer did.

    `written_by` is the writer's name, `relation` what an attendant is to the signer (長女),
    `note` free words to the reason, `witness` the second officer (立会い), `read_out` that every
    page was read out to the signer, who said that it is right.
    """

    hand: Hand = Hand.SELF
    written_by: str = ""
    relation: str = ""
    reason: Inability | None = None
    note: str = ""
    witness: str = ""
    read_out: bool = False

    @property
    def by_other(self) -> bool:
        return self.hand is not Hand.SELF

    @property
    def writer(self) -> str:
        """「佐伯（職員）」 or 「山田 花子（長女）」; empty when the signer wrote."""
        if not self.by_other:
            return ""
        what = "職員" if self.hand is Hand.BY_CLERK else self.relation
        return f"{self.written_by.replace(_WIDE, ' ')}（{what}）"

    @property
    def grounds(self) -> str:
        """Why, and who saw it: 「手が不自由、立会い 大塚」. Empty when the signer wrote."""
        if self.reason is None:
            return ""
        why = self.note if self.reason is Inability.OTHER else self.reason.words
        return f"{why}、立会い {self.witness}" if self.witness else why

    def sentence(self, signer: str) -> str:
        """Who wrote for whom, and why, in one Japanese line."""
        name = signer.replace(_WIDE, " ")
        return f"{self.writer}が {name} のために記名（{self.grounds}）"

    @property
    def record(self) -> str:
        """Who wrote and why, for the record, which names officers but not the resident's company:
        「佐伯（職員）が代筆、手が不自由、立会い 大塚」. Empty when the signer wrote.
        """
        if self.reason is None:
            return ""
        own = self.hand is Hand.BY_CLERK
        writer = self.writer if own else f"付き添いの人（{self.relation}）"
        seen = f"、立会い {self.witness}" if self.witness else ""
        return f"{writer}が代筆、{self.reason.words}{seen}"

    def missing(self, *, witness: bool) -> tuple[str, ...]:
        """What has still to be said, in Japanese. `witness`: a clerk needs a second officer."""
        if not self.by_other:
            return ()
        lacking = []
        if self.reason is None:
            lacking.append("書けない理由")
        elif self.reason is Inability.OTHER and not self.note.strip():
            lacking.append("理由の内容")
        if not self.written_by.strip():
            lacking.append("書く人の氏名")
        if self.hand is Hand.BY_ATTENDANT and not self.relation.strip():
            lacking.append("本人との関係")
        if self.hand is Hand.BY_CLERK and witness and _same(self.witness, self.written_by):
            lacking.append("立ち会う別の職員")
        return tuple(lacking)

    def require_whole(self, *, witness: bool) -> None:
        """Raise CounterError SIGNING_FOR_INCOMPLETE while something has still to be said."""
        lacking = self.missing(witness=witness)
        if lacking:
            raise CounterError(FailureCode.SIGNING_FOR_INCOMPLETE, "・".join(lacking))


OWN_HAND = Writing()
"""The signer wrote the name (自署)."""

_WIDE = "\u3000"


def _same(witness: str, writer: str) -> bool:
    """Whether this is no second person: nobody, or the writer again."""
    seen = "".join(witness.split())
    return not seen or seen == "".join(writer.split())
