"""The supervisor's sentences: grouping, what would pass, stories, the day's figures and table."""

import csv
import io
from dataclasses import replace
from datetime import date, datetime, timedelta, timezone

import pytest

from counter_app.model.commitment import Act, ActContent, Actor, Commitment, ExecutorKind
from counter_app.model.reception import Protection, Reception, ReceptionState
from counter_app.model.town import load_town
from counter_app.ports import OpenFigures, Standing
from counter_app.procedures.household_file import read_household_file
from counter_app.review import Harm, ItemKind, ReviewItem, StoryLine
from resources.loader import data_file
from ui.review import case_words, queue_words
from ui.review.day_words import DayFacts, begun_on, concerns, day_table, hours, open_bars, tiles
from ui.review.handbook_pages import PAGES
from ui.review.queue_rows import QueueRows
from ui.review.staff_card_words import AT_THE_READER
from ui.review.story_words import StoryWords
from ui.review.views import CaseView, QueueRowView
from ui.widgets.meters import Harm as HarmBar

JST = timezone(timedelta(hours=9))
NOW = datetime(2026, 4, 3, 16, 30, tzinfo=JST)
OPENED = datetime(2026, 4, 3, 10, 12, tzinfo=JST)
TOWN = load_town()
FAMILY = read_household_file(data_file("examples", "h2.json")).household


def item(id_: str, kind: ItemKind = ItemKind.RELEASE, **changes: object) -> ReviewItem:
    made = ReviewItem(
        id=id_,
        kind=kind,
        harm=Harm.GRAVE,
        title="使用開始",
        reception_id="r",
        reception_number="0403-002",
        clerk="三浦",
        party="power.aoba",
        due=None,
        since=OPENED,
        decidable=True,
        passes=("name", "new_address", "phone"),
        protected=True,
    )
    return replace(made, **changes)  # type: ignore[arg-type]


def reception(**changes: object) -> Reception:
    made = Reception(
        id="r",
        reference="8F3KQ7T2",
        opened_at=OPENED,
        clerk="三浦",
        counter="窓口1",
        filed_on=NOW.date(),
        household=FAMILY,
        filer_id=FAMILY.members[0].id,
        number="0403-002",
        state=ReceptionState.COMMITTED,
        committed_at=OPENED + timedelta(minutes=40),
    )
    return replace(made, **changes)  # type: ignore[arg-type]


def told() -> StoryWords:
    return StoryWords(TOWN, NOW)


def said(*receptions: Reception) -> queue_words.QueueWords:
    return queue_words.QueueWords(TOWN, {r.id: r for r in receptions}, NOW)


def told_of(*receptions: Reception, supervisor: str = "大塚") -> case_words.CaseWords:
    return case_words.CaseWords(TOWN, {r.id: r for r in receptions}, supervisor)


def case_of(*items: ReviewItem, supervisor: str = "大塚", **changes: object) -> CaseView:
    made = reception(protection=Protection.YES, **changes)
    return told_of(made, supervisor=supervisor).case(
        queue_words.entries(items)[0], (), items[0].id, revealed=None, notice=None, story=()
    )


# --- the queue ------------------------------------------------------------------------------


def test_releases_of_one_reception_stand_in_one_row_and_outside_parties_come_first() -> None:
    found = queue_words.entries(
        (
            item("release:1", party="dept.children"),
            item("proposal:2", ItemKind.REFUSAL),
            item("release:3", party="power.aoba"),
            item("release:4", reception_id="other"),
        )
    )
    assert [entry.key for entry in found] == ["release:r", "proposal:2", "release:other"]
    assert [i.id for i in found[0].items] == ["release:3", "release:1"]


def test_a_filter_counts_rows_and_hides_its_kinds() -> None:
    counted = ((ItemKind.RELEASE, 1), (ItemKind.REFUSAL, 2), (ItemKind.DECLINED, 3))
    views = {
        view.id: (view.count, view.on)
        for view in queue_words.filters(counted, frozenset({"release"}))
    }
    assert (views["release"], views["declined"]) == ((1, False), (5, True))
    assert queue_words.hidden_kinds(frozenset({"release"})) == {ItemKind.RELEASE}
    assert queue_words.hidden_kinds(frozenset()) == frozenset()


def test_what_would_pass_is_said_by_labels_once_each() -> None:
    assert case_words.field_words(("name", "子", "子")) == "渡るもの：氏名・子"
    assert case_words.field_words(()) == ""


def test_the_clock_of_a_row_is_the_soonest_of_its_items() -> None:
    entry = queue_words.entries(
        (item("release:1", due=date(2026, 4, 9)), item("release:2", due=date(2026, 4, 6)))
    )[0]
    row = said(reception()).row(entry)
    assert row.deadline is not None
    assert row.deadline.words == "4/6 まで"
    assert row.title == "支援措置の解除　2件"


def test_a_row_without_a_day_says_since_when_it_waits() -> None:
    row = said(reception()).row(queue_words.entries((item("release:1"),))[0])
    assert (row.deadline, row.since) == (None, "10:12 から")


def test_words_under_a_row_give_way_from_the_end() -> None:
    rows = QueueRows()
    row = QueueRowView("k", HarmBar.LOW, "t", ("0403-002", "氏名を出しません", "三浦"))
    assert rows.spoken(row).endswith("0403-002、氏名を出しません、三浦")


def test_a_protected_case_names_nobody() -> None:
    view = case_of(item("release:1"))
    assert (view.name, view.heading, view.hidden) == ("", "氏名と住所を表示しません", True)
    assert "渡邉" not in repr(view)
    assert view.decisions[0].title == "あおば電力　使用開始"


def test_one_s_own_case_says_why_it_cannot_be_decided() -> None:
    own = case_of(item("release:1", decidable=False), supervisor="三浦")
    assert not own.may_decide
    assert own.may.text.startswith("あなたの担当です")
    drafted = case_of(item("proposal:1", ItemKind.REFUSAL, decidable=False, clerk="大塚"))
    assert drafted.may.text.startswith("あなたが作った案です")


def test_what_was_decided_stays_beside_what_is_left() -> None:
    made = reception(protection=Protection.YES)
    done, left = item("release:1"), item("release:2", party="water.nangun")
    view = told_of(made).case(
        queue_words.entries((left,))[0],
        ((done, "stop"),),
        left.id,
        revealed=None,
        notice=None,
        story=(),
    )
    assert [(d.chip.text, d.open) for d in view.decisions] == [("止める", False), ("まだ", True)]
    assert view.sub == "2件のうち 1件"


# --- the story ------------------------------------------------------------------------------


def line(kind: str, code: str, at: int = 0, **changes: object) -> StoryLine:
    made = StoryLine(OPENED + timedelta(seconds=at), kind, "", "佐伯", code=code)
    return replace(made, **changes)  # type: ignore[arg-type]


def test_what_one_person_did_many_times_at_once_stands_in_one_line() -> None:
    lines = tuple(line("act", "request", at, subject=f"手続{at}") for at in range(3))
    course = told().tabs((*lines, line("act", "request", 90, subject="後で")), (), hidden=False)[0]
    assert [row.words for row in course.rows] == ["依頼した　3件", "後で　依頼した"]


def test_a_commitment_s_act_is_told_once_though_it_is_audited_too() -> None:
    lines = (line("act", "promise", subject="児童手当"), line("audit", "commitment.promise"))
    course = told().tabs(lines, (), hidden=False)[0]
    assert [row.words for row in course.rows] == ["児童手当　約束した"]


def test_why_a_request_was_declined_stands_in_its_story() -> None:
    told_once = StoryLine(
        OPENED,
        "act",
        "",
        "中村",
        code="decline",
        subject="子ども医療費",
        reason="書類が足りません。",
    )
    other = replace(told_once, subject="児童手当", reason="口座が違います。")
    rows = told().tabs((told_once, other), (), hidden=False)[0].rows
    assert [row.words for row in rows] == [
        "子ども医療費　断った：書類が足りません。",
        "児童手当　断った：口座が違います。",
    ]


@pytest.mark.parametrize("code", sorted(AT_THE_READER))
def test_a_reader_that_fails_under_a_staff_card_has_a_page_without_a_reception(code: str) -> None:
    page = PAGES[code]
    assert page.mark.endswith(code)
    words = "".join(part.words for part in page.parts)
    assert "判断はまだ記録していません" in words
    assert "受付" not in words


def test_looking_stands_under_those_who_saw() -> None:
    lines = (
        line("audit", "case.view", who="大塚", where="review"),
        line("audit", "dispatch.commit", 120, where="窓口2"),
    )
    seen = told().tabs(lines, (), hidden=False)[3]
    assert [(row.words, row.who) for row in seen.rows] == [("この受付を開いた", "大塚・監督者")]


def test_a_signature_does_not_name_the_resident_of_a_protected_reception() -> None:
    signed = line("document", "sign", subject="6", who="渡邉\U000e010f\u3000髙志")
    hidden = told().tabs((signed,), (), hidden=True)[2]
    assert [row.who for row in hidden.rows] == ["本人"]
    shown = told().tabs((signed,), (), hidden=False)[2]
    assert [row.who for row in shown.rows] == ["渡邉\U000e010f 髙志"]


def test_a_decision_is_told_with_its_reason() -> None:
    decided = line("audit", "review.stop.release", who="大塚", where="review", reason="危ない")
    course = told().tabs((decided,), (), hidden=True)[0]
    assert [(row.words, row.who) for row in course.rows] == [
        ("解除を止めた：危ない", "大塚・監督者")
    ]


# --- the day --------------------------------------------------------------------------------


def asked(executor: str, *acts: Act, due: date | None = None, **changes: object) -> Commitment:
    made = Commitment(
        id=f"{executor}{len(acts)}",
        reception_id="r",
        procedure_id="C1",
        title="児童手当",
        product="決定された",
        link_code="YK4M7R20",
        executor_kind=ExecutorKind.DEPARTMENT
        if executor.startswith("dept.")
        else ExecutorKind.ORGANISATION,
        executor=executor,
        due=due,
    ).act(Act.REQUEST, Actor.INITIATOR, by="三浦", at=OPENED)
    for act in acts:
        actor = Actor.INITIATOR if act is Act.ACCEPT else Actor.EXECUTOR
        content = ActContent(expected_on=date(2026, 4, 10)) if act is Act.PROMISE else ActContent()
        made = made.act(act, actor, by="x", at=OPENED, content=content)
    return replace(made, **changes)  # type: ignore[arg-type]


def facts(*commitments: Commitment, receptions: tuple[Reception, ...] = ()) -> DayFacts:
    asked = tuple(Standing.of(commitment) for commitment in commitments)
    return DayFacts(NOW.date(), NOW, receptions or (reception(),), asked, {}, (), TOWN)


def test_the_day_has_its_receptions_without_those_given_up() -> None:
    today = reception()
    gone = reception(id="g", state=ReceptionState.ABANDONED)
    before = reception(id="b", opened_at=OPENED - timedelta(days=1))
    assert begun_on((gone, today, before), NOW.date()) == (today,)


def test_a_figure_nobody_measured_is_a_dash() -> None:
    open_one = reception(committed_at=None, number="", state=ReceptionState.OPEN)
    views = {tile.title: tile.figure for tile in tiles(facts(receptions=(open_one,)))}
    assert views == {
        "受付": "1",
        "署名まで": "—",
        "対応時間": "—",
        "約束まで": "—",
        "署名": "—",
        "期限切れ": "0",
    }


def test_the_figures_count_promises_ends_and_what_is_late() -> None:
    made = facts(
        asked("dept.children", Act.PROMISE),
        asked("dept.tax", due=date(2026, 4, 2)),
        asked("gas.midori", Act.PROMISE, Act.DECLARE, Act.ACCEPT),
    )
    views = {tile.title: tile for tile in tiles(made)}
    assert (views["約束まで"].figure, views["約束まで"].note) == ("67", "3件のうち 2件")
    assert views["受付"].note == "終わり 0・返事待ち 1"
    assert views["対応時間"].figure == "40"
    assert views["期限切れ"].figure == "1"


def test_bars_part_late_waiting_and_working_and_outsiders_stand_together() -> None:
    bars = open_bars(
        replace(
            facts(),
            open=(
                OpenFigures("power.aoba", 0, 0, 1),
                OpenFigures("dept.tax", 1, 0, 0),
                OpenFigures("gas.midori", 0, 1, 0),
                OpenFigures("dept.children", 0, 1, 1),
            ),
        )
    )
    assert [(b.party, b.late, b.waiting, b.working) for b in bars] == [
        ("子育て支援課", 0, 1, 1),
        ("税務課", 1, 0, 0),
        ("町の外", 0, 1, 1),
    ]


def test_hours_reach_from_opening_to_the_last_reception() -> None:
    evening = reception(id="e", opened_at=OPENED.replace(hour=17), committed_at=None)
    found = hours(facts(receptions=(reception(), evening)))
    assert [h.hour for h in found] == list(range(8, 18))
    assert [(h.count, h.whole) for h in found if h.count] == [(1, 40.0), (1, None)]


def test_the_table_of_the_day_carries_neither_name_nor_address() -> None:
    table = day_table(facts(asked("dept.children", Act.PROMISE)))
    assert table.startswith(b"\xef\xbb\xbf")
    words_of = table.decode("utf-8-sig")
    assert "渡邉" not in words_of
    assert "大字" not in words_of
    head, row = csv.reader(io.StringIO(words_of))
    assert dict(zip(head, row, strict=True)) == {
        "日付": "2026-04-03",
        "受付番号": "0403-002",
        "始めた時刻": "10:12",
        "確定した時刻": "10:52",
        "対応（分）": "40",
        "人数": "5",
        "担当": "三浦",
        "窓口": "窓口1",
        "支援措置": "",
        "依頼": "1",
        "約束": "1",
        "終わり": "0",
        "署名": "0",
    }


def test_only_what_is_late_is_worth_a_look() -> None:
    rows = queue_words.entries(
        (
            item("release:1"),
            item("message:2", ItemKind.DELIVERY, detail="再送 3回", protected=False),
            item("late:3", ItemKind.CUT_OFF, detail="決定が1日おくれ", reception_id="other"),
        )
    )
    sentences = said(reception())
    found = concerns(tuple((entry, sentences.row(entry)) for entry in rows))
    assert [(c.number, c.mark.text) for c in found] == [
        ("0403-002", "届かない　再送 3回"),
        ("0403-002", "決定が1日おくれ"),
    ]
