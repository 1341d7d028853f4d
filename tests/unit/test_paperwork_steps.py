"""これからの手続き: what is still to be done and what comes, in which order and words."""

from dataclasses import replace
from datetime import date

import pytest

from counter_app.model.facts import Answer
from counter_app.paperwork.children_view import school_of
from counter_app.paperwork.coming import things_coming, third_of_month
from counter_app.paperwork.papers import next_steps
from counter_app.paperwork.steps_ahead import ARRANGING, steps_ahead
from tests.paperwork_kit import a_case, answered, committed, example, promised
from tests.paperwork_story import (
    ASKED,
    CASE,
    at_one,
    declined,
    finished,
    state_of,
    step_for,
    titles,
)


def test_steps_are_in_order_of_their_day_with_the_undated_last() -> None:
    steps = steps_ahead(CASE, answered(ASKED, F2=at_one))
    assert [(s.day, s.task) for s in steps] == [
        (date(2026, 4, 6), "小学校へ行く（葵さん）"),
        (date(2026, 4, 8), "ガスの開栓に立ち会う"),
        (date(2026, 4, 10), "自動車の住所を変える"),
        (date(2026, 4, 10), "役場に書類などを出す"),
        (date(2026, 4, 27), "犬の鑑札を取り替える"),
        (date(2026, 7, 1), "マイナンバーカードを持ってくる"),
        (None, "運転免許の住所を変える"),
    ]


def test_a_last_day_on_a_closed_day_is_printed_as_the_last_open_day_before() -> None:
    car = step_for(CASE, ASKED, "F6")
    assert (car.day, car.time) == (date(2026, 4, 10), "まで")
    due = CASE.determination("F6")
    assert due is not None
    assert due.deadline is not None
    assert due.deadline.unrolled == date(2026, 4, 12)


def test_the_card_that_was_not_there_is_brought_with_its_holder_named() -> None:
    card = step_for(CASE, ASKED, "A4")
    assert card.bring == "葵さんのカード・4桁の暗証番号"
    assert card.place == "役場1階 町民課 ☎000-000-1001"


def test_papers_of_one_day_are_one_visit_and_undated_ones_go_along() -> None:
    visit = step_for(CASE, ASKED, "B13")
    assert visit.procedures == ("B13", "C8", "E1")
    assert visit.titles[1] == "妊婦健診受診票の交換"
    assert visit.place == "役場 総合窓口 ☎000-000-1000"
    assert "負担区分等証明書" in visit.bring
    assert "前の市町村の受診票" in visit.bring


def test_papers_a_department_has_had_are_not_asked_for_again() -> None:
    after = answered(ASKED, E1=finished, C8=finished)
    visit = step_for(CASE, after, "B13")
    assert visit.procedures == ("B13",)
    assert visit.task == "後期高齢者医療の証明書を出す（シヅさん）"


def test_an_appointment_still_being_arranged_says_so_and_has_no_day() -> None:
    gas = step_for(CASE, answered(ASKED, F2=declined), "F2")
    assert (gas.day, gas.time) == (None, ARRANGING)
    data = next_steps(CASE, answered(ASKED, F2=declined)).data
    assert ARRANGING in [value for key, value in data.items() if key.endswith(".undated")]


def test_an_appointment_says_its_hours_as_people_do() -> None:
    data = next_steps(CASE, answered(ASKED, F2=at_one)).data
    assert data["next.2.time"] == "午後1時〜3時"
    over_noon = answered(ASKED, F2=lambda c: promised(c, date(2026, 4, 8), "11〜13時"))
    assert next_steps(CASE, over_noon).data["next.2.time"] == "午前11時〜午後1時"


def test_what_nobody_may_be_sent_the_household_applies_for_itself() -> None:
    case, asked = committed(a_case("h2", consents=lambda kind: kind == "gas"))
    own = {s.procedures[0]: s for s in steps_ahead(case, asked) if s.partner}
    assert own["F1"].task == "電気の使用開始を申し込む"
    assert own["F1"].partner == "あおば電力 ☎000-000-2001"
    assert own["F1"].time == "使う日まで"
    assert "E6" in own


def test_the_parking_certificate_is_told_apart_when_the_car_office_was_asked() -> None:
    case, asked = committed(a_case("h2", consents=lambda kind: True))
    assert step_for(case, asked, "F5").task == "車庫証明をとる"
    assert not [s for s in steps_ahead(case, asked) if "F6" in s.procedures]
    assert not [s for s in steps_ahead(CASE, ASKED) if "F5" in s.procedures]
    assert step_for(CASE, ASKED, "F6").first == "警察署で車庫証明をとる"


def test_what_is_put_off_today_is_done_by_its_day() -> None:
    case, asked = committed(a_case("h2", postponed=("E5",)))
    dog = step_for(case, asked, "E5")
    assert dog.day == date(2026, 4, 27)
    assert "犬の登録の変更" not in titles(case, asked)


def test_what_nobody_could_answer_is_still_to_be_asked() -> None:
    """A question left open loses no procedure: the household is told what hangs on it."""
    file = example("h2")
    known = tuple(a for a in file.answers if a.fact not in ("dog", "vehicles"))
    case, asked = committed(a_case("h2", file=replace(file, answers=known)))
    (open_step,) = [s for s in steps_ahead(case, asked) if "まだ決まっていない" in s.task]
    assert (open_step.day, open_step.time) == (date(2026, 4, 10), "まで")
    assert open_step.first.startswith(
        "答えを調べる（原付の標識、軽・二輪の案内、犬の登録事項変更、"
    )
    assert open_step.first.endswith("ほか3件）")
    assert open_step.task in next_steps(case, asked).data.values()
    assert not [s for s in steps_ahead(CASE, ASKED) if "まだ決まっていない" in s.task]


def test_papers_seen_at_the_filing_are_not_brought_later() -> None:
    case, asked = committed(a_case("h4"))
    on_paper = case.determination("A1")
    assert on_paper is not None
    assert any(a.state.value == "on_paper" for a in on_paper.attachments)
    assert not [s for s in steps_ahead(case, asked) if "A1" in s.procedures]


def test_a_reading_that_is_provisional_can_be_filed_until_its_day() -> None:
    case, asked = committed(a_case("h2", confirmed=False))
    reading = step_for(case, asked, "A12-1")
    assert (reading.day, reading.task) == (date(2026, 5, 25), "名前の振り仮名を届ける（シヅさん）")


@pytest.mark.parametrize(
    ("day", "words"),
    [
        (date(2026, 4, 1), "4月上旬"),
        (date(2026, 4, 10), "4月上旬"),
        (date(2026, 4, 11), "4月中旬"),
        (date(2026, 4, 20), "4月中旬"),
        (date(2026, 4, 21), "4月下旬"),
        (date(2026, 5, 31), "5月下旬"),
    ],
)
def test_a_day_is_told_as_a_third_of_its_month(day: date, words: str) -> None:
    assert third_of_month(day) == words


def test_what_is_promised_by_a_day_comes_first_and_the_rest_by_post() -> None:
    commitments = answered(
        ASKED,
        C1=lambda c: promised(c, date(2026, 4, 24)),
        B1=lambda c: promised(c, date(2026, 4, 14)),
    )
    coming = things_coming(CASE, commitments, 9)
    assert [(c.when, c.words) for c in coming][:3] == [
        ("4月中旬", "国民健康保険の資格確認書・資格情報のお知らせ"),
        ("4月下旬", "児童手当の通知書"),
        ("郵便", "後期高齢者医療の資格確認書（シヅさん）"),
    ]
    assert state_of("C1", commitments) == "郵便　4月下旬"


def test_where_room_is_scarce_the_papers_of_one_sender_share_a_line() -> None:
    single = things_coming(CASE, ASKED, 9)
    few = things_coming(CASE, ASKED, 3)
    assert len(few) == 3
    assert [c.sender for c in few] == ["dept.insurance", "dept.welfare", "dept.children"]
    assert [t for c in few for t in c.things] == [t for c in single for t in c.things]


def test_lines_of_different_times_are_never_joined() -> None:
    commitments = answered(
        ASKED,
        C1=lambda c: promised(c, date(2026, 4, 24)),
        B1=lambda c: promised(c, date(2026, 4, 14)),
    )
    assert [c.when for c in things_coming(CASE, commitments, 1)] == ["4月中旬", "4月下旬", "郵便"]


def test_a_paper_that_comes_of_two_procedures_stands_there_once() -> None:
    coming = things_coming(*committed(a_case("h7")), 9)
    words = [(c.when, c.words) for c in coming]
    assert len(set(words)) == len(words)
    assert coming[0].procedures == ("B1", "B2")


def test_what_was_handed_over_is_not_said_to_come() -> None:
    things = "".join(c.words for c in things_coming(CASE, ASKED, 9))
    assert "住民票" not in things
    assert "標識" not in things


def test_a_household_with_two_school_children_goes_to_each_school_once() -> None:
    case, asked = committed(a_case("h3"))
    schools = [s for s in steps_ahead(case, asked) if "C17" in s.procedures]
    children = [m for m in example("h3").household.members if m.relation == "子"]
    assert len(schools) == len({s.place for s in schools})
    assert all(any(m.name.given in s.task for s in schools) for m in children)


@pytest.mark.parametrize(
    ("schools", "told"),
    [
        (("Y町立上原小学校", "Y町立Y中学校"), {"小学校へ行く"}),
        (("Y町立上原義務教育学校",), {"学校へ行く"}),
        (("Z村立奥小中学校",), {"学校へ行く"}),
        (("Z村立奥小中学校", "Z村立浜小学校"), {"小学校へ行く"}),
        (("乙県立南特別支援学校",), {"学校へ行く"}),
    ],
)
def test_the_first_day_names_the_kind_of_school_where_it_is_plain(
    schools: tuple[str, ...], told: set[str]
) -> None:
    case, asked = committed(a_case("h2"))
    case = replace(case, town=replace(case.town, schools=schools))
    steps = [s for s in steps_ahead(case, asked) if "C17" in s.procedures]
    assert {s.task.partition("（")[0] for s in steps} == told
    (pupil,) = (m for m in case.household.members if m.id == "3")
    there = school_of(case, pupil)
    assert there in ("", *schools)
    assert bool(there) is (schools != ("乙県立南特別支援学校",))


def test_answers_not_needed_leave_no_step() -> None:
    none = (Answer("vehicles", "", ()), Answer("dog", "", "none"), Answer("licence", "", "none"))
    case, asked = committed(a_case("h2", answers=none))
    told = {p for s in steps_ahead(case, asked) for p in s.procedures}
    assert not told & {"F6", "E5", "F4", "E1"}


ASSISTED = (
    Answer("welfare_gate", "", True),
    *(Answer("welfare_items", str(n), ("assistance",)) for n in range(1, 6)),
)


@pytest.mark.parametrize(
    ("name", "answers", "procedure", "steps"),
    [
        # a civil servant goes to the employer, not to the town
        ("h9", (), "C1", [("児童手当 認定請求の手続きをする（誠さん）", "", "勤務先")]),
        (
            "h2",
            (Answer("school_plan", "3", "special_school"),),
            "C17",
            [
                (
                    "小・中学校の転入学の手続きをする（葵さん）",
                    "",
                    "役場3階 教育委員会 ☎000-000-1006",
                )
            ],
        ),
        ("h2", ASSISTED, "B1", []),  # whether at all is asked of the welfare department first
        ("h2", ASSISTED, "B11", []),
        ("h2", ASSISTED, "C4", []),
        (
            "h8",
            (),
            "B19",
            [("介護の住所地特例の届の手続きをする", "", "前の市町村の介護保険の窓口")],
        ),
    ],
)
def test_what_is_only_advised_is_not_told_in_the_words_of_who_files(
    name: str, answers: tuple[Answer, ...], procedure: str, steps: list[tuple[str, str, str]]
) -> None:
    case, asked = committed(a_case(name, answers=answers, language="en"))
    told = [s for s in steps_ahead(case, asked) if procedure in s.procedures]
    assert [(s.task, s.bring, s.place) for s in told] == steps
    glosses = [v for k, v in next_steps(case, asked).data.items() if k.endswith(".gloss")]
    assert not [g for g in glosses if procedure == "C17" and "Go to school" in str(g)]
