"""The bars of a sheet's reference, read by a decoder that is not ours."""

import random
from itertools import product

import pytest
import zxingcpp
from PIL import Image

from counter_app.model.numbers import CROCKFORD
from forms.barcode import MODULE, QUIET, bars

_DOTS = 3
"""Pixels of a module: 300 dpi."""


def decoded(content: str) -> list[str]:
    """What a reader makes of the bars alone."""
    found, total = bars(content)
    scale = _DOTS / MODULE
    picture = Image.new("L", (round((total + 2 * QUIET) * scale), 60), 255)
    for x, width in found:
        left, right = round((QUIET + x) * scale), round((QUIET + x + width) * scale)
        picture.paste(0, (left, 5, right, 55))
    formats = zxingcpp.BarcodeFormats(zxingcpp.BarcodeFormat.Code128)
    return [code.text for code in zxingcpp.read_barcodes(picture, formats=formats)]


def test_every_beginning_of_a_reference_is_read() -> None:
    """Two digits at the beginning are where an encoder may change its code set."""
    chance = random.Random(128)
    for beginning in product(CROCKFORD, repeat=2):
        rest = "".join(chance.choices(CROCKFORD, k=6))
        content = f"{''.join(beginning)}{rest}-{chance.randint(1, 40):02d}-{chance.randint(1, 3)}"
        assert decoded(content) == [content]


@pytest.mark.parametrize("digits", ["99999999", "00000000", "98765432", "99A99999", "A9999999"])
def test_a_reference_of_digits_is_read(digits: str) -> None:
    assert decoded(f"{digits}-99-9") == [f"{digits}-99-9"]


def test_every_reference_takes_the_same_room() -> None:
    assert len({bars(f"{text}-01-1")[1] for text in ("99999999", "8F3KQ7T2", "ABCDEFGH")}) == 1


def test_what_is_not_ascii_is_refused() -> None:
    with pytest.raises(ValueError, match="ASCII"):
        bars("８F3KQ7T2-01-1")
