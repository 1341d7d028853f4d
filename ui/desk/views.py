"""What the department's screens show: worded values, nothing to compute, no store."""

from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

from PySide6.QtGui import QImage

from counter_app.paperwork.terms import NO_TERMS, Terms, TermsAsked
from ui.desk.decision_words import USUAL, DecisionWords
from ui.staff.frame_views import Text
from ui.widgets.chip import Chip
from ui.widgets.clock import Deadline
from ui.widgets.nodes import Node


@dataclass(frozen=True, slots=True)
class TaskRowView:
    """One task: link code, procedure, its four acts, its clock."""

    key: str
    link_code: str
    title: str
    sub: str
    track: tuple[Node, ...]
    deadline: Deadline | None


@dataclass(frozen=True, slots=True)
class TaskGroupView:
    """A group of the list (おくれ, 今日・明日まで …)."""

    title: str
    rows: tuple[TaskRowView, ...]
    count: int = 0  # how many there are, listed or not


@dataclass(frozen=True, slots=True)
class FieldView:
    """One field the procedure carries; several values of one label stand under each other."""

    label: str
    values: tuple[Text, ...]
    chip: Chip | None = None


class Panel(StrEnum):
    """What the officer can do with a task now."""

    PROMISE = "promise"  # 約束する
    DECIDE = "decide"  # 認定・却下
    RETURN = "return"  # 返す
    ANSWER = "answer"  # 取下げに答える
    TOLD = "told"  # nothing: what was done, in words


@dataclass(frozen=True, slots=True)
class DecideView:
    """The decision: values to begin with, and how a computed amount came about."""

    reference_label: str  # 認定番号, 決定番号
    reference: str
    starts: str = ""  # 支給開始, "" where the product knows none
    amount: str = ""  # 月額, computed
    reasoning: str = ""
    asked: TermsAsked | None = None  # class, period and content, where the notice tells them
    terms: Terms = NO_TERMS  # what they begin with
    words: DecisionWords = USUAL


@dataclass(frozen=True, slots=True)
class NoticeRowView:
    """The notice under the decision, with its first page small."""

    title: str
    words: str
    button: str
    image: QImage | None = field(default=None, compare=False)
    image_key: str = ""  # stands for the image when two views are compared


@dataclass(frozen=True, slots=True)
class TaskView:
    """The task that is selected."""

    key: str
    link_code: str
    reception: str
    title: str
    fields: tuple[FieldView, ...]
    panel: Panel
    told: tuple[str, ...] = ()  # lines of what was done
    chip: Chip | None = None
    expected: date | None = None  # suggested day of the promise
    decide: DecideView | None = None
    notice: NoticeRowView | None = None
    note: str = ""
    may_return: bool = False
    has_papers: bool = False
    reprints: bool = False  # its notice is on paper: printing it again needs a reason
    may_reveal: bool = False  # the names are hidden and stand on no sheet


@dataclass(frozen=True, slots=True)
class PagesView:
    """Pages shown over the list: an application, a notice."""

    key: str
    title: str
    sub: str
    pages: tuple[QImage, ...] = field(default=(), compare=False)
    before_deciding: bool = False  # a look at what F8 would send


@dataclass(frozen=True, slots=True)
class DeskView:
    """依頼 (30)."""

    sub: str
    groups: tuple[TaskGroupView, ...]
    selected: str
    search: str
    task: TaskView | None
    pages: PagesView | None = None
    empty: str = ""
    primary: str = ""  # words of the primary button, "" when there is nothing to do
    busy: str = ""  # why the primary has to wait
