"""Narrow rows beside the values: how commitments stand, search words, given numbers, signings."""

import sqlalchemy as sa
from alembic import op

from localdb.backfill import fill

revision = "0002"
down_revision = "0001"


def upgrade() -> None:
    op.create_table(
        "standings",
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("commitment_id", sa.String(length=64), nullable=False),
        sa.Column("reception_id", sa.String(length=32), nullable=False),
        sa.Column("executor", sa.String(length=64), nullable=False),
        sa.Column("link_code", sa.String(length=16), nullable=False),
        sa.Column("held", sa.Boolean(), nullable=False),
        sa.Column("open", sa.Boolean(), nullable=False),
        sa.Column("phase", sa.String(length=16), nullable=False),
        sa.Column("revoking", sa.String(length=32), nullable=False),
        sa.Column("due", sa.Date(), nullable=True),
        sa.Column("promised", sa.Boolean(), nullable=False),
        sa.Column("promised_on", sa.Date(), nullable=True),
        sa.Column("changed_at", sa.BigInteger(), nullable=True),
        sa.ForeignKeyConstraint(
            ["position"], ["commitments.position"], name=op.f("fk_standings_position")
        ),
        sa.PrimaryKeyConstraint("position", name=op.f("pk_standings")),
        sa.UniqueConstraint("commitment_id", name=op.f("uq_standings_commitment_id")),
    )
    op.create_table(
        "given_numbers",
        sa.Column("executor", sa.String(length=64), nullable=False),
        sa.Column("number", sa.String(length=64), nullable=False),
        sa.PrimaryKeyConstraint("executor", "number", name=op.f("pk_given_numbers")),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "search_words",
        sa.Column("reception_id", sa.String(length=32), nullable=False),
        sa.Column("opened_at", sa.BigInteger(), nullable=False),
        sa.Column("number", sa.String(length=16), nullable=False),
        sa.Column("words", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["reception_id"], ["receptions.id"], name=op.f("fk_search_words_reception_id")
        ),
        sa.PrimaryKeyConstraint("reception_id", name=op.f("pk_search_words")),
    )
    op.create_table(
        "signing_times",
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("reception_id", sa.String(length=32), nullable=False),
        sa.Column("signed_at", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(
            ["position"], ["signatures.position"], name=op.f("fk_signing_times_position")
        ),
        sa.PrimaryKeyConstraint("position", name=op.f("pk_signing_times")),
    )
    fill(op.get_bind())
    for table, columns in (
        ("standings", ["reception_id"]),
        ("standings", ["open", "executor", "position"]),
        ("standings", ["executor", "link_code", "reception_id"]),
        ("search_words", ["opened_at", "reception_id", "words"]),
        ("search_words", ["number", "reception_id"]),
        ("signing_times", ["reception_id", "signed_at"]),
    ):
        op.create_index(op.f(f"ix_{table}_{'_'.join(columns)}"), table, columns, unique=False)
