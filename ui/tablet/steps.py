"""What comes next, in the resident's language (これからのこと)."""

import re
from dataclasses import replace
from datetime import date
from typing import Final

from counter_app.paperwork.papers import NextStep
from ui.tablet.texts import JAPANESE, Tongue, mark, tongue
from ui.tablet.views import StepRow

_TASKS: Final = (
    (re.compile(r"(?P<what>.+)に立ち会う"), mark("{what}に立ち会う")),
    (re.compile(r"(?P<what>.+)の書類を出す"), mark("{what}の書類を出す")),
    (re.compile(r"(?P<what>.+)（(?P<who>.+)さん）"), mark("{what}（{who}さん）")),
)
"""How a task is put together from the title of its procedure, and the message it is said with."""

_UNTIL: Final = "まで"


def step_rows(
    own: Tongue, steps: tuple[NextStep, ...], today: date | None = None
) -> tuple[StepRow, ...]:
    """The rows of the last page: the papers to take along first, then each step by its day."""
    japanese = tongue(JAPANESE)
    papers = mark("この窓口で 紙を2枚 受け取ります（受付票と「これからの手続き」）。")
    first = StepRow(own.say("今日"), "今日", own.say(papers))
    return (first, *(_row(own, japanese, step, today) for step in steps))


def _row(own: Tongue, japanese: Tongue, step: NextStep, today: date | None) -> StepRow:
    details = [own.say("持ち物： {what}", what=step.bring)] if step.bring else []
    details += [line for line in (step.first, step.partner, step.place) if line]
    below = _when(japanese, replace(step, time=""), today)
    what = task(own, step.task)
    return StepRow(_when(own, step, today), below, what[:1].upper() + what[1:], tuple(details))


def _when(own: Tongue, step: NextStep, today: date | None) -> str:
    if step.day is None:
        return own.say("早めに")
    day = own.day(step.day, today=today)
    if step.time == _UNTIL:
        return own.say("{day}まで", day=day)
    span = step.time if own.is_japanese else step.time.replace("〜", "–")
    return f"{day} {span}".strip()


def task(own: Tongue, words: str) -> str:
    """A task in another language, as far as the titles of procedures are translated."""
    for pattern, message in _TASKS:
        found = pattern.fullmatch(words)
        if found is not None:
            parts = {name: own.title(part) for name, part in found.groupdict().items()}
            return own.say(message, **parts)
    return own.title(words)
