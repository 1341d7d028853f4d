"""Pages of the handbook: each place of the clerk's window, each code, each procedure."""

import pytest

from counter_app.failures import FailureCode
from counter_app.model.town import load_town
from counter_app.procedures.catalogue import standard_catalogue
from ui.staff.dispatch_screen import DispatchScreen
from ui.staff.documents_screen import DocumentsScreen
from ui.staff.handbook_words import HandbookView, handbook_view, places
from ui.staff.household_screen import HouseholdScreen
from ui.staff.interview_screen import InterviewScreen
from ui.staff.procedures_screen import ProceduresScreen
from ui.staff.reception_screen import ReceptionScreen
from ui.staff.start_screen import StartScreen
from ui.staff.words.common import problem

SCREENS = (
    StartScreen,
    ReceptionScreen,
    HouseholdScreen,
    InterviewScreen,
    ProceduresScreen,
    DocumentsScreen,
    DispatchScreen,
)


def page(at: str) -> HandbookView:
    return handbook_view(at, standard_catalogue(), load_town(None))


def words(view: HandbookView) -> str:
    parts = [view.title, view.mark]
    for part in view.parts:
        parts += [part.heading, part.words, *(f"{a}{b}" for a, b in part.rows)]
    return "\n".join(parts)


@pytest.mark.parametrize("screen", SCREENS, ids=lambda screen: screen.place)
def test_every_screen_has_a_page_with_what_it_is_for_its_keys_and_what_to_do(
    screen: type[StartScreen],
) -> None:
    entry = places()[screen.place]
    assert entry.title
    assert entry.purpose.endswith("。")
    assert len(entry.keys) >= 2
    assert len(entry.when) >= 2
    assert all(case and now.endswith("。") for case, now in entry.when)
    assert page(screen.place).title == entry.title


def test_a_page_of_a_place_is_no_failure_code() -> None:
    assert not set(places()) & set(FailureCode.__members__)


@pytest.mark.parametrize("code", FailureCode)
def test_a_code_shows_the_same_page_and_words_as_its_banner(code: FailureCode) -> None:
    banner, shown = problem(code), page(code.value)
    assert shown.title == banner.title
    assert banner.page in shown.mark
    assert code.value in shown.mark
    assert [part.heading for part in shown.parts] == [
        "起きたこと",
        "保存されているもの",
        "今すること",
    ]
    assert shown.parts[2].words == banner.now[0].text


def test_pages_count_the_areas_of_codes_alone() -> None:
    assert problem(FailureCode.CARD_NO_READER).page == "手引 1-1"
    assert problem(FailureCode.PRINTER_REFUSED).page.startswith("手引 8-")


def test_our_own_fault_is_said_as_such() -> None:
    assert "プログラムの誤り" in page("BUG").title


def test_a_procedure_shows_its_law_its_rules_its_term_and_its_source() -> None:
    procedure = standard_catalogue().procedure("C1")
    shown = words(page("C1"))
    assert procedure.basis in shown
    assert f"{procedure.edition}版" in shown
    assert all(outcome.reason in shown for outcome in procedure.outcomes)
    assert procedure.deadline is not None
    assert procedure.deadline.counted in shown
    assert all(mark in shown for mark in procedure.source)


@pytest.mark.parametrize("procedure", standard_catalogue().procedures, ids=lambda p: p.id)
def test_a_procedure_nobody_verified_says_so(procedure: object) -> None:
    shown = page(procedure.id)  # type: ignore[attr-defined]
    verified = procedure.verified  # type: ignore[attr-defined]
    assert shown.unverified is not verified
    assert ("未確認" in words(shown)) is not verified


def test_what_is_unknown_opens_the_page_of_the_list() -> None:
    assert page("nowhere").title == places()["staff.start"].title
