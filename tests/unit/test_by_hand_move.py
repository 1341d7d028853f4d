"""A household nobody sent: what is refused, what it begins with, and how it goes on without PY."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, datetime
from pathlib import Path
from typing import cast

import pytest

from counter_app.dispatch import WITHOUT_LINK, Dispatch, missing
from counter_app.failures import CounterError, FailureCode
from counter_app.intake import Intake, Terminal
from counter_app.model.by_hand import MoveField, TypedMove, move_faults
from counter_app.model.commitment import ExecutorKind
from counter_app.model.member_details import MemberDetails, MemberField
from counter_app.model.people import Address, Arrival, ForeignStatus, MoveKind, Sex, Source
from counter_app.model.reception import CardRecord, Consent, IdentityCheck, Protection, Reception
from counter_app.paperwork.after_commit import papers_after_commit
from counter_app.paperwork.handing_over import HANDOVER
from counter_app.paperwork.steps_ahead import steps_ahead
from counter_app.paperwork.tasks import planned_tasks, receivers
from counter_app.ports import CodeIssuing, JukiNet
from counter_app.procedures.facts import known_facts
from localdb.store import SqlStore
from tests.localdb_samples import opened
from tests.paperwork_kit import TOWN, a_case
from ui.desk.row_words import link_code
from ui.staff.words.card import CardProgress
from ui.staff.words.frame import plate
from ui.staff.words.household import arrivals_of, household_view
from ui.staff.words.reception import reception_view
from ui.widgets.source import Source as TagSource

NOW = datetime.fromisoformat("2026-04-03T10:20:00+09:00")
TODAY = NOW.date()
CLERK = Terminal("佐伯", "窓口2")
FIRST = MemberDetails("谷口 健", "タニグチ ケン", date(1990, 1, 15), Sex.MALE, "世帯主")
PAPER = TypedMove(
    MoveKind.CERTIFICATE,
    Address(" 甲県", "X市 ", "本町三丁目4番5号", "", "000-5678"),
    Address("乙県", "南郡Y町", "大字上原1234番地5", "ハイツ髙﨑 203号室", "000-1234"),
    "谷口 健",
    date(2026, 3, 28),
    date(2026, 3, 28),
    FIRST,
)
ABROAD = replace(
    PAPER,
    kind=MoveKind.FROM_ABROAD,
    old_address=Address("甲県", "X市", "ベトナム社会主義共和国ハノイ", "方書", "000-5678"),
    old_head="",
    planned_move_out=None,
)


@pytest.fixture
def store(tmp_path: Path) -> Iterator[SqlStore]:
    with opened(tmp_path) as made:
        yield made


def intake(store: SqlStore) -> Intake:
    nobody = (cast(JukiNet, None), cast(CodeIssuing, None))
    return Intake(store, lambda: NOW, *nobody, CLERK)


def fields(move: TypedMove) -> list[MoveField]:
    moved, _ = move_faults(move, TODAY)
    return [fault.field for fault in moved]


# --- what is refused --------------------------------------------------------------------------


def test_what_the_paper_says_is_needed_and_of_a_move_from_abroad_less() -> None:
    nothing = replace(
        PAPER,
        old_address=Address("", " ", "\u3000"),
        new_address=Address("乙県", "南郡Y町", ""),
        old_head="",
        planned_move_out=None,
        moved_on=None,
    )
    assert fields(PAPER) == fields(ABROAD) == []
    assert fields(nothing) == list(MoveField)
    assert fields(replace(nothing, kind=MoveKind.FROM_ABROAD)) == [
        MoveField.OLD_TOWN,
        MoveField.NEW_TOWN,
        MoveField.MOVED_ON,
    ]


def test_who_does_not_live_here_yet_is_not_begun() -> None:
    """予定転入は受け付けない (住基法22条)."""
    assert fields(replace(PAPER, moved_on=date(2026, 4, 4))) == [MoveField.MOVED_ON]


def test_the_first_person_is_checked_like_every_other() -> None:
    wrong = replace(PAPER, first=replace(FIRST, kana="たにぐち", birth=date(2026, 4, 4), sex=None))
    _, person = move_faults(wrong, TODAY)
    assert [fault.field for fault in person] == [
        MemberField.KANA,
        MemberField.BIRTH,
        MemberField.SEX,
    ]


def test_a_foreign_person_needs_nationality_and_a_standing_that_has_not_run_out() -> None:
    late = replace(FIRST, foreign=ForeignStatus(" ", "", date(2026, 4, 2)))
    _, person = move_faults(replace(ABROAD, first=late), TODAY)
    assert [fault.field for fault in person] == [
        MemberField.NATIONALITY,
        MemberField.STATUS,
        MemberField.UNTIL,
    ]


def test_a_refused_move_opens_nothing(store: SqlStore) -> None:
    with pytest.raises(CounterError) as refused:
        intake(store).start_by_hand(replace(PAPER, moved_on=None))
    assert refused.value.code is FailureCode.MOVE_REFUSED
    with store.view() as unit:
        assert unit.receptions() == ()


# --- what it begins with ------------------------------------------------------------------------


def test_the_reception_begins_with_what_the_paper_says(store: SqlStore) -> None:
    kept = intake(store).start_by_hand(PAPER)
    household = kept.household
    assert household is not None
    assert household.by_hand
    assert household.kind is MoveKind.CERTIFICATE
    assert (household.old_prefecture, household.old_head) == ("甲県", "谷口\u3000健")
    [first] = household.members
    assert first.name.text == "谷口\u3000健"
    assert first.arrival is Arrival.ON_PAPER
    assert first.source("birth") is first.source("register") is Source.PAPER
    assert not first.unconfirmed
    with store.view() as unit:
        assert unit.reception(kept.id) == kept
        deeds = [entry.what for entry in unit.audit_entries(case=kept.id)]
    assert deeds == ["reception.open", "household.by_hand"]


def test_from_abroad_nothing_is_kept_of_a_town_and_the_passport_is_to_be_seen(
    store: SqlStore,
) -> None:
    kept = intake(store).start_by_hand(ABROAD)
    household = kept.household
    assert household is not None
    assert household.old_address == Address("国外", "", "ベトナム社会主義共和国ハノイ")
    [first] = household.members
    assert first.arrival is Arrival.FROM_ABROAD
    assert first.unconfirmed
    known = known_facts(household, (), {}, filed_on=TODAY, town=TOWN)
    assert known["from_abroad", ""].value is True
    assert ("planned_move_out", "") not in known
    assert known["paper_due", first.id].value == "none"
    assert plate(kept).line == "1人世帯・国外から転入"


# --- how it goes on -----------------------------------------------------------------------------


def ready(reception: Reception) -> Reception:
    check = IdentityCheck("head", ("passport",), True, "佐伯", NOW)
    household = reception.household
    assert household is not None
    return replace(
        reception,
        protection=Protection.NO,
        identity=check,
        filer_id=household.head.id,
    )


def test_without_a_card_the_departments_are_told_on_paper_and_nobody_outside(
    store: SqlStore,
) -> None:
    example = a_case("h4")
    typed = replace(example.household, by_hand=True)
    begun = ready(intake(store).start_by_hand(ABROAD))
    begun = replace(begun, household=typed, filer_id="1", answers=example.reception.answers)
    begun = replace(begun, consents=(Consent("power.aoba", True),))
    case = replace(example, reception=begun, household=typed)
    assert begun.handed_over
    assert receivers(case) == ()
    tasks = planned_tasks(case, ())
    assert {t.executor_kind for t in tasks} == {ExecutorKind.DEPARTMENT}
    assert missing(begun, ()) == ()
    with store.unit() as unit:
        kept = unit.save_reception(begun)
    done = Dispatch(store, lambda: NOW, CLERK, "town.y").commit(kept, tasks)
    assert done.number
    with store.view() as unit:
        commitments = unit.commitments(reception_id=done.id)
        assert unit.outbox(reception_id=done.id) == ()
        last = unit.audit_entries(case=done.id)[-1]
    assert {c.link_code for c in commitments} == {""}
    assert (last.what, last.reason) == ("dispatch.commit", WITHOUT_LINK)
    after = papers_after_commit(replace(case, reception=done), commitments, TODAY)
    slips = [sheet for sheet in after if sheet.form_id == HANDOVER]
    assert len(slips) == len(commitments)
    # what would have been asked of organisations the household does itself
    ahead = steps_ahead(replace(case, reception=done), commitments)
    asked = {p for step in ahead for p in step.procedures}
    assert {"F1"} <= asked


def test_a_card_that_was_read_needs_its_link_code_again(store: SqlStore) -> None:
    begun = ready(intake(store).start_by_hand(PAPER))
    card = CardRecord(begun.filer_id, "01", NOW, "pcsc", "reader", 10, True)
    read = replace(begun, cards=(card,))
    assert not read.handed_over
    assert "リンクコード" in missing(read, ())


# --- in words -----------------------------------------------------------------------------------


def test_the_first_step_says_that_nobody_sent_them_and_what_goes_on_without_a_card(
    store: SqlStore,
) -> None:
    for move, title, line in (
        (PAPER, "紙の転出証明書", ""),
        (ABROAD, "国外からの転入", "転出証明書はありません"),
    ):
        begun = intake(store).start_by_hand(move)
        household = begun.household
        assert household is not None
        view = reception_view(begun, None, CardProgress(), None, ())
        assert (view.transfer.title, view.transfer.line) == (title, line)
        [row] = view.card.rows
        assert row.words == "カードがなければ、担当課へは引継票で渡します"
        assert view.missing == "最初の質問がまだです"
        assert not reception_view(ready(begun), None, CardProgress(), None, ()).missing
        shown = household_view(begun, household, household.members[0].id)
        assert shown.sub.startswith("書類と本人から手で入れた")
        assert {s.value.source for s in shown.sums} == {TagSource.HEARD}
        assert arrivals_of(household)[0] is household.members[0].arrival


def test_a_task_without_a_link_code_says_so_on_the_desk() -> None:
    assert link_code("") == "なし"
    assert link_code("YK4M7R20") == "YK4M-7R20"
