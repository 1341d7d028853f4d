"""The tables of the store: the values as canonical JSON, and beside them what look-ups need.

Column types are neutral, so the same tables can stand on PostgreSQL. A value's JSON is the truth;
a column repeats a part of it only where it is searched, ordered or constrained.
"""

from datetime import UTC, datetime, timedelta, timezone

from sqlalchemy import (
    BigInteger,
    Boolean,
    CheckConstraint,
    Column,
    Date,
    Dialect,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    String,
    Table,
    Text,
    TypeDecorator,
    UniqueConstraint,
)

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_JAPAN = timezone(timedelta(hours=9))
_MICROSECOND = timedelta(microseconds=1)


class Instant(TypeDecorator[datetime]):
    """A moment: microseconds since 1970 (UTC) in the column, an aware time in +09:00 outside."""

    impl = BigInteger
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> int | None:
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("a moment without its zone cannot be stored")
        return (value - _EPOCH) // _MICROSECOND

    def process_result_value(self, value: int | None, dialect: Dialect) -> datetime | None:
        return None if value is None else (_EPOCH + value * _MICROSECOND).astimezone(_JAPAN)


metadata = MetaData(
    naming_convention={
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "ck": "ck_%(table_name)s_%(constraint_name)s",
        "fk": "fk_%(table_name)s_%(column_0_N_name)s",
        "pk": "pk_%(table_name)s",
    }
)

# --- receptions and commitments -----------------------------------------------------------------

receptions = Table(
    "receptions",
    metadata,
    Column("id", String(32), primary_key=True),
    Column("reference", String(8), nullable=False, unique=True),
    Column("state", String(16), nullable=False),
    Column("opened_at", Instant, nullable=False),
    Column("filed_on", Date, nullable=False, index=True),
    Column("version", Integer, nullable=False),
    Column("number", String(16)),
    Column("value", Text, nullable=False),
    # A number (0403-017) comes round again every year: it is unique among those filed on one day.
    UniqueConstraint("filed_on", "number"),
)

# What a reception is found by: narrow rows, so that a search reads no reception's value.
search_words = Table(
    "search_words",
    metadata,
    Column("reception_id", ForeignKey("receptions.id"), primary_key=True),
    Column("opened_at", Instant, nullable=False),
    Column("number", String(16), nullable=False),
    Column("words", Text, nullable=False),
    # Walked from its end, it gives the newest first and holds all a search compares.
    Index(None, "opened_at", "reception_id", "words"),
    Index(None, "number", "reception_id"),
)

reception_sequences = Table(
    "reception_sequences",
    metadata,
    Column("day", Date, primary_key=True),
    Column("last", Integer, nullable=False),
)

commitments = Table(
    "commitments",
    metadata,
    Column("position", Integer, primary_key=True),
    Column("id", String(64), nullable=False, unique=True),
    Column("reception_id", ForeignKey("receptions.id"), nullable=False, index=True),
    Column("executor", String(64), nullable=False, index=True),
    Column("held", Boolean, nullable=False),
    Column("value", Text, nullable=False),
)

# How each commitment stands, folded from its acts as they are appended: narrow rows, so that
# lists and counts over a year read no value at all.
standings = Table(
    "standings",
    metadata,
    Column("position", ForeignKey("commitments.position"), primary_key=True),
    Column("commitment_id", String(64), nullable=False, unique=True),
    Column("reception_id", String(32), nullable=False, index=True),
    Column("executor", String(64), nullable=False),
    Column("link_code", String(16), nullable=False),
    Column("held", Boolean, nullable=False),
    Column("open", Boolean, nullable=False),
    Column("phase", String(16), nullable=False),
    Column("revoking", String(32), nullable=False),
    Column("due", Date),
    Column("promised", Boolean, nullable=False),
    Column("promised_on", Date),
    Column("changed_at", Instant),
    # The few that are open are found without walking the years of ended ones.
    Index(None, "open", "executor", "position"),
    Index(None, "executor", "link_code", "reception_id"),
)

given_numbers = Table(
    "given_numbers",
    metadata,
    Column("executor", String(64), primary_key=True),
    Column("number", String(64), primary_key=True),
    sqlite_with_rowid=False,
)

acts = Table(
    "acts",
    metadata,
    Column("commitment_id", ForeignKey("commitments.id"), primary_key=True),
    Column("sequence", Integer, primary_key=True),
    Column("value", Text, nullable=False),
    CheckConstraint("sequence >= 1", name="counts_from_one"),
    sqlite_with_rowid=False,
)

# --- messages -----------------------------------------------------------------------------------

outbox = Table(
    "outbox",
    metadata,
    Column("position", Integer, primary_key=True),
    Column("message_id", String(64), nullable=False, unique=True),
    Column("reception_id", ForeignKey("receptions.id"), nullable=False, index=True),
    Column("commitment_id", ForeignKey("commitments.id"), nullable=False),
    Column("act", String(32), nullable=False),
    Column("sequence", Integer, nullable=False),
    Column("state", String(16), nullable=False),
    Column("attempts", Integer, nullable=False),
    Column("next_attempt_at", Instant, nullable=False),
    Column("lease_until", Instant),
    Column("fencing", Integer, nullable=False),
    Column("last_error", Text, nullable=False),
    Column("delivered_at", Instant),
    Column("value", Text, nullable=False),
    # The idempotency key the hub checks too: a second copy of an act cannot even be queued.
    UniqueConstraint("commitment_id", "act", "sequence"),
    # The few rows that wait are found without walking the years of delivered ones.
    Index(None, "state", "position"),
)

inbox = Table(
    "inbox",
    metadata,
    Column("from_party", String(64), primary_key=True),
    Column("message_id", String(128), primary_key=True),
    Column("received_at", Instant, nullable=False),
    sqlite_with_rowid=False,
)

refused_messages = Table(
    "refused_messages",
    metadata,
    Column("position", Integer, primary_key=True),
    Column("from_party", Text, nullable=False),
    Column("message_id", Text, nullable=False),
    Column("reason", Text, nullable=False),
    Column("received_at", Instant, nullable=False),
    UniqueConstraint("from_party", "message_id", "reason"),
)

# --- documents ----------------------------------------------------------------------------------

documents = Table(
    "documents",
    metadata,
    Column("id", String(64), primary_key=True),
    Column("reception_id", ForeignKey("receptions.id"), nullable=False, index=True),
    Column("sheet", Integer, nullable=False),
    Column("value", Text, nullable=False),
)

document_files = Table(
    "document_files",
    metadata,
    Column("document_id", ForeignKey("documents.id"), primary_key=True),
    Column("kind", String(8), primary_key=True),
    Column("digest", LargeBinary(32), nullable=False),
    Column("content", LargeBinary, nullable=False),
    CheckConstraint("kind IN ('shown', 'sealed')", name="kind_is_known"),
)

papers = Table(
    "papers",
    metadata,
    Column("number", String(16), primary_key=True),
    Column("reception_id", ForeignKey("receptions.id"), nullable=False, index=True),
    # A number is set aside before its document is drawn and stored.
    Column("document_id", String(64), nullable=False),
    Column("page", Integer, nullable=False),
    Column("state", String(16), nullable=False),
    Column("changed_at", Instant, nullable=False),
    Column("sent", Integer, nullable=False),
    sqlite_with_rowid=False,
)

signatures = Table(
    "signatures",
    metadata,
    Column("position", Integer, primary_key=True),
    Column("id", String(64), nullable=False, unique=True),
    Column("reception_id", ForeignKey("receptions.id"), nullable=False, index=True),
    Column("value", Text, nullable=False),
)

signing_times = Table(
    "signing_times",
    metadata,
    Column("position", ForeignKey("signatures.position"), primary_key=True),
    Column("reception_id", String(32), nullable=False),
    Column("signed_at", Instant, nullable=False),
    Index(None, "reception_id", "signed_at"),
)

# --- people and their codes ---------------------------------------------------------------------

links = Table(
    "links",
    metadata,
    Column("blind_index", LargeBinary(32), primary_key=True),
    Column("link_code", String(8), nullable=False, unique=True),
    CheckConstraint("length(blind_index) = 32", name="index_is_whole"),
    # No row id: the primary key is the table, so one look-up walks one tree.
    sqlite_with_rowid=False,
)

transfers = Table(
    "transfers",
    metadata,
    Column("position", Integer, primary_key=True),
    Column("id", String(64), nullable=False, unique=True),
    Column("pushed", Boolean, nullable=False),
    Column("received_at", Instant, nullable=False),
    Column("value", Text, nullable=False),
)

# Who has taken a certificate: a row for every reception that was not given up, so that the list of
# announced visits reads no reception, however many years there are.
taken_transfers = Table(
    "taken_transfers",
    metadata,
    Column("reception_id", ForeignKey("receptions.id"), primary_key=True),
    # A pulled certificate is stored before its reception; of an imported one there may be no row.
    Column("transfer_id", String(64), nullable=False, index=True),
    sqlite_with_rowid=False,
)

# --- supervision --------------------------------------------------------------------------------

proposals = Table(
    "proposals",
    metadata,
    Column("position", Integer, primary_key=True),
    Column("id", String(64), nullable=False, unique=True),
    Column("commitment_id", ForeignKey("commitments.id"), nullable=False),
    Column("value", Text, nullable=False),
)

decisions = Table(
    "decisions",
    metadata,
    Column("position", Integer, primary_key=True),
    Column("item", Text, nullable=False, index=True),
    Column("value", Text, nullable=False),
)

audit_records = Table(
    "audit_records",
    metadata,
    Column("seq", Integer, primary_key=True, autoincrement=False),
    Column("case_id", Text, nullable=False, index=True),
    Column("line", Text, nullable=False),
    Column("mac", LargeBinary(32), nullable=False),
)

# What was done and a supervisor has yet to look at: few rows, gone once they were looked at, so
# that the queue never walks the log.
owed_looks = Table(
    "owed_looks",
    metadata,
    Column("seq", ForeignKey("audit_records.seq"), primary_key=True),
)

audit_head = Table(
    "audit_head",
    metadata,
    Column("id", Integer, primary_key=True, autoincrement=False),
    Column("count", Integer, nullable=False),
    Column("mac", LargeBinary(32), nullable=False),
    CheckConstraint("id = 1", name="one_row"),
)

key_marks = Table(
    "key_marks",
    metadata,
    Column("id", Integer, primary_key=True, autoincrement=False),
    Column("blind_index", LargeBinary(32), nullable=False),
    CheckConstraint("id = 1", name="one_row"),
)
