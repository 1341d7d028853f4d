"""Determinations in plain values: what JSON and printed lists are made of."""

import msgspec
import pytest

from counter_app.model.town import load_town
from counter_app.procedures.catalogue import standard_catalogue
from counter_app.procedures.determination import determine
from counter_app.procedures.household_file import read_household_file
from counter_app.procedures.report import DeterminationReport, report
from resources.loader import data_file

CATALOGUE = standard_catalogue()
TOWN = load_town()


@pytest.fixture(scope="module")
def reports() -> dict[str, DeterminationReport]:
    file = read_household_file(data_file("examples", "h2.json"))
    assert file.filed_on is not None
    found = determine(CATALOGUE, file.household, file.answers, filed_on=file.filed_on, town=TOWN)
    made = [report(d, CATALOGUE, file.household, filed_on=file.filed_on, town=TOWN) for d in found]
    return {r.title: r for r in made}


def test_the_child_allowance_in_words(reports: dict[str, DeterminationReport]) -> None:
    found = reports["児童手当 認定請求"]
    assert (found.executor, found.executor_name) == ("dept.children", "子育て支援課")
    assert [p.name for p in found.applicants] == ["渡邉\U000e010f 髙志"]
    assert found.deadline is not None
    assert found.deadline.shown == "4/12（日）"
    assert [(f.label, f.words) for f in found.facts] == [
        ("転出予定日", "令和8年3月28日"),
        ("生年月日", "平成30年6月12日"),
        ("生年月日", "令和4年9月20日"),
        ("仕事", "自営業・農業"),
        ("別に住む18歳までの子", "いいえ"),
        ("所得の高い親", "渡邉\U000e010f 髙志"),
    ]


@pytest.mark.parametrize(
    ("title", "brief"),
    [
        ("住民異動届（転入）", "取得済"),
        ("カードの継続利用・券面変更　後日", "今日はない"),
        ("国民年金 住所変更", "番号つながりあり"),
        ("後期高齢者医療 資格取得", "転入届の付記"),
        ("負担区分等証明書の提出", "紙　あとで提出できます"),
        ("要介護認定（転入の引き継ぎ）", "照会済・結果待ち"),
        ("児童手当 認定請求", "2件とも不要"),
        ("子ども医療費 受給資格", "照会済・結果待ち"),
        ("妊婦健診受診票の交換", "紙　前の市町村の受診票"),
        ("小・中学校の転入学", "紙 2件"),
        ("ガスの開栓（立会い）", ""),
    ],
)
def test_a_cell_of_the_table_says_how_things_stand(
    reports: dict[str, DeterminationReport], title: str, brief: str
) -> None:
    assert reports[title].brief == brief


def test_a_request_names_the_organisation(reports: dict[str, DeterminationReport]) -> None:
    found = reports["ガスの開栓（立会い）"]
    assert (found.request, found.executor, found.executor_name) == (
        "gas",
        "gas.midori",
        "みどりガス",
    )
    assert reports["運転免許の住所変更"].executor == ""
    assert reports["運転免許の住所変更"].executor_name == "警察署"


def test_a_report_is_json(reports: dict[str, DeterminationReport]) -> None:
    for made in reports.values():
        again = msgspec.json.decode(msgspec.json.encode(made), type=DeterminationReport)
        assert again == made
