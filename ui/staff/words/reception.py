"""Step 1 in words (02, 02b): the first question, who came, the card, what has arrived."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from counter_app.model.calendar import age_on, era_text, short_day, weekday_name
from counter_app.model.people import Household, Member, MoveKind, TransferCertificate
from counter_app.model.reception import IdentityCheck, Protection, Reception
from counter_app.paperwork.values import LATER, Case
from counter_app.ports import AuditEntry
from counter_app.procedures.procedure import OutcomeKind
from ui.staff.frame_views import ActionView, ChoiceView, ProblemView, Text, text
from ui.staff.reception_views import (
    CardPanelView,
    CardRowView,
    DeadlineRowView,
    IdentityView,
    LogRowView,
    ReceptionView,
    TransferView,
)
from ui.staff.words.common import clock, clock_time
from ui.widgets.card import CardState
from ui.widgets.chip import ChipKind
from ui.widgets.nodes import Node, NodeState
from ui.widgets.words import Run

VISITORS = (
    ChoiceView("head", "世帯主 本人"),
    ChoiceView("member", "同じ世帯の人"),
    ChoiceView("legal_proxy", "法定代理人"),
    ChoiceView("proxy", "任意代理人"),
)
DOCUMENTS = (
    ChoiceView("individual_number_card", "個人番号カード"),
    ChoiceView("driving_licence", "運転免許証"),
    ChoiceView("passport", "旅券"),
    ChoiceView("residence_card", "在留カード"),
    ChoiceView("disability_handbook", "身体障害者手帳など"),
    ChoiceView("eligibility_certificate", "資格確認書"),
    ChoiceView("pension_book", "年金手帳・年金証書"),
)
_ALONE = frozenset(
    {
        "individual_number_card",
        "driving_licence",
        "passport",
        "residence_card",
        "disability_handbook",
    }
)
"""Papers with a photograph that are enough alone (住基法施行規則8条, 市町村の運用)."""


class CardStage(StrEnum):
    """Where the reading of a card stands."""

    WAITING = "waiting"
    PIN = "pin"
    READING = "reading"
    DONE = "done"
    WRONG_PIN = "wrong_pin"
    LOCKED = "locked"
    FAILED = "failed"
    STOPPED = "stopped"


@dataclass(frozen=True, slots=True)
class CardProgress:
    """The card under way: whose it is when known, tries left, how far the reading is."""

    stage: CardStage = CardStage.WAITING
    member: str = ""
    tries: int | None = None
    pin: str = ""  # which PIN is asked for, in words
    share: float | None = None
    detail: str = ""
    code: str = ""
    page: str = ""
    link_waits: bool = False  # read, but its link code could not be obtained yet


@dataclass(frozen=True, slots=True)
class IdentityDraft:
    """A check of identity while the clerk is at it: it is stored once it is complete."""

    visitor: str
    documents: tuple[str, ...]
    photo_matched: bool

    @property
    def complete(self) -> bool:
        """One paper with a photograph that was compared, or two without."""
        enough = len(self.documents) >= papers_needed(self.documents)
        return enough and (self.photo_matched or papers_needed(self.documents) == 2)


def papers_needed(chosen: tuple[str, ...]) -> int:
    return 1 if not chosen or chosen[0] in _ALONE else 2


def reception_view(
    reception: Reception,
    case: Case | None,
    card: CardProgress,
    certificate: TransferCertificate | None,
    log: tuple[AuditEntry, ...],
    arrived: str = "",
    *,
    draft: IdentityDraft | None = None,
    problem: ProblemView | None = None,
) -> ReceptionView:
    """Step 1 as it stands; `draft` is a check of identity that is not complete yet."""
    household = reception.household
    missing = _missing(reception)
    chip = None
    if household is not None and household.kind is MoveKind.SPECIAL:
        words = "特例転入・予約あり" if reception.pushed else "特例転入"
        chip = ChipKind.SPECIAL_MOVE_IN.chip(words)
    return ReceptionView(
        reception.protection,
        _identity(reception.identity, draft),
        _card(reception, case, card),
        _transfer(reception, case, certificate, log, arrived),
        chip,
        folded=problem is not None,
        protection_words=_PROTECTION[reception.protection],
        identity_words=_identity_words(reception.identity),
        missing=missing,
        can_go_on=not missing,
        problem=problem,
    )


_PROTECTION = {
    Protection.UNASKED: "まだ聞いていません",
    Protection.NO: "いない",
    Protection.YES: "いる",
    Protection.NOT_NOW: "今は答えない",
}


def _missing(reception: Reception) -> str:
    if reception.protection is Protection.UNASKED:
        return "最初の質問がまだです"
    if reception.identity is None:
        return "本人確認がまだです"
    if reception.household is None:
        return "カードか転出証明書情報がまだです"
    return ""


def _identity(check: IdentityCheck | None, draft: IdentityDraft | None) -> IdentityView:
    if draft is not None:
        return IdentityView(
            VISITORS,
            DOCUMENTS,
            draft.visitor,
            draft.documents,
            papers_needed(draft.documents),
            draft.photo_matched,
        )
    if check is None:
        return IdentityView(VISITORS, DOCUMENTS)
    return IdentityView(
        VISITORS,
        DOCUMENTS,
        check.visitor,
        check.documents,
        papers_needed(check.documents),
        check.photo_matched,
        confirmed=True,
    )


def _identity_words(check: IdentityCheck | None) -> str:
    if check is None:
        return ""
    visitor = next((c.words for c in VISITORS if c.id == check.visitor), check.visitor)
    papers = [c.words for c in DOCUMENTS if c.id in check.documents]
    return f"{visitor}・{'・'.join(papers)}"


# --- card -------------------------------------------------------------------------------------

_LONG = ("カードを置く", "暗証番号（本人の画面）", "読取り", "読取り済み")
_STAGE_PLACES = {
    CardStage.WAITING: 0,
    CardStage.PIN: 1,
    CardStage.WRONG_PIN: 1,
    CardStage.LOCKED: 1,
    CardStage.READING: 2,
    CardStage.FAILED: 2,
    CardStage.DONE: 3,
    CardStage.STOPPED: 0,
}
_STATES = {
    CardStage.WAITING: CardState.WAITING,
    CardStage.PIN: CardState.PIN,
    CardStage.WRONG_PIN: CardState.WRONG_PIN,
    CardStage.LOCKED: CardState.LOCKED,
    CardStage.READING: CardState.READING,
    CardStage.FAILED: CardState.REMOVED,
    CardStage.DONE: CardState.DONE,
    CardStage.STOPPED: CardState.WAITING,
}
_REFUSED = (CardStage.WRONG_PIN, CardStage.LOCKED, CardStage.FAILED)


def _card(reception: Reception, case: Case | None, card: CardProgress) -> CardPanelView:
    place = _STAGE_PLACES[card.stage]
    nodes = tuple(
        Node(
            NodeState.DONE
            if number < place or card.stage is CardStage.DONE
            else NodeState.REFUSED
            if number == place and card.stage in _REFUSED
            else NodeState.HERE
            if number == place
            else NodeState.TO_COME,
            words,
        )
        for number, words in enumerate(_LONG)
    )
    return CardPanelView(
        _STATES[card.stage],
        _card_summary(reception),
        _card_title(reception.household, card),
        nodes,
        _card_rows(reception, case, card),
        _card_detail(card),
        card.share if card.stage is CardStage.READING else None,
        "券面の情報" if card.stage is CardStage.READING else "",
        _card_actions(reception, card),
        card.code,
        card.page,
        without_card=card.stage is not CardStage.FAILED,
    )


def _card_summary(reception: Reception) -> str:
    household = reception.household
    if household is None:
        return ""
    held = sum(1 for m in household.members if m.card.held)
    later = sum(1 for a in reception.answers if a.fact == "card_state" and a.value == "not_today")
    return f"今日の{held - later}枚のうち {len(reception.cards)}枚 読取り済み"


def _card_title(household: Household | None, card: CardProgress) -> Text:
    named = ""
    if household is not None:
        # The person may have been taken out of the household since the card was read.
        found = (m.name.shown for m in household.members if m.id == card.member)
        named = next(found, "")
    words = {
        CardStage.WAITING: "カードを置いてください",
        CardStage.PIN: "暗証番号を本人の画面で入力しています",
        CardStage.READING: "カードを読んでいます。そのままにしてください。",
        CardStage.DONE: "読取り済み。カードをお返しください。",
        CardStage.WRONG_PIN: f"暗証番号がちがいます　残り{card.tries}回",
        CardStage.LOCKED: "暗証番号が止まっています",
        CardStage.FAILED: "読取りが終わりませんでした",
        CardStage.STOPPED: "読取りを止めています",
    }[card.stage]
    if not named:
        return text(Run(words, bold=True))
    return text(Run(named, name=True, size=22), Run("　", size=10), Run(words, bold=True))


def _card_detail(card: CardProgress) -> str:
    if card.stage is CardStage.PIN:
        left = "" if card.tries is None else f"残り{card.tries}回。"
        last = "これが最後の1回です。まちがえると使えなくなります。" if card.tries == 1 else ""
        return f"{card.detail}{card.pin}。{left}{last}数字も桁数も、この画面には出ません。"
    if card.stage is CardStage.WRONG_PIN:
        last = "次が最後の1回です。" if card.tries == 1 else ""
        return (
            f"{card.detail}{last}本人の画面にも同じ数が出ています。"
            "思い出せないときは、ここでやめれば減りません。"
        )
    if card.stage is CardStage.LOCKED:
        return (
            f"{card.pin}は、まちがいが続いて止まっています。"
            "初期化の手続を加えると、今日この窓口で直せます。"
        )
    if card.stage is CardStage.DONE and card.link_waits:
        return (
            "リンクコードだけがまだです。受付は先へ進められます。つながりしだい自動で取り直し、"
            "「依頼」の前にも確かめます。"
        )
    if card.stage is CardStage.STOPPED:
        return card.detail or "カードは読んでいません。暗証番号の回数は減っていません。"
    return card.detail


def _card_actions(reception: Reception, card: CardProgress) -> tuple[ActionView, ...]:
    if card.stage in (CardStage.PIN, CardStage.READING):
        return (ActionView("cancel", "やめる", "Esc"),)
    if card.stage is CardStage.WRONG_PIN:
        return (
            ActionView("again", "もう一度", "Enter", primary=True),
            ActionView("cancel", "やめる", "Esc"),
        )
    if card.stage is CardStage.LOCKED:
        return (*_resets(reception), ActionView("next_card", "別のカード", "Alt C"))
    if card.stage is CardStage.FAILED:
        return (
            ActionView("again", "読み直す", "Enter", primary=True),
            ActionView("cancel", "やめる", "Esc"),
        )
    if card.stage is CardStage.DONE:
        if card.link_waits:
            return (
                ActionView("retry_link", "取り直す", "Alt R", primary=True),
                ActionView("next_card", "次のカード", "Alt C"),
            )
        return (ActionView("next_card", "次のカード", "Alt C"),)
    if card.stage is CardStage.STOPPED:
        return (ActionView("again", "カードを読む", "Alt C"),)
    return ()


_RESET_KEYS = ("Alt I", "Alt J", "Alt L")


def _resets(reception: Reception) -> tuple[ActionView, ...]:
    """Whose PIN is to be reset: the locked card itself tells no name."""
    household = reception.household
    if household is None:
        return ()
    read = {card.member_id for card in reception.cards}
    waiting = [m for m in household.members if m.card.held and m.id not in read]
    if len(waiting) == 1:
        key = _RESET_KEYS[0]
        reset = f"reset_pin:{waiting[0].id}"
        return (ActionView(reset, "初期化を手続に加える", key, primary=True),)
    # As many as have a key; the others are reached by reading the rest of the cards first.
    return tuple(
        ActionView(
            f"reset_pin:{m.id}",
            f"{m.name.given}さんの初期化を加える",
            key,
        )
        for m, key in zip(waiting, _RESET_KEYS, strict=False)
    )


def _card_rows(
    reception: Reception, case: Case | None, card: CardProgress
) -> tuple[CardRowView, ...]:
    household = reception.household
    if household is None:
        return ()
    return tuple(_card_row(reception, case, member, card) for member in household.members)


def _card_row(
    reception: Reception, case: Case | None, member: Member, card: CardProgress
) -> CardRowView:
    age = age_on(member.birth, reception.filed_on)
    relation = member.relation if age >= 18 else f"{member.relation}・{age}歳"
    read = next((c for c in reception.cards if c.member_id == member.id), None)
    state = next(
        (a.value for a in reception.answers if a.fact == "card_state" and a.member == member.id),
        "",
    )
    here = card.member == member.id and card.stage not in (CardStage.DONE, CardStage.WAITING)
    linked = any(link.member_id == member.id for link in reception.links)
    if read is not None and not linked and not here:
        chip = ChipKind.CARD_READ.chip()
        words = f"{clock_time(read.read_at)}　リンクコードがまだです"
    elif read is not None:
        chip, words = ChipKind.CARD_READ.chip(), f"{clock_time(read.read_at)}　継続利用 できます"
    elif here:
        chip, words = ChipKind.CARD_READING.chip(), "読み取っています"
    elif state == "not_today":
        due = _card_due(case)
        chip = ChipKind.CARD_NOT_TODAY.chip()
        words = f"{due}までに持ってきてもらう案内を入れました" if due else "後日"
    elif state == "pin_unknown":
        chip, words = ChipKind.NOT_YET.chip(), "暗証番号の初期化を手続に入れました"
    elif member.card.held:
        chip, words = ChipKind.NOT_YET.chip(), "カードを置いてください"
    else:
        chip, words = ChipKind.NO_CARD.chip(), "持っている人のカードで一緒に転入できます"
    return CardRowView(member.id, member.name.shown, relation, chip, words, here=here)


def _card_due(case: Case | None) -> str:
    if case is None:
        return ""
    found = [d for d in case.determinations if d.procedure.id == "A4" and d.note == LATER]
    due = found[0].deadline if found else None
    return short_day(due.day) if due is not None else ""


# --- the side panel ---------------------------------------------------------------------------

_LOG_TITLES = {
    "reception.protection": "支援措置の質問",
    "reception.identity": "本人確認",
    "card.read": "カード",
    "link.lookup": "リンクコード",
    "link.issued": "リンクコードの発行",
    "transfer.opened": "転出証明書情報",
}
_LOG_WORDS = {
    "reception.protection": "答えを記録しました",
    "reception.identity": "書類の種類と照合の結果",
    "card.read": "読取り済み",
    "link.lookup": "確かめました",
    "link.issued": "符号の取得",
    "transfer.opened": "届いたものを開きました",
}


def _transfer(
    reception: Reception,
    case: Case | None,
    certificate: TransferCertificate | None,
    log: tuple[AuditEntry, ...],
    arrived: str,
) -> TransferView:
    household = reception.household
    rows = tuple(
        LogRowView(clock_time(entry.at), _LOG_TITLES[entry.what], _LOG_WORDS[entry.what], entry.who)
        for entry in log
        if entry.what in _LOG_TITLES
    )[-6:]
    if household is None or certificate is None:
        return TransferView(
            "転出証明書情報",
            ChipKind.NOT_YET.chip(),
            "カードから探します",
            log=rows,
            foot="書類の番号とその写しは残しません。",
        )
    return TransferView(
        "転出証明書情報",
        ChipKind.ARRIVED.chip(),
        f"{len(certificate.members)}人{arrived}",
        (
            ("転出予定日", _long_day(household.planned_move_out)),
            ("住み始めた日", _long_day(household.moved_on)),
        ),
        _deadlines(case),
        rows,
        "書類の番号とその写しは残しません。",
    )


def _long_day(day: date) -> str:
    return f"{era_text(day)}（{weekday_name(day)}）"


def _deadlines(case: Case | None) -> tuple[DeadlineRowView, ...]:
    """The hard cut-offs of this household, soonest first, then the next ordinary one."""
    if case is None:
        return ()
    today = case.reception.filed_on
    dated = [
        d
        for d in case.determinations
        if d.deadline is not None and d.outcome in (OutcomeKind.APPLIES, OutcomeKind.UNDECIDED)
    ]
    dated.sort(key=lambda d: (not d.deadline.hard, d.deadline.day))  # type: ignore[union-attr]
    return tuple(
        DeadlineRowView(found, d.procedure.title)
        for d in dated[:5]
        if (found := clock(d.deadline, today)) is not None
    )
