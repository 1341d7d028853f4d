"""What reception (02) shows: who came, the card, the transfer certificate, deadlines."""

from dataclasses import dataclass

from counter_app.model.reception import Protection
from ui.staff.frame_views import ActionView, ChoiceView, ProblemView, Text
from ui.widgets.card import CardState
from ui.widgets.chip import Chip
from ui.widgets.clock import Deadline
from ui.widgets.nodes import Node, NodeState
from ui.widgets.source import Source


@dataclass(frozen=True, slots=True)
class CardRowView:
    """A member and the card: read, not today, none."""

    member: str
    name: str
    relation: str
    chip: Chip
    words: str
    here: bool = False


@dataclass(frozen=True, slots=True)
class CardPanelView:
    """The card panel (02, 02b). `progress` 0–1 while data is read; `error` is said at the field."""

    state: CardState
    summary: str
    title: Text
    nodes: tuple[Node, ...]
    rows: tuple[CardRowView, ...]
    detail: str = ""
    progress: float | None = None
    progress_words: str = ""
    actions: tuple[ActionView, ...] = ()
    code: str = ""
    page: str = ""
    error: str = ""
    without_card: bool = True  # 「カードなしで進む」 at the right of the head

    @property
    def faulty(self) -> bool:
        return any(node.state is NodeState.REFUSED for node in self.nodes)


@dataclass(frozen=True, slots=True)
class IdentityView:
    """Who came and how that was checked. `chosen` are ids of `documents`, one or two of them."""

    visitors: tuple[ChoiceView, ...]
    documents: tuple[ChoiceView, ...]
    visitor: str = ""
    chosen: tuple[str, ...] = ()
    needed: int = 1
    photo_matched: bool = False
    confirmed: bool = False
    error: str = ""


@dataclass(frozen=True, slots=True)
class ContactView:
    """How the visitor is reached. `editing`: the form is open; `error` is said at its field."""

    phone: str = ""
    phone_words: str = ""
    source: Source | None = None
    none: bool = False  # 電話なし
    language: str = "ja"
    language_words: str = ""
    languages: tuple[ChoiceView, ...] = ()
    editing: bool = False
    error: str = ""


@dataclass(frozen=True, slots=True)
class DeadlineRowView:
    """A deadline of this reception and what it is for."""

    deadline: Deadline
    words: str


@dataclass(frozen=True, slots=True)
class LogRowView:
    """One line of the record of checks (確認の記録)."""

    time: str
    title: str
    words: str
    who: str = ""


@dataclass(frozen=True, slots=True)
class TransferView:
    """The side panel of 02: the transfer certificate, deadlines, the record of checks."""

    title: str
    chip: Chip | None = None
    line: str = ""
    dates: tuple[tuple[str, str], ...] = ()
    deadlines: tuple[DeadlineRowView, ...] = ()
    log: tuple[LogRowView, ...] = ()
    foot: str = ""


@dataclass(frozen=True, slots=True)
class ReceptionView:
    """Step 1. `folded`: the answered parts are one row each (08). `missing`: 次へ waits for it."""

    protection: Protection
    identity: IdentityView
    card: CardPanelView
    transfer: TransferView
    chip: Chip | None = None
    folded: bool = False
    protection_words: str = ""
    protection_note: str = ""  # why 「いない」 does not count
    contact: ContactView = ContactView()
    identity_words: str = ""
    missing: str = ""
    can_go_on: bool = True
    problem: ProblemView | None = None
