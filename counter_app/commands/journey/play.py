"""The ten steps of the main job, played for one household and written down."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, time
from pathlib import Path

from PySide6.QtCore import Qt

from counter_app.bootstrap import JST, SandboxCounter
from counter_app.commands.journey.clerk import Clerk
from counter_app.commands.journey.hands import Hands, JourneyStoppedError
from counter_app.commands.journey.office import Department, Supervisor
from counter_app.commands.journey.record import (
    CardRecord,
    CommitmentRecord,
    Journey,
    MessageRecord,
)
from counter_app.commands.journey.resident import Resident
from counter_app.commands.journey.story_clock import StoryClock
from counter_app.intake import Terminal
from counter_app.model.commitment import Commitment, ExecutorKind, Phase
from counter_app.model.document import DocumentState
from counter_app.model.message import DeliveryState
from counter_app.model.numbers import LinkCode
from counter_app.model.reception import Step
from counter_app.paperwork.notices import REFUSED as REFUSED_NOTICE
from counter_app.procedures.procedure import OutcomeKind
from counter_app.sandbox.card_holder import CARD_HOLDERS
from counter_app.sandbox.town_story import TAKASHI_CODE
from forms.printing import IppQueue
from ui.staff.presenter import StaffPresenter
from ui.tablet.presenter import TabletPresenter
from ui.tablet.window import TabletWindow

CLERK = Terminal("佐伯", "窓口2")
SUPERVISOR = "大塚"
REFUSED = "C14"
"""The application that is refused in the story."""
REASON = "利用する予定の施設が、施設等利用給付の対象として確認を受けていないためです。"
DECISION_DAY = datetime.combine(date(2026, 4, 20), time(13, 20), JST)

NOTICES = frozenset({"C1-granted", "C17-notice", REFUSED_NOTICE})
"""What the departments' decisions of the story print."""

ALT = Qt.KeyboardModifier.AltModifier


@dataclass(frozen=True, slots=True)
class Case:
    """One of the two cases that are played."""

    name: str
    known: bool  # the town's link table knows the person already
    pushed: bool  # the old town sent the certificate in advance


KNOWN = Case("known", known=True, pushed=True)
UNKNOWN = Case("unknown", known=False, pushed=False)


class Play:
    """Plays one case through the windows of a sandbox counter."""

    def __init__(
        self,
        sandbox: SandboxCounter,
        clock: StoryClock,
        case: Case,
        out: Path,
        say: Callable[[str], None],
    ) -> None:
        self.sandbox = sandbox
        self.counter = sandbox.counter
        self.clock = clock
        self.case = case
        self.out = out
        self.say = say
        self.journey = Journey()
        shots = out / "screens"
        shots.mkdir(parents=True, exist_ok=True)
        self.hands = Hands(shots)
        self.tablet_window = TabletWindow(self.counter.town.name)
        self.tablet = TabletPresenter(self.tablet_window)
        self.staff = StaffPresenter(self.counter, self.tablet, CLERK)
        self.staff.window.resize(1440, 900)
        self.staff.window.show()
        self.tablet_window.resize(1280, 800)
        self.tablet_window.show()
        self.clerk = Clerk(self.hands, self.staff)
        self.resident = Resident(self.hands, self.tablet_window)

    def close(self) -> None:
        self.staff.close()
        self.tablet_window.close()

    # --- steps 1 to 4 ---------------------------------------------------------------------

    def receive(self) -> None:
        """Card, link code, household, interview, list."""
        sandbox, journey = self.sandbox, self.journey
        sandbox.town.tell(pushed=self.case.pushed, known=self.case.known)
        if self.case.known:
            sandbox.make_known("takashi", LinkCode(TAKASHI_CODE))
        self.counter.start_delivery(every=0.2)
        with journey.step(1, "受付を開き、カードを読む"):
            self.hands.shot(self.staff.window, "start")
            self.clerk.open_reception()
            self._read_card("takashi", 1)
            reception = self.staff.session.open_reception
            card = reception.cards[0]
            journey.card = CardRecord(
                card.channel, card.reader, card.apdus, self.sandbox.reader.reason
            )
        with journey.step(2, "個人番号からリンクコードを得る"):
            link = self.staff.session.open_reception.links[0]
            journey.py = link.link_code
            journey.link_code_issued = link.issued
            if link.issued is self.case.known:
                raise JourneyStoppedError("the link code came the wrong way")
        with journey.step(3, "転出証明書情報と世帯"):
            if self.staff.session.open_reception.pushed is not self.case.pushed:
                raise JourneyStoppedError("the certificate came the wrong way")
            journey.transfer = "pushed" if self.case.pushed else "pulled"
            self.sandbox.reader.remove()
            self.clerk.next_card()
            self._read_card("misaki", 2)
            self.sandbox.reader.remove()
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
        self.sandbox.put_card(holder_id)
        self.resident.enter_pin(holder.authentication_pin, f"tablet-pin-{holder_id}")
        self.resident.enter_pin(holder.card_information_pin, f"tablet-pin-2-{holder_id}")
        self.clerk.card_is_read(number)

    # --- steps 5 to 7 ---------------------------------------------------------------------

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
            journey.signatures = self.resident.signatures
        with journey.step(7, "一度に依頼する"):
            if hub_down:
                self.sandbox.town.hub.stop()
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
        hands.wait(lambda: self.counter.hub_reachable() is False, "the lamp stays quiet")
        hands.shot(staff.window, "hub-down")
        supervisor = Supervisor(hands, self.counter, SUPERVISOR)
        if not supervisor.sees("届かない"):
            raise JourneyStoppedError("the review does not show what waits")
        supervisor.shot("review-hub-down")
        supervisor.close()
        self.sandbox.town.hub.start()
        self.clock.forward(minutes=12)

    # --- steps 8 to 10 --------------------------------------------------------------------

    def execute(self) -> None:
        """The organisations answer, the clerk chooses a slot, the departments decide."""
        journey = self.journey
        with journey.step(8, "相手が約束し、決め、知らせる"):
            self._exchange()
            self._choose_slot()
            with self.hands.in_office():
                self._departments_promise()
            self._papers()
            self.clock.forward_to(DECISION_DAY)
            with self.hands.in_office():
                self._departments_decide()
            self.sandbox.town.finish()
            declared = (Phase.DECLARED, Phase.ACCEPTED)
            outside = [c.id for c in self._outside()]
            self._until(
                lambda: all(self._phase(c) in declared for c in outside),
                "an organisation did not declare",
            )
        with journey.step(9, "監督者が見て決める"), self.hands.in_office():
            self._supervise()
        with journey.step(8, ""):
            self._accept_all()
        with journey.step(10, "印刷する"):
            self._print_notices()

    def _until(self, reached: Callable[[], bool], what: str) -> None:
        """Let organisations work and the delivery carry messages until something holds."""

        def look() -> bool:
            self.sandbox.town.tick()
            self.counter.deliver_now()
            return reached()

        self.hands.wait(look, what)
        self.staff.dispatch.look()

    def _phase(self, commitment_id: str) -> Phase:
        with self.counter.store.view() as unit:
            return unit.commitment(commitment_id).state.phase

    def _exchange(self) -> None:
        """Electricity and water promise, the gas company offers another time."""
        answered = (Phase.PROMISED, Phase.DECLINED)
        outside = [c.id for c in self._outside()]
        self._until(
            lambda: all(self._phase(c) in answered for c in outside),
            "an organisation did not answer",
        )
        self.hands.shot(self.staff.window, "gas-offers-another-time")

    def _choose_slot(self) -> None:
        """Alt+6 to what needs an answer, 1, Enter: the first time the gas company offers."""
        hands, window = self.hands, self.staff.window
        declined = next(c for c in self._outside() if c.state.phase is Phase.DECLINED)
        hands.press(window, Qt.Key.Key_6, ALT)
        hands.press(window, Qt.Key.Key_1)
        hands.press(window, Qt.Key.Key_Return)
        self._until(
            lambda: self._phase(declined.id) is Phase.PROMISED, "the gas company did not promise"
        )

    def _departments_promise(self) -> None:
        """Each department takes its tasks in, with the day it will have decided."""
        shown = False
        for department, tasks in self._by_department().items():
            officer = Department(self.hands, self.counter, department)
            for commitment in tasks:
                officer.promise(commitment, DECISION_DAY.date())
                if commitment.procedure_id == REFUSED and not shown:
                    officer.shot("desk-promised")
                    shown = True
            officer.close()
        self.staff.dispatch.look()
        self.hands.shot(self.staff.window, "promised")

    def _papers(self) -> None:
        """これからの手続き is printed, the tablet says good-bye, the visit is closed."""
        hands, staff = self.hands, self.staff
        hands.press(staff.window, Qt.Key.Key_P, ALT)
        hands.press(staff.window, Qt.Key.Key_F9)
        self.resident.see_the_end()
        hands.press(staff.window, Qt.Key.Key_F8)

    def _departments_decide(self) -> None:
        """Each at its desk: one refusal goes to the supervisor, the rest is granted."""
        for department, tasks in self._by_department().items():
            officer = Department(self.hands, self.counter, department)
            for commitment in tasks:
                if commitment.procedure_id == "C1":
                    officer.select(commitment)
                    officer.shot("desk-decides")
                if commitment.procedure_id == REFUSED:
                    officer.prepare_refusal(commitment, REASON)
                    officer.shot("desk-refusal-prepared")
                else:
                    officer.grant(commitment)
            officer.close()

    def _supervise(self) -> None:
        """What waits, one refusal allowed with a reason, the day, the record."""
        refused = next(c for c in self._inside() if c.procedure_id == REFUSED)
        supervisor = Supervisor(self.hands, self.counter, SUPERVISOR)
        supervisor.allow(
            "却下の通知を出す前",
            "理由と教示を確かめました。",
            lambda: self._phase(refused.id) is Phase.DECLARED,
        )
        supervisor.look_around()
        supervisor.close()
        if not self.counter.review(SUPERVISOR).story(refused.reception_id):
            raise JourneyStoppedError("the case has no story")
        officer = Department(self.hands, self.counter, refused.executor)
        officer.print_notice(refused)
        officer.shot("desk-refusal-told")
        officer.close()

    def _by_department(self) -> dict[str, list[Commitment]]:
        found: dict[str, list[Commitment]] = {}
        for commitment in self._inside():
            found.setdefault(commitment.executor, []).append(commitment)
        return found

    def _accept_all(self) -> None:
        """F2, the reception in the list, Enter; each result that came back is received: Alt+Y."""
        hands, staff = self.hands, self.staff
        reception = staff.session.open_reception
        hands.press(staff.window, Qt.Key.Key_F2)
        for _ in range(40):
            if staff.start.selected == reception.id:
                break
            hands.press(staff.window, Qt.Key.Key_Down, counts=False)
        hands.press(staff.window, Qt.Key.Key_Return)
        hands.wait(
            lambda: staff.session.reception is not None and bool(staff.dispatch.commitments),
            "the reception was not opened again",
        )
        hands.press(staff.window, Qt.Key.Key_V, ALT)
        hands.shot(staff.window, "results-came-back")
        for commitment in self._commitments():
            if commitment.state.phase is not Phase.DECLARED:
                continue
            self._to_row(commitment.id)
            hands.press(staff.window, Qt.Key.Key_Y, ALT)
            hands.wait(
                lambda key=commitment.id: self._phase(key) is Phase.ACCEPTED,  # type: ignore[misc]
                f"{commitment.title} was not accepted",
            )
        self._until(self._all_delivered, "the last messages were not delivered")
        hands.shot(staff.window, "all-accepted")

    def _to_row(self, commitment_id: str) -> None:
        """↑ and ↓ to a row of the list."""
        hands, staff = self.hands, self.staff
        hands.press(staff.window, Qt.Key.Key_6, ALT, counts=False)
        for key in (Qt.Key.Key_Up, Qt.Key.Key_Down):
            for _ in staff.dispatch.commitments:
                if staff.dispatch.selected == commitment_id:
                    return
                hands.press(staff.window, key, counts=False)
        if staff.dispatch.selected != commitment_id:
            raise JourneyStoppedError("the keys do not reach the row")

    def _print_notices(self) -> None:
        """Every sheet that stands was printed, the notices that came back among them."""
        reception = self.staff.session.open_reception
        with self.counter.store.view() as unit:
            documents = unit.documents(reception.id)
        for document in documents:
            if document.state not in (DocumentState.PRINTED, DocumentState.VOID):
                raise JourneyStoppedError(f"{document.title} was not printed")
        if not {d.form_id for d in documents} >= NOTICES:
            raise JourneyStoppedError("a notice is missing")
        self.journey.printed_at = "ipp" if isinstance(self.counter.printer, IppQueue) else "folder"
        self.journey.documents = tuple(f"{d.number} {d.title}" for d in documents)
        for document in documents:
            name = f"{document.number}-{document.form_id}.pdf"
            (self.out / name).write_bytes(document.sealed or document.pdf)

    # --- what was reached -----------------------------------------------------------------

    def _commitments(self) -> tuple[Commitment, ...]:
        reception = self.staff.session.open_reception
        with self.counter.store.view() as unit:
            return unit.commitments(reception_id=reception.id)

    def _all_delivered(self) -> bool:
        with self.counter.store.view() as unit:
            return all(q.state is DeliveryState.DELIVERED for q in unit.outbox())

    def _outside(self) -> tuple[Commitment, ...]:
        return tuple(c for c in self._commitments() if c.executor_kind is ExecutorKind.ORGANISATION)

    def _inside(self) -> tuple[Commitment, ...]:
        return tuple(c for c in self._commitments() if c.executor_kind is ExecutorKind.DEPARTMENT)

    def record(self) -> Journey:
        """What the journey reached; `expected` when every commitment was accepted."""
        journey = self.journey
        commitments = self._commitments()
        journey.commitments = tuple(
            CommitmentRecord(
                c.id,
                c.procedure_id,
                c.executor,
                c.state.phase.value,
                tuple(f"{r.act.value} {r.by}" for r in c.acts),
            )
            for c in commitments
        )
        with self.counter.store.view() as unit:
            states = {q.message.id: q.state.value for q in unit.outbox()}
        journey.messages = tuple(
            MessageRecord(
                e.from_party,
                e.to_party,
                e.who_sent,
                e.who_received,
                states.get(e.id, "received"),
            )
            for e in self.sandbox.town.hub.ledger()
        )
        journey.staff_actions = self.hands.actions
        journey.office_actions = self.hands.office_actions
        journey.handwritten_fields = self.resident.signatures
        journey.expected = bool(commitments) and all(
            c.state.phase is Phase.ACCEPTED for c in commitments
        )
        return journey
