"""What the parts of a unit share: the connection of the one transaction they write in."""

from sqlalchemy import Connection


class Part:
    """One subject's reads and writes within a unit."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection
