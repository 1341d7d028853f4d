"""Pages of the story's sheets and notices, as they print, for the pictures of the screens."""

from dataclasses import replace
from datetime import date, datetime, timedelta, timezone
from typing import TYPE_CHECKING

from counter_app.model.commitment import ActContent, Commitment, Decision
from counter_app.model.numbers import new_id, reception_number
from counter_app.paperwork.after_commit import papers_after_commit
from counter_app.paperwork.notices import child_allowance_award, document_number, notice
from counter_app.paperwork.sheets import needed_sheets
from counter_app.paperwork.tasks import planned_tasks
from counter_app.paperwork.terms import Terms
from counter_app.paperwork.values import Case, NeededSheet, PlannedTask

if TYPE_CHECKING:
    from counter_app.commands.measure.story import Story
    from counter_app.ports import PageImage
    from forms.renderer import FormRenderer

PAGE_PX = 1400
"""Width of a page as a picture: the largest that a scene shows."""
GRANTED_ON, REFUSED_ON = date(2026, 4, 20), date(2026, 4, 3)
"""The days on which the desk's and the supervisor's scenes play."""
COMMITTED_AT = datetime(2026, 4, 3, 10, 52, tzinfo=timezone(timedelta(hours=9)))
"""When the story's reception got its number, which is the 17th of the day."""
GRANTED, REFUSED, FACILITY = "granted", "refused", "facility"
_SHEETS = {
    "A1": "move-in",
    "B1": "health-insurance",
    "C1": "child-allowance",
    "consent": "consent",
    "B16": "care",
}
"""Form → sheet of the scenes."""
_FACILITY_TERMS = Terms(
    date(2026, 4, 3),
    date(2029, 3, 31),
    "若葉幼稚園の保育料と入園料を、法律の定める額まで給付します。",
    "施設等利用給付認定第1号",
)
_REFUSAL = "児童の父が、児童手当法第4条第3項により受給者として認定されているため。"


def scene_pages() -> "dict[str, PageImage]":
    """First pages by the sheet of the scenes, and the notices of its decisions."""
    from counter_app.commands.measure.story import tell_story
    from forms.renderer import FormRenderer

    renderer, story = FormRenderer(watermark=True), tell_story()
    found: dict[str, PageImage] = {}
    sheets = needed_sheets(story.case, renderer.forms())
    for at, sheet in enumerate(sheets, start=1):
        name = _SHEETS.get(sheet.form_id)
        if name is not None and name not in found:
            found[name] = _page(renderer, sheet, at, story)
    refused = ActContent(decision=Decision.REFUSED, reason=_REFUSAL, reference="2026-0124")
    facility = ActContent(
        decision=Decision.GRANTED, reference="2026-0125", details=_FACILITY_TERMS.details
    )
    for name, procedure, content, day in (
        (GRANTED, "C1", _granted(story), GRANTED_ON),
        (REFUSED, "C1", refused, REFUSED_ON),
        (FACILITY, "C14", facility, GRANTED_ON),
    ):
        sheet = _notice(story, procedure, content, day)
        found[name] = _page(renderer, sheet, len(sheets) + 1, story)
    for at, sheet in enumerate(_after_commit(story), start=len(sheets) + 1):
        found[sheet.form_id] = _page(renderer, sheet, at, story)
    return found


def _after_commit(story: "Story") -> tuple[NeededSheet, ...]:
    """受付票, これからの手続き and what else comes after the commit, named as their forms."""
    reception = replace(
        story.case.reception,
        number=reception_number(COMMITTED_AT.date(), 17),
        committed_at=COMMITTED_AT,
    )
    case = replace(story.case, reception=reception)
    commitments = tuple(_commitment(case, task) for task in planned_tasks(case, ()))
    return papers_after_commit(case, commitments, COMMITTED_AT.date())


def _page(renderer: "FormRenderer", sheet: NeededSheet, at: int, story: "Story") -> "PageImage":
    from forms.page_images import page_images

    form = renderer.render(sheet.form_id, sheet.data, sheet=at, on=story.case.reception.filed_on)
    return page_images(form.pdf, width_px=PAGE_PX)[0]


def _granted(story: "Story") -> ActContent:
    award = child_allowance_award(story.case, story.catalogue)
    assert award is not None, "the story's family claims the child allowance"
    return ActContent(decision=Decision.GRANTED, reference="2026-0123", details=award.details)


def _notice(story: "Story", procedure: str, content: ActContent, day: date) -> NeededSheet:
    """The notice of one of the story's applications, decided in this way on this day."""
    case = story.case
    task = next(t for t in planned_tasks(case, ()) if t.procedure_id == procedure)
    commitment = _commitment(case, task)
    number = document_number(case.town, task.executor, content.reference)
    sheet = notice(case, commitment, content, number, decided_on=day)
    assert sheet is not None, "both have a notice of their own"
    return sheet


def _commitment(case: Case, task: PlannedTask) -> Commitment:
    """What a task becomes when its reception is committed."""
    return Commitment(
        id=new_id(),
        reception_id=case.reception.id,
        procedure_id=task.procedure_id,
        title=task.title,
        product=task.product,
        link_code=case.reception.link_code(task.applicant_id or case.reception.filer_id),
        executor_kind=task.executor_kind,
        executor=task.executor,
        members=task.member_ids,
        due=task.due,
        fields=task.fields,
    )
