"""A page of the handbook (手引) in words: of a place, of a failure code, or of a procedure."""

import tomllib
from dataclasses import dataclass
from functools import cache

from counter_app.failures import FailureCode
from counter_app.model.town import Town
from counter_app.procedures.catalogue import Catalogue, executor_of
from counter_app.procedures.procedure import Procedure
from resources.loader import data_file
from ui.staff.frame_views import ProblemView
from ui.staff.words.common import NUMBER_WORDS, PLACES, bug_problem, problem


@dataclass(frozen=True, slots=True)
class HandbookPart:
    """A heading and what stands under it: words, or rows of two."""

    heading: str
    words: str = ""
    rows: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class HandbookView:
    """One page. `mark` is what stands beside the title: a code and page, or 「未確認」."""

    title: str
    mark: str
    parts: tuple[HandbookPart, ...]
    unverified: bool = False


@dataclass(frozen=True, slots=True)
class _Place:
    title: str
    purpose: str
    keys: tuple[tuple[str, str], ...]
    when: tuple[tuple[str, str], ...]


@cache
def places() -> dict[str, _Place]:
    """The pages of places, by the name a screen gives itself (`StaffScreen.place`)."""
    entries = tomllib.loads(data_file("handbook", PLACES).read_text("utf-8"))
    return {
        place: _Place(
            entry["title"],
            entry["purpose"],
            tuple((key, words) for key, words in entry["keys"]),
            tuple((case, words) for case, words in entry["when"]),
        )
        for place, entry in entries.items()
    }


def handbook_view(at: str, catalogue: Catalogue, town: Town) -> HandbookView:
    """The page for a failure code, a procedure's id or a place; the list's for what is unknown."""
    if at == bug_problem().code:
        return _problem_page(bug_problem())
    if at in FailureCode.__members__:
        return _problem_page(problem(FailureCode(at)))
    if at in places():
        return _place_page(places()[at])
    found = next((p for p in catalogue.procedures if p.id == at), None)
    if found is not None:
        return _procedure_page(found, town)
    return _place_page(places()["staff.start"])


def _problem_page(view: ProblemView) -> HandbookView:
    return HandbookView(
        view.title,
        f"{view.page}　{view.code}",
        (
            HandbookPart("起きたこと", _plain(view.happened)),
            HandbookPart("保存されているもの", _plain(view.saved)),
            HandbookPart("今すること", _plain(view.now)),
        ),
    )


def _plain(runs: tuple[object, ...]) -> str:
    return "".join(getattr(run, "text", "") for run in runs)


def _place_page(place: _Place) -> HandbookView:
    return HandbookView(
        place.title,
        "手引",
        (
            HandbookPart("この段ですること", place.purpose),
            HandbookPart("キー", rows=place.keys),
            HandbookPart("こんなとき", rows=place.when),
        ),
    )


def _procedure_page(procedure: Procedure, town: Town) -> HandbookView:
    _, executor = executor_of(procedure, town)
    facts = [
        ("根拠", procedure.basis),
        ("規則の版", f"{procedure.edition}版"),
        ("担当", executor),
        ("個人番号", NUMBER_WORDS[procedure.number]),
    ]
    if procedure.timing:
        facts.append(("出す時期", procedure.timing))
    if procedure.returns:
        facts.append(("戻る紙", procedure.returns))
    parts = [HandbookPart("条文", rows=tuple(facts))]
    rules = tuple(
        (outcome.kind.label + (f"　{outcome.note}" if outcome.note else ""), outcome.reason)
        for outcome in procedure.outcomes
    )
    if rules:
        parts.append(HandbookPart("規則　上から順に見て、最初に当てはまるもの", rows=rules))
    if procedure.deadline is not None:
        rule = procedure.deadline
        hard = "過ぎると失うものがある期限です。" if rule.hard else ""
        parts.append(HandbookPart("期限", f"{rule.counted}{hard}{rule.lost}"))
    if procedure.attachments:
        papers = tuple(
            (paper.title, paper.replaced_by or paper.note or paper.state.label)
            for paper in procedure.attachments
        )
        parts.append(HandbookPart("添付", rows=papers))
    parts.append(HandbookPart("出どころ", _sources(procedure)))
    return HandbookView(
        procedure.title,
        procedure.id,
        tuple(parts),
        unverified=not procedure.verified,
    )


def _sources(procedure: Procedure) -> str:
    marks = "・".join(procedure.source) if procedure.source else "印がありません"
    if procedure.verified:
        return f"{marks}　原文で確かめた規則です。"
    return f"{marks}　未確認です。担当課に確かめてから案内してください。"
