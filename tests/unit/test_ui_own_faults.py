"""What a slot raises is logged and told; it is never a key that does nothing."""

import logging
import sys
from collections.abc import Iterator

import pytest
from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QApplication

from counter_app.failures import CounterError, FailureCode
from tests.conftest import AnnouncedWarnings
from ui.background import Failure
from ui.own_faults import OwnFaults


class _Button(QObject):
    pressed = Signal()


@pytest.fixture(autouse=True)
def expected(announced: AnnouncedWarnings) -> None:
    announced.expect("a slot ended with a bug")


@pytest.fixture
def told(application: QApplication) -> Iterator[list[Failure]]:
    before = sys.excepthook
    heard: list[Failure] = []
    faults = OwnFaults(heard.append)
    yield heard
    faults.end()
    assert sys.excepthook is before


def press(raised: BaseException) -> None:
    def slot() -> None:
        raise raised

    button = _Button()
    button.pressed.connect(slot)
    button.pressed.emit()


def test_a_bug_in_a_slot_is_logged_and_told(
    told: list[Failure], caplog: pytest.LogCaptureFixture
) -> None:
    with caplog.at_level(logging.ERROR):
        press(ValueError("a bug"))
    assert [failure.code for failure in told] == ["BUG"]
    assert "a slot ended with a bug" in caplog.text
    assert "ValueError: a bug" in caplog.text


def test_a_failure_nobody_caught_keeps_its_code(
    told: list[Failure], caplog: pytest.LogCaptureFixture
) -> None:
    with caplog.at_level(logging.ERROR):
        press(CounterError(FailureCode.HUB_UNREACHABLE))
    assert [failure.code for failure in told] == ["HUB_UNREACHABLE"]


def test_telling_that_fails_too_is_not_told_again(
    application: QApplication, caplog: pytest.LogCaptureFixture
) -> None:
    times = 0

    def tell(_: Failure) -> None:
        nonlocal times
        times += 1
        press(ValueError("again"))

    faults = OwnFaults(tell)
    with caplog.at_level(logging.ERROR):
        press(ValueError("first"))
    faults.end()
    assert times == 1
    assert caplog.text.count("a slot ended with a bug") == 2


def test_a_window_that_ended_first_is_told_of_nothing(
    told: list[Failure], caplog: pytest.LogCaptureFixture
) -> None:
    """Two windows end in any order; the later one must not bring the earlier one back."""
    elder: list[Failure] = []
    younger: list[Failure] = []
    first, second = OwnFaults(elder.append), OwnFaults(younger.append)
    first.end()
    with caplog.at_level(logging.ERROR):
        press(ValueError("one"))
        second.end()
        press(ValueError("two"))
    assert (len(elder), len(younger), len(told)) == (0, 1, 1)
    assert caplog.text.count("a slot ended with a bug") == 2
