"""How a command line is read and explained: Japanese help, Japanese words for what is wrong."""

import argparse
import os
import re
import sys
from collections.abc import Callable, Iterable
from datetime import date
from pathlib import Path
from typing import Any, NoReturn

_HEADINGS = {"positional arguments": "指定するもの", "options": "選べること"}
_FIRST_DAY, _LAST_DAY = date(1873, 1, 1), date(2199, 12, 31)
"""From the day Japan took over the calendar; later ones are slips of the finger."""


class _Words(argparse.RawTextHelpFormatter):
    """Help as it is written, in lines that fit a terminal."""

    def __init__(self, prog: str) -> None:
        super().__init__(prog, max_help_position=26, width=88)

    def add_usage(
        self,
        usage: str | None,
        actions: Iterable[argparse.Action],
        groups: Iterable[Any],
        prefix: str | None = None,
    ) -> None:
        super().add_usage(usage, actions, groups, "使い方: " if prefix is None else prefix)

    def start_section(self, heading: str | None) -> None:
        super().start_section(_HEADINGS.get(heading or "", heading))


class Parser(argparse.ArgumentParser):
    """A parser whose help and refusals are Japanese. An option is never guessed from its start."""

    def __init__(self, prog: str, *, add_help: bool = True, **given: Any) -> None:
        super().__init__(prog, formatter_class=_Words, allow_abbrev=False, add_help=False, **given)
        if add_help:
            self.add_argument("-h", "--help", action="help", help="この説明を出して終わる")

    def error(self, message: str) -> NoReturn:
        self.print_usage(sys.stderr)
        self.exit(
            2, f"{self.prog}: {in_japanese(message)}\n詳しくは {self.prog} --help で見られます。\n"
        )


def describe(parser: argparse.ArgumentParser, words: str, *examples: str) -> None:
    """Say above the options what a command does, and below them how it is used."""
    parser.description = words
    if examples:
        parser.epilog = "\n".join(("例:", *(f"  counter-app {one}" for one in examples)))


_WRONG: tuple[tuple[str, Callable[[re.Match[str]], str]], ...] = (
    (
        r"the following arguments are required: (.*)",
        lambda found: f"{found[1]} を指定してください。",
    ),
    (r"unrecognized arguments: (.*)", lambda found: f"ここでは使えない指定です：{found[1]}"),
    (
        r"argument (\S+): invalid choice: '(.*)' \(choose from (.*)\)",
        lambda found: f"{found[1]} に「{found[2]}」はありません{_nearest(found[2], found[3])}。",
    ),
    (
        r"argument (\S+): not allowed with argument (\S+)",
        lambda found: f"{found[1]} と {found[2]} は一緒には使えません。",
    ),
    (r"argument (\S+): expected .*", lambda found: f"{found[1]} には値が要ります。"),
    (
        r"argument (\S+): ignored explicit argument .*",
        lambda found: f"{found[1]} に値は付けられません。",
    ),
    (
        r"argument (\S+): invalid int value: '(.*)'",
        lambda found: f"{found[1]} は整数で書きます（{found[2]}）。",
    ),
    (r"argument (\S+): (.*)", lambda found: f"{found[1]}：{found[2]}"),
)


def in_japanese(message: str) -> str:
    """What is wrong with a command line, in place of what the library says."""
    for pattern, words in _WRONG:
        if found := re.fullmatch(pattern, message, re.DOTALL):
            return words(found)
    return message


def _nearest(word: str, choices: str) -> str:
    """What was meant, or all there is."""
    import difflib

    known = [choice.strip(" '") for choice in choices.split(",")]
    near = difflib.get_close_matches(word.lower(), known, 1)
    return f"（{near[0]} ではありませんか）" if near else f"（{'・'.join(known)}）"


def day(text: str) -> date:
    """A day as 2026-04-03. Raises ArgumentTypeError."""
    try:
        found = date.fromisoformat(text)
    except ValueError as error:
        raise argparse.ArgumentTypeError("日付は 2026-04-03 の形で書きます。") from error
    if not _FIRST_DAY <= found <= _LAST_DAY:
        raise argparse.ArgumentTypeError(f"{_FIRST_DAY} から {_LAST_DAY} までの日付です。")
    return found


def place(text: str) -> Path:
    """A folder or file that was named at all. Raises ArgumentTypeError."""
    if not text.strip():
        raise argparse.ArgumentTypeError("場所が空です。")
    return Path(text)


def folder(text: str) -> Path:
    """A folder, or the place of one to be made. Raises ArgumentTypeError."""
    path = place(text)
    there = next((one for one in (path, *path.parents) if os.path.lexists(one)), path.parent)
    if os.path.lexists(there) and not os.path.isdir(there):
        raise argparse.ArgumentTypeError(f"{there} はフォルダではありません。")
    return path


def whole(first: int, last: int) -> Callable[[str], int]:
    """Makes the reader of a whole number between two others."""

    def number(text: str) -> int:
        if not re.fullmatch(r"[0-9]{1,9}", text) or not first <= int(text) <= last:
            raise argparse.ArgumentTypeError(f"{first} から {last} までの数です。")
        return int(text)

    return number
