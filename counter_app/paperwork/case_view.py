"""The case as forms see it: one flat set of dotted keys, the same for every form.

The keys are declared in `resources/form_layouts/_keys.toml` and in the layouts' own `[keys]`. A
layout binds to them, so a new form needs no code here. What is not known has no key: its box
stays blank for the pen.
"""

from counter_app.model.calendar import era_text, weekday_name
from counter_app.model.facts import FieldValue
from counter_app.model.people import Member, MoveKind
from counter_app.model.reception import Reception
from counter_app.model.town import Town
from counter_app.paperwork.addresses import address_fields, came_from_abroad, register_fields
from counter_app.paperwork.asked_view import asked_fields
from counter_app.paperwork.care_view import care_fields
from counter_app.paperwork.children_view import claim_fields, school_fields
from counter_app.paperwork.consent_view import consent_fields
from counter_app.paperwork.family_view import child_fields, family_fields
from counter_app.paperwork.home_view import home_fields
from counter_app.paperwork.insurance_view import elderly_fields, insurance_fields, medical_fields
from counter_app.paperwork.pension_view import pension_fields
from counter_app.paperwork.people_lists import people_fields
from counter_app.paperwork.people_view import concerned
from counter_app.paperwork.residents_view import card_request_fields, late_fields
from counter_app.paperwork.staff_view import staff_fields
from counter_app.paperwork.things_view import dog_fields, moped_fields, water_fields
from counter_app.paperwork.values import Case
from counter_app.paperwork.welfare_view import welfare_fields

_KINDS = {
    MoveKind.SPECIAL: "special",
    MoveKind.CERTIFICATE: "move_in",
    MoveKind.FROM_ABROAD: "from_abroad",
}


def case_view(case: Case, subject: Member | None = None) -> dict[str, FieldValue]:
    """Everything a form of this case may show. `subject` is the person a sheet is about."""
    view = outline(case)
    view |= address_fields(case.household)
    view |= register_fields(case.household)
    view |= people_fields(case, subject)
    view |= staff_fields(case)
    view |= claim_fields(case)
    view |= insurance_fields(case)
    view |= medical_fields(case)
    view |= consent_fields(case)
    view |= dog_fields(case)
    view |= moped_fields(case)
    view |= water_fields(case)
    view |= home_fields(case)
    view |= family_fields(case)
    view |= late_fields(case)
    view |= _cards(case)
    if subject is not None:
        view |= care_fields(case, subject)
        view |= elderly_fields(case, subject)
        view |= pension_fields(case, subject)
        view |= school_fields(case, subject)
        view |= child_fields(case, subject)
        view |= card_request_fields(case, subject)
        view |= welfare_fields(case, subject)
        view |= asked_fields(case, subject)
    return view


def outline(case: Case) -> dict[str, FieldValue]:
    """Town and case without a person: all that a sheet naming nobody may be filled from."""
    return _case(case) | _town(case.town)


def _case(case: Case) -> dict[str, FieldValue]:
    household = case.household
    scope = "世帯の全員" if household.whole else "世帯の一部"
    beside = "・同じ住所に別の世帯" if household.separate else ""
    fields: dict[str, FieldValue] = {
        "case.reference": case.reception.reference,
        "case.filed_on": case.reception.filed_on,
        "case.moved_on": household.moved_on,
        "case.kind": _KINDS[household.kind],
        "case.scope": "whole" if household.whole else "partial",
        "case.household_kind": "existing" if household.joins_existing else "new",
        "case.people": f"{len(household.members)}人（{scope}{beside}）",
        "protected": case.reception.protected,
    }
    if not came_from_abroad(household):
        fields["case.planned_move_out"] = household.planned_move_out
        fields["case.code_source"] = "certificate"
    return fields


def _town(town: Town) -> dict[str, FieldValue]:
    return {
        "town.name": town.name,
        "town.full_name": f"{town.prefecture}{town.district}{town.name}",
        "town.mayor": town.mayor,
        "town.contact": f"{town.name}　総合窓口　電話 {town.phone}（平日 8時30分〜17時15分）",
        "town.consent_phone": town.phone,
    }


_PINS = ("signature", "authentication", "residence", "card_information")


def _cards(case: Case) -> dict[str, FieldValue]:
    """Cards stay in use with their PINs; of a forgotten one nobody has said which it is."""
    fields: dict[str, FieldValue] = {"cards.reason": "move_in"}
    if not concerned(case, "A6"):
        fields |= {f"pins.{pin}": "keep" for pin in _PINS}
    return fields


def received_words(reception: Reception) -> str:
    """「令和8年4月3日（金）10時52分」 on the reception slip."""
    at = reception.committed_at or reception.opened_at
    return f"{era_text(at.date())}（{weekday_name(at.date())}）{at.hour}時{at.minute:02d}分"
