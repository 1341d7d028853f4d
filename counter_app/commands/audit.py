"""Is the audit log (監査記録) whole? Verifies it from its first key and names what is not."""

import argparse
from pathlib import Path

from counter_app.commands.arguments import describe
from counter_app.commands.terminal import say, tell


def add(parser: argparse.ArgumentParser) -> None:
    describe(parser, "監査記録が、書かれたときのままかを確かめます。")
    verify = parser.add_subparsers(dest="action", required=True, metavar="ACTION").add_parser(
        "verify", help="初めから終わりまで確かめる"
    )
    describe(
        verify,
        "監査記録を初めから終わりまで確かめ、書き換え・欠け・切り落としがあれば、その番号を挙げます。\n"
        "要る鍵 audit-verification.key は、端末から外して監査の担当が保管します。\n"
        "確かめるときだけ、媒体に入れたまま --key で示してください。",
        "audit verify",
        "audit verify --key /media/usb/audit-verification.key",
    )
    verify.add_argument(
        "--key", type=Path, metavar="FILE", help="端末の外に保管した audit-verification.key"
    )


def run(basedir: Path, arguments: argparse.Namespace) -> int:
    from counter_app.commands.existing import existing_store
    from localdb.keys import read_key

    with existing_store(basedir) as store:
        report = store.verify_audit(read_key(arguments.key) if arguments.key else None)
    for finding in report.findings:
        tell(finding.words)
    report.require_intact()
    say(f"監査記録 {report.records}件は、すべて書かれたときのままです。")
    return 0
