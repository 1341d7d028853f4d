"""From the pad to the paper: whole, undistorted, never enlarged."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from counter_app.model.document import Stroke
from ui.tablet.strokes import BOX_HEIGHT, BOX_WIDTH, has_line, signature_of
from ui.widgets.signature import PenPoint

PadLine = tuple[PenPoint, ...]


def line(*places: tuple[int, int]) -> PadLine:
    return tuple(PenPoint(x, y, 8 * at, 0.5, 3.0, -2.0) for at, (x, y) in enumerate(places))


def extent(strokes: tuple[Stroke, ...]) -> tuple[int, int, int, int]:
    points = [point for stroke in strokes for point in stroke.points]
    xs, ys = [point.x for point in points], [point.y for point in points]
    return min(xs), min(ys), max(xs), max(ys)


PLACES = st.tuples(st.integers(-500, 21000), st.integers(-500, 14000))


@given(st.lists(st.lists(PLACES, min_size=2, max_size=6), min_size=1, max_size=5))
def test_any_ink_lies_whole_in_the_box(drawn: list[list[tuple[int, int]]]) -> None:
    signed = signature_of(tuple(line(*places) for places in drawn))
    left, top, right, bottom = extent(signed)
    assert 0 <= left <= right <= BOX_WIDTH
    assert 0 <= top <= bottom <= BOX_HEIGHT


@pytest.mark.parametrize(("wide", "high"), [(18000, 6000), (400, 12000), (15000, 100)])
def test_proportions_are_kept(wide: int, high: int) -> None:
    left, top, right, bottom = extent(signature_of((line((900, 2000), (900 + wide, 2000 + high)),)))
    assert (right - left) / wide == pytest.approx((bottom - top) / high, abs=0.012)


def test_small_ink_is_not_enlarged() -> None:
    left, top, right, bottom = extent(signature_of((line((9000, 9000), (9300, 9200)),)))
    assert (right - left, bottom - top) == (300, 200)


def test_the_hand_stays_in_the_points() -> None:
    (stroke,) = signature_of((line((0, 0), (18000, 6000)),))
    first, last = stroke.points
    assert (last.t, last.pressure, last.tilt_x, last.tilt_y) == (8, 0.5, 3.0, -2.0)
    assert first.t == 0


def test_strokes_keep_their_number_and_order() -> None:
    drawn = (line((0, 0), (100, 0)), line((500, 0)), line((200, 0), (300, 0)))
    assert [len(stroke.points) for stroke in signature_of(drawn)] == [2, 1, 2]


@pytest.mark.parametrize(
    ("drawn", "signs"),
    [
        ((), False),
        ((line((5, 5)),), False),
        ((line((5, 5), (5, 5), (5, 5)),), False),
        ((line((5, 5), (120, 60), (5, 200)), line((900, 5), (700, 5))), False),  # trembled
        ((line((5, 5)), line((1, 1), (150, 1), (400, 1))), True),
    ],
)
def test_dots_are_no_signature(drawn: tuple[PadLine, ...], signs: bool) -> None:
    assert has_line(drawn) is signs


def test_nothing_drawn_gives_nothing() -> None:
    assert signature_of(()) == ()
