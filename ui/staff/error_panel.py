"""The banner of a problem (08): what happened, what is saved, what to do now, in three columns."""

from PySide6.QtCore import Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QWidget

from ui.staff.frame_views import ActionView, ProblemView
from ui.widgets.arrange import Stack
from ui.widgets.banner import ErrorBanner
from ui.widgets.button import Button, Kind, Size

_WINDOW_KEYS = ("", "Enter", "Esc")


def bound_keys(key: str) -> str:
    """The key sequence of a hint as it is drawn (「Alt N」); nothing for keys the window keeps."""
    window = key in _WINDOW_KEYS or (key.startswith("F") and key[1:].isdigit())
    return "" if window else key.replace(" ", "+").replace("←", "Left")


def action_button(action: ActionView, size: Size = Size.SMALL) -> Button:
    """A button for an action of a view, with its key bound while it is visible."""
    kind = Kind.PRIMARY if action.primary and size is not Size.TINY else Kind.NEUTRAL
    if action.primary and size is Size.TINY:
        kind = Kind.SECOND
    button = Button(action.words, kind, size, key=action.key)
    keys = bound_keys(action.key)
    if keys:
        shortcut = QShortcut(QKeySequence(keys), button)
        shortcut.activated.connect(button.click)
    return button


class ErrorPanel(Stack):
    """One problem with its ways out. `action` gives the id of the button that was pressed."""

    action = Signal(str)

    def __init__(self, view: ProblemView, parent: QWidget | None = None) -> None:
        super().__init__(gap=0, parent=parent)
        self.primary: Button | None = None
        buttons = []
        for wanted in view.actions:
            button = action_button(wanted)
            button.clicked.connect(lambda _=False, at=wanted.id: self.action.emit(at))
            if wanted.primary:
                self.primary = button
            buttons.append(button)
        self.add(
            ErrorBanner(
                view.title, view.code, view.page, view.happened, view.saved, view.now, buttons
            )
        )
