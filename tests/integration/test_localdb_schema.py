"""The schema a database is migrated to is the one the code is written against."""

from dataclasses import replace
from pathlib import Path

from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, create_engine, text

from counter_app.model.commitment import Act, ActContent, Actor
from counter_app.model.document import DocumentState, PenPoint, ShownPage, SignatureAct, Stroke
from counter_app.model.paper import PaperState
from counter_app.model.reception import LinkedMember, ReceptionState
from counter_app.ports import StoredDocument
from localdb.documents import DocumentRows
from localdb.migrations import HEAD
from localdb.papers import PaperRows
from localdb.receptions import CommitmentRows, ReceptionRows
from localdb.schema import metadata
from localdb.transfers import TransferRows
from localdb.upgrade import SCRIPTS, schema_version, upgrade
from tests.localdb_samples import NAME, NOW, certificate, commitment, reception


def described(connection: Connection) -> dict[str, object]:
    """Every table as SQLite itself describes it: columns, keys, indexes, constraints."""
    rows = connection.execute(
        text("SELECT name, sql FROM sqlite_master WHERE type = 'table' AND name <> :own"),
        {"own": "alembic_version"},
    ).all()
    shape: dict[str, object] = {}
    for name, sql in rows:
        columns = connection.exec_driver_sql(f"PRAGMA table_xinfo({name})").all()
        keys = connection.exec_driver_sql(f"PRAGMA foreign_key_list({name})").all()
        indexes = {
            (row[2], row[3], tuple(connection.exec_driver_sql(f"PRAGMA index_xinfo({row[1]})")))
            for row in connection.exec_driver_sql(f"PRAGMA index_list({name})")
        }
        rules = sorted(" ".join(line.split()).strip(",") for line in sql.splitlines()[1:])
        shape[name] = (
            [tuple(c) for c in columns],
            sorted(tuple(key)[2:] for key in keys),
            indexes,
            rules,
        )
    return shape


def before(connection: Connection, revision: str, *tables: str) -> None:
    """Take a database back to where it stood before a revision, which added these tables."""
    later = {"0004": "owed_looks", "0005": "taken_transfers", "0006": "key_marks"}
    for name in (*tables, *(table for added, table in later.items() if added >= revision)):
        connection.execute(text(f"DROP TABLE {name}"))
    former = f"{int(revision) - 1:04d}"
    connection.execute(text("UPDATE alembic_version SET version_num = :former"), {"former": former})


def test_the_migrated_schema_is_the_schema_of_the_tables() -> None:
    migrated, made = create_engine("sqlite://"), create_engine("sqlite://")
    metadata.create_all(made)
    with migrated.begin() as connection:
        assert upgrade(connection) == ""
        assert schema_version(connection) == HEAD
        context = MigrationContext.configure(connection, opts={"compare_type": True})
        assert compare_metadata(context, metadata) == []
        with made.connect() as other:
            assert described(connection) == described(other)


def test_the_comparison_sees_a_column_and_a_check_that_differ() -> None:
    one, other = create_engine("sqlite://"), create_engine("sqlite://")
    with one.begin() as left, other.begin() as right:
        left.execute(text("CREATE TABLE t (\n\ta INTEGER,\n\tCHECK (a > 0)\n)"))
        right.execute(text("CREATE TABLE t (\n\ta INTEGER,\n\tCHECK (a > 1)\n)"))
        assert described(left) != described(right)


def test_head_is_the_newest_of_one_unbroken_line_of_revisions() -> None:
    config = Config()
    config.set_main_option("script_location", str(SCRIPTS))
    script = ScriptDirectory.from_config(config)
    assert script.get_heads() == [HEAD]
    revisions = sorted(revision.revision for revision in script.walk_revisions())
    files = sorted(path.name[:4] for path in Path(SCRIPTS, "versions").glob("*.py"))
    assert revisions == files == [f"{n:04d}" for n in range(1, len(files) + 1)]


def test_an_upgrade_that_is_undone_leaves_the_database_empty() -> None:
    engine = create_engine("sqlite://")
    with engine.connect() as connection:
        connection.exec_driver_sql("BEGIN")
        upgrade(connection)
        connection.rollback()
        assert schema_version(connection) == ""


def test_an_upgrade_of_a_current_database_changes_nothing() -> None:
    engine = create_engine("sqlite://")
    with engine.begin() as connection:
        upgrade(connection)
        before = described(connection)
        assert upgrade(connection) == HEAD
        assert described(connection) == before


def test_a_database_of_the_first_schema_gets_its_narrow_rows_filled() -> None:
    """What 0002 fills in is what the store would have written itself."""
    one = replace(reception(), number="0403-017", links=(LinkedMember("m1", "YK4M7R20"),))
    made = commitment(one.id).act(Act.PROMISE, Actor.EXECUTOR, by="x", at=NOW)
    given = ActContent(reference="2026-0007")
    declared = made.act(Act.DECLARE, Actor.EXECUTOR, by="x", at=NOW, content=given)
    signed = SignatureAct.over(
        (ShownPage("8F3KQ7T2-01-1", 1, "11" * 32, "22" * 32),),
        (Stroke(tuple(PenPoint(n, 2, 3 * n, 0.5, 0, 0) for n in range(2))),),
        id="s1",
        reference=one.reference,
        signer_name=NAME,
        signed_at=NOW,
    )
    engine = create_engine("sqlite://")
    with engine.begin() as connection:
        upgrade(connection)
        rows, documents = CommitmentRows(connection), DocumentRows(connection)
        ReceptionRows(connection).add_reception(one)
        rows.add_commitment(declared)
        rows.add_commitment(replace(commitment(one.id, "dept.tax"), held=True, acts=()))
        documents.add_signature(one.id, signed)
        tables = ("standings", "search_words", "given_numbers", "signing_times")
        wanted = {name: connection.execute(text(f"SELECT * FROM {name}")).all() for name in tables}
        assert all(wanted.values())
        before(connection, "0002", *tables, "papers")
        assert upgrade(connection) == "0001"
        for name in tables:
            assert connection.execute(text(f"SELECT * FROM {name}")).all() == wanted[name]


def test_documents_of_an_earlier_schema_get_their_sheets_of_paper() -> None:
    """A printed one is on paper; a printed one that was replaced may still lie about."""
    one = reception()
    plain = StoredDocument(
        id="d1",
        reception_id=one.id,
        sheet=1,
        number="8F3KQ7T2-01-1",
        form_id="A1",
        title="住民異動届",
        procedure_ids=("A1",),
        signer="m1",
        pages=2,
        digest="00" * 32,
        pdf=b"%PDF-1.7",
    )
    engine = create_engine("sqlite://")
    with engine.begin() as connection:
        upgrade(connection)
        ReceptionRows(connection).add_reception(one)
        for sheet, state, printed in (
            (1, DocumentState.PRINTED, "office"),
            (2, DocumentState.VOID, "office"),
            (3, DocumentState.VOID, ""),
            (4, DocumentState.SEALED, ""),
        ):
            DocumentRows(connection).save_document(
                replace(
                    plain,
                    id=f"d{sheet}",
                    sheet=sheet,
                    number=f"8F3KQ7T2-{sheet:02d}-1",
                    state=state,
                    printed=printed,
                )
            )
        before(connection, "0003", "papers")
        assert upgrade(connection) == "0002"
        found = PaperRows(connection).papers(one.id)
    assert [(p.number, p.document_id, p.page, p.state, p.sent) for p in found] == [
        (f"8F3KQ7T2-{sheet:02d}-{page}", f"d{sheet}", page, state, sent)
        for sheet, state, sent in (
            (1, PaperState.PRINTED, 1),
            (2, PaperState.STALE, 1),
            (3, PaperState.VOID, 0),
            (4, PaperState.RENDERED, 0),
        )
        for page in (1, 2)
    ]


def test_an_earlier_database_knows_which_certificates_were_taken() -> None:
    """What 0005 fills in is what the store would have written itself."""
    taken, waiting, given_up = certificate(), certificate(), certificate()
    done = replace(reception(transfer_id=taken.id), state=ReceptionState.CLOSED, number="0403-017")
    left = replace(reception(transfer_id=given_up.id), state=ReceptionState.ABANDONED)
    engine = create_engine("sqlite://")
    with engine.begin() as connection:
        upgrade(connection)
        rows, transfers = ReceptionRows(connection), TransferRows(connection)
        for each in (taken, waiting, given_up):
            transfers.save_transfer(each, pushed=True, at=NOW)
        for visit in (done, left, reception()):
            rows.add_reception(visit)
        wanted = connection.execute(text("SELECT * FROM taken_transfers")).all()
        assert wanted == [(done.id, taken.id)]
        before(connection, "0005")
        assert upgrade(connection) == "0004"
        assert connection.execute(text("SELECT * FROM taken_transfers")).all() == wanted
        assert transfers.transfers(untaken=True) == (waiting, given_up)
        rows.save_reception(replace(done, state=ReceptionState.ABANDONED))
        assert transfers.transfers(untaken=True) == (taken, waiting, given_up)
