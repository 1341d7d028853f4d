"""The store: one transaction after the other."""

from collections.abc import Collection, Mapping
from contextlib import AbstractContextManager
from datetime import date, datetime
from typing import Protocol

from counter_app.model.commitment import ActRecord, Commitment
from counter_app.model.document import SignatureAct
from counter_app.model.message import DeliveryState, OutboundMessage, QueuedMessage, RefusedMessage
from counter_app.model.numbers import LinkCode
from counter_app.model.paper import PaperSheet
from counter_app.model.people import TransferCertificate
from counter_app.model.reception import Reception, ReceptionState
from counter_app.ports.records import AuditEntry, OwedLook, Proposal, ReviewDecision, StoredDocument
from counter_app.ports.standings import OpenFigures, Standing


class Unit(Protocol):
    """One transaction on the store: commits as a whole when its `with` ends, or not at all."""

    def add_reception(self, reception: Reception) -> None: ...
    def reception(self, reception_id: str) -> Reception: ...
    def save_reception(self, reception: Reception) -> Reception:
        """Store a change of the version read. Raises RECEPTION_CHANGED_ELSEWHERE otherwise."""
        ...

    def receptions(
        self,
        *,
        since: date | None = None,
        ids: Collection[str] | None = None,
        opened_on: date | None = None,
        committed_on: date | None = None,
        state: ReceptionState | None = None,
    ) -> tuple[Reception, ...]:
        """Receptions in the order opened: all, or what is asked for; without any, every year's.

        Those that are OPEN or ABANDONED are found without walking the others.
        """
        ...

    def find_receptions(self, words: str, limit: int) -> tuple[Reception, ...]:
        """The newest whose number, time, name, kana, link code or reference contains `words`.

        A protected family is not found by name or kana. `words` as `looks.sought` gives them.
        """
        ...

    def count_receptions(self, words: str) -> int:
        """How many `find_receptions` would give without its limit."""
        ...

    def next_reception_sequence(self, day: date) -> int: ...

    def add_commitment(self, commitment: Commitment) -> None: ...
    def commitment(self, commitment_id: str) -> Commitment: ...
    def commitments(
        self,
        *,
        reception_id: str | None = None,
        executor: str | None = None,
        ids: Collection[str] | None = None,
    ) -> tuple[Commitment, ...]:
        """Commitments with their acts, in the order made; without any argument, every year's.

        Those asked for by `ids` come in no promised order.
        """
        ...

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
        ...

    def standings_in_question(self, *, today: date, asked_before: datetime) -> tuple[Standing, ...]:
        """Open commitments a person may have to look at, in the order made.

        Held, under revocation, declined or rejected; promised for a day before `today`; not
        promised though asked before `asked_before` or due before `today`.
        """
        ...

    def find_standings(self, executor: str, words: str, limit: int) -> tuple[Standing, ...]:
        """The newest of an executor whose link code or reception number contains `words`.

        `words` without hyphens.
        """
        ...

    def open_figures(self, today: date) -> tuple[OpenFigures, ...]:
        """Open commitments counted by executor, without those that are held."""
        ...

    def highest_number(self, executor: str, prefix: str) -> int:
        """The highest running number an executor gave after `prefix` (「2026-」), 0 for none."""
        ...

    def append_act(self, commitment_id: str, record: ActRecord) -> None:
        """Append; (commitment, sequence) is unique, so two writers cannot both win."""
        ...

    def set_held(self, commitment_id: str, held: bool) -> None: ...

    def enqueue(self, message: OutboundMessage, *, held: bool = False) -> None: ...
    def claim_due(
        self, now: datetime, lease_until: datetime, limit: int = 20
    ) -> tuple[QueuedMessage, ...]:
        """Claim due messages, oldest first per commitment, never overtaking within one."""
        ...

    def record_delivery(
        self,
        message_id: str,
        fencing: int,
        state: DeliveryState,
        *,
        at: datetime,
        next_attempt_at: datetime | None = None,
        error: str = "",
    ) -> bool:
        """Write a delivery result; False when a newer claim exists and the result is dropped."""
        ...

    def release_message(self, message_id: str, state: DeliveryState, now: datetime) -> None: ...
    def outbox(
        self,
        *,
        reception_id: str | None = None,
        states: Collection[DeliveryState] | None = None,
    ) -> tuple[QueuedMessage, ...]:
        """Messages in the order queued; without any argument, every year's."""
        ...

    def register_inbound(self, from_party: str, message_id: str, at: datetime) -> bool:
        """True the first time; False for a message already taken in."""
        ...

    def add_refused(self, refused: RefusedMessage, at: datetime) -> None: ...
    def refused(self) -> tuple[tuple[RefusedMessage, datetime], ...]: ...

    def save_document(self, document: StoredDocument) -> None: ...
    def documents(
        self, reception_id: str, *, with_files: bool = True
    ) -> tuple[StoredDocument, ...]:
        """A reception's documents by sheet; without their files, `pdf` and `sealed` are b""."""
        ...

    def document(self, document_id: str) -> StoredDocument: ...
    def save_papers(self, sheets: tuple[PaperSheet, ...]) -> None:
        """Store sheets of paper, new or changed, under their numbers."""
        ...

    def papers(self, reception_id: str) -> tuple[PaperSheet, ...]:
        """Every sheet a reception ever had, by number."""
        ...

    def paper(self, number: str) -> PaperSheet | None:
        """The sheet with this barcode, of whichever reception; None for a number nobody gave."""
        ...

    def add_signature(self, reception_id: str, act: SignatureAct) -> None: ...
    def signatures(self, reception_id: str) -> tuple[SignatureAct, ...]: ...
    def signing_times(self, reception_ids: Collection[str]) -> Mapping[str, tuple[datetime, ...]]:
        """When residents signed, by reception, earliest first; the strokes are not read."""
        ...

    def find_link(self, blind_index: bytes) -> LinkCode | None: ...
    def add_link(self, blind_index: bytes, code: LinkCode) -> None:
        """Unique both ways. Raises LINK_CONFLICT."""
        ...

    def save_transfer(
        self, certificate: TransferCertificate, *, pushed: bool, at: datetime
    ) -> None: ...
    def transfer(self, transfer_id: str) -> TransferCertificate | None: ...
    def transfers(
        self, *, since: date | None = None, untaken: bool = False
    ) -> tuple[TransferCertificate, ...]:
        """Certificates in the order they arrived: all, or those that came on `since` or later.

        `untaken`: without those that a reception has taken which was not abandoned.
        """
        ...

    def taker(self, transfer_id: str) -> Reception | None:
        """The reception that has taken a certificate, an open one first; none was abandoned."""
        ...

    def add_proposal(self, proposal: Proposal) -> None: ...
    def proposals(self) -> tuple[Proposal, ...]:
        """Acts that still wait for a supervisor, oldest first."""
        ...

    def remove_proposal(self, proposal_id: str) -> None: ...
    def add_decision(self, decision: ReviewDecision) -> None: ...
    def decisions(self, *, items: Collection[str] | None = None) -> tuple[ReviewDecision, ...]:
        """Decisions in the order made: all, or those on `items`."""
        ...

    def audit(self, entry: AuditEntry) -> None:
        """Append a line to the audit log; a watched deed waits for a look from then on."""
        ...

    def owed_looks(self) -> tuple[OwedLook, ...]:
        """The watched deeds nobody has looked at yet, in their order."""
        ...

    def looked_at(self, places: Collection[int]) -> None:
        """A supervisor has looked at these; their lines in the log stay."""
        ...

    def audit_entries(
        self, *, case: str | None = None, latest: int | None = None
    ) -> tuple[AuditEntry, ...]:
        """Entries in their order: all, a case's, or only the `latest` so many."""
        ...

    def audit_count(self) -> int:
        """How many entries the audit log has."""
        ...


class Store(Protocol):
    """The town's store. `with store.unit() as unit:` is one transaction."""

    def unit(self) -> AbstractContextManager[Unit]: ...
    def view(self) -> AbstractContextManager[Unit]:
        """One snapshot for reading; it waits for no writer."""
        ...
