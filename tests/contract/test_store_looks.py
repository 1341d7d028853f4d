"""The port `Store`: a watched deed waits for a look, and its line in the log stays for good."""

from pathlib import Path

import pytest

from counter_app.ports import WATCHED_DEEDS
from localdb.store import SqlStore
from tests.localdb_samples import entry, opened


@pytest.mark.parametrize("what", sorted(WATCHED_DEEDS))
def test_a_watched_deed_waits_until_it_was_looked_at(tmp_path: Path, what: str) -> None:
    with opened(tmp_path) as store:
        with store.unit() as unit:
            unit.audit(entry("reception.open", "r1"))
            unit.audit(entry(what, "r1"))
            unit.audit(entry(what, ""))
        with store.view() as view:
            owed = view.owed_looks()
            lines = view.audit_entries()
        assert [look.entry for look in owed] == [lines[look.place - 1] for look in owed]
        assert [(look.entry.what, look.entry.case) for look in owed] == [(what, "r1"), (what, "")]
        with store.unit() as unit:
            unit.looked_at([owed[0].place])
        with store.view() as view:
            assert view.owed_looks() == owed[1:]
            assert view.audit_entries() == lines
        store.verify_audit()


def test_what_is_owed_goes_with_the_unit_that_failed(tmp_path: Path) -> None:
    def cut_off(store: SqlStore) -> None:
        with store.unit() as unit:
            unit.audit(entry("search.tasks", ""))
            raise RuntimeError("cut")

    with opened(tmp_path) as store:
        with pytest.raises(RuntimeError, match="cut"):
            cut_off(store)
        with store.view() as view:
            assert view.owed_looks() == ()
