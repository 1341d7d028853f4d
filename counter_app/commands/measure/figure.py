"""One measured figure beside what it is measured against, and the fair way to time two things."""

import time
from collections.abc import Callable
from dataclasses import dataclass
from statistics import median


@dataclass(frozen=True, slots=True)
class Figure:
    """A line of the table. `ratio` is ours to the other's; None where nothing stands beside it.

    `ours` and `other` are in `unit`. `bound` is the most the ratio may be, None where none is set.
    """

    name: str
    unit: str
    ours: float
    other: float | None = None
    against: str = ""
    bound: float | None = None

    @property
    def ratio(self) -> float | None:
        return self.ours / self.other if self.other else None

    @property
    def within(self) -> bool:
        ratio = self.ratio
        return self.bound is None or ratio is None or ratio <= self.bound


def in_turn(
    ours: Callable[[], float], other: Callable[[], float], rounds: int
) -> tuple[float, float]:
    """Medians of two measurements made in turn, each first in every second round.

    What else the machine does in the meantime then falls on both alike.
    """
    found: tuple[list[float], list[float]] = ([], [])
    for turn in range(rounds):
        for at in (0, 1) if turn % 2 == 0 else (1, 0):
            found[at].append((ours, other)[at]())
    return median(found[0]), median(found[1])


def timed(work: Callable[[], object]) -> Callable[[], float]:
    """Makes of some work a measurement of it, in milliseconds."""

    def measure() -> float:
        start = time.perf_counter_ns()
        work()
        return (time.perf_counter_ns() - start) / 1e6

    return measure
