"""Class, period and content of a granted decision: what an officer is asked for, and the checks."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from counter_app.model.calendar import age_on, era_text, fy_end
from counter_app.model.commitment import Commitment
from counter_app.paperwork.values import Case
from counter_app.procedures.procedure import GrantNotice

CONTENT_MOST = 120
"""Characters of 内容 that stand on a notice of one page."""
CONTENT_LINES = 4

_FACILITY_CLASSES = (
    "施設等利用給付認定第1号",
    "施設等利用給付認定第2号",
    "施設等利用給付認定第3号",
)
"""子ども・子育て支援法30条の4第1号・第2号・第3号."""
_SCHOOL_AGE, _THREE = 6, 3


class TermsField(StrEnum):
    """What a fault is about."""

    CATEGORY = "category"  # 認定の区分
    FIRST = "first"  # 有効期間の始まり
    LAST = "last"  # 有効期間の終わり
    CONTENT = "content"  # 内容


@dataclass(frozen=True, slots=True)
class TermsAsked:
    """What has to be said. `not_before` is the day of moving in; without needs it may be blank."""

    not_before: date
    content_label: str
    period_needed: bool = False
    categories: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Terms:
    """What was said: both days belong to the period."""

    first: date | None = None
    last: date | None = None
    content: str = ""
    category: str = ""

    @property
    def details(self) -> tuple[tuple[str, str], ...]:
        """As the declaration keeps it; only what was said, days in ISO 8601."""
        said = (
            ("category", self.category),
            ("period_from", self.first.isoformat() if self.first else ""),
            ("period_to", self.last.isoformat() if self.last else ""),
            ("content", self.content),
        )
        return tuple(pair for pair in said if pair[1])

    @property
    def period(self) -> str:
        """「令和8年4月3日から令和11年3月31日まで」; "" without a first day."""
        if self.first is None:
            return ""
        ends = f"{era_text(self.last)}まで" if self.last else ""
        return f"{era_text(self.first)}から{ends}"


NO_TERMS = Terms()


@dataclass(frozen=True, slots=True)
class TermsFault:
    """What is wrong at one field, in the words that stand beside it."""

    field: TermsField
    words: str


def terms_asked(notice: GrantNotice | None, moved_on: date) -> TermsAsked | None:
    """What the notice of a decision needs beside its number; None where that is all."""
    if notice is GrantNotice.FACILITY_BENEFIT:
        return TermsAsked(moved_on, "給付の内容", True, _FACILITY_CLASSES)
    if notice is GrantNotice.DECISION:
        return TermsAsked(moved_on, "決定の内容")
    return None


def terms_said(details: tuple[tuple[str, str], ...]) -> Terms:
    """The terms a declaration keeps."""
    said = dict(details)
    first, last = said.get("period_from"), said.get("period_to")
    return Terms(
        date.fromisoformat(first) if first else None,
        date.fromisoformat(last) if last else None,
        said.get("content", ""),
        said.get("category", ""),
    )


def terms_faults(asked: TermsAsked, terms: Terms) -> tuple[TermsFault, ...]:
    """What is wrong with the terms, in the order of the fields; () when nothing is."""
    faults: list[TermsFault] = []
    if asked.categories and terms.category not in asked.categories:
        faults.append(TermsFault(TermsField.CATEGORY, "区分を選んでください"))
    faults += _period_faults(asked, terms)
    words = _content_fault(terms.content)
    if words:
        faults.append(TermsFault(TermsField.CONTENT, words))
    return tuple(faults)


def _period_faults(asked: TermsAsked, terms: Terms) -> list[TermsFault]:
    faults: list[TermsFault] = []
    if terms.first is None:
        if asked.period_needed or terms.last is not None:
            faults.append(TermsFault(TermsField.FIRST, "始まりの日を入れてください"))
    elif terms.first < asked.not_before:
        words = f"住み始めた日（{era_text(asked.not_before)}）より前です"
        faults.append(TermsFault(TermsField.FIRST, words))
    if terms.last is None:
        if asked.period_needed:
            faults.append(TermsFault(TermsField.LAST, "終わりの日を入れてください"))
    elif terms.first is not None and terms.last < terms.first:
        faults.append(TermsFault(TermsField.LAST, "始まりより前の日です"))
    return faults


def _content_fault(content: str) -> str:
    """Plain text alone, in as many lines as the notice has."""
    if not content.strip():
        return "内容を書いてください"
    if len(content) > CONTENT_MOST:
        return f"{CONTENT_MOST}字までです（いま{len(content)}字）"
    if content.count("\n") >= CONTENT_LINES:
        return f"{CONTENT_LINES}行までです"
    if any(ord(character) < 0x20 and character != "\n" for character in content):
        return "印刷できない文字が入っています"
    return ""


def suggested_terms(case: Case, commitment: Commitment, notice: GrantNotice | None) -> Terms:
    """What the case tells of the terms; the officer writes what holds.

    A facility benefit begins with the use, never before the application, and ends with the March
    before school or, below three, with the March after the third birthday (30条の4 and 30条の6 of
    子ども・子育て支援法). Children whose periods would differ get none.
    """
    if notice is not GrantNotice.FACILITY_BENEFIT:
        return NO_TERMS
    filed_on = case.reception.filed_on
    made: set[Terms] = set()
    for member_id in commitment.members:
        child = case.household.member(member_id)
        starts = case.says("facility_start", member_id)
        first = max(
            filed_on,
            case.household.moved_on,
            date.fromisoformat(starts) if starts else filed_on,
        )
        grown = age_on(child.birth, filed_on) >= _THREE
        last = fy_end(child.birth, _SCHOOL_AGE if grown else _THREE)
        made.add(Terms(first, last, category=_FACILITY_CLASSES[0 if grown else 2]))
    return made.pop() if len(made) == 1 else NO_TERMS
