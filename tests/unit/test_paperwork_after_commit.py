"""Which papers come with a committed reception, and which department is handed paper."""

from dataclasses import replace
from datetime import date

import pypdfium2 as pdfium
import pytest

from counter_app.documents import AFTER_COMMIT
from counter_app.model.attachment import AttachmentState, AwaitedPaper
from counter_app.model.commitment import Commitment, ExecutorKind
from counter_app.model.town import Town, load_town
from counter_app.paperwork.after_commit import (
    TO_HAND_OVER,
    TO_SEND,
    drawn_anew,
    on_paper,
    papers_after_commit,
)
from counter_app.paperwork.awaited import fields_now
from counter_app.paperwork.handing_over import handover
from counter_app.paperwork.values import Case, NeededSheet
from forms.renderer import FormRenderer
from resources.loader import data_file
from tests.paperwork_kit import EXAMPLES, NOW, TOWN, a_case, committed

RENDERER = FormRenderer()
ON = date(2026, 4, 3)


def without_screen(*departments: str) -> Town:
    return replace(
        TOWN,
        departments=tuple(replace(d, system=d.id not in departments) for d in TOWN.departments),
    )


def papers(case: Case) -> tuple[tuple[Commitment, ...], tuple[NeededSheet, ...]]:
    done, commitments = committed(case)
    return commitments, papers_after_commit(done, commitments, ON)


def forms(sheets: tuple[NeededSheet, ...]) -> list[str]:
    return [sheet.form_id for sheet in sheets]


def text_of(sheet: NeededSheet) -> str:
    form = RENDERER.render(sheet.form_id, sheet.data, on=ON)
    document = pdfium.PdfDocument(form.pdf)
    text = "".join(page.get_textpage().get_text_range() for page in document)
    document.close()
    return "".join(text.split())


@pytest.mark.parametrize("name", EXAMPLES)
def test_where_every_department_has_a_screen_the_household_gets_its_three_papers(
    name: str,
) -> None:
    _, sheets = papers(a_case(name))
    assert forms(sheets) == list(TO_HAND_OVER)


def test_a_department_without_a_screen_is_handed_one_sheet_for_each_task() -> None:
    town = without_screen("dept.environment", "dept.education")
    commitments, sheets = papers(a_case("h2", town=town))
    theirs = [c for c in commitments if c.executor in ("dept.environment", "dept.education")]
    handed = [sheet for sheet in sheets if sheet.form_id == "handover"]
    assert theirs
    assert all("書類番号8F3KQ7T2" in text_of(sheet) for sheet in sheets)
    assert [s.procedure_ids for s in handed] == [(c.procedure_id,) for c in theirs]
    dog = text_of(next(s for s in handed if s.procedure_ids == ("E5",)))
    for words in ("引継票", "環境課", "YK4M-7R20", "犬の登録事項変更"):
        assert words in dog


def test_a_sheet_for_a_department_names_what_is_still_waited_for() -> None:
    _, sheets = papers(a_case("h2", town=without_screen("dept.children")))
    claim = next(s for s in sheets if s.procedure_ids == ("C4",))
    assert claim.data["handover.waiting"] == "健康保険の資格を示すもの（照会済・結果待ち）"
    allowance = next(s for s in sheets if s.procedure_ids == ("C14",))
    assert "handover.waiting" not in allowance.data


def test_a_sheet_for_a_department_tells_of_a_paper_that_came_later() -> None:
    case, commitments = committed(a_case("h2"))
    claim = next(c for c in commitments if c.procedure_id == "C4")
    title = "健康保険の資格を示すもの"
    paper = AwaitedPaper(
        key=f"C4/{title}",
        title=title,
        at_commit=AttachmentState.ASKED,
        state=AttachmentState.HANDED_IN,
        tasks=(claim.id,),
        at=NOW.replace(day=10),
    )
    case = replace(case, reception=replace(case.reception, awaited=(paper,)))
    sheet = handover(case, claim)
    assert sheet is not None
    rows = [value for key, value in sheet.data.items() if key.endswith(".text")]
    assert f"{title}\u3000紙で受取済" not in rows
    assert f"{title}\u30004/10 紙で受取済" in rows
    other = replace(paper, tasks=("another",))
    assert f"{title}\u3000照会済・結果待ち" in dict(fields_now(claim, (other,))).values()


def test_without_a_link_code_every_task_goes_to_its_department_on_paper() -> None:
    case, commitments = committed(a_case("h1"))
    coded = [c for c in commitments if on_paper(case, c)]
    bare = [c for c in commitments if on_paper(case, replace(c, link_code=""))]
    inside = [c for c in commitments if c.executor_kind is ExecutorKind.DEPARTMENT]
    assert (coded, bare) == ([], inside)


def test_what_waits_for_a_supervisor_goes_nowhere_on_paper() -> None:
    case, commitments = committed(a_case("h2", town=without_screen("dept.children")))
    claim = next(c for c in commitments if c.procedure_id == "C1")
    assert on_paper(case, claim)
    assert not on_paper(case, replace(claim, held=True))


def test_a_proxy_brings_the_letter_that_goes_to_those_who_moved() -> None:
    _, sheets = papers(a_case("h2", visitor="proxy"))
    assert forms(sheets) == [*TO_HAND_OVER, "A1-accepted"]
    letter = text_of(sheets[-1])
    assert "Y町町第0403-017号" in letter
    assert "書類番号8F3KQ7T2" in letter, "without it nobody knows whose paper this is"
    _, protected = papers(a_case("h2", visitor="proxy", protected=True))
    assert forms(protected) == list(TO_HAND_OVER)


def test_papers_that_tell_how_the_tasks_stand_are_drawn_anew() -> None:
    case, commitments = committed(a_case("h2"))
    for form in ("next-steps", "today"):
        made = drawn_anew(case, commitments, form)
        assert made is not None
        assert made.form_id == form
    assert drawn_anew(case, commitments, "slip") is None, "what was received does not change"


def test_a_correction_before_commit_makes_none_of_them_stale() -> None:
    assert {*TO_HAND_OVER, *TO_SEND} <= AFTER_COMMIT


def test_a_towns_file_says_which_departments_have_no_screen() -> None:
    assert all(department.system for department in TOWN.departments)
    village = load_town(data_file("town", "z.toml"))
    without = {d.id for d in village.departments if not d.system}
    assert without == {"dept.environment", "dept.works"}
