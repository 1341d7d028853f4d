"""Which commitments a reception becomes (依頼の一覧): tasks inside, requests outside the town."""

from counter_app.model.commitment import NOTHING_MORE, ActContent, ExecutorKind, Slot
from counter_app.model.town import Organisation
from counter_app.paperwork.awaited import papers_awaited
from counter_app.paperwork.case_view import case_view
from counter_app.paperwork.department_fields import CaseViews, department_fields
from counter_app.paperwork.values import Case, PlannedTask
from counter_app.paperwork.wishes import receiver, wish_terms
from counter_app.ports import StoredDocument
from counter_app.procedures.determination import Determination
from counter_app.procedures.procedure import HubRequest, OutcomeKind

DEPARTMENT_PREFIX = "dept."

_ITEM_KEYS = {
    "name": "filer.name",
    "kana": "filer.kana",
    "new_address": "new.full_address",
    "old_address": "old.full_address",
    "phone": "filer.phone",
}
"""Items a consent may list, and the key of the case each is taken from."""


def planned_tasks(case: Case, documents: tuple[StoredDocument, ...]) -> tuple[PlannedTask, ...]:
    """One task for each procedure that applies, and one request for each consent given."""
    tasks: list[PlannedTask] = []
    views = CaseViews(case)
    for determination in case.filed_today(OutcomeKind.APPLIES):
        procedure = determination.procedure
        if procedure.executor.startswith(DEPARTMENT_PREFIX) and not procedure.done_here:
            tasks.append(_department_task(views, determination, documents))
    if case.reception.handed_over:
        return tuple(tasks)
    for determination in case.filed_today(OutcomeKind.APPLIES, OutcomeKind.GUIDE):
        request = determination.procedure.request
        organisation = receiver(case, request) if request is not None else None
        if request is not None and organisation is not None:
            given = {c.receiver: c.given for c in case.reception.consents}
            if given.get(organisation.id):
                tasks.append(_request(case, determination, request, organisation, documents))
    return tuple(tasks)


def receivers(case: Case) -> tuple[Organisation, ...]:
    """Organisations a consent is asked for, in the order of the catalogue."""
    return tuple(terms.organisation for terms in wish_terms(case))


def _sheets_of(
    determination: Determination, documents: tuple[StoredDocument, ...]
) -> tuple[str, ...]:
    return tuple(d.number for d in documents if determination.procedure.id in d.procedure_ids)


def _department_task(
    views: CaseViews, determination: Determination, documents: tuple[StoredDocument, ...]
) -> PlannedTask:
    procedure = determination.procedure
    sheets = _sheets_of(determination, documents)
    return PlannedTask(
        procedure_id=procedure.id,
        title=determination.title,
        product=f"{procedure.title}について決定された",
        executor_kind=ExecutorKind.DEPARTMENT,
        executor=procedure.executor,
        member_ids=determination.members,
        applicant_id=determination.applicants[0] if determination.applicants else "",
        due=determination.deadline.day if determination.deadline is not None else None,
        sheets=sheets,
        fields=department_fields(views, determination, sheets),
        papers=papers_awaited(determination),
    )


def _request(
    case: Case,
    determination: Determination,
    request: HubRequest,
    organisation: Organisation,
    documents: tuple[StoredDocument, ...],
) -> PlannedTask:
    """A request carries exactly the items the consent lists (個人情報保護法69条2項)."""
    view = case_view(case)
    wish = next((w for w in case.reception.wishes if w.organisation == organisation.id), None)
    told = {item: str(view[key]) for item, key in _ITEM_KEYS.items() if item in request.items}
    if wish is not None and wish.contact and "phone" in told:
        told["phone"] = wish.contact
    fields = [(item, told[item]) for item in request.items if item in told]
    content = NOTHING_MORE
    due = determination.deadline.day if determination.deadline is not None else None
    if wish is not None and "start_on" in request.items:
        due = wish.start_on
        fields.append(("start_on", wish.start_on.isoformat()))
        slots: tuple[Slot, ...] = ()
        if "slots" in request.items:
            slots = tuple(Slot(wish.start_on, span) for span in wish.spans)
            if wish.presence:
                fields.append(("presence", wish.presence.value))
        content = ActContent(slots=slots, expected_on=wish.start_on)
    consent = next((d.number for d in documents if d.form_id == "consent"), "")
    return PlannedTask(
        procedure_id=determination.procedure.id,
        title=determination.procedure.title,
        product=f"{determination.procedure.title}がされた",
        executor_kind=ExecutorKind.ORGANISATION,
        executor=organisation.id,
        member_ids=(case.filer.id,),
        due=due,
        sheets=(consent,) if consent else (),
        consent=consent,
        fields=tuple(fields),
        content=content,
    )
