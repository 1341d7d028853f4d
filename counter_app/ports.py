"""The interfaces between the use cases and the outside: card, forms, store, hub, printer, clock."""

from collections.abc import Callable, Collection, Mapping
from contextlib import AbstractContextManager
from dataclasses import dataclass, replace
from datetime import date, datetime
from enum import StrEnum
from typing import Final, Protocol, Self

from counter_app.model.commitment import (
    ENDS,
    Act,
    ActContent,
    Actor,
    ActRecord,
    Commitment,
    Coordination,
    Phase,
)
from counter_app.model.document import DocumentState, SignatureAct
from counter_app.model.facts import FieldValue
from counter_app.model.message import (
    DeliveryState,
    InboundMessage,
    OutboundMessage,
    QueuedMessage,
    RefusedMessage,
)
from counter_app.model.numbers import LinkCode
from counter_app.model.paper import PaperSheet
from counter_app.model.people import Sex, TransferCertificate
from counter_app.model.reception import Reception, ReceptionState

Clock = Callable[[], datetime]
"""The present moment, aware, in the town's zone (+09:00)."""


# --- card -----------------------------------------------------------------------------------


class PinKind(StrEnum):
    """Which secret of the card is asked for (暗証番号の種類)."""

    AUTHENTICATION = "authentication"  # 利用者証明用
    CARD_INFORMATION = "card_information"  # 券面事項入力補助用


class PinEntry(Protocol):
    """Digits while the resident types them; they live in the vault and are wiped after use."""

    def press(self, digit: int) -> None: ...
    def erase(self) -> None: ...
    def clear(self) -> None: ...
    @property
    def length(self) -> int: ...


@dataclass(frozen=True, slots=True)
class CardPresented:
    """A card is on the reader and powered; no PIN has been used."""

    channel: str  # "pcsc" or "in-process"
    reader: str
    certificate_serial: str
    tries_left: int  # of the authentication PIN


@dataclass(frozen=True, slots=True)
class FourAttributes:
    """The four basic attributes (基本4情報) on the chip; the address is still the old one."""

    name: str
    address: str
    birth: date
    sex: Sex


@dataclass(frozen=True, slots=True)
class CardReading:
    """What leaves the vault after a reading. `blind_index` is HMAC-SHA-256 of P, 32 bytes."""

    attributes: FourAttributes
    blind_index: bytes
    certificate_serial: str
    apdus: int
    channel: str
    reader: str
    revocation_checked: bool


@dataclass(frozen=True, slots=True)
class NumberBox:
    """Where the vault draws P on a printed page: mm from the top left; `person` names whose."""

    page: int
    x: float
    y: float
    width: float
    height: float
    person: str


class CardVault(Protocol):
    """Card channel, PINs and the individual number; nothing of them leaves (設計 D3)."""

    def wait_for_card(self, seconds: float) -> bool: ...
    def present(self) -> CardPresented: ...
    def pin(self, kind: PinKind) -> PinEntry: ...
    def verify_holder(self, *, confirmed_last_try: bool = False) -> None: ...
    def open_card_information(self) -> int: ...
    def read(self, *, confirmed_last_try: bool = False) -> CardReading: ...
    def encrypt_number_for(self, recipient_public_jwk: str, context: str) -> str: ...
    def draw_number(self, pdf: bytes, boxes: tuple[NumberBox, ...]) -> bytes: ...
    def release(self) -> None: ...


# --- forms ----------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class SignatureBox:
    """Where a resident's signature goes: mm from the top left; `signer` names the role."""

    page: int
    x: float
    y: float
    width: float
    height: float
    signer: str


@dataclass(frozen=True, slots=True)
class FieldBox:
    """Where a value stands, for the highlight in the preview."""

    key: str
    page: int
    x: float
    y: float
    width: float
    height: float


@dataclass(frozen=True, slots=True)
class FormSummary:
    """One form the renderer knows."""

    id: str
    title: str
    edition: str
    number_class: str
    short: str = ""  # a title for narrow lists
    signature: str = "none"  # role that signs: "filer", "claimant", "subject", "none"
    per_person: bool = False  # the layout speaks of `subject`: one sheet for each person concerned


@dataclass(frozen=True, slots=True)
class RenderedForm:
    """A rendered form: the PDF as signed, its pages and where things stand on them."""

    form_id: str
    title: str
    edition: str
    pdf: bytes
    pages: int
    signature_boxes: tuple[SignatureBox, ...]
    number_boxes: tuple[NumberBox, ...]
    fields: tuple[FieldBox, ...]


class FormRendering(Protocol):
    """Draws forms (帳票) from layout files."""

    def forms(self) -> tuple[FormSummary, ...]: ...
    def render(
        self, form_id: str, data: Mapping[str, FieldValue], *, sheet: int = 1, on: date
    ) -> RenderedForm: ...


@dataclass(frozen=True, slots=True)
class PageImage:
    """A page as pixels: `png` bytes, size in pixels, and SHA-256 of the pixels (hex)."""

    page: int
    width: int
    height: int
    png: bytes
    shown_digest: str


class PageImaging(Protocol):
    """Turns a PDF into the pictures a person sees."""

    def __call__(self, pdf: bytes, *, width_px: int) -> tuple[PageImage, ...]: ...


@dataclass(frozen=True, slots=True)
class PrintOutcome:
    """What the printer said: job id, state and where the sheet went."""

    job: str
    state: str  # "printed", "pending", "failed"
    where: str


class PrintQueue(Protocol):
    """A printer (IPP) or a folder. `job_name` is a sheet number, never personal data.

    `keeps_files` is True for a folder: what goes there never carries an individual number.
    """

    @property
    def keeps_files(self) -> bool: ...

    def print(self, pdf: bytes, job_name: str) -> PrintOutcome: ...


class ScanReading(Protocol):
    """Reads barcodes in a picture: a scanned pile (PNG, JPEG, TIFF) or a PDF of several pages."""

    def __call__(self, data: bytes) -> tuple[str, ...]:
        """The text of every barcode found, page by page. Raises SCAN_UNREADABLE."""
        ...


class ScanTray(Protocol):
    """Where a scanner leaves what it scanned (スキャンの受け皿). Nothing of it stays."""

    def waiting(self) -> int:
        """How many files are there to be read. Raises SCAN_FOLDER_UNUSABLE."""
        ...

    def take(self) -> tuple[str, ...]:
        """Read the oldest file and delete it, readable or not; () when none waits.

        Gives the text of every barcode, "" for a sheet without one that can be read. Raises
        SCAN_UNREADABLE for a file that is no scan, SCAN_FOLDER_UNUSABLE.
        """
        ...


# --- Juki-net and the issuing of link codes -------------------------------------------------


class JukiNet(Protocol):
    """The resident-record network (住基ネット): transfer certificates, and the way P may travel."""

    def open(self) -> bool:
        """Whether the network is in its service hours (稼働中). Raises JUKI_UNREACHABLE."""
        ...

    def arrived(self) -> tuple[TransferCertificate, ...]:
        """Certificates the old towns pushed in advance (事前通知) and we have not taken yet."""
        ...

    def taken(self, transfer_id: str) -> None:
        """Tell the network that a pushed certificate is stored here."""
        ...

    def request(self, attributes: FourAttributes) -> TransferCertificate:
        """Ask the old town for this household's certificate (転出証明書情報の送信依頼).

        Raises JUKI_NOT_FOUND, JUKI_NOT_READY (the old town has not finished), JUKI_UNREACHABLE.
        """
        ...

    def recipient_key(self) -> str:
        """Public JWK to which the vault encrypts P for the network."""
        ...

    def deliver_number(self, acquisition: str, sealed_number: str) -> None:
        """Hand over P, sealed by the vault, under an acquisition number (符号の取得 5-②③)."""
        ...


class CodeIssuing(Protocol):
    """The hub's issuing service (符号の取得): acquisition number in, link code out."""

    def begin_acquisition(self) -> str: ...
    def issued_code(self, acquisition: str) -> LinkCode | None: ...


# --- hub ------------------------------------------------------------------------------------


class HubTransport(Protocol):
    """Carries messages to and from the hub. Raises HUB_UNREACHABLE (try later) or HUB_REFUSED."""

    def send(self, message: OutboundMessage) -> None: ...
    def fetch(self, limit: int = 50) -> tuple[InboundMessage | RefusedMessage, ...]: ...
    def acknowledge(self, message_ids: tuple[str, ...]) -> None: ...


# --- store ----------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True, kw_only=True)
class StoredDocument:
    """A document of a reception. `pdf` is what was shown; `sealed` the signed and sealed file."""

    id: str
    reception_id: str
    sheet: int
    number: str  # 書類番号 of the first page, e.g. 8F3KQ7T2-01-1
    form_id: str
    title: str
    procedure_ids: tuple[str, ...]
    signer: str  # member id, "" for papers nobody signs
    subject: str = ""  # member the sheet is about, "" for the household
    pages: int
    digest: str  # SHA-256 of `pdf`, hex
    pdf: bytes
    signature_boxes: tuple[SignatureBox, ...] = ()
    number_boxes: tuple[NumberBox, ...] = ()
    state: DocumentState = DocumentState.RENDERED
    sealed: bytes = b""
    signature_id: str = ""
    printed: str = ""  # where it went


@dataclass(frozen=True, slots=True, kw_only=True)
class AuditEntry:
    """One line of the audit log: who did what, when, where, to which case and why. Never values."""

    at: datetime
    who: str
    terminal: str
    what: str
    case: str = ""
    reason: str = ""
    fields: tuple[str, ...] = ()


WATCHED_DEEDS: Final = frozenset({"search.receptions", "search.tasks", "document.reprint"})
"""What a supervisor looks at afterwards: `AuditEntry.what` of each."""


@dataclass(frozen=True, slots=True)
class OwedLook:
    """A watched deed nobody has looked at yet; `place` is that of its line in the audit log."""

    place: int
    entry: AuditEntry


@dataclass(frozen=True, slots=True)
class ReviewDecision:
    """A supervisor's decision on one waiting item (監督者の判断)."""

    item: str  # "release:<commitment id>", "resend:<message id>" …
    verdict: str  # "allow", "stop", "hold"
    reason: str
    by: str
    at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Proposal:
    """An act that a second person must confirm before it is performed (四つの目)."""

    id: str
    commitment_id: str
    act: Act
    actor: Actor
    content: ActContent
    by: str
    at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """How a commitment stands, without its fields and acts: what lists, counts and figures need.

    `promised_on` is the day of the latest promise that named one, `changed_at` the last act's time.
    """

    commitment_id: str
    reception_id: str
    executor: str
    link_code: str
    held: bool
    due: date | None
    phase: Phase = Phase.INITIAL
    revoking: Act | None = None
    promised: bool = False  # came at least once to a promise
    promised_on: date | None = None
    changed_at: datetime | None = None

    @classmethod
    def of(cls, commitment: Commitment) -> Self:
        standing = cls(
            commitment_id=commitment.id,
            reception_id=commitment.reception_id,
            executor=commitment.executor,
            link_code=commitment.link_code,
            held=commitment.held,
            due=commitment.due,
        )
        for record in commitment.acts:
            standing = standing.after(record)
        return standing

    def after(self, record: ActRecord) -> Self:
        """The standing after one more act. Raises COMMITMENT_ACT_NOT_ALLOWED."""
        state = self.state.after(record.act, record.actor)
        promise = record.act is Act.PROMISE
        named = record.content.expected_on if promise else None
        return replace(
            self,
            phase=state.phase,
            revoking=state.revoking,
            promised=self.promised or promise,
            promised_on=named or self.promised_on,
            changed_at=record.at,
        )

    @property
    def state(self) -> Coordination:
        return Coordination(self.phase, self.revoking)

    @property
    def ended(self) -> bool:
        return self.phase in ENDS and self.revoking is None

    @property
    def open(self) -> bool:
        """Whether an act is still owed by either side; a request that was taken back owes none."""
        return not self.ended and (self.phase is not Phase.INITIAL or self.revoking is not None)

    @property
    def owed_on(self) -> date | None:
        """The day the next act is owed: the promised day once promised, else the legal one."""
        return (self.promised_on if self.phase is Phase.PROMISED else None) or self.due


@dataclass(frozen=True, slots=True)
class OpenFigures:
    """How many open commitments one party has: late, not promised yet, in work."""

    executor: str
    late: int
    waiting: int
    working: int


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
        """The newest whose number, time, name (unless protected) or link code contains `words`."""
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


class Sealing(Protocol):
    """Seals a document with the resident's signature act (PAdES)."""

    def __call__(self, document: StoredDocument, act: SignatureAct | None) -> bytes: ...
