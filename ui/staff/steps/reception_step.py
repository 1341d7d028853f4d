"""Step 1 at work: the first question, the check of identity, and the card with its two PINs."""

import time
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import TypeVar

from PySide6.QtCore import QObject

from counter_app.failures import FailureCode
from counter_app.model.facts import Answer
from counter_app.model.people import TransferCertificate
from counter_app.model.reception import Protection, Reception, Step
from counter_app.ports import AuditEntry, CardPresented, CardReading, PinKind
from ui.background import Failure, Task
from ui.staff.frame_views import ActionView
from ui.staff.reception_screen import ReceptionScreen
from ui.staff.session import Session
from ui.staff.words.common import problem
from ui.staff.words.reception import CardProgress, CardStage, IdentityDraft, reception_view

T = TypeVar("T")

CARD_POLL_SECONDS = 0.5
LINK_RETRY = timedelta(seconds=20)
"""How long a link code that could not be obtained waits before it is asked for again."""

_PIN_WORDS = {
    PinKind.AUTHENTICATION: "利用者証明用の暗証番号（数字4つ）",
    PinKind.CARD_INFORMATION: "券面事項入力補助用の暗証番号（数字4つ）",
}
_AGAIN = ActionView("again", "もう一度読む", "Enter", primary=True)
_ASK_AGAIN = ActionView("take_again", "もう一度調べる", "Enter", primary=True)
_OTHER = ActionView("again", "別のカードを読む", "Enter", primary=True)
_LATER = ActionView("later", "あとで読む", "Alt L")
_UNDER_WAY = (CardStage.PIN, CardStage.WRONG_PIN, CardStage.READING)


class ReceptionStep(QObject):
    """Connects the reception screen to intake, vault and tablet.

    Each piece of the dialogue with the card starts when the one before it has come back, on the
    session's card thread. `_turn` counts the dialogues, so that what a cancelled one still brings
    changes the reception but no longer the panel.
    """

    def __init__(self, session: Session) -> None:
        super().__init__(session)
        self._session = session
        self.screen = ReceptionScreen()
        self._card = CardProgress()
        self._draft: IdentityDraft | None = None
        self._stop: Callable[[], None] | None = None
        self._turn = 0
        self._tries = 0
        self._last_try = False
        self._kind = PinKind.AUTHENTICATION
        self._reading: CardReading | None = None
        self._unlinked: CardReading | None = None
        self._linking = False
        self._link_tried: datetime | None = None
        self._refused: set[str] = set()
        self._hidden = False
        session.left.connect(self._forget)
        session.cards_undone.connect(self._card_undone)
        screen = self.screen
        screen.protection_answered.connect(self._answer_protection)
        screen.identity_checked.connect(self._check_identity)
        screen.card_cancelled.connect(self.cancel_card)
        screen.card_action.connect(self._card_action)
        screen.problem_action.connect(self._card_action)
        screen.without_card.connect(self._without_card)
        screen.tablet_asked.connect(self._to_tablet)
        screen.next_asked.connect(lambda: session.go_to(Step.HOUSEHOLD))

    @property
    def progress(self) -> CardProgress:
        return self._card

    @property
    def link_waits(self) -> bool:
        """A card was read whose link code could not be obtained yet; it is asked for again."""
        return self._unlinked is not None

    def show(self) -> None:
        session = self._session
        reception = session.open_reception
        certificate, log = self._beside(reception)
        self.screen.show_view(
            reception_view(
                reception,
                session.case,
                self._card,
                certificate,
                log,
                draft=self._draft,
                problem=session.problem,
            )
        )

    def _beside(
        self, reception: Reception
    ) -> tuple[TransferCertificate | None, tuple[AuditEntry, ...]]:
        with self._session.place.store.view() as unit:
            log = unit.audit_entries(case=reception.id)
            found = next((t for t in unit.transfers() if t.id == reception.transfer_id), None)
        return found, log

    # --- coming and going -----------------------------------------------------------------

    def open(self) -> None:
        """The step is shown: wait for a card, unless one was read or the clerk stopped it."""
        if self._card.stage is CardStage.WAITING:
            self.start_card()

    def leave(self) -> None:
        """Another step is opened: what is half done stops. A number that was read stays in the
        vault until the reception is left, so that the sheets can be printed with it.
        """
        if self._card.stage not in (CardStage.DONE, CardStage.STOPPED):
            self._end_dialogue(CardProgress())

    def hide(self, hidden: bool) -> None:
        """F12: nobody is asked for a PIN behind the cover; afterwards the card is read anew."""
        self._hidden = hidden
        if hidden and self._card.stage in (CardStage.WAITING, CardStage.PIN, CardStage.WRONG_PIN):
            self._end_dialogue(CardProgress())

    def _forget(self) -> None:
        """The reception is left: nothing of it stays in the vault or in this step."""
        self._end_dialogue(CardProgress())
        self._draft = None
        self._reading = self._unlinked = None
        self._linking = False
        self._link_tried = None
        self._refused.clear()

    def _card_undone(self) -> None:
        self._unlinked = None
        self._end_dialogue(
            CardProgress(CardStage.STOPPED, detail="カードの読取りを取り消しました。")
        )

    # --- questions ------------------------------------------------------------------------

    def _answer_protection(self, answer: Protection) -> None:
        session = self._session
        if session.reception is None:
            return
        certificate, _ = self._beside(session.reception)
        if answer is Protection.NO and certificate is not None and certificate.protected:
            # The old town protects this household already: its 「いない」 must not undo that.
            answer = Protection.YES
        session.apply(lambda r: session.intake.answer_protection(r, answer), "支援措置")
        self.open()

    def _check_identity(self, visitor: str, documents: tuple[str, ...], matched: bool) -> None:
        session = self._session
        draft = IdentityDraft(visitor, documents, matched)
        if not draft.complete:
            self._draft = draft
            session.changed.emit()
            return
        self._draft = None
        session.apply(
            lambda r: session.intake.check_identity(r, visitor, documents, matched), "本人確認"
        )
        self.open()

    def _to_tablet(self) -> None:
        """F9: the first question, or once more what the tablet showed before it went blank."""
        if self._session.open_reception.protection is Protection.UNASKED:
            self._session.tablet.ask_protection(self._answer_protection)
        elif self._card.stage in (CardStage.PIN, CardStage.WRONG_PIN):
            self._ask_pin(self._kind, self._tries, wrong=self._card.stage is CardStage.WRONG_PIN)

    def _without_card(self) -> None:
        """Every card that is held was not brought: it is remembered and a later date is given."""
        session = self._session
        if self._card.stage is not CardStage.DONE:
            self.cancel_card()
        reception = session.open_reception
        if reception.household is None:
            return
        read = {card.member_id for card in reception.cards}
        known = {a.member for a in reception.answers if a.fact == "card_state"}
        answers = tuple(
            Answer("card_state", m.id, "not_today")
            for m in reception.household.members
            if m.card.held and m.id not in read and m.id not in known
        )
        if answers:
            session.apply(lambda r: session.intake.answer(r, *answers), "カードは後日")

    # --- the card -------------------------------------------------------------------------

    def start_card(self) -> None:
        """Wait for a card and begin, unless one is being read."""
        session = self._session
        if self._stop is not None or session.reception is None or self._hidden:
            return
        if session.reception.protection is Protection.UNASKED:
            return
        session.number_of = ""
        self._unlinked = None
        self._turn += 1
        self._stage(CardProgress(CardStage.WAITING))
        linked = {link.member_id for link in session.reception.links}
        done = {c.certificate_serial for c in session.reception.cards if c.member_id in linked}
        ignored = done | self._refused

        def wait(task: Task[CardPresented | None]) -> CardPresented | None:
            vault = session.place.vault
            while not task.cancelled:
                if not vault.wait_for_card(CARD_POLL_SECONDS):
                    continue
                presented = vault.present()
                if presented.certificate_serial not in ignored:
                    return presented
                # A card that was read already still lies there: it waits to be given back.
                vault.release()
                time.sleep(CARD_POLL_SECONDS)
            return None

        self._run(wait, self._presented)

    def _presented(self, presented: CardPresented | None) -> None:
        if presented is None:
            return
        if presented.tries_left == 0:
            self._locked(PinKind.AUTHENTICATION)
        else:
            self._ask_pin(PinKind.AUTHENTICATION, presented.tries_left)

    def _ask_pin(self, kind: PinKind, tries: int, *, wrong: bool = False, detail: str = "") -> None:
        session = self._session
        if self._hidden:
            self._end_dialogue(CardProgress())
            return
        if tries == 0:
            self._locked(kind)
            return
        self._kind, self._tries, self._last_try = kind, tries, tries == 1
        stage = CardStage.WRONG_PIN if wrong else CardStage.PIN
        code = problem(FailureCode.CARD_PIN_WRONG).code if wrong else ""
        self._stage(
            CardProgress(stage, tries=tries, pin=_PIN_WORDS[kind], detail=detail, code=code)
        )
        session.tablet.ask_pin(
            kind,
            session.place.vault.pin(kind),
            tries,
            self._guarded(lambda: self._pin_entered(kind)),
            self._guarded(self._given_up),
            wrong=wrong,
            last_try=self._last_try,
        )

    def _guarded(self, act: Callable[[], None]) -> Callable[[], None]:
        """What the tablet answers counts only while its own dialogue lasts."""
        turn = self._turn

        def answered() -> None:
            if turn == self._turn and self._card.stage in (CardStage.PIN, CardStage.WRONG_PIN):
                act()

        return answered

    def _given_up(self) -> None:
        self._end_dialogue(
            CardProgress(
                CardStage.STOPPED, detail="本人が暗証番号の入力をやめました。回数は減っていません。"
            )
        )

    def _pin_entered(self, kind: PinKind) -> None:
        """The resident pressed 決定; on the last try the tablet has asked for a second yes."""
        session = self._session
        confirmed = self._last_try
        session.tablet.show_reading()
        if kind is PinKind.AUTHENTICATION:
            self._stage(CardProgress(CardStage.READING, share=0.3))

            def prove(_: Task[int]) -> int:
                vault = session.place.vault
                vault.verify_holder(confirmed_last_try=confirmed)
                return vault.open_card_information()

            self._run(prove, lambda tries: self._ask_pin(PinKind.CARD_INFORMATION, tries))
        else:
            self._stage(CardProgress(CardStage.READING, share=0.5))
            self._run(lambda _: session.place.vault.read(confirmed_last_try=confirmed), self._take)

    def _take(self, reading: CardReading) -> None:
        """The household of the card: asked for over the network, so off this thread."""
        session, turn = self._session, self._turn
        self._reading = reading
        self._stage(CardProgress(CardStage.READING, share=0.7))

        def taken(reception: Reception) -> None:
            if turn != self._turn:
                return
            self._reading = None
            serial = reading.certificate_serial
            session.number_of = next(
                c.member_id for c in reception.cards if c.certificate_serial == serial
            )
            self._link(reading)

        def failed(failure: Failure) -> None:
            if turn != self._turn:
                return
            if failure.code == FailureCode.CARD_NOT_OF_HOUSEHOLD.value:
                self._refused.add(reading.certificate_serial)
                self._reading = None
            self._failed(failure)

        session.store(
            lambda r: session.intake.take_card(r, reading), "カードの読取り", taken, failed
        )

    def _link(self, reading: CardReading) -> None:
        """P → PY. When nobody answers the card stays read, and the code is asked for again."""
        session, turn = self._session, self._turn
        self._unlinked, self._linking = reading, True
        self._link_tried = session.now()
        member = session.number_of
        if self._card.stage is not CardStage.DONE:
            self._stage(CardProgress(CardStage.READING, member, share=0.9))

        def linked(_: Reception) -> None:
            self._linking = False
            if turn == self._turn:
                self._unlinked = None
                self._done(CardProgress(CardStage.DONE, member))

        def failed(failure: Failure) -> None:
            self._linking = False
            if turn != self._turn:
                return
            if failure.error is None:
                self._unlinked = None
                self._failed(failure)
                return
            page = problem(failure.error.code)
            if failure.error.code is FailureCode.CARD_NUMBER_GONE:
                self._unlinked = None
            self._done(
                CardProgress(
                    CardStage.DONE, member, code=page.code, page=page.page, link_waits=True
                )
            )

        def obtain(reception: Reception) -> Reception:
            return session.intake.link(reception, reading, session.place.vault)

        session.store(obtain, "", linked, failed, on=session.card_thread, undoable=False)

    def _done(self, progress: CardProgress) -> None:
        first = self._card.stage is not CardStage.DONE
        if first:
            self._session.tablet.blank()
        self._stage(progress)

    def retry_link(self, *, at_once: bool = True) -> None:
        """Ask once more for a link code that could not be obtained; quiet when there is none."""
        tried = self._link_tried
        if self._unlinked is None or self._linking or self._card.stage is not CardStage.DONE:
            return
        if at_once or tried is None or self._session.now() - tried >= LINK_RETRY:
            self._link(self._unlinked)

    def cancel_card(self) -> None:
        """Stop what is under way and give the card back; no PIN is spent by this."""
        self._end_dialogue(CardProgress(CardStage.STOPPED))

    def _end_dialogue(self, progress: CardProgress) -> None:
        session = self._session
        under_way = self._card.stage in _UNDER_WAY
        self._turn += 1
        session.number_of = ""
        self._unlinked = None
        if self._stop is not None:
            self._stop()
            self._stop = None
        if under_way:
            session.tablet.blank()
        session.card_thread.run(lambda _: session.place.vault.release(), _ignore, _ignore)
        self._stage(progress)

    def _card_action(self, action: str) -> None:
        session = self._session
        if action in ("again", "next_card"):
            session.problem = None
            if self._card.stage is CardStage.WRONG_PIN:
                self._ask_pin(self._kind, self._tries, wrong=True, detail=self._card.detail)
                return
            self._end_dialogue(CardProgress())
            self.start_card()
        elif action == "take_again" and self._reading is not None:
            session.problem = None
            self._take(self._reading)
        elif action == "retry_link":
            self.retry_link()
        elif action == "later":
            session.problem = None
            self.cancel_card()
        elif action.startswith("reset_pin"):
            self._reset_pin(action.partition(":")[2])

    def _reset_pin(self, member: str) -> None:
        """初期化・再設定 becomes a procedure of that member; the next card can be laid down."""
        session = self._session
        session.apply(
            lambda r: session.intake.answer(r, Answer("card_state", member, "pin_unknown")),
            "暗証番号の初期化",
        )
        self._end_dialogue(
            CardProgress(CardStage.STOPPED, detail="暗証番号の初期化を手続に加えました。")
        )

    # --- running --------------------------------------------------------------------------

    def _run(self, work: "Callable[[Task[T]], T]", on_done: Callable[[T], None]) -> None:
        session = self._session

        def done(result: T) -> None:
            self._stop = None
            on_done(result)

        self._stop = session.run(work, done, self._failed, on=session.card_thread).cancel

    def _locked(self, kind: PinKind) -> None:
        page = problem(FailureCode.CARD_PIN_LOCKED)
        self._session.tablet.blank()
        self._stage(
            CardProgress(CardStage.LOCKED, pin=_PIN_WORDS[kind], code=page.code, page=page.page)
        )

    def _failed(self, failure: Failure) -> None:
        """A wrong PIN asks again, a locked one offers the reset; anything else is the banner's."""
        session = self._session
        self._stop = None
        code = failure.error.code if failure.error is not None else None
        detail = failure.error.detail if failure.error is not None else ""
        if code is FailureCode.CARD_PIN_WRONG:
            self._ask_pin(self._kind, self._tries - 1, wrong=True, detail=detail)
        elif code is FailureCode.CARD_PIN_FORMAT:
            self._ask_pin(self._kind, self._tries, detail=detail)
        elif code is FailureCode.CARD_LAST_TRY:
            self._ask_pin(self._kind, 1, detail=detail)
        elif code is FailureCode.CARD_PIN_LOCKED:
            self._locked(self._kind)
        else:
            session.tablet.blank()
            self._card = CardProgress(CardStage.FAILED)
            again = _AGAIN
            if code is FailureCode.CARD_NOT_OF_HOUSEHOLD:
                again = _OTHER
            elif self._reading is not None:
                again = _ASK_AGAIN
            session.fail(failure, (again, _LATER))

    def _stage(self, progress: CardProgress) -> None:
        self._card = progress
        if self._session.reception is not None:
            self._session.changed.emit()


def _ignore(_: object) -> None:
    """Releasing the card has no result, and a reader that is gone is reported by the next use."""
