"""The same page put together by hand: what stays is bytes made before, what changes is written.

The least a program can do for this page: fonts are cut and deflated already, the frame of the
form is one prepared piece of content, and only the household's own strings are coded, placed,
deflated and filed.
"""

import zlib

from counter_app.commands.measure.page_content import Line, PageContent


class HandPage:
    """A page ready to be put together again and again."""

    def __init__(self, filled: PageContent, blank: PageContent) -> None:
        """`blank` is the same form without data: what both show alike is the frame."""
        printed = {(line.x, line.y, line.text) for line in blank.lines()}
        self._changing = tuple(
            line for line in filled.lines() if (line.x, line.y, line.text) not in printed
        )
        own = set(self._changing)
        self._codes = {
            font: {text: code for code, text in letters.items()}
            for font, letters in filled.letters.items()
        }
        kept = [*filled.drawings()]
        kept += [self._operation(line) for line in filled.lines() if line not in own]
        objects = dict(filled.objects)
        contents = objects.pop(filled.contents)
        assert contents
        frame = max(objects) + 2
        objects[frame] = _stream(zlib.compress("\n".join(kept).encode("ascii")))
        reference = b"/Contents %d 0 R" % filled.contents
        both = b"/Contents [%d 0 R %d 0 R]" % (frame, filled.contents)
        objects = {number: body.replace(reference, both) for number, body in objects.items()}
        self._number = filled.contents
        self._start, self._places = _laid_out(objects)
        self._catalogue = next(n for n, body in objects.items() if b"/Type /Catalog" in body)

    @property
    def strings(self) -> int:
        """How many strings are written each time."""
        return len(self._changing)

    def assemble(self) -> bytes:
        """The page as a PDF file (ISO 32000-1 §7.5)."""
        lines = [self._operation(line) for line in self._changing]
        body = _stream(zlib.compress("\n".join(lines).encode("ascii")))
        places = {**self._places, self._number: len(self._start)}
        head = self._start + b"%d 0 obj\n%b\nendobj\n" % (self._number, body)
        table = b"".join(
            b"%010d 00000 n \n" % places[number] if number in places else b"0000000000 65535 f \n"
            for number in range(max(places) + 1)
        )
        size = max(places) + 1
        return b"%bxref\n0 %d\n%btrailer <</Root %d 0 R /Size %d>>\nstartxref\n%d\n%%%%EOF\n" % (
            head,
            size,
            table,
            self._catalogue,
            size,
            len(head),
        )

    def _operation(self, line: Line) -> str:
        shown = []
        for run in line.runs:
            codes = self._codes[run.font]
            coded = "".join([codes[unit] for unit in run.units])
            shown.append(f"/{run.font} {run.size} Tf <{coded}> Tj")
        before, after = (f" {line.spacing} Tc", "0 Tc ") if line.spacing else ("", "")
        return f"BT {line.x} {line.y} Td{before} {' '.join(shown)} {after}ET"


def _stream(content: bytes) -> bytes:
    return b"<</Filter /FlateDecode /Length %d>> stream\n%b\nendstream" % (len(content), content)


def _laid_out(objects: dict[int, bytes]) -> tuple[bytes, dict[int, int]]:
    """The objects one after another, and where each begins."""
    file, places = bytearray(b"%PDF-1.7\n"), {}
    for number, body in objects.items():
        places[number] = len(file)
        file += b"%d 0 obj\n%b\nendobj\n" % (number, body)
    return bytes(file), places
