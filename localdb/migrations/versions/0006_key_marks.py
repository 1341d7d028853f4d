"""By what a database knows the blind-index key that its link table was filled with."""

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"


def upgrade() -> None:
    # The row comes with the first start: a revision has no keys.
    op.create_table(
        "key_marks",
        sa.Column("id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("blind_index", sa.LargeBinary(length=32), nullable=False),
        sa.CheckConstraint("id = 1", name=op.f("ck_key_marks_one_row")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_key_marks")),
    )
