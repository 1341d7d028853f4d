"""Every sheet of every example household is complete: what is known stands in its box."""

import re

import pytest

from counter_app.model.facts import Answer
from counter_app.model.people import Member
from counter_app.paperwork.people_lists import children, claimant_of
from counter_app.paperwork.people_view import concerned, spouse_of
from counter_app.paperwork.sheets import needed_sheets
from counter_app.paperwork.values import Case, NeededSheet
from counter_app.procedures.procedure import OutcomeKind
from forms.values import Values
from tests.forms_kit import LAYOUTS, RENDERER
from tests.paperwork_boxes import missing, rendered
from tests.paperwork_kit import EXAMPLES, a_case
from tests.paperwork_left_blank import LEFT_TO_THE_PEN

TOLD = (
    Answer("workplace", "1", "渡邉工務店"),
    Answer("care_doctor", "5", "青木　直子"),
    Answer("care_hospital", "5", "南郡診療所"),
    Answer("landlord", "", "上原不動産"),
    Answer("moped_plate", "", "X市 あ 1234"),
    Answer("moped_displacement", "", "49cc"),
    Answer("dog_names", "", "ハナ"),
)
"""What household H2 adds when it is asked for more than what decides a procedure."""


def the_case(name: str) -> Case:
    return a_case(name, answers=TOLD if name == "h2" else ())


def sheets_of(case: Case) -> tuple[NeededSheet, ...]:
    return needed_sheets(case, RENDERER.forms())


FILLED = [(name, sheet) for name in EXAMPLES for sheet in sheets_of(the_case(name))]
IDS = [f"{name}-{sheet.form_id}-{sheet.subject}".rstrip("-") for name, sheet in FILLED]


@pytest.mark.parametrize(("name", "sheet"), FILLED, ids=IDS)
def test_no_box_is_blank_that_is_not_left_to_the_pen(name: str, sheet: NeededSheet) -> None:
    gaps = missing(LAYOUTS[sheet.form_id], Values(sheet.data))
    left = LEFT_TO_THE_PEN[sheet.form_id]
    assert {key for key in gaps if key not in left or name not in (left[key][1] or name)} == set()


def test_nothing_is_left_to_the_pen_that_is_known_everywhere() -> None:
    gaps: dict[str, set[tuple[str, str]]] = {}
    for name, sheet in FILLED:
        found = missing(LAYOUTS[sheet.form_id], Values(sheet.data))
        gaps.setdefault(sheet.form_id, set()).update((key, name) for key in found)
    for form, left in LEFT_TO_THE_PEN.items():
        for key, (_, households) in left.items():
            seen = {name for gap, name in gaps[form] if gap == key}
            assert seen, f"{form} {key} is always filled"
            assert not households or seen == set(households.split()), f"{form} {key}: {seen}"


def test_every_procedure_of_today_whose_form_the_town_has_gets_its_sheet() -> None:
    for name in EXAMPLES:
        case = the_case(name)
        sheets = {(s.form_id, p) for s in sheets_of(case) for p in s.procedure_ids}
        for determination in case.filed_today(OutcomeKind.APPLIES):
            for form in determination.procedure.forms:
                if form in LAYOUTS and form != "consent":
                    assert (form, determination.procedure.id) in sheets


def due(case: Case, sheet: NeededSheet) -> list[Member | None]:
    """The people a sheet has to name."""
    subject = case.household.member(sheet.subject) if sheet.subject else None
    head, claimant = case.household.head, claimant_of(case)
    match sheet.form_id:
        case "A1":
            return list(case.household.members)
        case "A4":
            cards = {m.id: m for p in ("A4", "A5", "A6") for m in concerned(case, p)}
            return list(cards.values())
        case "B1":
            return [head, *concerned(case, "B1")]
        case "B7":
            assert subject is not None
            return [subject, spouse_of(case, subject)]
        case "B11":
            return [subject, head]
        case "B16":
            return [subject]
        case "C1":
            supported = [
                m for m in case.household.members if case.answer("supported", m.id) is True
            ]
            return [claimant, spouse_of(case, claimant), *children(case), *supported]
        case "A7" | "B17" | "C8" | "D13":
            return [subject]
        case "A14":
            return [case.filer]
        case "C5" | "C6":
            return [head, *children(case)]
        case "C7" | "C17":
            return [claimant, subject]
        case "C13" | "C20" | "D7":
            return [claimant, *case.household.members]
        case "C14":
            return [claimant, spouse_of(case, claimant), subject]
        case "D2":
            return [subject, claimant]
        case "E7":
            return [head, *case.household.members]
        case "C4":
            holder = head if "medical.holder" in sheet.data else None
            return [claimant, holder, *children(case)]
    return [case.filer]


def test_the_head_who_does_not_move_stands_where_the_head_is_asked_for() -> None:
    case = the_case("h7")
    named = {
        sheet.form_id for name, sheet in FILLED if name == "h7" and "石井茂" in plain(case, sheet)
    }
    assert named == {"A1", "B1", "E7"}
    (enrolment,) = (s for name, s in FILLED if name == "h7" and s.form_id == "B1")
    former = re.sub(r"\s", "", case.household.old_address.line)
    assert plain(case, enrolment).count(former) == 1


def test_the_former_address_of_the_enrolment_is_that_of_who_acquires_it() -> None:
    (enrolment,) = (s for name, s in FILLED if name == "h7" and s.form_id == "B1")
    on = the_case("h7").reception.filed_on
    form = RENDERER.render("B1", enrolment.data, sheet=1, on=on)
    top = {box.key: box.y for box in form.fields}
    assert top["insurance.reason"] < top["old.full_address"] < top["head.name"]


def plain(case: Case, sheet: NeededSheet) -> str:
    return re.sub(r"\s", "", rendered(case, sheet))


@pytest.mark.parametrize(("name", "sheet"), FILLED, ids=IDS)
def test_a_sheet_names_exactly_the_people_it_is_about(name: str, sheet: NeededSheet) -> None:
    case = the_case(name)
    text = rendered(case, sheet)
    expected = {m.id for m in due(case, sheet) if m is not None}
    found = {m.id for m in case.household.members if re.sub(r"\s", "", m.name.text) in text}
    assert found == expected
