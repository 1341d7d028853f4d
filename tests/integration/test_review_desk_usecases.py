"""What waits for a supervisor and what a desk may do, on a real store without any window."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, datetime, timedelta
from pathlib import Path

import pytest

from counter_app.desk import Desk, Officer
from counter_app.failures import CounterError, FailureCode
from counter_app.model.commitment import (
    Act,
    ActContent,
    Actor,
    Commitment,
    Decision,
    ExecutorKind,
    Phase,
)
from counter_app.model.message import DeliveryState, RefusedMessage
from counter_app.paperwork.terms import NO_TERMS, Terms
from counter_app.procedures.procedure import GrantNotice
from counter_app.review import Harm, ItemKind, Review, ReviewItem, Verdict
from localdb.open import open_store
from localdb.store import SqlStore
from tests.localdb_samples import NOW, commitment, message, reception

OFFICER = Officer("中村", "dept.children")


class Moment:
    """A clock to be set."""

    def __init__(self) -> None:
        self.now = NOW

    def __call__(self) -> datetime:
        return self.now


@pytest.fixture
def clock() -> Moment:
    return Moment()


@pytest.fixture
def store(tmp_path: Path, clock: Moment) -> Iterator[SqlStore]:
    made = open_store(tmp_path, clock=clock)
    yield made
    made.close()


def stored(store: SqlStore, executor: str = "dept.children", **changes: object) -> Commitment:
    """A requested commitment of a fresh reception."""
    made = reception()
    asked = replace(
        commitment(made.id, executor),
        executor_kind=ExecutorKind.DEPARTMENT
        if executor.startswith("dept.")
        else ExecutorKind.ORGANISATION,
        **changes,  # type: ignore[arg-type]
    )
    with store.unit() as unit:
        unit.add_reception(made)
        unit.add_commitment(replace(asked, acts=()))
        for record in asked.acts:
            unit.append_act(asked.id, record)
    return asked


def answered(store: SqlStore, of: Commitment, act: Act, at: timedelta, reason: str = "") -> None:
    with store.unit() as unit:
        found = unit.commitment(of.id)
        changed = found.act(
            act, Actor.EXECUTOR, by="相手", at=NOW + at, content=ActContent(reason=reason)
        )
        unit.append_act(of.id, changed.acts[-1])


def waiting(store: SqlStore, clock: Moment, who: str = "大塚") -> tuple[ReviewItem, ...]:
    return Review(store, clock, who).waiting()


def test_a_declined_request_waits_and_leaves_when_it_was_looked_at(
    store: SqlStore, clock: Moment
) -> None:
    asked = stored(store, "gas.midori")
    answered(store, asked, Act.DECLINE, timedelta(minutes=5), "別の日に")
    (item,) = waiting(store, clock)
    assert (item.kind, item.harm, item.detail) == (ItemKind.DECLINED, Harm.HIGH, "別の日に")
    clock.now += timedelta(minutes=10)
    Review(store, clock, "大塚").decide(item, Verdict.ALLOW, "窓口が頼み直す")
    assert waiting(store, clock) == ()


def test_what_happened_after_a_decision_waits_anew(store: SqlStore, clock: Moment) -> None:
    asked = stored(store, "gas.midori")
    answered(store, asked, Act.DECLINE, timedelta(minutes=5))
    clock.now += timedelta(minutes=10)
    Review(store, clock, "大塚").decide(waiting(store, clock)[0], Verdict.ALLOW, "確かめた")
    with store.unit() as unit:
        again = unit.commitment(asked.id).act(
            Act.REQUEST, Actor.INITIATOR, by="佐伯", at=NOW + timedelta(minutes=20)
        )
        unit.append_act(asked.id, again.acts[-1])
    answered(store, asked, Act.DECLINE, timedelta(minutes=30))
    assert [item.kind for item in waiting(store, clock)] == [ItemKind.DECLINED]


def test_what_is_on_hold_still_waits_and_says_so(store: SqlStore, clock: Moment) -> None:
    asked = stored(store, held=True)
    review = Review(store, clock, "大塚")
    (item,) = review.waiting()
    assert not item.on_hold
    review.decide(item, Verdict.HOLD, "本人に確かめる")
    (held,) = review.waiting()
    assert held.on_hold
    assert held.id == f"release:{asked.id}"


def test_two_supervisors_cannot_both_decide_one_item(store: SqlStore, clock: Moment) -> None:
    asked = stored(store)
    desk = Desk(store, clock, OFFICER)
    desk.promise(asked.id)
    desk.prepare_refusal(asked.id, "要件に当たらない", "2026-0001")
    seen_by_both = waiting(store, clock)[0]
    Review(store, clock, "大塚").decide(seen_by_both, Verdict.STOP, "理由が足りない")
    with pytest.raises(CounterError) as refused:
        Review(store, clock, "西").decide(seen_by_both, Verdict.ALLOW, "確かめた")
    assert refused.value.code is FailureCode.REVIEW_ITEM_GONE
    with store.view() as unit:
        assert len(unit.decisions()) == 1
        assert unit.commitment(asked.id).state.phase is Phase.PROMISED


@pytest.mark.parametrize("who", ["佐伯", "中村"])
def test_neither_the_clerk_nor_the_author_decides_a_refusal(
    store: SqlStore, clock: Moment, who: str
) -> None:
    asked = stored(store)
    desk = Desk(store, clock, OFFICER)
    desk.promise(asked.id)
    desk.prepare_refusal(asked.id, "要件に当たらない")
    (item,) = waiting(store, clock, who)
    assert not item.decidable
    with pytest.raises(CounterError) as refused:
        Review(store, clock, who).decide(replace(item, decidable=True), Verdict.ALLOW, "よい")
    assert refused.value.code is FailureCode.REVIEW_OWN_CASE
    with store.view() as unit:
        assert unit.decisions() == ()
        assert len(unit.proposals()) == 1


def test_a_decision_without_a_reason_changes_nothing(store: SqlStore, clock: Moment) -> None:
    stored(store, held=True)
    review = Review(store, clock, "大塚")
    with pytest.raises(CounterError) as refused:
        review.decide(review.waiting()[0], Verdict.ALLOW, "　 ")
    assert refused.value.code is FailureCode.REVIEW_REASON_MISSING
    assert len(review.waiting()) == 1


def test_a_promise_that_was_not_kept_waits_with_its_days(store: SqlStore, clock: Moment) -> None:
    asked = stored(store)
    Desk(store, clock, OFFICER).promise(asked.id, date(2026, 4, 6))
    clock.now = NOW + timedelta(days=3)
    assert waiting(store, clock) == ()
    clock.now = NOW + timedelta(days=5)
    (item,) = waiting(store, clock)
    assert (item.kind, item.detail) == (ItemKind.CUT_OFF, "決定が2日おくれ")


def test_the_queue_is_sorted_by_harm_then_by_what_is_due_first(
    store: SqlStore, clock: Moment
) -> None:
    late = stored(store, due=date(2026, 4, 2))
    soon = stored(store, held=True, due=date(2026, 4, 5))
    later = stored(store, held=True, due=date(2026, 4, 9))
    with store.unit() as unit:
        unit.add_refused(RefusedMessage(id="m", from_party="gas.midori", reason="別の人"), NOW)
    found = [item.id.partition(":")[2] for item in waiting(store, clock)]
    assert found == [soon.id, later.id, "m", late.id]


def test_a_failed_message_is_sent_again_or_given_up(store: SqlStore, clock: Moment) -> None:
    asked = stored(store, "gas.midori")
    first, second = message(asked), message(asked, 2, Act.QUIT)
    with store.unit() as unit:
        unit.enqueue(first)
        unit.enqueue(second)
        for queued in unit.claim_due(NOW, NOW + timedelta(minutes=1)):
            unit.record_delivery(
                queued.message.id, queued.fencing, DeliveryState.FAILED, at=NOW, error="HUB_REFUSED"
            )
    review = Review(store, clock, "大塚")
    items = {i.id.partition(":")[2]: i for i in review.waiting()}
    assert items[first.id].passes == ("氏名",)
    review.decide(items[first.id], Verdict.ALLOW, "直った")
    with store.view() as unit:
        states = {q.message.id: q.state for q in unit.outbox()}
    assert states[first.id] is DeliveryState.WAITING


def test_revealing_a_name_is_recorded_before_it_is_given(store: SqlStore, clock: Moment) -> None:
    asked = stored(store)
    household = Review(store, clock, "大塚").reveal(asked.reception_id)
    assert household is not None
    with store.view() as unit:
        last = unit.audit_entries(case=asked.reception_id)[-1]
    assert (last.what, last.who, last.fields) == ("case.reveal", "大塚", ("name",))


def test_the_story_names_what_was_done_and_to_what(store: SqlStore, clock: Moment) -> None:
    asked = stored(store)
    Desk(store, clock, OFFICER).decline(asked.id, "書類が足りない")
    lines = Review(store, clock, "大塚").story(asked.reception_id)
    acts = [(line.code, line.subject, line.reason) for line in lines if line.kind == "act"]
    assert acts == [("request", asked.title, ""), ("decline", asked.title, "書類が足りない")]
    assert lines[-1].code == "case.view"


# --- the desk -----------------------------------------------------------------------------------


def test_a_desk_cannot_touch_what_another_department_was_asked(
    store: SqlStore, clock: Moment
) -> None:
    other = stored(store, "dept.tax")
    desk = Desk(store, clock, OFFICER)
    for act in (
        lambda: desk.open(other.id),
        lambda: desk.papers(other.id),
        lambda: desk.promise(other.id),
        lambda: desk.prepare_refusal(other.id, "だめ"),
    ):
        with pytest.raises(KeyError):
            act()
    with store.view() as unit:
        assert unit.commitment(other.id).state.phase is Phase.REQUESTED
        assert unit.audit_entries(case=other.reception_id) == ()


def test_what_is_held_cannot_be_opened_at_the_desk(store: SqlStore, clock: Moment) -> None:
    held = stored(store, held=True)
    with pytest.raises(KeyError):
        Desk(store, clock, OFFICER).open(held.id)


def promised(store: SqlStore, clock: Moment) -> str:
    """A task that can be decided; its household moved in on 2026-03-28."""
    asked = stored(store)
    Desk(store, clock, OFFICER).promise(asked.id)
    return asked.id


TERMS = Terms(date(2026, 4, 3), date(2029, 3, 31), "保育料", "施設等利用給付認定第1号")


def test_a_grant_keeps_class_period_and_content(store: SqlStore, clock: Moment) -> None:
    task = promised(store, clock)
    notice = GrantNotice.FACILITY_BENEFIT
    Desk(store, clock, OFFICER).grant(
        task, "2026-0001", (("amount", "1円"),), notice=notice, terms=TERMS
    )
    with store.view() as unit:
        kept = unit.commitment(task).acts[-1].content
    assert kept.decision is Decision.GRANTED
    assert dict(kept.details) == {
        "amount": "1円",
        "category": "施設等利用給付認定第1号",
        "period_from": "2026-04-03",
        "period_to": "2029-03-31",
        "content": "保育料",
    }


@pytest.mark.parametrize(
    ("notice", "terms"),
    [
        (GrantNotice.FACILITY_BENEFIT, replace(TERMS, first=date(2026, 3, 27))),
        (GrantNotice.FACILITY_BENEFIT, replace(TERMS, last=date(2026, 4, 2))),
        (GrantNotice.FACILITY_BENEFIT, NO_TERMS),
        (GrantNotice.DECISION, Terms()),
        (GrantNotice.DECISION, Terms(content="字" * 121)),
    ],
)
def test_terms_that_cannot_stand_decide_nothing(
    store: SqlStore, clock: Moment, notice: GrantNotice, terms: Terms
) -> None:
    task = promised(store, clock)
    with pytest.raises(CounterError) as refused:
        Desk(store, clock, OFFICER).grant(task, "2026-0001", notice=notice, terms=terms)
    assert refused.value.code is FailureCode.DECISION_TERMS_REFUSED
    with store.view() as unit:
        assert unit.commitment(task).state.phase is Phase.PROMISED


def test_a_notice_that_says_no_terms_keeps_none(store: SqlStore, clock: Moment) -> None:
    task = promised(store, clock)
    Desk(store, clock, OFFICER).grant(task, "2026-0001", notice=GrantNotice.SCHOOL, terms=TERMS)
    with store.view() as unit:
        assert unit.commitment(task).acts[-1].content.details == ()


def test_numbers_of_decisions_run_through_the_fiscal_year(store: SqlStore, clock: Moment) -> None:
    desk = Desk(store, clock, OFFICER)
    assert desk.next_reference() == "2026-0001"
    for expected in ("2026-0001", "2026-0002"):
        asked = stored(store)
        desk.promise(asked.id)
        assert desk.next_reference() == expected
        desk.grant(asked.id, desk.next_reference())
    waits = stored(store)
    desk.promise(waits.id)
    desk.prepare_refusal(waits.id, "要件に当たらない", desk.next_reference())
    assert desk.next_reference() == "2026-0004"
    assert Desk(store, clock, Officer("西", "dept.tax")).next_reference() == "2026-0001"
    clock.now = NOW + timedelta(days=365)
    assert desk.next_reference() == "2027-0001"


def test_an_allowed_refusal_is_declared_in_the_officers_name(
    store: SqlStore, clock: Moment
) -> None:
    asked = stored(store)
    desk = Desk(store, clock, OFFICER)
    desk.promise(asked.id)
    desk.prepare_refusal(asked.id, "要件に当たらない", "2026-0001")
    assert [t.waits_for_supervisor for t in desk.tasks()] == [True]
    Review(store, clock, "大塚").decide(waiting(store, clock)[0], Verdict.ALLOW, "理由を確かめた")
    with store.view() as unit:
        last = unit.commitment(asked.id).acts[-1]
    assert (last.act, last.by) == (Act.DECLARE, "中村")
    assert last.content.decision is Decision.REFUSED
    assert waiting(store, clock) == ()
