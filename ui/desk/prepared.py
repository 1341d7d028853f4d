"""What is worked out for a task off the GUI thread: the amount, the pages of its notice."""

from dataclasses import dataclass

from counter_app.model.commitment import ActContent, Commitment, Decision
from counter_app.model.document import DocumentState
from counter_app.paperwork.notices import Award, child_allowance_award
from counter_app.paperwork.terms import (
    NO_TERMS,
    Terms,
    TermsAsked,
    suggested_terms,
    terms_asked,
)
from counter_app.ports import StoredDocument
from ui.desk.notice_pages import NO_NOTICE, NoticePages, decision_of, issued, pages_of, preview
from ui.workplace import Workplace

CHILD_ALLOWANCE = "C1"


@dataclass(frozen=True, slots=True)
class Prepared:
    """Amount, terms and pages; `issued` once the notice was made and stored."""

    award: Award | None
    pages: NoticePages
    issued: StoredDocument | None = None
    asked: TermsAsked | None = None
    terms: Terms = NO_TERMS

    @property
    def printed(self) -> bool:
        return self.issued is not None and self.issued.state is DocumentState.PRINTED


def to_decide(
    place: Workplace, commitment: Commitment, reference: str, *, protected: bool
) -> Prepared:
    """For a task that can be decided: what the case tells of the decision, the notice of granting.

    Of a protected reception (支援措置) no page is drawn: a notice tells name and address.
    """
    with place.store.view() as unit:
        case = place.case(unit.reception(commitment.reception_id))
    award = None
    if commitment.procedure_id == CHILD_ALLOWANCE:
        award = child_allowance_award(case, place.catalogue)
    form = place.catalogue.procedure(commitment.procedure_id).notice
    asked = terms_asked(form, case.household.moved_on)
    terms = suggested_terms(case, commitment, form)
    if protected:
        return Prepared(award, NO_NOTICE, asked=asked, terms=terms)
    content = ActContent(
        decision=Decision.GRANTED,
        reference=reference,
        details=(*(award.details if award is not None else ()), *terms.details),
    )
    return Prepared(award, preview(place, commitment, content), asked=asked, terms=terms)


def told(place: Workplace, commitment: Commitment, *, protected: bool) -> Prepared:
    """For a task that was decided: the notice that was made, if it was.

    Of a protected reception its title alone, no page.
    """
    document = issued(place, commitment) if decision_of(commitment) is not None else None
    if document is None:
        return Prepared(None, NO_NOTICE)
    if protected:
        return Prepared(None, NoticePages(document.form_id, document.title, ()), document)
    return Prepared(None, pages_of(place, document), document)
