"""C. 子ども・教育."""

from tests.oracle.rules import Said, applies, guide, household, nothing, person
from tests.oracle.situation import Person, Situation


def _by_the_employer(p: Person, word_guide: str, word_applies: str) -> Said:
    """A civil servant claims at work; everybody else here."""
    return ("guide", word_guide) if p.work == "public_servant" else ("applies", word_applies)


@person("C1")
def child_allowance(p: Person) -> Said | None:
    """Also of who leaves the children behind: the claim goes where the claimant lives."""
    case = p.situation
    if not case.parents and p in case.children:
        return "guide", "親が一緒に移っていません"
    if not p.claims or not (case.children or case.children_left_out):
        return None
    if not case.children and case.child_there:
        return _by_the_employer(p, "勤務先", "入る世帯に")
    if not case.children:
        return _by_the_employer(p, "勤務先", "別に住む子を養って")
    other_parent_away = len(case.parents) == 1 and not case.single_parent
    where = "単身赴任" if other_parent_away else "!単身赴任"
    return _by_the_employer(p, "勤務先", where)


@person("C2")
def child_elsewhere(p: Person) -> Said | None:
    if not p.situation.child_elsewhere or not p.claims:
        return None
    return _by_the_employer(p, "勤務先", "請求に添え")


@person("C3")
def third_child_rate(p: Person) -> Said | None:
    """The third child counts wherever it lives; how many live elsewhere is asked of students."""
    case = p.situation
    students = sum(q.supported for q in case.people) + case.students_elsewhere
    if not p.claims or not students or not (case.children or case.children_left_out):
        return None
    counted = len(case.children) + students
    if counted + case.children_left_out >= 3:
        return _by_the_employer(p, "勤務先", "3人目")
    if not case.children_left_out:
        return None
    return "guide", "勤務先" if p.work == "public_servant" else "何人か"


@person("C4")
def child_medical(p: Person) -> Said | None:
    if p.school_age > p.situation.town.child_medical_year_age:
        return None
    return ("guide", "福祉課") if p.situation.on_assistance else ("applies", "受給者証を申請")


@household("C5")
def single_parent_medical(case: Situation) -> Said | None:
    if not case.single_parent:
        return None
    return ("guide", "福祉課") if case.on_assistance else ("applies", "最初の3月31日")


@household("C6-1")
def rearing_allowance_moves(case: Situation) -> Said | None:
    return applies((case.single_parent and case.had_rearing) or case.holds_rearing)


@household("C6-2")
def rearing_allowance_new(case: Situation) -> Said | None:
    return applies(case.single_parent and not case.had_rearing and not case.holds_rearing)


@person("C7")
def disabled_child_allowance(p: Person) -> Said | None:
    if "special_child" in p.items:
        return ("applies", "受けていた") if p.age < 20 else ("guide", "どの子")
    return guide(p.handbook and p.age < 20, "請求できる")


@person("C8")
def check_up_slips(p: Person) -> Said | None:
    return applies(p.pregnant and p.answer("maternity_handbook") is True)


@person("C9")
def notice_of_pregnancy(p: Person) -> Said | None:
    return applies(p.pregnant and p.answer("maternity_handbook") is False)


@person("C10")
def pregnancy_grant(p: Person) -> Said | None:
    """Twice: while pregnant, and as the mother of a new-born."""
    if p.pregnant:
        return "guide", "妊娠中の人"
    with_baby = any(q.age == 0 for q in p.situation.people)
    may_be_mother = p.member.sex.value != "male" and any(
        parent is p for parent in p.situation.parents
    )
    return guide(with_baby and may_be_mother, "1歳になっていない子の母")


@person("C11")
def vaccination(p: Person) -> Said | None:
    return guide(p.school_age <= 15)


@person("C12")
def newborn(p: Person) -> Said | None:
    return guide(p.age == 0)


@person("C13")
def nursery_place(p: Person) -> Said | None:
    return applies(p.nursery == "nursery")


@person("C14")
def free_of_charge(p: Person) -> Said | None:
    """3 to 5; below 3 only where the family pays no 住民税."""
    if p.nursery != "kindergarten":
        return None
    return applies(p.age >= 3 or p.situation.yes("tax_exempt"))


@person("C15")
def old_nursery(p: Person) -> Said | None:
    return applies(p.nursery == "stay")


@person("C16")
def after_school(p: Person) -> Said | None:
    return applies(7 <= p.school_age <= 12 and "after_school" in p.situation.wishes)


@person("C17")
def school(p: Person) -> Said | None:
    if not p.at_school:
        return None
    if p.school == "special_school":
        return "guide", "特別支援学校"
    if p.school == "private":
        return "guide", "私立"
    if p.school == "stay":
        return "guide", "通い続ける"
    if p.school == "none":
        return "nothing_to_file", "年ではない"
    return "applies", "教育委員会"


@person("C18")
def other_school(p: Person) -> Said | None:
    if p.school == "stay":
        return "applies", "許可を申請"
    return applies(p.school == "private", "町立ではない")


@person("C19")
def next_years_pupil(p: Person) -> Said | None:
    return nothing(p.school_age == 6)


@person("C20")
def school_aid(p: Person) -> Said | None:
    if not p.at_school:
        return None
    if p.school == "town_special":
        return "applies", "就学奨励費"
    if p.school == "special_school":
        return "guide", "学校に申請"
    if "school_aid" in p.situation.wishes:
        return "applies", "希望"
    return "guide", "大変なとき"


@person("C21")
def school_meals(p: Person) -> Said | None:
    return guide(p.school in ("town", "town_special"))
