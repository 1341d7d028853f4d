"""Long names stand whole: smaller, then on more lines, and only at the very end cut."""

import pytest

from counter_app.model.names import characters
from ui.staff import samples
from ui.widgets.fitted_names import fit_name
from ui.widgets.names import name_width

pytestmark = pytest.mark.usefixtures("application")

LONG = samples.LONG_NAME


def test_a_short_name_keeps_its_size() -> None:
    fitted = fit_name(samples.HEAD, 200, 24)
    assert (fitted.px, fitted.lines) == (24, (samples.HEAD,))


def test_a_name_a_little_too_long_is_set_smaller_on_one_line() -> None:
    room = name_width(samples.HEAD, 24) - 4
    fitted = fit_name(samples.HEAD, room, 24)
    assert fitted.px == 22
    assert fitted.lines == (samples.HEAD,)


@pytest.mark.parametrize("room", [90, 130, 160, 240, 300])
def test_a_long_name_loses_no_character_and_leaves_no_line_too_wide(room: float) -> None:
    fitted = fit_name(LONG, room, 24, least=16)
    assert " ".join(fitted.lines).replace(" ", "") == LONG.replace(" ", "")
    assert all(name_width(line, fitted.px) <= room for line in fitted.lines)
    assert fitted.px >= 16


def test_a_character_is_never_parted_from_its_selector() -> None:
    name = "邉\U000e010f" * 12
    fitted = fit_name(name, 80, 24, least=16)
    assert len(fitted.lines) > 1
    assert characters("".join(fitted.lines)) == characters(name)
    assert all(line.startswith("邉\U000e010f") for line in fitted.lines)


def test_where_lines_are_few_the_end_goes_after_a_character_and_is_marked() -> None:
    fitted = fit_name(LONG, 60, 18, lines=2)
    assert len(fitted.lines) == 2
    assert fitted.lines[-1].endswith("…")
    assert LONG.startswith(fitted.lines[0])
    assert all(name_width(line, fitted.px) <= 60 for line in fitted.lines)
