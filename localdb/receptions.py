"""Receptions (受付), their commitments (依頼) and acts (行為), transfers and decisions as rows."""

from dataclasses import replace
from datetime import date, datetime
from itertools import groupby

from sqlalchemy import ColumnElement, Row, func, select, update

from counter_app.failures import CounterError, FailureCode
from counter_app.model.commitment import ActRecord, Commitment
from counter_app.model.people import TransferCertificate
from counter_app.model.reception import Reception
from counter_app.ports import Proposal, ReviewDecision
from localdb import codec, schema
from localdb.engine import insert
from localdb.part import Part

_receptions = schema.receptions
_commitments = schema.commitments
_acts = schema.acts

# Built once: a statement costs more to build than SQLite takes to run it.
_ADD_RECEPTION = _receptions.insert()
_ADD_COMMITMENT = _commitments.insert()
_ADD_ACT = _acts.insert()


def _columns(reception: Reception) -> dict[str, object]:
    return {
        "reference": reception.reference,
        "state": reception.state.value,
        "opened_at": reception.opened_at,
        "filed_on": reception.filed_on,
        "version": reception.version,
        "number": reception.number or None,
        "value": codec.RECEPTION.encode(reception),
    }


class ReceptionRows(Part):
    """Receptions: one row each, changed only by who has read its present version."""

    def add_reception(self, reception: Reception) -> None:
        self._connection.execute(_ADD_RECEPTION, {"id": reception.id, **_columns(reception)})

    def reception(self, reception_id: str) -> Reception:
        """Raises KeyError for an unknown id."""
        text = self._connection.scalar(
            select(_receptions.c.value).where(_receptions.c.id == reception_id)
        )
        if text is None:
            raise KeyError(reception_id)
        return codec.RECEPTION.decode(text)

    def save_reception(self, reception: Reception) -> Reception:
        """Store a change of the version read; returns it with its new version.

        Raises RECEPTION_CHANGED_ELSEWHERE when another version is stored.
        """
        saved = replace(reception, version=reception.version + 1)
        changed = self._connection.execute(
            update(_receptions)
            .where(_receptions.c.id == reception.id, _receptions.c.version == reception.version)
            .values(**_columns(saved))
        )
        if changed.rowcount != 1:
            raise CounterError(
                FailureCode.RECEPTION_CHANGED_ELSEWHERE, f"書類番号 {reception.reference}"
            )
        return saved

    def receptions(self, *, since: date | None = None) -> tuple[Reception, ...]:
        """Receptions filed on `since` or later (all without it), in the order they were opened."""
        query = select(_receptions.c.value).order_by(_receptions.c.opened_at, _receptions.c.id)
        if since is not None:
            query = query.where(_receptions.c.filed_on >= since)
        return tuple(codec.RECEPTION.decode(text) for text in self._connection.scalars(query))

    def next_reception_sequence(self, day: date) -> int:
        """The next number of the day, from 1; a unit that is undone gives its number back."""
        sequences = schema.reception_sequences
        statement = insert(sequences).values(day=day, last=1)
        last = self._connection.scalar(
            statement.on_conflict_do_update(
                index_elements=[sequences.c.day], set_={"last": sequences.c.last + 1}
            ).returning(sequences.c.last)
        )
        assert isinstance(last, int)
        return last


class CommitmentRows(Part):
    """Commitments and their acts, which are only ever appended."""

    def add_commitment(self, commitment: Commitment) -> None:
        self._connection.execute(
            _ADD_COMMITMENT,
            {
                "id": commitment.id,
                "reception_id": commitment.reception_id,
                "executor": commitment.executor,
                "held": commitment.held,
                "value": codec.encode_commitment(commitment),
            },
        )
        if commitment.acts:
            self._connection.execute(
                _ADD_ACT, [_act_row(commitment.id, record) for record in commitment.acts]
            )

    def commitment(self, commitment_id: str) -> Commitment:
        """Raises KeyError for an unknown id."""
        found = self._commitments(_commitments.c.id == commitment_id)
        if not found:
            raise KeyError(commitment_id)
        return found[0]

    def commitments(
        self, *, reception_id: str | None = None, executor: str | None = None
    ) -> tuple[Commitment, ...]:
        """Commitments of a reception, of an executor, of both or all, in the order made."""
        where = []
        if reception_id is not None:
            where.append(_commitments.c.reception_id == reception_id)
        if executor is not None:
            where.append(_commitments.c.executor == executor)
        return self._commitments(*where)

    def _commitments(self, *where: ColumnElement[bool]) -> tuple[Commitment, ...]:
        rows = self._connection.execute(
            select(_commitments.c.id, _commitments.c.held, _commitments.c.value, _acts.c.value)
            .outerjoin(_acts, _acts.c.commitment_id == _commitments.c.id)
            .where(*where)
            .order_by(_commitments.c.position, _acts.c.sequence)
        )
        return tuple(_commitment(list(group)) for _, group in groupby(rows, key=lambda row: row[0]))

    def append_act(self, commitment_id: str, record: ActRecord) -> None:
        """Append an act with the next sequence.

        Raises COMMITMENT_CHANGED_ELSEWHERE when that place is taken, ValueError for a gap.
        """
        last = self._connection.scalar(
            select(func.max(_acts.c.sequence)).where(_acts.c.commitment_id == commitment_id)
        )
        expected = (last or 0) + 1
        if record.sequence < expected:
            raise CounterError(
                FailureCode.COMMITMENT_CHANGED_ELSEWHERE, f"行為 {record.sequence} は記録済みです"
            )
        if record.sequence > expected:
            raise ValueError(f"act {record.sequence} would leave a gap after {expected - 1}")
        self._connection.execute(_ADD_ACT, _act_row(commitment_id, record))

    def set_held(self, commitment_id: str, held: bool) -> None:
        """Raises KeyError for an unknown id."""
        changed = self._connection.execute(
            update(_commitments).where(_commitments.c.id == commitment_id).values(held=held)
        )
        if changed.rowcount != 1:
            raise KeyError(commitment_id)


def _act_row(commitment_id: str, record: ActRecord) -> dict[str, object]:
    return {
        "commitment_id": commitment_id,
        "sequence": record.sequence,
        "value": codec.ACT.encode(record),
    }


def _commitment(rows: list[Row[str, bool, str, str | None]]) -> Commitment:
    _, held, text, _ = rows[0]
    acts = tuple(codec.ACT.decode(act) for _, _, _, act in rows if act is not None)
    return codec.decode_commitment(text, held=held, acts=acts)


class TransferRows(Part):
    """Transfer certificates (転出証明書情報) that reached this town."""

    def save_transfer(
        self, certificate: TransferCertificate, *, pushed: bool, at: datetime
    ) -> None:
        """Store a certificate; one that comes again replaces the earlier copy."""
        transfers = schema.transfers
        statement = insert(transfers).values(
            id=certificate.id,
            pushed=pushed,
            received_at=at,
            value=codec.TRANSFER.encode(certificate),
        )
        self._connection.execute(
            statement.on_conflict_do_update(
                index_elements=[transfers.c.id],
                set_={"value": statement.excluded.value, "received_at": at},
            )
        )

    def transfers(self) -> tuple[TransferCertificate, ...]:
        """All certificates, in the order they arrived."""
        query = select(schema.transfers.c.value).order_by(schema.transfers.c.position)
        return tuple(codec.TRANSFER.decode(text) for text in self._connection.scalars(query))


class SupervisionRows(Part):
    """What waits for a second person, and what a supervisor decided."""

    def add_proposal(self, proposal: Proposal) -> None:
        self._connection.execute(
            schema.proposals.insert().values(
                id=proposal.id,
                commitment_id=proposal.commitment_id,
                value=codec.PROPOSAL.encode(proposal),
            )
        )

    def proposals(self) -> tuple[Proposal, ...]:
        """Acts that still wait for a supervisor, oldest first."""
        query = select(schema.proposals.c.value).order_by(schema.proposals.c.position)
        return tuple(codec.PROPOSAL.decode(text) for text in self._connection.scalars(query))

    def remove_proposal(self, proposal_id: str) -> None:
        """Raises KeyError for an unknown id: somebody else has decided it."""
        gone = self._connection.execute(
            schema.proposals.delete().where(schema.proposals.c.id == proposal_id)
        )
        if gone.rowcount != 1:
            raise KeyError(proposal_id)

    def add_decision(self, decision: ReviewDecision) -> None:
        self._connection.execute(
            schema.decisions.insert().values(
                item=decision.item, value=codec.DECISION.encode(decision)
            )
        )

    def decisions(self) -> tuple[ReviewDecision, ...]:
        """All decisions, in the order made."""
        query = select(schema.decisions.c.value).order_by(schema.decisions.c.position)
        return tuple(codec.DECISION.decode(text) for text in self._connection.scalars(query))
