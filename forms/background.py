"""A town's own blank form (PDF) under the values of a layout: read once, copied into each document.

Only what is drawn on its pages is taken over: no metadata, no fields, no attachments. What could
hold a person's data (filled fields, comments, attachments) or act by itself is refused.
"""

from dataclasses import dataclass
from io import BytesIO
from pathlib import Path
from typing import Any

from pyhanko.pdf_utils import generic
from pyhanko.pdf_utils.misc import PdfError
from pyhanko.pdf_utils.reader import PdfFileReader
from reportlab.pdfbase import pdfdoc

_MM = 72 / 25.4
_A4 = (210.0, 297.0)  # mm
_PLAY = 1.0  # mm by which a page may differ from it
_MOST_PAGES = 9
_ACTING = ("/OpenAction", "/AA")
_ATTACHED = ("/EmbeddedFiles", "/JavaScript")


class UnfitBackgroundError(Exception):
    """A PDF that cannot lie under a form; the message says why, in words for the town's staff."""


@dataclass(frozen=True, slots=True, eq=False)
class BackgroundPage:
    """One page: its operators, the resources they name, its box in points (left, bottom, …)."""

    operators: bytes
    resources: Any
    box: tuple[float, float, float, float]


@dataclass(frozen=True, slots=True, eq=False)
class Background:
    """The pages of a blank form. A form that runs longer lies on the last of them."""

    pages: tuple[BackgroundPage, ...]

    def page(self, number: int) -> BackgroundPage:
        """The page under the form's page of this number, counted from 1."""
        return self.pages[min(number, len(self.pages)) - 1]


def read_background(path: Path) -> Background:
    """Read a blank form of A4 pages. Raises UnfitBackgroundError."""
    try:
        document = PdfFileReader(BytesIO(path.read_bytes()))
        if document.encrypted:
            raise UnfitBackgroundError("パスワードで保護されています")
        return _read(document)
    except FileNotFoundError as error:
        raise UnfitBackgroundError("ファイルがありません") from error
    except (OSError, PdfError, ValueError, TypeError, KeyError, RecursionError) as error:
        raise UnfitBackgroundError("PDFとして読めません") from error


def _read(document: Any) -> Background:
    root = document.root
    names = _part(root, "/Names") or {}
    if any(key in root for key in _ACTING) or any(key in names for key in _ATTACHED):
        raise UnfitBackgroundError("添付ファイルや動く部品があります")
    if _part(_part(root, "/AcroForm") or {}, "/Fields"):
        raise UnfitBackgroundError("入力欄があります（入力欄のないPDFに書き出してください）")
    count = int(_part(_part(root, "/Pages"), "/Count"))
    if not 1 <= count <= _MOST_PAGES:
        raise UnfitBackgroundError(f"ページは1から{_MOST_PAGES}までです（{count}ページ）")
    return Background(tuple(_page(document, place) for place in range(count)))


def _page(document: Any, place: int) -> BackgroundPage:
    page = document.find_page_for_modification(place)[0].get_object()
    left, bottom, right, top = (float(edge) for edge in _inherited(page, "/MediaBox"))
    size = ((right - left) / _MM, (top - bottom) / _MM)
    turned = _inherited(page, "/Rotate")
    if turned or any(abs(a - b) > _PLAY for a, b in zip(size, _A4, strict=True)):
        raise UnfitBackgroundError(
            f"{place + 1}ページがA4の縦ではありません（{size[0]:.0f}×{size[1]:.0f}ミリ）"
        )
    if _part(page, "/Annots"):
        raise UnfitBackgroundError(f"{place + 1}ページに書き込みやリンクがあります")
    contents = _part(page, "/Contents") or []
    streams = contents if isinstance(contents, list) else [contents]
    operators = b"\n".join([stream.get_object().data for stream in streams])
    resources = _inherited(page, "/Resources") or {}
    return BackgroundPage(operators, resources, (left, bottom, right, top))


def _part(node: Any, key: str) -> Any:
    """What a dictionary holds under a key, wherever in the file it stands; None without it."""
    value = node.get(key)
    return value.get_object() if value is not None else None


def _inherited(page: Any, key: str) -> Any:
    """A page's attribute, from the pages above it where it has none of its own."""
    node = page
    while node is not None:
        found = _part(node, key)
        if found is not None:
            return found
        node = _part(node, "/Parent")
    return None


class BackgroundCopy:
    """Copies the pages of a background into one document, each object once."""

    def __init__(self, document: pdfdoc.PDFDocument) -> None:
        self._document = document
        self._copied: set[str] = set()

    def page(self, page: BackgroundPage) -> pdfdoc.PDFObjectReference:
        """The page as a form XObject (ISO 32000-1 §8.10) with its lower left corner at 0, 0."""
        left, bottom, right, top = page.box
        dictionary = pdfdoc.PDFDictionary(
            {
                "Type": pdfdoc.PDFName("XObject"),
                "Subtype": pdfdoc.PDFName("Form"),
                "BBox": pdfdoc.PDFArray([left, bottom, right, top]),
                "Matrix": pdfdoc.PDFArray([1, 0, 0, 1, -left, -bottom]),
                "Resources": self._copy(page.resources),
            }
        )
        stream = pdfdoc.PDFStream(dictionary, page.operators)
        stream.filters = [pdfdoc.PDFZCompress]
        name = f"background.{len(self._copied)}.{len(page.operators)}"
        self._copied.add(name)
        return self._document.Reference(stream, name)

    def _copy(self, value: Any) -> Any:
        if isinstance(value, generic.IndirectObject):
            return self._referenced(value)
        if isinstance(value, generic.StreamObject):
            return pdfdoc.PDFStream(self._dictionary(value), value.encoded_data)
        if isinstance(value, dict):
            return self._dictionary(value)
        if isinstance(value, generic.ArrayObject):
            return pdfdoc.PDFArray([self._copy(part) for part in list.__iter__(value)])
        if isinstance(value, generic.NameObject):
            return pdfdoc.PDFName(value[1:])
        written = BytesIO()
        value.write_to_stream(written, None)
        return written.getvalue().decode("latin-1")

    def _dictionary(self, entries: Any) -> pdfdoc.PDFDictionary:
        return pdfdoc.PDFDictionary(
            {key[1:]: self._copy(part) for key, part in entries.items() if key != "/Length"}
        )

    def _referenced(self, value: Any) -> pdfdoc.PDFObjectReference:
        name = f"background.object.{value.idnum}"
        if name not in self._copied:
            self._copied.add(name)
            self._document.Reference(self._copy(value.get_object()), name)
        return pdfdoc.PDFObjectReference(name)
