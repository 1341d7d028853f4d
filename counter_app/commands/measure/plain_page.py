"""The same page drawn with plain reportlab: one call a string, one a line, its own TrueType fonts.

What a program would do that takes the library as it comes: no cells, no fitting, no variation
sequences. The strings, their places and the number of lines are those of our page.
"""

import re
from io import BytesIO
from typing import Any

from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.pdfgen.canvas import Canvas

from counter_app.commands.measure.page_content import PageContent
from counter_app.commands.terminal import columns
from resources.loader import FONT_FILES, font_file
from resources.variation_sequences import is_selector

_RECTANGLE = re.compile(r"(\S+) (\S+) (\S+) (\S+) re\b")
_SEGMENT = re.compile(r"(\S+) (\S+) (?:m|l) (\S+) (\S+) l\b")
_PAGE = (595.28, 841.89)


class PlainPage:
    """A page ready to be drawn again and again; its fonts are registered once."""

    def __init__(self, page: PageContent) -> None:
        self._strings: list[tuple[float, float, str, float, str]] = []
        for line in page.lines():
            x = float(line.x)
            for run in line.runs:
                text, size = _without_selectors(run.text), float(run.size)
                self._strings.append((x, float(line.y), page.families[run.font], size, text))
                x += columns(text) * size / 2
        self._rectangles: list[tuple[list[float], bool]] = []
        self._lines: list[list[float]] = []
        for operation in page.drawings():
            filled = operation.rstrip().endswith(("f", "f 0 g"))
            for found in _RECTANGLE.findall(operation):
                self._rectangles.append(([float(number) for number in found], filled))
            for found in _SEGMENT.findall(operation):
                self._lines.append([float(number) for number in found])
        for family in FONT_FILES:
            path, name = font_file(family), family.replace(" ", "")
            if path is not None and name in page.families.values():
                pdfmetrics.registerFont(TTFont(name, str(path)))

    @property
    def strings(self) -> int:
        return len(self._strings)

    @property
    def lines(self) -> int:
        return len(self._rectangles) + len(self._lines)

    def draw(self) -> bytes:
        """The page as a PDF file."""
        file = BytesIO()
        canvas: Any = Canvas(file, pagesize=_PAGE, pageCompression=1)
        canvas.setLineWidth(0.4)
        for (x, y, width, height), filled in self._rectangles:
            canvas.rect(x, y, width, height, stroke=0 if filled else 1, fill=1 if filled else 0)
        for ends in self._lines:
            canvas.line(*ends)
        for x, y, font, size, text in self._strings:
            canvas.setFont(font, size)
            canvas.drawString(x, y, text)
        canvas.save()
        return file.getvalue()


def _without_selectors(text: str) -> str:
    """Reportlab prints a box for a variation selector."""
    return "".join(sign for sign in text if not is_selector(sign))
