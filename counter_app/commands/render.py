"""Renders one form (帳票) as PDF from a JSON file; `--list` names the forms."""

import argparse
from datetime import date
from pathlib import Path

from counter_app.commands.files import read_input, write_output
from counter_app.commands.terminal import say, say_table, tell
from counter_app.model.facts import FieldValue

_TO_CONFIRM = "町が確かめる"


def add(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("form", nargs="?", metavar="FORM", help="id of a form, such as A1")
    parser.add_argument("--list", action="store_true", help="the forms there are")
    parser.add_argument(
        "--data",
        type=Path,
        metavar="FILE.json",
        help="keys of forms/README.md, nested or dotted; without it the form is blank",
    )
    parser.add_argument("-o", "--out", type=Path, metavar="OUT.pdf")
    parser.add_argument(
        "--on", type=date.fromisoformat, metavar="DATE", help="day of printing, else today"
    )
    parser.add_argument(
        "--sheet", type=int, default=1, metavar="N", help="its place in the reception (1)"
    )
    parser.add_argument(
        "--grid", action="store_true", help="boxes and their keys on a grid of mm, for placing"
    )
    parser.add_argument(
        "--layouts", type=Path, metavar="FOLDER", help="try layouts of another folder"
    )


def run(basedir: Path, arguments: argparse.Namespace) -> int:
    from counter_app.bootstrap import wall_clock
    from counter_app.commands.form_file import read_form_file
    from forms.renderer import FormRenderer

    complete = arguments.form and arguments.out and 1 <= arguments.sheet <= 99
    if not complete and not arguments.list:
        tell("FORM と -o OUT.pdf を指定してください（--sheet は 1 から 99）。")
        return 2
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
