"""The dialogue with a card at step 1: waiting, its two PINs, the reading, its link code."""

from collections.abc import Callable
from typing import TypeVar

from PySide6.QtCore import QObject

from counter_app.failures import FailureCode
from counter_app.model.facts import Answer
from counter_app.model.reception import Protection, Reception
from counter_app.ports import CardReading, PinKind
from ui.background import Failure, Task
from ui.staff.frame_views import ActionView
from ui.staff.session import Session
from ui.staff.steps.card_waiting import Laid, LinkAsking, wait_for_card
from ui.staff.words.card import CardProgress, CardStage
from ui.staff.words.common import problem

T = TypeVar("T")

_PIN_WORDS = {
    PinKind.AUTHENTICATION: "利用者証明用の暗証番号（数字4つ）",
    PinKind.CARD_INFORMATION: "券面事項入力補助用の暗証番号（数字4つ）",
}
_AGAIN = ActionView("again", "もう一度読む", "Enter", primary=True)
_ASK_AGAIN = ActionView("take_again", "もう一度調べる", "Enter", primary=True)
_OTHER = ActionView("again", "別のカードを読む", "Enter", primary=True)
_LATER = ActionView("later", "あとで読む", "Alt L")
_FORGOTTEN = (
    "前の受付のカードが置いたままです。暗証番号はまだ聞いていません。"
    "この方のカードと確かめたときだけ「カードを読む」を押してください。"
)
_UNDER_WAY = (CardStage.PIN, CardStage.WRONG_PIN, CardStage.READING)


class CardDialogue(QObject):
    """Connects vault, tablet and intake. `progress` is what the card panel shows.

    Each piece starts when the one before it has come back, on the session's card thread. `_turn`
    counts the dialogues, so that what a cancelled one still brings changes the reception but no
    longer the panel.
    """

    def __init__(self, session: Session) -> None:
        super().__init__(session)
        self._session = session
        self._card = CardProgress()
        self._stop: Callable[[], None] | None = None
        self._turn = 0
        self._tries = 0
        self._last_try = False
        self._kind = PinKind.AUTHENTICATION
        self._reading: CardReading | None = None
        self._codes = LinkAsking(session, self._done, self._failed)
        self._refused: set[str] = set()
        self._seen = ("", "")  # reception and certificate of the card that was laid down last
        self._hidden = False
        self._looking = False  # whether the card still lies there, while its PIN is asked for
        self._entered: Callable[[], None] | None = None  # the PIN came while that was looked at
        session.left.connect(self._forget)
        session.cards_undone.connect(self._card_undone)

    @property
    def progress(self) -> CardProgress:
        return self._card

    @property
    def link_waits(self) -> bool:
        """A card was read whose link code could not be obtained yet; it is asked for again."""
        return self._codes.waits

    # --- coming and going -----------------------------------------------------------------

    def open(self) -> None:
        """The step is shown: wait for a card, unless one was read or the clerk stopped it."""
        if self._card.stage is CardStage.WAITING:
            self.start()

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
        self._reading = None
        self._refused.clear()

    def _card_undone(self) -> None:
        self._end_dialogue(
            CardProgress(CardStage.STOPPED, detail="カードの読取りを取り消しました。")
        )

    # --- the card -------------------------------------------------------------------------

    def start(self) -> None:
        """Wait for a card and begin, unless one is being read."""
        session = self._session
        if self._stop is not None or session.reception is None or self._hidden:
            return
        if session.reception.protection is Protection.UNASKED:
            return
        session.number_of = ""
        self._codes.forget()
        self._turn += 1
        self._stage(CardProgress(CardStage.WAITING))
        linked = {link.member_id for link in session.reception.links}
        done = {c.certificate_serial for c in session.reception.cards if c.member_id in linked}
        ignored = done | self._refused

        vault = session.place.vault
        self._run(lambda task: wait_for_card(task, vault, ignored), self._presented)

    def _presented(self, laid: Laid | None) -> None:
        """Nobody is asked for the PIN of a card that the household before them forgot."""
        if laid is None:
            return
        presented, at = laid.card, self._session.open_reception.id
        before, self._seen = self._seen, (at, presented.certificate_serial)
        if laid.lay_there and before[1] == presented.certificate_serial and before[0] != at:
            self._end_dialogue(CardProgress(CardStage.STOPPED, detail=_FORGOTTEN))
        elif presented.tries_left == 0:
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

    def ask_again(self) -> None:
        """Show the PIN pad once more that the tablet showed before it went blank (F9)."""
        if self._card.stage in (CardStage.PIN, CardStage.WRONG_PIN):
            self._ask_pin(self._kind, self._tries, wrong=self._card.stage is CardStage.WRONG_PIN)

    def _guarded(self, act: Callable[[], None]) -> Callable[[], None]:
        """What the tablet answers counts only while its own dialogue lasts."""
        turn = self._turn

        def answered() -> None:
            if turn == self._turn and self._card.stage in (CardStage.PIN, CardStage.WRONG_PIN):
                act()

        return answered

    def look(self) -> None:
        """Again and again: nobody types the PIN of a card that was taken away."""
        if self._looking or self._card.stage not in (CardStage.PIN, CardStage.WRONG_PIN):
            return
        session, turn = self._session, self._turn
        self._looking = True

        def there(_: None) -> None:
            self._looking = False
            entered, self._entered = self._entered, None
            if entered is not None:
                entered()

        def gone(failure: Failure) -> None:
            self._looking, self._entered = False, None
            if turn == self._turn and self._card.stage in (CardStage.PIN, CardStage.WRONG_PIN):
                self._failed(failure)
                if failure.code == FailureCode.CARD_REMOVED.value:
                    session.tablet.show_card_gone()

        session.card_thread.run(lambda _: session.place.vault.stays(), there, gone)

    def _given_up(self) -> None:
        self._end_dialogue(
            CardProgress(
                CardStage.STOPPED, detail="本人が暗証番号の入力をやめました。回数は減っていません。"
            )
        )

    def _pin_entered(self, kind: PinKind) -> None:
        """The resident pressed 決定; on the last try the tablet has asked for a second yes."""
        session = self._session
        session.tablet.show_reading()  # at once: a key pressed after 決定 belongs to no PIN
        if self._looking:
            self._entered = self._guarded(lambda: self._pin_entered(kind))
            return
        confirmed = self._last_try
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
        member = self._session.number_of
        if self._card.stage is not CardStage.DONE:
            self._stage(CardProgress(CardStage.READING, member, share=0.9))
        self._codes.ask(reading, member)

    def _done(self, progress: CardProgress) -> None:
        first = self._card.stage is not CardStage.DONE
        if first:
            self._session.tablet.blank()
        self._stage(progress)

    def retry_link(self, *, at_once: bool = True) -> None:
        """Ask once more for a link code that could not be obtained; quiet when there is none."""
        if self._card.stage is CardStage.DONE:
            self._codes.retry(at_once=at_once)

    def cancel(self) -> None:
        """Stop what is under way and give the card back; no PIN is spent by this."""
        self._session.problem = None
        self._end_dialogue(CardProgress(CardStage.STOPPED))

    def _end_dialogue(self, progress: CardProgress) -> None:
        session = self._session
        on_tablet = self._card.stage in (*_UNDER_WAY, CardStage.FAILED, CardStage.LOCKED)
        self._turn += 1
        session.number_of = ""
        self._codes.forget()
        if self._stop is not None:
            self._stop()
            self._stop = None
        if on_tablet:
            session.tablet.blank()
        session.card_thread.run(lambda _: session.place.vault.release(), _ignore, _ignore)
        self._stage(progress)

    def act(self, action: str) -> None:
        """A button of the panel or of the banner."""
        session = self._session
        if action in ("again", "next_card"):
            session.problem = None
            if self._card.stage is CardStage.WRONG_PIN:
                self._ask_pin(self._kind, self._tries, wrong=True, detail=self._card.detail)
                return
            self._end_dialogue(CardProgress())
            self.start()
        elif action == "take_again" and self._reading is not None:
            session.problem = None
            self._take(self._reading)
        elif action == "retry_link":
            self.retry_link()
        elif action == "later":
            self.cancel()
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
        self._session.tablet.show_card_locked()
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
            begun = self._card.stage is not CardStage.WAITING
            self._card = CardProgress(CardStage.FAILED, begun=begun)
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
