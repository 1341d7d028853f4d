"""The story as view values for the working screens: procedures (05), documents (06), dispatch.

Invented people and places; the wording is that of the screens.
"""

from collections.abc import Mapping
from dataclasses import replace
from typing import Final

from counter_app.model.message import DeliveryState
from counter_app.ports import PageImage
from ui.staff.samples import HEAD, LAMPS, MOTHER, WIFE
from ui.staff.views import ActionView, RailView, text
from ui.staff.work_views import (
    AttachmentView,
    CommitmentGroupView,
    CommitmentRowView,
    ConsentView,
    CutView,
    DegradedView,
    DispatchView,
    DocumentsView,
    FactRowView,
    FilterView,
    OfferView,
    PaperView,
    PartyKind,
    PileRowView,
    PileState,
    ProcedureRowView,
    ProceduresView,
    ReasonView,
    ResultView,
    ScanView,
    SheetState,
    SheetView,
    SignerView,
    Standing,
    StepRowView,
)
from ui.widgets.bars import Lamp
from ui.widgets.chip import ChipKind
from ui.widgets.clock import Deadline
from ui.widgets.nodes import Node, NodeState
from ui.widgets.rail import Plate, Step
from ui.widgets.source import Source
from ui.widgets.words import Run

_TITLES: Final = ("受付", "世帯", "聞き取り", "手続", "書類・署名", "依頼")
_DONE: Final = ("本人確認済み", "5人", "16問 済み")
NUMBER: Final = "0403-017"
LAMPS_HUB: Final = (LAMPS[0], Lamp("連携基盤 届きません 10:50〜", well=False))


def _rail(
    lines: tuple[str, ...], here: int, saved: str, second: str = "", number: str = ""
) -> RailView:
    states = [
        NodeState.DONE if n < here else NodeState.HERE if n == here else NodeState.TO_COME
        for n in range(len(_TITLES))
    ]
    steps = tuple(
        Step(title, line, state) for title, line, state in zip(_TITLES, lines, states, strict=True)
    )
    return RailView(Plate(HEAD, "5人世帯・X市から転入", number), steps, here, saved, second)


RAIL_PROCEDURES: Final = _rail(
    (*_DONE, "該当 20", "用意 16枚", "—"), 3, "10:35 保存済み", "控えとして残る判定 32件"
)
RAIL_DOCUMENTS: Final = _rail((*_DONE, "該当 20", "署名 10／16", "—"), 4, "10:44 保存済み")
RAIL_DISPATCH: Final = _rail(
    (*_DONE, "該当 20", "16枚 署名済み", "約束 12／15"),
    5,
    "10:52 確定・保存済み",
    "送信待ち 1件（自動）",
    NUMBER,
)
RAIL_HUB_DOWN: Final = _rail(
    (*_DONE, "該当 20", "16枚 署名済み", "送信待ち 3"),
    5,
    "10:52 確定・保存済み",
    "送信待ち 3件（自動）",
    NUMBER,
)

# --- 05 ---------------------------------------------------------------------------------------

_TODAY: Final = Deadline("今日まで", 0.97, hard=True)
_CARE: Final = Deadline("4/10（金）", 0.45, hard=True)
_CHILDREN: Final = Deadline("4/12（日）", 0.42, hard=True)
_MOVE_IN: Final = Deadline("4/13（月）", 0.4, hard=True)
_SOON: Final = Deadline("4/13（月）", 0.4)
_CARD: Final = Deadline("7/1（水）", 0.02)


def _row(
    department: str,
    title: str,
    who: str,
    due: Deadline | None = None,
    papers: str = "",
    standing: Standing = Standing.APPLIES,
) -> ProcedureRowView:
    return ProcedureRowView(f"{title} {who}", standing, title, who, department, due, "", papers)


_NONE, _DEEMED, _GUIDE = Standing.NOTHING_TO_FILE, Standing.DEEMED, Standing.GUIDE
_CLAIM: Final = _row("子育て支援課", "児童手当 認定請求", "髙志", _CHILDREN, "2件とも不要")
_FACILITY: Final = _row("子育て支援課", "施設等利用給付認定", "湊", _TODAY)
_CARE_ROW: Final = _row("福祉課", "要介護認定（転入の引き継ぎ）", "シヅ", _CARE, "照会済・結果待ち")
_MOVE_ROW: Final = _row("町民課", "住民異動届（転入）", "5人", _MOVE_IN, "証明書 取得済")
_BOTH: Final = "髙志・美咲"

_ROWS: Final = (
    _MOVE_ROW,
    _row("町民課", "カードの継続利用・券面変更", _BOTH, _CARD),
    _row("町民課", "カードの継続利用　後日", "葵", _CARD, "今日はない"),
    _row("町民課", "署名用電子証明書の発行", _BOTH, None, "カードのあと"),
    _row("健康保険課", "国民健康保険 資格取得届", "4人", _SOON),
    _row("健康保険課", "国民年金 住所変更", _BOTH, None, "番号つながりあり", _NONE),
    _row("健康保険課", "後期高齢者医療 資格取得", "シヅ", None, "転入届の付記", _DEEMED),
    _row("健康保険課", "負担区分等証明書の提出", "シヅ", _SOON, "紙　あとで提出"),
    _row("福祉課", "介護保険 資格取得", "シヅ", None, "転入届の付記", _DEEMED),
    _CARE_ROW,
    _row("福祉課", "居宅サービス計画の依頼届", "シヅ", Deadline("利用の前", 0.5)),
    _CLAIM,
    _row(
        "子育て支援課",
        "子ども医療費 受給資格",
        "葵・湊",
        Deadline("4/12（日）", 0.42),
        "照会済・結果待ち",
    ),
    _FACILITY,
    _row("保健センター", "妊婦健診受診票の交換", "美咲", Deadline("次の健診前", 0.3), "前の受診票"),
    _row("保健センター", "予防接種・乳幼児健診", "葵・湊", None, "", _GUIDE),
    _row("保健センター", "妊婦への支援の引き継ぎ", "美咲"),
    _row("教育委員会", "転入学（小学校）", "葵", Deadline("4/6（月）", 0.6), "通知書を渡す"),
    _row("教育委員会", "就学援助の申請", "葵", Deadline("4/30（木）", 0.2)),
    _row("税務課", "原付 標識交付申請", "髙志", Deadline("4/13（月）", 0.4), "前の標識 返納済"),
    _row("税務課", "住民税の届出", "5人", None, "1月1日の住所地", _NONE),
    _row("環境課", "犬の登録事項変更", "髙志", Deadline("4/27（月）", 0.2), "鑑札を交換"),
    _row("環境課", "ごみの分け方・出す日", "5人", None, "", _GUIDE),
    _row("総務課", "選挙人名簿の登録", "3人", None, "届出で載ります", _NONE),
    _row("総務課", "防災の登録", "シヅ", None, "転入届の付記", _NONE),
    _row("町の外", "水道の使用開始", "5人", None, "同意書"),
    _row("町の外", "電気の使用開始", "5人", None, "同意書"),
    _row("町の外", "ガスの開栓（立会い）", "5人", None, "同意書"),
    _row("町の外", "自動車の変更登録", "髙志", Deadline("4/10（金）", 0.45), "", _GUIDE),
    _row("町の外", "運転免許の住所変更", _BOTH, None, "警察署で", _GUIDE),
    _row("町の外", "郵便の転送", "5人", None, "郵便局で", _GUIDE),
    _row("町の外", "銀行・保険の住所変更", _BOTH, None, "", _GUIDE),
)

REASON: Final = ReasonView(
    _CLAIM.id,
    Standing.APPLIES,
    "子育て支援課",
    "児童手当 認定請求",
    text("18歳になったあとの最初の3月31日までの子がいます。請求する人は公務員ではありません。"),
    law="児童手当法 7条・8条",
    edition="2026-04版",
    facts=(
        FactRowView("子", text("葵 平成30年6月12日"), Source.JUKI_NET),
        FactRowView("子", text("湊 令和4年9月20日"), Source.JUKI_NET),
        FactRowView("公務員か", text("いいえ"), Source.HEARD),
        FactRowView("所得の高い親", text("髙志"), Source.HEARD),
        FactRowView("転出予定日", text("令和8年3月28日"), Source.JUKI_NET),
    ),
    deadline=Deadline("4月12日（日）まで", 0.42, hard=True),
    deadline_words=text(
        "転出予定日の翌日から15日。",
        Run("今日出せば4月分から。", bold=True),
        "4月13日以降は5月分からになり、4月分 20,000円は出ません。",
    ),
    details=(
        ("請求する人", text(Run(HEAD, name=True))),
        ("個人番号", text("法律で必要・確認済")),
        ("戻る紙", text("認定 または 却下の通知書")),
    ),
    attachments=(
        AttachmentView("通帳の写し", "公金受取口座"),
        AttachmentView("所得証明書", "2024年10月から不要"),
    ),
)

PROCEDURES: Final = ProceduresView(
    "32件を判定しました。質問は残っていません。",
    _ROWS,
    (
        FilterView("all", "すべて", 32),
        FilterView("applies", "該当", 20),
        FilterView("deemed", "みなし", 2),
        FilterView("nothing_to_file", "届出不要", 4),
        FilterView("guide", "案内のみ", 6),
    ),
    "all",
    "担当課の順",
    _CLAIM.id,
    REASON,
    cuts=(
        CutView(_FACILITY.id, _TODAY, "施設等利用給付", "湊"),
        CutView(_CARE_ROW.id, _CARE, "要介護認定", "シヅ"),
        CutView(_CLAIM.id, _CHILDREN, "児童手当", "髙志"),
        CutView(_MOVE_ROW.id, _MOVE_IN, "転入届", "5人"),
    ),
    cuts_today=1,
)

# --- 07, 09 -----------------------------------------------------------------------------------

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

# --- 06 ---------------------------------------------------------------------------------------

_SHEETS: Final = (
    ("move-in", "住民異動届", "髙志　1／10", SheetState.SIGNED),
    ("health-insurance", "国保 資格取得届", "髙志　2／10", SheetState.SIGNED),
    ("child-allowance", "児童手当 認定請求書", "髙志　3／10", SheetState.SIGNED),
    ("consent", "同意書", "髙志　10／10", SheetState.SIGNED),
    ("maternity", "妊婦健診 受診票の交換", "美咲　3／4", SheetState.LOOKING),
    ("care", "要介護認定申請書", "シヅ　1／2", SheetState.NOT_YET),
)
_RECEIVERS: Final = (
    ("power.aoba", "あおば電力", "氏名・新住所・電話・開始日", True),
    ("gas.midori", "みどりガス", "氏名・新住所・電話・立会いの日時", True),
    ("water.nangun", "南郡水道企業団", "氏名・前住所・新住所・電話・開始日", True),
    ("vehicle.otsu", "乙運輸支局", "氏名・前住所・新住所", False),
)
CONSENTS: Final = tuple(ConsentView(*row) for row in _RECEIVERS)
_PILE: Final = (
    ("06-1", "子ども医療費 申請書"),
    ("07-1", "施設等利用給付 申請書"),
    ("08-1", "転入学届"),
    ("09-1", "原付 標識交付申請書"),
    ("10-1", "犬の登録事項変更届"),
    ("20-1", "同意書"),
)


def _sheets(found: Mapping[str, PageImage], signed: bool) -> tuple[SheetView, ...]:
    return tuple(
        SheetView(
            key,
            title,
            whose,
            state if signed else SheetState.NOT_YET,
            found.get(key),
            same_as_seen=signed and state is SheetState.SIGNED,
            consent=key == "consent",
        )
        for key, title, whose, state in _SHEETS
    )


def documents(pages: Mapping[str, PageImage] | None = None) -> DocumentsView:
    """The documents while the second signer reads; `pages` are pictures by the sheet's id."""
    missing = "10-1"
    return DocumentsView(
        _sheets(pages or {}, signed=True),
        "child-allowance",
        10,
        (
            SignerView("1", HEAD, "10枚に1回　10:42", ChipKind.SIGNED.chip(), signed=True),
            SignerView(
                "2", WIFE, "4枚に1回　日本語・文字 1倍", ChipKind.VIEWING.chip("閲覧中 3／4")
            ),
            SignerView("5", MOTHER, "2枚に1回　文字 2倍で見る", ChipKind.NEXT.chip()),
        ),
        sheet_count=16,
        tablet_busy=True,
        consents=CONSENTS,
        consent_locked=True,
        printed=10,
        print_waits=6,
        pile=tuple(
            PileRowView(number, title, PileState.MISSING if number == missing else PileState.THERE)
            for number, title in _PILE
        ),
        pile_there=9,
        pile_total=10,
        scan=ScanView("20-1", "10:44", "束にあり"),
        missing="残り　署名 6枚・照合 1枚",
    )


def documents_before_signing(pages: Mapping[str, PageImage] | None = None) -> DocumentsView:
    """The consent sheet before anyone signs: two receivers are decided, two are not."""
    decided = {"power.aoba": True, "gas.midori": True}
    return DocumentsView(
        _sheets(pages or {}, signed=False),
        "consent",
        0,
        (
            SignerView("1", HEAD, "10枚に1回", ChipKind.NEXT.chip()),
            SignerView("2", WIFE, "4枚に1回", ChipKind.NOT_YET.chip()),
            SignerView("5", MOTHER, "2枚に1回", ChipKind.NOT_YET.chip()),
        ),
        sheet_count=16,
        can_send=False,
        consents=tuple(replace(row, decided=decided.get(row.id)) for row in CONSENTS),
        print_waits=16,
        missing="残り　同意 2件・署名 16枚",
    )
