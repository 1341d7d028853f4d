"""Opens the store of a base directory: keys, database, schema, audit chain."""

from pathlib import Path

from counter_app.failures import CounterError, FailureCode
from counter_app.ports import AuditEntry, Clock
from localdb.audit_log import AuditChain, Witness
from localdb.engine import cannot_open, keep_log, open_engine
from localdb.keys import Keys, open_keys
from localdb.link_import import remove_leftovers
from localdb.migrations import HEAD
from localdb.store import SqlStore

DATABASE_FILE = "counter.db"
WITNESS_FILE = "counter.audit-head"
OURSELVES = "counter-app"
"""Who stands in the audit log for what the program does by itself."""


def open_store(basedir: Path, *, clock: Clock) -> SqlStore:
    """Open the store below `basedir`; make keys and database when there are none.

    Raises KEY_FILE_MISSING, KEY_FILE_UNUSABLE, DATABASE_WRONG_KEY, DATABASE_FOREIGN_FILE,
    DATABASE_NEWER, DATABASE_CANNOT_OPEN, DATABASE_ROLLED_BACK and the failures of a unit.
    """
    path, witness = basedir / DATABASE_FILE, basedir / WITNESS_FILE
    try:
        basedir.mkdir(parents=True, exist_ok=True, mode=0o700)
        first_run = not path.exists() or path.stat().st_size == 0
    except OSError as error:
        cannot_open(path, error)
    remove_leftovers(path)
    keys = open_keys(basedir, first_run=first_run)
    chain = AuditChain(keys.audit, witness)
    store = SqlStore(
        open_engine(path, keys.database), path, keys=keys, chain=chain, witness=witness
    )
    try:
        _prepare(store, keys, clock, witness_lost=Witness.read(witness) is None)
    except BaseException as error:
        if isinstance(error, CounterError) and error.code is FailureCode.DATABASE_ROLLED_BACK:
            keep_log(path)
        store.close()
        raise
    return store


def _prepare(store: SqlStore, keys: Keys, clock: Clock, *, witness_lost: bool) -> None:
    """Bring the schema up to date and see that the audit chain goes on where it ended.

    The keys must be those the database was filled with.
    """
    with store.view() as unit:
        current = unit.schema_version() == HEAD
        if current:
            unit.check_chain()
            unit.check_keys(keys)
    if current and not witness_lost:
        return
    with store.unit() as unit:
        before = unit.upgrade_schema()
        unit.mark_keys(keys)
        unit.check_keys(keys)
        if before == "":
            what = "database.created"
        elif before != HEAD:
            what = "database.upgraded"
        else:
            # Left in the chain itself: a witness that vanished is worth a question.
            what = "audit.witness_renewed"
        unit.audit(AuditEntry(at=clock(), who=OURSELVES, terminal="", what=what))
