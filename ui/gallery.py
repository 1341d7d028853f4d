"""Every part in its states on one page, to judge by eye: `python -m ui.gallery OUT.png [150]`."""

import sys
from collections.abc import Sequence
from pathlib import Path

from PySide6.QtGui import QColor, QImage, QPainter
from PySide6.QtWidgets import QApplication, QGridLayout, QWidget

from ui import theme
from ui.gallery_controls import (
    HERE,
    INPUT_HERE,
    NAME,
    across,
    answers,
    box,
    buttons,
    chips,
    clocks,
    inputs,
    sources,
)
from ui.widgets.arrange import Label, Stack
from ui.widgets.banner import ErrorBanner, ErrorLine, Notice, NoticeKind
from ui.widgets.button import Button, Kind, Size
from ui.widgets.card import CardAndReader, CardState
from ui.widgets.chip import ChipKind
from ui.widgets.drawing import Icon
from ui.widgets.focus import FocusFrame, picture_focus
from ui.widgets.names import NameLabel
from ui.widgets.nodes import Node, NodeLine, NodeState, NodeUse
from ui.widgets.panels import Panel
from ui.widgets.pin import PinBoxes
from ui.widgets.rail import Step, StepRail
from ui.widgets.sheets import Thumbnail
from ui.widgets.words import Run, Words

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


def _tracks() -> Panel:
    panel = box("依頼の4段")
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
        across(NodeLine(pips, NodeUse.PIPS), Label("4 手続", 14), gap=8),
        NodeLine(dots, NodeUse.PROGRESS),
        NameLabel(NAME, 28),
        across(NameLabel("邉\U000e010f", 112), NameLabel("邉\U000e0111", 112)),
        gap=8,
    )
    words.push()
    return box("段階の一覧", across(rail, words, gap=24))


def _news() -> Panel:
    return box(
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
    return box("書類の縮小", across(*thumbs))


def _cards() -> Panel:
    return box("カードと読取機", across(*(CardAndReader(state) for state in CardState), gap=24))


def _failure() -> Panel:
    return box(
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
        across(PinBoxes(lambda: 2), Button("職員に聞く", size=Size.FOOTER, icon=Icon.PERSON)),
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
            (buttons(), inputs()),
            (chips(), clocks()),
            (sources(), answers()),
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
