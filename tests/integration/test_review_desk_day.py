"""The supervisor's other places on a real store, by keys alone: day, search, record."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pypdfium2 as pdfium
import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication

from counter_app.desk import Officer
from counter_app.failures import CounterError, FailureCode
from counter_app.model.reception import Protection
from counter_app.ports import AuditEntry
from tests.desk_kit import CLERK, OFFICER, SUPERVISOR, Office, office
from tests.review_desk_hands import press, settled, write
from tests.review_desk_kit import supervisor_windows, titles
from ui.review.presenter import ReviewPresenter
from ui.widgets.words import Words

Key = Qt.Key
ALT, CONTROL = Qt.KeyboardModifier.AltModifier, Qt.KeyboardModifier.ControlModifier


@pytest.fixture
def place(application: QApplication, tmp_path: Path) -> Iterator[Office]:
    with office(tmp_path) as made:
        yield made


@pytest.fixture
def at_work(place: Office) -> Iterator[Callable[..., ReviewPresenter]]:
    with supervisor_windows(place) as opens:
        yield opens


def text_of(pdf: Path) -> str:
    document = pdfium.PdfDocument(pdf)
    try:
        return "\n".join(page.get_textpage().get_text_bounded() for page in document)
    finally:
        document.close()


def test_the_day_is_given_away_as_a_table(
    place: Office, at_work: Callable[..., ReviewPresenter]
) -> None:
    place.commit()
    presenter = at_work(SUPERVISOR)
    press(presenter, Key.Key_2, ALT)
    press(presenter, Key.Key_E, CONTROL)
    table = (place.settings.basedir / "日計表_2026-04-03_金.csv").read_text("utf-8-sig")
    assert len(table.splitlines()) == 2
    assert "渡邉" not in table
    assert "書き出しました" in presenter.day.screen.note()


def test_the_day_before_has_its_own_figures(
    place: Office, at_work: Callable[..., ReviewPresenter]
) -> None:
    place.commit()
    presenter = at_work(SUPERVISOR)
    press(presenter, Key.Key_2, ALT)
    assert presenter.day.shown.tiles[0].figure == "1"
    press(presenter, Key.Key_Left)
    assert presenter.day.shown.tiles[0].figure == "0"
    assert presenter.day.shown.title == "この日のようす"
    press(presenter, Key.Key_Right)
    press(presenter, Key.Key_Right)
    assert presenter.day.shown.tiles[0].figure == "1", "there is no day after today"


def test_any_reception_is_found_and_its_story_is_recorded_when_it_is_opened(
    place: Office, at_work: Callable[..., ReviewPresenter]
) -> None:
    first = place.commit()
    place.desk(Officer(OFFICER, "dept.children")).decline(place.commitment("C1"), "missing copy")
    place.commit(protection=Protection.YES)
    presenter = at_work(SUPERVISOR)
    press(presenter, Key.Key_3, ALT)
    write(first.number)
    (row,) = presenter.find.screen.rows()
    assert row.id == first.id
    assert row.chip is not None
    assert row.chip.text == "差し戻し"  # a department offers no other day
    press(presenter, Key.Key_Down)
    press(presenter, Key.Key_Return)
    view = presenter.find.screen.view
    assert view is not None
    assert [tab.title for tab in view.story] == ["いきさつ", "連絡", "書類", "見た人"]
    with place.store.view() as unit:
        looks = [e for e in unit.audit_entries(case=first.id) if e.what == "case.view"]
    assert len(looks) == 1
    field = presenter.find.screen.search_field()
    told = [
        w
        for w in presenter.find.screen.findChildren(Words)
        if "見つかりません" in w.accessibleName()
    ]
    for words, found in ((f"{first.reference}-01-1", 1), ("nobody", 0), (first.number[1:], 1)):
        field.setFocus()
        field.selectAll()
        write(words)
        assert len(presenter.find.screen.rows()) == found
        assert [w.isVisible() for w in told] == [found == 0]


def test_a_record_that_holds_is_said_to_hold(
    place: Office, at_work: Callable[..., ReviewPresenter]
) -> None:
    presenter = at_work(SUPERVISOR, lambda: f"{place.store.verify_audit().records}件")
    settled(presenter)
    press(presenter, Key.Key_4, ALT)
    view = presenter.log.screen.view
    assert view is not None
    assert view.good
    assert view.result.startswith("記録のつながりは正常です。")


def test_a_record_that_was_tampered_with_is_said_so_with_its_code(
    place: Office, at_work: Callable[..., ReviewPresenter]
) -> None:
    def broken() -> str:
        raise CounterError(FailureCode.AUDIT_TAMPERED, "記録 3 が書き換えられています")

    presenter = at_work(SUPERVISOR, broken)
    settled(presenter)
    press(presenter, Key.Key_4, ALT)
    view = presenter.log.screen.view
    assert view is not None
    assert view.good is False
    assert "記録 3 が書き換えられています" in view.result
    assert presenter.log.screen.problem_code == "AUDIT_TAMPERED"


def test_the_day_is_printed_as_a_sheet_that_names_nobody(
    place: Office, at_work: Callable[..., ReviewPresenter]
) -> None:
    first = place.commit()
    place.commit(protection=Protection.YES)
    presenter = at_work(SUPERVISOR, lambda: f"{place.store.verify_audit().records}件")
    settled(presenter)
    press(presenter, Key.Key_2, ALT)
    press(presenter, Key.Key_P, CONTROL)
    settled(presenter)
    assert presenter.day.screen.note() == "日計表を印刷しました"
    words = text_of(place.settings.prints / "day-2026-04-03.pdf")
    for expected in ("日計表", "令和8年4月3日（金）", "2 件", "子育て支援課", "合計", "正常"):
        assert expected in words
    assert first.household is not None
    for member in first.household.members:
        for part in (member.name.family, member.name.given):
            assert part not in words
    assert "大字" not in words
    with place.store.view() as unit:
        printed = [e for e in unit.audit_entries() if e.what.startswith("day.print")]
    assert [(e.who, e.what, e.fields) for e in printed] == [
        (SUPERVISOR, "day.print.printed", ("day-2026-04-03",))
    ]


def test_a_day_that_cannot_be_printed_says_so_where_it_was_asked_for(
    place: Office, at_work: Callable[..., ReviewPresenter]
) -> None:
    place.commit()
    presenter = at_work(SUPERVISOR)
    press(presenter, Key.Key_2, ALT)
    place.settings.prints.rmdir()
    place.settings.prints.write_bytes(b"")  # a file lies where the folder was
    press(presenter, Key.Key_P, CONTROL)
    settled(presenter)
    assert presenter.day.screen.problem_code == "PRINT_FOLDER_UNWRITABLE"
    with place.store.view() as unit:
        assert not [e for e in unit.audit_entries() if e.what.startswith("day.print")]
    press(presenter, Key.Key_C, ALT)
    assert presenter.day.screen.problem_code == ""
    place.settings.prints.unlink()
    press(presenter, Key.Key_P, CONTROL)
    settled(presenter)
    assert (place.settings.prints / "day-2026-04-03.pdf").exists()


def test_a_digit_opens_what_is_late_in_the_queue(
    place: Office, at_work: Callable[..., ReviewPresenter]
) -> None:
    place.commit()
    place.now = place.now.replace(day=20)
    presenter = at_work(SUPERVISOR)
    press(presenter, Key.Key_2, ALT)
    concern = presenter.day.shown.concerns[0]
    press(presenter, Key.Key_1)
    assert presenter.screen.isVisible()
    view = presenter.screen.case
    assert view is not None
    assert view.key == concern.key


def test_a_search_is_recorded_without_its_words_and_another_supervisor_looks_at_it(
    place: Office, at_work: Callable[..., ReviewPresenter]
) -> None:
    place.commit()
    presenter = at_work(SUPERVISOR)
    press(presenter, Key.Key_3, ALT)
    write("0403")
    press(presenter, Key.Key_Escape)
    write("9")
    with place.store.view() as unit:
        searches = [e for e in unit.audit_entries() if e.what == "search.receptions"]
    assert [(e.who, e.fields, e.case) for e in searches] == [(SUPERVISOR, ("number",), "")] * 2
    press(presenter, Key.Key_1, ALT)
    assert titles(presenter) == ["受付なしの検索　2件"]
    own = presenter.screen.case
    assert own is not None
    assert not own.may_decide, "nobody looks at their own"

    other = at_work("西")
    assert titles(other) == ["受付なしの検索　2件"]
    press(other, Key.Key_S)
    write("why")
    press(other, Key.Key_Return)
    assert titles(other) == ["受付なしの検索　2件"], "it stays until it was answered"
    assert other.screen.rows()[0].asking
    press(other, Key.Key_A)
    write("phone call")
    press(other, Key.Key_Return)
    assert titles(other) == []
    with place.store.view() as unit:
        told = [e for e in unit.audit_entries() if e.what.startswith("review.")]
    assert [(e.who, e.what, e.reason) for e in told] == [
        ("西", "review.stop.search", "why"),
        ("西", "review.allow.search", "phone call"),
    ]


def test_reprints_of_a_reception_are_looked_at_together(
    place: Office, at_work: Callable[..., ReviewPresenter]
) -> None:
    first = place.commit()
    with place.store.unit() as unit:
        for sheet in ("01", "02"):
            number = f"{first.reference}-{sheet}-1"
            unit.audit(
                AuditEntry(
                    at=place.now,
                    who=CLERK,
                    terminal="窓口2",
                    what="document.reprint",
                    case=first.id,
                    reason="汚損",
                    fields=(number,),
                )
            )
    presenter = at_work(SUPERVISOR)
    row = presenter.screen.rows()[0]
    assert (row.title, row.sub) == ("もう一度印刷　2枚", (first.number, "汚損", CLERK))
    case = presenter.screen.case
    assert case is not None
    assert f"{first.reference}-02-1" in case.decisions[0].passes
    assert case.story, "the story of its reception stands beside it"
    press(presenter, Key.Key_H)
    write("the paper is not back yet")
    press(presenter, Key.Key_Return)
    assert presenter.screen.rows()[0].held
    press(presenter, Key.Key_A)
    assert presenter.screen.reason_error, "the reason of before is not taken again"
    write("it is torn up")
    press(presenter, Key.Key_Return)
    assert titles(presenter) == []
