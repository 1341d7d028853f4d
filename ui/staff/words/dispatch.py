"""Commitments in words (07, 09): four nodes of coordination, and apart from them the delivery."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime

from counter_app.dispatch import WITHOUT_LINK
from counter_app.failures import FailureCode
from counter_app.model.calendar import weekday_name
from counter_app.model.commitment import (
    Act,
    ActRecord,
    Commitment,
    Decision,
    ExecutorKind,
    Phase,
    Slot,
)
from counter_app.model.document import DocumentState
from counter_app.model.message import DeliveryState, QueuedMessage
from counter_app.model.paper import PaperSheet, PaperState
from counter_app.model.reception import ReceptionState
from counter_app.paperwork.after_commit import TO_HAND_OVER, TO_SEND
from counter_app.paperwork.handing_over import HANDOVER
from counter_app.paperwork.notices import LATE_REASON
from counter_app.paperwork.papers import NextStep
from counter_app.paperwork.values import Case
from counter_app.ports import PageImage, StoredDocument
from ui.staff.frame_views import ActionView, ProblemView, Text, text
from ui.staff.paper_views import StepRowView
from ui.staff.pile_views import PileView
from ui.staff.words.common import clock_time, moment, problem
from ui.staff.words.later import later_papers
from ui.staff.work_views import (
    CommitmentGroupView,
    CommitmentRowView,
    DegradedView,
    DispatchView,
    OfferView,
    PaperView,
    PartyKind,
    ResultView,
)
from ui.widgets.nodes import Node, NodeState
from ui.widgets.words import Run

_ROWS_SHOWN = 5
_CLOSED = "来庁は終わっています。F2 で一覧へ"
RETRY = ActionView("retry", "今すぐ試す", "Alt R", primary=True)


@dataclass(frozen=True, slots=True)
class Dispatched:
    """A committed reception as it stands now."""

    case: Case
    commitments: tuple[Commitment, ...]
    queue: tuple[QueuedMessage, ...] = ()
    documents: tuple[StoredDocument, ...] = ()
    pages: dict[str, PageImage] = field(default_factory=dict)
    steps: tuple[NextStep, ...] = ()
    reachable: bool | None = None
    selected: str = ""
    chosen_slots: Mapping[str, int] = field(default_factory=dict)  # by commitment
    show_all: bool = False
    problem: ProblemView | None = None
    pile: PileView | None = None
    unsure: frozenset[str] = frozenset()  # documents a printer has not said it printed
    left_over: tuple[PaperSheet, ...] = ()  # paper the clerk was told of before the visit ends
    today: date | None = None

    def message(self, commitment: Commitment) -> QueuedMessage | None:
        """The newest message of a commitment."""
        mine = [q for q in self.queue if q.message.commitment_id == commitment.id]
        return mine[-1] if mine else None


def dispatch_view(state: Dispatched) -> DispatchView:
    """Step 6 as it stands."""
    reception = state.case.reception
    promised = [c for c in state.commitments if any(r.act is Act.PROMISE for r in c.acts)]
    waiting = [q for q in state.queue if q.state is not DeliveryState.DELIVERED]
    degraded = state.reachable is False and bool(waiting)
    committed = reception.committed_at
    closed = reception.state is ReceptionState.CLOSED
    open_offers = any(_needs_answer(c) for c in state.commitments)
    return DispatchView(
        _asked(state),
        len(promised),
        len(state.commitments),
        _groups(state, degraded),
        reception.number,
        f"受付番号　{moment(committed, state.today)} に確定" if committed is not None else "",
        state.selected,
        () if degraded else _papers(state),
        "" if degraded else _making(state),
        () if degraded else _sent(state),
        () if degraded else tuple(step_row(step) for step in state.steps),
        tuple(_queue_row(state, q) for q in waiting) if degraded else (),
        len(waiting) if degraded else 0,
        "同じ依頼が二重に届くことはありません。"
        if degraded
        else "頼んだあとの取消しは、1件ずつ理由をつけて行います。",
        _degraded(state, waiting) if degraded else None,
        close_words="渡さずに終わる" if state.left_over else "返事待ちにして終わる",
        can_close=not closed,
        missing=_CLOSED if closed else "お断りへの返事がまだです" if open_offers else "",
        problem=state.problem,
        pile=state.pile,
        left_over=_left_over(state.left_over),
        later=later_papers(state.case, state.commitments, state.documents, state.today),
    )


def _asked(state: Dispatched) -> str:
    count = len(state.commitments)
    if state.case.reception.handed_over:
        return f"{WITHOUT_LINK}。{count}件です。"
    if state.case.reception.state is ReceptionState.CLOSED:
        return f"{count}件を一度に頼みました。"
    return f"{count}件を一度に頼みました。閉じるには、全部が「約束」まで進むこと。"


def _making(state: Dispatched) -> str:
    """The papers are issued after the commit, so that for a moment there are none."""
    if any(document.form_id in TO_HAND_OVER for document in state.documents):
        return ""
    if state.problem is not None:
        return "受付票はまだできていません。"
    return "受付票とこれからの手続きを作っています。できしだい、受付票を印刷します。"


def _left_over(sheets: tuple[PaperSheet, ...]) -> str:
    """The warning before a visit ends with paper still at the counter."""
    if not sheets:
        return ""
    old = sum(sheet.state is PaperState.STALE for sheet in sheets)
    counts = (("お渡ししていない紙", len(sheets) - old), ("廃棄していない古い紙", old))
    words = "、".join(f"{what} {count}枚" for what, count in counts if count)
    return f"{words}があります。このまま終わるときは、もう一度 F8 を押します。記録に残ります。"


def _needs_answer(commitment: Commitment) -> bool:
    return commitment.state.phase in (Phase.DECLINED,)


def _groups(state: Dispatched, degraded: bool) -> tuple[CommitmentGroupView, ...]:
    urgent = [c for c in state.commitments if _needs_answer(c)]
    rest = [c for c in state.commitments if not _needs_answer(c)]
    outside = [c for c in rest if c.executor_kind is ExecutorKind.ORGANISATION]
    inside = [c for c in rest if c.executor_kind is ExecutorKind.DEPARTMENT]
    groups = []
    if urgent:
        groups.append(
            CommitmentGroupView(
                "対応が必要", tuple(_row(state, c) for c in urgent), len(urgent), alert=True
            )
        )
    if outside:
        note = "送信待ちは「お断り」ではありません" if degraded else "連携基盤を通して"
        groups.append(
            CommitmentGroupView(
                "町の外", tuple(_row(state, c) for c in outside), len(outside), note
            )
        )
    shown = inside if state.show_all else inside[:_ROWS_SHOWN]
    hidden = len(inside) - len(shown)
    groups.append(
        CommitmentGroupView(
            "町の課",
            tuple(_row(state, c) for c in shown),
            len(inside),
            f"ほか {hidden}件" if hidden else "",
            toggle="すべて見る" if hidden else "",
        )
    )
    return tuple(groups)


def _row(state: Dispatched, commitment: Commitment) -> CommitmentRowView:
    town = state.case.town
    kind = PartyKind.DEPARTMENT
    if commitment.executor_kind is ExecutorKind.ORGANISATION:
        kind = PartyKind(town.organisation(commitment.executor).kind)
    queued = state.message(commitment)
    delivery = queued.state if queued is not None else DeliveryState.DELIVERED
    return CommitmentRowView(
        commitment.id,
        commitment.title,
        town.executor_name(commitment.executor),
        kind,
        nodes(commitment),
        delivery,
        _delivery_words(commitment, queued),
        _due(commitment),
        _offer(state, commitment),
        _result(commitment),
        can_withdraw=not commitment.ended,
    )


def nodes(commitment: Commitment) -> tuple[Node, Node, Node, Node]:
    """依頼, 約束, 完了, 受入: what was done keeps its time, what is refused is red."""
    phase = commitment.state.phase
    requested = _last(commitment, Act.REQUEST)
    promised = _last(commitment, Act.PROMISE)
    declared = _last(commitment, Act.DECLARE)
    accepted = _last(commitment, Act.ACCEPT)
    again = sum(1 for r in commitment.acts if r.act is Act.REQUEST) > 1
    day = commitment.acts[0].at.date() if commitment.acts else None

    def done(record: ActRecord | None, state: NodeState = NodeState.DONE) -> Node:
        """Its time, or its day where that is not the day it was first asked for."""
        if record is None:
            return Node()
        at = record.at
        return Node(state, clock_time(at) if at.date() == day else _day(at.date()))

    first = done(requested)
    if phase in (Phase.DECLINED, Phase.QUIT):
        words = "お断り" if phase is Phase.DECLINED else "取りやめ"
        return first, Node(NodeState.REFUSED, words), Node(), Node()
    if commitment.state.revoking is not None:
        return first, done(promised), Node(NodeState.WAITS, "取消し中"), Node()
    if phase is Phase.INITIAL:
        return Node(NodeState.REFUSED, "取消し"), Node(), Node(), Node()
    if phase is Phase.REQUESTED:
        return first, Node(NodeState.WAITS, "2回目" if again else "約束待ち"), Node(), Node()
    if phase is Phase.PROMISED:
        return first, done(promised), Node(), Node()
    if phase in (Phase.REJECTED, Phase.STOPPED):
        words = "差し戻し" if phase is Phase.REJECTED else "打切り"
        return first, done(promised), done(declared), Node(NodeState.REFUSED, words)
    if phase is Phase.DECLARED:
        return first, done(promised), done(declared), Node(NodeState.WAITS, "受入れ待ち")
    return (
        first,
        done(promised),
        done(declared, NodeState.FINISHED),
        done(accepted, NodeState.FINISHED),
    )


def _last(commitment: Commitment, act: Act) -> ActRecord | None:
    return next((r for r in reversed(commitment.acts) if r.act is act), None)


def _delivery_words(commitment: Commitment, queued: QueuedMessage | None) -> str:
    if queued is None:
        return ""
    if queued.state is DeliveryState.DELIVERED:
        answered = commitment.last is not None and commitment.last.actor == "executor"
        return "届いた・返事あり" if answered else "届いた"
    if queued.state is DeliveryState.RESENDING:
        return f"待ち・次 {clock_time(queued.next_attempt_at)}"
    return ""


def _due(commitment: Commitment) -> str:
    promise = _last(commitment, Act.PROMISE)
    if commitment.state.phase is Phase.ACCEPTED:
        return "済"
    if promise is not None and promise.content.slot is not None:
        return f"{_day(promise.content.slot.day)} {promise.content.slot.span}"
    if promise is not None and promise.content.expected_on is not None:
        return f"予定 {_day(promise.content.expected_on)}"
    return _day(commitment.due) if commitment.due is not None else "—"


def _day(day: date) -> str:
    return f"{day.month}/{day.day}"


def slot_words(slot: Slot) -> str:
    """「4月8日（水）13〜15時」."""
    return f"{slot.day.month}月{slot.day.day}日（{weekday_name(slot.day)}）{slot.span}"


def _offer(state: Dispatched, commitment: Commitment) -> OfferView | None:
    last = commitment.last
    if commitment.state.phase is not Phase.DECLINED or last is None:
        return None
    slots = last.content.slots
    words = text(f"「{last.content.reason}」")
    if slots:
        words = text(
            f"「{last.content.reason}」　代わりの日時が{len(slots)}つあります。",
            Run("立ち会う人がいる時間", bold=True),
            "を本人に確かめてください。",
        )
    return OfferView(
        words, tuple(slot_words(s) for s in slots), state.chosen_slots.get(commitment.id, -1)
    )


_DECIDED = {
    Decision.GRANTED: "認定",
    Decision.REFUSED: "却下",
    Decision.PARTIAL: "一部認定",
    None: "完了",
}
_LATE_DECIDED: dict[Decision | None, str] = {
    Decision.GRANTED: "正当な理由あり",
    Decision.REFUSED: "裁判所に通知",
}
"""Of the reason for filing late nobody is refused anything: the court hears of it, or does not."""


def _result(commitment: Commitment) -> ResultView | None:
    last = commitment.last
    if commitment.state.phase is not Phase.DECLARED or last is None:
        return None
    words = _DECIDED[last.content.decision]
    if commitment.procedure_id == LATE_REASON:
        words = _LATE_DECIDED.get(last.content.decision, words)
    number = f"　{last.content.reference}" if last.content.reference else ""
    reason = f"　{last.content.reason}" if last.content.reason else ""
    return ResultView(text(Run(words, bold=True), f"{number}{reason}"))


_PAPERS = dict(
    zip(TO_HAND_OVER, ("受付票（控え）", "これからの手続き", "本日の手続き一覧"), strict=True)
)


def _papers(state: Dispatched) -> tuple[PaperView, ...]:
    """What the household takes home: the newest of each."""
    newest = {d.form_id: d for d in state.documents if d.form_id in _PAPERS}
    rows = ((title, newest.get(form_id)) for form_id, title in _PAPERS.items())
    return tuple(_paper(state, paper, title) for title, paper in rows if paper is not None)


def _sent(state: Dispatched) -> tuple[PaperView, ...]:
    """What goes elsewhere: 引継票 for each task of a department, a letter by mail."""
    newest = {
        (d.form_id, d.procedure_ids): d
        for d in state.documents
        if d.form_id in TO_SEND and d.state is not DocumentState.VOID
    }
    return tuple(_paper(state, paper, _where(state, paper)) for paper in newest.values())


def _where(state: Dispatched, paper: StoredDocument) -> str:
    if paper.form_id != HANDOVER:
        return "受理通知（郵送）"
    task = next(c for c in state.commitments if c.procedure_id in paper.procedure_ids)
    return f"引継票　{state.case.town.executor_name(task.executor)}（{task.title}）"


def _paper(state: Dispatched, paper: StoredDocument, title: str) -> PaperView:
    printed = paper.state is DocumentState.PRINTED
    return PaperView(paper.id, title, printed, state.pages.get(paper.id), paper.id in state.unsure)


def step_row(step: NextStep) -> StepRowView:
    """A day and what comes then; 早めに where there is no day."""
    when = _day(step.day) if step.day is not None else "早めに"
    second = f"もちもの　{step.bring}" if step.bring else ""
    words = f"{step.task}　{step.time}" if step.time not in ("", "まで") else step.task
    return StepRowView(when, words, second)


def _queue_row(state: Dispatched, queued: QueuedMessage) -> StepRowView:
    party = state.case.town.executor_name(queued.message.to_party)
    words = f"{party}　送信 {queued.attempts}回目" if queued.attempts else f"{party}　作成・保存"
    return StepRowView(clock_time(queued.next_attempt_at), words)


def _degraded(state: Dispatched, waiting: list[QueuedMessage]) -> DegradedView:
    first: datetime = min(q.message.created_at for q in waiting)
    page = problem(FailureCode.HUB_UNREACHABLE)
    inside = [c for c in state.commitments if c.executor_kind is ExecutorKind.DEPARTMENT]
    happened: Text = text(
        f"町の外への{len(waiting)}件が送れません。町の課への{len(inside)}件は、"
        "いつもどおり届いています。"
    )
    saved = text(
        f"{len(state.commitments)}件すべて確定・保存済みです。送信待ちの{len(waiting)}件は、"
        "つながりしだい順番どおりに自動で送ります。"
    )
    now = text(Run("受付は続けられます。", bold=True), "急ぐものは電話の案内を渡します。")
    return DegradedView(
        f"連携基盤に届きません（{clock_time(first)}から）",
        page.code,
        page.page.removeprefix("手引 "),
        happened,
        saved,
        now,
        (RETRY,),
    )
