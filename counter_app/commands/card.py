"""Reads an individual number card; the PINs come on standard input, one a line.

The first line is the PIN of user authentication (利用者証明用), the second that of the card
information (券面事項入力補助用); a single line serves as both. The number is never shown.
"""

import argparse
import io
import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from counter_app.commands.arguments import describe
from counter_app.commands.terminal import say, say_json, tell
from counter_app.ports import CardReading, CardVault, FourAttributes, PinKind, Store

if TYPE_CHECKING:
    from counter_app.bootstrap import SandboxCounter

_ENABLE_ECHO_INPUT = 0x0004
_LONGEST_LINE = 16
"""Bytes kept of a line; one that is longer is no PIN, and is refused as such."""


@dataclass(frozen=True, slots=True)
class CardReport:
    """What `card read` tells. Neither the number nor its index nor the link code is in it."""

    attributes: FourAttributes
    certificate_serial: str
    revocation_checked: bool
    apdus: int
    channel: str
    reader: str
    link_code_known: bool


def add(parser: argparse.ArgumentParser) -> None:
    describe(parser, "個人番号カードを読みます。")
    read = parser.add_subparsers(dest="action", required=True, metavar="ACTION").add_parser(
        "read", help="カードを読む。暗証番号は標準入力から、1行に1つ"
    )
    describe(
        read,
        "個人番号カードを読みます。暗証番号は引数ではなく、標準入力から1行に1つずつ渡します。\n"
        "1行目が利用者証明用、2行目が券面事項入力補助用。1行だけなら両方に使います。\n"
        "個人番号は表示しません。間違えた回数は、カードの残り回数から減ります。",
        "card read",
        "card read --json < 暗証番号のファイル",
        "card read --sandbox takashi     （見本のカード。暗証番号は 3141 と 2718）",
    )
    read.add_argument("--json", action="store_true", help="JSON で出す")
    read.add_argument(
        "--sandbox",
        metavar="HOLDER",
        help="見本の町の人のカードを読む（takashi, misaki, aoi）",
    )
    read.add_argument(
        "--last-try",
        action="store_true",
        help="次に間違えるとロックされることを、本人が承知している",
    )


def run(basedir: Path, arguments: argparse.Namespace) -> int:
    with _pins() as pins:
        if arguments.sandbox:
            report = _read_in_sandbox(basedir, arguments.sandbox, pins, arguments.last_try)
        else:
            report = _read_here(basedir, pins, arguments.last_try)
    if arguments.json:
        say_json(report)
    else:
        _say(report)
    return 0


def _read_here(basedir: Path, pins: dict[PinKind, bytearray], last_try: bool) -> CardReport:
    """From the real readers. Needs the counter's store and no network."""
    from counter_app.bootstrap import card_vault, wall_clock
    from counter_app.settings import load_settings
    from localdb.open import open_store

    settings = load_settings(basedir)
    with open_store(settings.data, clock=wall_clock) as store:
        vault = card_vault(settings, wall_clock)(store.blind_index_key)
        return _read(vault, store, pins, last_try)


def _read_in_sandbox(
    basedir: Path, holder: str, pins: dict[PinKind, bytearray], last_try: bool
) -> CardReport:
    from counter_app.bootstrap import open_sandbox_counter
    from counter_app.settings import load_settings, require_place

    settings = load_settings(basedir)
    require_place(settings, sandbox=True)
    with open_sandbox_counter(settings) as sandbox:
        if sandbox.reader.reason:
            tell(f"仮想リーダーはプロセス内で動いています：{sandbox.reader.reason}")
        _lay_card(sandbox, holder)
        return _read(sandbox.counter.vault, sandbox.counter.store, pins, last_try)


def _lay_card(sandbox: "SandboxCounter", holder: str) -> None:
    """Put the person's card on the reader; somebody without a card leaves it empty."""
    from counter_app.sandbox.card_holder import CARD_HOLDERS

    if holder in CARD_HOLDERS:
        sandbox.put_card(holder)
    else:
        tell(f"見本の町に「{holder[:20]}」のカードはありません：{'・'.join(CARD_HOLDERS)}")


def _read(
    vault: CardVault, store: Store, pins: dict[PinKind, bytearray], last_try: bool
) -> CardReport:
    from iccard.reading import read_card

    try:
        reading = read_card(vault, pins, confirmed_last_try=last_try)
    finally:
        vault.release()
    with store.view() as unit:
        known = unit.find_link(reading.blind_index) is not None
    return _report(reading, known)


def _report(reading: CardReading, known: bool) -> CardReport:
    return CardReport(
        attributes=reading.attributes,
        certificate_serial=reading.certificate_serial,
        revocation_checked=reading.revocation_checked,
        apdus=reading.apdus,
        channel=reading.channel,
        reader=reading.reader,
        link_code_known=known,
    )


_SEX = {"male": "男", "female": "女", "unknown": "不明"}


def _say(report: CardReport) -> None:
    person = report.attributes
    checked = "確かめました" if report.revocation_checked else "確かめていません"
    say(
        f"氏名　　　　　{person.name}",
        f"住所　　　　　{person.address}",
        f"生年月日　　　{person.birth.isoformat()}",
        f"性別　　　　　{_SEX[person.sex.value]}",
        f"証明書の番号　{report.certificate_serial}（失効は{checked}）",
        f"リンクコード　{'登録があります' if report.link_code_known else '登録がありません'}",
        f"読み取り　　　{report.reader}（{report.channel}）、コマンド {report.apdus} 回",
    )


# --- PINs on standard input -------------------------------------------------------------------


@contextmanager
def _pins() -> Iterator[dict[PinKind, bytearray]]:
    """The PIN lines, read without any buffer that outlives them, and wiped at the end."""
    with _echo_off(), io.FileIO(sys.stdin.fileno(), closefd=False) as source:
        first = read_line(source, "利用者証明用の暗証番号")
        second = read_line(source, "券面事項入力補助用の暗証番号（同じなら Ctrl-D）")
    pins = {PinKind.AUTHENTICATION: first or bytearray()}
    pins[PinKind.CARD_INFORMATION] = bytearray(pins[PinKind.AUTHENTICATION])
    if second is not None:
        pins[PinKind.CARD_INFORMATION] = second
    try:
        yield pins
    finally:
        for line in pins.values():
            line[:] = bytes(len(line))


def read_line(source: io.RawIOBase, asked: str) -> bytearray | None:
    """One line in a buffer of its own, without its end; None when the input has ended."""
    if source.isatty():
        tell(asked)
    line, one, length = bytearray(_LONGEST_LINE), bytearray(1), 0
    ended = True
    while source.readinto(one):
        ended = False
        if one == b"\n":
            break
        line[min(length, _LONGEST_LINE - 1)] = one[0]
        length += 1
    one[0] = 0
    if ended:
        return None
    del line[min(length, _LONGEST_LINE) :]
    return line


@contextmanager
def _echo_off() -> Iterator[None]:
    """What a person types at a terminal is not shown; a pipe has nothing to show."""
    if not os.isatty(sys.stdin.fileno()):
        yield
        return
    if sys.platform == "win32":
        with _console_echo_off():
            yield
        return
    import termios

    terminal = sys.stdin.fileno()
    shown = termios.tcgetattr(terminal)
    hidden = [*shown[:3], shown[3] & ~termios.ECHO, *shown[4:]]
    termios.tcsetattr(terminal, termios.TCSAFLUSH, hidden)
    try:
        yield
    finally:
        termios.tcsetattr(terminal, termios.TCSAFLUSH, shown)


if sys.platform == "win32":

    @contextmanager
    def _console_echo_off() -> Iterator[None]:
        """The same for a window of Windows."""
        import ctypes
        import msvcrt

        console = msvcrt.get_osfhandle(sys.stdin.fileno())
        shown = ctypes.c_ulong()
        system = ctypes.windll.kernel32
        system.GetConsoleMode(console, ctypes.byref(shown))
        system.SetConsoleMode(console, shown.value & ~_ENABLE_ECHO_INPUT)
        try:
            yield
        finally:
            system.SetConsoleMode(console, shown.value)
