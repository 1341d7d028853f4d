"""Every row of the catalogue, held against a second list of what each must say.

The list is written from the sources, not from the catalogue: a row that is missing, that has
another number class, another applicant, another way of counting or one paper less is found here.
"""

from dataclasses import dataclass
from datetime import date

import pytest

from counter_app.model.attachment import AttachmentState
from counter_app.model.town import load_town
from counter_app.procedures.catalogue import executor_of, standard_catalogue
from counter_app.procedures.procedure import DeadlineRule, Procedure

CATALOGUE = standard_catalogue()
TOWN = load_town()

# id | 個人番号 | who files | executor | deadline, or when to file | ? = to be confirmed
#   14 = days from the day after moving in, rolled over closed days; ! = hard; n = not rolled;
#   b = drawn back to an open day; anything else names what it is counted by
ROWS = """
A1    | never        | filer    | dept.residents   | 14!                 |
A2    | never        | filer    | dept.residents   | 14! or 30 planned   |
A3    | never        | filer    | dept.residents   | 14                  |
A4    | by_law       | self     | dept.residents   | 90 filed, first day |
A5    | never        | self     | dept.residents   | カードのあと        |
A6    | never        | self     | dept.residents   |                     |
A7    | by_law       | self     | dept.residents   |                     | ?
A8    | never        | self     | dept.residents   |                     |
A9    | never        | filer    | dept.residents   |                     | ?
A10-1 | never        | self     | dept.residents   | 14                  | ?
A10-2 | by_law       | self     | dept.residents   |                     | ?
A11   | never        | filer    | dept.residents   |                     | ?
A12-1 | never        | self     | dept.residents   | until 2026-05-25    |
A12-2 | never        | self     | dept.residents   |                     |
A13   | never        | filer    | dept.residents   | 転入届の前          |
A14   | never        | filer    | dept.residents   | 転入届と一緒に      | ?
A15   | never        | filer    | dept.residents   |                     | ?
B1    | by_law       | head     | dept.insurance   | 14                  |
B2    | by_law       | head     | dept.insurance   | 14                  |
B3    | town         | head     | dept.insurance   | 資格取得届と一緒に  | ?
B4    | never        | self     | dept.insurance   |                     |
B5    | by_law       | head     | dept.insurance   |                     | ?
B6    | never        | self     | dept.insurance   |                     | ?
B7    | by_law       | self     | dept.insurance   | 14                  |
B8    | by_law       | self     | dept.insurance   | 14                  |
B9    | by_law       | self     | dept.insurance   |                     | ?
B10   | by_law       | self     | dept.insurance   |                     | ?
B11   | by_law       | self     | dept.insurance   | 14                  |
B12   | by_law       | self     | dept.insurance   | 14                  |
B13   | never        | self     | dept.insurance   | 14                  |
B14   | by_law       | self     | dept.insurance   |                     |
B15   | may_be_blank | self     | dept.welfare     | 14                  |
B16   | may_be_blank | self     | dept.welfare     | 14!b                |
B17   | may_be_blank | self     | dept.welfare     | 利用の前            |
B18   | may_be_blank | self     | dept.welfare     | 利用の前            |
B19   | may_be_blank | self     | outside          | 14                  |
B20   | by_law       | filer    | dept.insurance   |                     |
C1    | by_law       | members  | dept.children    | 15! planned n       |
C2    | by_law       | members  | dept.children    | 児童手当と一緒に    |
C3    | by_law       | members  | dept.children    | 児童手当と一緒に    |
C4    | town         | guardian | dept.children    | child_medical_days n |
C5    | town         | guardian | dept.children    |                     |
C6-1  | by_law       | guardian | dept.children    | 14                  |
C6-2  | by_law       | guardian | dept.children    |                     |
C7    | by_law       | guardian | dept.children    | 14                  |
C8    | town         | self     | dept.health      | 次の健診前          |
C9    | by_law       | self     | dept.health      | 速やかに            |
C10   | by_law       | self     | dept.health      |                     | ?
C11   | never        | guardian | dept.health      |                     | ?
C12   | by_law       | guardian | dept.health      |                     |
C13   | by_law       | guardian | dept.children    | nursery_cut_off_day |
C14   | by_law       | guardian | dept.children    | day of use!         |
C15   | by_law       | guardian | dept.children    | end of month        |
C16   | never        | guardian | dept.children    |                     | ?
C17   | never        | guardian | dept.education   | すぐに              |
C18   | never        | guardian | dept.education   |                     |
C19   | never        | guardian | dept.education   |                     |
C20   | town         | guardian | dept.education   |                     | ?
C21   | never        | guardian | dept.education   |                     | ?
D1    | by_law       | self     | dept.welfare     | 30                  |
D2    | town         | self     | dept.welfare     |                     | ?
D3    | by_law       | self     | dept.welfare     |                     |
D4    | by_law       | self     | dept.welfare     |                     |
D5    | by_law       | self     | dept.welfare     | 治療の前            |
D6    | by_law       | self     | dept.welfare     | 利用の前            |
D7    | by_law       | guardian | dept.welfare     | 利用の前            | ?
D8    | town         | self     | dept.welfare     |                     |
D9    | by_law       | self     | dept.welfare     |                     |
D10   | town         | self     | dept.welfare     |                     | ?
D11   | by_law       | self     | outside          | 使う前              | ?
D12   | by_law       | self     | dept.welfare     | 速やかに            |
D13   | never        | self     | dept.welfare     |                     | ?
D14   | never        | self     | dept.welfare     |                     | ?
D15   | town         | self     | dept.welfare     |                     | ?
E1    | never        | head     | dept.tax         | moped_days          | ?
E2    | never        | head     | dept.tax         | 15n                 |
E3    | town         | head     | dept.tax         |                     | ?
E4    | never        | head     | dept.tax         |                     |
E5    | never        | head     | dept.environment | 30                  |
E6    | never        | head     | hub.water        | 使う前              |
E7    | never        | head     | dept.works       | すぐに              |
E8    | never        | head     | dept.environment | 30                  |
E9    | never        | head     | dept.environment |                     | ?
E10   | never        | filer    | dept.environment |                     | ?
E11   | never        | head     | dept.residents   |                     | ?
E12   | town         | head     | dept.works       |                     | ?
E13   | never        | self     | dept.residents   |                     |
E14   | town         | head     | dept.works       |                     | ?
E15   | never        | filer    | dept.education   |                     | ?
F1    | never        | head     | hub.electricity  | 使う日まで          |
F2    | never        | head     | hub.gas          | 使う3日前まで       |
F3    | never        | head     | hub.water        |                     |
F4    | never        | self     | outside          | 速やかに            |
F5    | never        | head     | outside          | 車の手続の前        | ?
F6    | never        | head     | hub.vehicle      | 15n                 |
F7    | never        | head     | outside          | 15n                 |
F8    | never        | head     | outside          | 15n                 | ?
F9    | never        | head     | outside          | 遅れずに            |
F10   | never        | head     | outside          |                     | ?
F11   | by_law       | self     | outside          |                     | ?
F12   | never        | head     | outside          | two years n         | ?
F13   | never        | head     | outside          |                     | ?
"""

IN_FORCE = {
    "A10-2": (date(2026, 6, 14), None),
    "A12-1": (None, date(2026, 5, 25)),
    "A12-2": (date(2026, 5, 26), None),
    "C10": (date(2025, 4, 1), None),
    "F12": (date(2026, 4, 1), None),
    "B11": (None, date(2026, 7, 31)),  # what comes back changes on 1 August
    "B12": (None, date(2026, 7, 31)),
}

# id: paper → how it begins; what has taken its place
PAPERS: dict[str, set[tuple[str, str, str]]] = {
    "A1": {
        ("転出証明書", "received", "転出証明書情報（住基ネット）"),
        ("転出証明書", "on_paper", ""),
        ("転出証明書情報に載っていない人の転出証明書", "on_paper", ""),
        ("出生届の写し（生まれた子）", "on_paper", ""),
        ("全員の旅券", "on_paper", ""),
        ("戸籍全部事項証明書、戸籍の附票", "on_paper", ""),
        ("続柄を証する文書と日本語の訳", "on_paper", ""),
    },
    "B1": {
        ("所得・課税証明書", "asked", "地方税関係情報の照会"),
        ("活動の内容が分かる指定書", "on_paper", ""),
    },
    "B13": {("負担区分等証明書", "on_paper", ""), ("障害認定の証明書", "on_paper", "")},
    "B15": {("所得・課税証明書", "asked", "地方税関係情報の照会")},
    "B16": {("受給資格証明書", "asked", "前の市町村への照会")},
    "B18": {("所得・課税証明書", "asked", "地方税関係情報の照会")},
    "C1": {
        ("通帳の写し", "not_needed", "公金受取口座"),
        ("所得証明書", "not_needed", "2024年10月から不要"),
    },
    "C2": {("別に住む子の住民票", "asked", "住基ネットの照会")},
    "C4": {("健康保険の資格を示すもの", "asked", "医療保険資格の照会")},
    "C5": {
        ("所得・課税証明書", "asked", "地方税関係情報の照会"),
        ("健康保険の資格を示すもの", "asked", "医療保険資格の照会"),
    },
    "C6-2": {("戸籍全部事項証明書", "asked", "戸籍情報の照会")},
    "C8": {("前の市町村の受診票", "on_paper", "")},
    "C13": {("所得・課税証明書", "asked", "地方税関係情報の照会")},
    "C17": {("在学証明書", "on_paper", ""), ("教科書給与証明書", "on_paper", "")},
    "C20": {("所得・課税証明書", "asked", "地方税関係情報の照会")},
    "D1": {("手帳", "on_paper", "")},
    "D2": {("手帳", "on_paper", ""), ("写真", "on_paper", "")},
    "D3": {("手帳", "on_paper", "")},
    "D6": {("障害支援区分認定証明書", "asked", "前の市町村への照会")},
    "D8": {
        ("所得・課税証明書", "asked", "地方税関係情報の照会"),
        ("障害の手帳の写し", "asked", "手帳情報の照会"),
    },
    "E1": {("標識と標識交付証明書、または廃車証明書", "on_paper", "")},
    "E5": {("前の市町村の鑑札", "on_paper", "")},
}

COMES_BACK = """
A1 住民票 · A4 カード · A5 電子証明書 · A7 交付通知書 · A8 印鑑登録証 · A9 証明書 · A10-1 在留カード
A13 決定通知 · A14 簡易裁判所 · B1 資格確認書 · B1 資格情報のお知らせ · B1 世帯主あて · B1 税額
B2 差し替え · B5 認定証 · B8 日本年金機構 · B9 却下 · B11 資格確認書 · B12 差し替え · B13 負担割合
B15 被保険者証 · B15 保険料 · B16 認定結果 · B18 認定証 · C1 認定 · C1 却下 · C4 受給者証
C5 受給者証 · C6-1 証書 · C6-2 却下 · C7 認定 · C8 受診票 · C9 母子健康手帳 · C10 給付決定
C11 予診票 · C12 養育医療券 · C13 支給認定証 · C13 保留 · C14 認定通知書 · C16 承認
C17 転入学通知書 · C18 許可 · C19 就学通知書 · C20 否認定 · D1 手帳 · D2 手帳 · D3 手帳
D4 受給者証 · D5 却下 · D6 支給決定 · D7 受給者証 · D8 受給者証 · D11 受給者証 · D12 県の福祉事務所
E1 標識交付証明書 · E5 鑑札 · E6 検針票 · E12 決定 · E15 カード · F6 車検証
"""


@dataclass(frozen=True)
class Row:
    id: str
    number: str
    applicant: str
    executor: str
    when: str
    to_confirm: bool


def rows() -> list[Row]:
    made = []
    for line in ROWS.strip().splitlines():
        row, number, applicant, executor, when, mark = (cell.strip() for cell in line.split("|"))
        made.append(Row(row, number, applicant, executor, when, mark == "?"))
    return made


each = pytest.mark.parametrize("row", rows(), ids=lambda row: row.id)


def test_the_catalogue_has_these_rows_and_no_others() -> None:
    assert {p.id for p in CATALOGUE.procedures} == {row.id for row in rows()}
    assert len(rows()) == len({row.id for row in rows()})


def spelled(rule: DeadlineRule) -> str:
    """A rule in the words of the table above."""
    if rule.until is not None:
        return f"until {rule.until}"
    if rule.month_end_of:
        return "end of month"
    if rule.monthly_from_town:
        return rule.monthly_from_town
    if rule.counted_from == "facility_start" and rule.days == 0 and rule.hard:
        return "day of use!"
    if rule.years is not None:
        return {2: "two years"}[rule.years] + (" n" if rule.roll.value == "none" else "")
    hard = "!" if rule.hard else ""
    text = rule.days_from_town or f"{rule.days}{hard}"
    if rule.counted_from == "filed_on":
        return f"{text} filed" + (", first day" if rule.count_first else "")
    assert not rule.count_first
    if rule.counted_from == "planned_move_out":
        text += " planned"
    else:
        assert rule.counted_from == "moved_on"
    if rule.capped_days is not None:
        text += f" or {rule.capped_days} {rule.capped_from.removesuffix('_move_out')}"
    roll = {"forward": "", "none": "n", "back": "b"}[rule.roll.value]
    return f"{text} {roll}".strip() if " " in text or rule.days_from_town else text + roll


@each
def test_a_row_says_who_files_with_whom_and_whether_the_number_is_on_the_form(row: Row) -> None:
    found = CATALOGUE.procedure(row.id)
    assert found.number.value == row.number
    assert found.applicant.value == row.applicant
    if row.executor == "outside":
        assert found.executor.startswith("outside.")
    else:
        assert found.executor == row.executor
        assert executor_of(found, TOWN)[0]


@each
def test_a_row_says_until_when_or_when_it_is_filed(row: Row) -> None:
    found = CATALOGUE.procedure(row.id)
    if row.when == "":
        assert found.deadline is None
        assert found.timing == ""
    elif found.deadline is not None:
        assert spelled(found.deadline) == row.when
    else:
        assert found.timing == row.when


@each
def test_a_row_is_in_force_on_its_days(row: Row) -> None:
    found = CATALOGUE.procedure(row.id)
    assert (found.in_force_from, found.in_force_to) == IN_FORCE.get(row.id, (None, None))


@each
def test_what_is_not_established_is_to_be_confirmed_and_says_what(row: Row) -> None:
    found = CATALOGUE.procedure(row.id)
    assert found.verified is not row.to_confirm
    assert bool(found.to_confirm) is row.to_confirm
    assert found.source
    assert found.basis


@each
def test_a_row_has_the_papers_it_asks_for_and_what_took_their_place(row: Row) -> None:
    found = CATALOGUE.procedure(row.id).attachments
    assert {(a.title, a.state.value, a.replaced_by) for a in found} == PAPERS.get(row.id, set())
    for paper in found:
        assert paper.key == f"{row.id}/{paper.title}"
        if paper.state in {AttachmentState.ASKED, AttachmentState.NOT_NEEDED}:
            assert paper.replaced_by


@pytest.mark.parametrize("said", COMES_BACK.strip().replace("\n", " · ").split(" · "))
def test_what_comes_back_is_named(said: str) -> None:
    row, words = said.split(" ")
    assert words in CATALOGUE.procedure(row).returns


def test_the_versions_of_a_row_follow_each_other_without_a_gap() -> None:
    def ends(procedure: Procedure) -> list[tuple[date | None, date | None]]:
        return [(v.in_force_from, v.in_force_to) for v in procedure.versions]

    changed = {p.id: ends(p) for p in CATALOGUE.procedures if p.later}
    assert changed == {
        row: [(None, date(2026, 7, 31)), (date(2026, 8, 1), None)] for row in ("B11", "B12")
    }
