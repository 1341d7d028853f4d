"""A whole reception by keys alone at a sandbox counter: forth, back, undone, left and resumed."""

from collections.abc import Iterator
from pathlib import Path
from threading import Event

import pytest

from counter_app.failures import CounterError, FailureCode
from counter_app.model.commitment import ExecutorKind
from counter_app.model.document import DocumentState
from counter_app.model.message import DeliveryState
from counter_app.model.names import KanaStatus
from counter_app.model.reception import LinkedMember, Protection, ReceptionState, Step
from counter_app.ports import PrintOutcome, PrintQueue, StoredDocument
from tests.staff_presenter_kit import ALT, CTRL, Counter, Key, sandbox_counter, shown_words, to_row
from ui.staff.words.card import CardStage

STEPS = (Step.RECEPTION, Step.HOUSEHOLD, Step.INTERVIEW, Step.PROCEDURES, Step.DOCUMENTS)


@pytest.fixture
def counter(tmp_path: Path) -> Iterator[Counter]:
    with sandbox_counter(tmp_path) as made:
        yield made


class SlowPrinter:
    """The counter's printer, which prints nothing until it is told to go on."""

    def __init__(self, printer: PrintQueue) -> None:
        self._printer = printer
        self.goes_on = Event()

    @property
    def keeps_files(self) -> bool:
        return self._printer.keeps_files

    def print(self, pdf: bytes, job_name: str) -> PrintOutcome:
        assert self.goes_on.wait(120)
        return self._printer.print(pdf, job_name)


def to_documents(counter: Counter) -> None:
    counter.go_on(Step.HOUSEHOLD)
    counter.press(Key.Key_Y, ALT)
    counter.go_on(Step.INTERVIEW)
    counter.interview()
    counter.go_on(Step.PROCEDURES)
    counter.go_on(Step.DOCUMENTS)
    counter.rendered()


def screen_of(counter: Counter, step: Step) -> object:
    return counter.staff._steps[step].screen


def links_of(counter: Counter) -> tuple[LinkedMember, ...]:
    """The link codes of the reception as it is now."""
    return counter.reception.links


def identity_is_checked(counter: Counter) -> bool:
    """Whether the reception has an identity check now."""
    return counter.reception.identity is not None


def stored_of(counter: Counter) -> tuple[StoredDocument, ...]:
    """The sheets step 5 has now."""
    return counter.staff.documents.stored


def stored_in(counter: Counter) -> tuple[StoredDocument, ...]:
    """The sheets the store has of the reception at hand."""
    with counter.place.store.view() as unit:
        return unit.documents(counter.reception.id)


def test_step_5_says_that_a_font_is_not_there_and_goes_on_once_it_is(
    counter: Counter, monkeypatch: pytest.MonkeyPatch
) -> None:
    code = FailureCode.FORM_FONT_MISSING

    def missing(_: object) -> None:
        raise CounterError(code, "書体「見本」が見つかりません")

    documents = counter.staff.documents
    counter.received()
    with monkeypatch.context() as taken_away:
        taken_away.setattr(type(counter.place), "renderer", property(missing))
        counter.press(Key.Key_5, ALT)
        counter.wait(lambda: documents.screen.problem_code == code, "no banner")
        assert counter.window.screen_shown is documents.screen
        assert documents.idle
    counter.press(Key.Key_5, ALT)  # to what is wrong: もう一度
    counter.press(Key.Key_Return)
    counter.rendered()
    assert documents.screen.problem_code == ""
    counter.press(Key.Key_4, ALT)
    with monkeypatch.context() as taken_away:
        taken_away.setattr(type(counter.place), "renderer", property(missing))
        counter.press(Key.Key_5, ALT)
        counter.wait(lambda: documents.screen.problem_code == code, "no banner of stored sheets")
        assert counter.window.screen_shown is documents.screen


def test_a_reception_goes_forth_and_back_and_is_committed_by_keys_alone(
    counter: Counter, monkeypatch: pytest.MonkeyPatch
) -> None:
    counter.received()
    to_documents(counter)
    for step in (Step.PROCEDURES, Step.INTERVIEW, Step.HOUSEHOLD):
        counter.press(Key.Key_Left, ALT)
        assert counter.reception.step is step
        assert counter.window.screen_shown is screen_of(counter, step)
    for number, step in enumerate(STEPS):
        counter.press(Key(Key.Key_1 + number), ALT)
        assert counter.reception.step is step
    counter.press(Key.Key_6, ALT)
    at_the_plan = counter.reception
    assert at_the_plan.step is Step.DISPATCH
    assert not at_the_plan.number
    counter.press(Key.Key_Left, ALT)
    assert counter.reception.step is Step.DOCUMENTS
    counter.rendered()
    counter.consent()
    counter.sign()
    printer = SlowPrinter(counter.place.printer)
    monkeypatch.setattr(counter.place, "printer", printer)
    counter.press(Key.Key_P, ALT)
    assert counter.staff.documents.busy
    counter.press(Key.Key_F8)  # while the printer is at it: not swallowed
    assert counter.staff.documents.screen.note() == "書類が済みしだい、依頼へ進みます"
    printer.goes_on.set()
    counter.wait(lambda: bool(counter.reception.number), "F8 was swallowed")
    counter.settled()
    signed = [d for d in stored_in(counter) if d.signer]
    assert {d.state for d in signed} == {DocumentState.PRINTED}
    assert counter.reception.state is ReceptionState.COMMITTED
    assert counter.window.screen_shown is counter.staff.dispatch.screen
    counter.press(Key.Key_1, ALT)
    assert counter.window.screen_shown is counter.staff.dispatch.screen
    counter.press(Key.Key_Z, CTRL)
    assert counter.reception.number
    assert counter.is_stored()


def test_ctrl_z_takes_each_step_back_where_it_was_made(counter: Counter) -> None:
    counter.received()
    counter.go_on(Step.HOUSEHOLD)
    counter.press(Key.Key_Y, ALT)
    household = counter.reception.household
    assert household is not None
    assert all(m.name.kana_status is not KanaStatus.PROVISIONAL for m in household.members)
    counter.go_on(Step.INTERVIEW)
    first = counter.answer_question()
    counter.answer_question()
    counter.go_on(Step.PROCEDURES)
    answered = len(counter.reception.answers)
    counter.press(Key.Key_Z, CTRL)
    assert counter.reception.step is Step.INTERVIEW
    assert counter.window.screen_shown is screen_of(counter, Step.INTERVIEW)
    assert len(counter.reception.answers) < answered
    counter.press(Key.Key_Z, CTRL)
    inquiry = counter.staff.interview.inquiry
    assert inquiry is not None
    assert inquiry.question is not None
    assert inquiry.question.id == first
    counter.press(Key.Key_Z, CTRL)
    assert counter.window.screen_shown is screen_of(counter, Step.HOUSEHOLD)
    assert counter.reception.confirmed_readings == ()
    counter.press(Key.Key_Z, CTRL)
    assert counter.window.screen_shown is screen_of(counter, Step.RECEPTION)
    assert counter.reception.household is None
    assert counter.reception.cards == ()
    assert links_of(counter) == ()
    assert counter.session.number_of == ""
    assert counter.stage is CardStage.STOPPED
    assert identity_is_checked(counter)
    counter.press(Key.Key_Z, CTRL)
    assert not identity_is_checked(counter)
    counter.press(Key.Key_Z, CTRL)
    assert counter.reception.protection is Protection.UNASKED
    assert not counter.session.can_undo
    counter.press(Key.Key_Z, CTRL)
    assert counter.is_stored()


def test_undoing_a_card_reading_lets_the_same_card_be_read_again(counter: Counter) -> None:
    counter.received()
    code = counter.reception.links[0].link_code
    counter.press(Key.Key_Z, CTRL)
    assert links_of(counter) == ()
    counter.wait(lambda: not counter.session.card_thread.busy)
    counter.press(Key.Key_C, ALT)
    counter.wait(lambda: counter.tablet.shown == "pin")
    counter.type_pins("takashi")
    counter.wait(lambda: counter.stage is CardStage.DONE)
    assert [link.link_code for link in links_of(counter)] == [code]
    assert counter.is_stored()


def test_undo_in_the_documents_takes_a_decision_back_and_stops_at_a_signature(
    counter: Counter,
) -> None:
    counter.received()
    to_documents(counter)
    counter.consent()
    assert all(c.given for c in counter.reception.consents)
    last = counter.reception.consents[-1].receiver
    counter.press(Key.Key_F9)
    counter.wait(lambda: counter.tablet.shown == "sign")
    counter.press(Key.Key_Z, CTRL)
    assert counter.tablet.shown == "blank"  # nobody signs the sheets as they were
    counter.rendered()
    assert {c.receiver: c.given for c in counter.reception.consents}[last] is None
    assert counter.window.screen_shown is counter.staff.documents.screen
    counter.consent()
    counter.sign()
    sealed = {d.id: d.sealed for d in counter.staff.documents.stored if d.sealed}
    assert not counter.session.can_undo
    counter.press(Key.Key_Z, CTRL)
    assert all(c.given for c in counter.reception.consents)
    assert {d.id: d.sealed for d in counter.staff.documents.stored if d.sealed} == sealed


def test_a_correction_after_signing_can_be_undone_without_losing_the_signed_sheets(
    counter: Counter,
) -> None:
    counter.received()
    to_documents(counter)
    counter.consent()
    counter.sign()
    sealed = {d.id: d.sealed for d in counter.staff.documents.stored if d.sealed}
    counter.press(Key.Key_4, ALT)
    counter.press(Key.Key_Down)
    counter.press(Key.Key_X, ALT)
    assert counter.reception.postponed
    counter.press(Key.Key_Z, CTRL)
    assert counter.reception.postponed == ()
    counter.go_on(Step.DOCUMENTS)
    counter.rendered()
    now = {d.id: d.sealed for d in counter.staff.documents.stored if d.sealed}
    assert now == sealed
    assert all(d.state is not DocumentState.VOID for d in counter.staff.documents.stored)
    counter.commit()


def test_a_reception_is_resumed_from_the_list_where_it_stood(counter: Counter) -> None:
    counter.received()
    counter.go_on(Step.HOUSEHOLD)
    counter.go_on(Step.INTERVIEW)
    counter.answer_question()
    kept = counter.reception
    counter.press(Key.Key_F2)
    assert counter.session.reception is None
    assert counter.tablet.shown == "blank"
    to_row(counter, kept.id)
    counter.press(Key.Key_Return)
    counter.wait(lambda: counter.session.is_at(kept.id))
    assert counter.reception == kept
    assert counter.window.screen_shown is counter.staff.interview.screen
    counter.press(Key.Key_Z, CTRL)
    assert counter.reception == kept


def test_two_receptions_alternate_and_nothing_of_one_shows_in_the_other(counter: Counter) -> None:
    counter.received()
    to_documents(counter)
    first = counter.reception
    sheets = counter.staff.documents.stored
    assert sheets
    counter.sandbox.reader.remove()
    counter.press(Key.Key_F3)
    second = counter.reception.id
    assert second != first.id
    assert stored_of(counter) == ()
    assert counter.session.history == []
    assert counter.session.number_of == ""
    assert "渡邉" not in shown_words(counter.window)
    counter.press(Key.Key_2)
    counter.check_identity()
    counter.lay_card("misaki")
    counter.type_pins("misaki")
    counter.wait(lambda: counter.problem == "VISIT_ALREADY_TAKEN")
    assert counter.reception.household is None
    assert counter.staff.interview.inquiry is None
    counter.press(Key.Key_F2)
    to_row(counter, first.id)
    counter.press(Key.Key_Return)
    counter.wait(lambda: counter.session.is_at(first.id))
    counter.rendered()
    assert [d.number for d in stored_of(counter)] == [d.number for d in sheets]
    counter.consent()
    counter.sign()
    counter.commit()
    counter.press(Key.Key_F2)
    to_row(counter, second)
    counter.press(Key.Key_Return)
    counter.wait(lambda: counter.session.is_at(second))
    assert counter.reception.state is ReceptionState.OPEN
    assert counter.window.screen_shown is counter.staff.reception.screen


def test_leaving_while_the_sheets_are_made_makes_no_sheet_twice(counter: Counter) -> None:
    counter.received()
    counter.go_on(Step.HOUSEHOLD)
    counter.go_on(Step.INTERVIEW)
    counter.go_on(Step.PROCEDURES)
    counter.press(Key.Key_F8)
    mine = counter.reception.id
    counter.press(Key.Key_F2)
    to_row(counter, mine)
    counter.press(Key.Key_Return)
    counter.wait(lambda: counter.session.is_at(mine))
    counter.rendered()
    made = [(d.form_id, d.subject) for d in counter.staff.documents.stored]
    assert len(made) == len(set(made))
    with counter.place.store.view() as unit:
        stored = unit.documents(mine)
    assert sorted(d.id for d in stored) == sorted(d.id for d in counter.staff.documents.stored)


def test_f12_while_somebody_signs_stops_the_signing_and_it_can_begin_again(
    counter: Counter,
) -> None:
    counter.received()
    to_documents(counter)
    counter.consent()
    counter.press(Key.Key_F9)
    counter.press(Key.Key_F8)  # asked for too early: nothing is committed behind anybody's back
    counter.wait(lambda: counter.tablet.shown == "sign")
    assert counter.staff.documents.idle is False
    counter.press(Key.Key_F12)
    assert counter.tablet.shown == "blank"
    counter.press(Key.Key_Return)
    assert not counter.window.is_covered
    counter.sign()
    counter.commit()


def test_a_protected_reception_shows_no_name_in_lists_and_lets_nothing_out(
    counter: Counter,
) -> None:
    counter.received(Key.Key_1)
    assert counter.reception.protection is Protection.YES
    to_documents(counter)
    assert counter.reception.consents == ()
    assert not any(d.form_id == "consent" for d in counter.staff.documents.stored)
    rail = counter.window.rail
    assert rail is not None
    assert "渡邉" not in shown_words(rail)
    mine = counter.reception.id
    counter.press(Key.Key_F2)
    assert counter.staff.start.receptions is not None
    view = counter.staff.start.receptions.view(0, "", "")
    rows = [row for group in view.groups for row in group.rows]
    assert all("渡邉" not in f"{row.name}{row.words}{row.kind}" for row in rows)
    assert "渡邉" not in shown_words(counter.window)
    to_row(counter, mine)
    counter.press(Key.Key_Return)
    counter.wait(lambda: counter.session.is_at(mine))
    counter.rendered()
    counter.sign()
    counter.commit()
    with counter.place.store.view() as unit:
        commitments = unit.commitments(reception_id=mine)
        queue = unit.outbox(reception_id=mine)
    assert commitments
    assert all(c.held for c in commitments if c.executor_kind is ExecutorKind.ORGANISATION)
    assert all(q.state is DeliveryState.HELD for q in queue)
    assert counter.sandbox.town.hub.ledger() == ()


def test_the_clerk_is_told_that_sheets_are_made_and_how_many(counter: Counter) -> None:
    screen = counter.staff.documents.screen
    said: list[tuple[str, str, bool]] = []

    def hear() -> None:
        view = screen._view
        if view is not None:
            said.append((view.awaited, view.making, screen.buttons()[1].ready))

    screen.bar_changed.connect(hear)
    counter.received()
    to_documents(counter)
    count = len(stored_of(counter))
    counting = ("書類を作っています", "作っています", False)
    made = ("書類を作っています", f"{count}件を作っています", False)
    assert said.index(counting) < said.index(made)
    assert said[-1][:2] == ("", "")
