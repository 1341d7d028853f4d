"""`bench`: what stands beside our parts really does the same work."""

import json
from datetime import UTC, datetime
from pathlib import Path

import pypdfium2
import pytest

from counter_app.commands.measure import figure, story
from counter_app.commands.measure.card_reading import floor_commands
from counter_app.commands.measure.hand_page import HandPage
from counter_app.commands.measure.page_content import PageContent, read_page
from counter_app.commands.measure.plain_page import PlainPage
from counter_app.commands.measure.store_figures import _code
from counter_app.paperwork.sheets import needed_sheets
from counter_app.sandbox.card_holder import TAKASHI, make_card
from forms.page_images import page_images
from forms.renderer import FormRenderer
from iccard.apdu import Response
from tests.command_kit import process


def test_the_whole_bench_runs_and_gives_its_figures_as_ratios() -> None:
    ran = process("bench", "--quick", "--json")
    assert ran.status == 0, ran.err
    figures = json.loads(ran.out)
    names = [one["name"] for one in figures]
    for wanted in ("card: commands", "PDF A1, one page", "PDF C1, one page", "first window shown"):
        assert wanted in names
    assert any(name.startswith("look-up among 50,000") for name in names)
    assert "receptions committed" in names
    assert all(one["ours"] > 0 for one in figures)
    assert sum(1 for one in figures if one["other"]) >= 9
    card = figures[names.index("card: commands")]
    assert (card["ours"], card["other"]) == (14, 12)


def test_the_floor_of_a_reading_is_twelve_commands_and_reads_the_card(tmp_path: Path) -> None:
    now = datetime(2026, 4, 3, 1, 0, tzinfo=UTC)
    card = make_card(TAKASHI, tmp_path, now)
    size = len((tmp_path / "card-takashi.cert.der").read_bytes())
    card.power_on()
    answers = [Response.decode(card.answer(one.encode())) for one in floor_commands(size)]
    assert len(answers) == 12
    assert all(answer.ok for answer in answers)
    certificate = b"".join(bytes(answer.data) for answer in answers[1 : 1 + -(-size // 256)])
    assert certificate[:size] == (tmp_path / "card-takashi.cert.der").read_bytes()
    assert TAKASHI.name.encode() in answers[-1].data


def _text(pdf: bytes) -> list[str]:
    with pypdfium2.PdfDocument(pdf) as document:
        return sorted("".join(document[0].get_textpage().get_text_range().split()))


@pytest.fixture(scope="module", params=["A1", "C1"])
def page(request: pytest.FixtureRequest) -> tuple[bytes, PageContent, PageContent]:
    """Our page, what is read from it, and what is read from the same form left blank."""
    renderer = FormRenderer()
    sheets = {s.form_id: s.data for s in needed_sheets(story.tell_story().case, renderer.forms())}
    pdf = renderer.render(request.param, sheets[request.param], on=story.DAY).pdf
    blank = renderer.render(request.param, {}, on=story.DAY).pdf
    return pdf, read_page(pdf), read_page(blank)


def test_a_page_is_read_back_as_it_was_written(
    page: tuple[bytes, PageContent, PageContent],
) -> None:
    pdf, content, _ = page
    assert sorted("".join("".join(line.text for line in content.lines()).split())) == _text(pdf)


def test_the_page_by_hand_looks_like_ours_to_the_pixel(
    page: tuple[bytes, PageContent, PageContent],
) -> None:
    pdf, content, blank = page
    hand = HandPage(content, blank)
    ours, other = (page_images(one, width_px=900)[0] for one in (pdf, hand.assemble()))
    assert ours.shown_digest == other.shown_digest
    assert hand.strings >= 40


def test_the_plain_page_shows_the_same_text(page: tuple[bytes, PageContent, PageContent]) -> None:
    pdf, content, _ = page
    plain = PlainPage(content)
    selectors = {chr(code) for code in range(0xE0100, 0xE01F0)}
    wanted = [sign for sign in _text(pdf) if sign not in selectors]
    shown = [sign for sign in _text(plain.draw()) if sign not in selectors]
    missing = [sign for sign in set(wanted) if wanted.count(sign) > shown.count(sign)]
    assert len(missing) <= 2, missing  # what the one plain font lacks
    assert plain.strings >= 150
    assert plain.lines >= 150


def test_two_things_are_timed_in_turn() -> None:
    order: list[str] = []

    def ours() -> float:
        order.append("ours")
        return float(len(order))

    def other() -> float:
        order.append("other")
        return 100.0

    assert figure.in_turn(ours, other, 3) == (4.0, 100.0)
    assert order == ["ours", "other", "other", "ours", "ours", "other"]


@pytest.mark.parametrize(
    ("ours", "other", "bound", "ratio", "within"),
    [(5.0, 2.0, 2.5, 2.5, True), (5.1, 2.0, 2.5, 2.55, False), (5.0, None, 2.5, None, True)],
)
def test_a_figure_knows_its_ratio_and_whether_it_is_within_its_bound(
    ours: float, other: float | None, bound: float, ratio: float | None, within: bool
) -> None:
    made = figure.Figure("x", "ms", ours, other, bound=bound)
    assert made.ratio == (pytest.approx(ratio) if ratio is not None else None)
    assert made.within is within


def test_link_codes_of_the_big_table_are_all_different() -> None:
    assert len({_code(place) for place in range(100_000)}) == 100_000
