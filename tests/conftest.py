"""What every test lives under: no display, no unannounced warning, a town of its own."""

import gc
import logging
import os
from collections.abc import Iterator
from typing import TYPE_CHECKING

import pytest
from hypothesis import HealthCheck, settings

from counter_app.sandbox.virtual_reader import reserve_socket

if TYPE_CHECKING:
    from PySide6.QtWidgets import QApplication

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

# A loaded machine must not fail a test: no example is timed. A clean checkout is tested with the
# same examples each time: what fails there fails everywhere.
settings.register_profile(
    "counter",
    deadline=None,
    derandomize=True,
    suppress_health_check=[HealthCheck.too_slow],
)
settings.load_profile("counter")
# PC/SC reads where its service is once in a process; no test may be the first by chance.
reserve_socket()


class AnnouncedWarnings:
    """Lets a test say which warnings it expects: `announced.expect("delivery")`."""

    def __init__(self) -> None:
        self.expected: list[str] = []
        self.seen: list[logging.LogRecord] = []

    def expect(self, part: str) -> None:
        """A warning whose logger name or message contains `part` is expected in this test."""
        self.expected.append(part)

    def surprises(self) -> list[str]:
        lines = [f"{r.name}: {r.getMessage()}" for r in self.seen]
        return [line for line in lines if not any(part in line for part in self.expected)]


class _Recorder(logging.Handler):
    def __init__(self, announced: AnnouncedWarnings) -> None:
        super().__init__(logging.WARNING)
        self._announced = announced

    def emit(self, record: logging.LogRecord) -> None:
        self._announced.seen.append(record)


@pytest.fixture(autouse=True)
def announced() -> Iterator[AnnouncedWarnings]:
    """Fail the test that logs a warning nobody announced."""
    warnings = AnnouncedWarnings()
    recorder = _Recorder(warnings)
    logging.getLogger().addHandler(recorder)
    yield warnings
    logging.getLogger().removeHandler(recorder)
    surprises = warnings.surprises()
    assert not surprises, "a warning nobody announced: " + "; ".join(surprises)


@pytest.hookimpl(trylast=True)
def pytest_runtest_teardown() -> None:
    """Where windows have switched the automatic collector off, no event loop runs between tests."""
    if not gc.isenabled():
        gc.collect(1)


@pytest.fixture(scope="module")
def application() -> "Iterator[QApplication]":
    """The one application, with text at 100 % when a module begins and when it ends."""
    from tests.qt_kit import running

    yield running()
    running()
