"""Steps 1 to 7 of the story: from the card to everything asked for at once."""

from PySide6.QtCore import Qt

from counter_app.commands.journey.hands import JourneyStoppedError
from counter_app.commands.journey.office import Supervisor
from counter_app.commands.journey.record import CardRecord
from counter_app.commands.journey.stage import SUPERVISOR, Stage
from counter_app.model.message import DeliveryState
from counter_app.model.numbers import LinkCode
from counter_app.model.reception import Step
from counter_app.procedures.procedure import OutcomeKind
from counter_app.sandbox.card_holder import CARD_HOLDERS
from counter_app.sandbox.town_story import TAKASHI_CODE

ALT = Qt.KeyboardModifier.AltModifier

STRAY = "8F3KQ7T2-01-1"
"""The number of another household's sheet that was left in the printer's tray."""


class Filing:
    """The family at the counter, up to the commit."""

    def __init__(self, stage: Stage) -> None:
        self.stage = stage
        self.hands = stage.hands
        self.staff = stage.staff
        self.clerk = stage.clerk
        self.resident = stage.resident
        self.journey = stage.journey

    def receive(self) -> None:
        """Card, link code, household, interview, list."""
        sandbox, journey = self.stage.sandbox, self.journey
        sandbox.town.tell(pushed=self.stage.case.pushed, known=self.stage.case.known)
        if self.stage.case.known:
            sandbox.make_known("takashi", LinkCode(TAKASHI_CODE))
        self.stage.counter.start_delivery(every=0.2)
        with journey.step(1, "受付を開き、カードを読む"):
            self.hands.shot(self.staff.window, "start")
            self.clerk.open_reception()
            self._read_card("takashi", 1)
            reception = self.staff.session.open_reception
            card = reception.cards[0]
            journey.card = CardRecord(
                card.channel, card.reader, card.apdus, self.stage.sandbox.reader.reason
            )
        with journey.step(2, "個人番号からリンクコードを得る"):
            link = self.staff.session.open_reception.links[0]
            journey.py = link.link_code
            journey.link_code_issued = link.issued
            if link.issued is self.stage.case.known:
                raise JourneyStoppedError("the link code came the wrong way")
        with journey.step(3, "転出証明書情報と世帯"):
            if self.staff.session.open_reception.pushed is not self.stage.case.pushed:
                raise JourneyStoppedError("the certificate came the wrong way")
            journey.transfer = "pushed" if self.stage.case.pushed else "pulled"
            self.stage.sandbox.reader.remove()
            self.clerk.next_card()
            self._read_card("misaki", 2)
            self.stage.sandbox.reader.remove()
            self.hands.press(self.staff.window, Qt.Key.Key_N, ALT)
            self.hands.shot(self.staff.window, "cards-read")
            self.clerk.go_on(Step.HOUSEHOLD, "household")
            self.clerk.confirm_household()
        with journey.step(4, "聞き取りと判定"):
            self.clerk.go_on(Step.INTERVIEW, "interview")
            self.clerk.interview()
            self.clerk.go_on(Step.PROCEDURES, "procedures")
            case = self.staff.session.case
            assert case is not None
            journey.procedures = tuple(
                dict.fromkeys(
                    d.procedure.id
                    for d in case.determinations
                    if d.outcome is not OutcomeKind.NOT_HERE
                )
            )
            journey.questions = self.clerk.questions

    def _read_card(self, holder_id: str, number: int) -> None:
        holder = CARD_HOLDERS[holder_id]
        self.stage.sandbox.put_card(holder_id)
        self.resident.enter_pin(holder.authentication_pin, f"tablet-pin-{holder_id}")
        self.resident.enter_pin(holder.card_information_pin, f"tablet-pin-2-{holder_id}")
        self.clerk.card_is_read(number)

    def file(self, *, hub_down: bool) -> None:
        """Forms, consent, signature, dispatch; with the hub down for a while when asked."""
        journey, staff, hands = self.journey, self.staff, self.hands
        with journey.step(5, "書類をつくる"):
            self.clerk.go_on(Step.DOCUMENTS, "documents-rendering")
            hands.wait(lambda: bool(staff.documents.stored), "no document was rendered")
            self._consent()
            hands.shot(staff.window, "documents")
        with journey.step(6, "タブレットで読み、署名する"):
            signing = 0
            while any(d.signer and not d.sealed for d in staff.documents.stored):
                hands.press(staff.window, Qt.Key.Key_F9)
                signing += 1
                self.resident.read_and_sign(f"tablet-{signing}")
                hands.wait(lambda: staff.documents.idle, "the signature was not sealed")
            hands.press(staff.window, Qt.Key.Key_P, ALT)
            hands.wait(lambda: staff.documents.all_printed, "the sheets were not printed")
            hands.shot(staff.window, "documents-signed")
            self.clerk.hand_over_pile(STRAY)
            journey.signatures = self.resident.signatures
        with journey.step(7, "一度に依頼する"):
            if hub_down:
                self.stage.sandbox.town.hub.stop()
            hands.press(staff.window, Qt.Key.Key_F8)
            self.clerk.committed()
            if hub_down:
                self._hub_outage()
            hands.shot(staff.window, "dispatch")

    def _consent(self) -> None:
        """PgDn to the consent sheet; the resident says yes to each: 1, 3, 5 …"""
        staff, hands = self.staff, self.hands
        for _ in staff.documents.stored:
            if staff.documents.at_consent:
                break
            hands.press(staff.window, Qt.Key.Key_PageDown, counts=False)
        for place, consent in enumerate(staff.session.open_reception.consents):
            hands.press(staff.window, Qt.Key(Qt.Key.Key_1 + 2 * place))
            hands.wait(
                lambda receiver=consent.receiver: self._consented(receiver),  # type: ignore[misc]
                "the consent was not stored",
            )
            hands.wait(lambda: staff.documents.idle, "the consent sheet was not drawn again")

    def _consented(self, receiver: str) -> bool:
        consents = self.staff.session.open_reception.consents
        return any(c.receiver == receiver and c.given for c in consents)

    def _hub_outage(self) -> None:
        """Reception went on; the queue waits, the review shows it; then the hub is back."""
        staff, hands = self.staff, self.hands
        hands.wait(
            lambda: any(q.state is DeliveryState.RESENDING for q in staff.dispatch.queue),
            "the outage was not noticed",
        )
        hands.wait(lambda: self.stage.counter.hub_reachable() is False, "the lamp stays quiet")
        hands.shot(staff.window, "hub-down")
        supervisor = Supervisor(hands, self.stage.sandbox, SUPERVISOR)
        if not supervisor.sees("届かない"):
            raise JourneyStoppedError("the review does not show what waits")
        supervisor.shot("review-hub-down")
        supervisor.close()
        self.stage.sandbox.town.hub.start()
        self.stage.clock.forward(minutes=12)
