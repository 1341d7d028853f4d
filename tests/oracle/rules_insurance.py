"""B. 国保・年金・後期・介護."""

from datetime import date

from tests.oracle.rules import Said, applies, guide, household, nothing, person
from tests.oracle.situation import Person, Situation


@person("B1")
def national_insurance(p: Person) -> Said | None:
    if p.uninsured and p.situation.on_assistance:
        return "guide", "6条9号"
    return applies(p.joins_national, "世帯主が届け出ます")


@household("B2")
def into_an_insured_house(case: Situation) -> Said | None:
    if not case.joins_national_house:
        return None
    if any(p.member.relation == "世帯主" for p in case.people):
        return "applies", "世帯主の変更"
    if any(p.joins_national for p in case.people):
        return "applies", "記号番号"
    return "nothing_to_file", "変わりません"


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
    """Of 国保, and of 後期高齢者医療 where another 広域連合 takes over."""
    if case.on_assistance or "limit_certificate" not in case.carried:
        return None
    newly = [p for p in case.people if elderly_scheme_from_afar(p) is not None]
    return applies(bool(newly) or any(p.joins_national for p in case.people))


@person("B6")
def share_of_the_elder(p: Person) -> Said | None:
    return nothing(p.joins_national and p.age_at_move >= 70)


@person("B7")
def pension_address(p: Person) -> Said | None:
    if not p.first_kind:
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
    return applies(_becomes_first(p))


def _becomes_first(p: Person) -> bool:
    """A dependant is 3号 only as husband or wife of a 2号; a child of the house is not.

    任意継続 is no employment: neither who has it is 2号 nor the dependant of one 3号.
    """
    if not 20 <= p.age_at_move <= 59 or p.pension == 1:
        return False
    if p.insurance == "employee_dependant":
        if any(q.insurance == "voluntary" for q in p.situation.people):
            return True
        return p.member.relation[-1:] == "子" and p.pension in (0, 2)
    if p.insurance == "guild":
        return p.pension != 2
    return p.insurance not in ("employee", "elderly")


@person("B9")
def exemption(p: Person) -> Said | None:
    pays = _becomes_first(p) or (p.first_kind and p.age_at_move >= 20)
    if pays and p.pension == 1 and "pension_exemption" in p.situation.carried:
        return "applies", "続けて申請"
    if pays and p.on_assistance:
        return "guide", "法定免除"
    if p.work != "student" or p.age_at_move >= 30:
        return None
    if pays:
        return "guide", "1号の学生"
    return guide(p.young_alone and p.age_at_move < 20, "20歳になったら")


@person("B10")
def pensioner(p: Person) -> Said | None:
    return guide(p.age_at_move >= 65)


@person("B11")
def elderly_scheme_from_afar(p: Person) -> Said | None:
    here = p.elderly_scheme and not p.situation.facility
    if not here or p.situation.same_prefecture:
        return None
    if p.situation.on_assistance:
        return "guide", "51条1号"
    if p.situation.n0 > date(2026, 7, 31):
        return "deemed", "マイナ保険証を持たない人など"
    return "deemed", "国外から" if p.situation.abroad else "ほかの県から"


@person("B12")
def elderly_scheme_within(p: Person) -> Said | None:
    """One 広域連合 for the whole prefecture: its own who go into a facility move too."""
    if not p.elderly_scheme or not p.situation.same_prefecture:
        return None
    return ("guide", "51条1号") if p.situation.on_assistance else ("deemed", "県の中")


@person("B13")
def certificate_of_share(p: Person) -> Said | None:
    newly = elderly_scheme_from_afar(p)
    return applies(newly is not None and newly[0] == "deemed" and not p.situation.abroad)


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
    """介護保険法13条 is about the insured: 65 and over, and certified from 40."""
    insured = p.age_at_move >= 65 or p.care != "none"
    return guide(p.situation.facility and insured)


@household("B20")
def health_card(case: Situation) -> Said | None:
    return applies("health_card" in case.wishes)
