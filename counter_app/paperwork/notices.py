"""Notices that come back (通知): what a department's decision prints."""

from datetime import date

from counter_app.model.commitment import ActContent, Commitment, Decision
from counter_app.model.people import Member
from counter_app.model.town import Town
from counter_app.paperwork.case_view import case_view
from counter_app.paperwork.people_view import is_child_of_allowance
from counter_app.paperwork.values import Case, NeededSheet

GRANTED_FORMS = {"C1": "C1-granted", "C17": "C17-notice"}
REFUSED_FORMS = {"C1": "C1-refused"}
"""Procedure → form of the notice; a decision without one is sent by the department itself."""


APPEAL_MONTHS = "3か月"  # 行政不服審査法18条1項
SUIT_MONTHS = "6か月"  # 行政事件訴訟法14条1項


def notice(
    case: Case,
    commitment: Commitment,
    content: ActContent,
    number: str,
    *,
    decided_on: date | None = None,
) -> NeededSheet | None:
    """The notice a decision prints; None when the department has its own.

    `number` is the 文書番号. `decided_on` is given while the decision is not performed yet, else
    it is the day of the last act. Raises KeyError when the executor is no department of the town.
    """
    forms = GRANTED_FORMS if content.decision is Decision.GRANTED else REFUSED_FORMS
    form_id = forms.get(commitment.procedure_id)
    if form_id is None:
        return None
    determination = case.determination(commitment.procedure_id)
    applicant_id = determination.applicants[0] if determination and determination.applicants else ""
    applicant = case.household.member(applicant_id) if applicant_id else case.filer
    members = _concerned(case, commitment)
    subject = members[0] if members else applicant
    view = case_view(case, subject)
    town, address = case.town, case.household.new_address
    department = town.department(commitment.executor)
    details = dict(content.details)
    if decided_on is None:
        decided_on = commitment.acts[-1].at.date() if commitment.acts else case.reception.filed_on
    view.update(
        {
            "addressee.postcode": address.postcode,
            "addressee.address": address.line,
            "addressee.building": address.building,
            "addressee.name": f"{applicant.name.text}　様",
            "decision.number": number,
            "decision.date": decided_on,
            "decision.filed_on": case.reception.filed_on,
            "decision.decided_on": decided_on,
            "decision.certificate": content.reference,
            "decision.sender_title": town.mayor_title,
            "decision.sender_name": town.mayor,
            "decision.seal_omitted": True,
            "decision.contact": f"{town.name}　{department.name}　電話 {department.phone}",
            "appeal.authority": f"{town.prefecture}知事",
            "appeal.months": APPEAL_MONTHS,
            "appeal.suit_months": SUIT_MONTHS,
            "appeal.defendant": town.name,
            "appeal.representative": town.mayor_title,
            "decision.reason": content.reason,
            "decision.outcome": "請求を却下します。",
            "decision.subject": "・".join(m.name.shown for m in members),
            "decision.starts": details.get("starts", ""),
            "decision.amount": details.get("amount", ""),
            "decision.children": f"{len(members)}人",
            "decision.payment": details.get("payment", ""),
            "decision.provision": determination.procedure.basis if determination else "",
        }
    )
    return NeededSheet(form_id, (commitment.procedure_id,), subject.id, "", view)


def document_number(town: Town, department_id: str, reference: str) -> str:
    """文書番号 of a notice: town, first character of the department, running part of the decision.

    「2026-0123」 of 子育て支援課 becomes 「Y町子第123号」. Raises KeyError.
    """
    department = town.department(department_id)
    running = reference.rpartition("-")[2].lstrip("0") or reference
    return f"{town.name}{department.name[:1]}第{running}号"


def _concerned(case: Case, commitment: Commitment) -> list[Member]:
    """Whom the decision is about: for the child allowance the children, not the claimant."""
    if commitment.procedure_id == "C1":
        return [m for m in case.household.members if is_child_of_allowance(case, m)]
    return [case.household.member(m) for m in commitment.members]
