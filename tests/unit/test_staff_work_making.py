"""Words of the moments in which sheets and papers are still being made (06, 07)."""

from dataclasses import replace

import pytest

from counter_app.failures import FailureCode
from counter_app.model.reception import ReceptionState
from counter_app.paperwork.values import Case
from tests.paperwork_kit import a_case
from ui.staff.frame_views import ProblemView
from ui.staff.words.common import problem
from ui.staff.words.dispatch import Dispatched, dispatch_view
from ui.staff.words.documents import Desk, documents_view


@pytest.fixture(scope="module")
def case() -> Case:
    return a_case("h2")


@pytest.fixture(scope="module")
def committed(case: Case) -> Case:
    reception = replace(case.reception, state=ReceptionState.COMMITTED, number="0403-017")
    return replace(case, reception=reception)


@pytest.fixture
def refused() -> ProblemView:
    return problem(FailureCode.PRINTER_UNREACHABLE, "")


def test_sheets_under_way_are_counted_as_soon_as_it_is_known(case: Case) -> None:
    view = documents_view(case, Desk(making=True))
    assert (view.awaited, view.making) == ("書類を作っています", "作っています")
    assert documents_view(case, Desk(making=True, needed=15)).making == "15件を作っています"
    assert view.missing == "書類を作っています"
    assert not view.can_go_on
    assert not view.can_send


def test_sheets_that_nobody_makes_are_said_to_be_missing(case: Case) -> None:
    view = documents_view(case, Desk())
    assert (view.awaited, view.making) == ("書類はまだありません", "")
    assert not view.can_go_on


def test_papers_are_said_to_be_made_until_the_first_is_there(committed: Case) -> None:
    view = dispatch_view(Dispatched(committed, ()))
    assert view.papers == ()
    assert view.making.startswith("受付票とこれからの手続きを作っています。")


def test_papers_that_could_not_be_made_are_not_said_to_be_under_way(
    committed: Case, refused: ProblemView
) -> None:
    assert dispatch_view(Dispatched(committed, (), problem=refused)).making == (
        "受付票はまだできていません。"
    )
