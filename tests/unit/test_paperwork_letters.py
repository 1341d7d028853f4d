"""Letters about the notice of residence, the list of the day, the sheet for a department."""

from dataclasses import replace
from datetime import date

import pypdfium2 as pdfium
import pytest

from counter_app.model.commitment import ExecutorKind
from counter_app.paperwork.handing_over import handover, todays_list
from counter_app.paperwork.residents_notices import acceptance, late_notice
from counter_app.paperwork.sheets import needed_sheets
from counter_app.paperwork.values import Case, NeededSheet
from forms.renderer import FormRenderer
from tests.paperwork_kit import EXAMPLES, a_case, committed

RENDERER = FormRenderer()
ON = date(2026, 4, 6)


def text_of(case: Case, sheet: NeededSheet) -> str:
    form = RENDERER.render(sheet.form_id, sheet.data, on=case.reception.filed_on)
    document = pdfium.PdfDocument(form.pdf)
    text = "".join(page.get_textpage().get_text_range() for page in document)
    document.close()
    return "".join(text.split())


def checked(case: Case, **changes: object) -> Case:
    identity = case.reception.identity
    assert identity is not None
    changed = replace(identity, **changes)  # type: ignore[arg-type]
    return replace(case, reception=replace(case.reception, identity=changed))


@pytest.mark.parametrize("visitor", ["proxy", "legal_proxy"])
def test_a_proxy_brings_the_notice_of_acceptance(visitor: str) -> None:
    case = a_case("h2", visitor=visitor)
    letter = acceptance(case, "Y町町第1号", ON)
    assert letter is not None
    text = text_of(case, letter)
    for words in (
        "住民異動届受理通知書",
        "渡邉\U000e010f髙志様",
        "代理人",
        "令和8年3月28日",
        "令和8年4月6日",
    ):
        assert words in text
    assert "𠮷﨑" in text


def test_whoever_shows_who_they_are_gets_no_notice_of_acceptance() -> None:
    assert acceptance(a_case("h2"), "1", ON) is None
    nobody = acceptance(checked(a_case("h2"), documents=()), "1", ON)
    assert nobody is not None
    assert nobody.data["acceptance.identity"] == "本人確認書類の提示なし"


def test_under_protection_no_notice_of_acceptance_goes_out_by_itself() -> None:
    assert acceptance(a_case("h2", visitor="proxy", protected=True), "1", ON) is None


def test_the_court_is_told_of_a_late_notice_with_its_reason() -> None:
    case = a_case("h10")
    letter = late_notice(case, "病気のため来られなかった。", "Y町町第2号", date(2026, 4, 7))
    assert letter is not None
    text = text_of(case, letter)
    for words in ("届出期間経過通知書", "岡直人", "令和8年2月26日", "令和8年3月12日", "病気のため"):
        assert words in text
    assert letter.data["addressee.name"] == "乙簡易裁判所\u3000御中"
    unnamed = replace(case, town=replace(case.town, court=None))
    letter = late_notice(unnamed, "", "1", ON)
    assert letter is not None
    assert "addressee.name" not in letter.data
    assert late_notice(a_case("h2"), "", "1", ON) is None


@pytest.mark.parametrize("name", EXAMPLES)
def test_the_list_of_the_day_names_each_procedure_once(name: str) -> None:
    case, commitments = committed(a_case(name))
    sheet = todays_list(case, commitments)
    count = sheet.data["today.count"]
    assert isinstance(count, int)
    titles = [str(sheet.data[f"today.{n}.title"]) for n in range(1, count + 1)]
    whose = [str(sheet.data.get(f"today.{n}.who", "")) for n in range(1, count + 1)]
    assert len(set(zip(titles, whose, strict=True))) == count
    text = text_of(case, sheet)
    assert case.reception.number in text
    assert all("".join(title.split()) in text for title in titles)


def test_the_list_of_the_day_holds_what_was_put_off() -> None:
    case, commitments = committed(a_case("h2", postponed=("E5",)))
    assert "後日に届け出る" in text_of(case, todays_list(case, commitments))


@pytest.mark.parametrize("name", EXAMPLES)
def test_a_protected_household_is_named_on_neither(name: str) -> None:
    case, commitments = committed(a_case(name, protected=True))
    inside = [c for c in commitments if c.executor_kind is ExecutorKind.DEPARTMENT]
    assert inside
    handed = [sheet for c in inside if (sheet := handover(case, c)) is not None]
    assert len(handed) < len(inside)  # the application for protection itself goes on no sheet
    for sheet in (todays_list(case, commitments), *handed):
        text = text_of(case, sheet)
        for member in case.household.members:
            assert "".join(member.name.text.split()) not in text
        assert case.household.new_address.town not in text
        assert "支援措置" not in text
        assert "個人番号" not in text


def test_the_sheet_for_a_department_says_what_its_screen_would() -> None:
    case, commitments = committed(a_case("h2"))
    (claim,) = [c for c in commitments if c.procedure_id == "C1"]
    sheet = handover(case, claim)
    assert sheet is not None
    text = text_of(case, sheet)
    for words in ("引継票", "子育て支援課", "児童手当認定請求", "窓口2佐伯"):
        assert words in text
    assert "個人番号" not in text
    for label, value in (pair for pair in claim.fields if pair[0] != "個人番号"):
        assert "".join(label.split()) in text
        assert "".join(value.split()) in text


def test_who_files_late_signs_the_reason_with_the_other_sheets() -> None:
    case = a_case("h10")
    reason = [s for s in needed_sheets(case, RENDERER.forms()) if s.form_id == "A14"]
    assert [(s.procedure_ids, s.signer) for s in reason] == [(("A14",), case.filer.id)]
    assert "26日" in text_of(case, reason[0])
    in_time = needed_sheets(a_case("h2"), RENDERER.forms())
    assert "A14" not in {s.form_id for s in in_time}
