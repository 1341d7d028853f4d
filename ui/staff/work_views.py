"""What the clerk's working screens show: procedures (05), documents (06), dispatch (07, 09).

Worded values and enums; one frozen dataclass a screen. The enums whose values are those of the
model (`Standing`, `DeliveryState`) are filled by value: `Standing(outcome.value)`.
"""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from counter_app.model.message import DeliveryState
from counter_app.ports import PageImage
from ui.staff.frame_views import ActionView, ProblemView, Text
from ui.staff.paper_views import AttachmentView, LaterPapersView, StepRowView
from ui.staff.pile_views import PileView
from ui.widgets.chip import Chip
from ui.widgets.clock import Deadline
from ui.widgets.nodes import Node
from ui.widgets.source import Source

# --- 05 procedures ----------------------------------------------------------------------------


class Standing(StrEnum):
    """What was determined of a procedure (判定); values as in the determination's outcome."""

    APPLIES = "applies"
    DEEMED = "deemed"
    NOTHING_TO_FILE = "nothing_to_file"
    GUIDE = "guide"
    UNDECIDED = "undecided"


@dataclass(frozen=True, slots=True)
class ProcedureRowView:
    """One determination of the list. `due` is said where no clock runs; `papers` is one cell."""

    id: str
    standing: Standing
    title: str
    who: str  # 「髙志・美咲」「5人」
    department: str
    deadline: Deadline | None = None
    due: str = ""
    papers: str = ""  # 添付・理由, in a few words
    postponed: bool = False  # 今日は出さない


@dataclass(frozen=True, slots=True)
class FilterView:
    """A tab over the list: what comes back in the signal, its words and its count."""

    id: str
    words: str
    count: int


@dataclass(frozen=True, slots=True)
class CutView:
    """A hard cut-off of the red strip, soonest first; `id` is the row it belongs to."""

    id: str
    deadline: Deadline
    title: str
    who: str = ""


@dataclass(frozen=True, slots=True)
class FactRowView:
    """A fact the determination rests on, with where it came from."""

    label: str
    value: Text
    source: Source | None = None


@dataclass(frozen=True, slots=True)
class ReasonView:
    """The side panel of 05: why, by when, what it rests on, what is not needed any more."""

    id: str
    standing: Standing
    department: str
    title: str
    reason: Text
    law: str = ""
    edition: str = ""
    facts: tuple[FactRowView, ...] = ()
    deadline: Deadline | None = None
    deadline_words: Text = ()
    details: tuple[tuple[str, Text], ...] = ()  # 請求する人・個人番号・戻る紙
    attachments: tuple[AttachmentView, ...] = ()
    can_postpone: bool = True
    postponed: bool = False
    handbook: str = ""  # place for F1 while this procedure is shown


@dataclass(frozen=True, slots=True)
class ProceduresView:
    """Step 4. Rows come in the order of the sort, those of one department together or not."""

    sub: str
    rows: tuple[ProcedureRowView, ...]
    tabs: tuple[FilterView, ...]
    tab: str = ""  # id of the chosen one
    sort: str = ""  # 担当課の順
    selected: str = ""
    reason: ReasonView | None = None
    cuts: tuple[CutView, ...] = ()
    cuts_today: int = 0
    can_add: bool = True
    missing: str = ""
    can_go_on: bool = True
    problem: ProblemView | None = None


# --- 06 documents and signatures --------------------------------------------------------------


class SheetState(StrEnum):
    """Where a sheet stands with the one who signs it."""

    NOT_YET = "not_yet"
    LOOKING = "looking"
    READ = "read"
    SIGNED = "signed"
    WITHOUT = "without"  # needs no signature


@dataclass(frozen=True, slots=True)
class SheetView:
    """A sheet in the pile. `page` is its first page as it prints, None while it is made."""

    id: str
    title: str
    whose: str  # 「髙志　3／10」
    state: SheetState
    page: PageImage | None = None
    same_as_seen: bool = False  # 見た紙と同じ
    can_edit: bool = True
    consent: bool = False  # the consent sheet: its decisions stand at the side
    printed: bool = False
    short: str = ""  # a shorter title for the list
    more: tuple[PageImage, ...] = ()  # its further pages, shown under the first


@dataclass(frozen=True, slots=True)
class SignerView:
    """One who signs: 「10枚に1回　10:42」 and a chip."""

    id: str
    name: str
    words: str
    chip: Chip
    signed: bool = False


@dataclass(frozen=True, slots=True)
class ConsentView:
    """A receiver of the consent sheet. `decided` True 送る, False 送らない, None not decided."""

    id: str
    receiver: str
    items: str
    decided: bool | None = None


@dataclass(frozen=True, slots=True)
class PrintedView:
    """A sheet that was printed and can be printed once more."""

    id: str
    title: str


@dataclass(frozen=True, slots=True)
class SignForView:
    """For whom another may write (代筆), the clerk, and whether a second officer must see it."""

    signer: str
    name: str
    clerk: str
    witnessed: bool = True


@dataclass(frozen=True, slots=True)
class DocumentsView:
    """Step 5. `consent_locked` once the consent sheet is signed: decisions are only shown.

    `awaited` says in the place of the page why there is no sheet, `making` that they are being
    made, with how many as far as it is known.
    """

    sheets: tuple[SheetView, ...]
    selected: str
    signed: int
    signers: tuple[SignerView, ...]
    signer: str = ""
    tablet_busy: bool = False  # someone reads or signs on the tablet
    can_send: bool = True
    sign_for: SignForView | None = None  # None while nobody waits to sign
    consents: tuple[ConsentView, ...] = ()
    consent_locked: bool = False
    printed: int = 0
    print_waits: int = 0  # printed after signing
    print_ready: int = 0  # can be printed now
    print_note: str = ""  # what becomes of paper that came out in part
    pile: PileView | None = None  # None while nothing was printed
    sheet_count: int = 0  # all sheets, when `sheets` is a part of them
    missing: str = ""
    can_go_on: bool = False
    problem: ProblemView | None = None
    awaited: str = ""
    making: str = ""


# --- 07 dispatch, 09 degraded -----------------------------------------------------------------


class PartyKind(StrEnum):
    """Who executes, for the small icon; values as `Organisation.kind`, or a department."""

    DEPARTMENT = "department"
    ELECTRICITY = "electricity"
    GAS = "gas"
    WATER = "water"
    VEHICLE = "vehicle"


@dataclass(frozen=True, slots=True)
class OfferView:
    """A decline: what they said, and the times they offer instead (may be none).

    `chosen` is the index of the time the resident chose, -1 while none is.
    """

    words: Text
    slots: tuple[str, ...] = ()
    chosen: int = -1


@dataclass(frozen=True, slots=True)
class ResultView:
    """A declared result that waits to be accepted, in words."""

    words: Text


@dataclass(frozen=True, slots=True)
class WishView:
    """A wish (使用開始の希望) that can still be changed, with what the organisation offers.

    `choices`: how many spans are asked for; 0 when nobody has to be there. `warning` says what
    a change undoes.
    """

    start_on: date
    hint: str = ""  # 「4月6日（月）から」
    spans: tuple[str, ...] = ()
    chosen: tuple[str, ...] = ()  # by preference
    choices: int = 0
    presence: tuple[str, ...] = ()
    present: int = 0
    contact: str = ""
    phone: str = ""  # what is told when `contact` is empty
    warning: str = ""


@dataclass(frozen=True, slots=True)
class WishEntry:
    """A wish as it was typed; nothing of it is checked yet."""

    start_on: date | None
    spans: tuple[str, ...] = ()
    present: int = 0
    contact: str = ""


@dataclass(frozen=True, slots=True)
class CommitmentRowView:
    """A commitment: four nodes (依頼 約束 完了 受入) and, apart from them, its message's way.

    A row with an `offer` is open at once; one with a `result` opens when it is selected, and one
    with a `wish` by Enter. Before the commit there is no message yet: `delivery` None.
    """

    id: str
    title: str
    party: str
    kind: PartyKind
    nodes: tuple[Node, Node, Node, Node]
    delivery: DeliveryState | None
    delivery_words: str = ""  # 「届いた・返事あり」; the state's own words when empty
    due: str = ""
    offer: OfferView | None = None
    result: ResultView | None = None
    can_withdraw: bool = True
    wish: WishView | None = None


@dataclass(frozen=True, slots=True)
class CommitmentGroupView:
    """Rows under a heading. `alert` draws it as a red chip; `toggle` are the words of Alt V."""

    title: str
    rows: tuple[CommitmentRowView, ...]
    count: int
    note: str = ""
    alert: bool = False
    toggle: str = ""  # 「すべて見る」


@dataclass(frozen=True, slots=True)
class PaperView:
    """A paper to hand over. The one that is not printed yet has the button."""

    id: str
    title: str
    printed: bool
    page: PageImage | None = None
    unsure: bool = False  # with a printer that has not said whether the paper came out


@dataclass(frozen=True, slots=True)
class DegradedView:
    """A line is down, work goes on (09), in the words of the handbook."""

    title: str
    code: str
    page: str
    happened: Text
    saved: Text
    now: Text
    actions: tuple[ActionView, ...] = ()


@dataclass(frozen=True, slots=True)
class DispatchView:
    """Step 6. The side shows what it is given: papers and next steps, or the queue's log.

    `planned`: nothing was asked yet; the primary asks for everything at once. `note` says over
    the list what a change undid, `warning` what hinders nothing.
    """

    sub: str
    promised: int
    total: int
    groups: tuple[CommitmentGroupView, ...]
    number: str = ""
    number_words: str = ""
    selected: str = ""
    papers: tuple[PaperView, ...] = ()
    making: str = ""  # said while there are no papers yet
    sent: tuple[PaperView, ...] = ()  # papers that go elsewhere: to a department, by mail
    steps: tuple[StepRowView, ...] = ()
    queue: tuple[StepRowView, ...] = ()
    queue_count: int = 0
    foot: str = ""
    degraded: DegradedView | None = None
    close_words: str = "返事待ちにして終わる"
    can_close: bool = True
    missing: str = ""
    problem: ProblemView | None = None
    planned: bool = False
    note: str = ""
    warning: Text = ()  # what is better known before everything is asked at once
    pile: PileView | None = None  # None while nothing was printed
    left_over: str = ""  # paper that is not handed over, said before the visit ends
    later: LaterPapersView | None = None  # None where no paper was waited for at the commit
