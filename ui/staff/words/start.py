"""The list of receptions in words (01): what needs a person first, then what is under way."""

from collections.abc import Collection
from datetime import date, datetime

from counter_app.model.attachment import AwaitedPaper, still_awaited
from counter_app.model.calendar import era_text, weekday_name
from counter_app.model.commitment import UNDECIDED, Commitment, Phase
from counter_app.model.message import DeliveryState, QueuedMessage
from counter_app.model.people import MoveKind, TransferCertificate
from counter_app.model.reception import Reception, ReceptionState
from counter_app.model.town import Town
from counter_app.paperwork.tasks import DEPARTMENT_PREFIX
from counter_app.ports import Standing
from counter_app.review import NOT_ARRIVED
from ui.staff.frame_views import PlacesView
from ui.staff.start_views import (
    LIST_TITLE,
    PLACES,
    ReceptionGroupView,
    ReceptionRowView,
    StartView,
)
from ui.staff.words.common import clock_time, moment
from ui.staff.words.frame import STEPS, TITLES
from ui.widgets.chip import Chip, ChipKind
from ui.widgets.clock import Deadline
from ui.widgets.rail import Place

_KINDS = {
    MoveKind.SPECIAL: "特例",
    MoveKind.CERTIFICATE: "転出証明書",
    MoveKind.FROM_ABROAD: "国外",
}
ANNOUNCED = "announced:"
"""Prefix of a row that is an announced visit, not a reception yet."""

_PLACES_OF = {
    "対応が必要": 2,
    "進行中": 3,
    "来庁予定": 4,
    "返事待ち": 5,
    "今日終わった受付": 6,
    "今日やめた受付": 6,
}
"""Title of a group → the place of the rail that shows it."""

MOST_ROWS = 100
"""How many rows of a group are shown; a search finds the others."""


_KATAKANA = {code: code + 0x60 for code in range(0x3041, 0x3097)}
"""Hiragana as katakana: a reading is looked for either way."""


def _plain(kana: str) -> str:
    return kana.replace("\u3000", "").replace(" ", "")


def first_declined(standings: Collection[Standing]) -> Standing | None:
    """What a reception is urgent for; its title is told in the reception's row."""
    phases = (Phase.DECLINED, Phase.REJECTED)
    return next((s for s in standings if s.phase in phases), None)


def by_reception(standings: Collection[Standing]) -> dict[str, list[Standing]]:
    """Standings in their order, by the reception they belong to."""
    found: dict[str, list[Standing]] = {}
    for standing in standings:
        found.setdefault(standing.reception_id, []).append(standing)
    return found


def day_title(day: date) -> str:
    """「令和8年4月3日（金）」"""
    return f"{era_text(day)}（{weekday_name(day)}）"


_LONGEST_QUOTED = 40
"""Characters of a search that are said again; more was pasted, and is read by nobody."""


def nothing_words(place: int, search: str) -> str:
    """What an empty list says: what was looked for, where, and what to do."""
    where = "この一覧" if place == 0 else f"「{PLACES[place]}」"
    if not search:
        return f"{where}に受付はありません。"
    if len(search) > _LONGEST_QUOTED:
        search = f"{search[:_LONGEST_QUOTED]}…"
    return (
        f"{where}に「{search}」に合う受付はありません（受付番号・時刻・氏名・カナ）。"
        f"{'' if place == 0 else '「すべて」は Alt 1 です。'}"
        "前に終わった受付は、受付票のバーコードで開きます。Esc で全件に戻ります。"
    )


def inquiry_words(arrived: int, at: datetime) -> str:
    """What 住基ネットに照会 brought; it is recorded either way."""
    asked = f"{clock_time(at)} に住基ネットに照会しました（記録しました）。"
    if arrived:
        return f"{asked}転出証明書情報が新しく {arrived}件 届きました。「来庁予定」から開きます。"
    return f"{asked}新しく届いたものはありません。カードを置くか、紙の転出証明書で始めます。"


class ReceptionList:
    """Everything the list shows, sorted into its groups.

    `commitments` are asked for titles alone when `standings` tell how all of them stand, those in
    the order made. `coming` are the announced visits that no reception has taken.
    """

    def __init__(
        self,
        receptions: tuple[Reception, ...],
        commitments: tuple[Commitment, ...],
        queue: tuple[QueuedMessage, ...],
        coming: tuple[TransferCertificate, ...],
        town: Town,
        clerk: str,
        today: date,
        *,
        standings: tuple[Standing, ...] | None = None,
    ) -> None:
        self._town = town
        self._clerk = clerk
        self._today = today
        if standings is None:
            standings = tuple(Standing.of(c) for c in commitments)
        self._standings = by_reception(standings)
        self._titles = {c.id: c.title for c in commitments}
        self._late = {q.message.reception_id for q in queue if q.state in NOT_ARRIVED}
        self._queue = queue
        self._announced = coming
        newest = sorted(receptions, key=lambda r: r.opened_at, reverse=True)
        self._live = [r for r in newest if r.state is not ReceptionState.ABANDONED]
        self._abandoned = [r for r in newest if r.state is ReceptionState.ABANDONED]

    # --- groups ---------------------------------------------------------------------------

    def urgent(self) -> list[Reception]:
        return [r for r in self._live if r.number and (self._declined(r) or r.id in self._late)]

    def open(self) -> list[Reception]:
        return [r for r in self._live if r.state is ReceptionState.OPEN]

    def waiting(self) -> list[Reception]:
        urgent = {r.id for r in self.urgent()}
        return [r for r in self._live if r.number and r.id not in urgent and self._unfinished(r)]

    def finished_today(self) -> list[Reception]:
        return [
            r
            for r in self._live
            if r.number
            and r.committed_at is not None
            and r.committed_at.date() == self._today
            and not self._unfinished(r)
        ]

    def abandoned_today(self) -> list[Reception]:
        """Given up without a notice (受付をやめる); they lead nowhere, but tell that and why."""
        return [
            r
            for r in self._abandoned
            if r.abandoned_at is not None and r.abandoned_at.date() == self._today
        ]

    def _unfinished(self, reception: Reception) -> bool:
        return any(s.open for s in self._standings.get(reception.id, []))

    def _declined(self, reception: Reception) -> Standing | None:
        return first_declined(self._standings.get(reception.id, []))

    # --- words ----------------------------------------------------------------------------

    def view(self, place: int, selected: str, search: str) -> StartView:
        groups = self._groups()
        chosen: tuple[tuple[str, list[ReceptionRowView], str], ...] = groups
        if place == 1:
            mine = {r.id for r in (*self._live, *self._abandoned) if r.clerk == self._clerk}
            chosen = tuple((t, [r for r in rows if r.id in mine], n) for t, rows, n in groups)
        elif place > 1:
            chosen = tuple(g for g in groups if _PLACES_OF[g[0]] == place)
        wanted = search.strip().replace(" ", "")
        views = [
            ReceptionGroupView(title, tuple(found[:MOST_ROWS]), len(found), note)
            for title, rows, note in chosen
            if (found := [r for r in rows if self._matches(r, wanted)])
        ]
        today = [r for r in self._live if r.filed_on == self._today]
        done = len(self.finished_today())
        sub = f"今日の受付 {len(today)}件・終わり {done}件"
        if any(len(group.rows) < group.count for group in views):
            sub = f"{sub}・区分ごとにはじめの {MOST_ROWS}件"
        nothing = "" if views else nothing_words(place, search.strip())
        return StartView(day_title(self._today), sub, tuple(views), selected, search, nothing)

    def places(self, here: int, saved: str) -> PlacesView:
        given_up = self.abandoned_today()
        ended = len(given_up)
        mine = sum(1 for r in (*self._live, *given_up) if r.clerk == self._clerk)
        counts = (
            len(self._live) + len(self._announced) + ended,
            mine,
            len(self.urgent()),
            len(self.open()),
            len(self._announced),
            len(self.waiting()),
            len(self.finished_today()) + ended,
        )
        places = tuple(
            Place(title, count, f"Alt {number}")
            for number, (title, count) in enumerate(zip(PLACES, counts, strict=True), start=1)
        )
        left = sum(1 for q in self._queue if q.state is not DeliveryState.DELIVERED)
        return PlacesView(
            LIST_TITLE, places, here, saved=saved, second=f"送信待ち {left}件" if left else ""
        )

    def _groups(self) -> tuple[tuple[str, list[ReceptionRowView], str], ...]:
        return (
            ("対応が必要", [self._row(r) for r in self.urgent()], "先に見てください"),
            ("進行中", [self._row(r) for r in self.open()], ""),
            (
                "来庁予定",
                [self._announced_row(t) for t in self._announced],
                "転出証明書情報が届いています",
            ),
            ("返事待ち", [self._row(r) for r in self.waiting()], ""),
            ("今日終わった受付", [self._row(r) for r in self.finished_today()], ""),
            (
                "今日やめた受付",
                [self._row(r) for r in self.abandoned_today()],
                "届出なしで終わりました",
            ),
        )

    def _matches(self, row: ReceptionRowView, wanted: str) -> bool:
        sought = (row.when, row.name.replace(" ", ""), row.kana)
        return not wanted or any(wanted.translate(_KATAKANA) in words for words in sought)

    def _row(self, reception: Reception) -> ReceptionRowView:
        household = reception.household
        name = kana = size = ""
        kind = "新しい受付"
        if household is not None:
            filer = household.member(reception.filer_id) if reception.filer_id else household.head
            name, kana = filer.name.shown, _plain(filer.name.kana)
            size = f"{len(household.members)}人"
            kind = _KINDS[household.kind] + ("・予約" if reception.pushed else "")
        step = STEPS.index(reception.step) + 1
        chip, words = self._state(reception)
        deadline, due = self._paper_due(reception)
        return ReceptionRowView(
            reception.id,
            reception.number or moment(reception.opened_at, self._today),
            "" if reception.protected else name,
            "" if reception.protected else size,
            "制限つき" if reception.protected else kind,
            step,
            TITLES[step - 1],
            words,
            chip=chip,
            deadline=deadline,
            due=due,
            hidden=reception.protected,
            kana="" if reception.protected else kana,
        )

    def _state(self, reception: Reception) -> tuple[Chip | None, str]:
        if reception.abandoned_at is not None:
            return ChipKind.ABANDONED.chip(), reception.abandoned_for
        declined = self._declined(reception)
        if declined is not None:
            party = self._town.executor_name(declined.executor)
            title = self._titles[declined.commitment_id]
            offer = ChipKind.OTHER_OFFER
            if declined.executor.startswith(DEPARTMENT_PREFIX):  # it offers no other day
                return offer.chip("差し戻し"), f"{party}　{title}"
            return offer.chip(), f"{party}　{title}"
        standings = self._standings.get(reception.id, [])
        if held := sum(1 for s in standings if s.held):
            return ChipKind.RELEASE_WAITS.chip(f"監督者の解除待ち {held}"), "外への連絡を停止中"
        if reception.id in self._late:
            return ChipKind.NOT_DELIVERED.chip(), "自動で送り直しています"
        if standings:
            promised = sum(1 for s in standings if s.promised)
            brought = len(self._to_be_brought(reception))
            papers = f"・後日の紙 {brought}" if brought else ""
            return None, f"約束 {promised}／{len(standings)}{papers}"
        return None, f"{reception.clerk}・{reception.counter}"

    def _to_be_brought(self, reception: Reception) -> tuple[AwaitedPaper, ...]:
        """Papers the household still brings (後日の紙)."""
        standings = self._standings.get(reception.id, [])
        undecided = {s.commitment_id for s in standings if s.phase in UNDECIDED}
        return tuple(p for p in still_awaited(reception.awaited, undecided) if p.to_be_brought)

    def _paper_due(self, reception: Reception) -> tuple[Deadline | None, str]:
        """The first day by which a paper's procedure is due; a clock once it is past."""
        days = [p.due for p in self._to_be_brought(reception) if p.due is not None]
        if not days:
            return None, ""
        first = min(days)
        if first < self._today:
            return Deadline(f"{first.month}/{first.day} でした", 1.0), ""
        return None, f"{first.month}/{first.day}"

    def _announced_row(self, certificate: TransferCertificate) -> ReceptionRowView:
        head = next((m for m in certificate.members if m.is_head), certificate.members[0])
        visit = certificate.announced_visit
        when = (
            "—"
            if visit is None
            else "今日"
            if visit == self._today
            else f"{visit.month}/{visit.day}"
        )
        return ReceptionRowView(
            f"{ANNOUNCED}{certificate.id}",
            when,
            "" if certificate.protected else head.name.shown,
            "" if certificate.protected else f"{len(certificate.members)}人",
            "特例・予約",
            1,
            TITLES[0],
            f"転出予定日 {certificate.planned_move_out.month}/{certificate.planned_move_out.day}",
            from_place="" if certificate.protected else certificate.old_address.municipality,
            chip=ChipKind.ARRIVED.chip(),
            hidden=certificate.protected,
            kana="" if certificate.protected else _plain(head.name.kana),
        )
