"""What comes next, in the resident's language (これからのこと)."""

import re
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from typing import Final

from counter_app.paperwork.papers import NextStep
from ui.tablet.gloss import own_form_title
from ui.tablet.texts import EASY_JAPANESE, JAPANESE, Tongue, mark, tongue
from ui.tablet.views import StepRow

_TASKS: Final = (
    (re.compile(r"(?P<what>.+)に立ち会う"), mark("{what}に立ち会う")),
    (re.compile(r"(?P<what>.+)の書類を出す"), mark("{what}の書類を出す")),
    (re.compile(r"(?P<what>.+)の手続きをする"), mark("{what}の手続きをする")),
    (re.compile(r"(?P<what>.+)（(?P<n>\d+)人）"), mark("{what}（{n}人）")),
    (re.compile(r"(?P<what>.+)（(?P<who>.+)さん）"), mark("{what}（{who}さん）")),
)
"""How a task is put together from the title of its procedure, and the message it is said with."""
_TWO: Final = (re.compile(r"(?P<who>.+)さんと(?P<other>.+)"), mark("{who}さんと{other}"))
_WHOSE: Final = (re.compile(r"(?P<who>.+)さんの(?P<what>.+)"), mark("{who}さんの{what}"))
_FLOOR: Final = (re.compile(r"役場(?P<n>\d+)階 (?P<name>.+)"), mark("役場{n}階 {name}"))
_ANNEX: Final = (re.compile(r"別館(?P<n>\d+)階 (?P<name>.+)"), mark("別館{n}階 {name}"))
_HALL: Final = (re.compile(r"役場 (?P<name>.+)"), mark("役場 {name}"))
_INSIDE: Final = (_FLOOR, _ANNEX, _HALL)
_TELEPHONE: Final = re.compile(r"(?P<place>.*?)(?P<telephone> ☎\S+)?")

_UNTIL: Final = "まで"
_SPAN: Final = re.compile(r"(\d+)〜(\d+)時")
_BETWEEN: Final = "・"
"""What stands between papers to bring."""


def step_rows(
    own: Tongue, steps: tuple[NextStep, ...], today: date | None = None
) -> tuple[StepRow, ...]:
    """The rows of the last page: the papers to take along first, then each step by its day."""
    japanese = tongue(JAPANESE)
    papers = mark("この窓口で 紙を2枚 受け取ります（受付票と「これからの手続き」）。")
    first = StepRow(own.say("今日"), "今日", own.say(papers))
    return (first, *(_row(own, japanese, step, today) for step in steps))


def _row(own: Tongue, japanese: Tongue, step: NextStep, today: date | None) -> StepRow:
    details = [own.say("持ち物： {what}", what=papers(own, step.bring))] if step.bring else []
    places = (own.step(step.first), step.partner, place(own, step.place))
    details += [_capital(line) for line in places if line]
    of_a_day = step.day is not None and step.time != _UNTIL
    below = _when(japanese, replace(step, time="") if of_a_day else step, today)
    what = task(own, step.task, step)
    return StepRow(_capital(_when(own, step, today)), below, _capital(what), tuple(details))


def _capital(words: str) -> str:
    return words[:1].upper() + words[1:]


def _when(own: Tongue, step: NextStep, today: date | None) -> str:
    if step.day is None:
        return own.step(step.time) if step.time else own.say("早めに")
    day = own.day(step.day, today=today)
    if step.time == _UNTIL:
        return own.say("{day}まで", day=day)
    return f"{day} {_span(own, step.time)}".strip()


def _span(own: Tongue, time: str) -> str:
    """「13〜15時」 as the language writes it."""
    if own.tag == JAPANESE:
        return time
    hours = _SPAN.fullmatch(time)
    if own.tag == EASY_JAPANESE and hours is not None:
        return f"{hours[1]}時《じ》〜{hours[2]}時《じ》"
    if hours is not None:
        return f"{hours[1]}:00–{hours[2]}:00"
    return time.replace("〜", "–")


def task(own: Tongue, words: str, step: NextStep | None = None) -> str:
    """A task in another language; put together from its parts where it is not said as a whole."""
    if own.has_step(words) or own.has_title(words):
        return own.step(words) if own.has_step(words) else own.title(words)
    for pattern, message in _TASKS:
        found = pattern.fullmatch(words)
        if found is not None:
            parts = found.groupdict()
            parts["what"] = task(own, parts["what"], step)
            if "who" in parts:
                parts["who"] = _put(own, _TWO, parts["who"]) or parts["who"]
            return own.say(message, **parts)
    return _title(own, words, step)


def _title(own: Tongue, words: str, step: NextStep | None) -> str:
    """The title of a procedure by another of its names; in Japanese where there is none."""
    if own.tag == JAPANESE or step is None or len(step.procedures) != 1:
        return words
    catalogued = next((title for title in step.titles if own.has_title(title)), "")
    if catalogued:
        return own.title(catalogued)
    return own_form_title(step.procedures[0], own.tag) or words


def papers(own: Tongue, bring: str) -> str:
    """What to bring, paper by paper. A title may itself hold the sign that stands between two."""
    if own.tag == JAPANESE:
        return bring
    parts = bring.split(_BETWEEN)
    said: list[str] = []
    at = 0
    while at < len(parts):
        ends = range(len(parts), at, -1)
        known = (end for end in ends if own.has_step(_BETWEEN.join(parts[at:end])))
        end = next(known, at + 1)
        said.append(_paper(own, _BETWEEN.join(parts[at:end])))
        at = end
    return own.listed(said)


def _paper(own: Tongue, words: str) -> str:
    return own.step(words) if own.has_step(words) else _put(own, _WHOSE, words) or words


def place(own: Tongue, words: str) -> str:
    """A place; names of departments stay as they stand on their signs."""
    if own.tag == JAPANESE or own.has_step(words):
        return own.step(words)
    found = _TELEPHONE.fullmatch(words)
    assert found is not None
    where, telephone = found["place"], found["telephone"] or ""
    said = next(filter(None, (_put(own, form, where) for form in _INSIDE)), own.step(where))
    return said + telephone


def _put(own: Tongue, form: tuple[re.Pattern[str], str], words: str) -> str:
    """Words of this form in the language, their parts said where they are known; else ""."""
    pattern, message = form
    found = pattern.fullmatch(words)
    if found is None:
        return ""
    say: Callable[[str], str] = own.step
    return own.say(message, **{name: say(part) for name, part in found.groupdict().items()})
