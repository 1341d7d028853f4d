"""Whatever reads as an individual number is found before it leaves; other numbers pass."""

import base64
import unicodedata
from collections.abc import Callable
from datetime import date, timedelta
from urllib.parse import quote

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from counter_app.hub.number_scan import holds_individual_number
from counter_app.model.numbers import new_id
from tests.hub_kit import made_up_number

NUMBERS = st.text("0123456789", min_size=11, max_size=11).filter(lambda t: t.strip("0") != "")
WRAPS = st.sampled_from(
    ["{}", "番号は{}です", "({})", "P={}", "お客様番号:{}。", "\n{}\n", "№{}号"]
)


def full_width(text: str) -> str:
    return "".join(chr(ord(c) + 0xFEE0) if c.isdigit() else c for c in text)


def grouped(separator: str) -> Callable[[str], str]:
    return lambda text: separator.join((text[:4], text[4:8], text[8:]))


SPELLINGS: dict[str, Callable[[str], str]] = {
    "ascii": str,
    "full width": full_width,
    "groups with spaces": grouped(" "),
    "groups with ideographic spaces": grouped("\u3000"),
    "groups with hyphens": grouped("-"),
    "groups with full-width hyphens": lambda text: full_width(grouped("－")(text)),
    "groups with long vowel marks": grouped("ー"),
    "every digit apart": lambda text: " ".join(text),
    "spaced hyphens": grouped(" - "),
    "zero-width spaces": "\u200b".join,
    "kanji": lambda text: "".join("〇一二三四五六七八九"[int(c)] for c in text),
    "arabic-indic digits": lambda text: "".join(chr(0x660 + int(c)) for c in text),
    "percent-encoded": lambda text: "".join(f"%3{c}" for c in text),
    "percent-encoded full width": lambda text: quote(full_width(text)),
    "hexadecimal": lambda text: text.encode().hex(),
    "base64": lambda text: base64.b64encode(text.encode()).decode(),
    "base64 after one character": lambda text: base64.b64encode(f"x{text}".encode()).decode(),
    "base64 after two characters": lambda text: base64.b64encode(f"xy{text}".encode()).decode(),
}


@pytest.mark.parametrize("spelling", SPELLINGS.values(), ids=SPELLINGS.keys())
@settings(deadline=None)
@given(digits=NUMBERS, wrap=WRAPS)
def test_a_number_is_found_in_every_spelling(
    spelling: Callable[[str], str], digits: str, wrap: str
) -> None:
    assert holds_individual_number(wrap.format(spelling(made_up_number(digits))))


@settings(deadline=None)
@given(digits=NUMBERS)
def test_a_number_is_found_in_keys_lists_and_nested_objects(digits: str) -> None:
    number = made_up_number(digits)
    assert holds_individual_number({"a": [{"b": ["x", number]}]})
    assert holds_individual_number({"a": {number: ""}})
    if not number.startswith("0"):
        assert holds_individual_number({"a": int(number)})


@settings(deadline=None)
@given(digits=NUMBERS, wrong=st.integers(1, 9))
def test_twelve_digits_with_a_wrong_check_digit_are_another_number(digits: str, wrong: int) -> None:
    number = made_up_number(digits)
    assert not holds_individual_number(number[:11] + str((int(number[11]) + wrong) % 10))


@settings(deadline=None)
@given(
    day=st.dates(date(2026, 1, 1), date(2027, 12, 31)),
    phone=st.from_regex(r"0[789]0-[0-9]{4}-[0-9]{4}|0[0-9]{2}-[0-9]{3}-[0-9]{4}", fullmatch=True),
    block=st.integers(1, 99999),
    room=st.integers(1, 9999),
    point=st.from_regex(r"[0-9]{22}", fullmatch=True),
    reference=st.from_regex(r"[A-Z]{4}-[0-9A-HJKMNP-TV-Z]{6}", fullmatch=True),
)
def test_what_real_messages_hold_is_let_through(
    day: date, phone: str, block: int, room: int, point: str, reference: str
) -> None:
    message = {
        "id": new_id(),
        "住所": f"乙県南郡Y町大字上原{block}番地{room % 30} ハイツ髙﨑 {room}号室",
        "電話": phone,
        "供給地点特定番号": point,
        "開始日": day.isoformat(),
        "期限": (day + timedelta(days=14)).strftime("%Y年%m月%d日"),
        "時間帯": "13〜15時",
        "予約番号": reference,
        "書類番号": "8F3KQ7T2-16-1",
    }
    assert not holds_individual_number(dict(message))


def test_our_own_identifiers_are_not_taken_for_numbers() -> None:
    number = made_up_number("12345678901")
    assert not holds_individual_number(f"{number}abcdef0123456789abcd")
    assert holds_individual_number(f"{number}abcdef")


def test_decimal_digits_of_every_script_are_covered() -> None:
    scripts = [c for c in map(chr, range(0x110000)) if unicodedata.decimal(c, -1) == 0]
    assert len(scripts) > 50
    for zero in scripts:
        spelled = "".join(chr(ord(zero) + int(c)) for c in made_up_number("98765432109"))
        assert holds_individual_number(spelled), hex(ord(zero))
