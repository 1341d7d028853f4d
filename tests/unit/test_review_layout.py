"""Nothing of supervisor's and department's windows is cut or nameless at the promised sizes."""

from collections.abc import Iterator
from dataclasses import replace

import pytest
from PySide6.QtWidgets import QApplication

from tests import layout_kit
from ui import theme
from ui.desk.scenes import desk_scenes
from ui.review import samples
from ui.review.case_panel import CasePanel
from ui.review.review_screen import ReviewScreen
from ui.review.scenes import review_scenes
from ui.staff.screen import Page
from ui.staff.window import StaffWindow

SIZES = ("1440x900", "1280x800", "200%")
SCENES = {**review_scenes(), **desk_scenes()}


@pytest.fixture(scope="module", params=SIZES)
def size(request: pytest.FixtureRequest) -> str:
    theme.set_text_scale(layout_kit.SIZES[request.param][2])
    return str(request.param)


@pytest.fixture(scope="module", params=SCENES)
def shown(
    application: QApplication, size: str, request: pytest.FixtureRequest
) -> Iterator[StaffWindow]:
    """One window for all that is asked of it: making it is what takes the time."""
    window = SCENES[request.param]()
    layout_kit.stand(window, size)
    yield window
    layout_kit.end(window)


def test_every_part_that_takes_the_focus_has_a_name(shown: StaffWindow) -> None:
    assert layout_kit.nameless(shown) == []


def test_every_part_has_the_room_it_needs(shown: StaffWindow) -> None:
    assert layout_kit.squeezed(shown) == []


def test_no_part_reaches_out_of_its_page_at_the_side(shown: StaffWindow) -> None:
    assert layout_kit.reaching_out(shown) == []


def test_a_page_that_fits_has_no_bar(shown: StaffWindow) -> None:
    for page in shown.findChildren(Page):
        inside = page.widget()
        if inside is not None and inside.hasHeightForWidth():
            fits = inside.heightForWidth(page.viewport().width()) <= page.viewport().height()
            assert not (fits and page.verticalScrollBar().maximum())


def test_a_long_name_goes_on_in_the_next_line(application: QApplication) -> None:
    name = "ヴァンデンベルグ＝デ・ラ・クルス・マリア・フェルナンダ アレクサンドラ・シャルロット"
    view = samples.refusal()
    assert view.case is not None
    window = SCENES["20c-review-refusal"]()
    layout_kit.stand(window, "1280x800")
    screen = window.findChild(ReviewScreen)
    assert isinstance(screen, ReviewScreen)
    screen.show_view(replace(view, case=replace(view.case, name=name, heading="")))
    for _ in range(4):  # a layout that follows its width takes more than one turn
        QApplication.processEvents()
    assert layout_kit.reaching_out(window) == []
    assert layout_kit.squeezed(window) == []
    layout_kit.end(window)


def test_another_case_is_shown_from_its_head(application: QApplication) -> None:
    window = SCENES["20c-review-refusal"]()
    layout_kit.stand(window, "1280x800")
    screen, panel = window.findChild(ReviewScreen), window.findChild(CasePanel)
    assert isinstance(screen, ReviewScreen)
    assert isinstance(panel, CasePanel)
    page = panel.findChild(Page)
    assert isinstance(page, Page)
    bar = page.verticalScrollBar()
    bar.setValue(bar.maximum())
    assert bar.value()
    screen.show_view(samples.WAITING)
    assert not bar.value()
    layout_kit.end(window)
