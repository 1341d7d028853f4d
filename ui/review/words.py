"""The supervisor's window in words: queue, item, verdicts."""

from dataclasses import dataclass
from datetime import date, datetime

from counter_app.model.calendar import era_text, weekday_name
from counter_app.model.people import Household
from counter_app.model.reception import Reception
from counter_app.model.town import Town
from counter_app.paperwork.tasks import DEPARTMENT_PREFIX
from counter_app.review import Harm, ItemKind, ReviewItem
from ui.review.views import (
    CaseView,
    DecisionView,
    FilterView,
    NoticeView,
    QueueRowView,
    ReviewView,
    StoryTabView,
    VerdictWords,
)
from ui.staff.words.common import clock_time, clock_words
from ui.widgets.chip import Chip, ChipKind, Tint
from ui.widgets.clock import Deadline
from ui.widgets.drawing import Icon
from ui.widgets.meters import Harm as HarmBar

_HARMS = {
    Harm.GRAVE: HarmBar.GRAVE,
    Harm.HIGH: HarmBar.HIGH,
    Harm.MEDIUM: HarmBar.MIDDLE,
    Harm.LOW: HarmBar.LOW,
}
_KINDS = {
    ItemKind.RELEASE: "支援措置の解除",
    ItemKind.DELIVERY: "届かない・遅れ",
    ItemKind.DECLINED: "お断り・差し戻し",
    ItemKind.REFUSAL: "却下の通知を出す前",
    ItemKind.REVOCATION: "取消しの申し出",
    ItemKind.CUT_OFF: "期限が近い・おくれ",
    ItemKind.REFUSED_MESSAGE: "受け付けなかった返事",
}
FILTERS: tuple[tuple[str, str, tuple[ItemKind, ...]], ...] = (
    ("release", "支援措置の解除", (ItemKind.RELEASE,)),
    ("delivery", "届かない・遅れ", (ItemKind.DELIVERY,)),
    ("declined", "お断り・却下", (ItemKind.DECLINED, ItemKind.REFUSAL)),
    ("revocation", "取消し", (ItemKind.REVOCATION,)),
    ("cut_off", "期限が近い", (ItemKind.CUT_OFF,)),
    ("refused", "受けなかった返事", (ItemKind.REFUSED_MESSAGE,)),
)
"""「種類でしぼる」: id, words, the kinds it covers."""

_SEEN = VerdictWords("確かめた", "止める", "保留")
_VERDICTS = {
    ItemKind.RELEASE: VerdictWords(),
    ItemKind.DELIVERY: VerdictWords("送り直す", "送らない", "保留"),
    ItemKind.REFUSAL: VerdictWords("却下を認める", "差し戻す", "保留"),
}
_FIELDS = {
    "name": "氏名",
    "kana": "フリガナ",
    "new_address": "新しい住所",
    "old_address": "前の住所",
    "phone": "電話",
    "start_on": "使い始める日",
    "slots": "立会いの希望",
    "payer": "払い方",
}


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
    return tuple(Entry(key, tuple(sorted(group, key=_order))) for key, group in found.items())


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


def field_words(labels: tuple[str, ...]) -> str:
    """「渡るもの：氏名・新しい住所・電話」; labels, never values."""
    if not labels:
        return ""
    return "渡るもの：" + "・".join(dict.fromkeys(_FIELDS.get(label, label) for label in labels))


class ReviewWords:
    """Words of one round: town, receptions and the day they are read on."""

    def __init__(
        self, town: Town, receptions: dict[str, Reception], now: datetime, supervisor: str
    ) -> None:
        self._town = town
        self._supervisor = supervisor
        self._receptions = receptions
        self._now = now

    # --- the queue --------------------------------------------------------------------------

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
            sub = f"{sub}・はじめの {len(rows)}件"
        empty = "確かめるものはありません。" if not hidden else "この種類の件はありません。"
        return ReviewView(sub, tuple(self.row(e) for e in rows), selected, case, empty)

    def row(self, entry: Entry) -> QueueRowView:
        first = entry.first
        return QueueRowView(
            entry.key,
            _HARMS[first.harm],
            self._title(entry),
            self._sub(entry),
            self._clock(_soonest(entry)),
            self._since(first.since),
            held=all(item.on_hold for item in entry.items),
        )

    def _title(self, entry: Entry) -> str:
        first, count = entry.first, len(entry.items)
        if first.kind is ItemKind.RELEASE:
            return f"支援措置の解除　{count}件"
        if first.kind is ItemKind.DELIVERY:
            return f"届かない　{first.detail}" if count == 1 else f"届かない　{count}件"
        if first.kind is ItemKind.REFUSAL:
            return "却下の通知を出す前"
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
        if first.kind is ItemKind.DELIVERY:
            return (where, party)
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

    # --- the item ---------------------------------------------------------------------------

    def case(
        self,
        entry: Entry,
        decided: tuple[tuple[ReviewItem, str], ...],
        current: str,
        *,
        revealed: Household | None,
        notice: NoticeView | None,
        story: tuple[StoryTabView, ...],
    ) -> CaseView:
        """The item that is selected. `decided` was decided while it stood open."""
        first = entry.first
        reception = self._receptions.get(first.reception_id)
        decisions = self._decisions(entry, decided)
        left = sum(1 for decision in decisions if decision.open)
        mine = next((item for item in entry.items if item.id == current), first)
        hidden = first.protected and revealed is None
        name = heading = ""
        if hidden:
            heading = "氏名と住所を表示しません"
        elif reception is not None and reception.household is not None:
            household = reception.household
            filer = household.member(reception.filer_id) if reception.filer_id else household.head
            name = filer.name.shown
        else:
            heading = self._town.executor_name(first.party)
        people = ""
        if revealed is not None:
            people = "、".join(m.name.shown for m in revealed.members)
            address = revealed.new_address
            people += f"　{address.line}　{address.building}".rstrip("\u3000")
        total = len(decisions)
        return CaseView(
            key=entry.key,
            harm=_HARMS[first.harm],
            kind=_KINDS[first.kind],
            name=name,
            heading=heading,
            line=self._line(reception),
            may=self._may(mine, reception),
            may_decide=mine.decidable,
            title="1件ずつ決める" if total > 1 else "決める",
            sub=f"{total}件のうち {total - left}件" if total > 1 else "",
            decisions=decisions,
            current=mine.id,
            words=_VERDICTS.get(first.kind, _SEEN),
            hidden=hidden,
            revealed=people,
            notice=notice,
            story=story,
        )

    def _line(self, reception: Reception | None) -> str:
        if reception is None:
            return ""
        at = reception.opened_at
        when = (
            f"受付 {reception.number}"
            if reception.number
            else f"{at.hour}時{at.minute:02d}分の受付"
        )
        people = f"{len(reception.household.members)}人" if reception.household else ""
        clerk = f"担当 {reception.clerk}（{reception.counter}）"
        return "・".join(filter(None, (when, people, clerk)))

    def _may(self, item: ReviewItem, reception: Reception | None) -> Chip:
        if item.decidable:
            return Chip(Tint.DONE, Icon.CHECK, "あなたは担当ではありません・判断できます")
        if reception is not None and reception.clerk != self._supervisor:
            return Chip(Tint.WARNING, Icon.LOCK, "あなたが作った案です・ほかの監督者が判断します")
        return Chip(Tint.WARNING, Icon.LOCK, "あなたの担当です・ほかの監督者が判断します")

    def _decisions(
        self, entry: Entry, decided: tuple[tuple[ReviewItem, str], ...]
    ) -> tuple[DecisionView, ...]:
        words = _VERDICTS.get(entry.first.kind, _SEEN)
        chips = {
            "allow": ChipKind.ALLOWED.chip(words.allow),
            "stop": ChipKind.STOPPED.chip(words.stop),
        }
        done = {item.id: (item, verdict) for item, verdict in decided}
        whole = {item.id: item for item in entry.items}
        whole = {**{id_: item for id_, (item, _) in done.items()}, **whole}
        made = []
        for number, item in enumerate(sorted(whole.values(), key=_order), start=1):
            still = any(item.id == left.id for left in entry.items)
            chip = ChipKind.HELD.chip() if item.on_hold else ChipKind.NOT_DECIDED.chip()
            if not still:
                chip = chips[done[item.id][1]]
            made.append(
                DecisionView(
                    item.id,
                    number,
                    f"{self._town.executor_name(item.party)}　{item.title}",
                    self._passes(item),
                    self._note(item),
                    chip,
                    still,
                )
            )
        return tuple(made)

    def _passes(self, item: ReviewItem) -> str:
        if item.kind in (ItemKind.RELEASE, ItemKind.DELIVERY):
            return field_words(item.passes)
        if item.kind is ItemKind.REFUSAL:
            return f"却下の理由：{item.detail}"
        return f"理由：{item.detail}" if item.detail else ""

    def _note(self, item: ReviewItem) -> str:
        if item.kind is ItemKind.RELEASE:
            return "許すまで、相手に何も渡りません。"
        if item.kind is ItemKind.DELIVERY:
            return f"{item.detail}。届くまで自動で送り直します。"
        if item.kind is ItemKind.REFUSAL:
            return f"{item.clerk} の案。認めると決定になり、通知書ができます。"
        if item.kind is ItemKind.CUT_OFF:
            return "相手に連絡して、確かめたことを理由に残します。"
        if item.kind is ItemKind.REFUSED_MESSAGE:
            return "この返事は使っていません。"
        return "担当の窓口と話して、確かめたことを理由に残します。"


def _order(item: ReviewItem) -> tuple[bool, str, str]:
    """What would leave the town comes first."""
    return (item.party.startswith(DEPARTMENT_PREFIX), item.party, item.id)


def _soonest(entry: Entry) -> ReviewItem:
    return min(entry.items, key=lambda item: item.due or date.max)


def day_words(day: date) -> str:
    """「令和8年4月3日（金）」."""
    return f"{era_text(day)}（{weekday_name(day)}）"
