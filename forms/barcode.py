"""Code 128 of the sheet's reference (書類番号), as plain rectangles."""

from barcode.codex import Code128

MODULE = 0.254
"""Width of one module X in mm: six dots at 600 dpi, three at 300."""

QUIET = 10 * MODULE
"""Blank at each side (ISO/IEC 15417)."""


def bars(content: str) -> tuple[tuple[tuple[float, float], ...], float]:
    """The bars as (x, width) in mm from the first bar, and the width of them all."""
    modules = Code128(content).build()[0]
    found: list[tuple[float, float]] = []
    for index, module in enumerate(modules):
        if module == "0":
            continue
        if found and index and modules[index - 1] == "1":
            found[-1] = (found[-1][0], found[-1][1] + MODULE)
        else:
            found.append((index * MODULE, MODULE))
    return tuple(found), len(modules) * MODULE


def sheet_reference(reference: str, sheet: int, page: int) -> str:
    """`RRRRRRRR-FF-P`: the reception's reference, the sheet's place in it, the page (書類番号)."""
    return f"{reference}-{sheet:02d}-{page}"
