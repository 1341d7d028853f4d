"""Receptions (受付), their commitments (依頼) and acts (行為) and decisions as rows."""

from collections.abc import Collection
from dataclasses import replace
from datetime import date, datetime, time, timedelta, timezone
from itertools import groupby

from sqlalchemy import ColumnElement, Row, func, select, update

from counter_app.failures import CounterError, FailureCode
from counter_app.model.commitment import ActRecord, Commitment
from counter_app.model.reception import Reception, ReceptionState
from counter_app.ports import Proposal, ReviewDecision
from localdb import codec, schema
from localdb.engine import insert
from localdb.part import Part, new_key
from localdb.standings import StandingRows, chunks, search_row
from localdb.transfers import follow_taken

_JAPAN = timezone(timedelta(hours=9))
_receptions = schema.receptions
_words = schema.search_words
_commitments = schema.commitments
_acts = schema.acts

# Built once: a statement costs more to build than SQLite takes to run it.
_ADD_RECEPTION = _receptions.insert()
_ADD_WORDS = _words.insert()
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
        self._connection.execute(_ADD_WORDS, search_row(reception))
        follow_taken(self._connection, reception)

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
        words = search_row(saved)
        self._connection.execute(
            update(_words).where(_words.c.reception_id == words.pop("reception_id")).values(**words)
        )
        follow_taken(self._connection, saved)
        return saved

    def receptions(
        self,
        *,
        since: date | None = None,
        ids: Collection[str] | None = None,
        opened_on: date | None = None,
        committed_on: date | None = None,
        state: ReceptionState | None = None,
    ) -> tuple[Reception, ...]:
        """Receptions in the order they were opened: all, or what is asked for.

        Those filed on `since` or later, with `ids`, opened or committed on one day, or in one
        state; the OPEN and the ABANDONED ones are found without walking the others.
        """
        where: list[ColumnElement[bool]] = []
        if state is not None:
            where.append(_in_state(state))
        if since is not None:
            where.append(_receptions.c.filed_on >= since)
        if opened_on is not None:
            begins = datetime.combine(opened_on, time(), _JAPAN)
            opened = select(_words.c.reception_id).where(
                _words.c.opened_at >= begins, _words.c.opened_at < begins + timedelta(days=1)
            )
            where.append(_receptions.c.id.in_(opened))
        if committed_on is not None:
            # A number begins with month and day; that of another year is told apart by its row.
            begin = f"{committed_on:%m%d}-"
            numbered = select(_words.c.reception_id).where(
                _words.c.number >= begin, _words.c.number < begin + "\uffff"
            )
            where.append(_receptions.c.id.in_(numbered))
            committed = self._receptions(*where)
            return tuple(r for r in committed if _is_on(r.committed_at, committed_on))
        if ids is None:
            return self._receptions(*where)
        found: list[Reception] = []
        for chunk in chunks(ids):
            found += self._receptions(_receptions.c.id.in_(chunk), *where)
        return tuple(sorted(found, key=lambda r: (r.opened_at, r.id)))

    def _receptions(self, *where: ColumnElement[bool]) -> tuple[Reception, ...]:
        query = (
            select(_receptions.c.value)
            .where(*where)
            .order_by(_receptions.c.opened_at, _receptions.c.id)
        )
        return tuple(codec.RECEPTION.decode(text) for text in self._connection.scalars(query))

    def find_receptions(self, words: str, limit: int) -> tuple[Reception, ...]:
        """The newest of which one of what they are found by contains `words`: `search_row`."""
        found = self._connection.scalars(
            select(_words.c.reception_id)
            .where(*_sought(words))
            .order_by(_words.c.opened_at.desc(), _words.c.reception_id.desc())
            .limit(limit)
        ).all()
        return self.receptions(ids=found)[::-1]

    def count_receptions(self, words: str) -> int:
        """How many `find_receptions` would give without its limit."""
        query = select(func.count()).select_from(_words).where(*_sought(words))
        return self._connection.scalar(query) or 0

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


def _is_on(at: datetime | None, day: date) -> bool:
    return at is not None and at.astimezone(_JAPAN).date() == day


def _in_state(state: ReceptionState) -> ColumnElement[bool]:
    """Only what was committed has a number: an index finds the few that have none."""
    stands = _receptions.c.state == state.value
    if state not in (ReceptionState.OPEN, ReceptionState.ABANDONED):
        return stands
    return _receptions.c.id.in_(select(_words.c.reception_id).where(_words.c.number == "")) & stands


def _sought(words: str) -> tuple[ColumnElement[bool], ...]:
    if not words:
        return ()
    return (_words.c.words.contains(words, autoescape=True),)


class CommitmentRows(StandingRows):
    """Commitments and their acts, which are only ever appended, and how they stand."""

    def add_commitment(self, commitment: Commitment) -> None:
        added = self._connection.execute(
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
        self._stand(new_key(added), commitment)

    def commitment(self, commitment_id: str) -> Commitment:
        """Raises KeyError for an unknown id."""
        found = self._commitments(_commitments.c.id == commitment_id)
        if not found:
            raise KeyError(commitment_id)
        return found[0]

    def commitments(
        self,
        *,
        reception_id: str | None = None,
        executor: str | None = None,
        ids: Collection[str] | None = None,
    ) -> tuple[Commitment, ...]:
        """Commitments of a reception, of an executor, or all, in the order made.

        Those asked for by `ids` come in no promised order.
        """
        where: list[ColumnElement[bool]] = []
        if reception_id is not None:
            where.append(_commitments.c.reception_id == reception_id)
        if executor is not None:
            where.append(_commitments.c.executor == executor)
        if ids is None:
            return self._commitments(*where)
        found: list[Commitment] = []
        for chunk in chunks(sorted(ids)):
            found += self._commitments(_commitments.c.id.in_(chunk), *where)
        return tuple(found)

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

        Raises COMMITMENT_CHANGED_ELSEWHERE when that place is taken, ValueError for a gap,
        COMMITMENT_ACT_NOT_ALLOWED for an act the state does not allow.
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
        self._stand_after(commitment_id, record)

    def set_held(self, commitment_id: str, held: bool) -> None:
        """Raises KeyError for an unknown id."""
        changed = self._connection.execute(
            update(_commitments).where(_commitments.c.id == commitment_id).values(held=held)
        )
        if changed.rowcount != 1:
            raise KeyError(commitment_id)
        standings = schema.standings
        self._connection.execute(
            update(standings).where(standings.c.commitment_id == commitment_id).values(held=held)
        )


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

    def decisions(self, *, items: Collection[str] | None = None) -> tuple[ReviewDecision, ...]:
        """Decisions in the order made: all, or those on `items`."""
        table = schema.decisions
        query = select(table.c.position, table.c.value).order_by(table.c.position)
        if items is None:
            rows = list(self._connection.execute(query))
        else:
            rows = [
                row
                for chunk in chunks(items)
                for row in self._connection.execute(query.where(table.c.item.in_(chunk)))
            ]
            rows.sort(key=lambda row: row.position)
        return tuple(codec.DECISION.decode(row.value) for row in rows)
