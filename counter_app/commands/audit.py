"""Is the audit log (監査記録) whole? Verifies it from its first key and names what is not."""

import argparse
from pathlib import Path

from counter_app.commands.terminal import say, tell


def add(parser: argparse.ArgumentParser) -> None:
    parser.add_subparsers(dest="action", required=True, metavar="ACTION").add_parser(
        "verify", help="verify the whole log", description=__doc__
    )


def run(basedir: Path, arguments: argparse.Namespace) -> int:
    from counter_app.commands.existing import existing_store

    with existing_store(basedir) as store:
        report = store.verify_audit()
    for finding in report.findings:
        tell(finding.words)
    report.require_intact()
    say(f"監査記録 {report.records}件は、すべて書かれたときのままです。")
    return 0
