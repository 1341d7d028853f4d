"""Every part in its states on one page, to judge by eye: `python -m ui.gallery OUT.png [150]`."""

import sys
from collections.abc import Sequence
from datetime import date
from pathlib import Path

from PySide6.QtCore import QPointF
from PySide6.QtGui import QColor, QEnterEvent, QImage, QPainter
from PySide6.QtWidgets import QApplication, QGridLayout, QWidget

from ui import theme
from ui.widgets.arrange import Label, Stack
from ui.widgets.banner import ErrorBanner, ErrorLine, Notice, NoticeKind
from ui.widgets.button import Button, Kind, Size
from ui.widgets.card import CardAndReader, CardState
from ui.widgets.chip import ChipKind, DeliveryMark, MarkLine, StatusChip
from ui.widgets.clock import Clock, Deadline
from ui.widgets.drawing import Icon
from ui.widgets.fields import ChoiceField, DateField, TextField
from ui.widgets.focus import FocusFrame, picture_focus
from ui.widgets.keyhint import KeyHint
from ui.widgets.meters import Harm, HarmBars, Meter, ProgressBar
from ui.widgets.name_edit import NameEdit
from ui.widgets.names import NameLabel
from ui.widgets.nodes import Node, NodeLine, NodeState, NodeUse
from ui.widgets.options import CheckBox, Fold, OptionCard, OptionGroup, RadioOption
from ui.widgets.panels import Panel
from ui.widgets.pin import PinBoxes
from ui.widgets.rail import Step, StepRail
from ui.widgets.sheets import Thumbnail
from ui.widgets.source import Source, SourceTag
from ui.widgets.tabs import TabStrip
from ui.widgets.words import Run, Words

HERE = "here"
"""Object name of the part that has the focus in the picture."""
INPUT_HERE = "input here"
"""Object name of the input that is pictured with the focus."""
NAME = "渡邉\U000e010f 髙志"
_DONE, _WAITS, _TO_COME = NodeState.DONE, NodeState.WAITS, NodeState.TO_COME
_EMPTY = Node()


def track_states() -> tuple[tuple[str, tuple[Node, ...]], ...]:
    """The commitment in each of its states (依頼の4段)."""
    asked = Node(_DONE, "10:53")
    promised = Node(_DONE, "10:54")
    declared = Node(_DONE, "10:58")
    finished = Node(NodeState.FINISHED, "11:00")
    refused = NodeState.REFUSED
    return (
        ("頼んだ", (asked, Node(_WAITS, "約束待ち"), _EMPTY, _EMPTY)),
        ("約束", (asked, Node(_DONE, "10:55"), _EMPTY, _EMPTY)),
        ("お断り", (asked, Node(refused, "お断り"), _EMPTY, _EMPTY)),
        ("頼み直した", (Node(_DONE, "11:04"), Node(_WAITS, "2回目"), _EMPTY, _EMPTY)),
        (
            "おくれ",
            (Node(_DONE, "4/2"), Node(_DONE, "4/3"), Node(NodeState.LATE, "3日超過"), _EMPTY),
        ),
        ("完了", (asked, promised, declared, Node(_WAITS, "受入れ待ち"))),
        ("終わり", (asked, Node(_DONE, "10:53"), finished, finished)),
        ("差し戻し", (asked, promised, declared, Node(refused, "差し戻し"))),
        ("取消しの申し出", (asked, promised, Node(_WAITS, "取消し中"), _EMPTY)),
        ("取りやめ", (asked, Node(refused, "取りやめ"), _EMPTY, _EMPTY)),
    )


def _across(*widgets: QWidget, gap: float = 14) -> Stack:
    row = Stack(*widgets, across=True, gap=gap)
    row.push()
    return row


def _captioned(widget: QWidget, words: str) -> Stack:
    column = Stack(widget, Label(words, 14, ink=theme.INK_2), gap=6)
    column.push()
    return column


def _box(title: str, *content: QWidget, gap: float = 12) -> Panel:
    panel = Panel(Label(title, 16, bold=True, ink=theme.INK_STRONG), gap=gap)
    for widget in content:
        panel.add(widget)
    panel.push()
    panel.setSizePolicy(panel.sizePolicy().horizontalPolicy(), panel.sizePolicy().Policy.Preferred)
    return panel


def _buttons() -> Panel:
    later = Button("次へ　世帯", Kind.PRIMARY, key="F8")
    later.set_ready(False, "本人確認がまだです")
    here = Button("次へ　世帯", Kind.PRIMARY, key="F8")
    here.setObjectName(HERE)
    over = Button("次へ　世帯", Kind.PRIMARY, key="F8")
    place = QPointF(10, 10)
    QApplication.sendEvent(over, QEnterEvent(place, place, place))
    return _box(
        "ボタンとキー",
        _across(
            _captioned(Button("次へ　世帯", Kind.PRIMARY, key="F8"), "主"),
            _captioned(over, "主・重ねる"),
            _captioned(here, "主・焦点"),
            _captioned(later, "使えない＋横に理由"),
        ),
        _across(
            _captioned(Button("戻る", key="Alt ←"), "副"),
            _captioned(Button("直す", size=Size.SMALL, key="Alt E"), "小 36"),
            _captioned(Button("印刷", size=Size.TINY, key="Alt P"), "極小 30"),
            _captioned(Button("止める", Kind.STOP, key="S"), "止める"),
            _captioned(Button("取り消す", Kind.WORDS, Size.TINY), "文字"),
        ),
        _across(_captioned(Button("選んだ受付を開く", Kind.SECOND, key="Enter"), "次")),
    )


def _inputs() -> Panel:
    wrong = TextField("", "令和8年4月31日", width=176)
    wrong.set_error("31日はありません")
    chosen, checked = RadioOption("選んだ"), CheckBox("選んだ")
    chosen.setChecked(True)
    checked.setChecked(True)
    fixed = TextField("", "20,000円", width=140, read_only=True)
    focused = TextField("", "令和8年4月3日", width=150)
    focused.edit.setObjectName(INPUT_HERE)
    return _box(
        "入力",
        _across(
            _captioned(TextField("", "若葉幼稚園", width=140), "ふつう"),
            _captioned(focused, "焦点"),
            _captioned(wrong, "誤り"),
            _captioned(fixed, "読むだけ"),
        ),
        _across(chosen, RadioOption("選べる"), checked, CheckBox("選べる")),
        _across(
            DateField("通い始める日", date(2026, 4, 3), True),
            ChoiceField("来た人", ["世帯主 本人", "代理人"], width=180),
        ),
        _across(NameEdit(NAME)),
    )


def _chips() -> Panel:
    first = ("APPLIES", "NOTHING_TO_FILE", "COVERED", "GUIDE_ONLY", "UNDECIDED")
    rest = (
        ChipKind.CARD_READ.chip(),
        ChipKind.RESENT.chip("再送 2回目"),
        ChipKind.DECLINED.chip(),
        ChipKind.VIEWING.chip("閲覧中 9／10"),
        ChipKind.NEXT.chip(),
        ChipKind.NOT_YET.chip(),
    )
    return _box(
        "札（判定・状態）",
        _across(*(StatusChip(ChipKind[name].chip()) for name in first)),
        _across(*(StatusChip(chip) for chip in rest)),
        _across(
            StatusChip(ChipKind.NO_CARD.chip()),
            StatusChip(ChipKind.CARD_NOT_TODAY.chip()),
            StatusChip(ChipKind.READY.chip()),
            StatusChip(ChipKind.ALLOWED.chip()),
            StatusChip(ChipKind.RELEASE_WAITS.chip("監督者の解除待ち 3")),
        ),
    )


def _clocks() -> Panel:
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
    return _box(
        "期限の時計・送信の状態",
        _across(*(Clock(deadline) for deadline in deadlines)),
        _across(*(MarkLine(mark) for mark in marks)),
    )


def _sources() -> Panel:
    keys = ("F8", "Alt 1", "Ctrl Z", "Enter")
    return _box(
        "出どころ・害の大きさ・キー",
        _across(*(SourceTag(source, words=True) for source in Source)),
        _across(*(HarmBars(harm) for harm in Harm), *(KeyHint(key) for key in keys)),
        _across(Meter(12, True, 16)),
        ProgressBar(0.62),
        _across(TabStrip([("すべて", 32), ("該当", 20), ("みなし", 2), ("届出不要", 4)])),
    )


def _answers() -> Panel:
    group = OptionGroup(
        [
            OptionCard("幼稚園・認可外", 1, "施設等利用給付認定"),
            OptionCard("認可保育所", 2, "保育所等 利用申込"),
        ]
    )
    group.select(0)
    fold = Fold("介護", "要介護2・訪問介護を使う", "2問")
    return _box("質問と答え", fold, group, gap=8)


def _tracks() -> Panel:
    panel = _box("依頼の4段")
    holder = QWidget()
    grid = QGridLayout(holder)
    grid.setContentsMargins(0, 0, 0, 0)
    grid.setHorizontalSpacing(20)
    for at, (words, nodes) in enumerate(track_states()):
        cell = Stack(Label(words, 14, ink=theme.INK_2), NodeLine(nodes), gap=2)
        grid.addWidget(cell, at // 5, at % 5)
    panel.insert(1, holder)
    return panel


def _steps() -> Panel:
    steps = [
        Step("受付", "済み", _DONE),
        Step("世帯", "いまここ", NodeState.HERE),
        Step("聞き取り", "問題 1件", NodeState.HALTED),
        Step("手続", "これから"),
    ]
    rail = StepRail(steps)
    rail.show_steps(steps, 1)
    rail.plate.hide()
    rail.setFixedHeight(theme.scaled(330))
    rail.show_saved("10:17 保存済み")
    pips = [Node(_DONE)] * 3 + [Node(NodeState.HERE)] + [Node()] * 2
    dots = [Node(_DONE)] * 3 + [Node(NodeState.HERE, "4／5　署名"), Node()]
    words = Stack(
        Label("一覧での進み（6区切り）", 14, ink=theme.INK_2),
        _across(NodeLine(pips, NodeUse.PIPS), Label("4 手続", 14), gap=8),
        NodeLine(dots, NodeUse.PROGRESS),
        NameLabel(NAME, 28),
        _across(NameLabel("邉\U000e010f", 112), NameLabel("邉\U000e0111", 112)),
        gap=8,
    )
    words.push()
    return _box("段階の一覧", _across(rail, words, gap=24))


def _news() -> Panel:
    return _box(
        "知らせ",
        ErrorLine("カードが読取りの途中で外れました", "CARD_REMOVED"),
        Notice(NoticeKind.DEGRADED, [Run("連携基盤に届きません（10:50から）", bold=True)]),
        Notice(NoticeKind.INFO, "転出証明書情報が届きました（X市・5人）"),
        Notice(NoticeKind.DONE, "15件を確定しました"),
        gap=10,
    )


def _sample_page() -> QImage:
    image = QImage(420, 594, QImage.Format.Format_RGB32)
    image.fill(QColor("white"))
    painter = QPainter(image)
    painter.setPen(QColor("black"))
    for row in range(14):
        painter.drawRect(30, 60 + row * 36, 90, 30)
        painter.drawRect(120, 60 + row * 36, 270, 30)
    painter.end()
    return image


def _sheets() -> Panel:
    page = _sample_page()
    kinds = (ChipKind.NOT_YET, ChipKind.READ_THROUGH, ChipKind.LOOKING, ChipKind.SIGNED)
    thumbs = [Thumbnail("", "", kind.chip(), page, upright=True) for kind in kinds]
    thumbs[2].setChecked(True)
    return _box("書類の縮小", _across(*thumbs))


def _cards() -> Panel:
    return _box("カードと読取機", _across(*(CardAndReader(state) for state in CardState), gap=24))


def _failure() -> Panel:
    return _box(
        "止まったとき",
        ErrorBanner(
            "カードが読取りの途中で外れました",
            "CARD_REMOVED",
            "手引 3-4",
            [Run("10:17 に "), Run(NAME, name=True), Run(" さんのカードが読取機から離れました。")],
            [
                Run("支援措置の答えは保存済みです。"),
                Run("途中まで読んだ内容は捨てました。", bold=True),
            ],
            "カードを置き直し、読み終わるまで離さないでください。",
            [
                Button("もう一度読む", Kind.PRIMARY, Size.SMALL, key="Enter"),
                Button("あとで読む", size=Size.SMALL, key="Alt L"),
            ],
        ),
        _across(PinBoxes(lambda: 2), Button("職員に聞く", size=Size.FOOTER, icon=Icon.PERSON)),
        Words(
            [
                Run("受付は "),
                Run(NAME, name=True),
                Run(" さんの世帯です。"),
                Run("氏名は登録された字形のまま示します。", bold=True),
            ]
        ),
    )


class Gallery(QWidget):
    """The page of parts."""

    def __init__(self) -> None:
        super().__init__()
        self.setWindowTitle("部品")
        self.setAutoFillBackground(True)
        grid = QGridLayout(self)
        edge, gap = theme.scaled(24), theme.scaled(14)
        grid.setContentsMargins(edge, theme.scaled(20), edge, edge)
        grid.setSpacing(gap)
        grid.addWidget(Label("部品", 24, bold=True, ink=theme.INK_STRONG), 0, 0)
        rows: Sequence[tuple[QWidget, ...]] = (
            (_buttons(), _inputs()),
            (_chips(), _clocks()),
            (_sources(), _answers()),
            (_tracks(),),
            (_steps(), Stack(_news(), _sheets(), gap=14)),
            (_cards(),),
            (_failure(),),
        )
        for at, row in enumerate(rows, start=1):
            for column, widget in enumerate(row):
                grid.addWidget(widget, at, column, 1, 2 // len(row))
        grid.setColumnStretch(0, 1)
        grid.setColumnStretch(1, 1)
        self.frame = FocusFrame(self)
        focused = self.findChild(QWidget, INPUT_HERE)
        assert focused is not None
        picture_focus(self, focused)


def main(arguments: Sequence[str]) -> int:
    """Render the gallery to a PNG, at a text scale (100 to 200) when one is given."""
    application = QApplication.instance() or QApplication(["gallery"])
    assert isinstance(application, QApplication)
    theme.install(application)
    if len(arguments) > 1:
        theme.set_text_scale(int(arguments[1]))
    gallery = Gallery()
    theme.dress(gallery)
    gallery.resize(theme.scaled(1440), theme.scaled(1700))
    gallery.show()
    gallery.activateWindow()
    here = gallery.findChild(Button, HERE)
    assert here is not None
    here.setFocus()
    for _ in range(4):
        application.processEvents()
    image = gallery.grab()
    return 0 if image.save(str(Path(arguments[0]))) else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:] or ["gallery.png"]))
