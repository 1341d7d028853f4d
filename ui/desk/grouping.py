"""Which tasks stand where: the places of the rail, the groups of the list, what a search finds."""

from collections.abc import Sequence

from counter_app.desk import DeskTask, TaskHead, sought_code
from counter_app.model.commitment import Act, Phase

ALL, LATE, SOON, TO_PROMISE, TO_DECIDE, TOLD, ANSWER, RETURNED, ENDED = range(9)
TITLES = {
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
    order = list(TITLES)
    placed = [(group_of(head), head) for head in heads]
    if not searching:
        shown = _SHOWN_IN_ALL if place == ALL else (place,)
        placed = [(group, head) for group, head in placed if group in shown]
    placed.sort(key=lambda pair: order.index(pair[0]))
    return tuple(head for _, head in placed)


def found(tasks: tuple[DeskTask, ...], place: int, search: str) -> tuple[DeskTask, ...]:
    """The tasks a place of the rail shows; a search looks through all of them."""
    wanted = sought_code(search)
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
