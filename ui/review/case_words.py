"""The item that is selected in words: whose it is, what is decided, what the keys mean."""

from counter_app.looks import LookGroup
from counter_app.model.people import Household
from counter_app.model.reception import Reception
from counter_app.model.town import Town
from counter_app.review import ItemKind, ReviewItem
from ui.review.queue_words import HARMS, Entry, in_order, searched_words
from ui.review.views import (
    CaseView,
    DecisionView,
    NoticeView,
    StaffCardView,
    StoryTabView,
    VerdictWords,
)
from ui.staff.words.common import clock_time
from ui.widgets.chip import Chip, ChipKind, Tint
from ui.widgets.drawing import Icon

_KINDS = {
    ItemKind.RELEASE: "支援措置の解除",
    ItemKind.DELIVERY: "届かない・遅れ",
    ItemKind.DECLINED: "お断り・差し戻し",
    ItemKind.REFUSAL: "却下の通知を出す前",
    ItemKind.COURT_NOTICE: "簡易裁判所への通知を出す前",
    ItemKind.REVOCATION: "取消しの申し出",
    ItemKind.CUT_OFF: "期限が近い・おくれ",
    ItemKind.REFUSED_MESSAGE: "受け付けなかった返事",
    ItemKind.REPRINT: "もう一度印刷",
    ItemKind.SEARCH: "受付なしの検索",
}
_SEEN = VerdictWords("確かめた", "止める", "保留")
_VERDICTS = {
    ItemKind.RELEASE: VerdictWords(),
    ItemKind.DELIVERY: VerdictWords("送り直す", "送らない", "保留"),
    ItemKind.REFUSAL: VerdictWords("却下を認める", "差し戻す", "保留"),
    ItemKind.COURT_NOTICE: VerdictWords("通知を認める", "差し戻す", "保留"),
    ItemKind.REPRINT: VerdictWords("見ました", "問い合わせる", "保留"),
    ItemKind.SEARCH: VerdictWords("見ました", "問い合わせる", "保留"),
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


def field_words(labels: tuple[str, ...]) -> str:
    """「渡るもの：氏名・新しい住所・電話」; labels, never values."""
    if not labels:
        return ""
    return "渡るもの：" + "・".join(dict.fromkeys(_FIELDS.get(label, label) for label in labels))


def verdict_words(item: ReviewItem) -> VerdictWords:
    """What the three keys mean for this item."""
    return _VERDICTS.get(item.kind, _SEEN)


class CaseWords:
    """Words of one round: town, receptions and who reads them."""

    def __init__(self, town: Town, receptions: dict[str, Reception], supervisor: str) -> None:
        self._town = town
        self._supervisor = supervisor
        self._receptions = receptions

    def case(
        self,
        entry: Entry,
        decided: tuple[tuple[ReviewItem, str], ...],
        current: str,
        *,
        revealed: Household | None,
        notice: NoticeView | None,
        story: tuple[StoryTabView, ...],
        card: StaffCardView | None = None,
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
        elif first.kind is ItemKind.SEARCH:
            heading = first.clerk
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
            harm=HARMS[first.harm],
            kind=_KINDS[first.kind],
            name=name,
            heading=heading,
            line=self._line(reception) or self._place_of(first),
            may=self._may(mine, reception),
            may_decide=mine.decidable,
            title="1件ずつ決める" if total > 1 else "決める",
            sub=f"{total}件のうち {total - left}件" if total > 1 else "",
            decisions=decisions,
            current=mine.id,
            words=verdict_words(first),
            hidden=hidden,
            revealed=people,
            notice=notice,
            story=story,
            card=card if mine.decidable else None,
        )

    def _place_of(self, item: ReviewItem) -> str:
        """Where a search was made: 「監督者・4月3日」."""
        if item.looks is None:
            return ""
        day = item.looks.first.at.date()
        return f"{self._where(item)}・{day.month}月{day.day}日"

    def _where(self, item: ReviewItem) -> str:
        return "監督者" if item.party == "review" else self._town.executor_name(item.party)

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
        if item.looks is not None:
            return Chip(Tint.WARNING, Icon.LOCK, "あなたがしたことです・ほかの監督者が見ます")
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
        for number, item in enumerate(sorted(whole.values(), key=in_order), start=1):
            still = any(item.id == left.id for left in entry.items)
            chip = ChipKind.HELD.chip() if item.on_hold else ChipKind.NOT_DECIDED.chip()
            if item.asking:
                chip = ChipKind.HELD.chip("問い合わせ中")
            if not still:
                chip = chips[done[item.id][1]]
            made.append(
                DecisionView(
                    item.id,
                    number,
                    self._decision_title(item),
                    self._passes(item),
                    self._note(item),
                    chip,
                    still,
                )
            )
        return tuple(made)

    def _decision_title(self, item: ReviewItem) -> str:
        if item.looks is None:
            return f"{self._town.executor_name(item.party)}　{item.title}"
        if item.kind is ItemKind.SEARCH:
            return f"{searched_words(item.looks)}で探した　{len(item.looks.looks)}件"
        return f"{item.clerk}　もう一度印刷　{len(item.looks.looks)}枚"

    def _looked(self, looks: LookGroup) -> str:
        """What was done, a line for each: when, and which sheet or by what."""
        lines = []
        for look in looks.looks:
            entry = look.entry
            done = "・".join(entry.fields)
            if looks.is_search:
                done = searched_words(LookGroup((look,)))
            lines.append("　".join(filter(None, (clock_time(entry.at), done, entry.reason))))
        return "\n".join(lines)

    def _passes(self, item: ReviewItem) -> str:
        if item.looks is not None:
            return self._looked(item.looks)
        if item.kind in (ItemKind.RELEASE, ItemKind.DELIVERY):
            return field_words(item.passes)
        if item.kind is ItemKind.REFUSAL:
            return f"却下の理由：{item.detail}"
        if item.kind is ItemKind.COURT_NOTICE:
            return f"届出人の述べた理由：{item.detail}"
        if item.kind is ItemKind.CUT_OFF:
            return f"{item.detail}。"
        return f"理由：{item.detail}" if item.detail else ""

    def _note(self, item: ReviewItem) -> str:
        if item.kind is ItemKind.RELEASE:
            return "許すまで、相手に何も渡りません。"
        if item.kind is ItemKind.DELIVERY:
            return f"{item.detail}。届くまで自動で送り直します。"
        if item.kind is ItemKind.REFUSAL:
            return f"{item.clerk} の案。認めると決定になり、通知書ができます。"
        if item.kind is ItemKind.COURT_NOTICE:
            made = "認めると、簡易裁判所あての通知書ができます。過料は裁判所が決めます。"
            return f"{item.clerk} の案。{made}"
        if item.kind is ItemKind.REPRINT:
            return "前の紙を回収したか、なくしたわけを確かめます。"
        if item.kind is ItemKind.SEARCH:
            return "受付を開かずに探した記録です。仕事のためだったかを確かめます。"
        if item.kind is ItemKind.CUT_OFF:
            return "相手に連絡して、確かめたことを理由に残します。"
        if item.kind is ItemKind.REFUSED_MESSAGE:
            return "この返事は使っていません。"
        return "担当の窓口と話して、確かめたことを理由に残します。"
