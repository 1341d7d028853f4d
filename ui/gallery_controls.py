"""What is pressed, filled in and read in the gallery: buttons, inputs, chips, clocks, answers."""

from datetime import date

from PySide6.QtCore import QPointF
from PySide6.QtGui import QEnterEvent
from PySide6.QtWidgets import QApplication, QWidget

from ui import theme
from ui.widgets.arrange import Label, Stack
from ui.widgets.button import Button, Kind, Size
from ui.widgets.chip import ChipKind, DeliveryMark, MarkLine, StatusChip
from ui.widgets.clock import Clock, Deadline
from ui.widgets.fields import ChoiceField, DateField, TextField
from ui.widgets.fold import Fold
from ui.widgets.keyhint import KeyHint
from ui.widgets.meters import Harm, HarmBars, Meter, ProgressBar
from ui.widgets.name_edit import NameEdit
from ui.widgets.options import CheckBox, OptionCard, OptionGroup, RadioOption
from ui.widgets.panels import Panel
from ui.widgets.source import Source, SourceTag
from ui.widgets.tabs import TabStrip

HERE = "here"
"""Object name of the part that has the focus in the picture."""
INPUT_HERE = "input here"
"""Object name of the input that is pictured with the focus."""
NAME = "渡邉\U000e010f 髙志"


def across(*widgets: QWidget, gap: float = 14) -> Stack:
    """Parts beside each other, from the left."""
    row = Stack(*widgets, across=True, gap=gap)
    row.push()
    return row


def captioned(widget: QWidget, words: str) -> Stack:
    """A part with its name under it."""
    column = Stack(widget, Label(words, 14, ink=theme.INK_2), gap=6)
    column.push()
    return column


def box(title: str, *content: QWidget, gap: float = 12) -> Panel:
    """One frame of the page."""
    panel = Panel(Label(title, 16, bold=True, ink=theme.INK_STRONG), gap=gap)
    for widget in content:
        panel.add(widget)
    panel.push()
    panel.setSizePolicy(panel.sizePolicy().horizontalPolicy(), panel.sizePolicy().Policy.Preferred)
    return panel


def buttons() -> Panel:
    """Every kind, size and state of a button."""
    later = Button("次へ　世帯", Kind.PRIMARY, key="F8")
    later.set_ready(False, "本人確認がまだです")
    here = Button("次へ　世帯", Kind.PRIMARY, key="F8")
    here.setObjectName(HERE)
    over = Button("次へ　世帯", Kind.PRIMARY, key="F8")
    place = QPointF(10, 10)
    QApplication.sendEvent(over, QEnterEvent(place, place, place))
    return box(
        "ボタンとキー",
        across(
            captioned(Button("次へ　世帯", Kind.PRIMARY, key="F8"), "主"),
            captioned(over, "主・重ねる"),
            captioned(here, "主・焦点"),
            captioned(later, "使えない＋横に理由"),
        ),
        across(
            captioned(Button("戻る", key="Alt ←"), "副"),
            captioned(Button("直す", size=Size.SMALL, key="Alt E"), "小 36"),
            captioned(Button("印刷", size=Size.TINY, key="Alt P"), "極小 30"),
            captioned(Button("止める", Kind.STOP, key="S"), "止める"),
            captioned(Button("取り消す", Kind.WORDS, Size.TINY), "文字"),
        ),
        across(captioned(Button("選んだ受付を開く", Kind.SECOND, key="Enter"), "次")),
    )


def inputs() -> Panel:
    """Fields as they stand, with the focus, wrong, fixed; rings and boxes."""
    wrong = TextField("", "令和8年4月31日", width=176)
    wrong.set_error("31日はありません")
    chosen, checked = RadioOption("選んだ"), CheckBox("選んだ")
    chosen.setChecked(True)
    checked.setChecked(True)
    fixed = TextField("", "20,000円", width=140, read_only=True)
    focused = TextField("", "令和8年4月3日", width=150)
    focused.edit.setObjectName(INPUT_HERE)
    return box(
        "入力",
        across(
            captioned(TextField("", "若葉幼稚園", width=140), "ふつう"),
            captioned(focused, "焦点"),
            captioned(wrong, "誤り"),
            captioned(fixed, "読むだけ"),
        ),
        across(chosen, RadioOption("選べる"), checked, CheckBox("選べる")),
        across(
            DateField("通い始める日", date(2026, 4, 3), True),
            ChoiceField("来た人", ["世帯主 本人", "代理人"], width=180),
        ),
        across(NameEdit(NAME)),
    )


def chips() -> Panel:
    """Outcomes and states."""
    first = ("APPLIES", "NOTHING_TO_FILE", "COVERED", "GUIDE_ONLY", "UNDECIDED")
    rest = (
        ChipKind.CARD_READ.chip(),
        ChipKind.RESENT.chip("再送 2回目"),
        ChipKind.DECLINED.chip(),
        ChipKind.VIEWING.chip("閲覧中 9／10"),
        ChipKind.NEXT.chip(),
        ChipKind.NOT_YET.chip(),
    )
    return box(
        "札（判定・状態）",
        across(*(StatusChip(ChipKind[name].chip()) for name in first)),
        across(*(StatusChip(chip) for chip in rest)),
        across(
            StatusChip(ChipKind.NO_CARD.chip()),
            StatusChip(ChipKind.CARD_NOT_TODAY.chip()),
            StatusChip(ChipKind.READY.chip()),
            StatusChip(ChipKind.ALLOWED.chip()),
            StatusChip(ChipKind.RELEASE_WAITS.chip("監督者の解除待ち 3")),
        ),
    )


def clocks() -> Panel:
    """Deadlines by what is left of them; messages by where they are."""
    deadlines = (
        Deadline("7/1（水）", 0.02),
        Deadline("4/24", 0.3),
        Deadline("明日まで", 0.6),
        Deadline("明日まで", 0.6, True),
        Deadline("今日 17:15", 0.97, True),
        Deadline("3日おくれ", 1, True),
    )
    marks = (
        DeliveryMark.MADE.mark(),
        DeliveryMark.WAITS.mark(),
        DeliveryMark.RESENT.mark("再送 2回目"),
        DeliveryMark.ARRIVED.mark(),
        DeliveryMark.FAILED.mark(),
        DeliveryMark.EXPIRED.mark(),
    )
    return box(
        "期限の時計・送信の状態",
        across(*(Clock(deadline) for deadline in deadlines)),
        across(*(MarkLine(mark) for mark in marks)),
    )


def sources() -> Panel:
    """Where facts come from, harm, keys, meters, tabs."""
    keys = ("F8", "Alt 1", "Ctrl Z", "Enter")
    return box(
        "出どころ・害の大きさ・キー",
        across(*(SourceTag(source, words=True) for source in Source)),
        across(*(HarmBars(harm) for harm in Harm), *(KeyHint(key) for key in keys)),
        across(Meter(12, True, 16)),
        ProgressBar(0.62),
        across(TabStrip([("すべて", 32), ("該当", 20), ("みなし", 2), ("届出不要", 4)])),
    )


def answers() -> Panel:
    """A folded group and the options of a question."""
    group = OptionGroup(
        [
            OptionCard("幼稚園・認可外", 1, "施設等利用給付認定"),
            OptionCard("認可保育所", 2, "保育所等 利用申込"),
        ]
    )
    group.select(0)
    fold = Fold("介護", "要介護2・訪問介護を使う", "2問")
    return box("質問と答え", fold, group, gap=8)
