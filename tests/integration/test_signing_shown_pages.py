"""What is signed is what was shown: pages that changed under the reader's eyes are not sealed."""

from collections.abc import Iterator
from dataclasses import replace

import pytest

from counter_app.failures import CounterError, FailureCode
from counter_app.model.document import DocumentState, PenPoint, Stroke
from counter_app.model.numbers import new_document_reference, new_id
from counter_app.model.reception import Reception
from counter_app.paperwork.sheets import needed_sheets
from counter_app.paperwork.values import NeededSheet
from counter_app.ports import StoredDocument
from counter_app.signing import SigningSession
from tests.desk_kit import CLERK, Office, office
from tests.paperwork_kit import a_case

INK = (Stroke((PenPoint(500, 500, 0), PenPoint(3000, 700, 50))),)


@pytest.fixture(scope="module")
def counter(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Office]:
    with office(tmp_path_factory.mktemp("office")) as made:
        yield made


@pytest.fixture
def reception(counter: Office) -> Reception:
    made = replace(a_case("h2").reception, id=new_id(), reference=new_document_reference())
    with counter.store.unit() as unit:
        unit.add_reception(made)
    return made


@pytest.fixture
def claim(counter: Office, reception: Reception) -> NeededSheet:
    sheets = needed_sheets(counter.case(reception), counter.renderer.forms())
    return next(sheet for sheet in sheets if sheet.form_id == "C1")


def read_to_the_end(counter: Office, reception: Reception) -> SigningSession:
    signing = counter.signing("tablet")
    session = signing.begin(reception, signing.signers(reception)[0])
    for page in range(len(session.pages)):
        session.mark_read(page)
    return session


def stored(counter: Office, reception: Reception) -> tuple[StoredDocument, ...]:
    with counter.store.view() as unit:
        return unit.documents(reception.id)


def refused(counter: Office, reception: Reception, session: SigningSession) -> None:
    with pytest.raises(CounterError) as caught:
        counter.signing("tablet").sign(reception, session, INK)
    assert caught.value.code is FailureCode.SIGNING_PAGES_REPLACED
    assert session.documents[0].title in caught.value.detail


@pytest.mark.parametrize("needed", [True, False])
def test_a_sheet_corrected_or_made_void_while_it_is_read_is_not_signed(
    counter: Office, reception: Reception, claim: NeededSheet, needed: bool
) -> None:
    documents = counter.documents(CLERK, "窓口2")
    documents.prepare(reception, (claim,))
    session = read_to_the_end(counter, reception)
    data = {**claim.data, "claimant.phone": "090-9999-9999", "filer.phone": "090-9999-9999"}
    documents.prepare(reception, (replace(claim, data=data),) if needed else ())
    corrected = stored(counter, reception)
    refused(counter, reception, session)
    assert stored(counter, reception) == corrected
    with counter.store.view() as unit:
        assert unit.signatures(reception.id) == ()
    if needed:
        again = read_to_the_end(counter, reception)
        counter.signing("tablet").sign(reception, again, INK)
        (sealed,) = stored(counter, reception)
        assert (sealed.state, sealed.digest) == (DocumentState.SEALED, corrected[0].digest)


def test_pages_shown_at_two_counters_are_signed_once(
    counter: Office, reception: Reception, claim: NeededSheet
) -> None:
    counter.documents(CLERK, "窓口2").prepare(reception, (claim,))
    here, there = (read_to_the_end(counter, reception) for _ in range(2))
    act = counter.signing("tablet").sign(reception, here, INK)
    refused(counter, reception, there)
    with counter.store.view() as unit:
        assert unit.signatures(reception.id) == (act,)
