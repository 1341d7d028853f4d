"""Milliseconds a page: our renderer, plain reportlab, and the page put together by hand."""

from counter_app.commands.measure.figure import Figure, in_turn, timed
from counter_app.commands.measure.hand_page import HandPage
from counter_app.commands.measure.page_content import read_page
from counter_app.commands.measure.plain_page import PlainPage
from counter_app.commands.measure.story import DAY, Story
from counter_app.paperwork.sheets import needed_sheets
from forms.renderer import FormRenderer

FORMS = ("A1", "C1")


def measure_pages(story: Story, rounds: int) -> tuple[Figure, ...]:
    """Each form warm: fonts are open and layouts read, as after the first page of a day."""
    renderer = FormRenderer()
    sheets = {s.form_id: s.data for s in needed_sheets(story.case, renderer.forms())}
    figures: list[Figure] = []
    for form in FORMS:

        def ours(form: str = form) -> bytes:
            return renderer.render(form, sheets[form], on=DAY).pdf

        page = read_page(ours())
        plain = PlainPage(page)
        hand = HandPage(page, read_page(renderer.render(form, {}, on=DAY).pdf))
        plain.draw()
        hand.assemble()
        took, library = in_turn(timed(ours), timed(plain.draw), rounds)
        again, least = in_turn(timed(ours), timed(hand.assemble), rounds)
        drawn = f"plain reportlab, {plain.strings} strings, {plain.lines} lines"
        figures += [
            Figure(f"PDF {form}, one page", "ms", took, library, drawn),
            Figure(f"PDF {form}, one page", "ms", again, least, f"by hand, {hand.strings} strings"),
        ]
    return tuple(figures)
