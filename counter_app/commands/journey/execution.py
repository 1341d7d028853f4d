"""Steps 8 to 10 of the story: promises, decisions, the supervisor, the notices on paper."""

from datetime import date, datetime, time

from PySide6.QtCore import Qt

from counter_app.bootstrap import JST
from counter_app.commands.journey.hands import JourneyStoppedError
from counter_app.commands.journey.office import Department, Supervisor
from counter_app.commands.journey.stage import SUPERVISOR, Stage
from counter_app.model.commitment import Commitment, Phase
from counter_app.model.document import DocumentState
from counter_app.paperwork.handing_over import TODAY
from counter_app.paperwork.notices import REFUSED as REFUSED_NOTICE
from counter_app.paperwork.papers import NEXT_STEPS
from forms.printing import IppQueue

REFUSED = "C14"
"""The application that is refused in the story."""
REASON = "利用する予定の施設が、施設等利用給付の対象として確認を受けていないためです。"
DECISION_DAY = datetime.combine(date(2026, 4, 20), time(13, 20), JST)

NOTICES = frozenset({"C1-granted", "C17-notice", "granted", REFUSED_NOTICE})
"""What the departments' decisions of the story print."""

ALT = Qt.KeyboardModifier.AltModifier


class Execution:
    """Everybody who was asked answers; the clerk receives what comes back."""

    def __init__(self, stage: Stage) -> None:
        self.stage = stage
        self.hands = stage.hands
        self.staff = stage.staff
        self.journey = stage.journey

    def execute(self) -> None:
        """The organisations answer, the clerk chooses a slot, the departments decide."""
        journey = self.journey
        with journey.step(8, "相手が約束し、決め、知らせる"):
            self._exchange()
            self._choose_slot()
            with self.hands.in_office():
                self._departments_promise()
            self._papers()
            self.stage.clock.forward_to(DECISION_DAY)
            with self.hands.in_office():
                self._departments_decide()
            self.stage.sandbox.town.finish()
            declared = (Phase.DECLARED, Phase.ACCEPTED)
            outside = [c.id for c in self.stage.outside()]
            self.stage.until(
                lambda: all(self.stage.phase(c) in declared for c in outside),
                "an organisation did not declare",
            )
        with journey.step(9, "監督者が見て決める"), self.hands.in_office():
            self._supervise()
        with journey.step(8, ""):
            self._accept_all()
        with journey.step(10, "印刷する"):
            self._print_notices()

    def _exchange(self) -> None:
        """Electricity and water promise, the gas company offers another time."""
        answered = (Phase.PROMISED, Phase.DECLINED)
        outside = [c.id for c in self.stage.outside()]
        self.stage.until(
            lambda: all(self.stage.phase(c) in answered for c in outside),
            "an organisation did not answer",
        )
        self.hands.shot(self.staff.window, "gas-offers-another-time")

    def _choose_slot(self) -> None:
        """Alt+6 to what needs an answer, 1, Enter: the first time the gas company offers."""
        hands, window = self.hands, self.staff.window
        declined = next(c for c in self.stage.outside() if c.state.phase is Phase.DECLINED)
        hands.press(window, Qt.Key.Key_6, ALT)
        hands.press(window, Qt.Key.Key_1)
        hands.press(window, Qt.Key.Key_Return)
        self.stage.until(
            lambda: self.stage.phase(declined.id) is Phase.PROMISED,
            "the gas company did not promise",
        )

    def _departments_promise(self) -> None:
        """Each department takes its tasks in, with the day it will have decided."""
        shown = False
        for department, tasks in self._by_department().items():
            officer = Department(self.hands, self.stage.counter, department)
            for commitment in tasks:
                officer.promise(commitment, DECISION_DAY.date())
                if commitment.procedure_id == REFUSED and not shown:
                    officer.shot("desk-promised")
                    shown = True
            officer.close()
        self.staff.dispatch.look()
        self.hands.shot(self.staff.window, "promised")

    def _papers(self) -> None:
        """Both lists are printed, the pile handed over, the tablet thanks, the visit ends."""
        hands, staff = self.hands, self.staff
        for form_id in (NEXT_STEPS, TODAY):
            hands.press(staff.window, Qt.Key.Key_P, ALT)
            hands.wait(lambda: not staff.session.busy, f"{form_id} was not printed")
        self.stage.clerk.hand_over_pile()
        hands.press(staff.window, Qt.Key.Key_F9)
        self.stage.resident.see_the_end()
        hands.press(staff.window, Qt.Key.Key_F8)

    def _departments_decide(self) -> None:
        """Each at its desk: one refusal goes to the supervisor, the rest is granted."""
        for department, tasks in self._by_department().items():
            officer = Department(self.hands, self.stage.counter, department)
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
        refused = next(c for c in self.stage.inside() if c.procedure_id == REFUSED)
        supervisor = Supervisor(self.hands, self.stage.sandbox, SUPERVISOR)
        supervisor.allow(
            "却下の通知を出す前",
            "理由と教示を確かめました。",
            lambda: self.stage.phase(refused.id) is Phase.DECLARED,
        )
        supervisor.look_around()
        supervisor.close()
        if not self.stage.counter.review(SUPERVISOR).story(refused.reception_id):
            raise JourneyStoppedError("the case has no story")
        officer = Department(self.hands, self.stage.counter, refused.executor)
        officer.print_notice(refused)
        officer.shot("desk-refusal-told")
        officer.close()

    def _by_department(self) -> dict[str, list[Commitment]]:
        found: dict[str, list[Commitment]] = {}
        for commitment in self.stage.inside():
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
        for commitment in self.stage.commitments():
            if commitment.state.phase is not Phase.DECLARED:
                continue
            self._to_row(commitment.id)
            hands.press(staff.window, Qt.Key.Key_Y, ALT)
            hands.wait(
                lambda key=commitment.id: self.stage.phase(key) is Phase.ACCEPTED,  # type: ignore[misc]
                f"{commitment.title} was not accepted",
            )
        self.stage.until(self.stage.all_delivered, "the last messages were not delivered")
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
        with self.stage.counter.store.view() as unit:
            documents = unit.documents(reception.id)
        for document in documents:
            if document.state not in (DocumentState.PRINTED, DocumentState.VOID):
                raise JourneyStoppedError(f"{document.title} was not printed")
        if not {d.form_id for d in documents} >= NOTICES:
            raise JourneyStoppedError("a notice is missing")
        self.journey.printed_at = (
            "ipp" if isinstance(self.stage.counter.printer, IppQueue) else "folder"
        )
        self.journey.documents = tuple(f"{d.number} {d.title}" for d in documents)
        for document in documents:
            name = f"{document.number}-{document.form_id}.pdf"
            (self.stage.out / name).write_bytes(document.sealed or document.pdf)
