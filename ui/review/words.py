"""The supervisor's window in words: queue, item, verdicts, story."""

from dataclasses import dataclass, replace
from datetime import date, datetime

from counter_app.model.calendar import era_text, weekday_name
from counter_app.model.document import DocumentState
from counter_app.model.people import Household
from counter_app.model.reception import Reception
from counter_app.model.town import Town
from counter_app.paperwork.tasks import DEPARTMENT_PREFIX
from counter_app.ports import StoredDocument
from counter_app.review import Harm, ItemKind, ReviewItem, StoryLine
from ui.review.views import (
    CaseView,
    DecisionView,
    FilterView,
    NoticeView,
    QueueRowView,
    ReviewView,
    StoryRowView,
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
_GROUPED = frozenset({ItemKind.RELEASE, ItemKind.DELIVERY, ItemKind.CUT_OFF})
"""What one reception has several of, and a person looks at together."""

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
_ACTS = {
    "request": "依頼した",
    "promise": "約束した",
    "decline": "断った",
    "quit": "取りやめた",
    "declare": "完了・決定を知らせた",
    "accept": "受け入れた",
    "reject": "差し戻した",
    "stop": "やめた",
    "revoke_request": "依頼の取消しを申し出た",
    "revoke_promise": "約束の取消しを申し出た",
    "revoke_declare": "完了の取消しを申し出た",
    "revoke_accept": "受入れの取消しを申し出た",
    "allow": "取消しを認めた",
    "refuse": "取消しを認めなかった",
}
_SENT = {
    "held": ("止めています", Icon.LOCK),
    "waiting": ("送信待ち", Icon.MAIL_WAITS),
    "resending": ("送り直しています", Icon.MAIL_WAITS),
    "delivered": ("届いた", Icon.MAIL_ARRIVED),
    "failed": ("送れなかった", Icon.MAIL_FAILED),
    "expired": ("期限切れ", Icon.MAIL_FAILED),
    "cancelled": ("送るのをやめた", Icon.CROSS),
}
_DEEDS = {
    "reception.open": ("受付を始めた", Icon.PLUS),
    "reception.protection": ("支援措置の質問に答えた", Icon.SHIELD),
    "reception.identity": ("本人確認", Icon.CARD),
    "reception.contact": ("連絡先", Icon.PHONE),
    "reception.step": ("段を進めた", Icon.RIGHT),
    "reception.undo": ("ひとつ戻した", Icon.UNDO),
    "reception.abandon": ("受付をやめた", Icon.CROSS),
    "reception.close": ("返事待ちにして終えた", Icon.CHECK),
    "card.read": ("カードを読んだ", Icon.CARD),
    "link.lookup": ("リンクコードを確かめた", Icon.BENT_ARROW),
    "link.issued": ("リンクコードの発行を受けた", Icon.BENT_ARROW),
    "transfer.arrived": ("転出証明書情報が届いた", Icon.MAIL_ARRIVED),
    "transfer.opened": ("転出証明書情報を開いた", Icon.DOCUMENT),
    "transfer.requested": ("転出証明書情報を取り寄せた", Icon.SEARCH),
    "household.change": ("世帯を直した", Icon.PEN),
    "household.reading": ("フリガナを確かめた", Icon.PEN),
    "household.moved_on": ("住み始めた日", Icon.HOME),
    "interview.answer": ("質問に答えた", Icon.HELP),
    "interview.take_back": ("答えを取り消した", Icon.UNDO),
    "procedure.postpone": ("今日は出さない手続", Icon.CLOCK),
    "procedure.add": ("手続を足した", Icon.PLUS),
    "consent.decide": ("同意を決めた", Icon.CHECK),
    "utility.wish": ("使い始める日を決めた", Icon.DROP),
    "document.render": ("書類を作った", Icon.DOCUMENT),
    "document.sign": ("署名した", Icon.PEN),
    "document.issue": ("通知・受付票を作った", Icon.DOCUMENT),
    "document.print.printed": ("印刷した", Icon.PRINT),
    "document.print.pending": ("印刷を待っている", Icon.PRINT),
    "document.print.failed": ("印刷できなかった", Icon.ALERT),
    "dispatch.commit": ("確定して依頼した", Icon.SEND),
    "desk.prepare_refusal": ("却下の案を出した", Icon.SCALES),
    "desk.view": ("担当課が開いた", Icon.PERSON),
    "desk.papers": ("担当課が書類を見た", Icon.DOCUMENT),
    "database.created": ("記録を始めた", Icon.PLUS),
    "database.upgraded": ("記録の形を新しくした", Icon.INFO),
    "audit.witness_renewed": ("記録の控えを作り直した", Icon.ALERT),
    "case.view": ("この受付を開いた", Icon.PERSON),
    "case.reveal": ("氏名を見た", Icon.EYE_OFF),
}
_LOOKS = frozenset({"case.view", "case.reveal", "desk.view", "desk.papers"})
"""Deeds that are only looking: the tab 見た人."""

_VERDICT_DEEDS = {
    "allow": ("許した", Icon.CHECK),
    "stop": ("止めた", Icon.CROSS),
    "hold": ("保留にした", Icon.CLOCK),
}
_A_MINUTE = 60
_DECIDED_OF = {"message": "送り直し", "release": "解除", "proposal": "却下の案"}
_PAPERS = {
    DocumentState.RESERVED: "番号だけ",
    DocumentState.RENDERED: "作成済み",
    DocumentState.SHOWN: "読みました",
    DocumentState.SIGNED: "署名済み",
    DocumentState.SEALED: "封印済み",
    DocumentState.PRINTED: "印刷済み",
    DocumentState.VOID: "使いません",
}


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
        grouped = item.kind in _GROUPED
        key = f"{item.kind.value}:{item.reception_id}" if grouped else item.id
        found.setdefault(key, []).append(item)
    return tuple(Entry(key, tuple(sorted(group, key=_order))) for key, group in found.items())


def filters(items: tuple[ReviewItem, ...], off: frozenset[str]) -> tuple[FilterView, ...]:
    rows = entries(items)
    return tuple(
        FilterView(
            id_, words, sum(1 for entry in rows if entry.first.kind in kinds), id_ not in off
        )
        for id_, words, kinds in FILTERS
    )


def wanted(rows: tuple[Entry, ...], off: frozenset[str]) -> tuple[Entry, ...]:
    """Rows whose kind is not filtered out."""
    hidden = {kind for id_, _, kinds in FILTERS if id_ in off for kind in kinds}
    return tuple(entry for entry in rows if entry.first.kind not in hidden)


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
        self, rows: tuple[Entry, ...], selected: str, case: CaseView | None, hidden: int
    ) -> ReviewView:
        sub = f"{len(rows)}件・害の大きさと残り時間の順"
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

    # --- the story --------------------------------------------------------------------------

    def story(
        self,
        lines: tuple[StoryLine, ...],
        papers: tuple[StoredDocument, ...],
        *,
        hidden: bool,
    ) -> tuple[StoryTabView, ...]:
        """The four tabs. With `hidden` no line names the resident."""
        course = [line for line in lines if line.kind in ("act", "audit")]
        course = [line for line in course if not line.code.startswith("commitment.")]
        messages = [line for line in lines if line.kind == "message"]
        looks = [line for line in lines if line.kind == "audit" and line.code in _LOOKS]
        signed = [line for line in lines if line.kind == "document"]
        sheets = [
            StoryRowView(
                "", Icon.DOCUMENT, f"{paper.title}", f"{paper.number}・{_PAPERS[paper.state]}"
            )
            for paper in sorted(papers, key=lambda paper: paper.sheet)
        ]
        return (
            StoryTabView("いきさつ", self._merged(course), counted=False),
            StoryTabView("連絡", tuple(self._message(line) for line in messages)),
            StoryTabView(
                "書類", (*sheets, *(self._signature(line, hidden=hidden) for line in signed))
            ),
            StoryTabView("見た人", self._merged(looks)),
        )

    def _merged(self, lines: list[StoryLine]) -> tuple[StoryRowView, ...]:
        """Lines in order; what one person did several times within a minute stands once."""
        groups: list[list[StoryLine]] = []
        for line in lines:
            if groups and _same_deed(groups[-1][0], line):
                groups[-1].append(line)
            else:
                groups.append([line])
        return tuple(self._together(group) for group in groups)

    def _together(self, group: list[StoryLine]) -> StoryRowView:
        row = self._deed(group[0])
        if len(group) == 1:
            return row
        if group[0].kind == "act":
            return replace(row, words=f"{_ACTS.get(group[0].code, group[0].code)}　{len(group)}件")
        return replace(row, words=f"{row.words}　{len(group)}回")

    def _deed(self, line: StoryLine) -> StoryRowView:
        who = self._town.executor_name(line.who)
        if line.kind == "act":
            words = f"{line.subject}　{_ACTS.get(line.code, line.code)}"
            icon = Icon.SEND if line.code == "request" else Icon.CHECK
            if line.code in ("decline", "reject", "quit", "stop"):
                icon = Icon.CROSS
            return StoryRowView(self._time(line.at), icon, words, who)
        place = "監督者" if line.where == "review" else self._town.executor_name(line.where)
        words, icon = _deed(line.code)
        if line.reason:
            words = f"{words}：{line.reason}"
        return StoryRowView(self._time(line.at), icon, words, "・".join(filter(None, (who, place))))

    def _message(self, line: StoryLine) -> StoryRowView:
        words, icon = _SENT.get(line.code, (line.code, Icon.MAIL))
        act = _ACTS.get(line.subject, line.subject)
        return StoryRowView(
            self._time(line.at), icon, f"{self._town.executor_name(line.where)}　{words}", act
        )

    def _signature(self, line: StoryLine, *, hidden: bool) -> StoryRowView:
        who = "本人" if hidden else line.who.replace("\u3000", " ")
        return StoryRowView(self._time(line.at), Icon.PEN, f"署名 {line.subject}ページ", who)

    def _time(self, at: datetime) -> str:
        """The time today, the day before today."""
        return clock_time(at) if at.date() == self._now.date() else f"{at.month}/{at.day}"


def deed_words(code: str) -> str:
    """An audited deed in words."""
    return _deed(code)[0]


def _deed(code: str) -> tuple[str, Icon]:
    area, _, rest = code.partition(".")
    if area == "review":
        verdict, _, kind = rest.partition(".")
        done, icon = _VERDICT_DEEDS[verdict]
        return f"{_DECIDED_OF.get(kind, '確認')}を{done}", icon
    if area == "commitment":
        return _ACTS.get(rest, rest), Icon.SEND
    return _DEEDS.get(code, (code, Icon.INFO))


def _same_deed(one: StoryLine, other: StoryLine) -> bool:
    near = (other.at - one.at).total_seconds() < _A_MINUTE
    said = one.code.startswith("review.") and one.reason != other.reason
    same = (one.kind, one.code, one.who) == (other.kind, other.code, other.who)
    return near and same and not said


def _order(item: ReviewItem) -> tuple[bool, str, str]:
    """What would leave the town comes first."""
    return (item.party.startswith(DEPARTMENT_PREFIX), item.party, item.id)


def _soonest(entry: Entry) -> ReviewItem:
    return min(entry.items, key=lambda item: item.due or date.max)


def day_words(day: date) -> str:
    """「令和8年4月3日（金）」."""
    return f"{era_text(day)}（{weekday_name(day)}）"
