"""E. 税・くらし, and F. the bodies outside the town."""

from datetime import date

from tests.oracle.rules import (
    HOUSEHOLD_RULES,
    HouseholdRule,
    Said,
    applies,
    guide,
    household,
    nothing,
    person,
)
from tests.oracle.situation import Person, Situation


def _always() -> HouseholdRule:
    return lambda case: ("guide", "")


def _wished(wish: str, kind: str) -> HouseholdRule:
    return lambda case: (kind, "") if wish in case.wishes else None


HOUSEHOLD_RULES.update(dict.fromkeys(("E10", "F13"), _always()))
HOUSEHOLD_RULES["F10"] = lambda case: None if case.abroad else ("guide", "")
HOUSEHOLD_RULES["E3"] = _wished("tax_agent", "applies")
HOUSEHOLD_RULES["E14"] = _wished("farm", "guide")
HOUSEHOLD_RULES["E15"] = _wished("library", "guide")


def _unless_protected(case: Situation, kind: str) -> Said:
    """Nothing of a protected family leaves the town by itself."""
    return ("guide", "町からは送りません") if case.protected else (kind, "")


@household("E1")
def moped(case: Situation) -> Said | None:
    return applies("moped" in case.vehicles)


@household("E2")
def small_cars(case: Situation) -> Said | None:
    return guide("kei" in case.vehicles or "motorcycle" in case.vehicles)


@household("E4")
def resident_tax(case: Situation) -> Said | None:
    """The town of 1 January takes it; from abroad there is none, but for who was here by then."""
    here_on_new_year = case.d0 <= date(case.n0.year, 1, 1)
    if here_on_new_year:
        return "nothing_to_file", "1月1日にはこの町"
    return nothing(not case.abroad, "1月1日に住んでいた市町村")


@household("E5")
def dog(case: Situation) -> Said | None:
    if case.dog == "none":
        return None
    scheme = case.town.dog_chip_parties
    both = case.town.id in scheme and case.household.from_party in scheme
    if case.dog == "chip" and both:
        return "guide", "環境省"
    return "applies", "飼い主"


@household("E6")
def water(case: Situation) -> Said | None:
    if not case.own_contracts or case.water != "supply":
        return None
    return _unless_protected(case, "applies")


@household("E7")
def sewer(case: Situation) -> Said | None:
    if case.sewer == "by_heads":
        return "applies", "人数で決まる"
    if case.sewer != "public":
        return None
    if case.water == "well":  # no meter measures what goes into the sewer
        return "applies", "井戸水"
    if case.home in ("family", "rent_supplied"):
        return "nothing_to_file", "契約している人"
    return "nothing_to_file", "一緒に始まり"


@household("E8")
def septic_tank(case: Situation) -> Said | None:
    return applies(case.sewer == "septic" and case.home == "own")


@household("E9")
def night_soil(case: Situation) -> Said | None:
    return applies(case.sewer == "pit")


@household("E11")
def disaster_radio(case: Situation) -> Said | None:
    lent = case.town.disaster_radio and case.home != "facility"
    return "guide", "戸別受信機" if lent else "広報を渡し"


@household("E12")
def housing(case: Situation) -> Said | None:
    if case.home == "town_housing":
        return "applies", "町営住宅"
    return guide("housing" in case.wishes, "空き家")


@person("E13")
def electoral_roll(p: Person) -> Said | None:
    return nothing(p.japanese and p.age >= 18)


@household("F1")
def electricity(case: Situation) -> Said | None:
    return _unless_protected(case, "applies") if case.own_contracts else None


@household("F2")
def gas(case: Situation) -> Said | None:
    return _unless_protected(case, "applies") if case.gas in ("city", "lp") else None


@household("F3")
def water_authority(case: Situation) -> Said | None:
    if water(case) is None or not case.town.water_by_authority:
        return None
    return _unless_protected(case, "deemed")


@household("F4")
def driving_licence(case: Situation) -> Said | None:
    if case.licence == "card_only":
        return "nothing_to_file", ""
    return guide(case.licence == "paper")


@household("F5")
def parking_space(case: Situation) -> Said | None:
    if "car" in case.vehicles:
        return "guide", "車庫証明"
    return guide("kei" in case.vehicles, "決められた地域")


@household("F6")
def registered_car(case: Situation) -> Said | None:
    if "car" in case.vehicles:
        return _unless_protected(case, "applies")
    return nothing("kei" in case.vehicles, "軽自動車なので")


@household("F7")
def light_car(case: Situation) -> Said | None:
    if "kei" in case.vehicles:
        return "guide", "軽自動車検査協会で"
    return nothing("car" in case.vehicles, "登録車だけ")


@household("F8")
def motorcycle(case: Situation) -> Said | None:
    return guide("motorcycle" in case.vehicles)


@household("F9")
def television(case: Situation) -> Said | None:
    if case.home == "facility":
        return None
    if case.home == "family":
        return "guide", "家族の契約"
    if case.abroad:
        return "guide", "国外から"
    return "guide", "前の家の契約" if case.household.whole else "新しい契約"


@person("F11")
def other_pensions(p: Person) -> Said | None:
    return guide(p.age >= 65)


@household("F12")
def land_register(case: Situation) -> Said | None:
    return guide(case.home == "own")
