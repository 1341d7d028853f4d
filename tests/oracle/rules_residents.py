"""A. 住民・戸籍・カード."""

from tests.oracle.rules import Said, applies, guide, household, nothing, person
from tests.oracle.situation import Person, Situation

WITHOUT_RESIDENCE_CARD = (
    "一時庇護許可者",
    "仮滞在許可者",
    "出生による経過滞在者",
    "国籍喪失による経過滞在者",
)


def special_route(case: Situation) -> bool:
    """特例転入: one card among those who move is enough, shown at the first 転入届, in time."""
    shown = any(p.card in ("here", "pin_unknown") for p in case.people)
    return case.household.kind.value == "special" and case.card_route_open and shown


@household("A1")
def move_in(case: Situation) -> Said | None:
    if case.abroad:
        return "applies", "国外から"
    if case.joins:
        return "applies", "町の世帯に入り"
    return "applies", "戻りました" if case.household.returning else "この町に住み始めました。"


@household("A2")
def certificate_by_line(case: Situation) -> Said | None:
    return applies(special_route(case))


@household("A3")
def change_of_household(case: Situation) -> Said | None:
    if case.joins:
        new_head = any(p.member.relation == "世帯主" for p in case.people)
        return "applies", "世帯主も代わる" if new_head else "世帯の変更も"
    return nothing(len(case.people) >= 2)


@person("A4")
def card_goes_on(p: Person) -> Said | None:
    if not p.situation.card_lives:
        return None
    if p.card == "not_today":
        return "applies", "きょうはありません"
    return applies(p.card in ("here", "pin_unknown"), "新しい住所を書き込み")


@person("A5")
def signing_certificate(p: Person) -> Said | None:
    return applies(p.situation.card_lives and p.age >= 15 and p.card in ("here", "pin_unknown"))


@person("A6")
def pin(p: Person) -> Said | None:
    if p.card_said == "left_behind":
        return "guide", "一時停止"
    return applies(p.card == "pin_unknown" and p.situation.card_lives, "設定し直し")


@person("A7")
def new_card(p: Person) -> Said | None:
    if p.card == "none":
        return "guide", "新しく申し込め"
    if p.card_said in ("lost", "left_behind"):
        return "applies", "手元にない"
    if p.card == "expired":
        return "applies", "有効期間"
    return applies(not p.situation.card_lives, "期間のうちに")


@person("A8")
def seal(p: Person) -> Said | None:
    if p.age < 15:
        return None
    alone = not any(q.age >= 15 for q in p.situation.people if q is not p)
    if "seal" in p.situation.wishes and (alone or p.answer("seal_wanted") is True):
        return "applies", "希望しています"
    return "guide", "要るときは"


@household("A9")
def copies(case: Situation) -> Said | None:
    return applies("copies" in case.wishes)


@person("A10-1")
def residence_card(p: Person) -> Said | None:
    foreign = p.member.foreign
    if foreign is None or foreign.status in WITHOUT_RESIDENCE_CARD:
        return None
    special = foreign.status == "特別永住者"
    return "deemed", "特別永住者証明書" if special else "在留カードを見せて"


@person("A10-2")
def one_card_for_both(p: Person) -> Said | None:
    foreign = p.member.foreign
    if foreign is None or foreign.status in (*WITHOUT_RESIDENCE_CARD, "特別永住者"):
        return None
    return "guide", ""


@household("A11")
def former_name(case: Situation) -> Said | None:
    return applies("former_name" in case.wishes)


@person("A12-1")
def reading_of_the_name(p: Person) -> Said | None:
    return guide(p.japanese and p.member.name.kana_status.value == "provisional")


@person("A12-2")
def change_of_the_reading(p: Person) -> Said | None:
    """What was written ex officio can be changed once, what was filed cannot."""
    return guide(p.japanese and p.member.name.kana_status.value != "filed")


@household("A13")
def protection(case: Situation) -> Said | None:
    return applies(case.protected)


@household("A14")
def reason_of_delay(case: Situation) -> Said | None:
    return applies(case.late)


@household("A15")
def notice_service(case: Situation) -> Said | None:
    return applies("notice_service" in case.wishes)
