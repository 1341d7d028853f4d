"""What may be wished of an organisation, by the town's file and the catalogue alone."""

from dataclasses import replace
from datetime import date

import pytest

from counter_app.model.calendar import short_day
from counter_app.model.reception import Presence, UtilityWish
from counter_app.paperwork.consent_view import consent_fields
from counter_app.paperwork.tasks import planned_tasks
from counter_app.paperwork.values import Case
from counter_app.paperwork.wishes import (
    WishField,
    WishTerms,
    outdated_wishes,
    usual_wishes,
    wish_terms,
    wish_words,
)
from tests.paperwork_kit import a_case

FRIDAY = date(2026, 4, 3)
CASE = a_case("h2", consents=lambda kind: True)
TERMS = {t.organisation.kind: t for t in wish_terms(CASE)}


def wish(terms: WishTerms, day: date, **parts: object) -> UtilityWish:
    usual = replace(terms.usual(FRIDAY), start_on=day)
    return replace(usual, **parts)  # type: ignore[arg-type]


def faults(kind: str, day: date, **parts: object) -> dict[WishField, str]:
    terms = TERMS[kind]
    return {f.field: f.words for f in terms.faults(wish(terms, day, **parts), FRIDAY)}


def with_wishes(*wishes: UtilityWish) -> Case:
    return replace(CASE, reception=replace(CASE.reception, wishes=wishes))


@pytest.mark.parametrize(
    ("kind", "first", "too_early"),
    [
        ("electricity", FRIDAY, date(2026, 4, 2)),
        ("gas", date(2026, 4, 6), FRIDAY),
        ("water", date(2026, 4, 6), date(2026, 4, 5)),
    ],
)
def test_the_first_day_is_possible_and_the_day_before_is_not(
    kind: str, first: date, too_early: date
) -> None:
    assert faults(kind, first) == {}
    assert list(faults(kind, too_early)) == [WishField.START_ON]


def test_electricity_begins_on_a_closed_day_and_water_does_not() -> None:
    holiday = date(2026, 4, 29)
    assert faults("electricity", holiday) == {}
    assert "4月30日（木）" in faults("water", holiday)[WishField.START_ON]


def test_a_lead_time_of_the_town_moves_the_first_day_over_closed_ones() -> None:
    water = TERMS["water"]
    slow = replace(water, organisation=replace(water.organisation, lead_days=5))
    assert slow.earliest(FRIDAY) == date(2026, 4, 10)
    assert slow.faults(wish(slow, date(2026, 4, 9)), FRIDAY)
    assert not slow.faults(wish(slow, date(2026, 4, 10)), FRIDAY)


@pytest.mark.parametrize(
    ("parts", "field"),
    [
        ({"spans": ()}, WishField.SPANS),
        ({"spans": ("9〜11時", "9〜11時")}, WishField.SPANS),
        ({"spans": ("10〜12時",)}, WishField.SPANS),
        ({"spans": ("9〜11時", "11〜13時", "13〜15時", "15〜17時")}, WishField.SPANS),
        ({"presence": Presence.UNSAID}, WishField.PRESENCE),
        ({"contact": "12345"}, WishField.CONTACT),
        ({"contact": "090-000O-0000"}, WishField.CONTACT),
    ],
)
def test_what_is_wrong_with_a_visit_is_said_at_its_field(
    parts: dict[str, object], field: WishField
) -> None:
    assert list(faults("gas", date(2026, 4, 6), **parts)) == [field]


def test_nobody_has_to_be_there_for_water_and_it_has_no_spans() -> None:
    wrong = faults("water", date(2026, 4, 6), spans=("9〜11時",), presence=Presence.SELF)
    assert set(wrong) == {WishField.SPANS, WishField.PRESENCE}


def test_the_vehicle_is_told_no_day_and_no_span() -> None:
    vehicle = TERMS["vehicle"]
    assert not vehicle.dated
    assert vehicle.choices == 0
    assert "vehicle.otsu" not in {w.organisation for w in usual_wishes(CASE)}
    task = next(t for t in planned_tasks(CASE, ()) if t.executor == "vehicle.otsu")
    assert task.content.expected_on is None
    assert task.content.slots == ()


def test_what_is_usual_is_always_possible() -> None:
    for usual in usual_wishes(CASE):
        terms = next(t for t in TERMS.values() if t.organisation.id == usual.organisation)
        assert terms.faults(usual, FRIDAY) == ()


def test_a_wish_of_yesterday_is_outdated_today_where_consent_was_given() -> None:
    water = wish(TERMS["water"], date(2026, 4, 6))
    case = with_wishes(water)
    assert outdated_wishes(case, FRIDAY) == ()
    assert outdated_wishes(case, date(2026, 4, 7)) == ("南郡水道企業団",)


def test_every_wish_stands_in_the_row_of_its_receiver() -> None:
    gas = wish(TERMS["gas"], date(2026, 4, 8), presence=Presence.FAMILY, contact="080-1111-2222")
    power = wish(TERMS["electricity"], FRIDAY)
    fields = consent_fields(with_wishes(gas, power))
    shown = [v for k, v in fields.items() if k.endswith(".wish")]
    assert set(shown) == {wish_words(gas), short_day(FRIDAY)}
    assert wish_words(gas) == "4/8（水）9〜11時・11〜13時　立会い 家族　連絡先 080-1111-2222"
    assert fields["consent.start_words"] == "送り先ごとに上のとおり"
    same = consent_fields(with_wishes(power))
    assert same["consent.start_words"] == "令和8年4月3日（金）"
