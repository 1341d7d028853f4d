"""受付票 and これからの手続き: what they say, in which order, and what they keep quiet."""

import re
import tomllib
from dataclasses import replace
from datetime import date

import pytest

from counter_app.model.commitment import Act, ActContent, Actor, Commitment, Slot
from counter_app.model.facts import Answer
from counter_app.model.reception import IdentityCheck
from counter_app.paperwork.children_view import school_of
from counter_app.paperwork.coming import things_coming, third_of_month
from counter_app.paperwork.papers import next_steps, slip
from counter_app.paperwork.resident_words import gloss_of, resident_words
from counter_app.paperwork.steps_ahead import ARRANGING, NextStep, steps_ahead
from counter_app.paperwork.values import Case
from counter_app.procedures.catalogue import standard_catalogue
from resources.loader import data_file
from tests.paperwork_kit import NOW, a_case, answered, committed, example, promised

CASE, ASKED = committed(a_case("h2"))


def declined(commitment: Commitment) -> Commitment:
    offer = ActContent(reason="空きがありません。", slots=(Slot(date(2026, 4, 8), "13〜15時"),))
    return commitment.act(Act.DECLINE, Actor.EXECUTOR, by="gas", at=NOW, content=offer)


def at_one(commitment: Commitment) -> Commitment:
    return promised(commitment, date(2026, 4, 8), "13〜15時")


def finished(commitment: Commitment) -> Commitment:
    done = promised(commitment)
    return done.act(Act.DECLARE, Actor.EXECUTOR, by="担当", at=NOW)


def step_for(case: Case, commitments: tuple[Commitment, ...], procedure: str) -> NextStep:
    return next(s for s in steps_ahead(case, commitments) if procedure in s.procedures)


def titles(case: Case, commitments: tuple[Commitment, ...], rows: str = "tasks") -> list[object]:
    data = slip(case, commitments).data
    count = data[f"{rows}.count"]
    assert isinstance(count, int)
    return [data[f"{rows}.{n}.title"] for n in range(1, count + 1)]


def state_of(procedure: str, commitments: tuple[Commitment, ...]) -> object:
    data = slip(CASE, commitments).data
    title = resident_words(procedure).title
    number = titles(CASE, commitments).index(title) + 1
    return data[f"tasks.{number}.state"]


# --- これからすること ----------------------------------------------------------------------------


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


# --- 届くもの ------------------------------------------------------------------------------------


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


def test_what_was_handed_over_is_not_said_to_come() -> None:
    things = "".join(c.words for c in things_coming(CASE, ASKED, 9))
    assert "住民票" not in things
    assert "標識" not in things


# --- 受付票 --------------------------------------------------------------------------------------


def test_on_a_full_slip_what_stands_alike_for_the_same_people_shares_a_row() -> None:
    assert "要介護認定の継続・サービス計画" in titles(CASE, ASKED)
    assert "マイナンバーカードと電子証明書" in titles(CASE, ASKED)
    apart = titles(CASE, answered(ASKED, B17=finished))
    assert {"要介護認定（転入の継続）", "居宅サービス計画の依頼"} <= set(apart)


def test_while_there_is_room_each_has_its_own_row() -> None:
    case, asked = committed(a_case("h1"))
    shown = titles(case, asked)
    assert {"マイナンバーカードの継続利用", "署名用電子証明書の発行"} <= set(shown)


def test_the_child_allowance_is_about_the_children() -> None:
    data = slip(CASE, ASKED).data
    row = titles(CASE, ASKED).index("児童手当 認定請求") + 1
    assert data[f"tasks.{row}.who"] == "葵・湊"


def test_a_row_says_what_comes_next() -> None:
    assert state_of("E5", ASKED) == "鑑札を持ってくる"
    assert state_of("C1", ASKED) == "郵便で届きます"
    assert state_of("A1", ASKED) == "受け付けました"
    done = answered(ASKED, E5=finished, C1=finished, A1=lambda c: promised(c, date(2026, 4, 7)))
    assert state_of("E5", done) == "終わりました"
    assert state_of("C1", done) == "決まりました"
    assert state_of("A1", done) == "4月7日（火）ごろ連絡"


def test_only_ones_own_insurance_pension_and_care_are_listed_as_needing_nothing() -> None:
    assert titles(CASE, ASKED, "covered") == [
        "国民年金の住所変更",
        "後期高齢者医療・介護保険の資格取得",
    ]


def test_what_was_sent_outside_says_how_it_stands() -> None:
    data = slip(CASE, answered(ASKED, F2=at_one, E6=promised)).data
    stands = {data[f"outside.{n}.title"]: data[f"outside.{n}.state"] for n in (1, 2, 3)}
    assert stands == {
        "水道の使用開始": "受け付けられました",
        "電気の使用開始": "送りました",
        "ガスの開栓": "4月8日（水）13〜15時",
    }
    again = slip(CASE, answered(ASKED, F2=declined)).data
    assert again["outside.3.state"] == "日にちを調整中"


def test_a_proxy_of_another_household_sees_departments_where_health_is_concerned() -> None:
    identity = IdentityCheck("proxy", ("driving_licence",), True, "佐伯", NOW)
    case = replace(CASE, reception=replace(CASE.reception, identity=identity))
    shown = titles(case, ASKED)
    assert "福祉課の手続き" in shown
    assert "児童手当 認定請求" in shown
    told = " ".join(str(value) for value in slip(case, ASKED).data.values())
    assert not [word for word in ("介護", "妊婦", "後期", "受診票", "年金") if word in told]


# --- 支援措置 ------------------------------------------------------------------------------------


def test_under_protection_the_sheets_are_filled_from_nothing_that_names_anyone() -> None:
    case, asked = committed(a_case("h2", protected=True))
    for sheet in (slip(case, asked), next_steps(case, asked)):
        values = " ".join(str(value) for value in sheet.data.values())
        for member in case.household.members:
            assert member.name.given not in values
            assert member.name.family not in values
        assert "大字上原" not in values
        assert "上原小学校" not in values
        assert "支援措置" not in values
        assert "reception.addressee" not in sheet.data


def test_under_protection_the_number_of_people_stands_for_their_names() -> None:
    case, asked = committed(a_case("h2", protected=True))
    data = slip(case, asked).data
    row = titles(case, asked).index("子ども医療費 受給資格の認定") + 1
    assert data[f"tasks.{row}.people"] == 2
    assert f"tasks.{row}.who" not in data


# --- the column in the resident's language -------------------------------------------------------


def test_the_gloss_gives_the_same_days_in_english() -> None:
    case, asked = committed(a_case("h2", language="en"))
    data = next_steps(case, answered(asked, F2=at_one)).data
    first = [str(data[f"next.{n}.gloss"]).split("\n")[0] for n in range(1, 8)]
    assert first == [
        "Mon 6 April",
        "Wed 8 April, 13:00–15:00",
        "By Fri 10 April",
        "By Fri 10 April",
        "By Mon 27 April",
        "By Wed 1 July",
        "Soon",
    ]
    assert data["next.gloss_title"] == "English"
    waiting = next_steps(case, answered(asked, F2=declined)).data
    assert [v for v in waiting.values() if str(v).startswith("Date to be arranged\n")]


def test_without_words_for_a_procedure_its_gloss_stays_blank() -> None:
    case, asked = committed(a_case("h3", language="en"))
    data = next_steps(case, asked).data
    tasks = {k: v for k, v in data.items() if k.startswith("next.") and k.endswith(".task")}
    handbook = next(key for key, task in tasks.items() if "手帳" in str(task))
    assert handbook.replace(".task", ".gloss") not in data


@pytest.mark.parametrize("language", ["ja", "ja-x-easy"])
def test_where_there_is_no_gloss_the_task_takes_the_room(language: str) -> None:
    case, asked = committed(a_case("h2", language=language))
    data = next_steps(case, asked).data
    assert not [key for key in data if "gloss" in key]


OTHERS = ["es", "fil", "id", "ko", "my", "ne", "pt-BR", "th", "vi", "zh-Hans", "zh-Hant"]


@pytest.mark.parametrize("language", OTHERS)
def test_every_gloss_says_what_the_english_one_says(language: str) -> None:
    english, own = gloss_of("en"), gloss_of(language)
    assert english is not None
    assert own is not None
    for part in ("task", "paper", "coming"):
        said = getattr(own, part)
        assert set(said) == set(getattr(english, part))
        assert all(said.values())
    assert own.said_day(date(2026, 7, 1)) != english.said_day(date(2026, 7, 1))
    assert "{papers}" in own.errand
    assert "{day}" in own.by
    assert {"{day}", "{time}"} <= set(re.findall(r"{\w+}", own.timed))


def test_the_words_speak_of_procedures_of_the_catalogue_alone() -> None:
    known = {procedure.id for procedure in standard_catalogue().procedures}
    gloss = gloss_of("en")
    assert gloss is not None
    for spoken in (gloss.task, gloss.paper, gloss.coming):
        assert set(spoken) <= known
    assert {p for p in gloss.coming if not resident_words(p).coming} == set()
    joined = {p for p in known if resident_words(p).joins}
    assert all(resident_words(p).joined and resident_words(p).joins in known for p in joined)


def test_every_word_of_the_file_belongs_to_a_procedure() -> None:
    written = tomllib.loads(data_file("texts", "ja", "next.toml").read_text("utf-8"))
    assert set(written) <= {procedure.id for procedure in standard_catalogue().procedures}


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
