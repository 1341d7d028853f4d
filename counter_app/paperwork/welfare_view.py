"""Welfare on a form (福祉): handbooks, medical aid, services and allowances of one person."""

from counter_app.model.calendar import age_on
from counter_app.model.facts import FieldValue
from counter_app.model.people import Member
from counter_app.paperwork.people_lists import claimant_of
from counter_app.paperwork.people_view import concerns
from counter_app.paperwork.values import Case

_HANDBOOKS = {
    "physical": "身体障害者手帳",
    "intellectual": "療育手帳",
    "mental": "精神障害者保健福祉手帳",
}
_GROWN_UP = 18  # 児童福祉法4条: 育成医療 below, 更生医療 from it on
_GUARDIAN_FILES_BELOW = 15  # 身体障害者福祉法15条1項
_NAMED_FROM = ("要介護3", "要介護4", "要介護5")


def welfare_fields(case: Case, subject: Member) -> dict[str, FieldValue]:
    """Keys `handbook.*`, `support_medical.*`, `services.*`, `special.*`, `evacuation.*`.

    Numbers, grades and names of illnesses stand on the papers alone and are left to the pen.
    """
    return {
        **_handbook(case, subject),
        **_medical_aid(case, subject),
        **_services(case, subject),
        **_allowances(case, subject),
        **_evacuation(case, subject),
    }


def _items(case: Case, subject: Member) -> tuple[str, ...]:
    return case.listed("welfare_items", subject.id) or ()


def _held(case: Case, subject: Member) -> tuple[str, ...]:
    return tuple(item for item in _items(case, subject) if item in _HANDBOOKS)


def _handbook(case: Case, subject: Member) -> dict[str, FieldValue]:
    """What is filed for a handbook depends on whether the prefecture changed."""
    same = case.household.old_prefecture == case.town.prefecture
    kind = "address"
    if not same and concerns(case, "D2", subject):
        kind = "again"
    elif not same and concerns(case, "D3", subject):
        kind = "new"
    fields: dict[str, FieldValue] = {"handbook.kind": kind}
    if age_on(subject.birth, case.reception.filed_on) < _GUARDIAN_FILES_BELOW:
        fields["handbook.guardian_name"] = claimant_of(case).name.text
    return fields


def _medical_aid(case: Case, subject: Member) -> dict[str, FieldValue]:
    kinds: list[str] = []
    if concerns(case, "D4", subject):
        kinds.append("mental")
    if concerns(case, "D5", subject):
        grown = age_on(subject.birth, case.reception.filed_on) >= _GROWN_UP
        kinds.append("rehab" if grown else "childhood")
    fields: dict[str, FieldValue] = {"support_medical.request": "transfer"}
    if kinds:
        fields["support_medical.kind"] = tuple(kinds)
    if concerns(case, "B1", subject):
        fields["support_medical.insurer"] = f"{case.town.name}（国民健康保険）"
    return fields


def _services(case: Case, subject: Member) -> dict[str, FieldValue]:
    fields: dict[str, FieldValue] = {"services.request": "transfer"}
    names = [_HANDBOOKS[item] for item in _held(case, subject)]
    if names:
        fields["services.handbook"] = "・".join(names)
    return fields


def _allowances(case: Case, subject: Member) -> dict[str, FieldValue]:
    """Who received an allowance before files a change of address (特児則6条)."""
    fields: dict[str, FieldValue] = {}
    items = case.listed("welfare_items", subject.id)
    if items is not None:
        fields["special.kind"] = "address" if "special_child" in items else "claim"
        fields["special.handbook"] = _held(case, subject) or ("none",)
    return fields


def _evacuation(case: Case, subject: Member) -> dict[str, FieldValue]:
    level = subject.care.level if subject.care is not None else ""
    level = level or case.says("care_level", subject.id)
    return {"evacuation.kinds": ("care",)} if level in _NAMED_FROM else {}
