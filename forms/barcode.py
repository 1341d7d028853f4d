"""Code 128 of the sheet's reference (書類番号), as plain rectangles."""

from barcode.charsets import code128

MODULE = 0.254
"""Width of one module X in mm: six dots at 600 dpi, three at 300."""

QUIET = 10 * MODULE
"""Blank at each side (ISO/IEC 15417)."""


_TERMINATION = "11"  # the last bar of the stop symbol


def bars(content: str) -> tuple[tuple[tuple[float, float], ...], float]:
    """The bars as (x, width) in mm from the first bar, and the width of them all.

    Raises ValueError for what code set B (ASCII) does not hold.
    """
    modules = _modules(content)
    found: list[tuple[float, float]] = []
    for index, module in enumerate(modules):
        if module == "0":
            continue
        if found and index and modules[index - 1] == "1":
            found[-1] = (found[-1][0], found[-1][1] + MODULE)
        else:
            found.append((index * MODULE, MODULE))
    return tuple(found), len(modules) * MODULE


def _modules(content: str) -> str:
    """Dark and light modules in code set B alone (ISO/IEC 15417), dark is 1.

    python-barcode 0.16.1 chooses the code sets itself and loses "99" at the beginning: it takes the
    pair's value for the switch to the code set it is in. One reference in 1,024 begins so. Its
    tables are right.
    """
    try:
        symbols = [code128.START_CODES["B"], *(code128.B[character] for character in content)]
    except KeyError as error:
        raise ValueError("Code 128 of a reference holds ASCII alone") from error
    check = sum(max(place, 1) * symbol for place, symbol in enumerate(symbols)) % 103
    drawn = (code128.CODES[symbol] for symbol in (*symbols, check))
    return "".join((*drawn, code128.STOP, _TERMINATION))


def sheet_reference(reference: str, sheet: int, page: int) -> str:
    """`RRRRRRRR-FF-P`: the reception's reference, the sheet's place in it, the page (書類番号)."""
    return f"{reference}-{sheet:02d}-{page}"
