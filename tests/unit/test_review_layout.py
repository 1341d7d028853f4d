"""Nothing of supervisor's and department's windows is cut or nameless at the promised sizes."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import date

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QImage
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractScrollArea, QApplication, QLabel, QScrollArea, QWidget

from ui import theme
from ui.desk.desk_screen import DeskScreen
from ui.desk.views import (
    DecideView,
    DeskView,
    FieldView,
    NoticeRowView,
    PagesView,
    Panel,
    TaskGroupView,
    TaskRowView,
    TaskView,
)
from ui.desk.window import DeskWindow
from ui.review.day_screen import DayScreen
from ui.review.find_screen import FindScreen
from ui.review.log_screen import LogScreen
from ui.review.review_screen import ReviewScreen
from ui.review.views import (
    CaseView,
    ConcernView,
    DayView,
    DecisionView,
    FilterView,
    FindView,
    HourView,
    LogRowView,
    LogView,
    NoticeView,
    OpenBarView,
    QueueRowView,
    ReviewView,
    StoryRowView,
    StoryTabView,
    TileView,
    VerdictWords,
)
from ui.review.window import ReviewWindow
from ui.staff.screen import StaffScreen
from ui.staff.views import PlacesView, ReceptionRowView, text
from ui.staff.window import StaffWindow
from ui.widgets.chip import Chip, ChipKind, Mark, Tint
from ui.widgets.clock import Deadline
from ui.widgets.drawing import Icon, Painted
from ui.widgets.meters import Harm
from ui.widgets.nodes import Node, NodeState
from ui.widgets.rail import Place
from ui.widgets.words import Run

SIZES = {"1440x900": (1440, 900, 100), "1280x800": (1280, 800, 100), "200%": (1440, 900, 200)}
PAGE = QImage(210, 297, QImage.Format.Format_RGB32)
PAGE.fill(Qt.GlobalColor.white)
FILTERS = tuple(
    FilterView(str(at), words, 2, True)
    for at, words in enumerate(("支援措置の解除", "届かない・遅れ", "受けなかった返事"))
)
STORY = (
    StoryTabView(
        "いきさつ",
        (
            StoryRowView("09:55", Icon.SHIELD, "支援措置「いる」", "本人・タブレット"),
            StoryRowView("10:36", Icon.CHECK, "解除を許した：本人が同意した", "大塚・監督者"),
        ),
        counted=False,
    ),
    StoryTabView("連絡", (StoryRowView("", Icon.MAIL, "あおば電力　止めています", "依頼した"),)),
    StoryTabView("書類", ()),
    StoryTabView("見た人", ()),
)
ROWS = (
    QueueRowView(
        "a",
        Harm.GRAVE,
        "支援措置の解除　3件",
        ("0403-002", "氏名を出しません", "三浦"),
        Deadline("今日まで", 0.7, True),
    ),
    QueueRowView("b", Harm.LOW, "受け付けなかった返事", ("あおば電力", "別の人"), since="4/2 から"),
)
CASE = CaseView(
    key="a",
    harm=Harm.GRAVE,
    kind="支援措置の解除",
    name="",
    heading="氏名と住所を表示しません",
    line="9時55分の受付・2人・担当 三浦（窓口1）",
    may=Chip(Tint.DONE, Icon.CHECK, "あなたは担当ではありません・判断できます"),
    may_decide=True,
    title="1件ずつ決める",
    sub="2件のうち 1件",
    decisions=(
        DecisionView(
            "1",
            1,
            "あおば電力　使用開始",
            "渡るもの：氏名・新しい住所・電話",
            "許すまで、相手に何も渡りません。",
            ChipKind.ALLOWED.chip(),
            False,
        ),
        DecisionView("2", 2, "前の小学校（X市）", "", "", ChipKind.NOT_DECIDED.chip(), True),
    ),
    current="2",
    words=VerdictWords(),
    hidden=True,
    story=STORY,
)
REFUSAL = replace(
    CASE,
    key="b",
    hidden=False,
    heading="",
    name="渡邉\U000e010f 髙志",
    decisions=CASE.decisions[1:],
    notice=NoticeView("児童手当認定請求却下通知書", "この形で出ます。", (PAGE,), "x"),
)
DAY = DayView(
    "今日のようす",
    "令和8年4月3日（金）　16:30 現在",
    (
        TileView("受付", "38", "件", "終わり 29・返事待ち 9"),
        TileView("署名まで", "7", "分", "はじめの署名まで"),
        TileView("対応時間", "34", "分", "1人 14分・5人〜 51分"),
        TileView("約束まで", "96", "%", "312件のうち 300件"),
        TileView("署名", "1.3", "回", "受付1件・目標 3回"),
        TileView("期限切れ", "0", "件", "すべて間に合う"),
    ),
    tuple(HourView(hour, 3, 5.0, 12.0 + hour) for hour in range(8, 17)),
    (OpenBarView("子育て支援課", 1, 2, 8), OpenBarView("町の外", 1, 4, 11)),
    (
        ConcernView(
            "a", "0401-006", "教育委員会　転入学", Mark(Icon.ALERT, "約束が2日おくれ", "#a90000")
        ),
    ),
    later=False,
)
TRACK = (
    Node(NodeState.DONE, "4/3"),
    Node(NodeState.DONE, "4/3"),
    Node(NodeState.WAITS, "決定待ち"),
    Node(),
)
TASK = TaskView(
    "t",
    "YK4M-7R20",
    "受付 0403-017",
    "児童手当 認定請求",
    (
        FieldView(
            "届出人",
            ((Run("渡邉\U000e010f 髙志", name=True, size=18), Run("　平成3年11月5日")),),
        ),
        FieldView("住所", ((Run("Y町大字上原1234番地5 ハイツ髙﨑 203号室"),),)),
        FieldView("添付", (), Chip(Tint.DONE, Icon.CHECK, "要りません")),
    ),
    Panel.DECIDE,
    decide=DecideView(
        "認定番号", "2026-0123", "令和8年4月", "20,000円", "4月分から。10,000円 × 2人。"
    ),
    expected=date(2026, 4, 20),
    notice=NoticeRowView("認定通知書", "決定と同時に作ります。", "通知書を見る", PAGE, "x"),
    note="却下は、理由と教示を書き、監督者が確かめます。",
    may_return=True,
    has_papers=True,
)
DESK = DeskView(
    "14件・おくれと期限の順",
    (
        TaskGroupView(
            "今日・明日まで",
            (
                TaskRowView(
                    "t",
                    "YK4M-7R20",
                    "子ども医療費 受給資格",
                    "0403-017・約束 4/15",
                    TRACK,
                    Deadline("4/12 でした", 1.0, True),
                ),
            ),
        ),
    ),
    "t",
    "",
    TASK,
    primary="認定を通知する",
)


def review(case: CaseView) -> StaffWindow:
    screen = ReviewScreen()
    screen.show_view(ReviewView("2件・害の大きさと残り時間の順", ROWS, case.key, case))
    return supervisor(screen, filters=True)


def supervisor(screen: StaffScreen, *, filters: bool = False) -> StaffWindow:
    window = ReviewWindow("Y町", "監督者　大塚")
    titles = ("確認待ち", "今日のようす", "受付を探す", "記録の点検")
    places = tuple(Place(title, 9, f"Alt {at}") for at, title in enumerate(titles, 1))
    window.set_places(PlacesView("監督者", places, 0, saved="記録のつながり 正常"))
    window.show_filters(FILTERS if filters else None)
    window.show_screen(screen)
    return window


def day() -> StaffWindow:
    screen = DayScreen()
    screen.show_view(DAY)
    return supervisor(screen)


def find() -> StaffWindow:
    screen = FindScreen()
    name = "渡邉\U000e010f 髙志"
    row = ReceptionRowView("r", "0403-017", name, "5人", "特例", 6, "依頼", "約束 3／15")
    screen.show_view(FindView("1件", "", (row,), "r", text("0403-017"), STORY))
    return supervisor(screen)


def log() -> StaffWindow:
    screen = LogScreen()
    row = LogRowView("1", "16:30", "大塚・監督者", "この受付を開いた", "0403-017")
    screen.show_view(LogView("12件", "記録のつながりは正常です。", True, False, True, (row,)))
    return supervisor(screen)


def desk(view: DeskView) -> StaffWindow:
    screen = DeskScreen()
    screen.show_view(view)
    window = DeskWindow("Y町", "子育て支援課　中村", "子育て支援課")
    places = tuple(Place(title, 3, "Alt 1") for title in ("すべて", "通知済み・受入待ち"))
    window.set_places(PlacesView("子育て支援課", places, 0))
    window.show_scope()
    window.show_screen(screen)
    return window


SCENES: dict[str, Callable[[], StaffWindow]] = {
    "20-review": lambda: review(CASE),
    "20-refusal": lambda: review(REFUSAL),
    "21-day": day,
    "find": find,
    "log": log,
    "30-desk": lambda: desk(DESK),
    "30-promise": lambda: desk(replace(DESK, task=replace(TASK, panel=Panel.PROMISE, notice=None))),
    "30-return": lambda: desk(replace(DESK, task=replace(TASK, panel=Panel.RETURN, notice=None))),
    "30-pages": lambda: desk(
        replace(DESK, pages=PagesView("p", "児童手当認定請求書", "8F3KQ7T2-01-1", (PAGE, PAGE)))
    ),
}


@pytest.fixture(scope="module")
def application() -> Iterator[QApplication]:
    running = QApplication.instance() or QApplication(["tests"])
    assert isinstance(running, QApplication)
    theme.install(running)
    yield running
    theme.set_text_scale(100)


@pytest.fixture(params=SCENES)
def scene(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.fixture(params=SIZES)
def shown(
    application: QApplication, request: pytest.FixtureRequest, scene: str
) -> Iterator[StaffWindow]:
    width, height, scale = SIZES[request.param]
    theme.set_text_scale(scale)
    window = SCENES[scene]()
    window.resize(width, height)
    window.show()
    assert QTest.qWaitForWindowExposed(window, 3000)
    for _ in range(4):
        application.processEvents()
    yield window
    window.allow_close()
    window.close()
    window.deleteLater()
    application.processEvents()


def visible(window: QWidget) -> list[QWidget]:
    return [part for part in window.findChildren(QWidget) if part.isVisible()]


def described(part: QWidget) -> str:
    words = part.accessibleName() or getattr(part, "text", lambda: "")()
    return f"{type(part).__name__} {words!r} {part.geometry().getRect()}"


def test_every_part_that_takes_the_focus_has_a_name(shown: StaffWindow) -> None:
    nameless = [
        described(part)
        for part in visible(shown)
        if part.focusPolicy() != Qt.FocusPolicy.NoFocus and not part.accessibleName()
    ]
    assert nameless == []


def test_every_part_has_the_room_it_needs(shown: StaffWindow) -> None:
    squeezed = []
    for part in visible(shown):
        if isinstance(part, QLabel) and not part.wordWrap():
            needed = part.fontMetrics().horizontalAdvance(part.text())
            if part.width() + 1 < needed:
                squeezed.append(f"{described(part)} needs {needed}")
        elif isinstance(part, Painted) and isinstance(part, QWidget):
            least = part.minimumSizeHint()
            high = least.height()
            if part.hasHeightForWidth():
                high = part.heightForWidth(part.width())
            ignored = part.sizePolicy().horizontalPolicy().name == "Ignored"
            if part.height() + 1 < high or (not ignored and part.width() + 1 < least.width()):
                squeezed.append(f"{described(part)} needs {least.width()}×{high}")
    assert squeezed == []


def test_no_part_reaches_out_of_its_page_at_the_side(shown: StaffWindow) -> None:
    out = []
    for part in visible(shown):
        up = part.parentWidget()
        if up is None or isinstance(up, QAbstractScrollArea):
            continue
        if isinstance(up.parentWidget(), QScrollArea):
            continue
        right = part.mapTo(up, QPoint(part.width(), 0)).x()
        if (right > up.width() + 1 or part.x() < -1) and "Frame" not in type(part).__name__:
            out.append(f"{described(part)} in {type(up).__name__} {up.width()}")
    for page in shown.findChildren(QScrollArea):
        inside = page.widget()
        if page.objectName() == "sheet" or not page.isVisible() or inside is None:
            continue  # a sheet of paper may be wider than its view: it is zoomed
        if inside.width() > page.viewport().width():
            out.append(f"{described(inside)} in a view of {page.viewport().width()}")
    assert out == []
