"""A row for every sheet of paper, found by its barcode (束の確認)."""

import sqlalchemy as sa
from alembic import op

from localdb.papers import fill_papers

revision = "0003"
down_revision = "0002"


def upgrade() -> None:
    op.create_table(
        "papers",
        sa.Column("number", sa.String(length=16), nullable=False),
        sa.Column("reception_id", sa.String(length=32), nullable=False),
        sa.Column("document_id", sa.String(length=64), nullable=False),
        sa.Column("page", sa.Integer(), nullable=False),
        sa.Column("state", sa.String(length=16), nullable=False),
        sa.Column("changed_at", sa.BigInteger(), nullable=False),
        sa.Column("sent", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["reception_id"], ["receptions.id"], name=op.f("fk_papers_reception_id")
        ),
        sa.PrimaryKeyConstraint("number", name=op.f("pk_papers")),
        sqlite_with_rowid=False,
    )
    fill_papers(op.get_bind())
    op.create_index(op.f("ix_papers_reception_id"), "papers", ["reception_id"], unique=False)
