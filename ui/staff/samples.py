"""The story as view values: what the tests and the screen pictures show; here frame and list.

Invented people and places; the wording is that of the screens.
"""

from dataclasses import replace
from datetime import datetime, timedelta, timezone
from typing import Final

from ui.staff.frame_views import PlacesView, RailView
from ui.staff.start_views import ReceptionGroupView, ReceptionRowView, StartView
from ui.staff.words.start import inquiry_words, nothing_words
from ui.widgets.bars import Lamp
from ui.widgets.chip import ChipKind
from ui.widgets.clock import Deadline
from ui.widgets.nodes import NodeState
from ui.widgets.rail import Place, Plate, Step

_ZONE: Final = timezone(timedelta(hours=9))
HEAD: Final = "渡邉\U000e010f 髙志"
WIFE: Final = "渡邉\U000e010f 美咲"
DAUGHTER: Final = "渡邉\U000e010f 葵"
SON: Final = "渡邉\U000e010f 湊"
MOTHER: Final = "𠮷﨑 シヅ"
LONG_NAME: Final = "グエン ティ フォン アン マリア クリスティーナ"
_FAMILY: Final = "渡邉\U000e010f葛\U000e0102齋\U000e0104榊"
_GIVEN: Final = "髙邉\U000e0113志𠮷﨑"
THIRTY: Final = _FAMILY * 3 + "\u3000" + _GIVEN * 3
"""Thirty characters and a space, twelve of them with variation selectors."""

LAMPS: Final = (
    Lamp("住基ネット 稼働中"),
    Lamp("連携基盤 稼働中"),
    Lamp("カード・署名・印刷 使えます", optional=True),
)
LAMPS_CARD: Final = (*LAMPS[:2], Lamp("カード読取機 外れました", well=False))


def at(hour: int, minute: int) -> datetime:
    """A time of the story's day, Friday 2026-04-03."""
    return datetime(2026, 4, 3, hour, minute, tzinfo=_ZONE)


_TITLES: Final = ("受付", "世帯", "聞き取り", "手続", "書類・署名", "依頼")
_PLATE: Final = Plate(HEAD, "5人世帯・X市から転入")


def _rail(
    lines: tuple[str, ...], here: int, saved: str, *, halted: bool = False, undo: str = ""
) -> RailView:
    states = [
        NodeState.DONE if n < here else NodeState.HERE if n == here else NodeState.TO_COME
        for n in range(6)
    ]
    if halted:
        states[here] = NodeState.HALTED
    steps = tuple(
        Step(title, line, state) for title, line, state in zip(_TITLES, lines, states, strict=True)
    )
    return RailView(_PLATE, steps, here, saved, undo, undo=bool(undo), may_give_up=True)


RAIL_RECEPTION: Final = _rail(
    ("カード読取り中", "5人・情報あり", "残り 最大16問", "用意 26件", "用意 14枚", "—"),
    0,
    "10:17 保存済み",
)
RAIL_STOPPED: Final = _rail(
    ("カードが外れた", "5人・情報あり", "残り 最大16問", "用意 26件", "用意 14枚", "—"),
    0,
    "10:17 保存済み",
    halted=True,
)
RAIL_HOUSEHOLD: Final = _rail(
    ("本人確認済み", "確かめること 1件", "残り 最大16問", "用意 26件", "用意 14枚", "—"),
    1,
    "10:22 保存済み",
)
RAIL_INTERVIEW: Final = _rail(
    ("本人確認済み", "5人", "残り 最大4問", "該当 18・未定 3", "用意 15枚", "—"),
    2,
    "10:28 保存済み",
    undo="直前：園の種類 → 幼稚園など",
)

PLACES: Final = PlacesView(
    "受付一覧",
    (
        Place("すべて", 16, "Alt 1"),
        Place("自分の担当", 4, "Alt 2"),
        Place("対応が必要", 2, "Alt 3"),
        Place("進行中", 3, "Alt 4"),
        Place("来庁予定", 4, "Alt 5"),
        Place("返事待ち", 7, "Alt 6"),
        Place("今日終わった受付", 8, "Alt 7"),
    ),
    waiting="番号札の待ち　3組",
    waiting_second="最長 8分（札 21）",
    saved="10:08 保存済み",
    second="送信待ち 1件",
)


def _row(
    when: str, name: str, size: str, kind: str, step: int, words: str, **more: object
) -> ReceptionRowView:
    key = f"{when} {name}"
    return ReceptionRowView(key, when, name, size, kind, step, _TITLES[step - 1], words, **more)  # type: ignore[arg-type]


START: Final = StartView(
    "令和8年4月3日（金）",
    "今日の受付 13件・終わり 8件",
    (
        ReceptionGroupView(
            "対応が必要",
            (
                _row(
                    "0402-031",
                    "齋\U000e0104藤 修",
                    "4人",
                    "特例",
                    6,
                    "みどりガス 4/8 13時〜",
                    chip=ChipKind.OTHER_OFFER.chip(),
                    deadline=Deadline("今日 17:15", 0.8, hard=True),
                ),
                _row(
                    "0402-024",
                    "森本 千夏",
                    "1人",
                    "特例",
                    6,
                    "あおば電力　使用開始",
                    chip=ChipKind.NOT_DELIVERED.chip("届かない・再送3"),
                    deadline=Deadline("4/7 まで", 0.6),
                ),
            ),
            2,
            "先に見てください",
        ),
        ReceptionGroupView(
            "進行中",
            (
                _row(
                    "09:31", "髙橋 翔", "3人", "国外・ベトナム語", 4, "書類を作れます　三浦・窓口1"
                ),
                _row(
                    "09:48",
                    "葛\U000e0102城 隼",
                    "1人",
                    "特例",
                    5,
                    "本人が署名中 1／3　佐伯・窓口2",
                    deadline=Deadline("4/10 まで", 0.5),
                ),
                _row(
                    "09:55",
                    "",
                    "",
                    "制限つき",
                    4,
                    "外への連絡を停止中",
                    chip=ChipKind.RELEASE_WAITS.chip("監督者の解除待ち 3"),
                    hidden=True,
                ),
            ),
            3,
        ),
        ReceptionGroupView(
            "来庁予定",
            (
                _row(
                    "今日",
                    HEAD,
                    "5人",
                    "特例・予約",
                    1,
                    "書類 14枚・質問 16",
                    from_place="X市",
                    chip=ChipKind.READY.chip(),
                    deadline=Deadline("4/10 まで", 0.45, hard=True),
                ),
                _row(
                    "今日",
                    "榊\U000e0102 美月",
                    "1人",
                    "特例・予約",
                    1,
                    "書類 4枚・質問 7",
                    from_place="P市",
                    chip=ChipKind.READY.chip(),
                    deadline=Deadline("4/14 まで", 0.3),
                ),
                _row(
                    "今日",
                    "𠮷田 亮",
                    "2人",
                    "予約",
                    1,
                    "X市が未完了（9:40 照会）",
                    from_place="X市",
                    chip=ChipKind.MOVE_OUT_WAITS.chip(),
                ),
                _row(
                    "4/6",
                    "藤枝 紗季",
                    "3人",
                    "特例・予約",
                    1,
                    "書類 9枚・質問 12",
                    from_place="Q市",
                    chip=ChipKind.READY.chip(),
                    deadline=Deadline("4/16 まで", 0.25),
                ),
            ),
            4,
            "転出証明書情報と予約から、手続と書類を先に用意しています",
        ),
        ReceptionGroupView(
            "返事待ち",
            (
                _row(
                    "0402-029",
                    "宮原 大地",
                    "2人",
                    "特例",
                    6,
                    "約束 8／9　残り：教育委員会・後日の紙 1",
                    due="4/8",
                ),
                _row(
                    "0402-022",
                    "𠮷村 実紗",
                    "3人",
                    "特例",
                    6,
                    "約束 11／12　残り：運輸支局",
                    due="4/9",
                ),
            ),
            7,
        ),
    ),
    selected=f"今日 {HEAD}",
)

_ANNOUNCED: Final = START.groups[2]
START_LONG: Final = replace(
    START,
    groups=(
        *START.groups[:2],
        replace(
            _ANNOUNCED,
            rows=(replace(_ANNOUNCED.rows[0], name=LONG_NAME), *_ANNOUNCED.rows[1:]),
        ),
        START.groups[3],
    ),
)

START_FULL: Final = replace(
    START,
    groups=tuple(
        replace(
            group,
            rows=tuple(
                replace(row, id=f"{row.id} {at}", name=THIRTY if at % 3 and row.name else row.name)
                for at in range(50)
                for row in group.rows[:1]
            ),
            count=50,
        )
        for group in START.groups
    ),
)
"""Two hundred receptions, most of them with long names."""
PLATE_LONG: Final = Plate(THIRTY, "8人世帯・丙県北葛飾郡グランド髙崎町から転入")
START_NOTHING: Final = replace(
    START,
    groups=(),
    search="カトウ",
    nothing=nothing_words(0, "カトウ"),
    news=inquiry_words(0, at(10, 8)),
)
"""Nobody of that name is in the list, and nothing new has come from the old towns."""
START_ENDED: Final = StartView(
    "令和8年4月3日（金）",
    "今日の受付 13件・終わり 1件",
    (
        ReceptionGroupView(
            "今日終わった受付",
            (_row("0403-004", "北村 尚子", "2人", "特例", 6, "約束 5／5"),),
            1,
        ),
        ReceptionGroupView(
            "今日やめた受付",
            (
                _row(
                    "09:12",
                    "吉田 亮",
                    "2人",
                    "特例・予約",
                    1,
                    "必要なものがなく出直し",
                    chip=ChipKind.ABANDONED.chip(),
                ),
                _row(
                    "09:40",
                    "",
                    "",
                    "新しい受付",
                    1,
                    "誤って開いた",
                    chip=ChipKind.ABANDONED.chip(),
                ),
            ),
            2,
            "届出なしで終わりました",
        ),
    ),
)
"""What ended today: with a notice, and without one."""
