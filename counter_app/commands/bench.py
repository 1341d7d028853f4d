"""Measures this machine now: our parts beside the least that could do the same, as ratios."""

import argparse
import platform
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from counter_app.commands.arguments import describe
from counter_app.commands.terminal import say, say_json, say_table, tell

if TYPE_CHECKING:
    from counter_app.commands.measure.figure import Figure

Part = Callable[[], "tuple[Figure, ...]"]


def add(parser: argparse.ArgumentParser) -> None:
    describe(
        parser,
        "この端末での速さを、同じことをする最小のものと並べて比で測ります。数分かかります。\n"
        "仮の場所だけを使い、窓口のデータには触れません。",
        "bench",
        "bench --quick",
    )
    parser.add_argument("--quick", action="store_true", help="回数を減らして粗く測る")
    parser.add_argument("--json", action="store_true", help="JSON で出す")


def run(basedir: Path, arguments: argparse.Namespace) -> int:
    """Everything happens in a temporary folder; the base directory is not touched."""
    start = time.monotonic()
    with tempfile.TemporaryDirectory(prefix="counter-bench-") as folder:
        figures = measure(Path(folder), quick=arguments.quick)
    if arguments.json:
        say_json(figures)
        return 0
    say_table(
        ("what", "ours", "beside", "ratio", "at most", "beside what"),
        [_row(figure) for figure in figures],
    )
    say(
        "",
        f"All figures are medians of this one run ({time.monotonic() - start:.0f} s),"
        f" in turn with what stands beside them; Python {platform.python_version()},"
        f" {platform.system()} {platform.machine()}.",
    )
    return 0


def measure(folder: Path, *, quick: bool) -> "list[Figure]":
    """Every figure, part by part, told on standard error as they come."""
    from counter_app.bootstrap import wall_clock
    from counter_app.commands.measure.card_reading import measure_card
    from counter_app.commands.measure.catalogue_speed import measure_catalogue
    from counter_app.commands.measure.first_window import measure_first_window
    from counter_app.commands.measure.pdf_pages import measure_pages
    from counter_app.commands.measure.store_figures import measure_commits, measure_links
    from counter_app.commands.measure.story import tell_story
    from counter_app.commands.measure.thinking import measure_thinking

    story = tell_story()
    many = 50_000 if quick else 1_000_000
    parts: dict[str, Part] = {
        "card": lambda: measure_card(folder / "card", wall_clock(), 3 if quick else 60),
        "forms": lambda: measure_pages(story, 5 if quick else 40),
        "first window": lambda: measure_first_window(folder / "window", 2 if quick else 9),
        "link table": lambda: measure_links(folder / "links", many, 1000, 5 if quick else 30),
        "receptions": lambda: measure_commits(folder / "commits", story, 20 if quick else 200),
        "determination": lambda: measure_thinking(story, 5 if quick else 30),
        "catalogue": lambda: measure_catalogue(story, 3 if quick else 15),
    }
    figures: list[Figure] = []
    for name, part in parts.items():
        begun = time.monotonic()
        figures += part()
        tell(f"{name}: {time.monotonic() - begun:.1f} s")
    return figures


def _row(figure: "Figure") -> tuple[str, ...]:
    ratio, other = figure.ratio, figure.other
    mark = "" if figure.within else "  over"
    return (
        figure.name,
        f"{_short(figure.ours)} {figure.unit}",
        f"{_short(other)} {figure.unit}" if other is not None else "",
        f"{ratio:.2f}{mark}" if ratio is not None else "",
        f"{figure.bound:.2f}" if figure.bound is not None else "",
        figure.against,
    )


def _short(number: float) -> str:
    return f"{number:.0f}" if number >= 100 or number == int(number) else f"{number:.2f}"
