"""What a form is filled from: the keys of a case, and what stays blank."""

from dataclasses import replace
from datetime import date

import pytest

from counter_app.model.facts import Answer
from counter_app.model.people import FamilyRegister, ForeignStatus, MoveKind
from counter_app.model.reception import IdentityCheck
from counter_app.paperwork.case_view import case_view
from counter_app.paperwork.sheets import needed_sheets
from counter_app.paperwork.values import Case
from forms.renderer import FormRenderer
from tests.paperwork_kit import NOW, a_case, example

H2 = a_case("h2")


def view_of(case: Case, member: str = "") -> dict[str, object]:
    return dict(case_view(case, case.household.member(member) if member else None))


def filed_by(case: Case, member: str) -> Case:
    return replace(case, reception=replace(case.reception, filer_id=member))


def visited_by(case: Case, visitor: str, *papers: str) -> Case:
    identity = IdentityCheck(visitor, papers, True, "佐伯", NOW)
    return replace(case, reception=replace(case.reception, identity=identity))


# --- who files -----------------------------------------------------------------------------------


def test_the_head_files_for_the_household_as_self_and_head() -> None:
    assert view_of(H2)["filer.role"] == ("self", "head")


def test_the_head_files_for_the_mother_in_law_as_family_not_as_herself() -> None:
    assert view_of(H2, "5")["filer.role"] == ("head", "household")


def test_the_wife_files_her_own_sheet_as_herself_and_the_household_as_its_member() -> None:
    case = filed_by(H2, "2")
    assert view_of(case, "2")["filer.role"] == ("self",)
    assert view_of(case)["filer.role"] == ("self", "household")


def test_of_a_proxy_no_address_is_claimed_to_be_the_new_one() -> None:
    view = view_of(visited_by(H2, "proxy", "driving_licence"))
    assert view["filer.role"] == ("proxy",)
    assert "filer.address_same" not in view
    assert "care.agent_kind" not in view_of(visited_by(H2, "proxy", "driving_licence"), "5")


def test_a_legal_representative_is_named_as_one_on_the_consent() -> None:
    assert view_of(visited_by(H2, "legal_proxy", "passport"))["filer.role"] == ("proxy", "legal")


# --- 職員欄 --------------------------------------------------------------------------------------


def test_one_paper_with_a_photograph_is_ticked_by_its_kind() -> None:
    view = view_of(visited_by(H2, "head", "driving_licence"))
    assert view["staff.identity"] == ("driving_licence",)
    assert "staff.identity_other" not in view


def test_two_papers_without_a_photograph_are_ticked_as_two() -> None:
    view = view_of(visited_by(H2, "head", "pension_book", "eligibility_certificate"))
    assert view["staff.identity"] == ("two_papers",)


def test_a_paper_without_a_box_is_named_by_its_kind() -> None:
    view = view_of(visited_by(H2, "head", "disability_handbook"))
    assert view["staff.identity"] == ("other",)
    assert view["staff.identity_other"] == "障害者手帳"


def test_nothing_is_ticked_before_anybody_was_checked() -> None:
    case = replace(H2, reception=replace(H2.reception, identity=None))
    assert not [key for key in view_of(case) if key.startswith("staff.identity")]
    assert "staff.checks" not in view_of(case)


@pytest.mark.parametrize(
    ("filed_on", "ticked"),
    [(date(2026, 3, 31), False), (date(2026, 4, 3), True), (date(2026, 4, 13), False)],
)
def test_the_fifteen_day_rule_is_ticked_where_it_decides_the_month(
    filed_on: date, ticked: bool
) -> None:
    file = replace(example("h2"), filed_on=filed_on)
    checks = view_of(a_case("h2", file=file))["staff.checks"]
    assert isinstance(checks, tuple)
    assert ("fifteen_days" in checks) is ticked


@pytest.mark.parametrize(
    ("sent", "ticked"),
    [
        (lambda kind: True, "consented"),
        (lambda kind: kind != "vehicle", "consented"),
        (lambda kind: False, "held"),
        (lambda kind: kind != "water", None),
    ],
)
def test_what_was_sent_is_ticked_where_every_form_would_say_the_same(
    sent: object, ticked: str | None
) -> None:
    assert callable(sent)
    assert view_of(a_case("h2", consents=sent)).get("staff.sent") == ticked


def test_a_translation_is_named_and_japanese_is_none() -> None:
    english = view_of(a_case("h2", language="en"))
    assert (english["staff.explained"], english["staff.language"]) == ("translated", "英語")
    assert "staff.explained" not in view_of(H2)


# --- people --------------------------------------------------------------------------------------


def test_who_has_no_card_applies_for_the_paper_in_its_place() -> None:
    view = view_of(H2)
    assert [view[f"insured.{n}.health_card"] for n in range(1, 5)] == [True, True, True, False]
    assert [view[f"insured.{n}.certificate"] for n in range(1, 5)] == [False, False, False, True]


def test_whose_card_is_to_be_registered_as_health_card_is_left_open() -> None:
    view = view_of(a_case("h2", answers=(Answer("wishes", "", ("health_card",)),)))
    assert "insured.1.health_card" not in view
    assert view["insured.4.health_card"] is False


def test_an_occupation_nobody_told_is_left_blank() -> None:
    view = view_of(H2)
    assert [view.get(f"member.{n}.occupation") for n in range(1, 6)] == [
        "自営業",
        "自営業",
        "小学生",
        "—",
        None,
    ]


def test_a_supported_student_is_listed_among_the_older_children() -> None:
    view = view_of(a_case("h9", answers=(Answer("work", "3", "student"),)))
    assert view["sibling.count"] == 1
    assert view["sibling.1.name"] == "藤田　樹"
    assert view["sibling.1.supported"] is True
    assert view["sibling.1.school"] == "学生"
    assert view_of(H2)["sibling.count"] == 0


def test_of_who_has_left_school_no_occupation_is_supposed() -> None:
    view = view_of(a_case("h9"))
    assert "member.4.occupation" not in view
    assert view["member.5.occupation"] == "中学生"


def test_the_spouse_of_a_sheet_is_that_of_the_person_it_is_about() -> None:
    assert view_of(H2, "2")["spouse.name"] == H2.household.head.name.text
    assert not [key for key in view_of(H2, "5") if key.startswith("spouse.")]


@pytest.mark.parametrize(
    ("elsewhere", "rows"),
    [((2, 5), ["1・3・4の人", "2・5の人"]), ((4,), ["1〜3・5の人", "4の人"])],
)
def test_registers_are_written_once_with_the_rows_they_are_of(
    elsewhere: tuple[int, ...], rows: list[str]
) -> None:
    file = example("h2")
    here, there = FamilyRegister("甲県X市", "某"), FamilyRegister("丁県W市一丁目", "某")
    members = tuple(
        replace(m, register=there if number in elsewhere else here)
        for number, m in enumerate(file.household.members, start=1)
    )
    moved = replace(file, household=replace(file.household, members=members))
    view = view_of(a_case("h2", file=moved))
    assert [view["registry.1.members"], view["registry.2.members"]] == rows
    assert view["registry.count"] == 2


# --- insurance, pension, care --------------------------------------------------------------------


def test_specified_activities_are_told_of_the_insured_alone() -> None:
    file = example("h4")
    members = list(file.household.members)
    members[1] = replace(members[1], foreign=ForeignStatus("ベトナム", "特定活動"))
    changed = replace(file, household=replace(file.household, members=tuple(members)))
    assert view_of(a_case("h4", file=changed))["insurance.activity"] is True
    assert view_of(a_case("h4"))["insurance.activity"] is False


def test_a_reduction_beside_someone_in_elderly_care_is_left_to_the_officer() -> None:
    view = view_of(a_case("h2", answers=(Answer("carried_over", "", ("reduction",)),)))
    assert "insurance.specified" not in view
    assert view_of(H2)["insurance.specified"] is False


def test_the_pension_number_is_told_from_the_record_by_its_last_digits() -> None:
    view = view_of(H2, "2")
    assert view["pension.number_source"] == "record"
    assert view["pension.last_digits"] == "5678"
    assert view["pension.spouse_class"] == "other"
    abroad = view_of(a_case("h4"), "1")
    assert abroad["pension.number_source"] == "number"
    assert abroad["pension.reason"] == "from_abroad"


def test_the_care_application_is_carried_over_and_asks_the_old_town() -> None:
    view = view_of(H2, "5")
    assert view["care.kind"] == "move_in"
    assert view["care.age_class"] == "first"
    assert view["care.paper"] == "inquiry"
    assert view["care.level"] == "要介護2"
    assert "care.consent" not in view


# --- children ------------------------------------------------------------------------------------


def test_the_school_year_that_ended_counts_for_the_old_school() -> None:
    view = view_of(H2, "3")
    assert view["school.former_grade"] == "第1学年"
    assert view["school.grade"] == "第2学年"
    assert view["school.new"] == "Y町立上原小学校"
    assert view["school.starts_on"] == date(2026, 4, 6)
    assert view["school.class_kind"] == "通常の学級"


def test_the_guardian_is_named_as_the_child_would() -> None:
    assert view_of(H2, "3")["guardian.relation"] == "父"
    assert (
        view_of(a_case("h2", answers=(Answer("claimant", "", "2"),)), "3")["guardian.relation"]
        == "母"
    )
    assert view_of(H2, "5")["guardian.relation"] == ""


def test_a_town_without_a_school_of_that_kind_leaves_it_blank() -> None:
    town = replace(H2.town, schools=("Y町立Y中学校",))
    assert view_of(a_case("h2", town=town), "3")["school.new"] == ""


def test_each_child_brings_its_class_and_amount() -> None:
    view = view_of(H2)
    assert [(view[f"child.{n}.category"], view[f"child.{n}.amount"]) for n in (1, 2)] == [
        ("3歳から高校生年代", "10,000円"),
        ("3歳から高校生年代", "10,000円"),
    ]
    baby = view_of(a_case("h4"))
    assert (baby["child.1.category"], baby["child.1.amount"]) == ("3歳未満", "15,000円")


def test_the_third_child_by_age_brings_more_wherever_it_is_listed() -> None:
    file = example("h2")
    youngest = replace(file.household.members[3], id="6", birth=date(2024, 1, 5))
    members = (*file.household.members[:2], youngest, *file.household.members[2:])
    grown = replace(file, household=replace(file.household, members=members))
    answers = (Answer("facility", "6", "none"),)
    view = view_of(a_case("h2", file=grown, answers=answers))
    assert view["child.1.amount"] == "30,000円"
    assert view["child.1.category"] == "第3子以降"
    assert view["child.2.amount"] == "10,000円"


def test_a_husband_or_wife_who_does_not_move_is_left_to_the_pen() -> None:
    view = view_of(a_case("h3", answers=(Answer("single_parent", "", False),)))
    assert "claim.has_spouse" not in view


def test_places_for_children_who_live_elsewhere_are_left_open() -> None:
    forms = FormRenderer().forms()
    elsewhere = (Answer("children_elsewhere", "", True), Answer("students_elsewhere", "", "one"))
    for answers, places in (((), (2, 0)), (elsewhere, (4, 1))):
        case = a_case("h2", answers=answers)
        view = next(s.data for s in needed_sheets(case, forms) if s.form_id == "C1")
        assert (view["child.count"], view["sibling.count"]) == places
    claim = next(s.data for s in needed_sheets(a_case("h2"), forms) if s.form_id == "C4")
    assert claim["child.count"] == 2


def test_a_single_parent_is_not_asked_whose_income_is_higher() -> None:
    view = view_of(a_case("h3"))
    assert view["claim.has_spouse"] is False
    assert "claim.higher_income" not in view


# --- things --------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("said", "kind"),
    [("49cc", "first"), ("50", "first"), ("90 cc", "second_b"), ("125cc", None), ("不明", None)],
)
def test_the_class_of_a_moped_follows_from_its_displacement(said: str, kind: str | None) -> None:
    view = view_of(a_case("h2", answers=(Answer("moped_displacement", "", said),)))
    assert view.get("moped.class") == kind
    assert view["moped.displacement"] == said


def test_dogs_are_counted_by_their_names() -> None:
    view = view_of(a_case("h2", answers=(Answer("dog_names", "", "ハナ・クロ"),)))
    assert view["dog.count"] == 2
    assert [view["dog.1.name"], view["dog.2.name"]] == ["ハナ", "クロ"]
    assert view["dog.change"] == ("address", "place")
    assert "dog.count" not in view_of(H2)


def test_water_is_applied_for_at_the_authority_for_all_who_live_there() -> None:
    view = view_of(H2)
    assert view["water.supplier"] == "南郡水道企業団"
    assert view["water.people"] == 5
    assert view["water.starts_on"] == date(2026, 4, 6)
    own = view_of(a_case("h2", town=replace(H2.town, water_by_authority=False)))
    assert own["water.supplier"] == "Y町長"


# --- from abroad ---------------------------------------------------------------------------------


def test_from_abroad_there_is_no_certificate_and_the_country_stands_alone() -> None:
    case = a_case("h4")
    view = view_of(case)
    assert case.household.kind is MoveKind.FROM_ABROAD
    assert view["case.kind"] == "from_abroad"
    assert view["old.full_address"] == "ベトナム社会主義共和国ハノイ"
    assert not {"case.code_source", "case.planned_move_out", "medical.january_town"} & set(view)


def test_the_phone_told_in_the_interview_is_used_when_none_was_given_before() -> None:
    case = a_case("h2", answers=(Answer("phone", "", "090-1111-2222"),))
    silent = replace(case, reception=replace(case.reception, phone=""))
    assert view_of(silent)["filer.phone"] == "090-1111-2222"
    assert view_of(case)["filer.phone"] == "090-0000-0000"
