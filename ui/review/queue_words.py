"""The queue in words: rows, what stands under a title, clocks, filters."""

from dataclasses import dataclass
from datetime import date, datetime

from counter_app.looks import LookGroup
from counter_app.model.reception import Reception
from counter_app.model.town import Town
from counter_app.paperwork.tasks import DEPARTMENT_PREFIX
from counter_app.review import Harm, ItemKind, ReviewItem
from ui.review.views import (
    CaseView,
    FilterView,
    QueueRowView,
    ReviewView,
)
from ui.staff.words.common import clock_time, clock_words
from ui.widgets.clock import Deadline
from ui.widgets.meters import Harm as HarmBar

HARMS = {
    Harm.GRAVE: HarmBar.GRAVE,
    Harm.HIGH: HarmBar.HIGH,
    Harm.MEDIUM: HarmBar.MIDDLE,
    Harm.LOW: HarmBar.LOW,
}
FILTERS: tuple[tuple[str, str, tuple[ItemKind, ...]], ...] = (
    ("release", "支援措置の解除", (ItemKind.RELEASE,)),
    ("delivery", "届かない・遅れ", (ItemKind.DELIVERY,)),
    ("declined", "お断り・却下", (ItemKind.DECLINED, ItemKind.REFUSAL, ItemKind.COURT_NOTICE)),
    ("revocation", "取消し", (ItemKind.REVOCATION,)),
    ("cut_off", "期限が近い", (ItemKind.CUT_OFF,)),
    ("refused", "受けなかった返事", (ItemKind.REFUSED_MESSAGE,)),
    ("reprint", "もう一度印刷", (ItemKind.REPRINT,)),
    ("search", "受付なしの検索", (ItemKind.SEARCH,)),
)
"""「種類でしぼる」: id, words, the kinds it covers."""

Counts = tuple[tuple[ItemKind, int], ...]


@dataclass(frozen=True, slots=True)
class Entry:
    """One row of the queue: items of one reception that a person looks at together."""

    key: str
    items: tuple[ReviewItem, ...]

    @property
    def first(self) -> ReviewItem:
        return self.items[0]


def entries(items: tuple[ReviewItem, ...]) -> tuple[Entry, ...]:
    """The queue in its order; a group stands where its worst item stands."""
    found: dict[str, list[ReviewItem]] = {}
    for item in items:
        found.setdefault(item.row, []).append(item)
    return tuple(Entry(key, tuple(sorted(group, key=in_order))) for key, group in found.items())


def filters(counts: Counts, off: frozenset[str]) -> tuple[FilterView, ...]:
    """The check boxes; `counts` has the rows of every kind."""
    rows = dict(counts)
    return tuple(
        FilterView(id_, words, sum(rows.get(kind, 0) for kind in kinds), id_ not in off)
        for id_, words, kinds in FILTERS
    )


def hidden_kinds(off: frozenset[str]) -> frozenset[ItemKind]:
    """The kinds that are filtered out."""
    return frozenset(kind for id_, _, kinds in FILTERS if id_ in off for kind in kinds)


class QueueWords:
    """Words of one round: town, receptions and the day they are read on."""

    def __init__(self, town: Town, receptions: dict[str, Reception], now: datetime) -> None:
        self._town = town
        self._receptions = receptions
        self._now = now

    def view(
        self,
        rows: tuple[Entry, ...],
        selected: str,
        case: CaseView | None,
        hidden: int,
        *,
        more: int = 0,
    ) -> ReviewView:
        """The queue; `hidden` rows are filtered out, `more` stand after the last one shown."""
        sub = f"{len(rows) + more:,}件・害の大きさと残り時間の順"
        if more:
            sub = f"{len(rows) + more:,}件のうち、先に見る {len(rows)}件"
        empty = "確かめるものはありません。" if not hidden else "この種類の件はありません。"
        return ReviewView(sub, tuple(self.row(e) for e in rows), selected, case, empty)

    def row(self, entry: Entry) -> QueueRowView:
        first = entry.first
        return QueueRowView(
            entry.key,
            HARMS[first.harm],
            self._title(entry),
            self._sub(entry),
            self._clock(_soonest(entry)),
            self._since(first.since),
            held=all(item.on_hold for item in entry.items),
            asking=any(item.asking for item in entry.items),
        )

    def _title(self, entry: Entry) -> str:
        first, count = entry.first, len(entry.items)
        if first.looks is not None:
            done = len(first.looks.looks)
            if first.kind is ItemKind.SEARCH:
                return f"受付なしの検索　{done}件"
            return f"もう一度印刷　{done}枚"
        if first.kind is ItemKind.RELEASE:
            return f"支援措置の解除　{count}件"
        if first.kind is ItemKind.DELIVERY:
            return f"届かない　{first.detail}" if count == 1 else f"届かない　{count}件"
        if first.kind is ItemKind.REFUSAL:
            return "却下の通知を出す前"
        if first.kind is ItemKind.COURT_NOTICE:
            return "簡易裁判所への通知を出す前"
        if first.kind is ItemKind.CUT_OFF and count > 1:
            return f"約束・決定のおくれ　{count}件"
        if first.kind is ItemKind.CUT_OFF:
            days = (self._now.date() - first.since.date()).days
            return first.detail if "おくれ" in first.detail else f"約束が{days}日ありません"
        if first.kind is ItemKind.REVOCATION:
            return "取消しの申し出"
        if first.kind is ItemKind.DECLINED:
            return "お断り・差し戻し"
        return first.title

    def _sub(self, entry: Entry) -> tuple[str, ...]:
        first = entry.first
        where = self._number(first)
        if first.looks is not None:
            if first.kind is ItemKind.SEARCH:
                return ("—", first.clerk, f"{searched_words(first.looks)}で探した")
            return (where, first.looks.first.reason, first.clerk)
        if first.kind is ItemKind.RELEASE:
            return (where, "氏名を出しません", first.clerk)
        party = self._town.executor_name(first.party)
        if first.kind in (ItemKind.DELIVERY, ItemKind.CUT_OFF) and len(entry.items) > 1:
            others = {item.party for item in entry.items} - {first.party}
            return (where, party + ("ほか" if others else ""))
        if first.kind is ItemKind.REFUSED_MESSAGE:
            return (party, first.detail)
        if first.kind is ItemKind.REFUSAL:
            return (where, "理由と教示の確認", first.clerk)
        if first.kind is ItemKind.COURT_NOTICE:
            return (where, "述べた理由の確認", first.clerk)
        if first.kind is ItemKind.DELIVERY:
            return (where, party)
        if first.party.startswith(DEPARTMENT_PREFIX):
            return (where, first.title, party)  # the title tells its rows apart, and stays
        return (where, party, first.title)

    def _number(self, item: ReviewItem) -> str:
        if item.reception_number:
            return item.reception_number
        reception = self._receptions.get(item.reception_id)
        return clock_time(reception.opened_at) if reception is not None else ""

    def _clock(self, item: ReviewItem) -> Deadline | None:
        if item.due is None:
            return None
        today = self._now.date()
        start = item.since.date()
        term = max((item.due - start).days, 1)
        used = (today - start).days / term if today < item.due else 0.95
        used = 1.0 if today > item.due else max(used, 0.02)
        words = clock_words(item.due, today)
        if today < item.due and "まで" not in words:
            words = f"{item.due.month}/{item.due.day} まで"
        return Deadline(words, used, item.harm is Harm.GRAVE)

    def _since(self, at: datetime) -> str:
        if at.date() == self._now.date():
            return f"{clock_time(at)} から"
        return f"{at.month}/{at.day} から"


_SEARCHED_BY = {"number": "番号", "link_code": "リンクコード", "name": "氏名"}


def searched_words(looks: LookGroup) -> str:
    """「氏名・番号」: by what was searched."""
    ways = dict.fromkeys(way for look in looks.looks for way in look.entry.fields)
    return "・".join(_SEARCHED_BY[way] for way in ways)


def in_order(item: ReviewItem) -> tuple[bool, str, str]:
    """What would leave the town comes first."""
    return (item.party.startswith(DEPARTMENT_PREFIX), item.party, item.id)


def _soonest(entry: Entry) -> ReviewItem:
    return min(entry.items, key=lambda item: item.due or date.max)
