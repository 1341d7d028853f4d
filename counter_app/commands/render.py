"""Renders one form (帳票) as PDF from a JSON file; `--list` names the forms."""

import argparse
from pathlib import Path

from counter_app.commands.arguments import day, describe, place, whole
from counter_app.commands.files import read_input, unreadable, write_output
from counter_app.commands.terminal import say, say_table, tell
from counter_app.model.facts import FieldValue

_TO_CONFIRM = "町が確かめる"


def add(parser: argparse.ArgumentParser) -> None:
    describe(
        parser,
        "帳票を1つ PDF にします。データがなければ、空欄の用紙になります。",
        "render --list",
        "render A1 -o 異動届.pdf",
        "render A1 --data データ.json -o 異動届.pdf --on 2026-04-03",
    )
    parser.add_argument("form", nargs="?", metavar="FORM", help="帳票の番号（A1 など）")
    parser.add_argument("--list", action="store_true", help="帳票を並べる")
    parser.add_argument(
        "--data",
        type=Path,
        metavar="FILE.json",
        help="入れるデータ（項目は forms/README.md）。なければ空欄",
    )
    parser.add_argument("-o", "--out", type=place, metavar="OUT.pdf", help="書き出す PDF")
    parser.add_argument("--on", type=day, metavar="DATE", help="印刷する日（なければ今日）")
    parser.add_argument(
        "--sheet", type=whole(1, 99), default=1, metavar="N", help="受付の中で何枚目の書類か（1）"
    )
    parser.add_argument(
        "--grid", action="store_true", help="位置合わせのため、mm の升目と欄の名を重ねる"
    )
    parser.add_argument(
        "--layouts", type=Path, metavar="FOLDER", help="別のフォルダのレイアウトで試す"
    )


def run(basedir: Path, arguments: argparse.Namespace) -> int:
    from counter_app.bootstrap import wall_clock
    from counter_app.commands.form_file import read_form_file
    from forms.renderer import FormRenderer

    if not (arguments.form and arguments.out) and not arguments.list:
        tell("FORM と -o OUT.pdf を指定してください。")
        return 2
    if arguments.layouts is not None and not arguments.layouts.is_dir():
        raise unreadable(arguments.layouts, "フォルダがありません")
    renderer = FormRenderer(folder=arguments.layouts)
    if arguments.list:
        open_ones = renderer.to_confirm()
        rows = [
            (form.id, form.title, form.edition, _TO_CONFIRM if form.id in open_ones else "")
            for form in renderer.forms()
        ]
        say_table(("番号", "帳票", "版", ""), rows)
        return 0
    on = arguments.on or wall_clock().date()
    if arguments.grid:
        write_output(arguments.out, renderer.guides(arguments.form, on=on))
        say(f"{arguments.out}　{arguments.form}（升目と欄の名）")
        return 0
    known = any(form.id == arguments.form for form in renderer.forms())
    data: dict[str, FieldValue] = {}
    if known and arguments.data is not None:
        content = read_input(arguments.data)
        data = read_form_file(content, arguments.data.name, arguments.form, arguments.layouts)
    rendered = renderer.render(arguments.form, data, sheet=arguments.sheet, on=on)
    write_output(arguments.out, rendered.pdf)
    say(f"{arguments.out}　{rendered.title}（{rendered.pages}ページ）")
    return 0
