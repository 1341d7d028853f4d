"""By what a database knows that a key is its own, without holding the key."""

from sqlalchemy import select

from localdb import schema
from localdb.keys import Keys
from localdb.part import Part

_marks = schema.key_marks


class KeyMarkRows(Part):
    """The mark of the blind-index key: one row, written at the first start and never changed."""

    def check_keys(self, keys: Keys) -> None:
        """Raises KEY_FILE_UNUSABLE when the link table was filled with another key.

        Nobody would be known to such a counter, and every resident would get a second link code.
        """
        keys.check_blind_index(self._connection.scalar(select(_marks.c.blind_index)))

    def mark_keys(self, keys: Keys) -> None:
        """Hold these keys for the database's own if it knows none yet."""
        if self._connection.scalar(select(_marks.c.id)) is None:
            self._connection.execute(_marks.insert().values(id=1, blind_index=keys.index_mark()))
