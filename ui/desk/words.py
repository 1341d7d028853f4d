"""The department's window in words: groups, tracks, fields, what can be done."""

import re
from collections.abc import Sequence
from dataclasses import replace
from datetime import date, datetime
from enum import StrEnum

from counter_app.desk import DeskTask, TaskHead
from counter_app.model.calendar import era_of
from counter_app.model.commitment import (
    Act,
    ActRecord,
    Commitment,
    Decision,
    Phase,
)
from counter_app.paperwork.notices import Award
from ui.desk.notice_pages import NoticePages, decision_of
from ui.desk.views import (
    DecideView,
    FieldView,
    NoticeRowView,
    Panel,
    TaskGroupView,
    TaskRowView,
    TaskView,
)
from ui.staff.frame_views import Text
from ui.staff.words.common import clock_time, clock_words
from ui.widgets.chip import Chip, Tint
from ui.widgets.clock import Deadline
from ui.widgets.drawing import Icon
from ui.widgets.nodes import Node, NodeState
from ui.widgets.words import Run

ALL, LATE, SOON, TO_PROMISE, TO_DECIDE, TOLD, ANSWER, RETURNED, ENDED = range(9)
_GROUPS = {
    ANSWER: "取下げの申し出",
    LATE: "おくれ",
    SOON: "今日・明日まで",
    TO_PROMISE: "約束待ち",
    TO_DECIDE: "決定待ち",
    TOLD: "通知済み・受入待ち",
    RETURNED: "返したもの",
    ENDED: "終わり",
}
_SHOWN_IN_ALL = (ANSWER, LATE, SOON, TO_PROMISE, TO_DECIDE, RETURNED)
PLACES = (
    "すべて",
    "おくれ",
    "今日・明日まで",
    "約束待ち",
    "決定待ち",
    "通知済み・受入待ち",
)
_NO_PAPER = "要りません"
_PERSON = re.compile(r"^(.+)\u3000((?:明治|大正|昭和|平成|令和).+日)$")


def group_of(task: DeskTask | TaskHead) -> int:
    """Which group a task stands in; late and due ones before their phase."""
    state, days_left = task.state, task.days_left
    if state.revoking is not None:
        ours = state.revoking in (Act.REVOKE_PROMISE, Act.REVOKE_DECLARE)
        return TOLD if ours else ANSWER
    if state.phase in (Phase.REQUESTED, Phase.PROMISED, Phase.REJECTED):
        if days_left is not None and days_left < 0:
            return LATE
        if days_left is not None and days_left <= 1:
            return SOON
        return TO_PROMISE if state.phase is Phase.REQUESTED else TO_DECIDE
    if state.phase is Phase.DECLARED:
        return TOLD
    return RETURNED if state.phase is Phase.DECLINED else ENDED


def counts(tasks: Sequence[DeskTask | TaskHead]) -> tuple[int, ...]:
    """The figures of the rail, in the order of `PLACES`; すべて is what waits for us."""
    groups = [group_of(task) for task in tasks]
    every = sum(1 for group in groups if group in _SHOWN_IN_ALL)
    return (every, *(groups.count(place) for place in range(1, len(PLACES))))


def listed(heads: tuple[TaskHead, ...], place: int, *, searching: bool) -> tuple[TaskHead, ...]:
    """What a place of the rail lists, or what a search found, group by group as it is shown."""
    order = list(_GROUPS)
    placed = [(group_of(head), head) for head in heads]
    if not searching:
        shown = _SHOWN_IN_ALL if place == ALL else (place,)
        placed = [(group, head) for group, head in placed if group in shown]
    placed.sort(key=lambda pair: order.index(pair[0]))
    return tuple(head for _, head in placed)


def found(tasks: tuple[DeskTask, ...], place: int, search: str) -> tuple[DeskTask, ...]:
    """The tasks a place of the rail shows; a search looks through all of them."""
    wanted = search.strip().replace("-", "").replace(" ", "").upper()
    if wanted:
        return tuple(
            t
            for t in tasks
            if wanted in t.commitment.link_code.upper()
            or wanted in t.reception_number.replace("-", "")
        )
    if place == ALL:
        return tuple(t for t in tasks if group_of(t) in _SHOWN_IN_ALL)
    return tuple(t for t in tasks if group_of(t) == place)


def groups(tasks: tuple[DeskTask, ...], now: datetime) -> tuple[TaskGroupView, ...]:
    """The tasks as rows under the titles of their groups."""
    made: dict[int, list[TaskRowView]] = {}
    for task in tasks:
        made.setdefault(group_of(task), []).append(row(task, now))
    return tuple(
        TaskGroupView(title, tuple(made[group]))
        for group, title in _GROUPS.items()
        if group in made
    )


def row(task: DeskTask, now: datetime) -> TaskRowView:
    commitment = task.commitment
    return TaskRowView(
        commitment.id,
        link_code(commitment.link_code),
        commitment.title,
        _sub(task, now),
        track(task, now.date()),
        deadline(task, now.date()),
    )


def link_code(code: str) -> str:
    """「YK4M-7R20」."""
    return f"{code[:4]}-{code[4:]}" if len(code) == 8 else code


def _sub(task: DeskTask, now: datetime) -> str:
    commitment = task.commitment
    asked = _last(commitment, Act.REQUEST)
    promised = _last(commitment, Act.PROMISE)
    words = [task.reception_number] if task.reception_number else []
    if task.waits_for_supervisor:
        words.append("却下を確認中")
    elif commitment.state.phase is Phase.PROMISED and promised is not None:
        expected = promised.content.expected_on
        words.append(f"約束 {_day(expected)}" if expected else "約束済み")
    elif asked is not None and asked.at.date() == now.date():
        words.append(f"{clock_time(asked.at)} に届いた")
    elif asked is not None:
        words.append(f"{_day(asked.at.date())} に届いた")
    return "・".join(words)


def deadline(task: DeskTask, today: date) -> Deadline | None:
    """The clock of the next act that is owed; nothing runs once it was declared."""
    if task.due is None or group_of(task) in (TOLD, RETURNED, ENDED):
        return None
    asked = _last(task.commitment, Act.REQUEST)
    start = asked.at.date() if asked is not None else today
    left = (task.due - today).days
    words = clock_words(task.due, today) if 0 <= left <= 1 else _day(task.due)
    if left < 0:
        return Deadline(f"{_day(task.due)} でした", 1.0, True)
    term = max((task.due - start).days, 1)
    used = min(max((today - start).days / term, 0.02), 0.95)
    return Deadline(words, 0.95 if left == 0 else used, left == 0)


def track(task: DeskTask, today: date) -> tuple[Node, ...]:
    """依頼 約束 決定 受入, each with its day or what it waits for."""
    commitment = task.commitment
    phase = commitment.state.phase
    asked, promised = _last(commitment, Act.REQUEST), _last(commitment, Act.PROMISE)
    declared = _last(commitment, Act.DECLARE)
    empty = Node()
    first = Node(NodeState.DONE, _day(asked.at.date())) if asked else empty
    if phase is Phase.DECLINED:
        return (first, Node(NodeState.REFUSED, "返した"), empty, empty)
    if promised is None or phase is Phase.REQUESTED:
        late = task.days_left is not None and task.days_left < 0
        words = f"{-(task.days_left or 0)}日超過" if late else "約束待ち"
        second = Node(NodeState.LATE if late else NodeState.WAITS, words)
        return (first, second, empty, empty)
    second = Node(NodeState.DONE, _day(promised.at.date()))
    if phase is Phase.PROMISED or declared is None:
        return (first, second, _decision_node(task), empty)
    if phase is Phase.REJECTED:
        third = Node(NodeState.REFUSED, "差し戻し")
        return (first, second, third, empty)
    third = Node(NodeState.DONE, _day(declared.at.date()))
    if phase is Phase.ACCEPTED:
        accepted = _last(commitment, Act.ACCEPT)
        day = _day(accepted.at.date()) if accepted else ""
        third = Node(NodeState.FINISHED, third.words)
        return (first, second, third, Node(NodeState.FINISHED, day))
    if phase in (Phase.QUIT, Phase.STOPPED):
        return (first, second, Node(NodeState.REFUSED, "取りやめ"), empty)
    return (first, second, third, Node(NodeState.WAITS, "受入待ち"))


def _decision_node(task: DeskTask) -> Node:
    group = group_of(task)
    if task.waits_for_supervisor:
        return Node(NodeState.WAITS, "監督者待ち")
    if group == LATE:
        return Node(NodeState.LATE, f"{-(task.days_left or 0)}日超過")
    return Node(NodeState.WAITS, "決定待ち") if group == SOON else Node()


# --- the task that is selected ----------------------------------------------------------------


def panel_of(task: DeskTask, *, returning: bool) -> Panel:
    """What can be done with a task now."""
    state = task.commitment.state
    if group_of(task) == ANSWER:
        return Panel.ANSWER
    if state.revoking is not None or task.waits_for_supervisor:
        return Panel.TOLD
    if state.phase is Phase.REQUESTED:
        return Panel.RETURN if returning else Panel.PROMISE
    if state.phase in (Phase.PROMISED, Phase.REJECTED):
        return Panel.DECIDE
    return Panel.TOLD


class NoticeState(StrEnum):
    """How far the notice of a decision is; the value is the button that takes it on."""

    MISSING = "通知書を作る"
    MADE = "通知書を印刷する"
    PRINTED = "もう一度印刷する"


ON_A_NOTICE = ("name", "address")
"""What a look at a notice tells, as the audit log names it."""
_LOOK_IS_RECORDED = "氏名と住所は、見るときだけ出ます。見た人を記録します。"
NOT_PRINTED = "作りました。まだ印刷できていません。"


def notice_state(*, issued: bool, printed: bool) -> NoticeState:
    if not issued:
        return NoticeState.MISSING
    return NoticeState.PRINTED if printed else NoticeState.MADE


def primary(panel: Panel, *, notice: NoticeState | None, form: str) -> str:
    """Words of the primary button; 却下 is worded by the screen."""
    return {
        Panel.PROMISE: "約束する",
        Panel.RETURN: "理由をつけて返す",
        Panel.ANSWER: "答えを知らせる",
        Panel.DECIDE: "認定を通知する" if form else "決定を知らせる",
        Panel.TOLD: notice.value if notice is not None else "",
    }[panel]


def task_view(
    task: DeskTask,
    panel: Panel,
    *,
    expected: date,
    reference: str,
    award: Award | None,
    form: str,
    notice: NoticePages | None,
    state: NoticeState,
    revealed: tuple[str, ...] = (),
) -> TaskView:
    """The side panel of a task. `notice` are the pages as far as they are drawn.

    `revealed` are the names of a protected reception, once the officer looked.
    """
    commitment = task.commitment
    decide = None
    if panel is Panel.DECIDE:
        decide = _decide(commitment, reference, award)
    wanted = form and panel in (Panel.DECIDE, Panel.TOLD) and not task.waits_for_supervisor
    decided = decision_of(commitment) is not None
    shown = None
    if wanted and (panel is Panel.DECIDE or decided):
        shown = _notice(commitment, notice, state, deciding=panel is Panel.DECIDE)
        if task.protected and shown.button:
            shown = replace(shown, words=f"{shown.words}{_LOOK_IS_RECORDED}")
    number = f"受付 {task.reception_number}" if task.reception_number else ""
    return TaskView(
        commitment.id,
        link_code(commitment.link_code),
        number,
        commitment.title,
        (*fields(commitment.fields), *_names(revealed)),
        panel,
        told=_told(task, panel),
        expected=expected,
        decide=decide,
        notice=shown,
        note="却下は、理由と教示を書き、監督者が確かめます。" if panel is Panel.DECIDE else "",
        may_return=commitment.state.phase is Phase.REQUESTED
        and panel in (Panel.PROMISE, Panel.RETURN),
        has_papers=bool(commitment.sheets),
        may_reveal=task.protected and not commitment.sheets and not revealed,
    )


def _names(revealed: tuple[str, ...]) -> tuple[FieldView, ...]:
    if not revealed:
        return ()
    return (FieldView("氏名", tuple((Run(name, name=True, size=18),) for name in revealed)),)


def _decide(commitment: Commitment, reference: str, award: Award | None) -> DecideView:
    if award is None:
        return DecideView("決定番号", reference)
    era, year = era_of(award.starts)
    month = f"{era}{'元' if year == 1 else year}年{award.starts.month}月"
    return DecideView("認定番号", reference, month, f"{award.amount:,}円", award.words)


def _notice(
    commitment: Commitment, pages: NoticePages | None, state: NoticeState, *, deciding: bool
) -> NoticeRowView:
    decision = decision_of(commitment)
    refused = decision is not None and decision.decision is Decision.REFUSED and not deciding
    title = pages.title if pages is not None and pages.title else "通知書"
    if deciding:
        words = "決定と同時に作って印刷します。郵送と、受付への「完了」の知らせ。"
    elif state is NoticeState.MISSING:
        words = "まだ作られていません。"
    else:
        made = "監督者が認め、作りました。" if refused else "作りました。"
        to_print = "" if state is NoticeState.PRINTED else "印刷して"
        words = f"{made}{to_print}郵送してください。受付には知らせてあります。"
    issued = state is not NoticeState.MISSING
    image = pages.pages[0] if pages is not None and pages.pages else None
    button = "通知書を見る" if deciding or issued else ""
    key = f"{commitment.id}:{len(commitment.acts)}:{image is not None}:{state.name}"
    return NoticeRowView(title, words, button, image, key)


def _told(task: DeskTask, panel: Panel) -> tuple[str, ...]:
    commitment = task.commitment
    state = commitment.state
    last = commitment.last
    if panel is Panel.ANSWER and last is not None:
        return ("申請する人が取下げを申し出ています。", f"理由：{last.content.reason or '—'}")
    if panel is Panel.RETURN:
        return ("書類の不足などで受け付けられないときです。却下ではありません。",)
    if panel is Panel.PROMISE:
        return ("受け付けて、決定の予定日を窓口と本人に知らせます。",)
    if panel is Panel.DECIDE and state.phase is Phase.REJECTED and last is not None:
        return (f"窓口から差し戻されました。{last.content.reason}",)
    if panel is not Panel.TOLD or last is None:
        return ()
    if task.waits_for_supervisor:
        return ("却下の案を出しました。", "監督者が理由と教示を確かめるまで、通知は出ません。")
    if state.revoking is not None:
        return ("取消しを申し出ています。答えを待っています。",)
    decision = decision_of(commitment)
    if state.phase in (Phase.DECLARED, Phase.ACCEPTED) and decision is not None:
        refused = decision.decision is Decision.REFUSED
        declared = _last(commitment, Act.DECLARE)
        day = _day(declared.at.date()) if declared is not None else ""
        lines = [f"{day} に{'却下' if refused else '認定'}を知らせました。"]
        if decision.reference:
            lines.append(f"番号：{decision.reference}")
        if decision.reason:
            lines.append(f"理由：{decision.reason}")
        said = dict(decision.details)
        if "amount" in said:
            lines.append(f"{said.get('starts', '')}　月額 {said['amount']}")
        return tuple(lines)
    if state.phase is Phase.DECLINED:
        return (
            "返しました。窓口が直して頼み直すのを待っています。",
            f"理由：{last.content.reason}",
        )
    return ("この依頼は終わっています。",)


def fields(pairs: tuple[tuple[str, str], ...]) -> tuple[FieldView, ...]:
    """Exactly the fields of the commitment; a person's name in its true glyphs."""
    made: list[FieldView] = []
    for label, value in pairs:
        if label == "添付" and value == _NO_PAPER:
            made.append(FieldView(label, (), Chip(Tint.DONE, Icon.CHECK, _NO_PAPER)))
        elif made and made[-1].label == label and made[-1].chip is None:
            made[-1] = FieldView(label, (*made[-1].values, _value(value)))
        else:
            made.append(FieldView(label, (_value(value),)))
    return tuple(made)


def _value(value: str) -> Text:
    person = _PERSON.match(value)
    if person is None:
        return (Run(value.replace("\u3000", " ")),)
    name, birth = person.groups()
    return (Run(name.replace("\u3000", " "), name=True, size=18), Run(f"　{birth}"))


def _last(commitment: Commitment, act: Act) -> ActRecord | None:
    return next((r for r in reversed(commitment.acts) if r.act is act), None)


def _day(day: date) -> str:
    return f"{day.month}/{day.day}"
