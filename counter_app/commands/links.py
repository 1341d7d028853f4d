"""Imports the town's links (個人番号 → リンクコード): every line of the file, or none."""

import argparse
import sys
from pathlib import Path

from counter_app.commands.arguments import describe
from counter_app.commands.terminal import say, tell
from counter_app.logs import say_aside

_MANY_LINES = 100_000


def add(parser: argparse.ArgumentParser) -> None:
    describe(parser, "町のリンクコードの表を取り込みます。")
    load = parser.add_subparsers(dest="action", required=True, metavar="ACTION").add_parser(
        "import", help="個人番号とリンクコードのファイルを取り込む"
    )
    describe(
        load,
        "町のリンクコードの表を取り込みます。1行に「個人番号,リンクコード」の2列。見出しの行は\n"
        "あってもなくてもかまいません。文字コードは UTF-8 か CP932（Shift_JIS）です。\n"
        "誤った行が1行でもあれば、行番号を挙げ、1行も取り込みません。受付の最中でも実行できます。\n"
        "個人番号は保存しません。済んだら、元のファイルを消してください。",
        "links import リンクコード.csv",
    )
    load.add_argument("file", type=Path, metavar="FILE.csv", help="取り込むファイル")


def run(basedir: Path, arguments: argparse.Namespace) -> int:
    from counter_app.bootstrap import wall_clock
    from counter_app.ports import AuditEntry
    from counter_app.settings import load_settings
    from localdb.link_file import LinkFile
    from localdb.open import DATABASE_FILE, OURSELVES, open_store

    settings = load_settings(basedir)
    if not _is_pipe(arguments.file):
        next(iter(LinkFile(arguments.file, bytes(32))), None)  # a mistyped name makes no store
    if not (settings.data / DATABASE_FILE).exists():
        tell(f"{basedir} に、新しい窓口のデータを作ります。")
    with open_store(settings.data, clock=wall_clock) as store:
        result = store.import_links(
            arguments.file,
            _Progress(),
            audit=AuditEntry(
                at=wall_clock(),
                who=settings.clerk or OURSELVES,
                terminal=settings.counter,
                what="links.import",
            ),
        )
    for bad in result.bad:
        tell(f"{bad.line}行目: {bad.fault.value}")
    if result.bad_count > len(result.bad):
        tell(f"ほかに {result.bad_count - len(result.bad)} 行あります")
    result.require_complete()
    say(
        f"{result.lines}行を読みました。"
        f"新しく登録 {result.stored}件、前からあるもの {result.known}件。"
    )
    tell("元のファイルには個人番号が入っています。用が済んだら消してください。")
    return 0


def _is_pipe(path: Path) -> bool:
    """Whether what is read of it is gone: a look at it would take lines from the import."""
    try:
        return path.is_fifo()
    except OSError:
        return False


class _Progress:
    """Tells how far the import is: in one line at a terminal, else at every tenth.

    Of a pipe, whose length nobody knows, at every 100,000 lines.
    """

    def __init__(self) -> None:
        self._tenth = 0
        self._lines = 0
        self._one_line = sys.stderr.isatty()

    def __call__(self, lines: int, share: float) -> None:
        if self._one_line:
            say_aside(f"\r{share:4.0%}  {lines}行" + ("\n" if share >= 1 else ""))
        elif int(share * 10) > self._tenth:
            self._tenth = int(share * 10)
            tell(f"{self._tenth * 10}%  {lines}行")
        elif share == 0 and lines - self._lines >= _MANY_LINES:
            self._lines = lines
            tell(f"{lines}行")
