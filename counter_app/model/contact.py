"""How the visitor is reached (連絡先): a telephone number as written, and where it is from."""

import re
from enum import StrEnum

from counter_app.failures import CounterError, FailureCode

_NARROWED = {0xFF10 + digit: 0x30 + digit for digit in range(10)} | {
    ord(sign): ord(plain)
    for plain, signs in {
        "-": "－‐‑‒–—―−ーｰ",
        "(": "（",
        ")": "）",
        "+": "＋",
        " ": "\u3000",
    }.items()
    for sign in signs
}
_WRITTEN = re.compile(r"\+?\(?\d+\)?(?:[- ]?\(?\d+\)?)*")
_ABROAD = range(8, 16)
"""Digits of a number with its country (ITU-T E.164: at most 15)."""


class PhoneState(StrEnum):
    """What is known of the telephone."""

    UNASKED = "unasked"
    ANNOUNCED = "announced"  # 予約の連絡で届いた番号
    ASKED = "asked"  # 窓口で聞いた、または確かめた番号
    NONE = "none"  # 電話なし


def read_phone(written: str) -> str:
    """A telephone number as it is written, with full-width signs made narrow; hyphens stay.

    Ten digits from 0, eleven after 050, 060, 070, 080 and 090 (電気通信番号規則), or one with its
    country (+81 …). Raises PHONE_NOT_UNDERSTOOD with what is wrong, for the field.
    """
    plain = written.translate(_NARROWED).strip()
    wrong = _wrong(plain)
    if wrong:
        raise CounterError(FailureCode.PHONE_NOT_UNDERSTOOD, wrong)
    return re.sub(" +", "-", plain)


def _wrong(plain: str) -> str:
    """What keeps the text from being a telephone number; nothing when it is one."""
    if not plain:
        return "番号を入れるか、「電話なし」を選んでください。"
    if not _WRITTEN.fullmatch(plain) or plain.count("(") != plain.count(")"):
        return "数字とハイフンで入れてください。例 090-0000-0000"
    digits = re.sub(r"\D", "", plain)
    if plain.startswith("+"):
        return "" if len(digits) in _ABROAD else "国番号からの桁数を確かめてください。"
    if not digits.startswith("0"):
        return "市外局番から、0で始まる番号を入れてください。"
    wanted = 11 if re.match("0[5-9]0", digits) else 10
    if len(digits) != wanted:
        return f"{wanted}桁の番号です。今は{len(digits)}桁あります。"
    return ""
