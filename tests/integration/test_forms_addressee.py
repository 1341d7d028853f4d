"""The addressee stands whole in the window of the envelope, or on a label beside the notice."""

import pypdfium2 as pdfium
import pytest

from counter_app.failures import CounterError, FailureCode
from forms.sheet import POINT
from tests.forms_household import FAMILY, Data
from tests.forms_kit import (
    IDS,
    KATAKANA,
    LAYOUTS,
    NAME_60,
    assert_inside,
    full,
    pages_of,
    render,
    squeezed,
    text_of,
)

NOTICES = [form for form in IDS if any(block.beyond for block in LAYOUTS[form].blocks)]
LATIN = "MARIA FERNANDA RODRIGUEZ DE LA CRUZ GONZALEZ"
ADDRESS = "乙県南郡Y町大字上原字中央通り東1234番地の5の678"
ADDRESS_60 = (ADDRESS + "西上原公園前駅東口再開発街区東棟北側旧国鉄官舎跡地" * 2)[:60]
BUILDING = "グランドハイツ葛西上原公園前　1102号室"


def _addressed(form: str, name: str, address: str, building: str = "") -> Data:
    own: Data = {
        "addressee.postcode": "000-1234",
        "addressee.address": address,
        "addressee.building": building,
        "addressee.name": f"{name}　様",
    }
    return full(form) | own


def _window(page: pdfium.PdfPage) -> tuple[str, list[float]]:
    """What stands in the place of the address, and its sizes; nothing else may stand near it."""
    text, top = page.get_textpage(), page.get_height()
    words, sizes = [], []
    for index in range(text.count_chars()):
        left, bottom, right, upper = (edge * POINT for edge in text.get_charbox(index))
        character = text.get_text_range(index, 1).strip()
        if character and right < 112 and top * POINT - upper < 60:
            assert left >= 24.9
            assert right <= 87.1
            assert top * POINT - upper >= 12.9
            assert top * POINT - bottom <= 36.1
            words.append(character)
            sizes.append(pdfium.raw.FPDFText_GetFontSize(text.raw, index))
    return "".join(words), sizes


@pytest.mark.parametrize(
    ("name", "address", "building"),
    [
        ("GONZALEZ DE LA CRUZ", ADDRESS, BUILDING),
        (KATAKANA, "乙県南郡Y町大字上原1234番地5", "ハイツ髙﨑　203号室"),
        (KATAKANA, ADDRESS, BUILDING),
        (KATAKANA, ADDRESS_60, BUILDING),
        (LATIN, ADDRESS_60, BUILDING),
        (NAME_60, "乙県南郡Y町大字上原1234番地5", "ハイツ髙﨑　203号室"),
        ("髙" * 60, ADDRESS, ""),
        ("髙橋　陽翔", "大" * 60, "小" * 20),
    ],
    ids=["latin", "20", "20+28", "20+80", "latin+80", "60", "60 alike", "80"],
)
def test_the_window_holds_the_whole_addressee_and_nothing_else_stands_there(
    name: str, address: str, building: str
) -> None:
    data = _addressed("C1-refused", name, address, building)
    words, sizes = _window(pages_of(render("C1-refused", data))[0])
    assert words == squeezed(f"〒000-1234{address}{building}{name}様")
    assert min(sizes) >= 9


@pytest.mark.parametrize("form", NOTICES)
def test_an_addressee_the_window_cannot_hold_goes_onto_a_label(form: str) -> None:
    data = _addressed(form, NAME_60, ADDRESS_60, BUILDING)
    rendered = render(form, data)
    assert rendered.pdf == render(form, dict(reversed(data.items()))).pdf
    pages = pages_of(rendered)
    words, _ = _window(pages[0])
    assert words == squeezed(f"住所は別紙（宛名票）のとおり{NAME_60}様")
    (label,) = [page for page in pages if "切り取って" in page.get_textpage().get_text_range()]
    on_label = squeezed(label.get_textpage().get_text_range())
    assert squeezed(f"〒000-1234{ADDRESS_60}{BUILDING}{NAME_60}様") in on_label
    assert_inside(rendered, data)
    usual = render(form, _addressed(form, KATAKANA, ADDRESS, BUILDING))
    assert "宛名票" not in text_of(usual)


def test_an_address_no_page_can_hold_stops_the_notice_without_naming_it() -> None:
    data = _addressed("C1-refused", f"{FAMILY}　髙志", "大" * 4000)
    with pytest.raises(CounterError) as caught:
        render("C1-refused", data)
    assert caught.value.code is FailureCode.FORM_VALUE_TOO_LONG
    assert "addressee.address" in caught.value.detail
    assert "大" not in caught.value.detail
