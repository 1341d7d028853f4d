"""Transfer certificates (転出証明書情報) as rows, and which reception has taken each."""

from datetime import date, datetime, time, timedelta, timezone

from sqlalchemy import ColumnElement, func, select

from counter_app.model.people import TransferCertificate
from counter_app.model.reception import Reception, ReceptionState
from localdb import codec, schema
from localdb.engine import insert
from localdb.part import Part
from localdb.receptions import in_state

_JAPAN = timezone(timedelta(hours=9))
_LEFT_OPEN = timedelta(days=60)
"""How long before its certificate arrived a reception may have been filed that took it."""

_receptions = schema.receptions
_transfers = schema.transfers
_taken_id = func.json_extract(_receptions.c.value, "$.transfer_id")


class TransferRows(Part):
    """Transfer certificates (転出証明書情報) that reached this town."""

    def save_transfer(
        self, certificate: TransferCertificate, *, pushed: bool, at: datetime
    ) -> None:
        """Store a certificate; one that comes again replaces the earlier copy."""
        statement = insert(_transfers).values(
            id=certificate.id,
            pushed=pushed,
            received_at=at,
            value=codec.TRANSFER.encode(certificate),
        )
        self._connection.execute(
            statement.on_conflict_do_update(
                index_elements=[_transfers.c.id],
                set_={"value": statement.excluded.value, "received_at": at},
            )
        )

    def transfer(self, transfer_id: str) -> TransferCertificate | None:
        """One certificate; None for an unknown id."""
        text = self._connection.scalar(
            select(_transfers.c.value).where(_transfers.c.id == transfer_id)
        )
        return None if text is None else codec.TRANSFER.decode(text)

    def transfers(
        self, *, since: date | None = None, untaken: bool = False
    ) -> tuple[TransferCertificate, ...]:
        """Certificates in the order they arrived: all, or those that came on `since` or later.

        `untaken`: without those that a reception has taken which was not abandoned. The newest are
        read first, and no more than are asked for.
        """
        query = select(_transfers.c.received_at, _transfers.c.value).order_by(
            _transfers.c.position.desc()
        )
        begins = None if since is None else datetime.combine(since, time(), _JAPAN)
        found: list[TransferCertificate] = []
        with self._connection.execute(query) as rows:
            for row in rows:
                if begins is not None and row.received_at < begins:
                    break
                found.append(codec.TRANSFER.decode(row.value))
        taken = self._taken(since) if untaken and found else frozenset()
        return tuple(c for c in reversed(found) if c.id not in taken)

    def _taken(self, since: date | None) -> frozenset[str]:
        """Certificates that receptions took which stand open or were filed by then."""
        taken: set[str] = set()
        for where in _takers(since):
            taken.update(self._connection.scalars(select(_taken_id).where(*where)))
        return frozenset(taken)

    def taker(self, transfer_id: str) -> Reception | None:
        """The reception that has taken a certificate, an open one first; none was abandoned."""
        arrived = self._connection.scalar(
            select(_transfers.c.received_at).where(_transfers.c.id == transfer_id)
        )
        if arrived is None:
            return None
        for where in _takers(arrived.astimezone(_JAPAN).date()):
            query = (
                select(_receptions.c.value)
                .where(*where, _taken_id == transfer_id)
                .order_by(_receptions.c.opened_at, _receptions.c.id)
                .limit(1)
            )
            text = self._connection.scalar(query)
            if text is not None:
                return codec.RECEPTION.decode(text)
        return None


def _takers(since: date | None) -> tuple[tuple[ColumnElement[bool], ...], ...]:
    """Where to look for the takers of what arrived on `since` or later: the open ones, the rest."""
    ended = (ReceptionState.COMMITTED.value, ReceptionState.CLOSED.value)
    filed: tuple[ColumnElement[bool], ...] = (_receptions.c.state.in_(ended),)
    if since is not None:
        filed = (_receptions.c.filed_on >= since - _LEFT_OPEN, *filed)
    return (in_state(ReceptionState.OPEN),), filed
