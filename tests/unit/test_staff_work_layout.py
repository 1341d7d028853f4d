"""Screens 05, 06, 07 and 09 at the three promised sizes: nothing cut, squeezed or nameless."""

from collections.abc import Iterator
from dataclasses import dataclass, replace

import pytest
from PySide6.QtWidgets import QApplication

from tests import layout_kit
from ui import theme
from ui.staff import (
    work_samples,
    work_samples_dispatch,
    work_samples_documents,
)
from ui.staff.dispatch_screen import DispatchScreen
from ui.staff.documents_screen import DocumentsScreen
from ui.staff.procedures_screen import ProceduresScreen
from ui.staff.screen import Page, StaffScreen
from ui.staff.window import StaffWindow
from ui.staff.work_scenes import work_scenes
from ui.widgets.words import Run

SIZES = ("1440x900", "1280x800", "200%")
LONG = "下水道・農業集落排水の使用開始・人数の届"
LONG_NAME = "NGUYEN THI HOANG ANH MARIA FERNANDA DE LA CRUZ"


def _procedures() -> StaffScreen:
    view = work_samples.PROCEDURES
    rows = tuple(replace(r, title=LONG, who="髙志・美咲・葵", papers=LONG) for r in view.rows)
    cuts = tuple(replace(c, title=LONG) for c in view.cuts)
    claimant = ("請求する人", (Run(LONG_NAME, name=True),))
    reason = replace(work_samples.REASON, title=LONG, details=(claimant,))
    screen = ProceduresScreen()
    screen.show_view(replace(view, rows=rows, cuts=cuts, reason=reason))
    return screen


def _documents() -> StaffScreen:
    view = work_samples_documents.documents()
    signers = tuple(replace(s, name=LONG_NAME) for s in view.signers)
    pile = work_samples_documents.PILE_WRONG
    rows = tuple(replace(row, title=LONG) for row in pile.rows)
    screen = DocumentsScreen()
    screen.show_view(replace(view, signers=signers, pile=replace(pile, rows=rows)))
    return screen


def _dispatch() -> StaffScreen:
    view = work_samples_dispatch.DISPATCH
    groups = tuple(
        replace(g, rows=tuple(replace(r, title=LONG, due="4/10（金）13〜15時") for r in g.rows))
        for g in view.groups
    )
    screen = DispatchScreen()
    screen.show_view(replace(view, groups=groups))
    return screen


STORY = work_scenes()
SCENES = STORY | {
    "05-long": replace(STORY["05-procedures"], screen=_procedures),
    "06-long": replace(STORY["06-documents"], screen=_documents),
    "07-long": replace(STORY["07-dispatch"], screen=_dispatch),
}


@dataclass(frozen=True)
class Shown:
    """A scene in its window, and what was painted there."""

    window: StaffWindow
    texts: layout_kit.PaintedTexts


@pytest.fixture(scope="module", params=SIZES)
def size(request: pytest.FixtureRequest) -> str:
    theme.set_text_scale(layout_kit.SIZES[request.param][2])
    return str(request.param)


@pytest.fixture(scope="module", params=SCENES)
def shown(application: QApplication, size: str, request: pytest.FixtureRequest) -> Iterator[Shown]:
    """One window for all that is asked of it: making it is what takes the time."""
    with layout_kit.painted_texts() as texts:
        window = SCENES[request.param].window()
        layout_kit.stand(window, size, drawer=True)
        window.grab()
        yield Shown(window, texts)
        layout_kit.end(window)


def test_every_part_that_takes_the_focus_has_a_name(shown: Shown) -> None:
    assert layout_kit.nameless(shown.window) == []


def test_every_part_has_the_room_it_needs(shown: Shown) -> None:
    assert layout_kit.squeezed(shown.window) == []


def test_no_part_reaches_out_of_its_page_at_the_side(shown: Shown) -> None:
    assert layout_kit.reaching_out(shown.window) == []


def test_no_painted_text_is_cut(shown: Shown) -> None:
    assert shown.texts.seen > 20
    assert shown.texts.cut == []


def test_the_usual_size_stands_without_a_scroll_bar(application: QApplication) -> None:
    theme.set_text_scale(100)
    for name in ("05-procedures", "06-documents", "07-dispatch", "09-error-hub"):
        window = SCENES[name].window()
        layout_kit.stand(window, "1440x900")
        bars = [page.verticalScrollBar().maximum() for page in window.findChildren(Page)]
        layout_kit.end(window)
        assert bars == [0] * len(bars), name
