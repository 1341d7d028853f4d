"""The supervisor's window waits for the staff card: real card, reader and store, keys alone."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from counter_app.model.reception import Protection
from counter_app.review import Verdict
from counter_app.sandbox.staff_cards import make_staff_card
from counter_app.sandbox.town_files import TownFiles
from counter_app.sandbox.virtual_reader import VirtualReader
from counter_app.staff_proof import CARD_REFUSED
from iccard.staff_card import StaffCardReader
from tests.card_support import card, open_reader
from tests.desk_kit import MORNING, SUPERVISOR, Office, office
from tests.review_desk_hands import press, put_away, settled, to_front, write
from ui.review.presenter import ReviewPresenter
from ui.review.staff_card_box import StaffCardBox
from ui.review.staff_card_dialogue import StaffCardDialogue, Wanted
from ui.review.views import StaffCardStage, StaffCardView

Key = Qt.Key
REASON = "looked into it"


class Desk:
    """A supervisor at their window, with a reader beside it."""

    def __init__(self, place: Office, reader: VirtualReader, files: TownFiles) -> None:
        self.place, self.reader, self.files = place, reader, files
        self.presenter = ReviewPresenter(place, SUPERVISOR)
        to_front(self.presenter)
        self.presenter.screen.first_focus().setFocus()
        settled(self.presenter)

    def lay(self, name: str) -> None:
        """A member's card on the reader, as soon as one is waited for."""
        self.until(lambda: self.dialogue.listens)
        self.put(name)

    @property
    def dialogue(self) -> StaffCardDialogue:
        assert self.presenter.card is not None
        return self.presenter.card

    def put(self, name: str) -> None:
        member = self.place.town.staff.named(name)
        assert member is not None
        self.reader.insert(make_staff_card(member.id, self.files))

    def decide(self, key: Qt.Key = Key.Key_A) -> None:
        """A letter, the reason, Enter."""
        press(self.presenter, key)
        write(REASON)
        press(self.presenter, Key.Key_Return)

    @property
    def box(self) -> StaffCardView:
        case = self.presenter.screen.case
        assert case is not None
        assert case.card is not None
        return case.card

    def until(self, reached: Callable[[], bool]) -> None:
        for _ in range(6000):  # a minute at least; only a failure takes that long
            QApplication.processEvents()
            if reached():
                return
            QTest.qWait(10)
        raise AssertionError(f"still {self.box}")

    def stage(self, stage: StaffCardStage) -> None:
        self.until(lambda: self.box.stage is stage)

    def decisions(self) -> list[tuple[str, str, str]]:
        """Verdict, reason and staff number of what was decided."""
        with self.place.store.view() as unit:
            found = unit.decisions()
        return [(d.verdict, d.reason, d.proof.identity.staff_id if d.proof else "") for d in found]


@pytest.fixture
def desk(application: QApplication, tmp_path: Path) -> Iterator[Desk]:
    files = TownFiles.prepare(tmp_path)
    with (
        open_reader("in-process") as reader,
        office(
            tmp_path,
            make_staff_cards=lambda: StaffCardReader(
                reader.channel(), tmp_path / "ca.pem", lambda: place.now
            ),
        ) as place,
    ):
        (tmp_path / "ca.pem").write_bytes(files.staff_authority.certificate_file.read_bytes())
        place.commit(protection=Protection.YES)
        made = Desk(place, reader, files)
        yield made
        put_away([made.presenter])


def test_a_decision_waits_for_the_card_and_is_recorded_with_it(desk: Desk) -> None:
    desk.stage(StaffCardStage.ASKED)
    desk.decide()
    desk.stage(StaffCardStage.WAITING)
    assert isinstance(desk.presenter.window.focusWidget(), StaffCardBox)
    assert desk.decisions() == []
    desk.lay(SUPERVISOR)
    desk.until(lambda: len(desk.decisions()) == 1)
    desk.stage(StaffCardStage.DONE)
    assert desk.decisions() == [("allow", REASON, "Y-0117")]
    case = desk.presenter.screen.case
    assert case is not None
    assert [r.who for r in case.story[0].rows if REASON in r.words] == ["大塚・監督者・職員カード"]
    desk.decide(Key.Key_S)  # the next thing of the same row; the card still lies there
    desk.until(lambda: len(desk.decisions()) == 2)
    assert desk.decisions()[1] == ("stop", REASON, "Y-0117")


def test_another_card_is_refused_until_the_own_one_is_laid_down(desk: Desk) -> None:
    desk.decide()
    desk.until(lambda: desk.dialogue.listens)
    desk.reader.insert(card())
    desk.until(lambda: desk.box.code == "STAFF_CARD_UNKNOWN")
    desk.lay("西")
    desk.until(lambda: desk.box.code == "STAFF_CARD_OTHER_PERSON")
    assert desk.box.stage is StaffCardStage.REFUSED
    assert "西 さんのカードです" in desk.box.detail
    assert desk.presenter.screen.problem_code == "STAFF_CARD_OTHER_PERSON"
    assert desk.decisions() == []
    desk.lay(SUPERVISOR)
    desk.until(lambda: len(desk.decisions()) == 1)
    with desk.place.store.view() as unit:
        refused = [e.who for e in unit.audit_entries() if e.what == CARD_REFUSED]
    assert refused == [SUPERVISOR]
    press(desk.presenter, Key.Key_4, Qt.KeyboardModifier.AltModifier)
    settled(desk.presenter)
    record = desk.presenter.log.screen.view
    assert record is not None
    told = [row.what for row in record.rows if "職員カード" in row.what]
    assert REASON in told[0]
    assert "（職員カード Y-0117・証明書 " in told[0]
    assert told[1].startswith("職員カードを認めなかった（職員カード Y-0098・証明書 ")


def test_who_leaves_the_card_box_has_decided_nothing_and_keeps_the_reason(desk: Desk) -> None:
    desk.decide()
    press(desk.presenter, Key.Key_Escape)
    assert desk.box.stage is StaffCardStage.ASKED
    focused = desk.presenter.window.focusWidget()
    assert getattr(focused, "toPlainText", str)() == REASON
    desk.put(SUPERVISOR)
    desk.until(lambda: not desk.dialogue.background.busy)
    assert desk.decisions() == []
    desk.reader.remove()
    press(desk.presenter, Key.Key_Return)  # Enter in the reason: the three keys are next
    press(desk.presenter, Key.Key_H)
    desk.lay(SUPERVISOR)
    desk.until(lambda: [d[0] for d in desk.decisions()] == ["hold"])


def test_a_changed_mind_while_waiting_is_what_the_card_decides(desk: Desk) -> None:
    desk.decide()
    press(desk.presenter, Key.Key_S)
    assert "止める" in desk.box.detail
    desk.lay(SUPERVISOR)
    desk.until(lambda: len(desk.decisions()) == 1)
    assert desk.decisions()[0][0] == "stop"


def test_what_is_no_fault_of_the_card_ends_the_wait_until_enter(desk: Desk) -> None:
    authority = desk.place.settings.basedir / "ca.pem"
    content = authority.read_bytes()
    authority.unlink()
    desk.decide()
    desk.lay(SUPERVISOR)
    desk.stage(StaffCardStage.FAILED)
    assert desk.box.code == "STAFF_AUTHORITY_UNUSABLE"
    authority.write_bytes(content)
    desk.reader.remove()
    press(desk.presenter, Key.Key_Return)
    desk.lay(SUPERVISOR)
    desk.until(lambda: len(desk.decisions()) == 1)


def test_a_card_that_was_left_on_the_reader_decides_nothing(desk: Desk) -> None:
    desk.put(SUPERVISOR)
    desk.decide()
    desk.until(lambda: "置き直して" in desk.box.title)
    assert desk.decisions() == []
    desk.lay(SUPERVISOR)
    desk.until(lambda: len(desk.decisions()) == 1)


def test_a_card_is_not_waited_for_without_end(desk: Desk) -> None:
    cards = desk.place.staff_cards
    assert cards is not None
    (item, *_) = desk.place.review(SUPERVISOR).waiting()
    proofs: list[object] = []
    hasty = StaffCardDialogue(
        cards,
        SUPERVISOR,
        lambda *made: proofs.append(made),
        lambda: None,
        desk.presenter,
        patience=0.1,
    )
    hasty.begin(Wanted(item, Verdict.ALLOW, REASON, "許す"))
    desk.until(lambda: hasty.view.stage is StaffCardStage.FAILED)
    assert hasty.view.code == "STAFF_CARD_ABSENT"
    desk.put(SUPERVISOR)
    hasty.again()
    assert hasty.view.under_way
    desk.until(lambda: hasty.view.stage is StaffCardStage.FAILED)  # it was never laid down anew
    assert proofs == []
    hasty.close()


def test_turning_to_another_thing_gives_up_what_waits_for_the_card(desk: Desk) -> None:
    desk.decide()
    desk.presenter.screen.row_selected.emit("somewhere else")
    assert desk.box.stage is StaffCardStage.ASKED
    desk.decide()
    press(desk.presenter, Key.Key_2)
    assert desk.box.stage is StaffCardStage.ASKED
    desk.decide()
    press(desk.presenter, Key.Key_F12)
    assert desk.box.stage is StaffCardStage.ASKED
    desk.put(SUPERVISOR)
    desk.until(lambda: not desk.dialogue.background.busy)
    assert desk.decisions() == []


def test_what_somebody_else_decided_meanwhile_is_said_and_not_the_cards_fault(desk: Desk) -> None:
    desk.decide()
    with desk.place.store.unit() as unit:
        for queued in unit.outbox():
            if queued.state.value == "held":
                unit.release_message(queued.message.id, queued.state.CANCELLED, MORNING)
        for commitment in unit.commitments():
            if commitment.held:
                unit.set_held(commitment.id, False)
    desk.lay(SUPERVISOR)
    desk.until(lambda: desk.presenter.screen.problem_code == "REVIEW_ITEM_GONE")
    assert desk.decisions() == []


def test_where_decisions_are_made_by_name_no_card_is_asked_for(
    application: QApplication, tmp_path: Path
) -> None:
    with office(tmp_path) as place:
        place.commit(protection=Protection.YES)
        presenter = ReviewPresenter(place, SUPERVISOR)
        to_front(presenter)
        settled(presenter)
        case = presenter.screen.case
        assert case is not None
        assert case.card is None
        box = presenter.window.findChild(StaffCardBox)
        assert isinstance(box, StaffCardBox)
        assert not box.isVisible()
        put_away([presenter])
