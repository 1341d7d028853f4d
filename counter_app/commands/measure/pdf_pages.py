"""Milliseconds a page: our renderer, plain reportlab, Typst, the page put together by hand."""

from statistics import median

from counter_app.commands.measure.figure import Figure, in_turn, timed
from counter_app.commands.measure.hand_page import HandPage
from counter_app.commands.measure.page_content import read_page
from counter_app.commands.measure.plain_page import PlainPage
from counter_app.commands.measure.story import DAY, Story
from counter_app.commands.measure.typst_page import TypstPage, typst_is_installed
from counter_app.paperwork.sheets import needed_sheets
from forms.renderer import FormRenderer

FORMS = ("A1", "C1")

PAGE_LIMIT_MS = 5.0
PILE, PILE_LIMIT_MS = 30, 300.0
"""What one page may take, and a large household's pile of pages."""


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
            Figure(f"PDF {form}, one page", "ms", again, PAGE_LIMIT_MS, "its limit", 1.0),
        ]
        if typst_is_installed():
            typeset = TypstPage(page)
            typeset.draw()
            took, library = in_turn(timed(ours), timed(typeset.draw), rounds)
            figures.append(Figure(f"PDF {form}, one page", "ms", took, library, "Typst"))
        else:
            figures.append(
                Figure(f"PDF {form}, one page", "ms", again, against="Typst: not installed")
            )

    def pile() -> None:
        for number in range(1, PILE + 1):
            renderer.render("A1", sheets["A1"], sheet=number, on=DAY)

    measure = timed(pile)
    took = median(measure() for _ in range(max(3, rounds // 8)))
    figures.append(Figure(f"PDF, {PILE} pages", "ms", took, PILE_LIMIT_MS, "their limit", 1.0))
    return tuple(figures)
