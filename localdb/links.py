"""The link table: from the blind index of a number (個人番号) to the town's link code (PY)."""

from sqlalchemy import bindparam, select

from counter_app.failures import CounterError, FailureCode
from counter_app.model.numbers import LinkCode
from localdb import schema
from localdb.engine import insert
from localdb.part import Part

_links = schema.links
_BY_INDEX = select(_links.c.link_code).where(_links.c.blind_index == bindparam("blind_index"))


class LinkRows(Part):
    """Look-up and new links; the number itself never comes here."""

    def find_link(self, blind_index: bytes) -> LinkCode | None:
        """The link code of a person, or None. `blind_index` is HMAC-SHA-256 of P, 32 bytes."""
        code = self._connection.scalar(_BY_INDEX, {"blind_index": blind_index})
        return None if code is None else LinkCode(code)

    def add_link(self, blind_index: bytes, code: LinkCode) -> None:
        """Store a link; the same one again changes nothing.

        Raises LINK_CONFLICT when the person has another code, or the code another person.
        """
        added = self._connection.execute(
            insert(_links)
            .values(blind_index=blind_index, link_code=code.value)
            .on_conflict_do_nothing()
        )
        if added.rowcount == 0 and self.find_link(blind_index) != code:
            raise CounterError(FailureCode.LINK_CONFLICT, "別のリンクコードが登録されています")
