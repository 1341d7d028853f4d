"""A clerk at a sandbox counter with the keyboard alone."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from pathlib import Path

from PySide6.QtCore import QCoreApplication, QEventLoop, Qt
from PySide6.QtGui import QInputMethodEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QComboBox, QWidget

from counter_app.bootstrap import JST, SandboxCounter, open_sandbox_counter
from counter_app.commands.journey.answers import FIELDS, family_answer
from counter_app.intake import Terminal
from counter_app.model.numbers import LinkCode
from counter_app.model.people import Household
from counter_app.model.reception import Protection, Reception, Step
from counter_app.ports import PinKind
from counter_app.procedures.questions import QuestionKind
from counter_app.sandbox.card_holder import CARD_HOLDERS
from counter_app.sandbox.town_story import TAKASHI_CODE
from counter_app.settings import Settings
from tests.qt_kit import running
from tests.resident_kit import ResidentAtTablet
from ui.staff.presenter import StaffPresenter
from ui.staff.words.card import CardStage
from ui.widgets.options import CheckBox

ALT = Qt.KeyboardModifier.AltModifier
CTRL = Qt.KeyboardModifier.ControlModifier
NONE = Qt.KeyboardModifier.NoModifier
Key = Qt.Key
CLERK = Terminal("佐伯", "窓口2")
OPENING = datetime(2026, 4, 3, 10, 8, tzinfo=JST)


class StandingClock:
    """A clock that moves only when it is told to."""

    def __init__(self) -> None:
        self.at = OPENING

    def __call__(self) -> datetime:
        return self.at

    def forward(self, **span: float) -> None:
        self.at += timedelta(**span)


class Counter:
    """One counter of the sandbox town with its window, a clerk's keyboard and a resident."""

    def __init__(self, sandbox: SandboxCounter, clock: StandingClock) -> None:
        self.sandbox, self.clock = sandbox, clock
        self.place = sandbox.counter
        assert self.place.vault  # made here, so that no card is made meanwhile by another authority
        self.tablet = ResidentAtTablet()
        self.staff = StaffPresenter(self.place, self.tablet, CLERK)
        self.window = self.staff.window
        self.session = self.staff.session
        self.window.resize(1440, 900)
        self.window.show()
        self.window.activateWindow()
        assert QTest.qWaitForWindowActive(self.window, 60_000)

    # --- seeing ---------------------------------------------------------------------------------

    def wait(self, until: Callable[[], bool], what: str = "") -> None:
        """Let the window work until something holds."""
        for _ in range(30_000):  # a minute at least; only a failure takes that long
            if until():
                return
            QCoreApplication.processEvents(QEventLoop.ProcessEventsFlag.AllEvents, 10)
            QTest.qWait(2)
        where = f"card {self.stage}, tablet {self.tablet.shown}, problem {self.problem or 'none'}"
        raise AssertionError(f"{what or 'not reached'}: {where}")

    def settled(self) -> None:
        """Nothing runs any more (the reader may still be looked at)."""
        self.wait(lambda: not self.session.background.busy, "work never ended")

    @property
    def stage(self) -> CardStage:
        return self.staff.reception.progress.stage

    @property
    def reception(self) -> Reception:
        return self.session.open_reception

    @property
    def problem(self) -> str:
        """Code of the banner that is shown."""
        return self.session.problem.code if self.session.problem is not None else ""

    def is_stored(self) -> bool:
        """What is at hand is what the store has: nothing is only on the screen."""
        return self.session.stored(self.reception.id) == self.reception

    # --- keys -----------------------------------------------------------------------------------

    def press(self, key: Key, modifier: Qt.KeyboardModifier = NONE) -> None:
        """A key, where the focus is."""
        QApplication.processEvents()  # parts that were just made are shown by the next event
        if QApplication.activeWindow() is not self.window:
            self.window.activateWindow()
            self.wait(lambda: QApplication.activeWindow() is self.window, "not active")
        QTest.keyClick(self.window.focusWidget() or self.window, key, modifier)
        QApplication.processEvents()

    def type(self, characters: str) -> None:
        """Characters of the keyboard or of a bar code reader, one after the other at once."""
        for character in characters:
            QTest.keyClicks(self.window.focusWidget() or self.window, character)
            QApplication.processEvents()

    def write(self, words: str) -> None:
        """Words of an input method, where the focus is."""
        commit = QInputMethodEvent()
        commit.setCommitString(words)
        QCoreApplication.sendEvent(self.window.focusWidget() or self.window, commit)
        QApplication.processEvents()

    def _combos(self) -> list[QComboBox]:
        screen = self.staff.reception.screen
        return [c for c in screen.findChildren(QComboBox) if c.isVisible()]

    def _choose(self, combo: QComboBox, words: str) -> None:
        combo.setFocus(Qt.FocusReason.TabFocusReason)
        wanted = combo.findText(words)
        assert wanted >= 0, words
        for _ in range(combo.count() + 1):
            if combo.currentIndex() == wanted:
                break
            down = combo.currentIndex() < wanted
            QTest.keyClick(combo, Key.Key_Down if down else Key.Key_Up)
        QApplication.processEvents()

    # --- the clerk's work -------------------------------------------------------------------------

    def open(self, answer: Key | None = Key.Key_2) -> None:
        """F3 and the first question (2: いない)."""
        self.press(Key.Key_F3)
        assert self.session.reception is not None
        if answer is not None:
            self.press(answer)
            assert self.reception.protection is not Protection.UNASKED

    def check_identity(self, visitor: str = "世帯主 本人") -> None:
        """Who is at the counter, one paper with a photograph, compared."""
        self.settled()  # certificates announced meanwhile redraw the page
        self._choose(self._combos()[0], visitor)
        self._choose(self._combos()[1], "個人番号カード")
        boxes = self.staff.reception.screen.findChildren(CheckBox)
        next(b for b in boxes if b.isVisible()).setFocus(Qt.FocusReason.TabFocusReason)
        self.press(Key.Key_Space)
        assert self.reception.identity is not None

    def lay_card(self, holder: str) -> None:
        """Put a card on the reader and wait until the tablet asks for its first PIN."""
        self.sandbox.put_card(holder)
        self.wait(lambda: self.tablet.shown == "pin", "the tablet does not ask")

    def type_pins(self, holder: str) -> None:
        """Both PINs, as the resident types them."""
        person = CARD_HOLDERS[holder]
        self.tablet.type_pin(person.authentication_pin)
        self.wait(
            lambda: (
                self.tablet.shown == "pin"
                and self.tablet.pin is not None
                and self.tablet.pin.kind is PinKind.CARD_INFORMATION
            ),
            "the second PIN is not asked for",
        )
        self.tablet.type_pin(person.card_information_pin)

    def read_card(self, holder: str) -> None:
        """A whole reading, to the end."""
        self.lay_card(holder)
        self.type_pins(holder)
        self.wait(lambda: self.stage is CardStage.DONE, f"{holder}'s card was not read")

    def received(self, answer: Key = Key.Key_2) -> None:
        """Step 1 as a whole: 髙志's card is read."""
        self.open(answer)
        self.check_identity()
        self.read_card("takashi")

    def go_on(self, step: Step) -> None:
        """F8 to the next step."""
        self.press(Key.Key_F8)
        assert self.reception.step is step

    def answer_question(self) -> str:
        """Digits, fields and Enter for the question that is open; gives its id, "" for none."""
        inquiry = self.staff.interview.inquiry
        question = inquiry.question if inquiry is not None else None
        if question is None:
            return ""
        household = self.reception.household
        assert household is not None
        answer = family_answer(household, question.fact, question.member)
        assert answer is not None, question.text
        several = question.kind is QuestionKind.MULTI
        wanted = answer if several and isinstance(answer, tuple) else (answer,)
        for at, option in enumerate(question.options):
            if option.value in wanted:
                self.press(Key(Key.Key_1 + at))
        for follow_up in question.follow_ups:
            field = self.staff.interview.screen.question.field(follow_up.fact)
            if field is not None and follow_up.fact in FIELDS:
                field.editor.setFocus(Qt.FocusReason.TabFocusReason)
                self.press(Key.Key_A, CTRL)
                self.write(FIELDS[follow_up.fact])
        self.press(Key.Key_Return)
        return question.id

    def interview(self) -> int:
        """Every question of the family, to the end; how many there were."""
        for asked in range(80):
            if not self.answer_question():
                return asked
        raise AssertionError("the interview has no end")

    def rendered(self) -> None:
        """Wait until the sheets of step 5 are there."""
        documents = self.staff.documents
        self.wait(lambda: bool(documents.stored) and documents.idle, "no sheets")

    def consent(self) -> None:
        """The resident says yes to each receiver, as the consent sheet's buttons tell it.

        The sheet's own digits are played by the demo.
        """
        documents = self.staff.documents
        for consent in self.reception.consents:
            documents.screen.consent_decided.emit(consent.receiver, True)
            self.wait(lambda: documents.idle)

    def sign(self) -> None:
        """F9 until every sheet is signed."""
        documents = self.staff.documents
        while any(d.signer and not d.sealed for d in documents.stored):
            self.press(Key.Key_F9)
            self.wait(lambda: self.tablet.shown == "sign", "nothing to sign")
            self.tablet.read_and_sign()
            self.wait(lambda: documents.idle and self.tablet.shown == "blank", "not sealed")

    def commit(self) -> None:
        """F8 at the end of step 5."""
        self.press(Key.Key_F8)
        self.wait(lambda: bool(self.reception.number), "not committed")
        self.settled()

    def close(self) -> None:
        self.staff.close()
        QApplication.processEvents()


def to_row(counter: Counter, row: str) -> None:
    """↑ and ↓ to a row of the list of receptions."""
    rows = counter.staff.start.screen._list
    for key in (Key.Key_Up, Key.Key_Down):
        for _ in range(20):
            current = rows.current()
            if current is not None and current.id == row:
                return
            counter.press(key)
    raise AssertionError("the keys do not reach the row")


def to_focus(counter: Counter, name: str, key: Key = Key.Key_Down) -> None:
    """With one key from part to part, until the one of this name has the focus."""
    for _ in range(30):
        focused = counter.window.focusWidget()
        if focused is not None and focused.objectName() == name:
            return
        counter.press(key)
    raise AssertionError(f"the keys do not reach {name}")


def application() -> QApplication:
    """The one application of the process, dressed."""
    return running()


@contextmanager
def sandbox_counter(
    tmp_path: Path, *, pushed: bool = True, known: bool = True, town_file: Path | None = None
) -> Iterator[Counter]:
    """A counter of the sandbox town whose hub, Juki-net and card run in this process."""
    application()
    clock = StandingClock()
    settings = Settings(basedir=tmp_path / "counter", town_file=town_file)
    with open_sandbox_counter(settings, clock=clock, in_process_card=True) as sandbox:
        sandbox.town.tell(pushed=pushed, known=known)
        if known:
            sandbox.make_known("takashi", LinkCode(TAKASHI_CODE))
        counter = Counter(sandbox, clock)
        try:
            yield counter
        finally:
            counter.close()


@contextmanager
def household_counter(tmp_path: Path) -> Iterator[Counter]:
    """A counter at 03: 髙志's card is read and the provisional reading confirmed."""
    with sandbox_counter(tmp_path) as made:
        made.received()
        made.go_on(Step.HOUSEHOLD)
        made.press(Key.Key_Y, ALT)
        yield made


def people(counter: Counter) -> Household:
    """The household as it is now."""
    household = counter.reception.household
    assert household is not None
    return household


def shown_words(part: QWidget) -> str:
    """Every accessible name under a part, for tests that look for what must not be seen."""
    names = [w.accessibleName() for w in part.findChildren(QWidget) if w.isVisibleTo(part)]
    return "\n".join(filter(None, names))


def ready(counter: Counter) -> None:
    """A reception whose first question is answered and whose visitor was checked."""
    counter.open()
    counter.check_identity()


def reads_takashi(counter: Counter) -> None:
    """The next tap works: the same reception reads a good card to its end."""
    counter.sandbox.reader.remove()
    counter.read_card("takashi")
    assert [c.member_id for c in counter.reception.cards] == [counter.reception.filer_id]
    assert counter.reception.links
    assert counter.is_stored()
