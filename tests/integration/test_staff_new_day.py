"""A reception that is open over midnight, or taken up on a later day: when it counts as filed."""

from dataclasses import replace
from datetime import date, datetime
from pathlib import Path

from counter_app.bootstrap import JST
from counter_app.model.document import DocumentState
from counter_app.model.numbers import new_id
from counter_app.ports import StoredDocument
from tests.staff_presenter_kit import Counter, Key, sandbox_counter, shown_words, to_row

MOVED = "届出日は今日 4月4日（土） です（受付は 4月3日）"
STANDS = "届出日は 4月4日（土） のままです"


def said(counter: Counter) -> str:
    screen = counter.window.screen_shown
    assert screen is not None
    return shown_words(screen)


def signed_sheet(reception_id: str) -> StoredDocument:
    return StoredDocument(
        id=new_id(),
        reception_id=reception_id,
        sheet=1,
        number="8F3KQ7T2-01-1",
        form_id="A1",
        title="住民異動届",
        procedure_ids=("A1",),
        signer="m1",
        pages=1,
        digest="d",
        pdf=b"%PDF",
        sealed=b"%PDF",
        state=DocumentState.SEALED,
        signature_id="act",
    )


def test_midnight_moves_the_day_of_filing_until_somebody_has_signed(tmp_path: Path) -> None:
    with sandbox_counter(tmp_path) as counter:
        counter.clock.at = datetime(2026, 4, 3, 23, 59, 59, tzinfo=JST)
        counter.open(None)
        first = counter.reception
        counter.staff._on_beat()
        assert counter.reception == first
        counter.clock.forward(seconds=1)
        counter.staff._on_beat()
        assert counter.reception.filed_on == date(2026, 4, 4)
        assert counter.is_stored()
        assert MOVED in said(counter)
        counter.press(Key.Key_F2)
        counter.press(Key.Key_F3)
        assert "届出日" not in said(counter)
        counter.press(Key.Key_F2)
        with counter.place.store.unit() as unit:
            unit.save_document(signed_sheet(first.id))
        counter.clock.forward(days=2)
        counter.staff._on_beat()
        counter.settled()
        to_row(counter, first.id)
        counter.press(Key.Key_Return)
        counter.wait(lambda: counter.session.reception is not None)
        assert counter.reception.filed_on == date(2026, 4, 4)
        assert STANDS in said(counter)
        with counter.place.store.unit() as unit:
            (signed,) = unit.documents(first.id)
            unit.save_document(replace(signed, state=DocumentState.VOID))
        counter.press(Key.Key_F2)
        to_row(counter, first.id)
        counter.press(Key.Key_Return)
        counter.wait(lambda: counter.session.reception is not None)
        assert counter.reception.filed_on == date(2026, 4, 6)
