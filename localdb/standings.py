"""How commitments stand (進み具合): narrow rows kept beside the values, for lists and counts."""

from collections.abc import Collection, Iterator
from datetime import date, datetime
from itertools import islice
from typing import Any

from sqlalchemy import ColumnElement, Integer, Row, and_, case, cast, func, or_, select, update

from counter_app.model.commitment import Act, ActRecord, Commitment, Phase
from counter_app.model.reception import Reception
from counter_app.ports import OpenFigures, Standing
from localdb import schema
from localdb.engine import insert
from localdb.part import Part

_table = schema.standings
_numbers = schema.given_numbers
_ADD = _table.insert()
_ADD_NUMBER = insert(_numbers).on_conflict_do_nothing()
_COLUMNS = (
    _table.c.commitment_id,
    _table.c.reception_id,
    _table.c.executor,
    _table.c.link_code,
    _table.c.held,
    _table.c.due,
    _table.c.phase,
    _table.c.revoking,
    _table.c.promised,
    _table.c.promised_on,
    _table.c.changed_at,
)

_PHASES = {phase.value: phase for phase in Phase}
_AT_WORK = tuple(
    phase.value
    for phase in (
        Phase.REQUESTED,
        Phase.DECLINED,
        Phase.PROMISED,
        Phase.DECLARED,
        Phase.REJECTED,
    )
)

AT_ONCE = 500
"""How many ids one statement asks for."""


def chunks(ids: Collection[str]) -> Iterator[list[str]]:
    """Ids in lists a statement can take."""
    left = iter(ids)
    while chunk := list(islice(left, AT_ONCE)):
        yield chunk


def search_row(reception: Reception) -> dict[str, object]:
    """What a reception is found by, one to a line: number or time, name, kana, codes, reference.

    The reference is what the numbers on its paper begin with. A protected family is not found by
    its name.
    """
    at = reception.opened_at
    lines = [reception.number or f"{at.hour:02d}:{at.minute:02d}"]
    household = reception.household
    if household is not None and not reception.protected:
        filer = household.member(reception.filer_id) if reception.filer_id else household.head
        lines.append(filer.name.shown.replace(" ", ""))
        lines.append(filer.name.kana.replace("\u3000", ""))
    lines += [link.link_code for link in reception.links]
    lines.append(reception.reference)
    return {
        "reception_id": reception.id,
        "opened_at": at,
        "number": reception.number,
        "words": "\n".join(lines),
    }


def standing_row(position: int, commitment: Commitment) -> dict[str, object]:
    """The row of a commitment that was stored at `position`."""
    standing = Standing.of(commitment)
    return {
        "position": position,
        "commitment_id": commitment.id,
        "reception_id": commitment.reception_id,
        "executor": commitment.executor,
        "link_code": commitment.link_code,
        "held": commitment.held,
        "due": commitment.due,
        **_changing(standing),
    }


def _changing(standing: Standing) -> dict[str, object]:
    """What an act changes."""
    return {
        "open": standing.open,
        "phase": standing.phase.value,
        "revoking": standing.revoking.value if standing.revoking is not None else "",
        "promised": standing.promised,
        "promised_on": standing.promised_on,
        "changed_at": standing.changed_at,
    }


def _standing(row: "Row[*tuple[Any, ...]]") -> Standing:
    return Standing(
        commitment_id=row[0],
        reception_id=row[1],
        executor=row[2],
        link_code=row[3],
        held=row[4],
        due=row[5],
        phase=_PHASES[row[6]],
        revoking=Act(row[7]) if row[7] else None,
        promised=row[8],
        promised_on=row[9],
        changed_at=row[10],
    )


class StandingRows(Part):
    """Standings and the numbers executors gave; kept up by whoever stores commitments and acts."""

    def _stand(self, position: int, commitment: Commitment) -> None:
        """The first standing of a commitment just stored."""
        self._connection.execute(_ADD, standing_row(position, commitment))
        for record in commitment.acts:
            self._give_number(commitment.executor, record)

    def _stand_after(self, commitment_id: str, record: ActRecord) -> None:
        """Move the standing on by one act. Raises COMMITMENT_ACT_NOT_ALLOWED."""
        row = self._connection.execute(
            select(*_COLUMNS).where(_table.c.commitment_id == commitment_id)
        ).one()
        after = _standing(row).after(record)
        self._connection.execute(
            update(_table).where(_table.c.commitment_id == commitment_id).values(**_changing(after))
        )
        self._give_number(after.executor, record)

    def _give_number(self, executor: str, record: ActRecord) -> None:
        number = record.content.reference
        if number:
            self._connection.execute(_ADD_NUMBER, {"executor": executor, "number": number})

    def standings(
        self,
        *,
        reception_ids: Collection[str] | None = None,
        executor: str | None = None,
        ids: Collection[str] | None = None,
        only_open: bool = False,
        limit: int | None = None,
    ) -> tuple[Standing, ...]:
        """How commitments stand, in the order made; `only_open` walks no ended one.

        Those asked for by `ids` or `reception_ids` come in no promised order.
        """
        where: list[ColumnElement[bool]] = []
        if executor is not None:
            where.append(_table.c.executor == executor)
        if only_open:
            where.append(_table.c.open.is_(True))
        if reception_ids is None and ids is None:
            return self._standings(*where, limit=limit)
        found: list[Standing] = []
        column = _table.c.reception_id if ids is None else _table.c.commitment_id
        for chunk in chunks((reception_ids if ids is None else ids) or ()):
            found += self._standings(column.in_(chunk), *where)
        return tuple(found[:limit])

    def _standings(
        self, *where: ColumnElement[bool], limit: int | None = None
    ) -> tuple[Standing, ...]:
        query = select(*_COLUMNS).where(*where).order_by(_table.c.position).limit(limit)
        return tuple(_standing(row) for row in self._connection.execute(query))

    def standings_in_question(self, *, today: date, asked_before: datetime) -> tuple[Standing, ...]:
        """Open commitments a person may have to look at, in the order made.

        Held, under revocation, declined or rejected; promised for a day before `today`; not
        promised though asked before `asked_before` or due before `today`.
        """
        phase = _table.c.phase
        late = or_(_table.c.changed_at < asked_before, _table.c.due < today)
        return self._standings(
            _table.c.open.is_(True),
            or_(
                _table.c.held.is_(True),
                _table.c.revoking != "",
                phase.in_((Phase.DECLINED, Phase.REJECTED)),
                and_(phase == Phase.REQUESTED, late),
                and_(phase == Phase.PROMISED, _table.c.promised_on < today),
            ),
        )

    def find_standings(self, executor: str, words: str, limit: int) -> tuple[Standing, ...]:
        """The newest of an executor whose link code or reception number contains `words`.

        `words` without hyphens. Both are looked for in indexes that hold nothing else.
        """
        sought = schema.search_words
        number = func.replace(sought.c.number, "-", "")
        numbered = select(sought.c.reception_id).where(number.contains(words, autoescape=True))
        query = (
            select(*_COLUMNS)
            .where(
                _table.c.executor == executor,
                or_(
                    _table.c.link_code.contains(words, autoescape=True),
                    _table.c.reception_id.in_(numbered),
                ),
            )
            .order_by(_table.c.position.desc())
            .limit(limit)
        )
        return tuple(_standing(row) for row in self._connection.execute(query))

    def open_figures(self, today: date) -> tuple[OpenFigures, ...]:
        """Open commitments counted by executor, without those that are held."""
        phase = _table.c.phase
        asked = phase.in_((Phase.REQUESTED, Phase.DECLINED))
        late = or_(
            and_(phase == Phase.PROMISED, _table.c.promised_on < today),
            and_(asked, _table.c.due < today),
        )
        kind = case((late, 0), (asked, 1), else_=2)
        rows = self._connection.execute(
            select(_table.c.executor, kind.label("kind"), func.count())
            .where(_table.c.open.is_(True), _table.c.held.is_(False), phase.in_(_AT_WORK))
            .group_by(_table.c.executor, "kind")
        )
        counts: dict[str, list[int]] = {}
        for executor, which, count in rows:
            counts.setdefault(executor, [0, 0, 0])[which] = count
        return tuple(OpenFigures(executor, *figures) for executor, figures in counts.items())

    def highest_number(self, executor: str, prefix: str) -> int:
        """The highest running number an executor gave after `prefix` (「2026-」), 0 for none."""
        running = func.substr(_numbers.c.number, len(prefix) + 1)
        highest = self._connection.scalar(
            select(func.max(cast(running, Integer))).where(
                _numbers.c.executor == executor,
                _numbers.c.number.startswith(prefix, autoescape=True),
                _numbers.c.number >= prefix,  # where to begin in the key; LIKE alone reads it all
                running != "",
                # SQLite's own pattern: a number with anything but digits was not given by us.
                ~running.op("GLOB")("*[^0-9]*"),
            )
        )
        return highest or 0
