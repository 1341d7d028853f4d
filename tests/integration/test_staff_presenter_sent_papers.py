"""After the commit, by keys: the list of the day, and papers for a department and by mail."""

from collections.abc import Iterator
from functools import partial
from pathlib import Path

import pytest

from counter_app.model.document import DocumentState
from counter_app.model.reception import Step
from counter_app.paperwork.after_commit import TO_SEND
from counter_app.ports import StoredDocument
from resources.loader import data_file
from tests.staff_presenter_kit import ALT, Counter, Key, sandbox_counter, shown_words, to_focus
from ui.staff.work_views import PaperView

_ENVIRONMENT = 'head = "環境課長"\n'


@pytest.fixture
def counter(tmp_path: Path) -> Iterator[Counter]:
    """A proxy stands at the counter of a town whose 環境課 has no screen; all is signed."""
    text = data_file("town", "y.toml").read_text("utf-8")
    assert text.count(_ENVIRONMENT) == 1
    town = tmp_path / "town.toml"
    town.write_text(text.replace(_ENVIRONMENT, f"{_ENVIRONMENT}system = false\n"), "utf-8")
    with sandbox_counter(tmp_path, town_file=town) as made:
        made.open()
        made.check_identity("任意代理人")
        made.read_card("takashi")
        made.go_on(Step.HOUSEHOLD)
        made.press(Key.Key_Y, ALT)
        made.go_on(Step.INTERVIEW)
        made.interview()
        made.go_on(Step.PROCEDURES)
        made.go_on(Step.DOCUMENTS)
        made.rendered()
        made.consent()
        made.sign()
        made.commit()
        made.wait(lambda: len(sent(made)) == 2, "nothing was made to send")
        made.settled()
        yield made


def documents(counter: Counter, form: str) -> list[StoredDocument]:
    with counter.place.store.view() as unit:
        return [d for d in unit.documents(counter.reception.id) if d.form_id == form]


def shown(counter: Counter) -> tuple[PaperView, ...]:
    view = counter.staff.dispatch.screen._view
    assert view is not None
    return view.papers


def sent(counter: Counter) -> tuple[PaperView, ...]:
    view = counter.staff.dispatch.screen._view
    return view.sent if view is not None else ()


def test_what_goes_elsewhere_is_printed_at_once_and_is_in_no_pile(counter: Counter) -> None:
    counter.wait(lambda: all(paper.printed for paper in sent(counter)), "not printed")
    assert [paper.title for paper in sent(counter)] == [
        "引継票　環境課（犬の登録事項変更）",
        "受理通知（郵送）",
    ]
    # The window takes a view over in its next turn.
    counter.wait(lambda: "環境課" in shown_words(counter.window), "the window does not show it")
    made = [d for form in TO_SEND for d in documents(counter, form)]
    assert [d.state for d in made] == [DocumentState.PRINTED] * 2
    pile = counter.place.pile(counter.session.terminal).sheets(counter.reception)
    assert {sheet.document_id for sheet in pile}.isdisjoint({d.id for d in made})
    assert {sheet.document_id for sheet in pile} >= {d.id for d in documents(counter, "slip")}


def are_printed(counter: Counter, count: int) -> bool:
    return sum(paper.printed for paper in shown(counter)) == count


def test_the_list_of_the_day_is_printed_when_it_is_asked_for(counter: Counter) -> None:
    assert [paper.printed for paper in shown(counter)] == [True, False, False]
    for count, form in ((2, "next-steps"), (3, "today")):
        counter.press(Key.Key_P, ALT)
        counter.wait(partial(are_printed, counter, count), f"{form} is not printed")
        counter.settled()
        assert documents(counter, form)[-1].state is DocumentState.PRINTED
    assert shown(counter)[2].title == "本日の手続き一覧"


def test_a_sheet_for_a_department_is_printed_again_with_a_reason(counter: Counter) -> None:
    counter.wait(lambda: all(paper.printed for paper in sent(counter)), "not printed")
    counter.press(Key.Key_A, ALT)
    counter.press(Key.Key_2)  # slip, then what was sent
    counter.press(Key.Key_4)  # three papers, then the reasons
    counter.press(Key.Key_Return)
    (handed,) = documents(counter, "handover")

    def again() -> bool:
        with counter.place.store.view() as unit:
            entries = unit.audit_entries(case=counter.reception.id)
        return any(e.what == "document.reprint" and e.fields == (handed.number,) for e in entries)

    counter.wait(again, "not printed again")
    counter.settled()
    # Of what comes later it learns in the same way.
    counter.press(Key.Key_D, ALT)
    to_focus(counter, "paper E5/前の市町村の鑑札")
    counter.press(Key.Key_1)
    counter.wait(lambda: len(documents(counter, "handover")) == 2, "no sheet tells of it")
    counter.settled()
    assert {d.state for d in documents(counter, "handover")} == {DocumentState.PRINTED}
