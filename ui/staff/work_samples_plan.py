"""The story's step 6 before the commit (07): what will be asked, and the wish toward the gas."""

from datetime import date
from typing import Final

from ui.staff.paper_views import StepRowView
from ui.staff.work_views import (
    CommitmentGroupView,
    CommitmentRowView,
    DispatchView,
    PartyKind,
    WishView,
)
from ui.widgets.nodes import Node, NodeState
from ui.widgets.words import Run

_OPEN: Final = (Node(), Node(), Node(), Node())
_KEPT: Final = (Node(NodeState.TO_COME, "送らない"), Node(), Node(), Node())


def _wish(party: str, first: str, closed: str = "休みの日を除きます。") -> WishView:
    hint = f"{party}：{first}から5月4日（月）まで。{closed}"
    return WishView(date(2026, 4, 6), hint, phone="090-0000-0000")


def _row(
    title: str,
    party: str,
    due: str,
    kind: PartyKind = PartyKind.DEPARTMENT,
    wish: WishView | None = None,
    *,
    kept: bool = False,
) -> CommitmentRowView:
    nodes = _KEPT if kept else _OPEN
    return CommitmentRowView(
        title,
        title,
        party,
        kind,
        nodes,
        None,
        "送りません" if kept else "",
        due=due,
        can_withdraw=False,
        wish=wish,
    )


_GAS: Final = WishView(
    date(2026, 4, 6),
    "みどりガス：4月6日（月）から5月4日（月）まで。休みの日を除きます。",
    ("9〜11時", "11〜13時", "13〜15時", "15〜17時"),
    ("9〜11時", "11〜13時"),
    3,
    ("決まっていない", "本人", "家族", "代わりの人"),
    1,
    phone="090-0000-0000",
    warning=(
        "同意書は署名済みです。希望を変えると、新しい同意書にもう一度署名してもらうことになります。"
    ),
)
GAS: Final = _row("ガスの開栓（立会い）", "みどりガス", "4/6 9〜11時", PartyKind.GAS, _GAS)

UNCERTIFIED: Final = (
    Run("資料なしの人がいます：", bold=True),
    Run("𠮷﨑 シヅ", name=True, bold=True),
    Run("（転出証明書がまだ）"),
    Run("。このまま依頼できます。課には「未確認」と伝わります。"),
)
"""She came along, and no paper says who she is."""

PLAN: Final = DispatchView(
    "まだ頼んでいません。15件を一度に頼みます。",
    0,
    15,
    (
        CommitmentGroupView(
            "町の外",
            (
                GAS,
                _row(
                    "電気の使用開始",
                    "あおば電力",
                    "4/6 から",
                    PartyKind.ELECTRICITY,
                    _wish("あおば電力", "4月3日（金）", ""),
                ),
                _row(
                    "水道の使用開始",
                    "南郡水道企業団",
                    "4/6 から",
                    PartyKind.WATER,
                    _wish("南郡水道企業団", "4月6日（月）"),
                ),
                _row("自動車の変更登録（登録車）", "乙運輸支局", "", PartyKind.VEHICLE, kept=True),
            ),
            4,
            "送り先ごとに、始める日と立会いの希望を確かめます",
        ),
        CommitmentGroupView(
            "町の課",
            (
                _row("住民票の記載", "町民課", "4/13（月）"),
                _row("国民健康保険の資格取得", "健康保険課", "4/13（月）"),
                _row("要介護認定（引き継ぎ）", "福祉課", "4/10（金）"),
                _row("児童手当の認定請求", "子育て支援課", "4/12（日）"),
                _row("転入学（葵さん）", "教育委員会", ""),
            ),
            12,
            "ほか 7件",
            toggle="すべて見る",
        ),
    ),
    selected=GAS.id,
    steps=(
        StepRowView("4/6", "小学校へ　転入学通知書・在学証明書・教科書給与証明書"),
        StepRowView("4/10", "自動車の住所を変える（自分で）"),
        StepRowView("4/27", "犬の鑑札を取り替える"),
        StepRowView("7/1", "葵さんのカードを持ってくる"),
        StepRowView("早めに", "運転免許の住所を変える（警察署）"),
    ),
    foot="送り先ごとの希望は同意書に印刷します。",
    close_words="一度に依頼する",
    planned=True,
)
