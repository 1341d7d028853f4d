"""What became of paper, as the supervisor's story and the department's papers tell it."""

from datetime import UTC, datetime

import pytest

from counter_app.model.document import DocumentState, document_digest
from counter_app.model.paper import PaperSheet, PaperState
from counter_app.model.town import load_town
from counter_app.ports import StoredDocument
from ui.desk.page_reader import papers_title
from ui.review.story_words import StoryWords

NOW = datetime(2026, 4, 3, 2, 0, tzinfo=UTC)


def document(at: int, state: DocumentState = DocumentState.PRINTED) -> StoredDocument:
    return StoredDocument(
        id=f"d{at}",
        reception_id="r",
        sheet=at,
        number=f"8F3KQ7T2-{at:02d}-1",
        form_id="E5",
        title="犬の登録事項変更届",
        procedure_ids=("E5",),
        signer="",
        pages=1,
        digest=document_digest(b""),
        pdf=b"",
        state=state,
    )


def paper(at: int, state: PaperState, page: int = 1) -> PaperSheet:
    return PaperSheet(f"8F3KQ7T2-{at:02d}-{page}", "r", f"d{at}", page, state, NOW)


def told(documents: tuple[StoredDocument, ...], *sheets: PaperSheet) -> list[str]:
    tabs = StoryWords(load_town(), NOW).tabs((), documents, sheets, hidden=False)
    return [row.who for row in tabs[2].rows]


@pytest.mark.parametrize(
    ("state", "words"),
    [
        (PaperState.SPOOLED, "印刷中（紙が出たか未確認）"),
        (PaperState.PRINTED, "印刷済み"),
        (PaperState.HANDED_OVER, "お渡し済み"),
        (PaperState.STALE, "古い紙（使わない）"),
        (PaperState.DESTROYED, "廃棄済み"),
    ],
)
def test_the_story_tells_what_became_of_the_paper(state: PaperState, words: str) -> None:
    assert told((document(1, DocumentState.VOID),), paper(1, state)) == [f"8F3KQ7T2-01-1・{words}"]


def test_the_story_tells_of_the_document_while_there_is_no_paper() -> None:
    sealed, void = document(1, DocumentState.SEALED), document(2, DocumentState.VOID)
    assert told((sealed, void), paper(1, PaperState.RENDERED), paper(2, PaperState.VOID)) == [
        "8F3KQ7T2-01-1・封印済み",
        "8F3KQ7T2-02-1・使いません",
    ]


def test_pages_that_stand_differently_are_both_told() -> None:
    sheets = (paper(1, PaperState.HANDED_OVER), paper(1, PaperState.SPOOLED, 2))
    assert told((document(1),), *sheets) == [
        "8F3KQ7T2-01-1・お渡し済み、印刷中（紙が出たか未確認）"
    ]


def test_a_department_is_told_that_a_paper_is_old() -> None:
    both = (document(1), document(2))
    sheets = (paper(1, PaperState.STALE), paper(2, PaperState.PRINTED))
    assert papers_title(both, sheets) == "犬の登録事項変更届（古い紙）・犬の登録事項変更届"
