"""Signing for a person who cannot write (代筆): what is said, agreed to, sealed and recorded."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from counter_app.failures import CounterError, FailureCode
from counter_app.model.document import DocumentState, PenPoint, Stroke
from counter_app.model.reception import Reception
from counter_app.model.town import load_town
from counter_app.model.writing import OWN_HAND, Hand, Inability, Writing
from counter_app.paperwork.sheets import needed_sheets
from counter_app.signing import Signing, SigningSession
from forms.verification import verify
from tests.desk_kit import CLERK, SUPERVISOR, Office, office
from tests.paperwork_kit import a_case
from ui.review.story_words import StoryWords

INK = (Stroke((PenPoint(500, 500, 0), PenPoint(3000, 700, 50))),)
BY_CLERK = Writing(Hand.BY_CLERK, CLERK, "", Inability.HANDS, "", SUPERVISOR)
BY_WIFE = Writing(Hand.BY_ATTENDANT, "渡邉\U000e010f\u3000美咲", "妻", Inability.SIGHT)


@pytest.fixture
def counter(tmp_path: Path) -> Iterator[Office]:
    with office(tmp_path) as made:
        yield made


@pytest.fixture
def reception(counter: Office) -> Reception:
    made = a_case("h2").reception
    with counter.store.unit() as unit:
        unit.add_reception(made)
    sheets = needed_sheets(counter.case(made), counter.renderer.forms())
    chosen = tuple(sheet for sheet in sheets if sheet.form_id in ("C1", "C4"))
    counter.documents(CLERK, "窓口2").prepare(made, chosen)
    return made


def begun(counter: Office, reception: Reception, writing: Writing) -> SigningSession:
    signing = counter.signing("tablet")
    (signer,) = signing.signers(reception)
    return signing.begin(reception, signer, writing)


def read(session: SigningSession) -> SigningSession:
    for page in range(len(session.pages)):
        session.mark_read(page)
    return session


def nothing_is_signed(counter: Office, reception: Reception) -> bool:
    with counter.store.view() as unit:
        documents = unit.documents(reception.id)
        return unit.signatures(reception.id) == () and all(not d.sealed for d in documents)


def test_a_clerk_never_writes_alone_where_the_town_asks_for_a_witness(
    counter: Office, reception: Reception
) -> None:
    with pytest.raises(CounterError) as caught:
        begun(counter, reception, replace(BY_CLERK, witness=""))
    assert caught.value.code is FailureCode.SIGNING_FOR_INCOMPLETE
    assert "立ち会う別の職員" in caught.value.detail


def test_a_town_without_that_rule_lets_a_clerk_write_alone(
    counter: Office, reception: Reception
) -> None:
    alone = Signing(
        counter.store, counter.clock, counter.imaging, counter.sealing, "tablet", witnessed=False
    )
    (signer,) = alone.signers(reception)
    session = alone.begin(reception, signer, replace(BY_CLERK, witness=""))
    assert session.writing.by_other


def test_what_was_not_read_out_to_the_signer_is_not_signed(
    counter: Office, reception: Reception
) -> None:
    session = read(begun(counter, reception, BY_CLERK))
    with pytest.raises(CounterError) as caught:
        counter.signing("tablet").sign(reception, session, INK)
    assert caught.value.code is FailureCode.SIGNING_NOT_READ_OUT
    assert nothing_is_signed(counter, reception)


def test_agreeing_does_not_stand_for_pages_that_were_not_shown(
    counter: Office, reception: Reception
) -> None:
    session = begun(counter, reception, BY_CLERK)
    session.agree()
    with pytest.raises(CounterError) as caught:
        counter.signing("tablet").sign(reception, session, INK)
    assert caught.value.code is FailureCode.SIGNING_PAGES_UNREAD
    assert nothing_is_signed(counter, reception)


@pytest.mark.parametrize("writing", [BY_CLERK, BY_WIFE])
def test_the_store_the_sealed_files_and_the_record_say_who_wrote(
    counter: Office, reception: Reception, writing: Writing
) -> None:
    session = read(begun(counter, reception, writing))
    session.agree()
    act = counter.signing("tablet").sign(reception, session, INK)
    assert act.writing == replace(writing, read_out=True)
    with counter.store.view() as unit:
        assert unit.signatures(reception.id) == (act,)
        sealed = [d for d in unit.documents(reception.id) if d.state is DocumentState.SEALED]
        (line,) = [e for e in unit.audit_entries(case=reception.id) if e.what == "document.sign"]
    assert len(sealed) == 2
    for document in sealed:
        found = verify(document.sealed, _trusted(counter))
        assert found.intact
        assert found.writing == act.writing
    assert line.who == session.signer_name
    assert line.reason == writing.record
    assert "美咲" not in line.reason


def _trusted(counter: Office) -> tuple[bytes, ...]:
    from counter_app.bootstrap import trusted_seal

    return tuple(trusted_seal(counter.settings.basedir))


def test_a_signature_of_one_s_own_hand_says_nothing_of_another(
    counter: Office, reception: Reception
) -> None:
    session = read(begun(counter, reception, OWN_HAND))
    act = counter.signing("tablet").sign(reception, session, INK)
    assert act.writing == OWN_HAND
    with counter.store.view() as unit:
        (line,) = [e for e in unit.audit_entries(case=reception.id) if e.what == "document.sign"]
    assert line.reason == ""


@pytest.mark.parametrize("hidden", [False, True])
def test_the_story_tells_who_wrote_and_names_nobody_who_is_protected(
    counter: Office, reception: Reception, hidden: bool
) -> None:
    session = read(begun(counter, reception, BY_CLERK))
    session.agree()
    counter.signing("tablet").sign(reception, session, INK)
    lines = counter.review(SUPERVISOR).story(reception.id)
    course, _, papers, _ = StoryWords(load_town(), counter.now).tabs(lines, (), hidden=hidden)
    told = f"{CLERK}（職員）が代筆、手が不自由、立会い {SUPERVISOR}"
    assert f"署名した：{told}" in [row.words for row in course.rows]
    assert [row.words for row in papers.rows] == [f"署名 2ページ：{told}"]
    words = "".join(f"{row.words}{row.who}" for tab in (course, papers) for row in tab.rows)
    assert ("髙志" in words) is not hidden
