"""Department officer and supervisor at their windows, with the keyboard alone."""

from collections.abc import Callable
from datetime import date

from PySide6.QtCore import Qt

from counter_app.bootstrap import Counter, SandboxCounter
from counter_app.commands.journey.hands import Hands, JourneyStoppedError
from counter_app.desk import Officer
from counter_app.model.calendar import era_of
from counter_app.model.commitment import Commitment, Phase
from counter_app.model.document import DocumentState
from counter_app.ports import Proposal
from ui.desk.notice_pages import issued
from ui.desk.plain_note import PlainNote
from ui.desk.presenter import DeskPresenter
from ui.desk.terms_fields import TermsFields
from ui.review.presenter import ReviewPresenter

Key = Qt.Key
CTRL = Qt.KeyboardModifier.ControlModifier
OFFICER = "中村"
CONTENT = "申請のとおり決定します。"
"""What the officer writes where a notice tells what was decided."""


class Department:
    """One department's officer; the window is opened for the visit and closed after it."""

    def __init__(self, hands: Hands, counter: Counter, department: str) -> None:
        self._hands = hands
        self._counter = counter
        self._presenter = DeskPresenter(counter, Officer(OFFICER, department))
        window = self._presenter.window
        window.resize(1440, 900)
        window.show()
        hands.settle()
        self._presenter.screen.first_focus().setFocus(Qt.FocusReason.ActiveWindowFocusReason)

    def close(self) -> None:
        self._presenter.close()
        self._presenter.window.deleteLater()

    def shot(self, name: str) -> None:
        self._hands.shot(self._presenter.window, name)

    def select(self, commitment: Commitment) -> None:
        """↓ to the task, until what is to be decided has been worked out."""
        self._to(commitment.id)
        self._settled()

    def promise(self, commitment: Commitment, day: date) -> None:
        """↓ to the task, Enter to its day, the day, F8 約束する."""
        self._to(commitment.id)
        self._press(Key.Key_Return)
        self._press(Key.Key_A, CTRL, counts=False)
        era, year = era_of(day)
        letter = {"令和": "R", "平成": "H"}[era]
        self._hands.type(self._presenter.window, f"{letter}{year}.{day.month}.{day.day}")
        self._press(Key.Key_F8)
        self._reached(commitment.id, Phase.PROMISED)

    def grant(self, commitment: Commitment) -> None:
        """F8 認定を通知する: the notice, where the town has one, is made and printed.

        A notice that tells what was decided has it written first.
        """
        self.select(commitment)
        self._write_terms()
        self._press(Key.Key_F8)
        self._reached(commitment.id, Phase.DECLARED)
        self._settled()
        self._put_away()

    def _write_terms(self) -> None:
        """The content of the decision, where the notice asks for it."""
        view = self._presenter.screen.view
        decide = view.task.decide if view is not None and view.task is not None else None
        if decide is None or decide.asked is None or decide.terms.content:
            return
        fields = self._presenter.window.findChild(TermsFields)
        note = fields.findChild(PlainNote) if fields is not None else None
        if note is None:
            raise JourneyStoppedError("the content of the decision has no field")
        note.edit.setFocus(Qt.FocusReason.TabFocusReason)
        self._hands.type(self._presenter.window, CONTENT)

    def prepare_refusal(self, commitment: Commitment, reason: str) -> None:
        """2 却下, the reason, F8: it goes to the supervisor."""
        self.select(commitment)
        self._press(Key.Key_2)
        self._hands.type(self._presenter.window, reason)
        self._press(Key.Key_F8)
        self._hands.wait(
            lambda: any(p.commitment_id == commitment.id for p in self._proposals()),
            "the refusal was not prepared",
        )
        self._settled()

    def print_notice(self, commitment: Commitment) -> None:
        """Alt+6 to what was told, F8 通知書を印刷する, of the refusal the supervisor allowed."""
        self._press(Key.Key_6, Qt.KeyboardModifier.AltModifier)
        self.select(commitment)
        self._press(Key.Key_F8)
        self._settled()
        with self._counter.store.view() as unit:
            decided = unit.commitment(commitment.id)
        notice = issued(self._counter, decided)
        if notice is None or notice.state is not DocumentState.PRINTED:
            raise JourneyStoppedError(f"the notice of {commitment.title} was not printed")
        self._put_away()

    def _proposals(self) -> tuple[Proposal, ...]:
        with self._counter.store.view() as unit:
            return unit.proposals()

    def _put_away(self) -> None:
        """Esc: from the pages of the notice back to the list."""
        view = self._presenter.screen.view
        if view is not None and view.pages is not None:
            self._press(Key.Key_Escape)

    def _to(self, commitment_id: str) -> None:
        """↑ and ↓ to a task."""
        screen = self._presenter.screen
        for key in (Key.Key_Up, Key.Key_Down):
            for _ in screen.rows():
                if screen.view is not None and screen.view.selected == commitment_id:
                    return
                self._press(key, counts=False)
        if screen.view is None or screen.view.selected != commitment_id:
            raise JourneyStoppedError("the keys do not reach the task")

    def _reached(self, commitment_id: str, phase: Phase) -> None:
        def look() -> bool:
            with self._counter.store.view() as unit:
                return unit.commitment(commitment_id).state.phase is phase

        self._hands.wait(look, f"the task was not {phase.value}")

    def _settled(self) -> None:
        background = self._presenter.background
        self._hands.wait(lambda: not background.busy, "the desk is still at work")

    def _press(
        self,
        key: Qt.Key,
        modifier: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier,
        *,
        counts: bool = True,
    ) -> None:
        self._hands.press(self._presenter.window, key, modifier, counts=counts)


class Supervisor:
    """The supervisor's window, and the reader on which their staff card is laid."""

    def __init__(self, hands: Hands, sandbox: SandboxCounter, name: str) -> None:
        self._hands = hands
        self._sandbox, self._name = sandbox, name
        counter = sandbox.counter
        self._presenter = ReviewPresenter(counter, name, verify_log=counter.verify_log)
        window = self._presenter.window
        window.resize(1440, 900)
        window.show()
        hands.settle()
        self._presenter.screen.first_focus().setFocus(Qt.FocusReason.ActiveWindowFocusReason)

    def close(self) -> None:
        self._presenter.close()
        self._presenter.window.deleteLater()

    def shot(self, name: str) -> None:
        self._settled()
        self._hands.shot(self._presenter.window, name)

    def sees(self, title: str) -> bool:
        """Whether the queue shows an item with a title that begins so."""
        return any(row.title.startswith(title) for row in self._presenter.screen.rows())

    def allow(self, title: str, reason: str, decided: Callable[[], bool]) -> None:
        """↓ to the item, A, the reason, Enter, the staff card on the reader until it is done."""
        window, hands = self._presenter.window, self._hands
        for _ in self._presenter.screen.rows():
            if self._selected().startswith(title):
                break
            hands.press(window, Key.Key_Down, counts=False)
        if not self._selected().startswith(title):
            raise JourneyStoppedError(f"the keys do not reach {title}")
        self.shot("review")
        hands.press(window, Key.Key_A)
        hands.type(window, reason)
        self._sandbox.reader.remove()  # whoever sat there before has taken their card along
        hands.press(window, Key.Key_Return)
        self._lay_card()
        hands.wait(decided, "the supervisor's decision was not performed")
        self._settled()
        self._sandbox.reader.remove()

    def _lay_card(self) -> None:
        """The staff card, where the town asks for one."""
        dialogue = self._presenter.card
        if dialogue is not None:
            self._hands.wait(lambda: dialogue.listens, "no staff card is waited for")
            self._hands.shot(self._presenter.window, "review-waits-for-the-staff-card")
            self._sandbox.put_staff_card(self._name)
            self._hands.actions += 1

    def _selected(self) -> str:
        view = self._presenter.screen.view
        rows = self._presenter.screen.rows()
        chosen = view.selected if view is not None else ""
        return next((row.title for row in rows if row.key == chosen), "")

    def look_around(self) -> None:
        """Alt+2 今日のようす, Alt+3 受付を探す, Alt+4 記録の点検, and back."""
        window, hands = self._presenter.window, self._hands
        for key, name in (
            (Key.Key_2, "review-day"),
            (Key.Key_3, "review-find"),
            (Key.Key_4, "review-log"),
        ):
            hands.press(window, key, Qt.KeyboardModifier.AltModifier, counts=False)
            self.shot(name)
        hands.press(window, Key.Key_1, Qt.KeyboardModifier.AltModifier, counts=False)

    def _settled(self) -> None:
        background = self._presenter.background
        self._hands.wait(lambda: not background.busy, "the review is still at work")
