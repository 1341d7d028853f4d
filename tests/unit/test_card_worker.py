"""A call on the worker's thread is waited for as long as was said, and by the time that passed."""

import threading
from types import SimpleNamespace

import pytest

from iccard.worker import OverdueError, Worker


class AfterAPause(threading.Event):
    """An event of a machine that stood still: the first wait was over before anybody ran."""

    stood = False

    def wait(self, timeout: float | None = None) -> bool:
        if not self.stood:
            self.stood = True
            return False
        return super().wait(60)


def test_a_machine_that_stood_still_gives_no_call_up(monkeypatch: pytest.MonkeyPatch) -> None:
    ours = SimpleNamespace(Event=AfterAPause, Thread=threading.Thread)
    monkeypatch.setattr("iccard.worker.threading", ours)
    worker = Worker("card", lambda: None)
    assert worker.call(lambda: 7, 1.0) == 7
    worker.end()
    assert worker.ended(60)


def test_a_call_that_hangs_is_given_up_and_its_thread_says_farewell_when_it_comes_back() -> None:
    gate, farewell = threading.Event(), threading.Event()
    worker = Worker("card", farewell.set)
    with pytest.raises(OverdueError):
        worker.call(gate.wait, 0.05)
    assert not worker.ended(0.05)
    assert not farewell.is_set()
    gate.set()
    assert worker.ended(60)
    assert farewell.is_set()
