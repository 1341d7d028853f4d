"""The first schema: receptions, commitments, messages, documents, links, supervision, audit."""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None


def upgrade() -> None:
    op.create_table(
        "audit_head",
        sa.Column("id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("count", sa.Integer(), nullable=False),
        sa.Column("mac", sa.LargeBinary(length=32), nullable=False),
        sa.CheckConstraint("id = 1", name=op.f("ck_audit_head_one_row")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_audit_head")),
    )
    op.create_table(
        "audit_records",
        sa.Column("seq", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("case_id", sa.Text(), nullable=False),
        sa.Column("line", sa.Text(), nullable=False),
        sa.Column("mac", sa.LargeBinary(length=32), nullable=False),
        sa.PrimaryKeyConstraint("seq", name=op.f("pk_audit_records")),
    )
    op.create_index(op.f("ix_audit_records_case_id"), "audit_records", ["case_id"], unique=False)
    op.create_table(
        "decisions",
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("item", sa.Text(), nullable=False),
        sa.Column("value", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("position", name=op.f("pk_decisions")),
    )
    op.create_index(op.f("ix_decisions_item"), "decisions", ["item"], unique=False)
    op.create_table(
        "inbox",
        sa.Column("from_party", sa.String(length=64), nullable=False),
        sa.Column("message_id", sa.String(length=128), nullable=False),
        sa.Column("received_at", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("from_party", "message_id", name=op.f("pk_inbox")),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "links",
        sa.Column("blind_index", sa.LargeBinary(length=32), nullable=False),
        sa.Column("link_code", sa.String(length=8), nullable=False),
        sa.CheckConstraint("length(blind_index) = 32", name=op.f("ck_links_index_is_whole")),
        sa.PrimaryKeyConstraint("blind_index", name=op.f("pk_links")),
        sa.UniqueConstraint("link_code", name=op.f("uq_links_link_code")),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "reception_sequences",
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("last", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("day", name=op.f("pk_reception_sequences")),
    )
    op.create_table(
        "receptions",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("reference", sa.String(length=8), nullable=False),
        sa.Column("state", sa.String(length=16), nullable=False),
        sa.Column("opened_at", sa.BigInteger(), nullable=False),
        sa.Column("filed_on", sa.Date(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("number", sa.String(length=16), nullable=True),
        sa.Column("value", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_receptions")),
        sa.UniqueConstraint("filed_on", "number", name=op.f("uq_receptions_filed_on_number")),
        sa.UniqueConstraint("reference", name=op.f("uq_receptions_reference")),
    )
    op.create_index(op.f("ix_receptions_filed_on"), "receptions", ["filed_on"], unique=False)
    op.create_table(
        "refused_messages",
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("from_party", sa.Text(), nullable=False),
        sa.Column("message_id", sa.Text(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("received_at", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("position", name=op.f("pk_refused_messages")),
        sa.UniqueConstraint(
            "from_party",
            "message_id",
            "reason",
            name=op.f("uq_refused_messages_from_party_message_id_reason"),
        ),
    )
    op.create_table(
        "transfers",
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("id", sa.String(length=64), nullable=False),
        sa.Column("pushed", sa.Boolean(), nullable=False),
        sa.Column("received_at", sa.BigInteger(), nullable=False),
        sa.Column("value", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("position", name=op.f("pk_transfers")),
        sa.UniqueConstraint("id", name=op.f("uq_transfers_id")),
    )
    op.create_table(
        "commitments",
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("id", sa.String(length=64), nullable=False),
        sa.Column("reception_id", sa.String(length=32), nullable=False),
        sa.Column("executor", sa.String(length=64), nullable=False),
        sa.Column("held", sa.Boolean(), nullable=False),
        sa.Column("value", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["reception_id"], ["receptions.id"], name=op.f("fk_commitments_reception_id")
        ),
        sa.PrimaryKeyConstraint("position", name=op.f("pk_commitments")),
        sa.UniqueConstraint("id", name=op.f("uq_commitments_id")),
    )
    op.create_index(op.f("ix_commitments_executor"), "commitments", ["executor"], unique=False)
    op.create_index(
        op.f("ix_commitments_reception_id"), "commitments", ["reception_id"], unique=False
    )
    op.create_table(
        "documents",
        sa.Column("id", sa.String(length=64), nullable=False),
        sa.Column("reception_id", sa.String(length=32), nullable=False),
        sa.Column("sheet", sa.Integer(), nullable=False),
        sa.Column("value", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["reception_id"], ["receptions.id"], name=op.f("fk_documents_reception_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_documents")),
    )
    op.create_index(op.f("ix_documents_reception_id"), "documents", ["reception_id"], unique=False)
    op.create_table(
        "signatures",
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("id", sa.String(length=64), nullable=False),
        sa.Column("reception_id", sa.String(length=32), nullable=False),
        sa.Column("value", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["reception_id"], ["receptions.id"], name=op.f("fk_signatures_reception_id")
        ),
        sa.PrimaryKeyConstraint("position", name=op.f("pk_signatures")),
        sa.UniqueConstraint("id", name=op.f("uq_signatures_id")),
    )
    op.create_index(
        op.f("ix_signatures_reception_id"), "signatures", ["reception_id"], unique=False
    )
    op.create_table(
        "acts",
        sa.Column("commitment_id", sa.String(length=64), nullable=False),
        sa.Column("sequence", sa.Integer(), nullable=False),
        sa.Column("value", sa.Text(), nullable=False),
        sa.CheckConstraint("sequence >= 1", name=op.f("ck_acts_counts_from_one")),
        sa.ForeignKeyConstraint(
            ["commitment_id"], ["commitments.id"], name=op.f("fk_acts_commitment_id")
        ),
        sa.PrimaryKeyConstraint("commitment_id", "sequence", name=op.f("pk_acts")),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "document_files",
        sa.Column("document_id", sa.String(length=64), nullable=False),
        sa.Column("kind", sa.String(length=8), nullable=False),
        sa.Column("digest", sa.LargeBinary(length=32), nullable=False),
        sa.Column("content", sa.LargeBinary(), nullable=False),
        sa.CheckConstraint(
            "kind IN ('shown', 'sealed')", name=op.f("ck_document_files_kind_is_known")
        ),
        sa.ForeignKeyConstraint(
            ["document_id"], ["documents.id"], name=op.f("fk_document_files_document_id")
        ),
        sa.PrimaryKeyConstraint("document_id", "kind", name=op.f("pk_document_files")),
    )
    op.create_table(
        "outbox",
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("message_id", sa.String(length=64), nullable=False),
        sa.Column("reception_id", sa.String(length=32), nullable=False),
        sa.Column("commitment_id", sa.String(length=64), nullable=False),
        sa.Column("act", sa.String(length=32), nullable=False),
        sa.Column("sequence", sa.Integer(), nullable=False),
        sa.Column("state", sa.String(length=16), nullable=False),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("next_attempt_at", sa.BigInteger(), nullable=False),
        sa.Column("lease_until", sa.BigInteger(), nullable=True),
        sa.Column("fencing", sa.Integer(), nullable=False),
        sa.Column("last_error", sa.Text(), nullable=False),
        sa.Column("delivered_at", sa.BigInteger(), nullable=True),
        sa.Column("value", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["commitment_id"], ["commitments.id"], name=op.f("fk_outbox_commitment_id")
        ),
        sa.ForeignKeyConstraint(
            ["reception_id"], ["receptions.id"], name=op.f("fk_outbox_reception_id")
        ),
        sa.PrimaryKeyConstraint("position", name=op.f("pk_outbox")),
        sa.UniqueConstraint(
            "commitment_id", "act", "sequence", name=op.f("uq_outbox_commitment_id_act_sequence")
        ),
        sa.UniqueConstraint("message_id", name=op.f("uq_outbox_message_id")),
    )
    op.create_index(op.f("ix_outbox_reception_id"), "outbox", ["reception_id"], unique=False)
    op.create_index(op.f("ix_outbox_state_position"), "outbox", ["state", "position"], unique=False)
    op.create_table(
        "proposals",
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("id", sa.String(length=64), nullable=False),
        sa.Column("commitment_id", sa.String(length=64), nullable=False),
        sa.Column("value", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["commitment_id"], ["commitments.id"], name=op.f("fk_proposals_commitment_id")
        ),
        sa.PrimaryKeyConstraint("position", name=op.f("pk_proposals")),
        sa.UniqueConstraint("id", name=op.f("uq_proposals_id")),
    )
    op.execute(sa.text("INSERT INTO audit_head (id, count, mac) VALUES (1, 0, zeroblob(32))"))
