"""The story as the supervisor sees it on 3 April 2026, as values for pictures and layout tests."""

from dataclasses import replace
from datetime import datetime, timedelta, timezone
from typing import Final

from counter_app.failures import FailureCode
from counter_app.ports import PageImage
from ui.desk.samples import page_of
from ui.review import staff_card_words
from ui.review.views import (
    CaseView,
    DecisionView,
    FilterView,
    NoticeView,
    QueueRowView,
    ReviewView,
    StoryRowView,
    StoryTabView,
    VerdictWords,
)
from ui.staff.frame_views import PlacesView
from ui.widgets.bars import Lamp
from ui.widgets.chip import Chip, ChipKind, Tint
from ui.widgets.clock import Deadline
from ui.widgets.drawing import Icon
from ui.widgets.meters import Harm
from ui.widgets.rail import Place

JST: Final = timezone(timedelta(hours=9))
NOW: Final = datetime(2026, 4, 3, 10, 41, tzinfo=JST)
LAMPS: Final = (Lamp("住基ネット 稼働中"), Lamp("連携基盤 稼働中"))
TAKASHI: Final = "渡邉\U000e010f 髙志"

FILTERS: Final = tuple(
    FilterView(id_, words, count, True)
    for id_, words, count in (
        ("release", "支援措置の解除", 1),
        ("delivery", "届かない・遅れ", 1),
        ("declined", "お断り・却下", 2),
        ("revocation", "取消し", 1),
        ("cut_off", "期限が近い", 1),
        ("refused", "受けなかった返事", 1),
        ("reprint", "もう一度印刷", 1),
        ("search", "受付なしの検索", 1),
    )
)


def places(here: int, checked: str = "10:40") -> PlacesView:
    titles = ("確認待ち", "今日のようす", "受付を探す", "記録の点検")
    counts = (9, None, None, None)
    rows = tuple(
        Place(title, count, f"Alt {at}")
        for at, (title, count) in enumerate(zip(titles, counts, strict=True), start=1)
    )
    second = f"{checked} に点検・16,204件"
    return PlacesView("監督者", rows, here, saved="記録のつながり 正常", second=second)


# --- 20 what waits ------------------------------------------------------------------------------

ROWS: Final = (
    QueueRowView(
        "release",
        Harm.GRAVE,
        "支援措置の解除　3件",
        ("09:55", "氏名を出しません", "三浦"),
        Deadline("今日まで", 0.6, True),
    ),
    QueueRowView(
        "delivery",
        Harm.HIGH,
        "届かない　再送 3回",
        ("0402-024", "あおば電力"),
        Deadline("4/7 まで", 0.6),
    ),
    QueueRowView(
        "declined",
        Harm.HIGH,
        "お断り・差し戻し",
        ("0402-031", "みどりガス", "ガスの開栓（立会い）"),
        Deadline("4/7 まで", 0.6),
    ),
    QueueRowView(
        "refusal",
        Harm.HIGH,
        "却下の通知を出す前",
        ("0326-008", "理由と教示の確認", "中村"),
        Deadline("4/10 まで", 0.5),
    ),
    QueueRowView("refused", Harm.HIGH, "受け付けなかった返事", ("乙運輸支局", "知らない依頼")),
    QueueRowView(
        "late",
        Harm.MIDDLE,
        "決定が2日おくれ",
        ("0401-006", "教育委員会", "転入学"),
        Deadline("2日おくれ", 1.0),
    ),
    QueueRowView(
        "revocation",
        Harm.MIDDLE,
        "取消しの申し出",
        ("0402-011", "町民課", "住民異動届（転入）"),
        Deadline("4/10 まで", 0.2),
    ),
    QueueRowView(
        "reprint",
        Harm.MIDDLE,
        "もう一度印刷　1枚",
        ("0403-014", "印刷不良", "三浦"),
        Deadline("今日まで", 0.95),
    ),
    QueueRowView(
        "search",
        Harm.LOW,
        "受付なしの検索　2件",
        ("—", "中村", "番号で探した"),
        Deadline("4/10 まで", 0.1),
    ),
)
_ROWS_SHOWN: Final = tuple(
    replace(row, since="4/2 から") if row.deadline is None else row for row in ROWS
)
STORY: Final = (
    StoryTabView(
        "いきさつ",
        (
            StoryRowView("09:55", Icon.SHIELD, "支援措置の質問に答えた", "三浦・窓口1"),
            StoryRowView("09:58", Icon.CARD, "本人確認", "三浦・窓口1"),
            StoryRowView("10:02", Icon.SEND, "依頼した　3件", "三浦"),
            StoryRowView("10:21", Icon.DOCUMENT, "書類を作った", "三浦・窓口1"),
            StoryRowView("10:34", Icon.PERSON, "この受付を開いた", "大塚・監督者"),
            StoryRowView("10:36", Icon.CHECK, "解除を許した　2回", "大塚・監督者"),
        ),
        counted=False,
    ),
    StoryTabView(
        "連絡",
        (
            StoryRowView("10:02", Icon.LOCK, "あおば電力　止めています", "依頼した"),
            StoryRowView("10:02", Icon.LOCK, "南郡水道企業団　止めています", "依頼した"),
            StoryRowView("10:02", Icon.LOCK, "みどりガス　止めています", "依頼した"),
        ),
    ),
    StoryTabView("書類", (StoryRowView("10:25", Icon.PEN, "署名 6ページ", "本人"),)),
    StoryTabView("見た人", (StoryRowView("10:34", Icon.PERSON, "この受付を開いた", "大塚"),)),
)
_PASSES: Final = "渡るもの：氏名・新しい住所・電話"
_UNTIL: Final = "許すまで、相手に何も渡りません。"
RELEASE: Final = CaseView(
    key="release",
    harm=Harm.GRAVE,
    kind="支援措置の解除",
    name="",
    heading="氏名と住所を表示しません",
    line="9時55分の受付・2人・担当 三浦（窓口1）",
    may=Chip(Tint.DONE, Icon.CHECK, "あなたは担当ではありません・判断できます"),
    may_decide=True,
    title="1件ずつ決める",
    sub="3件のうち 2件",
    decisions=(
        DecisionView(
            "1", 1, "あおば電力　電気の使用開始", _PASSES, _UNTIL, ChipKind.ALLOWED.chip(), False
        ),
        DecisionView(
            "2",
            2,
            "南郡水道企業団　使用開始",
            _PASSES,
            _UNTIL,
            ChipKind.ALLOWED.chip(),
            False,
        ),
        DecisionView(
            "3", 3, "みどりガス　ガスの開栓", _PASSES, _UNTIL, ChipKind.NOT_DECIDED.chip(), True
        ),
    ),
    current="3",
    words=VerdictWords(),
    hidden=True,
    story=STORY,
    card=staff_card_words.ASKED,
)
WAITING: Final = ReviewView("9件・害の大きさと残り時間の順", _ROWS_SHOWN, "release", RELEASE)
OWN: Final = replace(
    WAITING,
    case=replace(
        RELEASE,
        may=Chip(Tint.WARNING, Icon.LOCK, "あなたの担当です・ほかの監督者が判断します"),
        may_decide=False,
        card=None,
    ),
)
REASON: Final = "開栓の立会いには本人が出ます。新しい住所は郵便物に出さない約束です。"
_OTHERS: Final = "西 さんのカードです。大塚 さんのカードを置いてください。"
CARDS: Final = {
    "waiting": staff_card_words.waiting("大塚", "許す"),
    "reading": staff_card_words.READING,
    "wrong": staff_card_words.refused(FailureCode.STAFF_CARD_OTHER_PERSON, _OTHERS),
    "failed": staff_card_words.failed(FailureCode.CARD_NO_READER),
    "done": staff_card_words.done("大塚"),
}
"""The box of the staff card at each stage after it was asked for."""


def laid_down(stage: str) -> ReviewView:
    """The queue while a decision waits for the staff card, or after."""
    return replace(WAITING, case=replace(RELEASE, card=CARDS[stage]))


_REFUSAL_STORY: Final = (
    StoryTabView(
        "いきさつ",
        (
            StoryRowView("08:41", Icon.CARD, "カードを読んだ", "佐伯・窓口2"),
            StoryRowView("09:04", Icon.PEN, "署名した", "佐伯・窓口2"),
            StoryRowView("09:06", Icon.SEND, "依頼した　14件", "佐伯"),
            StoryRowView("09:31", Icon.CHECK, "児童手当 認定請求　約束した", "中村"),
            StoryRowView("10:22", Icon.SCALES, "却下の案を出した", "中村・子育て支援課"),
            StoryRowView("10:41", Icon.PERSON, "この受付を開いた", "大塚・監督者"),
        ),
        counted=False,
    ),
    StoryTabView(
        "連絡",
        (
            StoryRowView("09:06", Icon.MAIL_ARRIVED, "あおば電力　届いた", "依頼した"),
            StoryRowView("09:07", Icon.MAIL_ARRIVED, "みどりガス　届いた", "依頼した"),
        ),
    ),
    StoryTabView("書類", (StoryRowView("", Icon.DOCUMENT, "児童手当 認定請求書", "印刷済み"),)),
    StoryTabView(
        "見た人",
        (
            StoryRowView("09:30", Icon.PERSON, "担当課が開いた", "中村・子育て支援課"),
            StoryRowView("10:41", Icon.PERSON, "この受付を開いた", "大塚・監督者"),
        ),
    ),
)


def refusal(notice: PageImage | None = None) -> ReviewView:
    """The notice of a refusal before it goes out."""
    reason = "却下の理由：児童の父が受給者として認定されているため。"
    decision = DecisionView(
        "1",
        1,
        "子育て支援課　児童手当 認定請求",
        reason,
        "中村 の案。認めると決定になり、通知書ができます。",
        ChipKind.NOT_DECIDED.chip(),
        True,
    )
    case = replace(
        RELEASE,
        key="refusal",
        harm=Harm.HIGH,
        kind="却下の通知を出す前",
        name=TAKASHI,
        heading="",
        line="受付 0403-002・5人・担当 佐伯（窓口2）",
        title="決める",
        sub="",
        decisions=(decision,),
        current="1",
        words=VerdictWords("却下を認める", "差し戻す", "保留"),
        hidden=False,
        notice=NoticeView(
            "児童手当認定請求却下通知書",
            "この形で出ます。理由・根拠・教示（審査請求と訴え）を確かめてください。",
            page_of(notice),
            "refusal",
        ),
        story=_REFUSAL_STORY,
    )
    rows = tuple(
        replace(row, sub=("0403-002", *row.sub[1:])) if row.key == "refusal" else row
        for row in WAITING.rows
    )
    return replace(WAITING, rows=rows, selected="refusal", case=case)


def search() -> ReviewView:
    """What an officer searched for outside a reception: looked at afterwards."""
    decision = DecisionView(
        "1",
        1,
        "番号で探した　2件",
        "09:12　番号\n10:20　番号",
        "受付を開かずに探した記録です。仕事のためだったかを確かめます。",
        ChipKind.NOT_DECIDED.chip(),
        True,
    )
    case = replace(
        RELEASE,
        key="search",
        harm=Harm.LOW,
        kind="受付なしの検索",
        name="",
        heading="中村",
        line="子育て支援課・4月3日",
        title="決める",
        sub="",
        decisions=(decision,),
        current="1",
        words=VerdictWords("見ました", "問い合わせる", "保留"),
        hidden=False,
        story=(),
    )
    return replace(WAITING, selected="search", case=case)
