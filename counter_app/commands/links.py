"""Imports the town's links (個人番号 → リンクコード): every line of the file, or none."""

import argparse
import sys
from pathlib import Path

from counter_app.commands.terminal import say, tell


def add(parser: argparse.ArgumentParser) -> None:
    load = parser.add_subparsers(dest="action", required=True, metavar="ACTION").add_parser(
        "import", help="import a file of numbers and link codes", description=__doc__
    )
    load.add_argument("file", type=Path, metavar="FILE.csv", help="two columns: number, link code")


def run(basedir: Path, arguments: argparse.Namespace) -> int:
    from counter_app.bootstrap import wall_clock
    from counter_app.ports import AuditEntry
    from counter_app.settings import load_settings
    from localdb.open import OURSELVES, open_store

    settings = load_settings(basedir)
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
    return 0


class _Progress:
    """Tells how far the import is: in one line at a terminal, else at every tenth."""

    def __init__(self) -> None:
        self._tenth = 0
        self._one_line = sys.stderr.isatty()

    def __call__(self, lines: int, share: float) -> None:
        if self._one_line:
            sys.stderr.write(f"\r{share:4.0%}  {lines}行" + ("\n" if share >= 1 else ""))
            sys.stderr.flush()
        elif int(share * 10) > self._tenth:
            self._tenth = int(share * 10)
            tell(f"{self._tenth * 10}%  {lines}行")
