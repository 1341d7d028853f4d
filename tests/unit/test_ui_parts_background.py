"""Work off the GUI thread comes back on it, with its result or its failure, or not at all."""

import logging
import threading
from collections.abc import Callable, Iterator
from functools import partial

import pytest
from PySide6.QtCore import QDeadlineTimer
from PySide6.QtWidgets import QApplication

from counter_app.failures import CounterError, FailureCode
from ui.background import Background, Failure, Task

pytestmark = pytest.mark.usefixtures("application")


@pytest.fixture
def background() -> Iterator[Background]:
    made = Background()
    yield made
    assert made.shut_down()


def until(condition: Callable[[], object]) -> None:
    deadline = QDeadlineTimer(60_000)
    while not condition():
        assert not deadline.hasExpired(), "did not happen within a minute"
        QApplication.processEvents()


def unexpected(_: object) -> None:
    raise AssertionError("must not be called")


def test_work_runs_elsewhere_and_its_result_comes_back_on_the_gui_thread(
    background: Background,
) -> None:
    here = threading.get_ident()
    worked: list[int] = []
    back: list[tuple[str, int]] = []

    def work(task: Task[str]) -> str:
        worked.append(threading.get_ident())
        return "できた"

    background.run(work, lambda result: back.append((result, threading.get_ident())), unexpected)
    until(lambda: back)
    assert back == [("できた", here)]
    assert worked != [here]
    assert background.busy == 0


def test_a_counter_error_comes_back_as_itself(background: Background) -> None:
    failures: list[Failure] = []

    def work(task: Task[None]) -> None:
        raise CounterError(FailureCode.COMMITMENT_ACT_NOT_ALLOWED, "できません")

    background.run(work, unexpected, failures.append)
    until(lambda: failures)
    assert failures[0].error is not None
    assert failures[0].code == "COMMITMENT_ACT_NOT_ALLOWED"
    assert failures[0].bug is None


def test_our_bug_is_told_apart_and_logged(
    background: Background, caplog: pytest.LogCaptureFixture
) -> None:
    failures: list[Failure] = []

    def work(task: Task[None]) -> None:
        raise ZeroDivisionError

    with caplog.at_level(logging.CRITICAL, logger="ui.background"):
        background.run(work, unexpected, failures.append)
        until(lambda: failures)
    assert failures[0].error is None
    assert isinstance(failures[0].bug, ZeroDivisionError)
    assert failures[0].code == "BUG"


def test_cancelled_work_sees_it_and_brings_nothing(background: Background) -> None:
    started, seen = threading.Event(), threading.Event()

    def work(task: Task[int]) -> int:
        started.set()
        while not task.cancelled:
            threading.Event().wait(0.005)
        seen.set()
        return 1

    task = background.run(work, unexpected, unexpected)
    assert started.wait(60)
    task.cancel()
    assert seen.wait(60)
    until(lambda: background.busy == 0)
    assert task.ended


def test_work_cancelled_before_it_begins_is_never_run() -> None:
    background = Background(threads=1)
    gate = threading.Event()
    ran: list[int] = []

    def wait(task: Task[bool]) -> bool:
        return gate.wait(60)

    background.run(wait, lambda _: None, unexpected)
    second = background.run(lambda task: ran.append(1), unexpected, unexpected)
    second.cancel()
    gate.set()
    until(lambda: background.busy == 0)
    assert ran == []
    assert background.shut_down()


def test_shut_down_joins_the_threads_and_delivers_nothing_after() -> None:
    background = Background()
    started = threading.Event()

    def work(task: Task[int]) -> int:
        started.set()
        while not task.cancelled:
            threading.Event().wait(0.005)
        return 1

    task = background.run(work, unexpected, unexpected)
    assert started.wait(60)
    assert background.shut_down()
    assert task.ended
    QApplication.processEvents()
    late = background.run(work, unexpected, unexpected)
    assert late.cancelled


def answer(number: int, task: Task[int]) -> int:
    return number


def test_many_results_come_back_each_once(background: Background) -> None:
    back: list[int] = []
    for number in range(200):
        background.run(partial(answer, number), back.append, unexpected)
    until(lambda: len(back) == 200)
    assert sorted(back) == list(range(200))
