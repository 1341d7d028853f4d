"""The department's list in words: groups, tracks, clocks, fields."""

from dataclasses import replace
from datetime import date, datetime, timedelta, timezone

import pytest

from counter_app.desk import DeskTask
from counter_app.model.attachment import AttachmentState, AwaitedPaper
from counter_app.model.commitment import (
    Act,
    ActContent,
    Actor,
    Commitment,
    Decision,
    ExecutorKind,
)
from ui.desk import grouping, row_words, words
from ui.desk.views import Panel
from ui.widgets.nodes import NodeState

JST = timezone(timedelta(hours=9))
NOW = datetime(2026, 4, 20, 13, 20, tzinfo=JST)
ASKED = datetime(2026, 4, 3, 10, 50, tzinfo=JST)
NAME = "渡邉\U000e010f\u3000髙志"
FIELDS = (
    ("届出人", f"{NAME}\u3000平成3年11月5日"),
    ("子", "渡邉\U000e010f\u3000葵\u3000平成30年6月12日"),
    ("子", "渡邉\U000e010f\u3000湊\u3000令和4年9月20日"),
    ("住所", "乙県南郡Y町大字上原1234番地5\u3000ハイツ髙﨑 203号室"),
    ("添付", "要りません"),
)
HANDED_IN = AttachmentState.HANDED_IN
INITIATOR, EXECUTOR = Actor.INITIATOR, Actor.EXECUTOR
PROMISE = (Act.PROMISE, EXECUTOR, ActContent(expected_on=date(2026, 4, 21)))
GRANT = (Act.DECLARE, EXECUTOR, ActContent(decision=Decision.GRANTED, reference="2026-0123"))


def task(
    *acts: tuple[Act, Actor, ActContent], days_left: int | None = 5, waits: bool = False
) -> DeskTask:
    made = Commitment(
        id="c",
        reception_id="r",
        procedure_id="C1",
        title="児童手当 認定請求",
        product="決定された",
        link_code="YK4M7R20",
        executor_kind=ExecutorKind.DEPARTMENT,
        executor="dept.children",
        fields=FIELDS,
    ).act(Act.REQUEST, INITIATOR, by="佐伯", at=ASKED)
    for act, actor, content in acts:
        made = made.act(act, actor, by="中村", at=ASKED + timedelta(days=1), content=content)
    due = None if days_left is None else NOW.date() + timedelta(days=days_left)
    return DeskTask(made, "0403-017", due, days_left, waits)


REVOKED = (Act.REVOKE_REQUEST, INITIATOR, ActContent(reason="引越しをやめた"))


@pytest.mark.parametrize(
    ("given", "group"),
    [
        (task(days_left=-1), grouping.LATE),
        (task(PROMISE, days_left=-3), grouping.LATE),
        (task(days_left=1), grouping.SOON),
        (task(PROMISE, days_left=0), grouping.SOON),
        (task(), grouping.TO_PROMISE),
        (task(days_left=None), grouping.TO_PROMISE),
        (task(PROMISE), grouping.TO_DECIDE),
        (task(PROMISE, GRANT, days_left=-9), grouping.TOLD),
        (task((Act.DECLINE, EXECUTOR, ActContent(reason="不足")), days_left=-9), grouping.RETURNED),
        (task(PROMISE, GRANT, (Act.ACCEPT, INITIATOR, ActContent())), grouping.ENDED),
        (task(REVOKED, days_left=-9), grouping.ANSWER),
    ],
)
def test_a_task_stands_in_the_group_of_what_it_waits_for(given: DeskTask, group: int) -> None:
    assert grouping.group_of(given) == group


def test_the_rail_counts_what_waits_for_the_department_and_each_group() -> None:
    tasks = (
        task(days_left=-1),
        task(),
        task(PROMISE),
        task(PROMISE, GRANT),
        task(REVOKED),
        task(PROMISE, GRANT, (Act.ACCEPT, INITIATOR, ActContent())),
    )
    assert grouping.counts(tasks) == (4, 1, 0, 1, 1, 1)


def test_a_search_looks_through_every_task_by_code_or_number() -> None:
    ended = task(PROMISE, GRANT, (Act.ACCEPT, INITIATOR, ActContent()))
    assert grouping.found((ended,), grouping.ALL, "") == ()
    for typed in ("yk4m-7r20", "YK4M", "0403-017", "0403017"):
        assert grouping.found((ended,), grouping.ALL, typed) == (ended,)
    assert grouping.found((ended,), grouping.ALL, "0404") == ()


@pytest.mark.parametrize(
    ("given", "states", "said"),
    [
        (task(), "done waits to_come to_come", ("4/3", "約束待ち", "", "")),
        (task(days_left=-2), "done late to_come to_come", ("4/3", "2日超過", "", "")),
        (task(PROMISE), "done done to_come to_come", ("4/3", "4/4", "", "")),
        (task(PROMISE, days_left=-5), "done done late to_come", ("4/3", "4/4", "5日超過", "")),
        (task(PROMISE, waits=True), "done done waits to_come", ("4/3", "4/4", "監督者待ち", "")),
        (task(PROMISE, GRANT), "done done done waits", ("4/3", "4/4", "4/4", "受入待ち")),
        (
            task((Act.DECLINE, EXECUTOR, ActContent(reason="不足"))),
            "done refused to_come to_come",
            ("4/3", "返した", "", ""),
        ),
        (
            task(PROMISE, GRANT, (Act.ACCEPT, INITIATOR, ActContent())),
            "done done finished finished",
            ("4/3", "4/4", "4/4", "4/4"),
        ),
    ],
)
def test_the_track_tells_the_four_acts(given: DeskTask, states: str, said: tuple[str, ...]) -> None:
    nodes = row_words.track(given, NOW.date())
    assert tuple(node.state for node in nodes) == tuple(
        NodeState[name.upper()] for name in states.split()
    )
    assert tuple(node.words for node in nodes) == said


def test_the_clock_is_red_on_the_last_day_and_stops_once_it_was_told() -> None:
    today = NOW.date()
    last = row_words.deadline(task(PROMISE, days_left=0), today)
    assert last is not None
    assert (last.words, last.hard) == ("今日まで", True)
    missed = row_words.deadline(task(PROMISE, days_left=-5), today)
    assert missed is not None
    assert (missed.words, missed.used) == ("4/15 でした", 1.0)
    assert row_words.deadline(task(PROMISE, GRANT, days_left=-5), today) is None


def test_fields_show_names_in_true_glyphs_and_one_row_for_one_label() -> None:
    views = words.fields(FIELDS)
    assert [view.label for view in views] == ["届出人", "子", "住所", "添付"]
    name, birth = views[0].values[0]
    assert (name.text, name.name) == ("渡邉\U000e010f 髙志", True)
    assert birth.text == "　平成3年11月5日"
    assert len(views[1].values) == 2
    assert views[3].chip is not None


@pytest.mark.parametrize(
    ("given", "returning", "panel"),
    [
        (task(), False, Panel.PROMISE),
        (task(), True, Panel.RETURN),
        (task(PROMISE), True, Panel.DECIDE),
        (task(PROMISE, waits=True), False, Panel.TOLD),
        (task(PROMISE, GRANT), False, Panel.TOLD),
        (task(REVOKED), False, Panel.ANSWER),
    ],
)
def test_the_panel_offers_what_the_state_allows(
    given: DeskTask, returning: bool, panel: Panel
) -> None:
    assert words.panel_of(given, returning=returning) is panel


def test_what_was_told_names_number_and_amount() -> None:
    details = (("starts", "令和8年4月分から"), ("amount", "20,000円"))
    content = ActContent(decision=Decision.GRANTED, reference="2026-0123", details=details)
    view = words.task_view(
        task(PROMISE, (Act.DECLARE, EXECUTOR, content)),
        Panel.TOLD,
        expected=NOW.date(),
        reference="",
        form="C1-granted",
        ready=None,
        state=words.NoticeState.MISSING,
    )
    assert view.told == (
        "4/4 に認定を知らせました。",
        "番号：2026-0123",
        "令和8年4月分から　月額 20,000円",
    )
    assert view.notice is not None
    assert view.notice.words == "まだ作られていません。"


def test_a_group_tells_how_many_it_has_though_not_all_are_listed() -> None:
    late = task(days_left=-1)
    assert [g.count for g in row_words.groups((late,), NOW)] == [1]
    assert [g.count for g in row_words.groups((late,), NOW, {grouping.LATE: 618})] == [618]


def paper(state: AttachmentState, at: datetime | None = NOW) -> AwaitedPaper:
    return AwaitedPaper(
        key="C14/在園証明書",
        title="在園証明書",
        at_commit=AttachmentState.ASKED,
        state=state,
        tasks=("c",),
        by="佐伯",
        counter="窓口2",
        at=at,
    )


def said(pairs: tuple[tuple[str, str], ...], *papers: AwaitedPaper) -> list[str]:
    (field,) = words.fields(pairs, papers)
    return ["".join(run.text for run in line) for line in field.values]


@pytest.mark.parametrize(
    ("state", "told"),
    [
        (AttachmentState.HANDED_IN, "4/20 紙で受取（窓口2 佐伯）"),
        (AttachmentState.RECEIVED, "4/20 取得（窓口2 佐伯）"),
        (AttachmentState.ON_PAPER, "4/20 紙で持参待ち（窓口2 佐伯）"),
    ],
)
def test_a_paper_that_came_later_says_so_in_its_place(state: AttachmentState, told: str) -> None:
    pairs = (("添付", "在園証明書\u3000紙で待ち"), ("添付", "戸籍謄本\u3000紙で待ち"))
    assert said(pairs, paper(state)) == ["在園証明書", told, "戸籍謄本 紙で待ち"]
    assert said(pairs, paper(AttachmentState.ASKED, None)) == [
        "在園証明書 紙で待ち",
        "戸籍謄本 紙で待ち",
    ]


def test_the_row_of_a_task_tells_that_a_paper_came_until_it_is_decided() -> None:
    (waits,) = row_words.groups((replace(task(PROMISE), papers=(paper(HANDED_IN),)),), NOW)
    assert waits.rows[0].sub == "0403-017・紙 4/20 受取"
    (told,) = row_words.groups((replace(task(PROMISE, GRANT), papers=(paper(HANDED_IN),)),), NOW)
    assert "紙" not in told.rows[0].sub
