"""Opens the store of a base directory that is already in use; a mistyped path makes no new one."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from counter_app.failures import CounterError, FailureCode
from counter_app.settings import Settings, load_settings
from localdb.open import DATABASE_FILE, open_store
from localdb.store import SqlStore


def existing_settings(basedir: Path) -> Settings:
    """The settings of a place in use. Raises COUNTER_DATA_MISSING, SETTINGS_INVALID."""
    settings = load_settings(basedir)
    if not (settings.data / DATABASE_FILE).is_file():
        raise CounterError(FailureCode.COUNTER_DATA_MISSING, f"{basedir} にありません")
    return settings


@contextmanager
def existing_store(basedir: Path) -> Iterator[SqlStore]:
    """The store below `basedir`. Raises COUNTER_DATA_MISSING, SETTINGS_INVALID, the store's own."""
    from counter_app.bootstrap import wall_clock

    settings = existing_settings(basedir)
    with open_store(settings.data, clock=wall_clock) as store:
        yield store
