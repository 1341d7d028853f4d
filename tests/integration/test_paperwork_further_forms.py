"""Forms of procedures that a household asks for or brings along: each is reached, and filled.

What a layout declares for itself may be left to the pen; what every form shares (people, addresses,
days) never is.
"""

import tomllib
from dataclasses import replace

import pytest

from counter_app.model.facts import Answer
from counter_app.paperwork.sheets import needed_sheets
from counter_app.paperwork.values import Case, NeededSheet
from counter_app.procedures.catalogue import standard_catalogue
from forms.layouts import LayoutLibrary
from forms.renderer import FormRenderer
from forms.values import Values
from resources.loader import data_file
from tests.paperwork_boxes import missing, text_of
from tests.paperwork_kit import EXAMPLES, TOWN, a_case

RENDERER = FormRenderer()
LAYOUTS = LayoutLibrary().layouts
NAMED = {form for procedure in standard_catalogue().procedures for form in procedure.forms}
DEPARTMENTS_OWN = {"A13"}
"""支援措置の申出: no sheet of ours may have a word that tells of it."""

WISHES = (
    *("seal", "copies", "former_name", "notice_service", "health_card", "after_school"),
    *("school_aid", "senior", "tax_agent", "housing"),
)
ITEMS = (
    *("physical", "intellectual", "mental", "mental_medical", "rehab_medical", "services"),
    *("child_day", "special_allowance", "special_child", "intractable", "relief"),
)
BROUGHT = ("limit_certificate", "reduction", "pension_exemption", "burden_limit")
MUCH = (
    Answer("wishes", "", WISHES),
    Answer("carried_over", "", BROUGHT),
    Answer("welfare_gate", "", True),
    Answer("welfare_items", "1", ITEMS),
    *(Answer("welfare_items", member, ()) for member in "2345"),
    *(Answer("seal_wanted", member, member == "1") for member in "125"),
    Answer("school_plan", "3", "stay"),
    Answer("children_elsewhere", "", True),
    Answer("maternity_handbook", "2", False),
    Answer("pension_link", "1", "not_linked"),
    Answer("water", "", "well"),
)
CASES = {
    "pit": a_case(
        "h2", answers=(*MUCH, Answer("sewer", "", "pit"), Answer("home", "", "town_housing"))
    ),
    "septic": a_case(
        "h2", answers=(*MUCH, Answer("sewer", "", "septic"), Answer("home", "", "own"))
    ),
    "assisted": a_case("h2", answers=(*MUCH, Answer("welfare_items", "1", (*ITEMS, "assistance")))),
    "care": a_case("h2", town=replace(TOWN, care_enrolment_form=True)),
    "siblings": a_case(
        "h9", answers=(Answer("supported", "3", True), Answer("work", "1", "employee"))
    ),
    **{name: a_case(name) for name in EXAMPLES},
}
SHEETS = [
    (name, sheet) for name, case in CASES.items() for sheet in needed_sheets(case, RENDERER.forms())
]
COMMON = {sheet.form_id for name, sheet in SHEETS if name in EXAMPLES}
FURTHER = [(name, sheet) for name, sheet in SHEETS if sheet.form_id not in COMMON]
IDS = [f"{name}-{sheet.form_id}-{sheet.subject}".rstrip("-") for name, sheet in FURTHER]


def test_every_form_the_catalogue_names_has_a_layout() -> None:
    assert NAMED - set(LAYOUTS) == DEPARTMENTS_OWN


def test_every_form_the_catalogue_names_is_needed_by_somebody() -> None:
    assert {sheet.form_id for _, sheet in SHEETS} >= NAMED - DEPARTMENTS_OWN


def test_a_town_without_a_care_form_prints_none() -> None:
    forms = {name: {s.form_id for n, s in SHEETS if n == name} for name in ("care", "h2")}
    assert "B15" in forms["care"]
    assert "B15" not in forms["h2"]


def _own_keys(form_id: str) -> set[str]:
    source = tomllib.loads(data_file("form_layouts", f"{form_id}.toml").read_text("utf-8"))
    return set(source.get("keys", {}))


OTHERWISE = {
    "staff.handed": "ticked by the department",
    "staff.identity_other": "only when a paper without a box was shown",
    "staff.explained": "ticked by who read it out",
    "staff.language": "only for a translation",
    "subject.workplace": "not asked of who claims nothing",
    "user.workplace": "not asked of who claims nothing",
    "guardian.workplace": "not asked further",
    "claimant.workplace": "not asked further",
    "case.code_member": "only for a code that is written",
    "member.N.occupation": "not asked of who claims nothing",
    "subject.occupation": "not asked of who claims nothing",
    "sibling.N.school": "stands on the student's card",
    "child.N.school": "asked of those who go to the town's school alone",
    "insurance.symbol": "given by the town afterwards",
    "consent.receiver.N.wish": "a change of address is sent without a wish",
    "spouse.name": "nobody married",
    "spouse.kana": "nobody married",
    "spouse.birth": "nobody married",
    "card.N.alternate": "only for a character the certificate cannot hold",
}
"""Shared key → why it may stay blank."""


@pytest.mark.parametrize(("name", "sheet"), FURTHER, ids=IDS)
def test_what_all_forms_share_is_filled(name: str, sheet: NeededSheet) -> None:
    gaps = missing(LAYOUTS[sheet.form_id], Values(sheet.data)) - _own_keys(sheet.form_id)
    assert gaps <= set(OTHERWISE)


@pytest.mark.parametrize(("name", "sheet"), FURTHER, ids=IDS)
def test_a_further_form_is_printed_with_its_person_and_its_boxes(
    name: str, sheet: NeededSheet
) -> None:
    case: Case = CASES[name]
    rendered = RENDERER.render(sheet.form_id, sheet.data, on=case.reception.filed_on)
    text = text_of(rendered.pdf)
    layout = LAYOUTS[sheet.form_id]
    assert len(rendered.signature_boxes) == int(layout.signature != "none")
    if sheet.subject:
        assert "".join(case.household.member(sheet.subject).name.text.split()) in text
    for box in rendered.number_boxes:
        assert layout.number_class != "never"
        assert sheet.data[f"{box.person}.id"] in {m.id for m in case.household.members}
    assert ("個人番号" in text) is False or layout.number_class != "never"
