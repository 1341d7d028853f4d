"""Every sheet of every example household is complete: what is known stands in its box."""

import re

import pytest

from counter_app.model.facts import Answer
from counter_app.model.people import Member
from counter_app.paperwork.papers import next_steps, slip
from counter_app.paperwork.people_lists import children, claimant_of
from counter_app.paperwork.people_view import concerned, spouse_of
from counter_app.paperwork.sheets import needed_sheets
from counter_app.paperwork.values import Case, NeededSheet
from counter_app.procedures.procedure import OutcomeKind
from forms.layouts import LayoutLibrary
from forms.renderer import FormRenderer
from forms.values import Values
from tests.paperwork_boxes import missing, text_of
from tests.paperwork_kit import EXAMPLES, a_case, answered, committed, promised

RENDERER = FormRenderer()
LAYOUTS = LayoutLibrary().layouts

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

_DEPARTMENT = "ticked by the department when it hands it over"
_OTHER_PAPER = "only when a paper without a box was shown"
_ON_THE_METER = "read on the spot"
_OWN_CHOICE = "the resident's own choice, which nobody asked"
_ON_THE_VEHICLE = "read from the vehicle or its papers"
_ON_THE_TAG = "read from the tag"
_GIVEN_LATER = "given by the town afterwards"
_ABROAD = "there is none abroad"
_ON_ITS_PAPER = "stands on a paper the resident brings"
_ON_THE_SHEET = "asked on the sheet alone"

Left = dict[str, tuple[str, str]]

_JOINED = "of the head of a household that is joined only the name is known"
LEFT_TO_THE_PEN: dict[str, Left] = {
    "A1": {
        "case.code_member": ("only for a code that is written", ""),
        "case.code_source": ("no certificate comes from abroad", "h4"),
        "case.planned_move_out": (_ABROAD, "h4"),
        "member.N.occupation": ("not asked of who claims nothing", "h1 h2 h8 h9 h10"),
        "old.building": ("a house without a building's name", "h4"),
        "old.postcode": (_ABROAD, "h4"),
        "registry.N.address": ("one register for all", "h1 h3 h4 h5 h6 h7 h8 h9 h10"),
        "registry.N.head": ("one register for all", "h1 h3 h4 h5 h6 h7 h8 h9 h10"),
        "registry.N.members": ("one register for all", "h1 h3 h4 h5 h6 h7 h8 h9 h10"),
        "staff.identity_other": (_OTHER_PAPER, ""),
    },
    "A4": {
        "card.N.alternate": ("only for a character the certificate cannot hold", ""),
        "staff.identity_other": (_OTHER_PAPER, ""),
    },
    "A7": {
        "card_request.braille": (_OWN_CHOICE, ""),
        "card_request.certificates": (_OWN_CHOICE, ""),
        "card_request.face_only": (_OWN_CHOICE, ""),
        "card_request.lost_on": (_ON_THE_SHEET, ""),
        "card_request.lost_place": (_ON_THE_SHEET, ""),
        "card_request.notes": ("nothing to remark", ""),
        "card_request.photo": (_ON_THE_SHEET, ""),
        "card_request.pickup": (_OWN_CHOICE, ""),
        "card_request.police": (_ON_THE_SHEET, ""),
        "staff.identity_other": (_OTHER_PAPER, ""),
    },
    "A14": {
        "late.kind": ("the filer's own reason", ""),
        "late.reason": ("the filer's own reason", ""),
        "staff.handed": (_DEPARTMENT, ""),
    },
    "B1": {
        "head.birth": (_JOINED, "h7"),
        "insurance.symbol": (_GIVEN_LATER, ""),
        "staff.handed": (_DEPARTMENT, ""),
    },
    "B7": {
        "old.building": ("a house without a building's name", "h4"),
        "old.postcode": (_ABROAD, "h4"),
        "pension.additional": (_OWN_CHOICE, ""),
        "pension.exemption": ("asked only of who had a town's insurance before", "h4"),
        "pension.former_name": ("only when the name changed too", ""),
        "pension.last_digits": ("no record: the number is written", "h4"),
        "pension.notes": ("nothing to remark", ""),
        "pension.payment": (_OWN_CHOICE, ""),
        "staff.handed": (_DEPARTMENT, ""),
    },
    "B11": {
        "elderly.dependent_paper": ("only for who has such a paper", ""),
        "elderly.former_number": ("stands on the old card alone", ""),
        "staff.handed": (_DEPARTMENT, ""),
    },
    "B16": {
        "care.consent": ("the person's own consent", ""),
        "care.facility": ("only for who lives in one", ""),
        "care.hospital_address": ("found by the department from the name", ""),
        "care.hospital_phone": ("found by the department from the name", ""),
        "care.insured_number": (_GIVEN_LATER, ""),
        "care.services": ("which of the services was not asked", ""),
        "care.valid_from": ("the certificate tells the end alone", ""),
        "staff.handed": (_DEPARTMENT, ""),
    },
    "B17": {
        "care_plan.change_reason": ("only when the provider changes", ""),
        "care_plan.insured_number": (_GIVEN_LATER, ""),
        "care_plan.manager": (_ON_THE_SHEET, ""),
        "care_plan.office": (_ON_THE_SHEET, ""),
        "care_plan.office_address": (_ON_THE_SHEET, ""),
        "care_plan.office_number": (_ON_THE_SHEET, ""),
        "care_plan.office_phone": (_ON_THE_SHEET, ""),
        "care_plan.starts_on": (_ON_THE_SHEET, ""),
        "staff.handed": (_DEPARTMENT, ""),
    },
    "C1": {
        "case.planned_move_out": (_ABROAD, "h4"),
        "claim.before": ("did not receive it", "h4 h5"),
        "claim.higher_income": ("one parent", "h3 h5"),
        "claimant.workplace": ("not asked further", "h3"),
        "old.town": (_ABROAD, "h4"),
        "spouse.birth": ("one parent", "h3 h5"),
        "spouse.kana": ("one parent", "h3 h5"),
        "spouse.name": ("one parent", "h3 h5"),
        "spouse.occupation_kind": ("one parent", "h3 h5"),
    },
    "C4": {
        "guardian.workplace": ("not asked further", "h3 h9"),
        "medical.acquired_on": ("stands on the employer's paper", "h3 h9"),
        "medical.holder": ("stands on the employer's paper", "h3 h9"),
        "medical.insurer": ("stands on the employer's paper", "h3 h9"),
        "medical.insurer_number": ("stands on the insurance paper", ""),
        "medical.january_town": ("from abroad: some town or none", "h4"),
        "medical.symbol": ("stands on the insurance paper", ""),
    },
    "C5": {
        "child.N.school": ("asked of those who go to the town's school alone", ""),
        "single.former": (_ON_THE_SHEET, ""),
        "single.insurer": ("stands on the employer's paper", "h3"),
        "single.others": (_ON_THE_SHEET, ""),
        "single.reason": (_ON_THE_SHEET, ""),
        "single.since": (_ON_THE_SHEET, ""),
        "single.symbol": ("stands on the insurance paper", ""),
        "staff.handed": (_DEPARTMENT, ""),
    },
    "C6": {
        "child.N.school": ("asked of those who go to the town's school alone", ""),
        "rearing.certificate": (_ON_ITS_PAPER, ""),
        "rearing.home": (_ON_THE_SHEET, ""),
        "rearing.obligor": (_ON_THE_SHEET, ""),
        "rearing.obligor_relation": (_ON_THE_SHEET, ""),
        "rearing.partner": (_ON_THE_SHEET, ""),
        "rearing.pension": (_ON_THE_SHEET, ""),
        "rearing.reason": (_ON_THE_SHEET, ""),
        "rearing.since": (_ON_THE_SHEET, ""),
        "rearing.support_money": (_ON_THE_SHEET, ""),
        "staff.handed": (_DEPARTMENT, ""),
    },
    "C7": {
        "special.certificate": (_ON_ITS_PAPER, ""),
        "special.disability": (_ON_ITS_PAPER, ""),
        "special.facility": (_ON_THE_SHEET, ""),
        "special.obligor": (_ON_THE_SHEET, ""),
        "special.pension": (_ON_THE_SHEET, ""),
        "special.spouse": (_ON_THE_SHEET, ""),
        "staff.handed": (_DEPARTMENT, ""),
    },
    "C8": {
        "maternity.clinic": (_ON_THE_SHEET, ""),
        "maternity.fetuses": (_ON_THE_SHEET, ""),
        "maternity.handbook_number": (_ON_ITS_PAPER, ""),
        "maternity.issued_by": (_ON_ITS_PAPER, ""),
        "maternity.kinds": (_ON_THE_SHEET, ""),
        "maternity.last_visit": (_ON_ITS_PAPER, ""),
        "maternity.next_visit": (_ON_THE_SHEET, ""),
        "maternity.notes": ("nothing to remark", ""),
        "maternity.returned": (_ON_ITS_PAPER, ""),
        "maternity.used": (_ON_ITS_PAPER, ""),
        "maternity.weeks": (_ON_THE_SHEET, ""),
        "maternity.wishes": (_ON_THE_SHEET, ""),
        "staff.handed": (_DEPARTMENT, ""),
    },
    "C13": {
        "facility.name": ("a place is only applied for", ""),
        "nursery.allergy": (_ON_THE_SHEET, ""),
        "nursery.amount": (_OWN_CHOICE, ""),
        "nursery.disability": (_ON_THE_SHEET, ""),
        "nursery.first_choice": (_OWN_CHOICE, ""),
        "nursery.from": (_OWN_CHOICE, ""),
        "nursery.hours": (_OWN_CHOICE, ""),
        "nursery.reason_father": (_ON_THE_SHEET, ""),
        "nursery.reason_mother": (_ON_THE_SHEET, ""),
        "nursery.second_choice": (_OWN_CHOICE, ""),
        "nursery.third_choice": (_OWN_CHOICE, ""),
        "staff.handed": (_DEPARTMENT, ""),
    },
    "C14": {
        "facility.tax_exempt": ("decides nothing for a kindergarten", ""),
        "grant.former": (_ON_THE_SHEET, ""),
        "grant.hours": (_OWN_CHOICE, ""),
        "grant.place": ("found by the department from the name", ""),
        "staff.handed": (_DEPARTMENT, ""),
    },
    "C17": {
        "school.enrolment": ("not asked further", "h3 h9"),
        "school.last_day": (_ON_THE_SHEET, ""),
        "school.old": ("not asked further", "h3 h9"),
        "school.old_address": (_ON_THE_SHEET, ""),
        "school.old_class": (_ON_THE_SHEET, ""),
        "school.siblings": (_ON_THE_SHEET, ""),
        "school.support": (_ON_THE_SHEET, ""),
        "school.textbooks": ("not asked further", "h3 h9"),
        "staff.handed": (_DEPARTMENT, ""),
    },
    "C20": {
        "aid.details": (_ON_THE_SHEET, ""),
        "aid.former": (_ON_THE_SHEET, ""),
        "aid.home": (_ON_THE_SHEET, ""),
        "aid.rent": (_ON_THE_SHEET, ""),
        "staff.handed": (_DEPARTMENT, ""),
    },
    "D2": {
        "handbook.disability": (_ON_ITS_PAPER, ""),
        "handbook.grade": (_ON_ITS_PAPER, ""),
        "handbook.guardian_relation": (_ON_THE_SHEET, ""),
        "handbook.issued_on": (_ON_ITS_PAPER, ""),
        "handbook.notes": ("nothing to remark", ""),
        "handbook.number": (_ON_ITS_PAPER, ""),
        "handbook.photo": ("ticked when it is brought", ""),
        "handbook.prefecture": (_ON_ITS_PAPER, ""),
        "handbook.valid_until": (_ON_ITS_PAPER, ""),
        "staff.handed": (_DEPARTMENT, ""),
    },
    "D7": {
        "services.disease": (_ON_ITS_PAPER, ""),
        "services.doctor": (_ON_THE_SHEET, ""),
        "services.former": (_ON_ITS_PAPER, ""),
        "services.from": (_ON_THE_SHEET, ""),
        "services.kinds": (_ON_THE_SHEET, ""),
        "services.office": (_ON_THE_SHEET, ""),
        "services.planner": (_ON_THE_SHEET, ""),
        "staff.handed": (_DEPARTMENT, ""),
    },
    "D13": {
        "evacuation.consent": (_OWN_CHOICE, ""),
        "evacuation.helper1": (_ON_THE_SHEET, ""),
        "evacuation.helper1_phone": (_ON_THE_SHEET, ""),
        "evacuation.helper2": (_ON_THE_SHEET, ""),
        "evacuation.helper2_phone": (_ON_THE_SHEET, ""),
        "evacuation.medical": (_ON_THE_SHEET, ""),
        "evacuation.needs": (_ON_THE_SHEET, ""),
        "evacuation.place": (_ON_THE_SHEET, ""),
        "evacuation.receivers": (_OWN_CHOICE, ""),
        "evacuation.room": (_ON_THE_SHEET, ""),
        "staff.handed": (_DEPARTMENT, ""),
    },
    "E1": {
        "moped.approval": (_ON_THE_VEHICLE, ""),
        "moped.change": ("the application is a new one", ""),
        "moped.chassis": (_ON_THE_VEHICLE, ""),
        "moped.engine": (_ON_THE_VEHICLE, ""),
        "moped.maker": (_ON_THE_VEHICLE, ""),
        "moped.model": (_ON_THE_VEHICLE, ""),
        "moped.ownership": (_ON_THE_VEHICLE, ""),
        "moped.papers": ("ticked when they are brought", ""),
        "moped.plate": (_GIVEN_LATER, ""),
        "staff.identity_other": (_OTHER_PAPER, ""),
    },
    "E5": {
        "dog.N.birth": (_ON_THE_TAG, ""),
        "dog.N.breed": (_ON_THE_TAG, ""),
        "dog.N.chip_number": (_ON_THE_TAG, ""),
        "dog.N.colour": (_ON_THE_TAG, ""),
        "dog.N.number": (_ON_THE_TAG, ""),
        "dog.N.sex": (_ON_THE_TAG, ""),
        "dog.N.vaccinated": (_ON_THE_TAG, ""),
        "dog.notes": ("nothing to remark", ""),
        "dog.tag": ("ticked when it is brought", ""),
        "staff.handed": (_DEPARTMENT, ""),
    },
    "E6": {
        "user.workplace": ("not asked of who claims nothing", "h1 h3 h9 h10"),
        "water.diameter": (_ON_THE_METER, ""),
        "water.meter": (_ON_THE_METER, ""),
        "water.notes": ("nothing to remark", ""),
        "water.owner": ("not asked further", "h1 h3 h4 h6 h9 h10"),
        "water.owner_phone": ("known to the owner's tenant alone", ""),
        "water.payment": (_OWN_CHOICE, ""),
        "water.reading": (_ON_THE_METER, ""),
        "water.stop_date": ("agreed with the old supplier", ""),
        "water.tap_number": (_ON_THE_METER, ""),
    },
    "E7": {
        "head.birth": (_JOINED, "h7"),
        "head.phone": (_JOINED, "h7"),
        "sewer.after": ("who lives there already is not known", ""),
        "sewer.before": ("who lives there already is not known", ""),
        "sewer.number": (_GIVEN_LATER, ""),
        "sewer.owner": (_ON_THE_SHEET, ""),
        "sewer.payer": (_ON_THE_SHEET, ""),
        "sewer.pump": (_ON_THE_SHEET, ""),
        "sewer.water": (_ON_THE_SHEET, ""),
        "staff.handed": (_DEPARTMENT, ""),
    },
    "consent": {
        "consent.receiver.N.wish": ("a change of address is sent without a wish", "h2 h9"),
        "staff.explained": ("ticked by who read it out", ""),
        "staff.language": ("only for a translation", ""),
    },
}
"""Form → key → why it stays blank, and the households alone of which that is so ("": of all)."""


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


# --- names where they are due --------------------------------------------------------------------


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


def rendered(case: Case, sheet: NeededSheet) -> str:
    form = RENDERER.render(sheet.form_id, sheet.data, sheet=1, on=case.reception.filed_on)
    return text_of(form.pdf)


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


# --- what goes home ------------------------------------------------------------------------------


def pages_of(case: Case, sheet: NeededSheet) -> int:
    return RENDERER.render(sheet.form_id, sheet.data, sheet=1, on=case.reception.filed_on).pages


@pytest.mark.parametrize("linked", ["linked", "not_linked"])
def test_the_papers_of_the_story_are_one_page_each(linked: str) -> None:
    case, commitments = committed(a_case("h2", answers=(Answer("pension_link", "2", linked),)))
    for settled in (commitments, answered(commitments, F2=promised)):
        assert pages_of(case, slip(case, settled)) == 1
        assert pages_of(case, next_steps(case, settled)) == 1


def test_the_slip_of_the_story_is_one_page_when_everyone_outside_is_asked_too() -> None:
    not_linked = (Answer("pension_link", "2", "not_linked"),)
    everyone = a_case("h2", answers=not_linked, consents=lambda kind: True)
    case, commitments = committed(everyone)
    assert pages_of(case, slip(case, commitments)) == 1


def test_with_english_beside_it_the_story_is_one_page_when_every_card_is_there() -> None:
    here = (Answer("card_state", "3", "here"),)
    case, commitments = committed(a_case("h2", answers=here, language="en"))
    assert pages_of(case, next_steps(case, commitments)) == 1


@pytest.mark.parametrize("name", EXAMPLES)
def test_under_protection_no_paper_that_goes_home_tells_of_anyone(name: str) -> None:
    for protected in (True, False):
        case, commitments = committed(a_case(name, protected=protected, language="en"))
        texts = [rendered(case, paper(case, commitments)) for paper in (slip, next_steps)]
        household = case.household
        words = {f"{m.name.given}さん" for m in household.members}
        words |= {m.name.text for m in household.members}
        # A given name of one character is part of other words (健 of 健康保険課).
        words |= {m.name.given for m in household.members if len(m.name.given) > 1}
        for address in (household.new_address, household.old_address):
            words |= {address.town, address.building, address.postcode}
        words = {re.sub(r"\s", "", word) for word in words if word}
        told = {word for word in words for text in texts if word in text}
        assert bool(told) is not protected
        assert not [text for text in texts if "支援措置" in text]


@pytest.mark.parametrize("name", EXAMPLES)
@pytest.mark.parametrize("language", ["ja", "en"])
def test_the_papers_that_go_home_can_be_printed(name: str, language: str) -> None:
    case, commitments = committed(a_case(name, language=language, confirmed=False))
    for paper in (slip(case, commitments), next_steps(case, commitments)):
        assert "0403-017" in rendered(case, paper)
