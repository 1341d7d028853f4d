"""The frame of the clerk's window in words: step rail, list rail, lamps."""

from dataclasses import dataclass
from datetime import date

from counter_app.model.commitment import Act, Commitment
from counter_app.model.document import DocumentState
from counter_app.model.message import DeliveryState, QueuedMessage
from counter_app.model.people import MoveKind
from counter_app.model.reception import Protection, Reception, ReceptionState, Step
from counter_app.paperwork.values import Case
from counter_app.ports import StoredDocument
from counter_app.procedures.attachments import questions_answered
from counter_app.procedures.procedure import OutcomeKind
from ui.staff.frame_views import RailView
from ui.staff.words.common import moment
from ui.staff.words.household import checks
from ui.widgets.bars import Lamp
from ui.widgets.nodes import NodeState
from ui.widgets.rail import Plate
from ui.widgets.rail import Step as RailStep

STEPS = (
    Step.RECEPTION,
    Step.HOUSEHOLD,
    Step.INTERVIEW,
    Step.PROCEDURES,
    Step.DOCUMENTS,
    Step.DISPATCH,
)
TITLES = ("受付", "世帯", "聞き取り", "手続", "書類・署名", "依頼")


@dataclass(frozen=True, slots=True)
class Progress:
    """What the rail tells of each step besides the reception itself."""

    questions_left: int = 0
    documents: tuple[StoredDocument, ...] = ()
    commitments: tuple[Commitment, ...] = ()
    queue: tuple[QueuedMessage, ...] = ()
    card_line: str = ""
    halted: bool = False


def rail(
    reception: Reception, case: Case | None, progress: Progress, saved: str, *, undo: bool = False
) -> RailView:
    """The step rail. A protected reception shows no name."""
    here = STEPS.index(reception.step)
    reached = _reached(reception)
    states = [
        NodeState.HERE
        if place == here
        else NodeState.DONE
        if place < reached
        else NodeState.TO_COME
        for place in range(len(STEPS))
    ]
    if progress.halted:
        states[here] = NodeState.HALTED
    lines = _lines(reception, case, progress)
    steps = tuple(
        RailStep(title, line, state)
        for title, line, state in zip(TITLES, lines, states, strict=True)
    )
    waiting = sum(1 for q in progress.queue if q.state is not DeliveryState.DELIVERED)
    second = f"送信待ち {waiting}件（自動）" if waiting else ""
    may_give_up = reception.state is ReceptionState.OPEN
    return RailView(plate(reception), steps, here, saved, second, undo, may_give_up)


def plate(reception: Reception) -> Plate:
    household = reception.household
    if household is None:
        return Plate("新しい受付", "カードを待っています", reception.number)
    if reception.protected:
        return Plate("", f"{len(household.members)}人", reception.number, hidden=True)
    filer = household.member(reception.filer_id) if reception.filer_id else household.head
    abroad = household.kind is MoveKind.FROM_ABROAD
    origin = "国外" if abroad else household.old_address.municipality
    line = f"{len(household.members)}人世帯・{origin}から転入"
    return Plate(filer.name.shown, line, reception.number)


def _reached(reception: Reception) -> int:
    """How many steps are behind, whichever is open."""
    if reception.number:
        return len(STEPS)
    return STEPS.index(reception.step)


def _lines(reception: Reception, case: Case | None, progress: Progress) -> tuple[str, ...]:
    household = reception.household
    unsure = len(checks(household)) if household is not None else 0
    applies = undecided = 0
    if case is not None:
        applies = sum(1 for d in case.determinations if d.outcome is OutcomeKind.APPLIES)
        undecided = sum(1 for d in case.determinations if d.outcome is OutcomeKind.UNDECIDED)
    signed = sum(
        1
        for d in progress.documents
        if d.signer and d.state in (DocumentState.SEALED, DocumentState.PRINTED)
    )
    to_sign = sum(1 for d in progress.documents if d.signer)
    promised = sum(1 for c in progress.commitments if any(r.act is Act.PROMISE for r in c.acts))
    return (
        progress.card_line or _reception_line(reception),
        "—"
        if household is None
        else f"確かめること {unsure}件"
        if unsure
        else f"{len(household.members)}人",
        "—"
        if case is None
        else f"残り 最大{progress.questions_left}問"
        if progress.questions_left
        else f"{questions_answered(reception.answers)}問 済み",
        "—"
        if case is None
        else f"該当 {applies}・未定 {undecided}"
        if undecided
        else f"該当 {applies}",
        ("確定済み" if reception.number else "—")
        if not progress.documents
        else f"{to_sign}枚 署名済み"
        if to_sign and signed == to_sign
        else f"署名 {signed}／{to_sign}",
        f"約束 {promised}／{len(progress.commitments)}" if progress.commitments else "—",
    )


def _reception_line(reception: Reception) -> str:
    if reception.identity is not None:
        return "本人確認済み"
    return "支援措置の質問" if reception.protection is Protection.UNASKED else "本人確認"


def saved_line(reception: Reception, at: str, today: date) -> str:
    """When the reception was committed, before that when it was last stored (`at`)."""
    if reception.committed_at is not None:
        return f"{moment(reception.committed_at, today)} 確定・保存済み"
    return f"{at} 保存済み"


def lamps(
    *,
    juki: bool,
    hub: bool | None,
    keys: bool = True,
    since: str = "",
    devices: str = "",
    called: bool = False,
) -> tuple[Lamp, ...]:
    """Quiet while all is well. `devices` names what is wrong with reader, tablet or printer.

    `called`: the resident asks for the staff on the tablet, who perhaps cannot speak.
    """
    why = f"届きません {since}〜" if keys else "鍵を使えません"
    hub_words = f"連携基盤 {why if hub is False else '稼働中'}"
    machines = Lamp(
        devices or "カード・署名・印刷 使えます", well=not devices, optional=not devices
    )
    call = Lamp("住民が呼んでいます", well=False)
    return (
        Lamp("住基ネット 稼働中" if juki else "住基ネット 停止中", well=juki),
        Lamp(hub_words, well=hub is not False),
        *((machines,) if devices or not called else ()),
        *((call,) if called else ()),
    )
