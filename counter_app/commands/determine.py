"""Which procedures a household needs on a day, from a household file (世帯ファイル)."""

import argparse
from datetime import date
from pathlib import Path

from counter_app.commands.arguments import day, describe
from counter_app.commands.terminal import say, say_json, say_table, tell
from counter_app.procedures.report import DeterminationReport


def add(parser: argparse.ArgumentParser) -> None:
    describe(
        parser,
        "世帯のファイル（JSON、UTF-8）から、その世帯に要る手続・理由・期限を判定します。",
        "determine resources/examples/h2.json --on 2026-04-03",
        "determine 世帯.json --json",
        "determine --schema > 世帯の形式.json",
    )
    parser.add_argument(
        "household", type=Path, nargs="?", metavar="HOUSEHOLD.json", help="世帯のファイル"
    )
    parser.add_argument(
        "--on",
        type=day,
        metavar="DATE",
        help="届け出る日（2026-04-03 の形）。なければファイルの日、それもなければ今日",
    )
    parser.add_argument("--json", action="store_true", help="細かい点まで JSON で出す")
    parser.add_argument("--schema", action="store_true", help="世帯のファイルの形式を出す")
    parser.add_argument("--catalogue", type=Path, metavar="FOLDER", help="別の手続の一覧で試す")


def run(basedir: Path, arguments: argparse.Namespace) -> int:
    from counter_app.procedures.household_file import schema

    if arguments.schema:
        say_json(schema())
        return 0
    if arguments.household is None:
        tell("HOUSEHOLD.json を指定してください（形式は --schema）。")
        return 2
    reports = determine_file(
        basedir, arguments.household, on=arguments.on, catalogue=arguments.catalogue
    )
    if arguments.json:
        say_json(reports)
    else:
        _say(reports)
    return 0


def determine_file(
    basedir: Path, path: Path, *, on: date | None = None, catalogue: Path | None = None
) -> list[DeterminationReport]:
    """Determine a household file. Raises HOUSEHOLD_FILE_INVALID and the catalogue's failures."""
    from counter_app.bootstrap import wall_clock
    from counter_app.model.town import load_town
    from counter_app.procedures.catalogue import load_catalogue, town_catalogue
    from counter_app.procedures.determination import determine
    from counter_app.procedures.household_file import read_household_file, require_born
    from counter_app.procedures.report import report
    from counter_app.settings import load_settings

    file = read_household_file(path)
    town_file = load_settings(basedir).town_file
    procedures = load_catalogue(catalogue) if catalogue is not None else town_catalogue(town_file)
    town = load_town(town_file)
    filed_on = on or file.filed_on or wall_clock().date()
    require_born(file.household, filed_on)
    determinations = determine(
        procedures, file.household, file.answers, filed_on=filed_on, town=town
    )
    return [
        report(one, procedures, file.household, filed_on=filed_on, town=town)
        for one in determinations
    ]


def _say(reports: list[DeterminationReport]) -> None:
    rows = [
        (
            one.id,
            one.title,
            one.outcome_words,
            "・".join(person.name for person in one.members) or "世帯",
            one.deadline.shown if one.deadline is not None else one.timing,
            one.executor_name,
        )
        for one in reports
    ]
    say_table(("番号", "手続", "判定", "対象", "期限", "担当"), rows)
    missing = sorted({fact for one in reports for fact in one.missing})
    if missing:
        say("", f"まだ分からないこと：{'・'.join(missing)}")
