"""A counter killed at random moments of dispatch and delivery loses nothing and doubles nothing."""

import os
import random
import signal
import subprocess
import sys
import threading
from collections import Counter
from pathlib import Path

import pytest

from counter_app.bootstrap import wall_clock
from counter_app.model.commitment import Act
from counter_app.model.reception import ReceptionState
from counter_app.sandbox.run import SandboxTown
from localdb.open import open_store
from tests import kill_worker
from tests.kill_worker import BEGUN

LIVES = int(os.environ.get("COUNTER_APP_KILLS", "500"))
LONGEST_LIFE = 0.2
"""Seconds before the kill, counted from the fork or, so that work is met too, from its begin."""


@pytest.mark.slow
@pytest.mark.timeout(900)
def test_five_hundred_kills_leave_every_shown_reception_whole_and_every_message_one_effect(
    tmp_path: Path,
) -> None:
    chance = random.Random(20260403)
    ledger = tmp_path / "shown-to-residents"
    ledger.touch()
    with SandboxTown(tmp_path, wall_clock, poll_seconds=0.05) as town:
        town.tell(pushed=True, known=True)
        worker = subprocess.Popen(
            [sys.executable, kill_worker.__file__, str(tmp_path), str(ledger)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )
        assert worker.stdin is not None
        assert worker.stdout is not None
        ended = Counter[str]()
        for _ in range(LIVES):
            worker.stdin.write("live\n")
            worker.stdin.flush()
            child = int(worker.stdout.readline())
            told = worker.stdout.readline().strip() if chance.random() < 0.4 else BEGUN
            end = threading.Timer(
                chance.uniform(0.01, LONGEST_LIFE), os.kill, (child, signal.SIGKILL)
            )
            if told == BEGUN:
                end.start()
            while told == BEGUN:
                told = worker.stdout.readline().strip()
            end.cancel()
            ended[told] += 1
        assert ended == {str(int(signal.SIGKILL)): LIVES}, "a life ended by itself"
        worker.stdin.write("drain\n")
        worker.stdin.flush()
        worker.stdout.readline()
        assert worker.stdout.readline().strip() == "0"
        worker.communicate()
        for service in town.organisations.values():
            while service.organisation.run_once():
                pass
        check(tmp_path, ledger, town)


def check(basedir: Path, ledger: Path, town: SandboxTown) -> None:
    shown = dict(line.split() for line in ledger.read_text().splitlines())
    assert len(shown) > LIVES / 10, "too few receptions were reached to prove anything"
    expected = len(kill_worker.DEPARTMENTS) + len(kill_worker.ORGANISATIONS)
    with open_store(basedir / "data", clock=wall_clock) as store, store.view() as unit:
        receptions = {r.id: r for r in unit.receptions()}
        for reception_id, number in shown.items():
            assert receptions[reception_id].number == number
        numbers = [r.number for r in receptions.values() if r.number]
        assert len(numbers) == len(set(numbers))
        requests: set[tuple[str, str, int]] = set()
        for reception in receptions.values():
            commitments = unit.commitments(reception_id=reception.id)
            whole = reception.state is ReceptionState.COMMITTED
            assert len(commitments) == (expected if whole else 0)
            commits = [
                e for e in unit.audit_entries(case=reception.id) if e.what == "dispatch.commit"
            ]
            assert len(commits) == (1 if whole else 0)
            for commitment in commitments:
                assert commitment.acts[0].act is Act.REQUEST
                if commitment.executor in kill_worker.ORGANISATIONS:
                    requests.add((commitment.id, "request", 1))
        messages = {q.message.id for q in unit.outbox()}
        assert len(messages) == len(requests)
    at_hub = Counter(e.id for e in town.hub.ledger() if e.from_party == "town.y")
    assert set(at_hub) == messages
    assert set(at_hub.values()) == {1}
    effects = Counter(
        (e.transaction, e.act, e.sequence)
        for service in town.organisations.values()
        for e in service.effects()
    )
    assert {key for key in effects if key[1] == "request"} == requests
    assert set(effects.values()) == {1}
