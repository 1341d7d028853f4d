"""Is the audit log (監査記録) whole? Verifies it from its first key and names what is not.

Decisions made with a staff card (職員カード) are verified against the card's signature.
"""

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
        "職員カードで決めた判断は、カードの署名がいまも合うかを確かめます。\n"
        "要る鍵 audit-verification.key は、端末から外して監査の担当が保管します。\n"
        "確かめるときだけ、媒体に入れたまま --key で示してください。",
        "audit verify",
        "audit verify --key /media/usb/audit-verification.key",
    )
    verify.add_argument(
        "--key", type=Path, metavar="FILE", help="端末の外に保管した audit-verification.key"
    )


def run(basedir: Path, arguments: argparse.Namespace) -> int:
    from counter_app.commands.existing import existing_settings, existing_store
    from counter_app.commands.staff_proofs import check_proofs, lost_proofs, require_whole
    from localdb.keys import read_key

    with existing_store(basedir) as store:
        report = store.verify_audit(read_key(arguments.key) if arguments.key else None)
        with store.view() as unit:
            decisions, entries = unit.decisions(), unit.audit_entries()
    for finding in report.findings:
        tell(finding.words)
    report.require_intact()
    say(f"監査記録 {report.records}件は、すべて書かれたときのままです。")
    proved, faults = check_proofs(decisions, existing_settings(basedir))
    faults += lost_proofs(decisions, entries)
    for fault in faults:
        tell(fault)
    require_whole(faults)
    if proved:
        say(f"職員カードで決めた判断 {proved}件は、すべて署名と合っています。")
    return 0
