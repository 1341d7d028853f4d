"""The interfaces between the use cases and the outside: card, forms, store, hub, printer, clock."""

from counter_app.ports.card import (
    CardPresented,
    CardReading,
    CardVault,
    FourAttributes,
    NumberBox,
    PinEntry,
    PinKind,
)
from counter_app.ports.clock import Clock
from counter_app.ports.forms import (
    FieldBox,
    FormRendering,
    FormSummary,
    PageImage,
    PageImaging,
    RenderedForm,
    SignatureBox,
    Written,
)
from counter_app.ports.networks import CodeIssuing, HubTransport, JukiNet
from counter_app.ports.printing import PrintOutcome, PrintQueue, ScanReading, ScanTray
from counter_app.ports.records import (
    WATCHED_DEEDS,
    AuditEntry,
    OwedLook,
    Proposal,
    ReviewDecision,
    StoredDocument,
)
from counter_app.ports.sealing import Sealing
from counter_app.ports.staff import StaffCards, StaffIdentity, StaffProof
from counter_app.ports.standings import OpenFigures, Standing
from counter_app.ports.store import Store, Unit

__all__ = [
    "WATCHED_DEEDS",
    "AuditEntry",
    "CardPresented",
    "CardReading",
    "CardVault",
    "Clock",
    "CodeIssuing",
    "FieldBox",
    "FormRendering",
    "FormSummary",
    "FourAttributes",
    "HubTransport",
    "JukiNet",
    "NumberBox",
    "OpenFigures",
    "OwedLook",
    "PageImage",
    "PageImaging",
    "PinEntry",
    "PinKind",
    "PrintOutcome",
    "PrintQueue",
    "Proposal",
    "RenderedForm",
    "ReviewDecision",
    "ScanReading",
    "ScanTray",
    "Sealing",
    "SignatureBox",
    "StaffCards",
    "StaffIdentity",
    "StaffProof",
    "Standing",
    "Store",
    "StoredDocument",
    "Unit",
    "Written",
]
