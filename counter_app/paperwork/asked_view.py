"""What the interview found of one person that the forms of children and mothers ask for."""

import re
from datetime import date

from counter_app.model.calendar import era_of
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
        fields["pregnancy.due"] = _in_era(due)
    handbook = case.answer("maternity_handbook", member.id)
    if isinstance(handbook, bool):
        fields["pregnancy.handbook"] = handbook
    return fields


_MONTH = re.compile(r"(\d{4})年(1[0-2]|[1-9])月")


def _in_era(said: str) -> str:
    """「2026年8月」 as 「令和8年8月」, as forms write it; other words stay as they were said."""
    found = _MONTH.fullmatch(said)
    if found is None:
        return said
    era, year = era_of(date(int(found[1]), int(found[2]), 1))
    return f"{era}{'元' if year == 1 else year}年{found[2]}月"
