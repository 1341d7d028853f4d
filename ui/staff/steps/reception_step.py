"""Step 1 at work: the first question, the check of identity, how the visitor is reached."""

from PySide6.QtCore import QObject

from counter_app.failures import CounterError
from counter_app.model.contact import read_phone
from counter_app.model.facts import Answer
from counter_app.model.people import TransferCertificate
from counter_app.model.reception import Protection, Reception, ReceptionState, Step
from counter_app.ports import AuditEntry
from ui.staff.reception_screen import ReceptionScreen
from ui.staff.session import Session
from ui.staff.steps.card_dialogue import CardDialogue
from ui.staff.words.card import CardProgress, CardStage
from ui.staff.words.contact import ContactDraft
from ui.staff.words.frame import STEPS
from ui.staff.words.reception import IdentityDraft, reception_view


class ReceptionStep(QObject):
    """Connects the reception screen to intake, to the card and to the tablet."""

    def __init__(self, session: Session) -> None:
        super().__init__(session)
        self._session = session
        self.screen = ReceptionScreen()
        self.card = CardDialogue(session)
        self._draft: IdentityDraft | None = None
        self._contact: ContactDraft | None = None
        session.left.connect(self._forget)
        session.tablet.on_language(self._language_chosen)
        screen = self.screen
        screen.protection_answered.connect(self._answer_protection)
        screen.identity_checked.connect(self._check_identity)
        screen.contact_asked.connect(lambda: self._edit_contact(ContactDraft()))
        screen.contact_left.connect(lambda: self._edit_contact(None))
        screen.contact_given.connect(self._set_contact)
        screen.card_cancelled.connect(self.card.cancel)
        screen.card_action.connect(self.card.act)
        screen.problem_action.connect(self.card.act)
        screen.without_card.connect(self._without_card)
        screen.tablet_asked.connect(self._to_tablet)
        screen.next_asked.connect(lambda: session.go_to(Step.HOUSEHOLD))

    @property
    def progress(self) -> CardProgress:
        return self.card.progress

    @property
    def link_waits(self) -> bool:
        """A card was read whose link code could not be obtained yet; it is asked for again."""
        return self.card.link_waits

    def show(self) -> None:
        session = self._session
        reception = session.open_reception
        certificate, log = self._beside(reception)
        self.screen.show_view(
            reception_view(
                reception,
                session.case,
                self.card.progress,
                certificate,
                log,
                draft=self._draft,
                contact=self._contact,
                problem=session.problem,
            )
        )

    def _beside(
        self, reception: Reception
    ) -> tuple[TransferCertificate | None, tuple[AuditEntry, ...]]:
        with self._session.place.store.view() as unit:
            log = unit.audit_entries(case=reception.id)
            found = unit.transfer(reception.transfer_id) if reception.transfer_id else None
        return found, log

    # --- coming and going -----------------------------------------------------------------

    def open(self) -> None:
        """The step is shown: wait for a card, unless one was read or the clerk stopped it."""
        self.card.open()

    def leave(self) -> None:
        """Another step is opened: what is half done with the card stops."""
        self._contact = None
        self.card.leave()

    def hide(self, hidden: bool) -> None:
        """F12: nobody is asked for a PIN behind the cover."""
        self.card.hide(hidden)

    def look(self) -> None:
        """Again and again while the step is shown: whether the card still lies there."""
        self.card.look()

    def retry_link(self, *, at_once: bool = True) -> None:
        """Ask once more for a link code that could not be obtained; quiet when there is none."""
        self.card.retry_link(at_once=at_once)

    def _forget(self) -> None:
        """The reception is left: nothing of it stays in this step."""
        self._draft = None
        self._contact = None

    # --- questions ------------------------------------------------------------------------

    def _answer_protection(self, answer: Protection) -> None:
        session = self._session
        if session.reception is None:
            return
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
        else:
            self.card.ask_again()

    def _without_card(self) -> None:
        """Every card that is held was not brought: it is remembered and a later date is given."""
        session = self._session
        if self.card.progress.stage is not CardStage.DONE:
            self.card.cancel()
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

    # --- how the visitor is reached -------------------------------------------------------

    def _edit_contact(self, draft: ContactDraft | None) -> None:
        if self._session.reception is not None:
            self._contact = draft
            self._session.changed.emit()

    def _set_contact(self, phone: str, none: bool, language: str) -> None:
        """What was typed; what is no number is said at its field, and nothing is stored."""
        session = self._session
        if not none:
            try:
                read_phone(phone)
            except CounterError as failure:
                self._edit_contact(ContactDraft(failure.detail))
                return
        self._contact = None
        given = "" if none else phone
        spoken = session.open_reception.language
        if (
            session.apply(lambda r: session.intake.set_contact(r, given, language), "連絡先")
            and language != spoken
        ):
            session.tablet.speak(language)

    def _language_chosen(self, language: str) -> None:
        """The resident chose on the tablet: the papers follow, until they are made."""
        session = self._session
        reception = session.reception
        if (
            reception is not None
            and reception.state is ReceptionState.OPEN
            and reception.language != language
            and STEPS.index(reception.step) < STEPS.index(Step.DOCUMENTS)
        ):
            session.apply(lambda r: session.intake.set_language(r, language), "言語")
