"""What a form is asked for: the list of forms, their places, and what is refused by its name."""

from datetime import date

import pytest

from counter_app.failures import CounterError, FailureCode
from forms.flow import arrange
from forms.values import Values
from tests.forms_kit import IDS, LAYOUTS, RENDERER, full, render


def test_a_value_no_page_can_hold_stops_the_form_without_naming_it() -> None:
    data = full("C1-refused") | {"decision.reason": "理由" * 4000}
    with pytest.raises(CounterError) as caught:
        render("C1-refused", data)
    assert caught.value.code is FailureCode.FORM_VALUE_TOO_LONG


@pytest.mark.parametrize(
    ("written", "meant"), [("a1", "A1"), ("C17_school", "C17-school"), ("Z99", "")]
)
def test_an_unknown_form_is_refused_and_the_nearest_is_named(written: str, meant: str) -> None:
    with pytest.raises(CounterError) as caught:
        render(written, {})
    assert caught.value.code is FailureCode.FORM_UNKNOWN
    assert caught.value.detail.partition("。")[2] == (f"{meant} ではありませんか" if meant else "")


def test_a_form_is_unknown_before_its_first_edition() -> None:
    with pytest.raises(CounterError) as caught:
        RENDERER.render("A1", {}, on=date(2026, 3, 31))
    assert caught.value.code is FailureCode.FORM_UNKNOWN
    assert "令和8年3月31日" in caught.value.detail


def test_an_item_the_consent_has_no_column_for_is_refused() -> None:
    data = full("consent") | {"consent.receiver.1.items": ("name", "blood_type")}
    with pytest.raises(CounterError) as caught:
        render("consent", data)
    assert caught.value.code is FailureCode.FORM_DATA_INVALID
    assert "consent.receiver.1.items" in caught.value.detail


def test_a_date_given_as_text_is_refused_by_its_key() -> None:
    with pytest.raises(CounterError) as caught:
        render("A1", {"case.filed_on": "2026-04-03"})
    assert caught.value.code is FailureCode.FORM_DATA_INVALID
    assert "case.filed_on" in caught.value.detail


def test_the_list_of_forms_names_title_edition_and_class() -> None:
    summaries = {summary.id: summary for summary in RENDERER.forms()}
    assert summaries["C1"].title == "児童手当 認定請求書"
    assert summaries["A1"].number_class == "never"
    assert summaries["B1"].number_class == "by_law"
    assert summaries["C1"].signature == "claimant"
    assert {summary.id for summary in RENDERER.forms() if summary.per_person} == {
        *("A7", "A8", "B7", "B9", "B11", "B15", "B16", "B17", "B18"),
        *("C7", "C8", "C9", "C13", "C14", "C16", "C17", "C17-notice", "C17-school", "C18", "C20"),
        *("D1", "D2", "D3", "D4", "D5", "D6", "D7", "D9", "D12", "D13", "D15"),
    }


@pytest.mark.parametrize("form", IDS)
def test_a_blank_form_offers_all_its_places(form: str) -> None:
    (page,) = arrange(LAYOUTS, LAYOUTS[form], Values({}))
    for placed in page.blocks:
        if placed.block.slots:
            numbers = {line.n for line in placed.lines if line.n}
            assert len(numbers) == placed.block.slots
