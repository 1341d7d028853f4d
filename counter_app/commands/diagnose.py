"""What this counter stands on and what is missing: readers, fonts, database, hub, certificates.

Names no person, shows no record and changes nothing, so the result can be sent to the maintainer.
"""

import argparse
from pathlib import Path

from counter_app.commands.arguments import describe
from counter_app.commands.terminal import columns, say, say_json


def add(parser: argparse.ArgumentParser) -> None:
    describe(
        parser,
        "この端末に足りないものを調べます：置き場所、データベース、鍵、時計、カードリーダー、\n"
        "情報連携基盤、証明書、印刷、書体、手続。何も変えず、個人の情報も出しません。\n"
        "足りないものがあっても 0 で終わります（--json の ok で分かります）。",
        "diagnose",
        "diagnose --json",
    )
    parser.add_argument(
        "--json", action="store_true", help="{area, name, ok, found, todo} の並びで出す"
    )
    parser.add_argument("--sandbox", action="store_true", help="見本の町の部品を調べる")


def run(basedir: Path, arguments: argparse.Namespace) -> int:
    """Ends well also when something is missing: the lines say so."""
    from counter_app.bootstrap import wall_clock
    from counter_app.commands.diagnosis import diagnose

    checks = diagnose(basedir, sandbox=arguments.sandbox, now=wall_clock())
    if arguments.json:
        say_json(checks)
        return 0
    area = ""
    for check in checks:
        if check.area != area:
            area = check.area
            say("", area)
        name = check.name + " " * max(0, 26 - columns(check.name))
        say(f"  {'○' if check.ok else '×'} {name} {check.found}")
        if check.todo:
            say(f"      → {check.todo}")
    missing = sum(1 for check in checks if not check.ok)
    say("", f"足りないもの {missing}件" if missing else "足りないものはありません")
    return 0
