"""Brings a database to the schema this program knows, in one transaction or not at all."""

from pathlib import Path
from typing import NoReturn

from sqlalchemy import Connection, inspect, text

from counter_app.failures import CounterError, FailureCode
from localdb.migrations import HEAD

SCRIPTS = Path(__file__).with_name("migrations")


def schema_version(connection: Connection) -> str:
    """The revision a database is at; "" for an empty one."""
    if not inspect(connection).has_table("alembic_version"):
        return ""
    return str(connection.scalar(text("SELECT version_num FROM alembic_version")) or "")


def upgrade(connection: Connection) -> str:
    """Upgrade within the connection's transaction; returns the revision it had before.

    Raises DATABASE_NEWER when a newer program has already changed the schema.
    """
    before = schema_version(connection)
    if before > HEAD:
        _newer(before)
    if before != HEAD:
        _run(connection)
    return before


def _run(connection: Connection) -> None:
    # Alembic takes half a second to import, and a start without an upgrade does not need it.
    from alembic import command
    from alembic.config import Config

    config = Config()
    config.set_main_option("script_location", str(SCRIPTS).replace("%", "%%"))
    config.attributes["connection"] = connection
    command.upgrade(config, HEAD)


def _newer(version: str) -> NoReturn:
    raise CounterError(
        FailureCode.DATABASE_NEWER, f"データベースの版 {version}、このプログラムの版 {HEAD}"
    )
