"""B. 国保・年金・後期・介護."""

from datetime import date

from tests.oracle.rules import Said, applies, guide, household, nothing, person
from tests.oracle.situation import Person, Situation


@person("B1")
def national_insurance(p: Person) -> Said | None:
    return applies(p.joins_national)


@household("B2")
def into_an_insured_house(case: Situation) -> Said | None:
    return applies(case.joins_national_house)


def _carried_by_the_insured(case: Situation, what: str) -> Said | None:
    return applies(what in case.carried and any(p.joins_national for p in case.people))


@household("B3")
def relief_goes_on(case: Situation) -> Said | None:
    return _carried_by_the_insured(case, "reduction")


@person("B4")
def old_insurer_stays(p: Person) -> Said | None:
    if p.situation.facility:
        return "nothing_to_file", "施設"
    return nothing(p.student_at_home_insurer, "学生")


@household("B5")
def limit_certificate(case: Situation) -> Said | None:
    return _carried_by_the_insured(case, "limit_certificate")


@person("B6")
def share_of_the_elder(p: Person) -> Said | None:
    return nothing(p.joins_national and p.age_at_move >= 70)


@person("B7")
def pension_address(p: Person) -> Said | None:
    works_insured = p.insurance in ("employee", "employee_dependant")
    if p.pension != 1 or p.age_at_move >= 60 or works_insured:
        return None
    link = p.answer("pension_link")
    if link == "not_linked":
        return "applies", "つながっていないので"
    if link == "residence_registered":
        return "applies", "居所"
    return "nothing_to_file", "自動で変わり"


@person("B8")
def becomes_first_kind(p: Person) -> Said | None:
    """20–59, neither 2号 nor 3号 from now on, and not 1号 before."""
    second_or_third = p.insurance in ("employee", "employee_dependant", "elderly") or (
        p.insurance == "guild" and p.pension == 2
    )
    return applies(20 <= p.age_at_move <= 59 and p.pension != 1 and not second_or_third)


@person("B9")
def exemption(p: Person) -> Said | None:
    had = (
        "pension_exemption" in p.situation.carried and p.pension == 1 and 20 <= p.age_at_move <= 59
    )
    if had:
        return "applies", "免除・猶予"
    return guide(p.young_alone and p.work == "student", "学生")


@person("B10")
def pensioner(p: Person) -> Said | None:
    return guide(p.age_at_move >= 65)


@person("B11")
def elderly_scheme_from_afar(p: Person) -> Said | None:
    here = p.elderly_scheme and not p.situation.facility
    if not here or p.situation.same_prefecture:
        return None
    for_all = p.situation.n0 <= date(2026, 7, 31)
    return "deemed", "!マイナ保険証" if for_all else "マイナ保険証を持たない人など"


@person("B12")
def elderly_scheme_within(p: Person) -> Said | None:
    here = p.elderly_scheme and not p.situation.facility
    return ("deemed", "") if here and p.situation.same_prefecture else None


@person("B13")
def certificate_of_share(p: Person) -> Said | None:
    return applies(elderly_scheme_from_afar(p) is not None)


@person("B14")
def elderly_scheme_by_disability(p: Person) -> Said | None:
    return guide(p.age_at_move >= 65 and not p.elderly_scheme and p.handbook)


@person("B15")
def care_insurance(p: Person) -> Said | None:
    if p.age_at_move < 65 or p.situation.facility:
        return None
    if p.situation.town.care_enrolment_form:
        return "applies", "町の様式"
    return "deemed", "付記"


@person("B16")
def care_level_goes_on(p: Person) -> Said | None:
    return applies(p.care != "none" and not p.situation.facility)


@person("B17")
def care_plan(p: Person) -> Said | None:
    continues = care_level_goes_on(p) is not None
    return applies(continues and p.answer("home_care") is True)


@person("B18")
def burden_limit(p: Person) -> Said | None:
    continues = care_level_goes_on(p) is not None
    return applies(continues and "burden_limit" in p.situation.carried)


@person("B19")
def notice_to_the_old_insurer(p: Person) -> Said | None:
    return guide(p.situation.facility and p.age_at_move >= 65)


@household("B20")
def health_card(case: Situation) -> Said | None:
    return applies("health_card" in case.wishes)
