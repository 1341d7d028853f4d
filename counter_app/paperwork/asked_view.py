"""What the interview found of one person that the forms of children and mothers ask for."""

from datetime import date

from counter_app.model.facts import FieldValue
from counter_app.model.people import Member
from counter_app.paperwork.values import Case


def asked_fields(case: Case, member: Member) -> dict[str, FieldValue]:
    """Keys `facility.*` and `pregnancy.*`, also shown to the department."""
    fields: dict[str, FieldValue] = {}
    for key, fact in (("facility.kind", "facility"), ("facility.name", "facility_name")):
        said = case.says(fact, member.id)
        if said:
            fields[key] = said
    starts = case.says("facility_start", member.id)
    if starts:
        fields["facility.starts_on"] = date.fromisoformat(starts)
    exempt = case.answer("tax_exempt")
    if isinstance(exempt, bool):
        fields["facility.tax_exempt"] = exempt
    due = case.says("due_month", member.id)
    if due:
        fields["pregnancy.due"] = due
    handbook = case.answer("maternity_handbook", member.id)
    if isinstance(handbook, bool):
        fields["pregnancy.handbook"] = handbook
    return fields
