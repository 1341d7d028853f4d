"""Organisations behind the hub (担当組織 W): each verifies, decides, records once and answers."""

import logging
import secrets
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Final

import jpholiday

from counter_app.failures import CounterError, FailureCode
from counter_app.model.commitment import Act, ActContent, Actor, Decision, Phase, Slot
from counter_app.model.message import InboundMessage, OutboundMessage, RefusedMessage, What
from counter_app.model.numbers import CROCKFORD, new_id
from counter_app.ports import Clock, HubTransport
from counter_app.sandbox.case_book import Case, CaseBook

_log = logging.getLogger(__name__)

_WORK_IS_DONE: Final = frozenset({Phase.DECLARED, Phase.ACCEPTED})
_NOTHING_TO_DO: Final = frozenset({Phase.INITIAL, Phase.QUIT})
_REPLY_HOLDS: Final = timedelta(days=14)
_GAS_SPANS: Final = ("9〜11時", "11〜13時", "13〜15時", "15〜17時")
_GAS_FREE: Final[dict[int, tuple[str, ...]]] = {
    1: (),
    2: (),
    3: ("13〜15時",),
    4: ("9〜11時", "15〜17時"),
}
"""Working days from today → spans a busy spring leaves free; later days are all free."""


@dataclass(frozen=True, slots=True)
class Answer:
    """What an organisation says to a request: the act, its content, the day it will be done."""

    act: Act
    content: ActContent
    expected_on: date | None = None


Decide = Callable[[Case, CaseBook, date], Answer]


@dataclass(frozen=True, slots=True)
class Trade:
    """One organisation's way of working: its id, name, how it decides, what it says when done."""

    party: str
    name: str
    decide: Decide
    done: str


def next_working_day(day: date, count: int = 1) -> date:
    """The `count`-th working day after `day` (Saturdays, Sundays and holidays do not count)."""
    while count:
        day += timedelta(days=1)
        if _works_on(day):
            count -= 1
    return day


def _works_on(day: date) -> bool:
    return day.weekday() < 5 and not jpholiday.is_holiday(day)


def _wished_day(case: Case, today: date) -> date:
    content, due = case.request.content, case.request.due
    wished = content.slot.day if content.slot else content.expected_on or due
    return max(wished or next_working_day(today), today)


def _promise_for(day: date, prefix: str, slot: Slot | None = None) -> Answer:
    code = "".join(secrets.choice(CROCKFORD) for _ in range(6))
    content = ActContent(slot=slot, expected_on=day, reference=f"{prefix}-{code}")
    return Answer(Act.PROMISE, content, day)


def decide_electricity(case: Case, book: CaseBook, today: date) -> Answer:
    """Switching on again (再点) needs nobody there: any day from today is promised."""
    return _promise_for(_wished_day(case, today), "AOBA")


def decide_water(case: Case, book: CaseBook, today: date) -> Answer:
    """Taps are opened on working days alone; a wish for another day moves to the next one."""
    day = _wished_day(case, today)
    return _promise_for(day if _works_on(day) else next_working_day(day), "NANGUN")


def decide_vehicle(case: Case, book: CaseBook, today: date) -> Answer:
    """A change of registration (変更登録) is examined within three working days."""
    return _promise_for(next_working_day(today, 3), "OTSU")


def decide_gas(case: Case, book: CaseBook, today: date) -> Answer:
    """Opening the gas (開栓) needs a person there: the first free time wished is promised.

    When none is free, the request is declined and the three next free times are offered; they
    are kept for this case until it is answered.
    """
    content = case.request.content
    wishes = content.slots if content.slot is None else (content.slot, *content.slots)
    for wish in wishes:
        kept = book.offered(wish.day, wish.span, case.transaction)
        if kept or _gas_is_free(wish, case, book, today):
            book.keep(((wish.day, wish.span),), case.transaction, firm=True)
            return _promise_for(wish.day, "MIDORI", wish)
    offers = _gas_offers(case, book, today)
    book.keep(tuple((slot.day, slot.span) for slot in offers), case.transaction, firm=False)
    reason = "希望の時間帯は空きがありません。" if wishes else "立ち会いの時間帯を選んでください。"
    return Answer(Act.DECLINE, ActContent(reason=reason, slots=offers))


def _gas_is_free(slot: Slot, case: Case, book: CaseBook, today: date) -> bool:
    if slot.day <= today or not _works_on(slot.day):
        return False
    ahead = sum(_works_on(today + timedelta(days=n + 1)) for n in range((slot.day - today).days))
    return slot.span in _GAS_FREE.get(ahead, _GAS_SPANS) and not book.booked(
        slot.day, slot.span, case.transaction
    )


def _gas_offers(case: Case, book: CaseBook, today: date) -> tuple[Slot, ...]:
    offers: list[Slot] = []
    day = today
    while len(offers) < 3:
        day = next_working_day(day)
        slots = (Slot(day, span) for span in _GAS_SPANS)
        offers += [slot for slot in slots if _gas_is_free(slot, case, book, today)]
    return tuple(offers[:3])


TRADES: Final = (
    Trade("power.aoba", "あおば電力", decide_electricity, "使用を開始しました"),
    Trade("gas.midori", "みどりガス", decide_gas, "開栓しました"),
    Trade("water.nangun", "南郡水道企業団", decide_water, "使用を開始しました"),
    Trade("vehicle.otsu", "乙運輸支局", decide_vehicle, "変更登録をしました"),
)


class Organisation:
    """One organisation at work. `run_once` polls its mailbox, acts and answers; call it in a loop.

    A message and its answer are recorded in one transaction, then acknowledged, then the answer
    is sent: a kill anywhere repeats a step, and no step has a second effect.
    """

    def __init__(self, trade: Trade, book: CaseBook, hub: HubTransport, clock: Clock) -> None:
        self.trade = trade
        self.book = book
        self._hub = hub
        self._clock = clock

    def run_once(self) -> int:
        """One round. Gives the number of messages taken in and answers sent.

        Raises HUB_UNREACHABLE; whatever was recorded stays, and the next round goes on.
        """
        arrived = self._hub.fetch()
        for message in arrived:
            self._take(message)
        if arrived:
            self._hub.acknowledge(tuple(message.id for message in arrived))
        self.declare_due()
        return len(arrived) + self._send()

    def declare_due(self) -> None:
        """Declare what was promised for today or earlier."""
        for case in self.book.promised(until=self._clock().date()):
            self._declare(case)

    def finish(self) -> int:
        """Do all promised work now, whatever its day; gives the number of cases declared."""
        waiting = self.book.promised()
        for case in waiting:
            self._declare(case)
        self._send()
        return len(waiting)

    def _take(self, message: InboundMessage | RefusedMessage) -> None:
        now = self._clock()
        if isinstance(message, RefusedMessage):
            self.book.refuse(message.from_party, message.id, message.reason, now)
            return
        with self.book.transaction():
            if not self.book.first_time(message.from_party, message.id, now):
                return
            case = self.book.open_case(message)
            problem = self._problem(case, message)
            if problem:
                self.book.refuse(message.from_party, message.id, problem, now)
                return
            self.book.record(case, message.what, Actor.INITIATOR, message.id, now)
            self._react(self.book.case(case.initiator, case.transaction), message.what.act)

    def _problem(self, case: Case, message: InboundMessage) -> str:
        if case.who != message.who:
            return "別の人の依頼です"
        # Acts may cross on their way: each side counts on from what it has seen.
        if message.what.sequence <= case.last_sequence(Actor.INITIATOR):
            return "順番が合いません"
        if not case.state.allows(message.what.act, Actor.INITIATOR):
            return "今の状態ではできない行為です"
        return ""

    def _react(self, case: Case, act: Act) -> None:
        today = self._clock().date()
        if act is Act.REQUEST:
            answer = self._answer(case, today)
            self._perform(case, answer.act, answer.content)
            self.book.expect(case, answer.expected_on)
        elif act is Act.REJECT:
            self.book.expect(case, next_working_day(today))
        elif act is Act.REVOKE_REQUEST and case.state.phase in _WORK_IS_DONE:
            self._refuse_revocation(case)
        elif act in (Act.REVOKE_REQUEST, Act.REVOKE_ACCEPT):
            self._perform(case, Act.ALLOW, ActContent())
        if self.book.case(case.initiator, case.transaction).state.phase in _NOTHING_TO_DO:
            self.book.expect(case, None)
            self.book.keep((), case.transaction, firm=False)

    def _answer(self, case: Case, today: date) -> Answer:
        # A town may pass on a resident's data with the resident's consent alone (同意).
        if not case.request.consent:
            return Answer(Act.DECLINE, ActContent(reason="本人の同意が確かめられません。"))
        return self.trade.decide(case, self.book, today)

    def _refuse_revocation(self, case: Case) -> None:
        """The work is done; a declaration that crossed the revocation went unheard: repeat it."""
        self._perform(case, Act.REFUSE, ActContent(reason=f"もう{self.trade.done}"))
        revoked_at = case.last_sequence(Actor.INITIATOR)
        said = [what for act, _, what in case.acts if act is Act.DECLARE]
        if said and said[-1].sequence >= revoked_at:
            case = self.book.case(case.initiator, case.transaction)
            sequence = case.last_sequence(*Actor) + 1
            self._queue(case, replace(said[-1], sequence=sequence), new_id())

    def _declare(self, case: Case) -> None:
        with self.book.transaction():
            case = self.book.case(case.initiator, case.transaction)
            if case.state.allows(Act.DECLARE, Actor.EXECUTOR):
                content = ActContent(
                    reason=self.trade.done,
                    expected_on=case.expected_on,
                    decision=Decision.GRANTED,
                    reference=_promised_reference(case),
                )
                self._perform(case, Act.DECLARE, content)
            self.book.expect(case, None)

    def _perform(self, case: Case, act: Act, content: ActContent) -> None:
        now = self._clock()
        message_id = new_id()
        what = What(
            transaction=case.transaction,
            act=act,
            sequence=case.last_sequence(*Actor) + 1,
            product=case.product,
            content=content,
            in_reply_to=case.last_message,
        )
        self.book.record(case, what, Actor.EXECUTOR, message_id, now)
        self._queue(case, what, message_id)

    def _queue(self, case: Case, what: What, message_id: str) -> None:
        now = self._clock()
        self.book.queue(
            OutboundMessage(
                id=message_id,
                from_party=self.trade.party,
                to_party=case.initiator,
                who=case.who,
                what=what,
                created_at=now,
                not_after=now + _REPLY_HOLDS,
                reception_id="",
                commitment_id=case.transaction,
            )
        )

    def _send(self) -> int:
        waiting = self.book.unsent()
        for message in waiting:
            try:
                self._hub.send(message)
            except CounterError as error:
                if error.code is FailureCode.HUB_UNREACHABLE:
                    raise
                self.book.refuse(self.trade.party, message.id, str(error), self._clock())
            self.book.sent(message.id, self._clock())
        return len(waiting)


def run_quietly(organisation: Organisation) -> None:
    """One round in a loop of its own: a hub that is away is waited for, not reported."""
    try:
        organisation.run_once()
    except CounterError as error:
        _log.info("%s waits: %s", organisation.trade.party, error.code)


def _promised_reference(case: Case) -> str:
    promises = [what for act, _, what in case.acts if act is Act.PROMISE]
    return promises[-1].content.reference if promises else ""
