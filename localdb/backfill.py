"""Fills what revision 0002 added beside the values, from the values a town already has."""

from collections.abc import Iterable, Iterator
from itertools import groupby, islice

from sqlalchemy import Connection, select

from localdb import codec, schema
from localdb.engine import insert
from localdb.standings import search_row, standing_row

_AT_ONCE = 2_000


def fill(connection: Connection) -> None:
    """Search words, signing times, standings, given numbers, a few thousand rows at a time."""
    for rows in _chunks(_search_words(connection)):
        connection.execute(schema.search_words.insert(), rows)
    for rows in _chunks(_signing_times(connection)):
        connection.execute(schema.signing_times.insert(), rows)
    for rows in _chunks(_standings(connection)):
        connection.execute(schema.standings.insert(), rows)
    for rows in _chunks(_numbers(connection)):
        connection.execute(insert(schema.given_numbers).on_conflict_do_nothing(), rows)


def _search_words(connection: Connection) -> Iterator[dict[str, object]]:
    for text in connection.scalars(select(schema.receptions.c.value)):
        yield search_row(codec.RECEPTION.decode(text))


def _signing_times(connection: Connection) -> Iterator[dict[str, object]]:
    table = schema.signatures
    rows = connection.execute(select(table.c.position, table.c.reception_id, table.c.value))
    for position, reception_id, text in rows:
        signed_at = codec.SIGNATURE.decode(text).signed_at
        yield {"position": position, "reception_id": reception_id, "signed_at": signed_at}


def _standings(connection: Connection) -> Iterator[dict[str, object]]:
    commitments, acts = schema.commitments, schema.acts
    rows = connection.execute(
        select(commitments.c.position, commitments.c.held, commitments.c.value, acts.c.value)
        .outerjoin(acts, acts.c.commitment_id == commitments.c.id)
        .order_by(commitments.c.position, acts.c.sequence)
    )
    for position, group in groupby(rows, key=lambda row: row[0]):
        several = list(group)
        _, held, text, _ = several[0]
        done = tuple(codec.ACT.decode(act) for _, _, _, act in several if act is not None)
        yield standing_row(position, codec.decode_commitment(text, held=held, acts=done))


def _numbers(connection: Connection) -> Iterator[dict[str, object]]:
    commitments, acts = schema.commitments, schema.acts
    rows = connection.execute(
        select(commitments.c.executor, acts.c.value).join(
            acts, acts.c.commitment_id == commitments.c.id
        )
    )
    for executor, text in rows:
        number = codec.ACT.decode(text).content.reference
        if number:
            yield {"executor": executor, "number": number}


def _chunks(rows: Iterable[dict[str, object]]) -> Iterator[list[dict[str, object]]]:
    left = iter(rows)
    while chunk := list(islice(left, _AT_ONCE)):
        yield chunk
