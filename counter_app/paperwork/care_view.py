"""Long-term care on a form (介護保険): what an application carried over by a move says."""

from counter_app.model.attachment import AttachmentState
from counter_app.model.facts import FieldValue
from counter_app.model.people import Member
from counter_app.paperwork.addresses import came_from_abroad
from counter_app.paperwork.people_view import concerns, is_first_insured, spouse_of
from counter_app.paperwork.values import Case

_PROXIES = ("legal_proxy", "proxy")
_PAPER = (AttachmentState.ON_PAPER, AttachmentState.HANDED_IN)
_NO_LEVEL = "none"


def care_fields(case: Case, subject: Member) -> dict[str, FieldValue]:
    """Keys `care.*` of one person (介護保険法36条, 介護則35条).

    Whether results may be shown to others is the person's own choice and is left blank.
    """
    first = is_first_insured(case, subject)
    fields: dict[str, FieldValue] = {
        "care.kind": "move_in",
        "care.age_class": "first" if first else "second",
    }
    record, said = subject.care, case.says("care_level", subject.id)
    level = record.level if record is not None and record.level else said
    if level and level != _NO_LEVEL:
        fields["care.level"] = level
        fields["care.municipality"] = case.household.old_address.municipality
    if record is not None and record.valid_until is not None:
        fields["care.valid_until"] = record.valid_until
    if not first and concerns(case, "B1", subject):
        fields["care.insurer"] = case.town.name
    for key, fact in (("care.doctor", "care_doctor"), ("care.hospital", "care_hospital")):
        said = case.says(fact, subject.id)
        if said:
            fields[key] = said
    found = case.determination("B16")
    if found is not None:
        on_paper = any(a.state in _PAPER for a in found.attachments)
        fields["care.paper"] = "attached" if on_paper else "inquiry"
    identity = case.reception.identity
    if identity is None or identity.visitor not in _PROXIES:
        fields["care.agent_kind"] = "none"
    return fields | _enrolment(case, subject, level) | _plan(level) | _burden(case, subject)


def _enrolment(case: Case, subject: Member, level: str) -> dict[str, FieldValue]:
    """Keys `care_enrolment.*` (介護則23条). The first premiums are paid by slips (普通徴収)."""
    fields: dict[str, FieldValue] = {
        "care_enrolment.acquired_on": case.household.moved_on,
        "care_enrolment.reason": "move_in",
        "care_enrolment.certified": bool(level) and level != _NO_LEVEL,
        "care_enrolment.payment": "slips",
        "care_enrolment.head_relation": subject.relation,
    }
    if not came_from_abroad(case.household):
        fields["care_enrolment.former_insurer"] = case.household.old_address.municipality
    return fields


def _plan(level: str) -> dict[str, FieldValue]:
    """Keys `care_plan.*`; which provider makes the plan is left to the pen."""
    fields: dict[str, FieldValue] = {"care_plan.kind": "new"}
    if level and level != _NO_LEVEL:
        fields["care_plan.level"] = level
        fields["care_plan.service"] = "prevention" if level.startswith("要支援") else "home"
    return fields


def _burden(case: Case, subject: Member) -> dict[str, FieldValue]:
    """Keys `burden.*`: a spouse who moved along; one elsewhere counts too and is not known."""
    return {"burden.spouse": True} if spouse_of(case, subject) is not None else {}
