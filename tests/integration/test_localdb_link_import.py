"""A link file is stored as a whole or not at all, and no number of it is ever on the disk."""

import base64
import sqlite3
from pathlib import Path

import pytest

from counter_app.failures import CounterError, FailureCode
from counter_app.model.numbers import LinkCode
from localdb.link_file import BadLine, LineFault
from tests.localdb_samples import entry, link_code, link_file, linked, number, opened


def test_every_line_is_stored_and_progress_reaches_the_end(tmp_path: Path) -> None:
    path = link_file(tmp_path / "links.csv", *((number(i), link_code(i)) for i in range(5000)))
    told: list[tuple[int, float]] = []
    with opened(tmp_path / "base") as store:
        result = store.import_links(path, lambda lines, share: told.append((lines, share)))
        assert (result.lines, result.stored, result.known, result.bad) == (5000, 5000, 0, ())
        result.require_complete()
        for i in (0, 17, 4999):
            assert linked(store, number(i)) == LinkCode(link_code(i))
        assert linked(store, number(5000)) is None
    assert told == sorted(told)
    assert told[-1] == (5000, 1.0)


def test_the_same_file_again_changes_nothing_and_a_longer_one_adds_the_rest(
    tmp_path: Path,
) -> None:
    pairs = [(number(i), link_code(i)) for i in range(30)]
    with opened(tmp_path / "base") as store:
        store.import_links(link_file(tmp_path / "a.csv", *pairs[:20]))
        again = store.import_links(link_file(tmp_path / "a.csv", *pairs[:20]))
        assert (again.stored, again.known, again.complete) == (0, 20, True)
        longer = store.import_links(link_file(tmp_path / "b.csv", *pairs))
        assert (longer.stored, longer.known) == (10, 20)


def test_one_bad_line_keeps_every_good_one_out_and_all_bad_ones_are_named(tmp_path: Path) -> None:
    known, other = (number(1), link_code(1)), (number(10), link_code(10))
    third = (number(11), link_code(11))
    path = link_file(
        tmp_path / "links.csv",
        (number(2), link_code(2)),
        (number(2), link_code(3)),  # 2: the number again
        (number(4), link_code(2)),  # 3: the code again
        (number(1), link_code(11)),  # 4: known with another code, which is another's: bad once
        (number(6), link_code(1)),  # 5: a code that is another's
        (number(7)[:11] + b"x", link_code(7)),  # 6: not a number
        (number(8), "OOOOOOOO"),  # 7: not a code
        other,  # 8: known as it is: fine
        (number(9), link_code(9)),
    )
    with opened(tmp_path / "base") as store:
        store.import_links(link_file(tmp_path / "known.csv", known, other, third))
        result = store.import_links(path, audit=entry("links.imported"))
        assert result.bad == (
            BadLine(2, LineFault.NUMBER_TWICE),
            BadLine(3, LineFault.CODE_TWICE),
            BadLine(4, LineFault.NUMBER_LINKED),
            BadLine(5, LineFault.CODE_LINKED),
            BadLine(6, LineFault.DIGITS),
            BadLine(7, LineFault.CODE),
        )
        assert (result.stored, result.bad_count, result.complete) == (0, 6, False)
        assert linked(store, number(2)) is linked(store, number(9)) is None
        assert linked(store, number(1)) == LinkCode(link_code(1))
        with store.view() as view:
            assert "links.imported" not in [e.what for e in view.audit_entries()]
        with pytest.raises(CounterError) as failure:
            result.require_complete()
    assert failure.value.code is FailureCode.LINK_FILE_REFUSED
    assert failure.value.detail.startswith("2行目")


def test_thousands_of_bad_lines_are_counted_and_the_first_are_named(tmp_path: Path) -> None:
    path = link_file(tmp_path / "links.csv", *((b"0" * 12, link_code(i)) for i in range(3000)))
    with opened(tmp_path / "base") as store:
        result = store.import_links(path)
    assert (len(result.bad), result.bad_count, result.lines) == (1000, 3000, 3000)
    assert result.bad[-1].line == 1000


def test_the_audit_record_is_written_with_the_links(tmp_path: Path) -> None:
    path = link_file(tmp_path / "links.csv", (number(1), link_code(1)))
    with opened(tmp_path / "base") as store:
        store.import_links(path, audit=entry("links.imported"))
        with store.view() as view:
            assert view.audit_entries()[-1].what == "links.imported"


class Stopped(Exception):
    """The clerk stopped the import."""


@pytest.mark.parametrize("at", [0.1, 0.9], ids=["while reading", "while storing"])
def test_an_import_that_is_stopped_leaves_nothing_behind(tmp_path: Path, at: float) -> None:
    path = link_file(tmp_path / "links.csv", *((number(i), link_code(i)) for i in range(5000)))

    def stop(lines: int, share: float) -> None:
        if share >= at:
            raise Stopped

    with opened(tmp_path / "base") as store:
        with pytest.raises(Stopped):
            store.import_links(path, stop)
        assert linked(store, number(0)) is None
        assert not list((tmp_path / "base").glob("*.import-*"))
        assert store.import_links(path).stored == 5000


def test_receptions_go_on_while_a_file_is_read(tmp_path: Path) -> None:
    path = link_file(tmp_path / "links.csv", *((number(i), link_code(i)) for i in range(5000)))
    with opened(tmp_path / "base") as store, opened(tmp_path / "base") as other:

        def work(lines: int, share: float) -> None:
            if share < 0.8:
                with other.unit() as unit:
                    unit.audit(entry("reception.opened"))

        assert store.import_links(path, work).stored == 5000
        with store.view() as view:
            assert "reception.opened" in [e.what for e in view.audit_entries()]


def test_what_a_killed_import_left_is_removed_at_the_next_start(tmp_path: Path) -> None:
    with opened(tmp_path):
        pass
    left = tmp_path / "counter.db.import-0011223344556677"
    left.write_bytes(b"unreadable")
    with opened(tmp_path):
        assert not left.exists()


# --- the canary ---------------------------------------------------------------------------------


def disguises(digits: bytes) -> dict[str, bytes]:
    """The forms in which a number could lie in a file."""
    text = digits.decode()
    return {
        "ascii": digits,
        "utf-16": text.encode("utf-16-le"),
        "packed": bytes.fromhex(text),
        "base64": base64.b64encode(digits),
        "hex": digits.hex().encode(),
        "integer": int(text).to_bytes(6, "big"),
    }


def found(folder: Path, digits: bytes) -> set[tuple[str, str]]:
    return {
        (path.name, form)
        for path in folder.rglob("*")
        if path.is_file()
        for form, needle in disguises(digits).items()
        if needle in path.read_bytes()
    }


def test_no_number_of_a_file_is_found_in_any_file_of_the_store(tmp_path: Path) -> None:
    canaries = [number(i) for i in range(200)]
    path = link_file(tmp_path / "links.csv", *((d, link_code(i)) for i, d in enumerate(canaries)))
    base = tmp_path / "base"
    seen: set[tuple[str, str]] = set()

    def search(lines: int, share: float) -> None:
        seen.update(*(found(base, digits) for digits in canaries[:20]))

    with opened(base) as store:
        store.import_links(path, search)
        names = {file.name for file in base.iterdir()}
        assert {"counter.db", "counter.db-wal", "counter.db-shm"} <= names
        for digits in canaries:
            seen |= found(base, digits)
    for digits in canaries:
        seen |= found(base, digits)
    assert seen == set()

    # The search can find one: the same numbers in a database that is not encrypted.
    control = tmp_path / "control"
    control.mkdir()
    plain = sqlite3.connect(control / "plain.db")
    plain.execute("PRAGMA journal_mode = WAL")
    plain.execute("CREATE TABLE numbers (digits, packed, number)")
    for digits in canaries:
        row = (digits.decode(), bytes.fromhex(digits.decode()), int(digits))
        plain.execute("INSERT INTO numbers VALUES (?, ?, ?)", row)
    plain.commit()
    forms = {form for digits in canaries for _, form in found(control, digits)}
    plain.close()
    assert {"ascii", "packed", "integer"} <= forms


def test_the_database_shows_neither_names_of_tables_nor_codes(tmp_path: Path) -> None:
    path = link_file(tmp_path / "links.csv", *((number(i), link_code(i)) for i in range(200)))
    with opened(tmp_path / "base") as store:
        store.import_links(path)
        content = b"".join(file.read_bytes() for file in (tmp_path / "base").glob("counter.db*"))
    assert len(content) > 100_000
    for needle in (b"SQLite format 3", b"CREATE TABLE", b"links", link_code(7).encode()):
        assert needle not in content
