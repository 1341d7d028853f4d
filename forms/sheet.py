"""One A4 page to draw on, in millimetres from the top left corner; type in points.

What is drawn is kept in four layers (watermark, grey, content, frames), so that frames lie over
the cells whatever the order of the calls.
"""

import zlib
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from enum import IntEnum
from itertools import groupby
from operator import attrgetter

from reportlab.pdfbase import pdfdoc

from forms.background import BackgroundCopy, BackgroundPage
from forms.embedding import EmbeddedFont, FontStart, flate_stream
from forms.fonts import SHAPED_FAMILIES, Typeface, shape
from forms.glyphs import Glyph

MM = 72 / 25.4
WIDTH, HEIGHT = 210.0, 297.0
POINT = 25.4 / 72
"""One point in mm."""

MIDDLE = 0.38
"""From the middle of the em box of a Japanese font down to its baseline, in ems."""

_BACKGROUND = "Blank"
"""What the town's own blank form is called on a page."""

_FAST = 2
"""Half as much again in size, a sixth of the time (zlib level)."""

GUIDE, FAINT = "0.8 0.1 0.3", "0.6 0.75 0.9"
"""Colours of the guides, on no form that leaves the town."""

GREY = "0.886 g"
"""12 % (`#E2E2E2`), the one grey of the forms."""


class Layer(IntEnum):
    """Order in which the parts of a page are laid over each other."""

    UNDER = 0
    GROUND = 1
    CONTENT = 2
    FRAME = 3


@dataclass(frozen=True, slots=True)
class Box:
    """A rectangle in mm from the top left of the page."""

    x: float
    y: float
    width: float
    height: float

    @property
    def right(self) -> float:
        return self.x + self.width

    @property
    def bottom(self) -> float:
        return self.y + self.height

    @property
    def middle(self) -> float:
        return self.y + self.height / 2

    def inset(
        self, left: float, top: float = 0.0, right: float = 0.0, bottom: float = 0.0
    ) -> "Box":
        return Box(
            self.x + left, self.y + top, self.width - left - right, self.height - top - bottom
        )


Kept = tuple[tuple[str, ...], ...]
"""What a part of a form drew, layer by layer."""


class Document:
    """A PDF in the making: pages and the fonts they share. What is drawn decides its bytes."""

    def __init__(
        self, title: str, subject: str, on: date, starts: tuple[FontStart, ...] = ()
    ) -> None:
        self._document = pdfdoc.PDFDocument(
            compression=1, invariant=1, lang="ja-JP", pdfVersion=(1, 7)
        )
        self._document.setTitle(title)
        self._document.setSubject(subject)
        self._document.setAuthor("")
        self._document.setCreator("counter-app")
        self._document.setProducer("ReportLab PDF Library")
        self._document.setDateFormatter(lambda *_: f"D:{on:%Y%m%d}000000+09'00'")
        self._copies = BackgroundCopy(self._document)
        self._backgrounds: dict[BackgroundPage, pdfdoc.PDFObjectReference] = {}
        self._fonts: dict[str, EmbeddedFont] = {
            start.family: EmbeddedFont(start.family, f"F{place}", start)
            for place, start in enumerate(starts, 1)
        }

    def starts(self) -> tuple[FontStart, ...]:
        """The fonts as far as they are used, for the documents of the same form."""
        return tuple(font.start() for font in self._fonts.values())

    def watch(self) -> None:
        """Forget what was shown beyond the start of a font."""
        for font in self._fonts.values():
            font.beyond = False

    @property
    def beyond(self) -> bool:
        """Whether anything was shown since `watch` that other documents may code otherwise."""
        return any(font.beyond for font in self._fonts.values())

    def font(self, family: str) -> EmbeddedFont:
        if family not in self._fonts:
            self._fonts[family] = EmbeddedFont(family, f"F{len(self._fonts) + 1}")
        return self._fonts[family]

    def add(self, sheet: "Sheet") -> None:
        content = sheet.content()
        page = pdfdoc.PDFPage()
        page.pagewidth, page.pageheight = round(WIDTH * MM, 2), round(HEIGHT * MM, 2)
        page._shadingUsed = {}
        page.ExtGState = None
        if sheet.background is not None:
            page.XObjects = {_BACKGROUND: self._laid(sheet.background)}
        page.Contents = flate_stream(zlib.compress(content, _FAST))
        self._document.updateSignature(content)
        self._document.addPage(page)

    def _laid(self, page: BackgroundPage) -> pdfdoc.PDFObjectReference:
        if page not in self._backgrounds:
            self._backgrounds[page] = self._copies.page(page)
        return self._backgrounds[page]

    def pdf(self) -> bytes:
        for font in self._fonts.values():
            font.add_objects(self._document)
        data: bytes = self._document.GetPDFData(None)
        return data


class Sheet:
    """Draws on one page."""

    def __init__(self, document: Document, background: BackgroundPage | None = None) -> None:
        self._document = document
        self.background = background
        self._layers: tuple[list[str], ...] = ([], [], [], [])
        if background is not None:
            self._layers[Layer.UNDER].append(f"q /{_BACKGROUND} Do Q")

    def kept(self, draw: Callable[[], None]) -> Kept | None:
        """Draw, and give what was drawn; None when its codes hold in this document alone."""
        marks = [len(layer) for layer in self._layers]
        self._document.watch()
        draw()
        if self._document.beyond:
            return None
        return tuple(tuple(layer[at:]) for layer, at in zip(self._layers, marks, strict=True))

    def again(self, kept: Kept) -> None:
        """Draw once more what another page of the form has kept."""
        for layer, parts in zip(self._layers, kept, strict=True):
            layer.extend(parts)

    def content(self) -> bytes:
        return "\n".join(part for layer in self._layers for part in layer).encode("ascii")

    def fill(self, box: Box) -> None:
        """Lay the grey under a box."""
        place = f"{box.x * MM:.2f} {_up(box.bottom):.2f} {box.width * MM:.2f} {box.height * MM:.2f}"
        self._layers[Layer.GROUND].append(f"{GREY} {place} re f 0 g")

    def bars(
        self, bars: tuple[tuple[float, float], ...], x: float, y: float, height: float
    ) -> None:
        """Black bars of one height; each is (x from the first bar, width)."""
        low, high = _up(y + height), height * MM
        parts = [
            f"{(x + at) * MM:.3f} {low:.2f} {width * MM:.3f} {high:.2f} re" for at, width in bars
        ]
        self._layers[Layer.CONTENT].append(" ".join(parts) + " f")

    def line(
        self,
        start: tuple[float, float],
        end: tuple[float, float],
        weight: float = 0.15,
        *,
        dashed: bool = False,
        layer: Layer = Layer.CONTENT,
    ) -> None:
        self.polyline((start, end), weight, dashed=dashed, layer=layer)

    def rules(self, lines: tuple[tuple[float, float, float, float], ...]) -> None:
        """Thin inner rules (x, y, x, y) as one path."""
        if lines:
            parts = [
                f"{x * MM:.2f} {_up(y):.2f} m {right * MM:.2f} {_up(bottom):.2f} l"
                for x, y, right, bottom in lines
            ]
            self._layers[Layer.CONTENT].append(f"{0.15 * MM:.3f} w {' '.join(parts)} S")

    def polyline(
        self,
        points: tuple[tuple[float, float], ...],
        weight: float,
        *,
        dashed: bool = False,
        layer: Layer = Layer.CONTENT,
    ) -> None:
        path = " l ".join(f"{x * MM:.2f} {_up(y):.2f}" for x, y in points[1:])
        first = f"{points[0][0] * MM:.2f} {_up(points[0][1]):.2f} m"
        dash = f"[{0.8 * MM:.2f}] 0 d " if dashed else ""
        after = " [] 0 d" if dashed else ""
        self._layers[layer].append(f"{dash}{weight * MM:.3f} w {first} {path} l S{after}")

    def frame(self, box: Box, weight: float, *, dashed: bool = False, over: bool = True) -> None:
        layer = Layer.FRAME if over else Layer.CONTENT
        place = f"{box.x * MM:.2f} {_up(box.bottom):.2f} {box.width * MM:.2f} {box.height * MM:.2f}"
        dash, after = (f"[{0.8 * MM:.2f}] 0 d ", " [] 0 d") if dashed else ("", "")
        self._layers[layer].append(f"{dash}{weight * MM:.3f} w {place} re S{after}")

    def ellipse(self, box: Box, weight: float) -> None:
        """The largest ellipse in the box, as four curves."""
        rx, ry = box.width / 2, box.height / 2
        cx, cy = box.x + rx, box.y + ry
        k = 0.5523
        points = [
            (cx + rx, cy),
            (cx + rx, cy - k * ry), (cx + k * rx, cy - ry), (cx, cy - ry),
            (cx - k * rx, cy - ry), (cx - rx, cy - k * ry), (cx - rx, cy),
            (cx - rx, cy + k * ry), (cx - k * rx, cy + ry), (cx, cy + ry),
            (cx + k * rx, cy + ry), (cx + rx, cy + k * ry), (cx + rx, cy),
        ]  # fmt: skip
        places = [f"{x * MM:.2f} {_up(y):.2f}" for x, y in points]
        curves = " ".join(" ".join(places[at : at + 3]) + " c" for at in range(1, 13, 3))
        self._layers[Layer.CONTENT].append(f"{weight * MM:.3f} w {places[0]} m {curves} s")

    def disc(self, x: float, y: float, radius: float) -> None:
        """A black dot around a point, as a round cap of no length."""
        place = f"{x * MM:.2f} {_up(y):.2f}"
        self._layers[Layer.CONTENT].append(f"1 J {2 * radius * MM:.3f} w {place} m {place} l S 0 J")

    def text(
        self,
        x: float,
        baseline: float,
        text: str,
        size: float,
        typeface: Typeface = Typeface.GOTHIC,
        *,
        spacing: float = 0.0,
    ) -> None:
        """One line from x. `spacing` is added behind each character, in mm; it stays one object."""
        self.glyphs(x, baseline, shape(text, typeface), size, spacing=spacing)

    def glyphs(
        self,
        x: float,
        baseline: float,
        glyphs: tuple[Glyph, ...],
        size: float,
        *,
        spacing: float = 0.0,
    ) -> None:
        if not glyphs:
            return
        parts = [f"BT {x * MM:.2f} {_up(baseline):.2f} Td"]
        if spacing:
            parts.append(f"{spacing * MM:.3f} Tc")
        for family, run in _runs(glyphs):
            font = self._document.font(family)
            shown = font.placed(run, size) if family in SHAPED_FAMILIES else font.shown(run)
            parts.append(f"/{font.name} {size:g} Tf {shown}")
        parts.append("0 Tc ET" if spacing else "ET")
        self._layers[Layer.CONTENT].append(" ".join(parts))

    def guide(self, box: Box, words: str = "", colour: str = GUIDE) -> None:
        """A thin coloured box with small words in its corner, for who places the boxes."""
        place = f"{box.x * MM:.2f} {_up(box.bottom):.2f} {box.width * MM:.2f} {box.height * MM:.2f}"
        parts = [f"q {colour} RG {colour} rg 0.3 w {place} re S"]
        if words:
            size = 5.0
            glyphs = shape(words, Typeface.GOTHIC)
            room = box.width * MM - 2
            taken = sum(glyph.width for glyph in glyphs) / 1000 * size
            size *= min(1.0, room / taken)
            parts.append(f"BT {(box.x * MM) + 1:.2f} {_up(box.y) - size:.2f} Td")
            for family, run in _runs(glyphs):
                font = self._document.font(family)
                parts.append(f"/{font.name} {size:.2f} Tf {font.shown(run)}")
            parts.append("ET")
        self._layers[Layer.FRAME].append(" ".join([*parts, "Q"]))

    def watermark(self, text: str) -> None:
        """Large letters in the grey, rising at 45 degrees, under everything (見本)."""
        glyphs = shape(text, Typeface.BOLD)
        size = 220.0
        half = sum(glyph.width for glyph in glyphs) / 1000 * size / 2
        cosine = 0.70711
        x = WIDTH / 2 * MM - cosine * half + cosine * MIDDLE * size
        y = HEIGHT / 2 * MM - cosine * half - cosine * MIDDLE * size
        font = self._document.font(glyphs[0].family)
        codes = "".join(font.code(glyph) for glyph in glyphs)
        turn = f"{cosine} {cosine} {-cosine} {cosine} {x:.2f} {y:.2f} Tm"
        self._layers[Layer.UNDER].append(
            f"{GREY} BT 0 Tc {turn} /{font.name} {size:g} Tf <{codes}> Tj ET 0 g"
        )


def _up(y: float) -> float:
    """From mm below the top edge to points above the bottom edge."""
    return (HEIGHT - y) * MM


def _runs(glyphs: tuple[Glyph, ...]) -> list[tuple[str, Sequence[Glyph]]]:
    first = glyphs[0].family
    for glyph in glyphs:
        if glyph.family != first:
            break
    else:
        return [(first, glyphs)]
    return [(family, list(run)) for family, run in groupby(glyphs, key=attrgetter("family"))]
