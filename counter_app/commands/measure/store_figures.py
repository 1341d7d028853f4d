"""The store under load: look-ups among a million links, and receptions committed a second."""

import random
import secrets
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from counter_app.commands.measure.figure import Figure, in_turn
from counter_app.commands.measure.story import DAY, NOW, Story
from counter_app.dispatch import Dispatch
from counter_app.intake import Terminal
from counter_app.model.numbers import CROCKFORD
from counter_app.paperwork.tasks import planned_tasks
from localdb.engine import open_engine
from localdb.keys import DATABASE, KEY_FOLDER, read_key
from localdb.open import open_store
from localdb.store import SqlStore

_BATCH = 50_000
_ASKED = 500
_TASKS = 15


def measure_links(folder: Path, many: int, few: int, rounds: int) -> tuple[Figure, ...]:
    """A look-up by blind index among `many` links against one among `few`, on SQLCipher."""
    with (
        _filled(folder / "few", few) as (small, small_keys, _),
        _filled(folder / "many", many) as (large, large_keys, seconds),
    ):
        alone = in_turn(
            lambda: _look_up(large, large_keys), lambda: _look_up(small, small_keys), rounds
        )
        whole = in_turn(
            lambda: _look_up_each(large, large_keys),
            lambda: _look_up_each(small, small_keys),
            rounds,
        )
    against = f"among {few:,}"
    return (
        Figure(f"look-up among {many:,} links", "µs", *alone, against, 2.0),
        Figure("… with its own snapshot", "µs", *whole, against, 2.0),
        Figure(f"building the {many:,} links", "s", seconds),
    )


@contextmanager
def _filled(folder: Path, links: int) -> Iterator[tuple[SqlStore, list[bytes], float]]:
    """A store with so many links, some of their indexes, and how long the building took.

    Random indexes go straight through the schema, sorted, as the import of a file stores them.
    """
    with open_store(folder, clock=lambda: NOW):
        pass
    key = read_key(folder / KEY_FOLDER / DATABASE)
    engine = open_engine(folder / "counter.db", key)
    start = time.perf_counter()
    indexes = sorted(secrets.token_bytes(32) for _ in range(links))
    with engine.begin() as connection:
        for first in range(0, links, _BATCH):
            rows = [
                (index, _code(place)) for place, index in enumerate(indexes[first:][:_BATCH], first)
            ]
            connection.exec_driver_sql(
                "INSERT INTO links (blind_index, link_code) VALUES (?, ?)", rows
            )
    seconds = time.perf_counter() - start
    engine.dispose()
    with open_store(folder, clock=lambda: NOW) as store:
        yield store, random.Random(1).sample(indexes, min(links, 20 * _ASKED)), seconds  # noqa: S311


def _code(place: int) -> str:
    """A link code of its own for each place, in no order."""
    scrambled = place * 0x9E3779B1 % 2**40
    return "".join(CROCKFORD[scrambled >> shift & 31] for shift in range(0, 40, 5))


def _look_up(store: SqlStore, keys: list[bytes]) -> float:
    """Microseconds of one look-up in an open snapshot."""
    asked = random.sample(keys, _ASKED)
    with store.view() as unit:
        unit.find_link(asked[0])
        start = time.perf_counter_ns()
        for key in asked:
            unit.find_link(key)
        return (time.perf_counter_ns() - start) / 1000 / _ASKED


def _look_up_each(store: SqlStore, keys: list[bytes]) -> float:
    """Microseconds of one look-up as a reception makes it: a snapshot for it alone."""
    asked = random.sample(keys, _ASKED // 5)
    start = time.perf_counter_ns()
    for key in asked:
        with store.view() as unit:
            unit.find_link(key)
    return (time.perf_counter_ns() - start) / 1000 / len(asked)


def measure_commits(folder: Path, story: Story, receptions: int) -> tuple[Figure, ...]:
    """A reception of 15 tasks committed on SQLCipher, against the least durable transaction."""
    tasks = planned_tasks(story.case, ())
    assert len(tasks) >= _TASKS
    tasks = tasks[:_TASKS]
    with open_store(folder, clock=lambda: NOW) as store:
        dispatch = Dispatch(store, lambda: NOW, Terminal("佐伯", "窓口2"), story.town.id)

        def commit() -> float:
            reception = story.new_reception()
            with store.unit() as unit:
                unit.add_reception(reception)
            start = time.perf_counter_ns()
            dispatch.commit(reception, tasks)
            return (time.perf_counter_ns() - start) / 1e6

        def least() -> float:
            start = time.perf_counter_ns()
            with store.unit() as unit:
                unit.next_reception_sequence(DAY)
            return (time.perf_counter_ns() - start) / 1e6

        took, floor = in_turn(commit, least, receptions)
    against = "one row, one durable transaction"
    return (
        Figure(f"commit of a reception, {_TASKS} tasks", "ms", took, floor, against),
        Figure("receptions committed", "a second", 1000 / took),
    )
