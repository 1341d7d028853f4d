"""The ten households: what must be determined of each, and what must not."""

from dataclasses import dataclass, replace
from datetime import date

import pytest

from counter_app.model.attachment import AttachmentState
from counter_app.model.town import load_town
from counter_app.procedures.catalogue import executor_of, standard_catalogue
from counter_app.procedures.determination import Determination, determine
from counter_app.procedures.household_file import HouseholdFile, read_household_file
from counter_app.procedures.procedure import OutcomeKind
from resources.loader import data_file

TOWN = load_town()
CATALOGUE = standard_catalogue()


@dataclass(frozen=True)
class Expected:
    """Rows of the sheet; a prefix such as `D` stands for all of its rows."""

    must: str
    must_not: str


EXPECTED = {
    "h1": Expected("A1 A2 A4 A5 A8 F1 F2 E6 F9 F10", "B1 B7 B4 B8 C D A14 E1 E5 F6"),
    "h2": Expected(
        "A1 A2 A3 A4 A5 B1 B7 B11 B13 B15 B16 B17 C1 C4 C8 C11 C14 C17 E1 E5 E6 "
        "F1 F2 F3 F4 F5 F6 F7",
        "C6 D B4 B8 B12 C13 C15",
    ),
    "h3": Expected("A1 C1 C4 C5 C6 C7 C17 C20 D2 D7", "B1 B7 B8 D1 D3"),
    "h4": Expected("A1 A10 A12 B1 B8 C1 C4 C10 C11 C12", "A2 A4 E4"),
    "h5": Expected("A13 A6 A7", "A2 A4 A5"),
    "h6": Expected("A1 A2 A4 B4 B9 F1", "B1"),
    "h7": Expected("A1 A2 A3 A4 B1 B2 E7", "F1 F2 E6 C"),
    "h8": Expected("A1 B19 B4", "B15 B16 B1 B11 B12 B13 F1 F9"),
    "h9": Expected("A1 C1 C3 C4 C17", "B1 B8"),
    "h10": Expected("A1 A14 A7", "A2 A4 A5"),
}


# how each named row turns out, and a word of the reason it gives
OUTCOMES = {
    "h1": """
        A1 applies 14日 · A2 applies 紙の転出証明書は要りません · A4 applies カード
        A5 applies 署名用 · A8 guide 転出で終わりました · F1 applies 使い始める日まで
        F2 applies 立会い · E6 applies 使い始める前 · F9 guide 契約の住所 · F10 guide 1年間""",
    "h2": """
        A3 nothing_to_file 転入届に書く · B1 applies 世帯主が届け出 · B7 nothing_to_file 自動
        B11 deemed ほかの県 · B13 applies 負担割合 · B15 deemed 付記 · B16 applies 14日のうち
        B17 applies 事業者 · C1 applies 公務員ではありません · C8 applies 取り替え
        C14 applies 使い始める日まで · C17 applies 教育委員会 · E1 applies 標識
        E5 applies 飼い主 · F3 deemed 企業団 · F5 guide 車庫証明 · F6 applies 登録車
        F7 nothing_to_file 登録車だけ · F4 guide 警察署""",
    "h3": """
        C1 applies 公務員ではありません · C4 applies 受給者証 · C5 applies ひとり親
        C6-1 applies 前の市町村への届も · C7 applies 受けていた · C17 applies 転入学通知書
        C20 applies 特別支援学級 · D2 applies 県が変わる · D7 applies 放課後等デイ""",
    "h4": """
        A1 applies 戸籍の表示 · A10-1 deemed 在留カードを見せて · A12-1 guide 2026年5月25日まで
        B1 applies 国保 · B8 applies 1号 · C1 applies 請求する人 · C4 applies 受給者証
        C10 guide 母です · C11 guide 予防接種 · C12 guide 1歳""",
    "h5": """
        A13 applies どこにも送りません · A6 guide 一時停止 · A7 applies 手元にない
        E6 guide 町からは送りません · F1 guide 町からは送りません · F2 guide 町からは送りません""",
    "h6": """
        B4 nothing_to_file 前の市町村の国保 · B9 guide 学生納付特例 · F1 applies 電気""",
    "h7": """
        A1 applies 町の世帯に入り · A3 applies 町にある世帯 · B2 applies 記号番号
        E7 applies 人数""",
    "h8": """
        B4 nothing_to_file 住所地特例 · B19 guide 前の市町村に14日のうち""",
    "h9": """
        C1 guide 勤務先 · C3 guide 勤務先 · C4 applies 受給者証 · C17 applies 転入学通知書""",
    "h10": """
        A14 applies 14日を過ぎて · A7 applies 使えなくなりました""",
}


def file(name: str) -> HouseholdFile:
    return read_household_file(data_file("examples", f"{name}.json"))


def determined(name: str, on: date | None = None) -> tuple[Determination, ...]:
    given = file(name)
    assert given.filed_on is not None
    return determine(
        CATALOGUE, given.household, given.answers, filed_on=on or given.filed_on, town=TOWN
    )


def only(determinations: tuple[Determination, ...], procedure: str) -> Determination:
    found = [d for d in determinations if d.procedure.id == procedure]
    assert len(found) == 1, [d.procedure.id for d in determinations]
    return found[0]


@pytest.mark.parametrize("name", sorted(EXPECTED))
def test_what_must_appear_appears_and_nothing_that_must_not(name: str) -> None:
    rows = {d.procedure.row for d in determined(name)}
    assert set(EXPECTED[name].must.split()) <= rows
    for banned in EXPECTED[name].must_not.split():
        assert not [r for r in rows if r == banned or (len(banned) == 1 and r[0] == banned)]


@pytest.mark.parametrize("name", sorted(OUTCOMES))
def test_what_appears_turns_out_as_the_law_says_and_gives_its_reason(name: str) -> None:
    found = determined(name)
    for line in OUTCOMES[name].strip().splitlines():
        for said in line.strip().split(" · "):
            row, kind, words = said.split(" ")
            reasons = [d.reason for d in found if (d.procedure.id, d.outcome.value) == (row, kind)]
            assert [reason for reason in reasons if words in reason], (said, reasons)


@pytest.mark.parametrize(
    ("name", "procedure", "day"),
    [
        ("h1", "A1", date(2026, 4, 13)),
        ("h1", "A2", date(2026, 4, 13)),  # 27 April is the later of its two ends
        ("h1", "A4", date(2026, 7, 1)),
        ("h2", "A3", None),
        ("h2", "E1", date(2026, 4, 13)),  # the fifteenth day is Sunday
        ("h2", "F6", date(2026, 4, 12)),
        ("h3", "C6-1", date(2026, 4, 13)),
        ("h3", "C7", date(2026, 4, 13)),
        ("h4", "B8", date(2026, 4, 13)),
        ("h4", "A12-1", date(2026, 5, 25)),
        ("h5", "C13", date(2026, 4, 10)),
        ("h7", "B2", date(2026, 4, 13)),
        ("h8", "B19", date(2026, 4, 13)),
        ("h9", "C1", date(2026, 4, 12)),  # the day for the employer is the same
        ("h10", "A1", date(2026, 3, 12)),
    ],
)
def test_the_days_until_when_each_is_filed(name: str, procedure: str, day: date | None) -> None:
    found = next(d for d in determined(name) if d.procedure.id == procedure)
    assert (found.deadline.day if found.deadline is not None else None) == day


def test_the_move_into_a_home_for_the_elderly_is_told_to_the_old_town() -> None:
    found = only(determined("h8"), "B19")
    assert executor_of(found.procedure, TOWN) == ("", "前の市町村")
    assert found.forms == ()


def test_the_school_papers_of_h2_are_brought_and_the_income_certificate_is_not_needed() -> None:
    school = {a.title: a.state for a in only(determined("h2"), "C17").attachments}
    assert school == {
        "在学証明書": AttachmentState.ON_PAPER,
        "教科書給与証明書": AttachmentState.ON_PAPER,
    }
    allowance = {a.state for a in only(determined("h2"), "C1").attachments}
    assert allowance == {AttachmentState.NOT_NEEDED}


def test_the_late_household_has_lost_its_term_and_brings_the_paper() -> None:
    found = only(determined("h10"), "A1")
    assert found.deadline is not None
    assert found.deadline.missed(date(2026, 4, 7))
    assert [(a.title, a.state) for a in found.attachments] == [
        ("転出証明書", AttachmentState.ON_PAPER)
    ]


@pytest.mark.parametrize("name", sorted(EXPECTED))
def test_a_household_with_all_its_answers_leaves_nothing_undecided(name: str) -> None:
    assert not [d.procedure.id for d in determined(name) if d.outcome is OutcomeKind.UNDECIDED]


def test_the_five_people_of_h2_are_named_where_they_belong() -> None:
    found = determined("h2")
    whose = {(d.procedure.id, d.note): d.members for d in found}
    assert whose["B1", ""] == ("1", "2", "3", "4")
    assert whose["A4", ""] == ("1", "2")
    assert whose["A4", "後日"] == ("3",)
    assert whose["A5", ""] == ("1", "2")
    assert whose["B7", ""] == ("1", "2")
    assert whose["B11", ""] == whose["B16", ""] == whose["B17", ""] == ("5",)
    assert whose["C1", ""] == ("1",)
    assert whose["C4", ""] == ("3", "4")
    assert whose["C14", ""] == ("4",)
    assert whose["C17", ""] == ("3",)
    assert whose["C8", ""] == ("2",)
    assert whose["A1", ""] == ("1", "2", "3", "4", "5")


def test_the_outcomes_of_h2_are_those_of_the_law() -> None:
    found = {d.procedure.id: d.outcome for d in determined("h2")}
    assert found["B7"] is OutcomeKind.NOTHING_TO_FILE
    assert found["B11"] is found["B15"] is OutcomeKind.DEEMED
    assert found["C11"] is found["F4"] is OutcomeKind.GUIDE
    assert sum(d.outcome is OutcomeKind.APPLIES for d in determined("h2")) == 20


@pytest.mark.parametrize(
    ("procedure", "day", "hard"),
    [
        ("A1", date(2026, 4, 13), True),
        ("B1", date(2026, 4, 13), False),
        ("B13", date(2026, 4, 13), False),
        ("B16", date(2026, 4, 10), True),
        ("C1", date(2026, 4, 12), True),
        ("C4", date(2026, 4, 12), False),
        ("C14", date(2026, 4, 3), True),
        ("E5", date(2026, 4, 27), False),
    ],
)
def test_the_deadlines_of_h2(procedure: str, day: date, hard: bool) -> None:
    due = only(determined("h2"), procedure).deadline
    assert due is not None
    assert (due.day, due.hard) == (day, hard)
    assert 0.0 <= due.share_used <= 1.0


def test_continued_use_ends_ninety_days_from_the_notice() -> None:
    days = [d.deadline.day for d in determined("h2") if d.procedure.id == "A4" and d.deadline]
    assert days == [date(2026, 7, 1), date(2026, 7, 1)]


def test_the_care_deadline_keeps_the_day_of_the_law_beside_the_open_one() -> None:
    due = only(determined("h2"), "B16").deadline
    assert due is not None
    assert due.unrolled == date(2026, 4, 11)
    assert due.missed(date(2026, 4, 12))
    assert not due.missed(date(2026, 4, 10))


def test_the_child_allowance_says_what_a_late_claim_loses() -> None:
    due = only(determined("h2"), "C1").deadline
    assert due is not None
    assert due.lost == (
        "今日出せば4月分から。4月13日以降は5月分からになり、4月分 20,000円は出ません。"
    )


def test_the_child_allowance_says_what_is_already_lost() -> None:
    due = only(determined("h2", date(2026, 4, 13)), "C1").deadline
    assert due is not None
    assert due.lost == "今日出せば5月分から。期限を過ぎたので、4月分 20,000円は出ません。"
    assert due.missed(date(2026, 4, 13))


def test_a_planned_day_unlike_the_real_one_shows_both_ends() -> None:
    given = file("h2")
    moved = replace(given.household, moved_on=date(2026, 3, 30))
    found = determine(CATALOGUE, moved, given.answers, filed_on=date(2026, 4, 3), town=TOWN)
    due = only(found, "C1").deadline
    assert due is not None
    assert due.day == date(2026, 4, 12)
    assert due.counted == (
        "転出予定日の翌日から15日。実際に移った日（3月30日）から数えると4月14日まで。"
    )


def test_the_town_sets_the_days_of_its_own_schemes() -> None:
    given = file("h2")
    town = replace(TOWN, child_medical_days=30)
    found = determine(
        CATALOGUE, given.household, given.answers, filed_on=date(2026, 4, 3), town=town
    )
    due = only(found, "C4").deadline
    assert due is not None
    assert due.day == date(2026, 4, 27)
    assert due.counted == "住み始めた日の翌日から30日。"


def test_the_towns_age_limit_decides_who_gets_child_medical_care() -> None:
    given = file("h9")
    town = replace(TOWN, child_medical_year_age=15)
    found = determine(
        CATALOGUE, given.household, given.answers, filed_on=date(2026, 4, 3), town=town
    )
    assert only(found, "C4").members == ("5",)
    assert only(determined("h9"), "C4").members == ("4", "5")


def test_the_facts_of_the_child_allowance_are_its_grounds_and_no_more() -> None:
    used = [(f.id, f.member, f.value) for f in only(determined("h2"), "C1").facts_used]
    assert used == [
        ("planned_move_out", "", "2026-03-28"),
        ("birth", "3", "2018-06-12"),
        ("birth", "4", "2022-09-20"),
        ("work", "1", "self_employed"),
        ("children_elsewhere", "", False),
        ("claimant", "", "1"),
    ]


def test_the_transfer_certificate_is_received_with_the_card_and_on_paper_without() -> None:
    with_card = only(determined("h2"), "A1").attachments
    late = only(determined("h10"), "A1").attachments
    abroad = only(determined("h4"), "A1").attachments
    assert [(a.title, a.state) for a in with_card] == [("転出証明書", AttachmentState.RECEIVED)]
    assert [(a.title, a.state) for a in late] == [("転出証明書", AttachmentState.ON_PAPER)]
    assert "続柄を証する文書と日本語の訳" in {a.title for a in abroad}


def test_the_civil_servant_is_sent_to_his_employer_without_a_form() -> None:
    found = only(determined("h9"), "C1")
    assert found.outcome is OutcomeKind.GUIDE
    assert "勤務先" in found.reason
    assert found.forms == ()


def test_protection_comes_first_and_nothing_goes_out_by_itself() -> None:
    found = determined("h5")
    assert found[0].procedure.id == "A13"
    assert not [
        d.procedure.id
        for d in found
        if d.outcome is OutcomeKind.APPLIES and d.procedure.request is not None
    ]


def test_a_child_below_fifteen_is_represented() -> None:
    later = next(d for d in determined("h2") if d.procedure.id == "A4" and d.note)
    assert later.members == ("3",)
    assert later.applicants == ("1",)
    assert only(determined("h2"), "C8").applicants == ("2",)


def test_the_law_that_changes_in_2026_gives_two_lists() -> None:
    before = {d.procedure.id for d in determined("h4", date(2026, 5, 25))}
    after = {d.procedure.id for d in determined("h4", date(2026, 5, 26))}
    assert "A12-1" in before
    assert "A12-2" not in before
    assert "A12-2" in after
    assert "A12-1" not in after


def test_the_registration_of_a_new_address_for_land_begins_in_april_2026() -> None:
    given = file("h2")
    owns = tuple(replace(a, value="own") if a.fact == "home" else a for a in given.answers)
    moved = replace(given.household, moved_on=date(2026, 3, 20), planned_move_out=date(2026, 3, 20))
    rows = {
        on: {d.procedure.id for d in determine(CATALOGUE, moved, owns, filed_on=on, town=TOWN)}
        for on in (date(2026, 3, 31), date(2026, 4, 1))
    }
    assert "F12" not in rows[date(2026, 3, 31)]
    assert "F12" in rows[date(2026, 4, 1)]
