"""What the store keeps beside the model: documents, audit lines, decisions."""

from dataclasses import dataclass
from datetime import datetime
from typing import Final

from counter_app.model.commitment import Act, ActContent, Actor
from counter_app.model.document import DocumentState
from counter_app.ports.card import NumberBox
from counter_app.ports.forms import SignatureBox
from counter_app.ports.staff import StaffProof


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
    proof: StaffProof | None = None  # by which staff card; None where a town decides by name


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
