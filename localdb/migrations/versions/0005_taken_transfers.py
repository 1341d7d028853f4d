"""Which reception has taken which certificate, found without reading any reception (来庁予定)."""

import sqlalchemy as sa
from alembic import op

from localdb.transfers import fill_taken

revision = "0005"
down_revision = "0004"


def upgrade() -> None:
    op.create_table(
        "taken_transfers",
        sa.Column("reception_id", sa.String(length=32), nullable=False),
        sa.Column("transfer_id", sa.String(length=64), nullable=False),
        sa.ForeignKeyConstraint(
            ["reception_id"], ["receptions.id"], name=op.f("fk_taken_transfers_reception_id")
        ),
        sa.PrimaryKeyConstraint("reception_id", name=op.f("pk_taken_transfers")),
        sqlite_with_rowid=False,
    )
    fill_taken(op.get_bind())
    op.create_index(
        op.f("ix_taken_transfers_transfer_id"), "taken_transfers", ["transfer_id"], unique=False
    )
