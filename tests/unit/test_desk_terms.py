"""Class, period and content of a decision: checks, suggestions, and the notices that say them."""

from dataclasses import replace
from datetime import date

import pypdfium2 as pdfium
import pytest

from counter_app.model.commitment import ActContent, Commitment, Decision
from counter_app.model.facts import Answer
from counter_app.paperwork.notices import notice
from counter_app.paperwork.terms import (
    CONTENT_LINES,
    CONTENT_MOST,
    NO_TERMS,
    Terms,
    TermsAsked,
    TermsField,
    suggested_terms,
    terms_asked,
    terms_faults,
    terms_said,
)
from counter_app.paperwork.values import Case, NeededSheet
from counter_app.procedures.catalogue import standard_catalogue
from counter_app.procedures.procedure import AppealTo, GrantNotice
from forms.renderer import FormRenderer
from tests.paperwork_kit import a_case, committed

RENDERER = FormRenderer()
MOVED_ON = date(2026, 3, 28)
FIRST_CLASS = "施設等利用給付認定第1号"
GOOD = Terms(date(2026, 4, 3), date(2029, 3, 31), "保育料を給付します。", FIRST_CLASS)


def facility() -> TermsAsked:
    asked = terms_asked(GrantNotice.FACILITY_BENEFIT, MOVED_ON)
    assert asked is not None
    return asked


def decision() -> TermsAsked:
    asked = terms_asked(GrantNotice.DECISION, MOVED_ON)
    assert asked is not None
    return asked


def of(case: Case, procedure: str) -> Commitment:
    _, commitments = committed(case)
    return next(c for c in commitments if c.procedure_id == procedure)


def printed(case: Case, procedure: str, terms: Terms) -> tuple[NeededSheet, str, int]:
    """The notice of a grant, its text without blanks, and how many pages it has."""
    content = ActContent(decision=Decision.GRANTED, reference="2026-0125", details=terms.details)
    sheet = notice(case, of(case, procedure), content, "Y町子第125号", decided_on=date(2026, 4, 20))
    assert sheet is not None
    form = RENDERER.render(sheet.form_id, sheet.data, on=case.reception.filed_on)
    document = pdfium.PdfDocument(form.pdf)
    text = "".join(page.get_textpage().get_text_range() for page in document)
    pages = len(document)
    document.close()
    return sheet, "".join(text.split()), pages


@pytest.mark.parametrize(
    ("terms", "field"),
    [
        (replace(GOOD, category=""), TermsField.CATEGORY),
        (replace(GOOD, category="第9号"), TermsField.CATEGORY),
        (replace(GOOD, first=None), TermsField.FIRST),
        (replace(GOOD, first=date(2026, 3, 27)), TermsField.FIRST),
        (replace(GOOD, last=None), TermsField.LAST),
        (replace(GOOD, last=date(2026, 4, 2)), TermsField.LAST),
        (replace(GOOD, content=" \n"), TermsField.CONTENT),
        (replace(GOOD, content="字" * (CONTENT_MOST + 1)), TermsField.CONTENT),
        (replace(GOOD, content="\n".join("字" * (CONTENT_LINES + 1))), TermsField.CONTENT),
        (replace(GOOD, content="字\x0b字"), TermsField.CONTENT),
    ],
)
def test_terms_that_no_notice_can_say_are_refused_at_their_field(
    terms: Terms, field: TermsField
) -> None:
    assert [fault.field for fault in terms_faults(facility(), terms)] == [field]


@pytest.mark.parametrize(
    "terms",
    [
        GOOD,
        replace(GOOD, first=MOVED_ON),  # the day of moving in itself
        replace(GOOD, last=GOOD.first),  # a period of one day
        replace(GOOD, content="字" * CONTENT_MOST),
    ],
)
def test_terms_at_the_edge_of_what_is_allowed_are_taken(terms: Terms) -> None:
    assert terms_faults(facility(), terms) == ()


def test_a_decision_may_have_no_period_or_no_end_but_never_an_end_alone() -> None:
    said = Terms(content="入会を承認します。")
    assert terms_faults(decision(), said) == ()
    assert terms_faults(decision(), replace(said, first=GOOD.first)) == ()
    alone = terms_faults(decision(), replace(said, last=GOOD.last))
    assert [fault.field for fault in alone] == [TermsField.FIRST]


def test_every_fault_is_told_at_once() -> None:
    fields = [fault.field for fault in terms_faults(facility(), NO_TERMS)]
    assert fields == list(TermsField)


@pytest.mark.parametrize("form", [GrantNotice.CHILD_ALLOWANCE, GrantNotice.SCHOOL, None])
def test_a_notice_that_says_no_terms_asks_for_none(form: GrantNotice | None) -> None:
    assert terms_asked(form, MOVED_ON) is None


@pytest.mark.parametrize("terms", [GOOD, NO_TERMS, Terms(date(2026, 4, 3), None, "内\n容")])
def test_terms_come_back_as_they_were_kept(terms: Terms) -> None:
    assert terms_said((("amount", "20,000円"), *terms.details)) == terms


def test_the_facility_benefit_is_suggested_from_the_first_day_to_the_march_before_school() -> None:
    case = a_case("h2")
    terms = suggested_terms(case, of(case, "C14"), GrantNotice.FACILITY_BENEFIT)
    assert terms == Terms(date(2026, 4, 3), date(2029, 3, 31), "", FIRST_CLASS)
    assert suggested_terms(case, of(case, "C14"), GrantNotice.DECISION) == NO_TERMS


def test_the_facility_benefit_never_reaches_back_before_the_application() -> None:
    case = a_case("h2")
    late = replace(case, reception=replace(case.reception, filed_on=date(2026, 4, 10)))
    terms = suggested_terms(late, of(case, "C14"), GrantNotice.FACILITY_BENEFIT)
    assert terms.first == date(2026, 4, 10)


def test_below_three_the_suggestion_is_the_third_class_until_the_march_after() -> None:
    case = a_case("h2")
    household = case.household
    child = next(m for m in household.members if m.birth == date(2022, 9, 20))
    members = tuple(
        replace(m, birth=date(2024, 4, 1)) if m is child else m for m in household.members
    )
    young = replace(case, household=replace(household, members=members))
    terms = suggested_terms(young, of(case, "C14"), GrantNotice.FACILITY_BENEFIT)
    # born on 1 April: three on 31 March 2027
    assert (terms.last, terms.category) == (date(2027, 3, 31), "施設等利用給付認定第3号")


def test_the_notice_of_the_facility_benefit_says_class_period_and_content() -> None:
    sheet, text, pages = printed(a_case("h2"), "C14", GOOD)
    assert (sheet.form_id, pages) == ("C14-granted", 1)
    for words in (
        "渡邉\U000e010f湊",
        FIRST_CLASS,
        "令和8年4月3日から令和11年3月31日まで",
        "若葉幼稚園",
        "保育料を給付します。",
        "Y町長に対して審査請求",
    ):
        assert words in text


WISHES = (Answer("wishes", "", ("school_aid", "after_school", "notice_service")),)


@pytest.mark.parametrize(
    ("example", "procedure", "words"),
    [
        ("h2", "B16", ("Y町長上原太一", "乙県介護保険審査会に対して", "裁決を経た後でなければ")),
        ("h2", "C16", ("Y町長上原太一", "Y町長に対して", "代表する者はY町長")),
        (
            "h2",
            "C20",
            ("Y町教育委員会教育長", "Y町教育委員会に対して", "代表する者はY町教育委員会"),
        ),
    ],
)
def test_a_decision_tells_who_decided_and_who_hears_appeals(
    example: str, procedure: str, words: tuple[str, ...]
) -> None:
    terms = Terms(date(2026, 4, 3), None, "申請のとおりです。")
    sheet, text, pages = printed(a_case(example, answers=WISHES), procedure, terms)
    assert (sheet.form_id, pages) == ("granted", 1)
    for said in ("決定通知書", "令和8年4月3日から", "申請のとおりです。", *words):
        assert said in text
    assert ("裁決を経た後でなければ" in text) == (procedure == "B16")


def test_what_nobody_can_appeal_against_tells_of_no_appeal_and_a_blank_period_has_no_box() -> None:
    said = Terms(content="登録しました。")
    _, text, pages = printed(a_case("h2", answers=WISHES), "A15", said)
    assert pages == 1
    assert "登録しました。" in text
    assert "審査請求" not in text
    assert "有効期間" not in text


@pytest.mark.parametrize("procedure", ["C14", "B16"])
@pytest.mark.parametrize(
    "content", ["字" * CONTENT_MOST, "\n".join(["長" * 29] * CONTENT_LINES)], ids=["one", "lines"]
)
def test_the_longest_content_stands_whole_on_one_page(procedure: str, content: str) -> None:
    assert terms_faults(decision(), Terms(content=content)) == ()
    _, text, pages = printed(a_case("h2"), procedure, replace(GOOD, content=content))
    assert pages == 1
    assert "".join(content.split()) in text


def test_a_notice_of_a_decision_is_printed_of_what_the_town_itself_decides() -> None:
    """Whoever is refused is told whom to appeal to; so is whoever is granted by an authority."""
    rows = [p for p in standard_catalogue().procedures if p.notice is not None]
    assert {p.id for p in rows} == {
        *("A13", "A15", "B16", "C1", "C3", "C13", "C14", "C15", "C16", "C17", "C18", "C20"),
        *("D6", "E12"),
    }
    assert {p.id for p in rows if p.appeal_to is None} == {"A13", "A15", "C17"}
    assert all(p.executor.startswith("dept.") for p in rows)
    boards = {p.id: p.appeal_to for p in rows if p.appeal_to not in (None, AppealTo.MAYOR)}
    assert boards == {
        "B16": AppealTo.CARE_BOARD,
        "C1": AppealTo.GOVERNOR,
        "C3": AppealTo.GOVERNOR,
        "C18": AppealTo.SCHOOL_BOARD,
        "C20": AppealTo.SCHOOL_BOARD,
        "D6": AppealTo.GOVERNOR_FIRST,
    }


def test_a_reason_for_filing_late_that_is_not_taken_is_told_to_the_court() -> None:
    case = a_case("h10")
    refused = ActContent(decision=Decision.REFUSED, reason="仕事で来られなかった。")
    made = of(case, "A14")
    sheet = notice(case, made, refused, "Y町町第1号", decided_on=date(2026, 4, 20))
    assert sheet is not None
    assert sheet.form_id == "A14-court"
    assert sheet.data["late.reason"] == "仕事で来られなかった。"
    assert sheet.data["decision.date"] == date(2026, 4, 20)
    taken = ActContent(decision=Decision.GRANTED)
    assert notice(case, made, taken, "n", decided_on=date(2026, 4, 20)) is None
