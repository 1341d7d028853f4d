"""What a supervisor has yet to look at, kept beside the audit log (確認待ち)."""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"


def upgrade() -> None:
    op.create_table(
        "owed_looks",
        sa.Column("seq", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["seq"], ["audit_records.seq"], name=op.f("fk_owed_looks_seq")),
        sa.PrimaryKeyConstraint("seq", name=op.f("pk_owed_looks")),
    )
