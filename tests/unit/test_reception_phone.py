"""Telephone numbers as clerks type them: kept as written, or refused with words for the field."""

import pytest

from counter_app.failures import CounterError, FailureCode
from counter_app.model.contact import read_phone


@pytest.mark.parametrize(
    ("written", "kept"),
    [
        ("090-0000-0000", "090-0000-0000"),
        ("09000000000", "09000000000"),
        ("０９０－００００－００００", "090-0000-0000"),
        ("０９０ー００００ー００００", "090-0000-0000"),
        (" 03-0000-0000 ", "03-0000-0000"),
        ("（０３）００００－００００", "(03)0000-0000"),
        ("0980-00-0000", "0980-00-0000"),
        ("050 0000 0000", "050-0000-0000"),
        ("0120-000-000", "0120-000-000"),
        ("+81-90-0000-0000", "+81-90-0000-0000"),
        ("+84 90 000 00 00", "+84-90-000-00-00"),
    ],
)
def test_a_number_stays_as_it_is_written_with_narrow_signs(written: str, kept: str) -> None:
    assert read_phone(written) == kept


@pytest.mark.parametrize(
    ("written", "told"),
    [
        ("", "電話なし"),
        ("　", "電話なし"),
        ("090-0000-000", "11桁の番号です。今は10桁あります。"),
        ("03-0000-00000", "10桁の番号です。今は11桁あります。"),
        ("0000-0000", "10桁の番号です。今は8桁あります。"),
        ("90-0000-0000", "0で始まる"),
        ("090--0000-0000", "数字とハイフン"),
        ("-090-0000-0000", "数字とハイフン"),
        ("090-0000-0000-", "数字とハイフン"),
        ("(03-0000-0000", "数字とハイフン"),
        ("実家 03-0000-0000", "数字とハイフン"),
        ("+81", "国番号"),
        ("+81-90-0000-0000-0000-0000", "国番号"),
    ],
)
def test_what_is_no_number_is_refused_with_words_for_the_field(written: str, told: str) -> None:
    with pytest.raises(CounterError) as failure:
        read_phone(written)
    assert failure.value.code is FailureCode.PHONE_NOT_UNDERSTOOD
    assert told in failure.value.detail
    assert not written.strip() or written not in failure.value.detail
