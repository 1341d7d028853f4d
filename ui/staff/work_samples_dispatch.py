"""The story as view values for dispatch (07) and the line that is down (09)."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Final

from counter_app.model.message import DeliveryState
from counter_app.ports import PageImage
from ui.staff.frame_views import ActionView, text
from ui.staff.paper_views import AttachmentView, LaterPapersView, PaperStanding, StepRowView
from ui.staff.pile_views import PileRowView, PileState, PileView, ScanView, WrongPaperView
from ui.staff.samples import LAMPS
from ui.staff.work_samples import NUMBER
from ui.staff.work_views import (
    CommitmentGroupView,
    CommitmentRowView,
    DegradedView,
    DispatchView,
    OfferView,
    PaperView,
    PartyKind,
    ResultView,
)
from ui.widgets.bars import Lamp
from ui.widgets.nodes import Node, NodeState
from ui.widgets.words import Run

LAMPS_HUB: Final = (LAMPS[0], Lamp("連携基盤 届きません 10:50〜", well=False))

_ASKED: Final = Node(NodeState.DONE, "10:52")
_OPEN: Final = Node()
_WAITS: Final = Node(NodeState.WAITS, "約束待ち")
_Nodes = tuple[Node, Node, Node, Node]


def _nodes(*reached: Node) -> _Nodes:
    first, second, third, fourth = (*reached, *(_OPEN,) * (4 - len(reached)))
    return first, second, third, fourth


def _done(*times: str) -> _Nodes:
    return _nodes(*(Node(NodeState.DONE, time) for time in times))


def _commitment(
    title: str,
    party: str,
    nodes: _Nodes,
    due: str,
    kind: PartyKind = PartyKind.DEPARTMENT,
    delivery: DeliveryState = DeliveryState.DELIVERED,
    words: str = "",
    offer: OfferView | None = None,
    result: ResultView | None = None,
) -> CommitmentRowView:
    return CommitmentRowView(title, title, party, kind, nodes, delivery, words, due, offer, result)


_GAS: Final = ("ガスの開栓（立会い）", "みどりガス")
_CARE_TASK: Final = ("要介護認定（引き継ぎ）", "福祉課")
_CHILD_TASK: Final = ("児童手当の認定請求", "子育て支援課")
_INSURANCE: Final = ("国民健康保険の資格取得", "健康保険課")
_REGISTER: Final = ("住民票の記載", "町民課")
DECLINED: Final = _commitment(
    *_GAS,
    _nodes(_ASKED, Node(NodeState.REFUSED, "お断り")),
    "4/6 希望",
    PartyKind.GAS,
    words="届いた・返事あり",
    offer=OfferView(
        text(
            "「希望の時間帯は空きがありません。」　代わりの日時が3つあります。",
            Run("立ち会う人がいる時間", bold=True),
            "を本人に確かめてください。",
        ),
        ("4月8日（水）13〜15時", "4月9日（木）9〜11時", "9日 15〜17時"),
        chosen=0,
    ),
)
SCHOOL: Final = _commitment(
    "転入学（葵さん）",
    "教育委員会",
    _nodes(
        _ASKED,
        Node(NodeState.DONE, "10:54"),
        Node(NodeState.DONE, "10:58"),
        Node(NodeState.WAITS, "受入れ待ち"),
    ),
    "通知書 届いた",
    result=ResultView(text("転入学通知書が届きました。学校と初めて行く日を本人に伝えてください。")),
)

DISPATCH: Final = DispatchView(
    "15件を一度に頼みました。閉じるには、全部が「約束」まで進むこと。",
    12,
    15,
    (
        CommitmentGroupView("対応が必要", (DECLINED,), 1, alert=True),
        CommitmentGroupView(
            "町の外",
            (
                _commitment(
                    "水道の使用開始",
                    "南郡水道企業団",
                    _done("10:52", "10:53"),
                    "4/6 から",
                    PartyKind.WATER,
                ),
                _commitment(
                    "電気の使用開始",
                    "あおば電力",
                    _done("10:52"),
                    "4/3 夕方",
                    PartyKind.ELECTRICITY,
                    DeliveryState.RESENDING,
                    "再送 2回目",
                ),
            ),
            2,
            "連携基盤を通して",
        ),
        CommitmentGroupView(
            "町の課",
            (
                _commitment(*_CARE_TASK, _done("10:52", "10:56"), "決定 5/1"),
                _commitment(*_CHILD_TASK, _done("10:52", "10:55"), "決定 4/20"),
                SCHOOL,
                _commitment(
                    *_REGISTER,
                    _nodes(
                        _ASKED,
                        _ASKED,
                        Node(NodeState.FINISHED, "11:00"),
                        Node(NodeState.FINISHED, "11:00"),
                    ),
                    "済",
                ),
                _commitment(*_INSURANCE, _nodes(_ASKED, _WAITS), "4/7"),
            ),
            12,
            "ほか 7件は約束まで済み",
            toggle="すべて見る",
        ),
    ),
    number=NUMBER,
    number_words="受付番号　10:52 に確定",
    selected=DECLINED.id,
    papers=(
        PaperView("slip", "受付票（控え）", printed=True),
        PaperView("next-steps", "これからの手続き", printed=False),
        PaperView("today", "本日の手続き一覧", printed=False),
    ),
    steps=(
        StepRowView("4/6", "小学校へ　転入学通知書・在学証明書・教科書給与証明書"),
        StepRowView("4/8", "ガスの開栓　13〜15時・立会い", "頼み直したあと決まります"),
        StepRowView("4/10", "自動車の住所を変える（自分で）"),
        StepRowView("4/27", "犬の鑑札を取り替える"),
        StepRowView("7/1", "葵さんのカードを持ってくる"),
        StepRowView("早めに", "運転免許の住所を変える（警察署）"),
    ),
    foot="頼んだあとの取消しは、1件ずつ理由をつけて行います。",
)


def dispatch(pages: Mapping[str, PageImage] | None = None) -> DispatchView:
    """`DISPATCH` with pictures of the papers by their id."""
    found = pages or {}
    papers = tuple(replace(paper, page=found.get(paper.id)) for paper in DISPATCH.papers)
    return replace(DISPATCH, papers=papers)


SENT: Final = (
    PaperView("handover", "引継票　環境課（犬の登録事項変更）", printed=True),
    PaperView("letter", "受理通知（郵送）", printed=False),
)
"""Papers that go elsewhere, where a department has no screen and a proxy filed."""

PILE: Final = PileView(
    (
        PileRowView("09-1", "原付 標識交付申請書", PileState.MISSING),
        PileRowView("17-1", "受付票", PileState.WAITS),
        *(PileRowView(f"{n:02d}-1", "届", PileState.THERE) for n in range(1, 8)),
    ),
    "7／9",
    "束にあり 7枚　これから 1枚",
    wrong=(WrongPaperView("03-1", "訂正前の古い紙です。抜いてください"),),
    act="03-1 を抜いて廃棄しました",
    can_begin_anew=True,
    scan=ScanView("03-1", "11:00", "古い紙", fault=True),
)
"""The pile on its way: one sheet missing, one from before a correction among them."""

_MAY_COME: Final = (PaperStanding.RECEIVED, PaperStanding.HANDED_IN)
LATER: Final = LaterPapersView(
    (
        AttachmentView(
            "負担区分等証明書",
            "健康保険課　手続の期限 4/13（月）",
            gone=False,
            key="B13/負担区分等証明書",
            standing=PaperStanding.ON_PAPER,
            choices=_MAY_COME,
        ),
        AttachmentView(
            "放課後児童クラブの就労証明書",
            "子育て支援課　手続の期限 4/17（金）",
            gone=False,
            key="C16/就労証明書",
            standing=PaperStanding.ON_PAPER,
            choices=_MAY_COME,
        ),
        AttachmentView(
            "受給資格証明書",
            "福祉課　手続の期限 4/10（金）",
            gone=False,
            key="B16/受給資格証明書",
            standing=PaperStanding.ASKED,
            choices=(*_MAY_COME, PaperStanding.ON_PAPER),
        ),
        AttachmentView(
            "所得・課税証明書",
            "健康保険課　4/9 14:02 佐伯（窓口2）が受け取りました",
            gone=False,
            key="B1/所得・課税証明書",
            standing=PaperStanding.HANDED_IN,
            recorded=True,
        ),
    ),
    (
        StepRowView("4/13", "負担区分等証明書", "健康保険課"),
        StepRowView("4/17", "放課後児童クラブの就労証明書", "子育て支援課"),
    ),
    "持参待ち 2・照会の結果待ち 1",
    anew="next-steps",
    first=True,
)
"""A week after the visit: the resident is back with a paper, one came the day before."""

LEFT_OVER: Final = (
    "お渡ししていない紙 2枚、廃棄していない古い紙 1枚があります。"
    "このまま終わるときは、もう一度 F8 を押します。記録に残ります。"
)


HUB_DOWN: Final = DispatchView(
    "15件を一度に頼みました。",
    1,
    15,
    (
        CommitmentGroupView(
            "町の外",
            tuple(
                _commitment(
                    title,
                    party,
                    _done("10:52"),
                    due,
                    kind,
                    DeliveryState.WAITING,
                    "待ち・次 10:55",
                )
                for title, party, due, kind in (
                    (*_GAS, "4/6 希望", PartyKind.GAS),
                    ("電気の使用開始", "あおば電力", "4/3 夕方", PartyKind.ELECTRICITY),
                    ("水道の使用開始", "南郡水道企業団", "4/6 から", PartyKind.WATER),
                )
            ),
            3,
            "送信待ちは「お断り」ではありません",
        ),
        CommitmentGroupView(
            "町の課",
            (
                _commitment(*_REGISTER, _done("10:52", "10:52"), "今日"),
                *(
                    _commitment(*task, _nodes(_ASKED, _WAITS), "")
                    for task in (_CARE_TASK, _CHILD_TASK, _INSURANCE)
                ),
            ),
            12,
        ),
    ),
    number=NUMBER,
    number_words="受付番号　10:52 に確定",
    queue=(
        StepRowView("10:52", "作成・保存"),
        StepRowView("10:52", "送信 1回目　届かない"),
        StepRowView("10:53", "送信 2回目　届かない"),
        StepRowView("10:55", "送信 3回目（あと 40秒）"),
        StepRowView(
            "17:00", "ガス：この時刻までに届かなければ監督者に知らせ、電話の案内に切り替え"
        ),
    ),
    queue_count=3,
    foot="同じ依頼が二重に届くことはありません。",
    degraded=DegradedView(
        "連携基盤に届きません（10:50から）",
        "HUB_UNREACHABLE",
        "6-2",
        text("町の外への3件が送れません。町の課への12件は、いつもどおり届いています。"),
        text(
            "15件すべて確定・保存済みです。送信待ちの3件は、つながりしだい順番どおりに自動で送ります。"
        ),
        text(
            Run("受付は続けられます。", bold=True),
            "ガスは今日の17時までに届かなければ電話の案内を渡します。",
        ),
        (
            ActionView("retry", "今すぐ試す", "Alt R", primary=True),
            ActionView("phone", "電話の案内を印刷", "Alt P"),
        ),
    ),
)
