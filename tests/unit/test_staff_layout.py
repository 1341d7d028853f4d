"""Nothing of the clerk's screens is cut, hidden or nameless at the promised sizes."""

from collections.abc import Iterator
from dataclasses import dataclass

import pytest
from PySide6.QtWidgets import QApplication, QScrollArea

from tests import layout_kit
from ui import theme
from ui.staff import samples_reception
from ui.staff.scenes import SCENES
from ui.staff.window import StaffWindow
from ui.widgets import words


@dataclass(frozen=True)
class Shown:
    """A screen as it stands in a window, and what its painted texts said about their room."""

    window: StaffWindow
    cut: list[str]


@pytest.fixture(scope="module", params=layout_kit.SIZES)
def size(request: pytest.FixtureRequest) -> str:
    theme.set_text_scale(layout_kit.SIZES[request.param][2])
    return str(request.param)


@pytest.fixture(scope="module", params=SCENES)
def shown(application: QApplication, size: str, request: pytest.FixtureRequest) -> Iterator[Shown]:
    """One window for all that is asked of it: making it is what takes the time."""
    with layout_kit.painted_texts() as texts:
        window = SCENES[request.param].window()
        layout_kit.stand(window, size)
        window.grab()
        yield Shown(window, texts.cut)
        layout_kit.end(window)


def test_every_part_that_takes_the_focus_has_a_name(shown: Shown) -> None:
    assert layout_kit.nameless(shown.window) == []


def test_every_part_has_the_room_it_needs(shown: Shown) -> None:
    assert layout_kit.squeezed(shown.window) == []


def test_no_part_reaches_out_of_its_page_at_the_side(shown: Shown) -> None:
    assert layout_kit.reaching_out(shown.window) == []


def test_no_painted_text_is_cut(shown: Shown) -> None:
    assert shown.cut == []


def test_nothing_is_left_in_the_grey_of_the_toolkit(shown: Shown) -> None:
    assert layout_kit.toolkit_grey(shown.window) == {}


def test_wrapped_text_says_all_of_its_words() -> None:
    runs = samples_reception.CARD_PROBLEM.saved
    for width in (180, 220, 300):
        parts, _ = words._lay(runs, width, 14)
        assert "".join(part.text for part in parts) == "".join(run.text for run in runs)
        assert all(part.x + part.width <= width + 16 for part in parts)


@pytest.mark.parametrize("name", ["02-reception", "03-household", "04-interview", "08-error-card"])
def test_at_the_usual_size_a_page_stands_whole_without_scrolling(
    application: QApplication, name: str
) -> None:
    theme.set_text_scale(100)
    window = SCENES[name].window()
    layout_kit.stand(window, "1440x900")
    more = [page.verticalScrollBar().maximum() for page in window.findChildren(QScrollArea)]
    layout_kit.end(window)
    assert more == [0, 0]
