"""What stands over the list of 07 before the commit: what a change undid, what is to be known."""

from dataclasses import replace

from PySide6.QtCore import Qt

from ui import theme
from ui.staff.frame_views import Text
from ui.staff.work_parts import flowing
from ui.widgets.arrange import Stack
from ui.widgets.drawing import Icon, IconView
from ui.widgets.words import Run


def planned_note(words: str) -> Stack:
    """What a change of a wish undid, over the list."""
    return Stack(flowing((Run(words, bold=True, ink=theme.WARN_INK),)), margins=(8, 0, 8, 8))


def planned_warning(words: Text) -> Stack:
    """What is better known before everything is asked at once; it hinders nothing."""
    mark = IconView(Icon.ALERT, 20, theme.WARN_MARK)
    line = Stack(across=True, gap=8, margins=(8, 0, 8, 8))
    line.add(Stack(mark, margins=(0, 2, 0, 0)), align=Qt.AlignmentFlag.AlignTop)
    line.add(flowing(tuple(replace(run, ink=theme.WARN_INK) for run in words)), 1)
    return line
