"""Children on a form: the claim for the child allowance, and the school they go to."""

from datetime import date

from counter_app.model.calendar import ONE_DAY, age_reached_on, school_grade
from counter_app.model.facts import FieldValue
from counter_app.model.people import Member
from counter_app.paperwork.people_lists import children, claimant_of
from counter_app.paperwork.people_view import spouse_of
from counter_app.paperwork.values import Case
from counter_app.procedures.catalogue import standard_catalogue
from counter_app.procedures.child_allowance import first_paid_month, monthly_amount

_ELEMENTARY, _JUNIOR_HIGH = "小学校", "中学校"
_NINE_YEARS = ("義務教育学校", "小中学校")
"""Ends of the names of schools for all nine years (学校教育法49条の2; 小中一貫)."""
_THIRD = 3


def claim_fields(case: Case) -> dict[str, FieldValue]:
    """Keys `claim.*`, `account.public` and what each child brings (児童手当法6条)."""
    claimant = claimant_of(case)
    spouse = spouse_of(case, claimant)
    fields: dict[str, FieldValue] = {
        "claim.all_together": case.answer("children_elsewhere") is not True,
        "account.public": True,
    }
    # A husband or wife who does not move is not in the register that was sent.
    if spouse is not None or case.answer("single_parent") is True:
        fields["claim.has_spouse"] = spouse is not None
    if spouse is not None:
        fields["claim.spouse_address"] = "same"
        fields["claim.higher_income"] = True
    if claimant.child_allowance_recipient:
        fields["claim.before"] = "received"
    return fields | _amounts(case)


def _amounts(case: Case) -> dict[str, FieldValue]:
    """Class and monthly amount of each child in the first paid month.

    Children are counted by age, those of 19 to 22 who are supported first of all. Where some live
    elsewhere their births are not known, and the class is left to the office.
    """
    claim = case.determination("C1")
    if claim is None or claim.deadline is None or any(children_elsewhere(case).values()):
        return {}
    due = claim.deadline
    month = first_paid_month(due.start, due.unrolled, case.reception.filed_on)
    rates = standard_catalogue().child_allowance
    listed = children(case)
    births = sorted(
        [m.birth for m in listed]
        + [m.birth for m in case.household.members if case.answer("supported", m.id) is True]
    )
    fields: dict[str, FieldValue] = {}
    for place, child in enumerate(listed, start=1):
        older = births[: births.index(child.birth)]
        third = len(older) + 1 >= _THIRD
        alone = monthly_amount((child.birth,), (), month, rates)
        amount = rates.third_and_later if third and alone else alone
        fields[f"child.{place}.amount"] = f"{amount:,}円"
        fields[f"child.{place}.category"] = _category(child.birth, month, third=third)
    return fields


def children_elsewhere(case: Case) -> dict[str, bool]:
    """Whether some do not move along whom nobody has named: of `child`, and of `sibling`.

    They live elsewhere, or in the household that is joined already.
    """
    return {
        "child": True in (case.answer("children_elsewhere"), case.answer("children_there")),
        "sibling": case.says("students_elsewhere") in ("one", "two"),
    }


def _category(birth: date, month: date, *, third: bool) -> str:
    if third:
        return "第3子以降"
    return "3歳未満" if age_reached_on(birth, 3) >= month else "3歳から高校生年代"


def school_of(case: Case, member: Member) -> str:
    """The town's school for a child's grade (学校教育法施行令5条), "" where there is none."""
    grade = school_grade(member.birth, case.reception.filed_on)
    if not 1 <= grade <= 9:
        return ""
    kind = _ELEMENTARY if grade <= 6 else _JUNIOR_HIGH
    schools = case.town.schools
    own = next((name for name in schools if kind_of_school(name) == kind), "")
    return own or next((name for name in schools if name.endswith(_NINE_YEARS)), "")


def kind_of_school(name: str) -> str:
    """「小学校」 or 「中学校」; "" for a school of any other kind, and for none."""
    if name.endswith(_NINE_YEARS):
        return ""
    return next((kind for kind in (_ELEMENTARY, _JUNIOR_HIGH) if name.endswith(kind)), "")


def school_start(case: Case) -> date:
    """The first open day after the filing."""
    return case.town.office.open_day_from(case.reception.filed_on + ONE_DAY)


_CLASSES = {"town": "通常の学級", "town_special": "特別支援学級"}
_SCHOOL_PAPERS = {"enrolment": "在学証明書", "textbooks": "教科書給与証明書"}


def school_fields(case: Case, subject: Member) -> dict[str, FieldValue]:
    """Keys `school.*` of 転入学通知書 (学校教育法施行令5条–7条)."""
    grade = school_grade(subject.birth, case.reception.filed_on)
    if not 1 <= grade <= 9:
        return {}
    fields: dict[str, FieldValue] = {
        "school.grade": _grade(grade),
        "school.new": school_of(case, subject),
        "school.starts_on": school_start(case),
        "school.papers": "・".join(["この通知書", *_SCHOOL_PAPERS.values()]),
        "school.choice": "ほかの学校に通いたい事情があるときは、教育委員会に相談してください。",
    }
    former = school_grade(subject.birth, case.household.planned_move_out)
    if former >= 1:
        fields["school.former_grade"] = _grade(former)
    old = case.says("old_school", subject.id)
    if old:
        fields["school.old"] = old
    plan = _CLASSES.get(case.says("school_plan", subject.id))
    if plan is not None:
        fields["school.class_kind"] = plan
    papers = case.listed("school_papers", subject.id)
    if papers is not None:
        for paper in _SCHOOL_PAPERS:
            fields[f"school.{paper}"] = "brought" if paper in papers else "later"
    board = next((d for d in case.town.departments if d.id == "dept.education"), None)
    if board is not None:
        fields["school.contact"] = f"{case.town.name}　{board.name}　電話 {board.phone}"
    return fields


def _grade(grade: int) -> str:
    """「第2学年」, of 中学校 counted anew."""
    return f"第{grade if grade <= 6 else grade - 6}学年"
