"""The pile of paper: what can happen to a sheet, and no mix-up passes the check."""

import random
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime

import pytest

from counter_app.failures import CounterError, FailureCode
from counter_app.model.numbers import CROCKFORD, is_sheet_number, sheet_number
from counter_app.model.paper import (
    ON_PAPER,
    PAPER_WORDS,
    TRANSITIONS,
    Finding,
    PaperEvent,
    PaperSheet,
    PaperState,
    check_pile,
    scanned_number,
)

NOW = datetime(2026, 4, 3, 2, 0, tzinfo=UTC)
MIX_UPS = 10_000


def sheet(number: str, state: PaperState = PaperState.PRINTED) -> PaperSheet:
    return PaperSheet(number, "r", "d", 1, state, NOW)


@pytest.mark.parametrize("state", PaperState)
@pytest.mark.parametrize("event", PaperEvent)
def test_what_the_table_does_not_allow_is_refused(state: PaperState, event: PaperEvent) -> None:
    paper = sheet("8F3KQ7T2-01-1", state)
    if (state, event) in TRANSITIONS:
        assert paper.allows(event)
        assert paper.after(event, NOW).state is TRANSITIONS[state, event]
    else:
        assert not paper.allows(event)
        with pytest.raises(CounterError) as refused:
            paper.after(event, NOW)
        assert refused.value.code is FailureCode.PAPER_STATE_NOT_ALLOWED


def test_a_paper_that_may_exist_never_becomes_a_number_without_paper() -> None:
    """Only the clerk's word that nothing came out leads back; a correction makes it stale."""
    lies_about = {*ON_PAPER, PaperState.SPOOLED, PaperState.STALE}
    for (state, event), after in TRANSITIONS.items():
        if state in lies_about and after not in lies_about:
            assert event in (PaperEvent.NOT_COME_OUT, PaperEvent.DESTROY)


def test_every_state_can_be_reached_and_has_its_words() -> None:
    reached = {PaperState.RESERVED}
    while more := {b for (a, _), b in TRANSITIONS.items() if a in reached} - reached:
        reached |= more
    assert reached == set(PaperState) == set(PAPER_WORDS)


def test_a_sheet_counts_how_often_it_was_sent() -> None:
    paper = sheet("8F3KQ7T2-01-1", PaperState.RENDERED)
    paper = paper.after(PaperEvent.SPOOL, NOW).after(PaperEvent.NOT_COME_OUT, NOW)
    assert paper.after(PaperEvent.SPOOL, NOW).sent == 2


@pytest.mark.parametrize(
    "typed",
    [
        "8f3kq7t2-01-1",
        " 8F3KQ7T2-01-1\r\n",
        "８Ｆ３ＫＱ７Ｔ２－０１－１",
        "８F3KQ7T2ー01ー1",
        "8F3KQ7T2-OI-L",
    ],
)
def test_a_number_typed_through_an_input_method_is_the_same_number(typed: str) -> None:
    assert scanned_number(typed) == "8F3KQ7T2-01-1"


def test_findings_of_one_pile() -> None:
    sheets = [
        sheet("8F3KQ7T2-01-1"),
        sheet("8F3KQ7T2-02-1", PaperState.SEEN),
        sheet("8F3KQ7T2-03-1", PaperState.STALE),
        replace(sheet("8F3KQ7T2-04-1", PaperState.RENDERED), document_id="another"),
        sheet("8F3KQ7T2-05-1"),
        sheet("8F3KQ7T2-06-1", PaperState.HANDED_OVER),
        sheet("8F3KQ7T2-07-1", PaperState.SPOOLED),
    ]
    scans = ["8F3KQ7T2-01-1", "8F3KQ7T2-01-1", "8F3KQ7T2-02-1", "8F3KQ7T2-03-1"]
    scans += ["8F3KQ7T2-04-1", "8F3KQ7T2-06-1", "ZZZZZZZZ-01-1", "4912345678904", ""]
    report = check_pile(sheets, scans)
    assert [finding for _, finding in report.readings] == [
        Finding.THERE,
        Finding.REPEATED,
        Finding.THERE,
        Finding.STALE,
        Finding.UNPRINTED,
        Finding.GIVEN,
        Finding.FOREIGN,
        Finding.UNREADABLE,
        Finding.UNREADABLE,
    ]
    assert report.missing == ("8F3KQ7T2-05-1",)
    assert report.unsettled == ("8F3KQ7T2-07-1",)
    assert report.unfinished == ()
    assert not report.complete


def test_a_document_half_on_paper_keeps_the_pile_from_being_whole() -> None:
    first, second = sheet("8F3KQ7T2-01-1"), sheet("8F3KQ7T2-01-2", PaperState.RENDERED)
    waits = replace(sheet("8F3KQ7T2-02-1", PaperState.RENDERED), document_id="another")
    report = check_pile([first, second, waits], [first.number])
    assert report.unfinished == (second.number,)
    assert not report.complete
    out = replace(second, state=PaperState.PRINTED)
    assert check_pile([first, out, waits], [first.number, out.number]).complete


def test_a_pile_nobody_read_is_not_complete() -> None:
    assert not check_pile([], []).complete
    assert not check_pile([sheet("8F3KQ7T2-01-1", PaperState.RENDERED)], []).complete


# --- ten thousand mix-ups -------------------------------------------------------------------------

Pile = list[str]
Case = list[PaperSheet]


def _reference(chance: random.Random) -> str:
    return "".join(chance.choice(CROCKFORD) for _ in range(8))


def _case(chance: random.Random) -> Case:
    """A case with one to fifteen documents of one to three pages, some already replaced."""
    reference = _reference(chance)
    sheets = []
    for number in range(1, chance.randint(1, 15) + 1):
        state = chance.choices(
            [PaperState.PRINTED, PaperState.SEEN, PaperState.STALE, PaperState.HANDED_OVER],
            [8, 2, 2, 1],
        )[0]
        for page in range(1, chance.choice([1, 1, 1, 2, 3]) + 1):
            sheets.append(sheet(sheet_number(reference, number, page), state))
    if not any(s.state is PaperState.PRINTED for s in sheets):
        sheets.append(sheet(sheet_number(reference, 90, 1)))
    return sheets


def _right(case: Case, chance: random.Random) -> Pile:
    pile = [s.number for s in case if s.state in (PaperState.PRINTED, PaperState.SEEN)]
    chance.shuffle(pile)
    return pile


def _lost(pile: Pile, case: Case, other: Pile, chance: random.Random) -> Pile:
    gone = chance.randrange(len(pile))
    return pile[:gone] + pile[gone + 1 :]


def _foreign(pile: Pile, case: Case, other: Pile, chance: random.Random) -> Pile:
    place = chance.randint(0, len(pile))
    return [*pile[:place], chance.choice(other), *pile[place:]]


def _swapped(pile: Pile, case: Case, other: Pile, chance: random.Random) -> Pile:
    """The count is right, one sheet is another household's."""
    mixed = list(pile)
    mixed[chance.randrange(len(mixed))] = chance.choice(other)
    return mixed


def _whole_other(pile: Pile, case: Case, other: Pile, chance: random.Random) -> Pile:
    return list(other)


def _old(pile: Pile, case: Case, other: Pile, chance: random.Random) -> Pile:
    """A sheet was corrected and printed anew, and the old one lies in the pile beside or instead.

    `case` is changed in place: the number becomes stale and a new one takes its place.
    """
    live = [i for i, s in enumerate(case) if s.allows(PaperEvent.REPLACE) and s.number in pile]
    if not live:
        return pile
    index = chance.choice(live)
    stale = case[index].number
    case[index] = case[index].after(PaperEvent.REPLACE, NOW)
    fresh = sheet(sheet_number(stale[:8], 20 + len(case), 1))
    case.append(fresh)
    return [*pile, fresh.number] if chance.random() < 0.5 else list(pile)


def _double(pile: Pile, case: Case, other: Pile, chance: random.Random) -> Pile:
    return [*pile, chance.choice(pile)]


def _jammed(pile: Pile, case: Case, other: Pile, chance: random.Random) -> Pile:
    """A sheet was sent again after a jam, and nobody said yet whether it came out."""
    index = next(i for i, s in enumerate(case) if s.number == chance.choice(pile[:1]))
    case[index] = case[index].after(PaperEvent.SPOOL, NOW)
    return list(pile) if chance.random() < 0.5 else [n for n in pile if n != case[index].number]


def _nameless(pile: Pile, case: Case, other: Pile, chance: random.Random) -> Pile:
    """A sheet whose barcode cannot be read, or a leaflet with a barcode of its own."""
    mixed = list(pile)
    mixed[chance.randrange(len(mixed))] = chance.choice(["", "4912345678904", "8F3KQ7T2-0"])
    return mixed


MixUp = Callable[[Pile, Case, Pile, random.Random], Pile]
KINDS: list[MixUp] = [_lost, _foreign, _swapped, _whole_other, _old, _double, _jammed, _nameless]


def test_ten_thousand_mix_ups_and_none_passes() -> None:
    chance = random.Random(20260403)
    undetected = []
    for turn in range(MIX_UPS):
        case, other = _case(chance), _case(chance)
        pile = _right(case, chance)
        assert check_pile(case, pile).complete, "a right pile must pass"
        kind = KINDS[turn % len(KINDS)]
        for _ in range(chance.choice([1, 1, 1, 2, 3]) if kind is not _jammed else 1):
            if not pile:
                break
            pile = kind(pile, case, _right(other, chance), chance)
        if check_pile(case, pile).complete:
            undetected.append((turn, kind.__name__))
    assert undetected == []


def test_a_wrong_letter_is_never_another_sheet_of_the_case() -> None:
    """Typed by hand, one wrong letter gives no sheet of this case, or one that is reported."""
    case = [sheet(sheet_number("8F3KQ7T2", number, 1)) for number in range(1, 10)]
    pile = [s.number for s in case]
    for place in range(len(pile)):
        for at, right in enumerate(pile[place]):
            for wrong in CROCKFORD:
                if right in ("-", wrong):
                    continue
                typed = pile[place][:at] + wrong + pile[place][at + 1 :]
                assert not check_pile(case, [*pile[:place], typed, *pile[place + 1 :]]).complete


def test_only_our_own_numbers_have_the_shape_of_one() -> None:
    assert is_sheet_number("8F3KQ7T2-01-1")
    assert is_sheet_number("8F3KQ7T2-112-12")
    for text in ("8F3KQ7T2-1-1", "8F3KQ7TU-01-1", "123456789012", "8F3KQ7T2-01-1 ", ""):
        assert not is_sheet_number(text)
