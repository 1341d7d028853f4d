"""Which sheets a household needs (書類の一式): the forms its procedures name, once each.

A form whose layout speaks of `subject` is made for each person concerned; any other once for the
household, serving every procedure that names it.
"""

from counter_app.model.facts import FieldValue
from counter_app.model.people import Member
from counter_app.paperwork.case_view import case_view
from counter_app.paperwork.children_view import children_elsewhere
from counter_app.paperwork.values import Case, NeededSheet
from counter_app.ports import FormSummary
from counter_app.procedures.determination import Determination
from counter_app.procedures.procedure import OutcomeKind

CONSENT_FORM = "consent"
_PLACES = {"C1": {"child": 4, "sibling": 1}, "C3": {"sibling": 3}}
"""Places that a form has for children on its first sheet, by the list they stand in."""
CARE_FORM = "B15"
"""Only some towns have a form of their own (介護保険法12条5項); the notice of residence does."""


def needed_sheets(case: Case, forms: tuple[FormSummary, ...]) -> tuple[NeededSheet, ...]:
    """The sheets to render before commit, in the order of the catalogue, the consent last.

    What is covered by another notice (みなし) and has a form goes to its department unsigned.
    Procedures whose form the town has no layout for are left to the department's own paper.
    """
    known = {form.id: form for form in forms}
    wanted: dict[tuple[str, str], list[Determination]] = {}
    for determination in case.filed_today(OutcomeKind.APPLIES, OutcomeKind.DEEMED):
        for form_id in determination.procedure.forms:
            form = known.get(form_id)
            if form is None or (form_id == CARE_FORM and not case.town.care_enrolment_form):
                continue
            subjects = determination.members if form.per_person else ("",)
            for subject in subjects:
                wanted.setdefault((form_id, subject), []).append(determination)
    sheets = [
        _sheet(case, known[form_id], subject, determinations)
        for (form_id, subject), determinations in wanted.items()
        if form_id != CONSENT_FORM
    ]
    consents = wanted.get((CONSENT_FORM, ""))
    if consents and case.reception.consents:
        sheets.append(_sheet(case, known[CONSENT_FORM], "", consents))
    return tuple(sheets)


def _sheet(
    case: Case, form: FormSummary, subject: str, determinations: list[Determination]
) -> NeededSheet:
    member = case.household.member(subject) if subject else None
    applies = any(d.outcome is OutcomeKind.APPLIES for d in determinations)
    return NeededSheet(
        form_id=form.id,
        procedure_ids=tuple(dict.fromkeys(d.procedure.id for d in determinations)),
        subject=subject,
        signer=_signer(case, form, member, determinations) if applies else "",
        data=_with_places_left(case, form.id, case_view(case, member)),
    )


def _with_places_left(
    case: Case, form_id: str, view: dict[str, FieldValue]
) -> dict[str, FieldValue]:
    """Who lives elsewhere is written in by hand: the places for them are not struck out."""
    elsewhere = children_elsewhere(case)
    for name, places in _PLACES.get(form_id, {}).items():
        known = view.get(f"{name}.count")
        if elsewhere[name] and isinstance(known, int):
            view[f"{name}.count"] = max(known, places)
    return view


def _signer(
    case: Case, form: FormSummary, subject: Member | None, determinations: list[Determination]
) -> str:
    """Who signs: nobody, the applicant where the form asks for them, else the person filing.

    The person filing may sign for the household (住基法26条); an applicant who is here signs alone.
    """
    if form.signature == "none":
        return ""
    if form.signature == "claimant":
        applicants = determinations[0].applicants
        return applicants[0] if applicants else case.filer.id
    present = {card.member_id for card in case.reception.cards}
    if subject is not None and subject.id in present and form.signature == "subject":
        return subject.id
    return case.filer.id
