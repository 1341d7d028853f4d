"""The scenes of the working screens (05, 06, 07, 09) with the story's values, to be pictured."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime

from counter_app.ports import PageImage
from ui.staff import (
    samples,
    work_samples,
    work_samples_dispatch,
    work_samples_documents,
    work_samples_plan,
)
from ui.staff.dispatch_screen import DispatchScreen
from ui.staff.documents_screen import DocumentsScreen
from ui.staff.frame_views import RailView
from ui.staff.pile_views import PileView
from ui.staff.procedures_screen import ProceduresScreen
from ui.staff.scenes import Scene
from ui.staff.screen import StaffScreen
from ui.staff.sign_for_panel import SignForPanel
from ui.staff.work_views import DispatchView, DocumentsView, ProceduresView
from ui.widgets.bars import Lamp
from ui.widgets.chip import ChipKind


def _procedures(view: ProceduresView) -> Scene:
    def make() -> StaffScreen:
        screen = ProceduresScreen()
        screen.show_view(view)
        return screen

    return Scene(make, work_samples.RAIL_PROCEDURES, samples.at(10, 35))


def _papers(view: ProceduresView) -> Scene:
    def make() -> StaffScreen:
        screen = ProceduresScreen()
        screen.show_view(replace(view, selected=work_samples.PAPERS.id, reason=work_samples.PAPERS))
        screen.open_papers()
        return screen

    return Scene(make, work_samples.RAIL_PROCEDURES, samples.at(10, 36))


def _documents(view: DocumentsView, rail: RailView = work_samples.RAIL_DOCUMENTS) -> Scene:
    def make() -> StaffScreen:
        screen = DocumentsScreen()
        screen.show_view(view)
        return screen

    return Scene(make, rail, samples.at(10, 44))


def _settled(view: DocumentsView, pile: PileView) -> DocumentsView:
    """Everybody has signed, and the pile is at hand."""
    return replace(
        view,
        signers=tuple(
            replace(s, chip=ChipKind.SIGNED.chip(), words=s.words.partition("　")[0], signed=True)
            for s in view.signers
        ),
        signed=16,
        tablet_busy=False,
        can_send=False,
        sign_for=None,
        print_waits=0,
        pile=pile,
        missing="",
        can_go_on=True,
    )


def _sign_for(view: DocumentsView) -> Scene:
    def make() -> StaffScreen:
        screen = DocumentsScreen()
        screen.show_view(view)
        screen.open_sign_for()
        form = screen.form
        assert isinstance(form, SignForPanel)
        form.press_digit(1)
        form.press_digit(5)
        form.witness.set_value("大塚")
        return screen

    return Scene(make, work_samples.RAIL_DOCUMENTS, samples.at(10, 48))


def _reprint(view: DocumentsView) -> Scene:
    def make() -> StaffScreen:
        screen = DocumentsScreen()
        screen.show_view(view)
        screen.open_reprint()
        return screen

    return Scene(make, work_samples.RAIL_DOCUMENTS, samples.at(10, 49))


def _dispatch(
    view: DispatchView,
    rail: RailView = work_samples.RAIL_DISPATCH,
    now: datetime | None = None,
    lamps: tuple[Lamp, ...] = samples.LAMPS,
) -> Scene:
    def make() -> StaffScreen:
        screen = DispatchScreen()
        screen.show_view(view)
        return screen

    return Scene(make, rail, now or samples.at(11, 1), lamps)


def _wish() -> Scene:
    def make() -> StaffScreen:
        screen = DispatchScreen()
        screen.show_view(work_samples_plan.PLAN)
        screen.open_wish()
        return screen

    return Scene(make, work_samples.RAIL_PLAN, samples.at(10, 50))


def _later(view: DispatchView) -> Scene:
    """The resident is back a week later, and the papers are open."""

    def make() -> StaffScreen:
        screen = DispatchScreen()
        later = work_samples_dispatch.LATER
        groups = view.groups[1:]
        screen.show_view(replace(view, later=later, groups=groups, selected=groups[0].rows[0].id))
        screen.open_later()
        return screen

    return Scene(make, work_samples.RAIL_DISPATCH, samples.at(11, 1).replace(day=10))


def work_scenes(pages: Mapping[str, PageImage] | None = None) -> dict[str, Scene]:
    """The scenes by the name of their picture; `pages` are pictures of sheets by their id."""
    documents = work_samples_documents.documents(pages)
    dispatch = work_samples_dispatch.dispatch(pages)
    procedures = work_samples.PROCEDURES
    reason = work_samples.REASON
    put_off = tuple(
        replace(row, postponed=row.id == reason.id or row.postponed) for row in procedures.rows
    )
    return {
        "05-procedures": _procedures(procedures),
        "05-papers": _papers(procedures),
        "05-postponed": _procedures(
            replace(procedures, rows=put_off, reason=replace(reason, postponed=True))
        ),
        "06-documents": _documents(documents),
        "06-awaited": _documents(work_samples_documents.AWAITED, work_samples.RAIL_AWAITED),
        "06-consent": _documents(work_samples_documents.documents_before_signing(pages)),
        "06-consent-signed": _documents(replace(documents, selected="consent")),
        "06-printing": _documents(
            replace(documents, tablet_busy=False, print_waits=0, print_ready=6)
        ),
        "06-sign-for": _sign_for(work_samples_documents.documents_to_sign_for(pages)),
        "06-reprint": _reprint(documents),
        "06-pile-wrong": _documents(_settled(documents, work_samples_documents.PILE_WRONG)),
        "06-pile-jam": _documents(_settled(documents, work_samples_documents.PILE_JAMMED)),
        "06-pile-complete": _documents(_settled(documents, work_samples_documents.PILE_WHOLE)),
        "07-dispatch": _dispatch(dispatch),
        "07-pile": _dispatch(replace(dispatch, pile=work_samples_dispatch.PILE)),
        "07-left-over": _dispatch(
            replace(
                dispatch,
                pile=replace(work_samples_dispatch.PILE, wrong=(), act=""),
                left_over=work_samples_dispatch.LEFT_OVER,
                close_words="渡さずに終わる",
            )
        ),
        "07-plan": _dispatch(work_samples_plan.PLAN, work_samples.RAIL_PLAN, samples.at(10, 50)),
        "07-plan-uncertified": _dispatch(
            replace(work_samples_plan.PLAN, warning=work_samples_plan.UNCERTIFIED),
            work_samples.RAIL_PLAN,
            samples.at(10, 50),
        ),
        "07-wish": _wish(),
        "07-later": _later(dispatch),
        "07-later-side": _dispatch(replace(dispatch, later=work_samples_dispatch.LATER)),
        "07-sent": _dispatch(replace(dispatch, sent=work_samples_dispatch.SENT)),
        "07-result": _dispatch(replace(dispatch, selected=work_samples_dispatch.SCHOOL.id)),
        "09-error-hub": _dispatch(
            work_samples_dispatch.HUB_DOWN,
            work_samples.RAIL_HUB_DOWN,
            samples.at(10, 54),
            work_samples_dispatch.LAMPS_HUB,
        ),
    }
