"""Words every screen of the clerk needs: outcomes as chips, deadlines as clocks, handbook pages."""

import tomllib
from datetime import date, datetime
from functools import cache

from counter_app.failures import FailureCode
from counter_app.model.calendar import short_day
from counter_app.model.people import Source as FactSource
from counter_app.procedures.deadlines import Deadline as LegalDeadline
from counter_app.procedures.procedure import NumberClass, OutcomeKind
from resources.loader import data_files
from ui.staff.frame_views import ActionView, ProblemView, text
from ui.widgets.chip import Chip, ChipKind
from ui.widgets.clock import Deadline
from ui.widgets.source import Source

PLACES = "places.toml"
"""The handbook's pages of places; every other file of it explains failure codes."""

_OUTCOMES = {
    OutcomeKind.APPLIES: ChipKind.APPLIES,
    OutcomeKind.DEEMED: ChipKind.COVERED,
    OutcomeKind.NOTHING_TO_FILE: ChipKind.NOTHING_TO_FILE,
    OutcomeKind.GUIDE: ChipKind.GUIDE_ONLY,
    OutcomeKind.UNDECIDED: ChipKind.UNDECIDED,
}
NUMBER_WORDS = {
    NumberClass.NEVER: "書きません",
    NumberClass.BY_LAW: "法律で必要",
    NumberClass.MAY_BE_BLANK: "空けておけます",
    NumberClass.TOWN: "町の条例による",
}
_SOURCES = {
    FactSource.JUKI: Source.JUKI_NET,
    FactSource.PAPER: Source.PAPER,
    FactSource.CARD: Source.CARD,
    FactSource.ANNOUNCED: Source.NOTICE,
    FactSource.ASKED: Source.HEARD,
}


def outcome_chip(outcome: OutcomeKind) -> Chip:
    return _OUTCOMES[outcome].chip()


def source_tag(source: FactSource) -> Source:
    return _SOURCES[source]


def clock_words(day: date, today: date) -> str:
    """「今日まで」, 「明日まで」, 「4/10（金）」; a missed one says by how much."""
    left = (day - today).days
    if left < 0:
        return f"{-left}日おくれ"
    if left <= 1:
        return "今日まで" if left == 0 else "明日まで"
    return short_day(day)


def clock(deadline: LegalDeadline | None, today: date) -> Deadline | None:
    """The clock of a legal deadline; a hard one is red."""
    if deadline is None:
        return None
    return Deadline(clock_words(deadline.day, today), deadline.share_used, deadline.hard)


def clock_time(at: datetime) -> str:
    return f"{at.hour:02d}:{at.minute:02d}"


def moment(at: datetime, today: date | None) -> str:
    """「10:08」 of today, 「4/3 10:08」 of another day."""
    day = "" if at.date() == today or today is None else f"{at.month}/{at.day} "
    return f"{day}{clock_time(at)}"


@cache
def _handbook() -> dict[str, tuple[str, dict[str, str]]]:
    """Code → page and entry. Pages count the areas and the entries within them: 「3-4」."""
    entries: dict[str, tuple[str, dict[str, str]]] = {}
    areas = [path for path in data_files("handbook", ".toml") if path.name != PLACES]
    for area, path in enumerate(areas, start=1):
        for place, (code, entry) in enumerate(
            tomllib.loads(path.read_text("utf-8")).items(), start=1
        ):
            entries[code] = (f"{area}-{place}", entry)
    return entries


def problem(
    code: FailureCode, detail: str = "", actions: tuple[ActionView, ...] = ()
) -> ProblemView:
    """A failure in the words of the handbook; the detail joins what happened."""
    page, entry = _handbook()[code.value]
    happened = f"{entry['happened']}{detail}" if detail else entry["happened"]
    return ProblemView(
        entry["title"],
        code.value,
        f"手引 {page}",
        text(happened),
        text(entry["saved"]),
        text(entry["now"]),
        actions,
    )


def bug_problem(actions: tuple[ActionView, ...] = ()) -> ProblemView:
    """Our own fault, said as such; nothing of its values is shown."""
    return ProblemView(
        "プログラムの誤りが起きました",
        "BUG",
        "手引",
        text("この操作は終わりませんでした。入力や端末のせいではありません。"),
        text("それまでに保存された内容は残っています。"),
        text("受付を開き直してください。続くときは、担当へこのコードと時刻を伝えてください。"),
        actions,
    )
