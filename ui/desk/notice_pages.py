"""The notice of a decision: as it would print, and issued once the decision stands."""

from dataclasses import dataclass

from PySide6.QtGui import QImage

from counter_app.model.commitment import Act, ActContent, Commitment
from counter_app.paperwork.notices import document_number, notice, notice_form
from counter_app.paperwork.values import NeededSheet
from counter_app.ports import StoredDocument
from ui.workplace import Workplace

PAGE_PX = 1000
"""Width of a page as a picture: enough for twice the width it is shown at."""


@dataclass(frozen=True, slots=True)
class NoticePages:
    """A notice as pictures. `form_id` "" when the department sends a paper of its own."""

    form_id: str
    title: str
    pages: tuple[QImage, ...]


NO_NOTICE = NoticePages("", "", ())


def decision_of(commitment: Commitment) -> ActContent | None:
    """What was decided, by the latest declaration; None before there is one."""
    declared = [r.content for r in commitment.acts if r.act is Act.DECLARE]
    return declared[-1] if declared else None


def preview(place: Workplace, commitment: Commitment, content: ActContent) -> NoticePages:
    """The pages as they would print if this were decided today. Slow: off the GUI thread."""
    with place.store.view() as unit:
        reception = unit.reception(commitment.reception_id)
        highest = max((d.sheet for d in unit.documents(reception.id)), default=0)
    sheet = _sheet(place, commitment, content)
    if sheet is None:
        return NO_NOTICE
    form = place.renderer.render(
        sheet.form_id, sheet.data, sheet=highest + 1, on=reception.filed_on
    )
    return NoticePages(sheet.form_id, form.title, _images(place, form.pdf))


def issue(
    place: Workplace, commitment: Commitment, who: str, terminal: str
) -> StoredDocument | None:
    """Make the notice of a decision that stands, once. Slow: off the GUI thread.

    Gives the notice that is there already when it was made before; None when the product prints
    none.
    """
    content = decision_of(commitment)
    assert content is not None
    found = issued(place, commitment)
    if found is not None:
        return found
    sheet = _sheet(place, commitment, content)
    if sheet is None:
        return None
    with place.store.view() as unit:
        reception = unit.reception(commitment.reception_id)
    return place.documents(who, terminal).issue(reception, (sheet,))[0]


def issued(place: Workplace, commitment: Commitment) -> StoredDocument | None:
    """The notice of the latest decision, None while it was not made."""
    content = decision_of(commitment)
    form_id = (
        ""
        if content is None
        else notice_form(place.catalogue.procedure(commitment.procedure_id), content.decision)
    )
    with place.store.view() as unit:
        documents = unit.documents(commitment.reception_id)
    found = [
        d for d in documents if d.form_id == form_id and commitment.procedure_id in d.procedure_ids
    ]
    return found[-1] if found and form_id else None


def pages_of(place: Workplace, document: StoredDocument) -> NoticePages:
    """A stored document as pictures. Slow: off the GUI thread."""
    return NoticePages(
        document.form_id, document.title, _images(place, document.sealed or document.pdf)
    )


def _sheet(place: Workplace, commitment: Commitment, content: ActContent) -> NeededSheet | None:
    with place.store.view() as unit:
        reception = unit.reception(commitment.reception_id)
    case = place.case(reception)
    number = document_number(place.town, commitment.executor, content.reference)
    declared = [r.at.date() for r in commitment.acts if r.act is Act.DECLARE]
    day = declared[-1] if declared else place.clock().date()
    return notice(case, commitment, content, number, decided_on=day)


def _images(place: Workplace, pdf: bytes) -> tuple[QImage, ...]:
    return tuple(QImage.fromData(page.png) for page in place.imaging(pdf, width_px=PAGE_PX))
