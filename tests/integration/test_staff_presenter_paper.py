"""Step 5 by keys alone: another hand signs on the tablet, and a printed sheet is printed again."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtTest import QTest

from counter_app.bootstrap import trusted_seal
from counter_app.documents import REPRINTED, ReprintReason
from counter_app.model.document import DocumentState, SignatureAct
from counter_app.model.reception import Step
from counter_app.model.writing import Hand, Inability, Writing
from counter_app.ports import AuditEntry
from forms.verification import verify
from tests.staff_presenter_kit import ALT, Counter, Key, sandbox_counter, shown_words
from ui.staff.sign_for_panel import SignForPanel


@pytest.fixture
def counter(tmp_path: Path) -> Iterator[Counter]:
    with sandbox_counter(tmp_path) as made:
        made.received()
        made.go_on(Step.HOUSEHOLD)
        made.press(Key.Key_Y, ALT)
        made.go_on(Step.INTERVIEW)
        made.interview()
        made.go_on(Step.PROCEDURES)
        made.go_on(Step.DOCUMENTS)
        made.rendered()
        made.consent()
        yield made


def signatures(counter: Counter) -> tuple[SignatureAct, ...]:
    with counter.place.store.view() as unit:
        return unit.signatures(counter.reception.id)


def lines(counter: Counter, what: str) -> list[AuditEntry]:
    with counter.place.store.view() as unit:
        return [e for e in unit.audit_entries(case=counter.reception.id) if e.what == what]


def ask_to_write(counter: Counter) -> None:
    """Alt+K, 手が不自由, the clerk, who sees it, Enter."""
    counter.press(Key.Key_K, ALT)
    assert isinstance(counter.staff.documents.screen.form, SignForPanel)
    counter.press(Key.Key_1)
    counter.press(Key.Key_5)
    counter.write("大塚")
    counter.press(Key.Key_Return)


def at_tablet(counter: Counter) -> Writing:
    """Whose hand will write what is on the tablet now."""
    counter.wait(lambda: counter.tablet.shown == "sign", "nothing to sign")
    assert counter.tablet.signing is not None
    return counter.tablet.signing.writing


def sign_on_the_tablet(counter: Counter) -> None:
    counter.tablet.read_and_sign()
    documents = counter.staff.documents
    counter.wait(lambda: documents.idle and counter.tablet.shown == "blank", "not sealed")


def print_all(counter: Counter) -> None:
    counter.press(Key.Key_P, ALT)
    counter.wait(lambda: counter.staff.documents.idle, "not printed")
    counter.settled()


def test_a_clerk_writes_for_a_resident_and_every_copy_says_so(counter: Counter) -> None:
    ask_to_write(counter)
    assert at_tablet(counter) == Writing(Hand.BY_CLERK, "佐伯", "", Inability.HANDS, "", "大塚")
    sign_on_the_tablet(counter)
    (act,) = signatures(counter)
    assert act.writing.read_out
    sealed = [d for d in counter.staff.documents.stored if d.sealed]
    trusted = tuple(trusted_seal(counter.place.settings.basedir))
    assert sealed
    assert all(verify(d.sealed, trusted).writing == act.writing for d in sealed)
    (line,) = lines(counter, "document.sign")
    assert line.reason == "佐伯（職員）が代筆、手が不自由、立会い 大塚"
    assert "代筆 佐伯（職員）" in shown_words(counter.window)


def test_who_began_to_sign_and_cannot_is_written_for_instead(counter: Counter) -> None:
    counter.press(Key.Key_F9)
    assert not at_tablet(counter).by_other
    first = counter.tablet.signing
    assert first is not None
    assert set(first.written) == {document.id for document in first.documents}
    assert all(said.fields and said.values for said in first.written.values())
    ask_to_write(counter)
    counter.wait(lambda: counter.tablet.signing is not first, "the tablet did not begin anew")
    assert at_tablet(counter).by_other
    assert counter.tablet.signing is not None
    assert counter.tablet.signing.signer_id == first.signer_id
    sign_on_the_tablet(counter)
    assert [act.writing.hand for act in signatures(counter)] == [Hand.BY_CLERK]


def test_a_resident_who_does_not_want_it_leaves_nothing_signed(counter: Counter) -> None:
    ask_to_write(counter)
    at_tablet(counter)
    assert counter.tablet.on_stopped is not None
    counter.tablet.on_stopped()
    counter.wait(lambda: counter.staff.documents.idle)
    assert signatures(counter) == ()
    assert counter.tablet.shown == "blank"
    counter.press(Key.Key_F9)
    assert not at_tablet(counter).by_other


def test_a_sheet_printed_again_is_recorded_and_waits_for_the_scanner_anew(
    counter: Counter,
) -> None:
    counter.sign()
    print_all(counter)
    documents = counter.staff.documents
    sheet = documents.stored[0]
    assert sheet.state is DocumentState.PRINTED
    QTest.keyClicks(counter.window.focusWidget(), sheet.number)
    counter.press(Key.Key_Return)
    assert list(documents.pile.numbers) == [sheet.number]
    counter.press(Key.Key_R, ALT)
    counter.press(Key.Key_2)
    counter.press(Key.Key_Return)
    counter.wait(lambda: documents.idle and bool(lines(counter, REPRINTED)), "not printed again")
    (line,) = lines(counter, REPRINTED)
    assert (line.reason, line.fields) == (ReprintReason.SOILED, (sheet.number,))
    assert not documents.pile.numbers
    counter.wait(
        lambda: "（再印刷 1回）" in shown_words(counter.window), "the pile does not say it"
    )
    assert documents.stored[0].state is DocumentState.PRINTED


def test_the_slip_is_printed_again_after_the_commit(counter: Counter) -> None:
    counter.sign()
    counter.commit()
    counter.wait(lambda: bool(lines(counter, "document.print.printed")), "the slip is not printed")
    counter.settled()
    counter.press(Key.Key_A, ALT)
    counter.press(Key.Key_1)
    counter.press(Key.Key_Return)
    counter.wait(lambda: bool(lines(counter, REPRINTED)), "not printed again")
    counter.settled()
    (line,) = lines(counter, REPRINTED)
    with counter.place.store.view() as unit:
        papers = unit.documents(counter.reception.id)
    (slip,) = [d for d in papers if d.form_id == "slip"]
    assert (line.reason, line.fields) == (ReprintReason.LOST, (slip.number,))
    assert slip.state is DocumentState.PRINTED
