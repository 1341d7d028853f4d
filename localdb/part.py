"""What the parts of a unit share: the connection of the one transaction they write in."""

from typing import Any

from sqlalchemy import Connection, CursorResult


class Part:
    """One subject's reads and writes within a unit."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection


def new_key(added: "CursorResult[*tuple[Any, ...]]") -> int:
    """The number the database gave a row just inserted."""
    key = added.inserted_primary_key
    assert key is not None
    return int(key[0])
