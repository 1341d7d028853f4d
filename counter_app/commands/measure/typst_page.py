"""The same page set by Typst, a typesetting program of its own; measured where it is installed.

Its compiler is made once, with the fonts open. One string differs each time, as a name does from
household to household, so that no finished page is handed out again.
"""

import importlib
import importlib.util
import re
from itertools import count
from typing import Any

from counter_app.commands.measure.page_content import PageContent
from resources.loader import FONT_FILES, font_file

_RECTANGLE = re.compile(r"(\S+) (\S+) (\S+) (\S+) re\b")
_SEGMENT = re.compile(r"(\S+) (\S+) (?:m|l) (\S+) (\S+) l\b")
_HEIGHT = 841.89
_NAMES = {
    "IPAmjMincho": ("IPAmjMincho", "regular"),
    "BIZUDGothic": ("BIZ UDGothic", "regular"),
    "BIZUDGothicBold": ("BIZ UDGothic", "bold"),
}
"""How the embedded names are called in Typst: family and weight."""


def typst_is_installed() -> bool:
    """It is no part of the product (`pip install typst`, Apache-2.0)."""
    return importlib.util.find_spec("typst") is not None


class TypstPage:
    """A page ready to be set again and again. Raises ModuleNotFoundError without Typst."""

    def __init__(self, page: PageContent) -> None:
        typst: Any = importlib.import_module("typst")
        folders = {str(path.parent) for family in FONT_FILES if (path := font_file(family))}
        self._compiler = typst.Compiler(font_paths=sorted(folders), ignore_system_fonts=True)
        self._turn = count()
        body = ["#set page(width: 210mm, height: 297mm, margin: 0pt)"]
        for operation in page.drawings():
            body += _shapes(operation)
        for line in page.lines():
            top = _HEIGHT - float(line.y)
            runs = "".join(
                f"text(font: {_quoted(_NAMES[page.families[run.font]][0])},"
                f' weight: "{_NAMES[page.families[run.font]][1]}",'
                f" size: {run.size}pt, {_quoted(run.text)})\n"
                for run in line.runs
                if page.families[run.font] in _NAMES
            )
            body.append(_placed(line.x, top, f'{{\nset text(top-edge: "baseline")\n{runs}}}'))
        self._body = "\n".join(body)

    def draw(self) -> bytes:
        """The page as a PDF file."""
        words = f'text(font: "BIZ UDGothic", size: 9pt, "{next(self._turn)}")'
        own = _placed("300", 24.0, words)
        drawn: bytes = self._compiler.compile(f"{self._body}\n{own}".encode(), format="pdf")
        return drawn


def _shapes(operation: str) -> list[str]:
    filled = operation.rstrip().endswith(("f", "f 0 g"))
    paint = "fill: luma(226)" if filled else "stroke: 0.4pt"
    shapes = []
    for x, y, width, height in _RECTANGLE.findall(operation):
        top = _HEIGHT - float(y) - float(height)
        shapes.append(_placed(x, top, f"rect(width: {width}pt, height: {height}pt, {paint})"))
    for x, y, right, bottom in _SEGMENT.findall(operation):
        across, down = float(right) - float(x), float(y) - float(bottom)
        line = f"line(end: ({across:.2f}pt, {down:.2f}pt), stroke: 0.4pt)"
        shapes.append(_placed(x, _HEIGHT - float(y), line))
    return shapes


def _placed(x: str, top: float, what: str) -> str:
    """Something at a place from the top left corner, in points."""
    return f"#place(dx: {x}pt, dy: {top:.2f}pt, {what})"


def _quoted(text: str) -> str:
    return '"' + text.replace("\\", "\\\\").replace('"', '\\"') + '"'
