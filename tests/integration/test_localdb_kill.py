"""A program killed at any moment leaves every shown reception whole and none half."""

import os
import random
import select
import signal
from collections.abc import Callable
from dataclasses import replace
from functools import partial
from pathlib import Path

import pytest

from counter_app.model.numbers import reception_number
from counter_app.model.reception import ReceptionState
from localdb.keys import read_key
from tests.localdb_samples import (
    NOW,
    TODAY,
    commitment,
    entry,
    link_code,
    link_file,
    message,
    number,
    opened,
    reception,
)

pytestmark = pytest.mark.skipif(not hasattr(os, "fork"), reason="needs fork and SIGKILL")

COMMITMENTS = 3
KILLS = 40


def receive_for_ever(base: Path, shown: int) -> None:
    """Commit one reception after the other; each number is written to `shown` after its commit."""
    with opened(base) as store:
        while True:
            one = reception()
            with store.unit() as unit:
                unit.add_reception(one)
            with store.unit() as unit:
                given = reception_number(TODAY, unit.next_reception_sequence(TODAY))
                unit.save_reception(replace(one, number=given, state=ReceptionState.COMMITTED))
                for _ in range(COMMITMENTS):
                    made = commitment(one.id)
                    unit.add_commitment(made)
                    unit.enqueue(message(made))
                unit.audit(entry("reception.committed", one.id))
            os.write(shown, f"{given}\n".encode())


def killed_after(
    seconds: float, work: Callable[[int], None], *, once_shown: bool = False
) -> list[str]:
    """Run `work` in a process of its own and kill it; returns the lines it had shown by then.

    The seconds are counted from its start, or from its first line.
    """
    reader, writer = os.pipe()
    child = os.fork()
    if child == 0:
        try:
            os.close(reader)
            work(writer)
        finally:
            os._exit(1)
    os.close(writer)
    content = b""
    moment = select.poll()
    moment.register(child_end := os.pidfd_open(child), select.POLLIN)
    try:
        if once_shown:
            select.select([reader, child_end], (), (), 30)
        assert not moment.poll(seconds * 1000), "the child ended by itself"
    finally:
        os.close(child_end)
        os.kill(child, signal.SIGKILL)
        os.waitpid(child, 0)
    while part := os.read(reader, 65536):
        content += part
    os.close(reader)
    return content.decode().splitlines()


def examine(base: Path, shown: list[str]) -> int:
    """Check the store against what was shown; returns how many receptions are committed."""
    with opened(base) as store:
        with store.view() as view:
            receptions = {r.id: r for r in view.receptions()}
            committed = [r for r in receptions.values() if r.number]
            audited = [e.case for e in view.audit_entries() if e.what == "reception.committed"]
            for one in receptions.values():
                made = view.commitments(reception_id=one.id)
                queued = view.outbox(reception_id=one.id)
                whole = COMMITMENTS if one.number else 0
                assert len(made) == len(queued) == whole
                assert all(len(each.acts) == 1 for each in made)
                assert {q.message.commitment_id for q in queued} == {each.id for each in made}
        assert set(shown) <= {one.number for one in committed}
        assert sorted(audited) == sorted(one.id for one in committed)
        numbers = [reception_number(TODAY, n + 1) for n in range(len(committed))]
        assert sorted(one.number for one in committed) == sorted(numbers)
        first = read_key(base / "keys" / "audit-verification.key")
        assert store.verify_audit(first).findings == ()
        return len(committed)


def test_forty_kills_between_receptions_lose_no_shown_number_and_leave_none_half(
    tmp_path: Path,
) -> None:
    dice = random.Random(20260403)
    base, shown = tmp_path / "base", []
    with opened(base):
        pass
    for turn in range(KILLS):
        after = dice.uniform(0.005, 0.08)
        work = partial(receive_for_ever, base)
        shown += killed_after(after, work, once_shown=turn % 2 == 1)
        assert examine(base, shown) <= len(shown) + KILLS
    assert shown
    assert len(set(shown)) == len(shown)


def test_a_first_start_killed_at_any_moment_begins_again_or_goes_on(tmp_path: Path) -> None:
    dice = random.Random(1)
    for turn in range(KILLS // 2):
        base = tmp_path / str(turn)
        shown = killed_after(dice.uniform(0.0, 0.12), partial(receive_for_ever, base))
        shown += killed_after(0.1, partial(receive_for_ever, base))
        examine(base, shown)


def test_an_import_killed_at_any_moment_stored_every_link_or_none(tmp_path: Path) -> None:
    dice = random.Random(2)
    count = 3000
    path = link_file(tmp_path / "links.csv", *((number(i), link_code(i)) for i in range(count)))
    outcomes: set[int] = set()

    def work(base: Path, out: int) -> None:
        with opened(base) as store:
            store.import_links(path)
            select.poll().poll()  # stay until killed

    for turn in range(KILLS // 2):
        base = tmp_path / str(turn)
        with opened(base):
            pass
        killed_after(dice.uniform(0.01, 0.2), partial(work, base))
        with opened(base) as store:
            again = store.import_links(path)
            outcomes.add(again.known)
            assert again.stored + again.known == count
            with store.unit() as unit:
                unit.audit(entry("links.imported", str(NOW)))
    assert outcomes <= {0, count}
