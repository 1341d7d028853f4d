"""The department's list in words: groups, what stands under a title, tracks, clocks."""

from collections.abc import Mapping
from datetime import date, datetime
from types import MappingProxyType
from typing import Final

from counter_app.desk import DeskTask
from counter_app.model.commitment import UNDECIDED, Act, ActRecord, Commitment, Phase
from ui.desk.grouping import ENDED, LATE, RETURNED, SOON, TITLES, TOLD, group_of
from ui.desk.views import TaskGroupView, TaskRowView
from ui.staff.words.common import clock_time, clock_words
from ui.widgets.clock import Deadline
from ui.widgets.nodes import Node, NodeState

_NO_TOTALS: Final[Mapping[int, int]] = MappingProxyType({})


def groups(
    tasks: tuple[DeskTask, ...], now: datetime, totals: Mapping[int, int] = _NO_TOTALS
) -> tuple[TaskGroupView, ...]:
    """The tasks as rows under the titles of their groups.

    `totals` has how many a group has in all, where not all of them are listed.
    """
    made: dict[int, list[TaskRowView]] = {}
    for task in tasks:
        made.setdefault(group_of(task), []).append(row(task, now))
    return tuple(
        TaskGroupView(title, tuple(made[group]), max(totals.get(group, 0), len(made[group])))
        for group, title in TITLES.items()
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
    """「YK4M-7R20」; of a task that came on paper there is none."""
    return f"{code[:4]}-{code[4:]}" if len(code) == 8 else code or "なし"


def _sub(task: DeskTask, now: datetime) -> str:
    commitment = task.commitment
    asked = last_act(commitment, Act.REQUEST)
    promised = last_act(commitment, Act.PROMISE)
    words = [task.reception_number] if task.reception_number else []
    came = _paper_came(task)
    if task.waits_for_supervisor:
        words.append("却下を確認中")
    elif came:  # the day that was promised stands in its own column
        words.append(came)
    elif commitment.state.phase is Phase.PROMISED and promised is not None:
        expected = promised.content.expected_on
        words.append(f"約束 {short_day(expected)}" if expected else "約束済み")
    elif asked is not None and asked.at.date() == now.date():
        words.append(f"{clock_time(asked.at)} 着")
    elif asked is not None:
        words.append(f"{short_day(asked.at.date())} 着")
    return "・".join(words)


def _paper_came(task: DeskTask) -> str:
    """Of a task that is undecided: that a paper it was sent without came, and when."""
    came = [p.at for p in task.papers if not p.is_open and p.at is not None]
    if not came or task.commitment.state.phase not in UNDECIDED:
        return ""
    return f"紙 {short_day(max(came).date())} 受取"


def deadline(task: DeskTask, today: date) -> Deadline | None:
    """The clock of the next act that is owed; nothing runs once it was declared."""
    if task.due is None or group_of(task) in (TOLD, RETURNED, ENDED):
        return None
    asked = last_act(task.commitment, Act.REQUEST)
    start = asked.at.date() if asked is not None else today
    left = (task.due - today).days
    words = clock_words(task.due, today) if 0 <= left <= 1 else short_day(task.due)
    if left < 0:
        return Deadline(f"{short_day(task.due)} でした", 1.0, True)
    term = max((task.due - start).days, 1)
    used = min(max((today - start).days / term, 0.02), 0.95)
    return Deadline(words, 0.95 if left == 0 else used, left == 0)


def track(task: DeskTask, today: date) -> tuple[Node, ...]:
    """依頼 約束 決定 受入, each with its day or what it waits for."""
    commitment = task.commitment
    phase = commitment.state.phase
    asked, promised = last_act(commitment, Act.REQUEST), last_act(commitment, Act.PROMISE)
    declared = last_act(commitment, Act.DECLARE)
    empty = Node()
    first = Node(NodeState.DONE, short_day(asked.at.date())) if asked else empty
    if phase is Phase.DECLINED:
        return (first, Node(NodeState.REFUSED, "返した"), empty, empty)
    if promised is None or phase is Phase.REQUESTED:
        late = task.days_left is not None and task.days_left < 0
        words = f"{-(task.days_left or 0)}日超過" if late else "約束待ち"
        second = Node(NodeState.LATE if late else NodeState.WAITS, words)
        return (first, second, empty, empty)
    second = Node(NodeState.DONE, short_day(promised.at.date()))
    if phase is Phase.PROMISED or declared is None:
        return (first, second, _decision_node(task), empty)
    if phase is Phase.REJECTED:
        third = Node(NodeState.REFUSED, "差し戻し")
        return (first, second, third, empty)
    third = Node(NodeState.DONE, short_day(declared.at.date()))
    if phase is Phase.ACCEPTED:
        accepted = last_act(commitment, Act.ACCEPT)
        day = short_day(accepted.at.date()) if accepted else ""
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


def last_act(commitment: Commitment, act: Act) -> ActRecord | None:
    """The latest act of a kind."""
    return next((r for r in reversed(commitment.acts) if r.act is act), None)


def short_day(day: date) -> str:
    """「4/3」."""
    return f"{day.month}/{day.day}"
