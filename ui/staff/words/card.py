"""The card panel in words (02b): where the reading stands, what to do, each member's card."""

from dataclasses import dataclass
from enum import StrEnum

from counter_app.model.calendar import age_on, short_day
from counter_app.model.people import Household, Member
from counter_app.model.reception import Reception
from counter_app.paperwork.values import LATER, Case
from ui.staff.frame_views import ActionView, Text, text
from ui.staff.reception_views import CardPanelView, CardRowView
from ui.staff.words.common import clock_time
from ui.widgets.card import CardState
from ui.widgets.chip import ChipKind
from ui.widgets.nodes import Node, NodeState
from ui.widgets.words import Run


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
    begun: bool = True  # a card lay there before it failed
    link_waits: bool = False  # read, but its link code could not be obtained yet


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
_NO_CARD_COMES = (CardStage.LOCKED, CardStage.STOPPED)
_REFUSED = (CardStage.WRONG_PIN, CardStage.LOCKED, CardStage.FAILED)


def card_panel(reception: Reception, case: Case | None, card: CardProgress) -> CardPanelView:
    """The card panel as it stands: what is so, what to do, and each member's card."""
    place = _STAGE_PLACES[card.stage] if card.begun else 0
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
        _card_detail(card) + _elsewhere(reception, card),
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
    if not held - later:
        return ""
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
        which = f"{card.pin}です。" if card.pin else ""
        last = "次が最後の1回です。" if card.tries == 1 else ""
        return (
            f"{which}{last}本人の画面にも同じ数が出ています。"
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


def _elsewhere(reception: Reception, card: CardProgress) -> str:
    """Where a household begins that no card will bring."""
    if reception.household is not None or card.stage not in _NO_CARD_COMES:
        return ""
    return "カードなしで進むときは、受付一覧（F2）の来庁予定か「紙の転出証明書」から始めます。"


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
        paper = reception.household is not None and reception.household.by_hand
        together = "持っている人のカードで一緒に転入できます"
        words = "カードがなければ、担当課へは引継票で渡します" if paper else together
        chip = ChipKind.NO_CARD.chip()
    return CardRowView(member.id, member.name.shown, relation, chip, words, here=here)


def _card_due(case: Case | None) -> str:
    if case is None:
        return ""
    found = [d for d in case.determinations if d.procedure.id == "A4" and d.note == LATER]
    due = found[0].deadline if found else None
    return short_day(due.day) if due is not None else ""
