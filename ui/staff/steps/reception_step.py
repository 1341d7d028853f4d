"""Step 1 at work: the first question, the check of identity, and the card with its two PINs."""

from collections.abc import Callable
from typing import TypeVar

from PySide6.QtCore import QObject

from counter_app.failures import FailureCode
from counter_app.model.facts import Answer
from counter_app.model.people import TransferCertificate
from counter_app.model.reception import Protection, Reception, Step
from counter_app.ports import AuditEntry, CardPresented, CardReading, PinKind
from ui.background import Failure, Task
from ui.staff.reception_screen import ReceptionScreen
from ui.staff.session import Session
from ui.staff.views import ActionView
from ui.staff.words.common import problem
from ui.staff.words.reception import CardProgress, CardStage, IdentityDraft, reception_view

T = TypeVar("T")

CARD_POLL_SECONDS = 0.5

_PIN_WORDS = {
    PinKind.AUTHENTICATION: "利用者証明用の暗証番号（数字4つ）",
    PinKind.CARD_INFORMATION: "券面事項入力補助用の暗証番号（数字4つ）",
}
_AGAIN = ActionView("again", "もう一度読む", "Enter", primary=True)
_LATER = ActionView("later", "あとで読む", "Alt L")


class ReceptionStep(QObject):
    """Connects the reception screen to intake, vault and tablet.

    The vault is touched by one thread at a time: each piece of the dialogue starts when the one
    before it has come back.
    """

    def __init__(self, session: Session) -> None:
        super().__init__(session)
        self._session = session
        self.screen = ReceptionScreen()
        self._card = CardProgress()
        self._stop: Callable[[], None] | None = None
        self._last_try = False
        self._reading: CardReading | None = None
        self._draft: IdentityDraft | None = None
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

    # --- questions ------------------------------------------------------------------------

    def _answer_protection(self, answer: Protection) -> None:
        session = self._session
        session.apply(lambda r: session.intake.answer_protection(r, answer), "支援措置")

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
        self.start_card()

    def _to_tablet(self) -> None:
        if self._session.open_reception.protection is Protection.UNASKED:
            self._session.tablet.ask_protection(self._answer_protection)

    def _without_card(self) -> None:
        """Every card that is held was not brought: it is remembered and a later date is given."""
        session = self._session
        self.cancel_card()
        reception = session.open_reception
        if reception.household is None:
            return
        read = {card.member_id for card in reception.cards}
        answers = tuple(
            Answer("card_state", m.id, "not_today")
            for m in reception.household.members
            if m.card.held and m.id not in read
        )
        if answers:
            session.apply(lambda r: session.intake.answer(r, *answers), "カードは後日")

    # --- the card -------------------------------------------------------------------------

    def start_card(self) -> None:
        """Wait for a card and begin, unless one is being read."""
        session = self._session
        if self._stop is not None or session.reception is None:
            return
        if session.reception.protection is Protection.UNASKED:
            return
        self._stage(CardProgress(CardStage.WAITING))
        vault = session.place.vault
        read = {card.certificate_serial for card in session.reception.cards}

        def wait(task: Task[CardPresented | None]) -> CardPresented | None:
            while not task.cancelled:
                if not vault.wait_for_card(CARD_POLL_SECONDS):
                    continue
                presented = vault.present()
                if presented.certificate_serial not in read:
                    return presented
                # A card that was read already still lies there: it waits to be given back.
                vault.release()
            return None

        self._run(wait, self._presented)

    def _presented(self, presented: CardPresented | None) -> None:
        if presented is not None:
            self._ask_pin(PinKind.AUTHENTICATION, presented.tries_left)

    def _ask_pin(self, kind: PinKind, tries: int, *, wrong: bool = False) -> None:
        session = self._session
        self._last_try = tries == 1
        stage = CardStage.WRONG_PIN if wrong else CardStage.PIN
        self._stage(CardProgress(stage, self._card.member, tries, _PIN_WORDS[kind]))
        session.tablet.ask_pin(
            kind,
            session.place.vault.pin(kind),
            tries,
            lambda: self._pin_entered(kind),
            self.cancel_card,
            wrong=wrong,
            last_try=self._last_try,
        )

    def _pin_entered(self, kind: PinKind) -> None:
        """The resident pressed 決定; on the last try the tablet has asked for a second yes."""
        session = self._session
        vault = session.place.vault
        confirmed = self._last_try
        session.tablet.show_reading()
        self._stage(CardProgress(CardStage.READING, self._card.member, share=0.3))
        if kind is PinKind.AUTHENTICATION:

            def prove(_: Task[int]) -> int:
                vault.verify_holder(confirmed_last_try=confirmed)
                return vault.open_card_information()

            self._run(prove, lambda tries: self._ask_pin(PinKind.CARD_INFORMATION, tries))
        else:
            self._run(lambda _: vault.read(confirmed_last_try=confirmed), self._read)

    def _read(self, reading: CardReading) -> None:
        """Household and link code: both go over the network, so off this thread."""
        session = self._session
        intake, vault = session.intake, session.place.vault
        reception = session.open_reception
        self._reading = reading
        self._stage(CardProgress(CardStage.READING, self._card.member, share=0.7))

        def take_in(_: Task[Reception]) -> Reception:
            taken = intake.take_card(reception, reading)
            return intake.link(taken, reading, vault)

        self._run(take_in, self._taken)

    def _taken(self, reception: Reception) -> None:
        session = self._session
        self._reading = None
        newest = reception.cards[-1].member_id
        session.number_of = newest
        self._card = CardProgress(CardStage.DONE, newest)
        session.tablet.blank()
        session.keep(reception, "カードの読取り")

    def leave(self) -> None:
        """Another step is opened: what is half done stops. A number that was read stays in the
        vault until the reception is left, so that the sheets can be printed with it.
        """
        if self._card.stage is not CardStage.DONE:
            self.cancel_card()

    def cancel_card(self) -> None:
        """Stop what is under way and give the card back; no PIN is spent by this."""
        session = self._session
        session.number_of = ""
        self._drop()
        session.tablet.blank()
        vault = session.place.vault
        session.background.run(lambda _: vault.release(), _ignore, _ignore)
        self._stage(CardProgress())

    def _card_action(self, action: str) -> None:
        session = self._session
        if action in ("again", "next_card"):
            session.problem = None
            self._again()
        elif action == "later":
            self.cancel_card()
            session.problem = None
            session.changed.emit()
        elif action == "reset_pin":
            member = self._card.member or session.open_reception.filer_id
            if member:
                session.apply(
                    lambda r: session.intake.answer(r, Answer("card_state", member, "pin_unknown")),
                    "暗証番号の再設定",
                )

    def _again(self) -> None:
        session = self._session
        self._drop()
        session.number_of = ""
        vault = session.place.vault
        self._run(lambda _: vault.release(), lambda _: self.start_card())

    def _drop(self) -> None:
        """Whatever is under way may finish, but nobody waits for it."""
        if self._stop is not None:
            self._stop()
            self._stop = None

    # --- running --------------------------------------------------------------------------

    def _run(self, work: "Callable[[Task[T]], T]", on_done: Callable[[T], None]) -> None:
        def done(result: T) -> None:
            self._stop = None
            on_done(result)

        self._stop = self._session.background.run(work, done, self._failed).cancel

    def _failed(self, failure: Failure) -> None:
        """A wrong PIN asks again, a locked one offers the reset; anything else is the banner's."""
        session = self._session
        self._stop = None
        code = failure.error.code if failure.error is not None else None
        if code in (FailureCode.CARD_PIN_WRONG, FailureCode.CARD_PIN_FORMAT):
            session.tablet.blank()
            page = problem(code)
            detail = failure.error.detail if failure.error is not None else ""
            self._stage(
                CardProgress(CardStage.WRONG_PIN, self._card.member, detail=detail, code=page.code)
            )
            return
        session.tablet.blank()
        if code is FailureCode.CARD_PIN_LOCKED:
            page = problem(code)
            self._stage(
                CardProgress(CardStage.LOCKED, self._card.member, code=page.code, page=page.page)
            )
            return
        self._card = CardProgress(CardStage.FAILED, self._card.member)
        session.fail(failure, (_AGAIN, _LATER))

    def _stage(self, progress: CardProgress) -> None:
        self._card = progress
        if self._session.reception is not None:
            self._session.changed.emit()


def _ignore(_: object) -> None:
    """Releasing the card has no result, and a reader that is gone is reported by the next use."""
