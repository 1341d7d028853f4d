"""受付票: what was filed and how it stands, and what is kept quiet under 支援措置."""

from dataclasses import replace
from datetime import date

from counter_app.model.reception import IdentityCheck
from counter_app.paperwork.papers import next_steps, slip
from tests.paperwork_kit import NOW, a_case, answered, committed, promised
from tests.paperwork_story import ASKED, CASE, at_one, declined, finished, state_of, titles


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
