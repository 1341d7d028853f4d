from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from counter_app.failures import CounterError, FailureCode
from forms.barcode import MODULE, bars, sheet_reference
from forms.eras import plain_date, weekday
from forms.fitting import fit, packed, wrap
from forms.fonts import Typeface, width
from forms.sheet import POINT
from forms.values import Values

MINCHO = Typeface.MINCHO
PIECES = st.sampled_from(
    ["渡", "邉\U000e010f", "𠮷", "髙", "シ", "　", " ", "、", "（", "）", "a", "1"]
)


def test_a_value_that_fits_keeps_its_base_size() -> None:
    assert fit("渡邉　髙志", MINCHO, 60, 14, 11).size == 14


def test_a_longer_value_shrinks_in_half_points_before_it_wraps() -> None:
    fitted = fit("あ" * 14, MINCHO, 60, 14, 11)
    assert fitted.lines == ("あ" * 14,)
    assert fitted.size == 12


def test_a_still_longer_value_wraps_at_the_least_size_and_at_a_space_first() -> None:
    fitted = fit("乙県南郡Y町大字上原1234番地5　ハイツ髙﨑　203号室", MINCHO, 60, 12, 10.5)
    assert fitted.size == 10.5
    assert fitted.lines == ("乙県南郡Y町大字上原1234番地5　", "ハイツ髙﨑　203号室")


def test_an_address_breaks_before_its_building_rather_than_inside_it() -> None:
    street, building = "乙県南郡Y町大字上原字中央1234番地　", "グランドハイツ葛西　1102号室"
    assert wrap(street + building, MINCHO, 28) == (street, building)
    assert wrap(street + building, MINCHO, 13)[-1] == "1102号室"


def test_a_value_never_breaks_before_a_closing_mark() -> None:
    for line in wrap("あいうえお、かきくけこ。さしすせそ）たちつてと", MINCHO, 5)[1:]:
        assert line[0] not in "、。）"


def test_latin_words_stay_whole() -> None:
    assert wrap("GONZALEZ DE LA CRUZ MARIA", MINCHO, 9)[0] == "GONZALEZ DE "


@pytest.mark.parametrize(
    ("name", "lines"),
    [
        (
            "アンナ・マリア・フェルナンダ・ロドリゲス　様",
            ("アンナ・マリア・フェルナンダ・", "ロドリゲス　様"),
        ),
        (
            "MARIA FERNANDA RODRIGUEZ DE LA CRUZ GONZALEZ　様",
            ("MARIA FERNANDA RODRIGUEZ ", "DE LA CRUZ GONZALEZ　様"),
        ),
        (
            "ALEXANDROS PAPADOPOULOS-CHRISTODOULOU　様",
            ("ALEXANDROS ", "PAPADOPOULOS-", "CHRISTODOULOU　様"),
        ),
        ("NUR O'SHAUGHNESSY-VAN DER MEER　様", ("NUR O'SHAUGHNESSY-VAN DER ", "MEER　様")),
        (
            "ＭＡＲＩＡ　ＦＥＲＮＡＮＤＡ　ＲＯＤＲＩＧＵＥＺ　様",
            ("ＭＡＲＩＡ　ＦＥＲＮＡＮＤＡ　", "ＲＯＤＲＩＧＵＥＺ　様"),
        ),
        ("寿限無寿限無五劫の擦り切れ海砂利　様", ("寿限無寿限無五劫の擦り切れ海砂", "利　様")),
    ],
)
def test_a_name_breaks_between_its_parts_and_keeps_its_title(
    name: str, lines: tuple[str, ...]
) -> None:
    assert fit(name, MINCHO, 62, 15, 10.5).lines == lines


def test_a_number_stays_whole_and_no_hyphen_begins_a_line() -> None:
    assert wrap("大字上原１２３４番地", MINCHO, 6) == ("大字上原", "１２３４番地")
    assert wrap("上原12-345", MINCHO, 3.3)[0] == "上原"
    assert wrap("上原12-345", MINCHO, 3.7)[0] == "上原12-"
    assert "".join(wrap("1234567890", MINCHO, 3)) == "1234567890"


def test_packed_lines_are_the_fewest_and_break_where_it_reads_best() -> None:
    assert packed("ALEXANDROS PAPADOPOULOS-CHRISTODOULOU　様", MINCHO, 16.7) == (
        "ALEXANDROS PAPADOPOULOS-",
        "CHRISTODOULOU　様",
    )
    words = "乙県南郡Y町大字上原字中央通り東1234番地　グランドハイツ　1102号"
    assert packed(words, MINCHO, 14) == (
        "乙県南郡Y町大字上原",
        "字中央通り東1234番地　",
        "グランドハイツ　1102号",
    )


@settings(max_examples=100, deadline=None)
@given(st.lists(PIECES, min_size=1, max_size=60).map("".join), st.floats(3, 20))
def test_packing_loses_nothing_and_never_takes_more_lines(text: str, ems: float) -> None:
    lines = packed(text, MINCHO, ems)
    assert "".join(lines) == text
    assert len(lines) <= len(wrap(text, MINCHO, ems))
    for line in lines:
        assert width(line.rstrip(" 　"), MINCHO) <= ems + 1e-6
        assert line[0] != "\U000e010f"


@settings(max_examples=200, deadline=None)
@given(st.lists(PIECES, min_size=1, max_size=60).map("".join), st.floats(3, 20))
def test_wrapping_loses_nothing_and_stays_within_the_line(text: str, ems: float) -> None:
    lines = wrap(text, MINCHO, ems)
    assert "".join(lines) == text
    for line in lines:
        assert width(line.rstrip(" 　"), MINCHO) <= ems + 1e-6
        assert line[0] != "\U000e010f"


@settings(max_examples=100, deadline=None)
@given(st.lists(PIECES, min_size=1, max_size=60).map("".join))
def test_a_fitted_value_is_never_wider_than_its_room(text: str) -> None:
    fitted = fit(text, MINCHO, 60, 14, 11)
    for line in fitted.lines:
        assert width(line.rstrip(" 　"), MINCHO) * fitted.size * POINT <= 60 + 1e-6


@pytest.mark.parametrize(
    ("day", "words"),
    [
        (date(2026, 4, 3), "令和8年4月3日"),
        (date(2019, 5, 1), "令和元年5月1日"),
        (date(2019, 4, 30), "平成31年4月30日"),
        (date(1989, 1, 7), "昭和64年1月7日"),
        (date(1926, 12, 25), "昭和元年12月25日"),
        (date(1912, 7, 29), "明治45年7月29日"),
    ],
)
def test_days_carry_the_era_they_fall_in(day: date, words: str) -> None:
    assert plain_date(day) == words


def test_weekdays_are_one_character() -> None:
    assert weekday(date(2026, 4, 3)) == "金"


def test_bars_are_three_dots_at_300_dpi_or_a_multiple() -> None:
    found, total = bars("8F3KQ7T2-01-1")
    assert pytest.approx(3 * 25.4 / 300) == MODULE
    assert all(abs(w / MODULE - round(w / MODULE)) < 1e-6 for _, w in found)
    assert found[-1][0] + found[-1][1] == pytest.approx(total)


def test_the_reference_names_sheet_and_page() -> None:
    assert sheet_reference("8F3KQ7T2", 3, 2) == "8F3KQ7T2-03-2"


def test_what_is_not_known_does_not_hold() -> None:
    values = Values({"a.flag": True, "a.no": False, "a.kind": "x", "a.count": 0})
    assert values.holds("a.flag")
    assert values.holds("a.kind=x & a.flag")
    assert values.holds("a.kind=y | a.flag")
    assert values.holds("!b.unknown")
    for condition in ("a.no", "a.count", "b.unknown", "a.kind=y", "!a.flag", "a.flag & a.no"):
        assert not values.holds(condition)


def test_a_template_keeps_room_for_what_is_not_known() -> None:
    values = Values({"town.name": "Y町", "case.filed_on": date(2026, 4, 3)})
    assert values.filled("（宛先）{town.name}長") == "（宛先）Y町長"
    assert values.filled("{case.filed_on}付け") == "令和8年4月3日付け"
    assert values.filled("〒{new.postcode|＿}") == "〒＿"
    assert values.filled("{town.mayor}印") == "　　印"


@pytest.mark.parametrize(
    ("key", "value", "read"),
    [
        ("a.day", "2026-04-03", "day"),
        ("a.count", "5", "count"),
        ("a.count", -1, "count"),
        ("a.text", True, "text"),
        ("a.kind", date(2026, 4, 3), "chosen"),
    ],
)
def test_a_value_of_the_wrong_kind_is_refused_by_its_key_alone(
    key: str, value: str | int | date, read: str
) -> None:
    values = Values({key: value})
    asked = key.removesuffix(".count") if read == "count" else key
    with pytest.raises(CounterError) as caught:
        getattr(values, read)(asked)
    assert caught.value.code is FailureCode.FORM_DATA_INVALID
    assert key in caught.value.detail
    assert str(value) not in caught.value.detail.replace(key, "")
