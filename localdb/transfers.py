"""Transfer certificates (転出証明書情報) as rows, and which reception has taken each."""

from datetime import date, datetime, time, timedelta, timezone

from sqlalchemy import Connection, case, exists, func, select

from counter_app.model.people import TransferCertificate
from counter_app.model.reception import Reception, ReceptionState
from localdb import codec, schema
from localdb.engine import insert
from localdb.part import Part

_JAPAN = timezone(timedelta(hours=9))
_receptions = schema.receptions
_transfers = schema.transfers
_taken = schema.taken_transfers


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

        `untaken`: without those that a reception has taken which was not abandoned, however long
        ago it was filed. The newest are read first, and no more than are asked for.
        """
        query = select(_transfers.c.received_at, _transfers.c.value).order_by(
            _transfers.c.position.desc()
        )
        if untaken:
            query = query.where(~exists().where(_taken.c.transfer_id == _transfers.c.id))
        begins = None if since is None else datetime.combine(since, time(), _JAPAN)
        found: list[TransferCertificate] = []
        with self._connection.execute(query) as rows:
            for row in rows:
                if begins is not None and row.received_at < begins:
                    break
                found.append(codec.TRANSFER.decode(row.value))
        return tuple(reversed(found))

    def taker(self, transfer_id: str) -> Reception | None:
        """The reception that has taken a certificate, an open one first; none was abandoned."""
        open_first = case((_receptions.c.state == ReceptionState.OPEN.value, 0), else_=1)
        query = (
            select(_receptions.c.value)
            .join(_taken, _taken.c.reception_id == _receptions.c.id)
            .where(_taken.c.transfer_id == transfer_id)
            .order_by(open_first, _receptions.c.opened_at, _receptions.c.id)
            .limit(1)
        )
        text = self._connection.scalar(query)
        return None if text is None else codec.RECEPTION.decode(text)


def follow_taken(connection: Connection, reception: Reception) -> None:
    """Write with a reception which certificate it has taken; one that was given up has none."""
    taken = reception.transfer_id if reception.state is not ReceptionState.ABANDONED else ""
    if not taken:
        connection.execute(_taken.delete().where(_taken.c.reception_id == reception.id))
        return
    statement = insert(_taken).values(reception_id=reception.id, transfer_id=taken)
    connection.execute(
        statement.on_conflict_do_update(
            index_elements=[_taken.c.reception_id],
            set_={"transfer_id": statement.excluded.transfer_id},
        )
    )


def fill_taken(connection: Connection) -> None:
    """What the receptions stored before revision 0005 have taken, read from their values."""
    taken = func.json_extract(_receptions.c.value, "$.transfer_id")
    rows = select(_receptions.c.id, taken).where(
        taken != "", _receptions.c.state != ReceptionState.ABANDONED.value
    )
    connection.execute(_taken.insert().from_select(["reception_id", "transfer_id"], rows))
