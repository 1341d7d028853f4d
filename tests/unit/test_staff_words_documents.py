"""Step 5 in words: who may be written for, who wrote, what was printed again."""

from dataclasses import replace
from datetime import datetime, timedelta, timezone

from counter_app.model.document import (
    DocumentState,
    PenPoint,
    ShownPage,
    SignatureAct,
    Stroke,
    document_digest,
)
from counter_app.model.paper import PaperSheet, PaperState
from counter_app.model.writing import OWN_HAND, Hand, Inability, Writing
from counter_app.ports import StoredDocument
from tests.paperwork_kit import a_case
from ui.staff.pile_views import PileRowView, PileState, PileView
from ui.staff.words.documents import Desk, documents_view
from ui.staff.work_views import DocumentsView, SignForView

CASE = a_case("h2")
FIRST, SECOND = (member.id for member in CASE.household.members[:2])
SIGNED_AT = datetime(2026, 4, 3, 10, 42, tzinfo=timezone(timedelta(hours=9)))
CLERK = Writing(Hand.BY_CLERK, "佐伯", "", Inability.HANDS, "", "大塚", True)


def sheet(
    number: int, signer: str, state: DocumentState = DocumentState.RENDERED
) -> StoredDocument:
    signed = state is not DocumentState.RENDERED
    return StoredDocument(
        id=f"d{number}",
        reception_id=CASE.reception.id,
        sheet=number,
        number=f"8F3KQ7T2-{number:02d}-1",
        form_id="C1",
        title="児童手当 認定請求書",
        procedure_ids=("C1",),
        signer=signer,
        pages=1,
        digest=document_digest(b""),
        pdf=b"",
        state=state,
        signature_id=f"s{number}" if signed else "",
    )


def act(number: int, writing: Writing) -> SignatureAct:
    digest = document_digest(b"")
    return SignatureAct.over(
        (ShownPage(f"8F3KQ7T2-{number:02d}-1", 1, digest, digest),),
        (Stroke((PenPoint(0, 0, 0), PenPoint(9, 9, 5))),),
        id=f"s{number}",
        reference="8F3KQ7T2",
        signer_name="渡邉\U000e010f\u3000髙志",
        signed_at=SIGNED_AT,
        writing=writing,
    )


TWO = (sheet(1, FIRST), sheet(2, SECOND))
SEALED, PRINTED = DocumentState.SEALED, DocumentState.PRINTED


def shown(desk: Desk) -> DocumentsView:
    return documents_view(CASE, replace(desk, clerk="佐伯"))


def written_for(desk: Desk) -> str:
    found = shown(desk).sign_for
    return found.signer if found is not None else ""


def test_the_next_signer_is_written_for_unless_another_is_chosen() -> None:
    assert written_for(Desk(TWO)) == FIRST
    assert written_for(Desk(TWO, chosen=SECOND)) == SECOND
    assert written_for(Desk((sheet(1, FIRST, SEALED), TWO[1]))) == SECOND


def test_while_someone_is_at_the_tablet_they_are_the_one() -> None:
    assert written_for(Desk(TWO, signing=FIRST, chosen=SECOND)) == FIRST


def test_one_who_has_signed_is_not_written_for() -> None:
    done = (sheet(1, FIRST, SEALED), sheet(2, SECOND, PRINTED))
    assert shown(Desk(done)).sign_for is None
    assert written_for(Desk((TWO[0], done[1]), chosen=SECOND)) == FIRST


def test_nobody_is_written_for_while_the_consents_are_open() -> None:
    undecided = tuple(replace(consent, given=None) for consent in CASE.reception.consents)
    assert undecided
    case = replace(CASE, reception=replace(CASE.reception, consents=undecided))
    assert documents_view(case, Desk(TWO)).sign_for is None


def test_the_form_is_told_the_clerk_the_name_and_the_rule_of_the_town() -> None:
    name = CASE.household.member(FIRST).name.shown
    assert shown(Desk(TWO, witnessed=False)).sign_for == SignForView(FIRST, name, "佐伯", False)


def test_the_chosen_signer_is_the_one_framed() -> None:
    assert shown(Desk(TWO, chosen=SECOND)).signer == SECOND
    assert shown(Desk(TWO, signing=FIRST, chosen=SECOND)).signer == FIRST


def test_a_signer_s_card_says_who_wrote_for_them() -> None:
    done = (sheet(1, FIRST, SEALED), sheet(2, SECOND, SEALED))
    view = shown(Desk(done, (act(1, CLERK), act(2, OWN_HAND))))
    assert [signer.words for signer in view.signers] == [
        "1枚に1回　10:42　代筆 佐伯（職員）",
        "1枚に1回　10:42",
    ]


def papers(*states: PaperState, document: int = 1) -> tuple[PaperSheet, ...]:
    """The pages of one document."""
    return tuple(
        PaperSheet(f"8F3KQ7T2-{document:02d}-{page}", "r", f"d{document}", page, state, SIGNED_AT)
        for page, state in enumerate(states, start=1)
    )


def test_what_a_printer_holds_is_not_printed_again_before_it_is_settled() -> None:
    sealed = (sheet(1, FIRST, SEALED), sheet(2, SECOND, SEALED))
    held = papers(PaperState.SPOOLED) + papers(PaperState.RENDERED, document=2)
    assert shown(Desk(sealed, papers=held)).print_ready == 1
    settled = papers(PaperState.RENDERED) + papers(PaperState.RENDERED, document=2)
    assert shown(Desk(sealed, papers=settled)).print_ready == 2


def test_a_document_that_came_out_in_part_is_printed_whole_and_says_so() -> None:
    sealed = (replace(sheet(1, FIRST, SEALED), pages=3),)
    half = papers(PaperState.PRINTED, PaperState.RENDERED, PaperState.PRINTED)
    view = shown(Desk(sealed, papers=half, short={"C1": "児童手当"}))
    assert view.print_ready == 1
    assert view.print_note == (
        "児童手当は全部の紙を印刷し直します。出ている 01-1・01-3 は捨ててください"
    )
    fresh = papers(*[PaperState.RENDERED] * 3)
    assert shown(Desk(sealed, papers=fresh)).print_note == ""


def test_what_is_not_read_yet_is_said_and_keeps_nobody_from_going_on() -> None:
    rows = tuple(
        PileRowView(f"0{at}-1", "", state)
        for at, state in enumerate((PileState.THERE, PileState.GIVEN, PileState.WAITS))
    )
    done = (sheet(1, FIRST, PRINTED), sheet(2, SECOND, PRINTED))
    view = shown(Desk(done, pile=PileView(rows, "1／2")))
    assert view.missing.endswith("照合 1枚")
    assert view.can_go_on == shown(Desk(done)).can_go_on


def test_a_sheet_of_somebody_who_is_in_the_household_no_more_is_left_out() -> None:
    gone = replace(sheet(1, "gone"), signer="", subject="gone")
    view = shown(Desk((sheet(2, "gone"), gone, sheet(3, FIRST))))
    assert [shown.id for shown in view.sheets] == ["d3"]
