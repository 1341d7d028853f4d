"""The scenes of the clerk's window: each screen and state of the story, ready to be pictured."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Final

from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QGridLayout, QWidget

from counter_app.failures import FailureCode
from counter_app.model.by_hand import MoveFault, MoveField
from counter_app.model.member_details import MemberField
from counter_app.model.member_faults import MemberFault
from counter_app.model.reception import Protection
from ui import theme
from ui.staff import (
    samples,
    samples_abandon,
    samples_household,
    samples_interview,
    samples_reception,
)
from ui.staff.abandon_screen import AbandonScreen
from ui.staff.abandon_views import AbandonView
from ui.staff.by_hand_screen import ByHandScreen
from ui.staff.by_hand_views import ByHandView
from ui.staff.card_panel import CardPanel
from ui.staff.frame_views import PlacesView, RailView
from ui.staff.household_screen import HouseholdScreen
from ui.staff.household_views import HouseholdView
from ui.staff.interview_screen import InterviewScreen
from ui.staff.interview_views import InterviewView
from ui.staff.reception_screen import ReceptionScreen
from ui.staff.reception_views import ReceptionView
from ui.staff.screen import StaffScreen
from ui.staff.start_screen import StartScreen
from ui.staff.start_views import StartView
from ui.staff.window import StaffWindow
from ui.staff.words.common import problem
from ui.widgets.arrange import Label, Stack
from ui.widgets.bars import Lamp
from ui.widgets.card import CardState
from ui.widgets.focus import picture_focus

_NONE: Final = Qt.KeyboardModifier.NoModifier
_TOWN, _USER = "Y町", "窓口2　佐伯"


@dataclass(frozen=True, slots=True)
class Scene:
    """One state of one screen: how the screen is made, and what the frame shows around it."""

    screen: Callable[[], StaffScreen]
    rail: RailView | PlacesView
    now: datetime
    lamps: tuple[Lamp, ...] = samples.LAMPS

    def window(self) -> StaffWindow:
        """A window that shows the scene; the caller sizes, shows and closes it."""
        made = StaffWindow(_TOWN, _USER)
        made.resize(made.sizeHint())  # the focus goes where it goes in a window of the usual size
        if isinstance(self.rail, RailView):
            made.set_rail(self.rail)
        else:
            made.set_places(self.rail)
        made.set_bar(self.lamps, self.now)
        made.show_screen(self.screen())
        return made


def _start(view: StartView) -> Scene:
    def make() -> StaffScreen:
        screen = StartScreen()
        screen.show_view(view)
        return screen

    return Scene(make, samples.PLACES, samples.at(10, 8))


def _reception(view: ReceptionView) -> Scene:
    def make() -> StaffScreen:
        screen = ReceptionScreen()
        screen.show_view(view)
        return screen

    if view.problem is not None:
        return Scene(make, samples.RAIL_STOPPED, samples.at(10, 17), samples.LAMPS_CARD)
    return Scene(make, samples.RAIL_RECEPTION, samples.at(10, 17))


def _abandon(view: AbandonView) -> Scene:
    def make() -> StaffScreen:
        screen = AbandonScreen()
        screen.show_view(view)
        return screen

    rail = replace(samples.RAIL_RECEPTION, may_give_up=False)
    return Scene(make, rail, samples.at(10, 17))


def _visit_taken() -> Scene:
    """An announced visit that somebody else has begun meanwhile."""

    def make() -> StaffScreen:
        screen = StartScreen()
        screen.show_view(samples.START)
        detail = "9:58 から 窓口1（三浦）で受付中です。"
        screen.show_problem(problem(FailureCode.VISIT_ALREADY_TAKEN, detail))
        return screen

    return Scene(make, samples.PLACES, samples.at(10, 8))


def _by_hand(view: ByHandView, *, abroad: bool = False) -> Scene:
    def make() -> StaffScreen:
        screen = ByHandScreen()
        screen.begin(view)
        if abroad:
            screen.take_key(QKeyEvent(QEvent.Type.KeyPress, Qt.Key.Key_2, _NONE))
        return screen

    return Scene(make, samples.PLACES, samples.at(10, 9))


def _household(view: HouseholdView) -> Scene:
    def make() -> StaffScreen:
        screen = HouseholdScreen()
        screen.show_view(view)
        return screen

    return Scene(make, samples.RAIL_HOUSEHOLD, samples.at(10, 22))


def _interview(view: InterviewView) -> Scene:
    def make() -> StaffScreen:
        screen = InterviewScreen()
        screen.show_view(view)
        return screen

    return Scene(make, samples.RAIL_INTERVIEW, samples.at(10, 28))


def _interview_over(view: InterviewView) -> Scene:
    """The rail says the same as the page."""
    scene = _interview(view)
    assert isinstance(scene.rail, RailView)
    steps = list(scene.rail.steps)
    steps[scene.rail.here] = replace(steps[scene.rail.here], line=f"{view.answered}問 済み")
    return replace(scene, rail=replace(scene.rail, steps=tuple(steps)))


def _full(scene: Scene) -> Scene:
    """The same scene in a household with long names."""
    assert isinstance(scene.rail, RailView)
    return replace(scene, rail=replace(scene.rail, plate=samples.PLATE_LONG))


_RECEPTION = samples_reception.RECEPTION
_IDENTITY = samples_reception.IDENTITY
_UNCHECKED: Final = replace(
    _RECEPTION,
    protection=Protection.UNASKED,
    identity=replace(
        _IDENTITY, needed=2, chosen=(), confirmed=False, error="書類がもう1点要ります。"
    ),
    card=replace(samples_reception.CARD_STATES[0], summary="今日は2枚"),
    can_go_on=False,
    missing="支援措置の質問と本人確認がまだです",
)

_TYPED: Final = ByHandView("乙県南郡Y町", date(2026, 4, 3))
_TYPED_WRONG: Final = replace(
    _TYPED,
    faults=(
        MoveFault(MoveField.PREFECTURE, "都道府県を入れてください。"),
        MoveFault(MoveField.MOVED_ON, "届出の日より後の日です。予定では届け出られません。"),
    ),
    person_faults=(MemberFault(MemberField.KANA, "全角の片仮名で入れてください。"),),
)

SCENES: Final[dict[str, Scene]] = {
    "01-start": _start(samples.START),
    "01-long-name": _start(samples.START_LONG),
    "01-nothing": _start(samples.START_NOTHING),
    "01-ended": _start(samples.START_ENDED),
    "01-visit-taken": _visit_taken(),
    "02-abandon": _abandon(samples_abandon.ABANDON),
    "02-abandon-unsaid": _abandon(samples_abandon.ABANDON_UNSAID),
    "01-by-hand": _by_hand(_TYPED),
    "01-by-hand-abroad": _by_hand(_TYPED, abroad=True),
    "01-by-hand-refused": _by_hand(_TYPED_WRONG),
    "01-full": _start(samples.START_FULL),
    "03-full": _full(_household(samples_household.HOUSEHOLD_FULL)),
    "08-full": _full(_reception(samples_reception.RECEPTION_FULL)),
    "02-reception": _reception(_RECEPTION),
    "02-first-question": _reception(_UNCHECKED),
    "02-contact": _reception(samples_reception.RECEPTION_CONTACT),
    "02-protected": _reception(samples_reception.RECEPTION_PROTECTED),
    "02-long-name": _reception(samples_reception.RECEPTION_LONG),
    "03-long-name": _household(samples_household.HOUSEHOLD_LONG),
    "03-household": _household(samples_household.HOUSEHOLD),
    "03-correction": _household(samples_household.HOUSEHOLD_EDIT),
    "03-shape": _household(samples_household.HOUSEHOLD_SHAPE),
    "03-foreign": _household(samples_household.HOUSEHOLD_FOREIGN),
    "03-add": _household(samples_household.HOUSEHOLD_ADD),
    "03-add-refused": _household(samples_household.HOUSEHOLD_REFUSED),
    "03-added": _household(samples_household.HOUSEHOLD_ADDED),
    "04-interview": _interview(samples_interview.INTERVIEW),
    "04-finished": _interview_over(
        replace(
            samples_interview.INTERVIEW,
            question=None,
            after=(),
            answered=16,
            remaining="残り 0問",
            finished="聞き取りは終わりました。手続の一覧を確かめてください。",
        )
    ),
    "08-error-card": _reception(samples_reception.RECEPTION_STOPPED),
} | {
    f"02-card-{view.state.name.lower().replace('_', '-')}": _reception(
        replace(_RECEPTION, card=replace(view, summary=_RECEPTION.card.summary))
    )
    for view in samples_reception.CARD_STATES
}


def card_board() -> QWidget:
    """The card panel in its four states and two failures, side by side (02b)."""
    board = QWidget()
    board.setAutoFillBackground(True)
    heading = Stack(Label("カードの状態", 24, bold=True), across=True, gap=16)
    heading.add(Label("受付の「カード」欄がとる6つの形", 14, bold=True, ink=theme.INK_2))
    heading.push()
    grid = QGridLayout(board)
    grid.setContentsMargins(24, 20, 24, 16)
    grid.setSpacing(16)
    across = 3 if theme.factor() < 1.5 else 1
    grid.addWidget(heading, 0, 0, 1, across)
    for index, view in enumerate(samples_reception.CARD_STATES):
        panel = CardPanel(compact=True)
        panel.show_card(view)
        panel.setMinimumHeight(theme.scaled(268))
        grid.addWidget(panel, 1 + index // across, index % across)
        grid.setColumnStretch(index % across, 1)
        if view.state is CardState.DONE and panel.primary is not None:
            picture_focus(board, panel.primary)
    theme.dress(board)
    board.setMaximumHeight(theme.scaled(650 if across == 3 else 1800))
    return board
