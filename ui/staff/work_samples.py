"""The story as view values for the working screens: their rails, and the procedures (05).

Invented people and places; the wording is that of the screens.
"""

from typing import Final

from ui.staff.frame_views import RailView, text
from ui.staff.paper_views import AttachmentView, PaperStanding
from ui.staff.samples import HEAD
from ui.staff.work_views import (
    CutView,
    FactRowView,
    FilterView,
    ProcedureRowView,
    ProceduresView,
    ReasonView,
    Standing,
)
from ui.widgets.clock import Deadline
from ui.widgets.nodes import NodeState
from ui.widgets.rail import Plate, Step
from ui.widgets.source import Source
from ui.widgets.words import Run

_TITLES: Final = ("受付", "世帯", "聞き取り", "手続", "書類・署名", "依頼")
_DONE: Final = ("本人確認済み", "5人", "16問 済み")
NUMBER: Final = "0403-017"


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
RAIL_AWAITED: Final = _rail((*_DONE, "該当 20", "—", "—"), 4, "10:40 保存済み")
RAIL_DOCUMENTS: Final = _rail((*_DONE, "該当 20", "署名 10／16", "—"), 4, "10:44 保存済み")
RAIL_PLAN: Final = _rail((*_DONE, "該当 20", "16枚 署名済み", "—"), 5, "10:50 保存済み")
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

PAPERS: Final = ReasonView(
    _CARE_ROW.id,
    Standing.APPLIES,
    "福祉課",
    "要介護認定（転入の引き継ぎ）",
    text("前の町で要介護認定を受けています。転入から14日のうちに出すと、認定を引き継げます。"),
    law="介護保険法 36条",
    edition="2026-04版",
    facts=(FactRowView("要介護度", text("要介護2"), Source.JUKI_NET),),
    deadline=Deadline("4月10日（金）まで", 0.45, hard=True),
    deadline_words=text("転入の日の翌日から14日。過ぎると新しく認定を受けます。"),
    attachments=(
        AttachmentView(
            "受給資格証明書",
            "→ 前の市町村への照会",
            gone=False,
            key="B16/受給資格証明書",
            standing=PaperStanding.ASKED,
            choices=(
                PaperStanding.RECEIVED,
                PaperStanding.HANDED_IN,
                PaperStanding.ON_PAPER,
            ),
        ),
        AttachmentView(
            "負担区分等証明書",
            "→ 地方税関係情報の照会",
            gone=False,
            key="B16/負担区分等証明書",
            standing=PaperStanding.HANDED_IN,
            choices=(PaperStanding.RECEIVED, PaperStanding.HANDED_IN),
            recorded=True,
        ),
        AttachmentView("介護保険の資格の証明", "転出証明書情報"),
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
