"""The catalogue of procedures: what is wrong in it, what is to be confirmed, and its proof."""

import argparse
import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from counter_app.commands.arguments import describe
from counter_app.commands.terminal import say, say_json, say_table
from counter_app.failures import CounterError, FailureCode

_PLACE = re.compile(r"(\S+?):(\d+):(\d+) (?:([A-FT][0-9]{1,3}(?:-[0-9])?) )?(.*)", re.DOTALL)


@dataclass(frozen=True, slots=True)
class Finding:
    """One mistake, or one thing to look at again. `shown`: the condition with a caret below."""

    file: str
    line: int
    column: int
    id: str
    code: str
    message: str
    shown: str = ""


@dataclass(frozen=True, slots=True)
class CheckReport:
    """What `check` finds. Only mistakes make the catalogue unusable."""

    file: str
    editions: tuple[str, ...]
    entries: int
    mistakes: tuple[Finding, ...]
    overridden: tuple[str, ...] = ()
    switched_off: tuple[str, ...] = ()
    added: tuple[str, ...] = ()
    outdated: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Unconfirmed:
    """An entry the town must confirm before going live, from when and in which points."""

    id: str
    title: str
    in_force_from: date | None
    to_confirm: tuple[str, ...]
    source: tuple[str, ...]
    basis: str


@dataclass(frozen=True, slots=True)
class FormToConfirm:
    """A form whose boxes nobody has compared with the town's own yet."""

    id: str
    title: str
    edition: str


@dataclass(frozen=True, slots=True)
class ToConfirm:
    """What the town must confirm before going live."""

    procedures: tuple[Unconfirmed, ...]
    forms: tuple[FormToConfirm, ...]


def add(parser: argparse.ArgumentParser) -> None:
    describe(
        parser,
        "手続の一覧（カタログ）と町のファイルに誤りがないか、町で何を確かめるかを調べます。",
        "catalogue check",
        "catalogue check 町.toml",
        "catalogue unverified",
    )
    parts = parser.add_subparsers(dest="part", required=True, metavar="PART")
    check = parts.add_parser("check", help="誤りを、ファイル・行・桁とともにすべて挙げる")
    describe(
        check,
        "町のファイルか、カタログのフォルダに誤りがないかを調べます。使う前に、直すたびに実行します。\n"
        "誤りがあれば、ファイル・行・桁・手続の番号を挙げ、3 で終わります。",
        "catalogue check",
        "catalogue check 町.toml",
    )
    check.add_argument(
        "file",
        type=Path,
        nargs="?",
        metavar="FILE",
        help="町のファイルか、別のカタログのフォルダ（なければ settings.toml の町）",
    )
    unverified = parts.add_parser("unverified", help="運用の前に町で確かめること")
    describe(
        unverified,
        "条文や町の取り扱いを町で確かめる手続を、確かめる点とともに並べます。\n"
        "続けて、町の様式と欄をくらべる帳票を並べます。",
    )
    prove = parts.add_parser("prove", help="事実のあらゆる組合せで、判定の抜けや矛盾を探す")
    describe(prove, "事実のあらゆる組合せをたどり、判定の抜け・矛盾・聞かれない質問を探します。")
    for part in (check, unverified, prove):
        part.add_argument("--json", action="store_true", help="細かい点まで JSON で出す")


def run(basedir: Path, arguments: argparse.Namespace) -> int:
    if arguments.part == "unverified":
        return _unverified(basedir, as_json=arguments.json)
    if arguments.part == "prove":
        from counter_app.commands.catalogue_proof import run_proof

        return run_proof(basedir, as_json=arguments.json)
    report = checked(basedir, arguments.file)
    if arguments.json:
        say_json(report)
    else:
        _say_check(report)
    require_right(report)
    return 0


def require_right(report: CheckReport) -> None:
    """Raise the first mistake's failure, with its place, unless there is none."""
    for first in report.mistakes[:1]:
        where = f"{first.file}:{first.line}:{first.column} {first.id}".rstrip()
        raise CounterError(FailureCode(first.code), f"{where} {first.message}")


def checked(basedir: Path, file: Path | None) -> CheckReport:
    """Check a town's file on top of our catalogue, or a folder with a catalogue of its own.

    Raises SETTINGS_INVALID when no file is given and the settings cannot be read.
    """
    from counter_app.procedures.catalogue import catalogue_mistakes, load_catalogue
    from counter_app.settings import load_settings
    from resources.loader import data_file

    ours = data_file("procedures")
    if file is not None and file.is_dir():
        folder, town_file, named = file, None, file
    else:
        named = file or load_settings(basedir).town_file or data_file("town", "y.toml")
        folder, town_file = ours, named
    mistakes = catalogue_mistakes(folder, town_file)
    if mistakes:
        findings = sorted(
            (_finding(error, town_file) for error in mistakes),
            key=lambda found: (found.file, found.line, found.column),
        )
        return CheckReport(named.name, (), 0, tuple(findings))
    catalogue = load_catalogue(folder, town_file)
    return CheckReport(
        named.name,
        tuple(sorted({p.edition for p in catalogue.procedures})),
        len(catalogue.procedures),
        (),
        overridden=tuple(p.id for p in catalogue.procedures if any(v.because for v in p.versions)),
        switched_off=tuple(dict.fromkeys(one.id for one in catalogue.switched_off)),
        added=tuple(p.id for p in catalogue.procedures if p.id.startswith("T")),
        outdated=catalogue.outdated,
    )


def unconfirmed(basedir: Path) -> tuple[Unconfirmed, ...]:
    """What this counter's town has to confirm. Raises what loading the catalogue raises."""
    from counter_app.procedures.catalogue import standard_catalogue, town_catalogue
    from counter_app.settings import load_settings

    catalogue = town_catalogue(load_settings(basedir).town_file)
    again = "一覧の版が変わったので、町の変更をもう一度確かめる"
    off = {one.id for one in catalogue.switched_off} & set(catalogue.outdated)
    return tuple(
        Unconfirmed(ours.id, ours.title, None, (again,), ours.source, ours.basis)
        for ours in standard_catalogue().procedures
        if ours.id in off
    ) + tuple(
        Unconfirmed(
            version.id,
            version.title,
            version.in_force_from,
            version.to_confirm + ((again,) if version.id in catalogue.outdated else ()),
            version.source,
            version.basis,
        )
        for procedure in catalogue.procedures
        for version in procedure.versions
        if not version.verified or version.id in catalogue.outdated
    )


def forms_to_confirm() -> tuple[FormToConfirm, ...]:
    """The forms (帳票) that are to be compared with the town's own, by their ids."""
    from forms.renderer import FormRenderer

    renderer = FormRenderer()
    open_ones = renderer.to_confirm()
    return tuple(
        FormToConfirm(form.id, form.title, form.edition)
        for form in renderer.forms()
        if form.id in open_ones
    )


def _finding(error: CounterError, town_file: Path | None) -> Finding:
    """A failure in its parts; its detail is `file:line:column id message`, then the caret."""
    if error.code is FailureCode.TOWN_FILE_INVALID and town_file is not None:
        return _in_town_file(error, town_file)
    found = _PLACE.match(error.detail)
    if found is None:
        return Finding("", 1, 1, "", error.code.value, error.detail)
    message, _, shown = found[5].partition("\n")
    return Finding(
        found[1], int(found[2]), int(found[3]), found[4] or "", error.code.value, message, shown
    )


def _in_town_file(error: CounterError, town_file: Path) -> Finding:
    """What is wrong with the town's own settings, with the place in their file."""
    from counter_app.procedures.toml_source import TomlSource

    position = TomlSource.read(town_file).path(str(error.__cause__))
    message = error.detail.partition("：")[2]
    return Finding(position.file, position.line, position.column, "", error.code.value, message)


def _say_check(report: CheckReport) -> None:
    for found in report.mistakes:
        whose = f" {found.id}" if found.id else ""
        say(f"{found.file}:{found.line}:{found.column}{whose} {found.message}")
        if found.shown:
            say(found.shown)
    if report.mistakes:
        say("", f"{report.file}：誤りが {len(report.mistakes)}件あります。")
        return
    editions = "・".join(report.editions)
    say(f"{report.file}：誤りはありません。手続 {report.entries}件（{editions}版）。")
    for words, ids in _changed(report):
        say(f"{words} {len(ids)}件：{'・'.join(ids)}")


def _changed(report: CheckReport) -> Iterator[tuple[str, tuple[str, ...]]]:
    for words, ids in (
        ("町が変えた手続", report.overridden),
        ("町が使わない手続", report.switched_off),
        ("町が加えた手続", report.added),
        ("一覧の版が変わったので見直す手続", report.outdated),
    ):
        if ids:
            yield words, ids


def _unverified(basedir: Path, *, as_json: bool) -> int:
    found, forms = unconfirmed(basedir), forms_to_confirm()
    if as_json:
        say_json(ToConfirm(found, forms))
        return 0
    from counter_app.settings import load_settings

    if load_settings(basedir).town_file is None:
        say("町のファイルがまだありません（settings.toml の town_file）。見本のY町で並べます。", "")
    rows = [(one.id, one.title, "、".join(one.to_confirm), "・".join(one.source)) for one in found]
    say_table(("番号", "手続", "町で確かめること", "出典"), rows)
    say(
        "",
        f"{len(found)}件。確かめたら、町のファイルの [[override]] に verified = true と書きます。",
        "",
    )
    say_table(("番号", "町の様式とくらべる帳票", "版"), [(f.id, f.title, f.edition) for f in forms])
    say(
        "",
        f"{len(forms)}種。くらべたら、帳票のファイル（resources/form_layouts）に"
        " verified = true と書きます。",
    )
    return 0
