"""The story's day, search and record as the supervisor sees them, for pictures and layout tests."""

from datetime import datetime, timedelta, timezone
from typing import Final

from ui import theme
from ui.review.samples import STORY, TAKASHI
from ui.review.views import (
    ConcernView,
    DayView,
    FindView,
    HourView,
    LogRowView,
    LogView,
    OpenBarView,
    TileView,
)
from ui.staff.frame_views import text
from ui.staff.start_views import ReceptionRowView
from ui.widgets.chip import ChipKind, Mark
from ui.widgets.drawing import Icon
from ui.widgets.words import Run

EVENING: Final = datetime(2026, 4, 3, 16, 30, tzinfo=timezone(timedelta(hours=9)))

# --- 21 the day ---------------------------------------------------------------------------------

_HOURS: Final = (
    (8, 4, 9, 12),
    (9, 7, 24, 31),
    (10, 8, 36, 48),
    (11, 6, 33, 42),
    (12, 2, 17, 22),
    (13, 3, 22, 30),
    (14, 4, 26, 33),
    (15, 3, 23, 29),
    (16, 1, 20, 26),
)
_OPEN: Final = (
    ("町民課", 0, 2, 9),
    ("健康保険課", 0, 3, 6),
    ("福祉課", 1, 1, 7),
    ("子育て支援課", 0, 0, 8),
    ("教育委員会", 1, 2, 2),
    ("税務課", 0, 0, 3),
    ("環境課", 0, 0, 2),
    ("町の外", 1, 4, 11),
)


def _late(words: str, icon: Icon = Icon.ALERT) -> Mark:
    return Mark(icon, words, theme.ERROR_INK, True)


DAY: Final = DayView(
    "今日のようす",
    "令和8年4月3日（金）　16:30 現在",
    "令和8年4月3日（金）",
    (
        TileView("受付", "38", "件", "終わり 29・返事待ち 9"),
        TileView("署名まで", "26", "分", "はじめの署名まで"),
        TileView("対応時間", "34", "分", "1人 14分・5人〜 51分"),
        TileView("約束まで", "96", "%", "312件のうち 300件"),
        TileView("署名", "1.3", "回", "受付1件・目標 3回"),
        TileView("期限切れ", "0", "件", "21件すべて間に合う"),
    ),
    tuple(
        HourView(hour, count, float(sign), float(whole), count)
        for hour, count, sign, whole in _HOURS
    ),
    tuple(OpenBarView(*bar) for bar in _OPEN),
    (
        ConcernView(
            "late",
            "0401-006",
            "教育委員会　転入学",
            _late("決定が2日おくれ"),
        ),
        ConcernView(
            "late2",
            "0331-019",
            "福祉課　負担限度額",
            _late("決定が1日おくれ"),
        ),
        ConcernView(
            "delivery",
            "0402-024",
            "あおば電力",
            _late("届かない　再送 3回", Icon.MAIL_FAILED),
        ),
    ),
    later=False,
)

# --- 受付を探す, 記録の点検 -----------------------------------------------------------------

FOUND: Final = FindView(
    "2件・新しい順",
    "",
    (
        ReceptionRowView("r1", "0403-017", TAKASHI, "5人", "特例", 6, "依頼", "約束 14／15"),
        ReceptionRowView(
            "r2",
            "09:55",
            "",
            "",
            "制限つき",
            5,
            "書類・署名",
            "外への連絡を停止中",
            chip=ChipKind.RELEASE_WAITS.chip("監督者の解除待ち 3"),
            hidden=True,
        ),
    ),
    "r1",
    text(Run("0403-017　", bold=True), Run(TAKASHI, name=True, size=20)),
    STORY,
)
RECORD: Final = LogView(
    "16,204件・新しい順",
    "記録のつながりは正常です。16,204件（10:40 に点検）",
    True,
    False,
    True,
    (
        LogRowView("5", "10:36", "大塚・監督者", "解除を許した：本人の同意がある", "09:55"),
        LogRowView("4", "10:34", "大塚・監督者", "この受付を開いた", "09:55"),
        LogRowView("3", "10:21", "三浦・窓口1", "書類を作った", "09:55"),
        LogRowView("2", "10:02", "三浦・窓口1", "確定して依頼した", "0403-011"),
        LogRowView("1", "09:40", "中村・子育て支援課", "約束した", "0402-024"),
    ),
)
