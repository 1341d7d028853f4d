"""The reception of the story as view values (02, 02b, 08): cards, checks, the problem."""

from dataclasses import replace
from typing import Final

from counter_app.model.reception import Protection
from ui.staff.frame_views import ActionView, ChoiceView, ProblemView, text
from ui.staff.reception_views import (
    CardPanelView,
    CardRowView,
    ContactView,
    DeadlineRowView,
    IdentityView,
    LogRowView,
    ReceptionView,
    TransferView,
)
from ui.staff.samples import DAUGHTER, HEAD, LONG_NAME, MOTHER, SON, THIRTY, WIFE
from ui.widgets.card import CardState
from ui.widgets.chip import ChipKind
from ui.widgets.clock import Deadline
from ui.widgets.nodes import Node, NodeState
from ui.widgets.source import Source
from ui.widgets.words import Run

_DEADLINES: Final = (
    DeadlineRowView(Deadline("4/10（金）", 0.45, hard=True), "要介護認定の引き継ぎ（14日）"),
    DeadlineRowView(Deadline("4/12（日）", 0.42, hard=True), "児童手当 15日の特例"),
    DeadlineRowView(Deadline("4/13（月）", 0.4, hard=True), "転入届・特例転入（14日）"),
    DeadlineRowView(Deadline("7/1（水）", 0.02), "カード継続利用（90日）"),
)

TRANSFER: Final = TransferView(
    "転出証明書情報",
    ChipKind.ARRIVED.chip(),
    "5人・3/25 14:02",
    (("転出予定日", "令和8年3月28日（土）"), ("住み始めた日", "令和8年3月28日（土）")),
    _DEADLINES,
    (
        LogRowView("10:14", "支援措置の質問", "タブレットで本人が回答「いない」", "佐伯"),
        LogRowView("10:15", "来た人", "世帯主 本人（現に届出をする人）", "佐伯"),
        LogRowView("10:15", "本人確認　1点", "個人番号カード・写真を目で照合・一致", "佐伯"),
        LogRowView(
            "10:16", "髙志さんのカード", "読取り済み。券面と住基の氏名・生年月日が一致", "佐伯"
        ),
    ),
    "書類の番号とその写しは残しません。",
)

IDENTITY: Final = IdentityView(
    (
        ChoiceView("head", "世帯主 本人"),
        ChoiceView("member", "同じ世帯の人"),
        ChoiceView("legal_proxy", "法定代理人"),
        ChoiceView("proxy", "任意代理人"),
    ),
    (
        ChoiceView("individual_number_card", "個人番号カード"),
        ChoiceView("driving_licence", "運転免許証"),
        ChoiceView("passport", "旅券"),
        ChoiceView("residence_card", "在留カード"),
    ),
    "head",
    ("individual_number_card",),
    photo_matched=True,
    confirmed=True,
)

_NODE_WORDS: Final = ("カードを置く", "暗証番号（本人の画面）", "読取り", "読取り済み")
_SHORT_WORDS: Final = ("カードを置く", "暗証番号", "読取り", "済み")


def _nodes(words: tuple[str, ...], *states: NodeState) -> tuple[Node, ...]:
    full = (*states, *(NodeState.TO_COME,) * (4 - len(states)))
    return tuple(Node(state, word) for state, word in zip(full, words, strict=True))


_CARD_ROWS: Final = (
    CardRowView("1", HEAD, "世帯主", ChipKind.CARD_READ.chip(), "10:16　継続利用 できます"),
    CardRowView(
        "2",
        WIFE,
        "妻",
        ChipKind.CARD_READING.chip(),
        "暗証番号は合っています（残り3回）",
        here=True,
    ),
    CardRowView(
        "3",
        DAUGHTER,
        "子・7歳",
        ChipKind.CARD_NOT_TODAY.chip(),
        "7/1（水）までに持ってきてもらう案内を入れました",
    ),
    CardRowView(
        "4", SON, "子・3歳", ChipKind.NO_CARD.chip(), "新しく申し込む案内を手続に入れました"
    ),
    CardRowView(
        "5", MOTHER, "妻の母", ChipKind.NO_CARD.chip(), "髙志さんのカードで一緒に特例転入できます"
    ),
)
_CANCEL: Final = ActionView("cancel", "やめる", "Esc")
_WITHOUT: Final = ActionView("without", "カードなしで進む", "Alt N")
_DONE, _HERE, _REFUSED = NodeState.DONE, NodeState.HERE, NodeState.REFUSED

CARD_READING: Final = CardPanelView(
    CardState.READING,
    "今日の2枚のうち 1枚 読取り済み",
    text(
        Run(WIFE, name=True, size=22),
        Run("　", size=10),
        Run("カードを読んでいます。そのままにしてください。", bold=True),
    ),
    _nodes(_NODE_WORDS, _DONE, _DONE, _HERE),
    _CARD_ROWS,
    progress=0.62,
    progress_words="券面の情報　3／5",
    actions=(_CANCEL,),
)
CARD_REMOVED: Final = CardPanelView(
    CardState.REMOVED,
    "今日の2枚のうち 1枚 読取り済み",
    text(Run(WIFE, name=True, size=22)),
    _nodes(_NODE_WORDS, _DONE, _DONE, _REFUSED),
    tuple(
        CardRowView(
            row.member,
            row.name,
            row.relation,
            ChipKind.CARD_REMOVED.chip(),
            "途中の内容は捨てました。暗証番号の残り3回",
            here=True,
        )
        if row.here
        else row
        for row in _CARD_ROWS
    ),
    error="カードが読取りの途中で外れました。置き直してください。",
    without_card=False,
)


def _rows(state: CardState) -> tuple[CardRowView, ...]:
    """The second member's card as it stands in a state of the panel."""
    wife = next(row for row in _CARD_ROWS if row.here)
    if state is CardState.DONE:
        read = ChipKind.CARD_READ.chip()
        wife = replace(wife, chip=read, words="10:18　継続利用 できます", here=False)
    elif state is not CardState.READING:
        # whose card lies there is known only when it has been read
        asked = ChipKind.NOT_YET.chip()
        wife = replace(wife, chip=asked, words="カードを置いてください", here=False)
    return tuple(wife if row.here else row for row in _CARD_ROWS)


def _card(
    state: CardState,
    summary: str,
    title: tuple[Run, ...],
    nodes: tuple[NodeState, ...],
    detail: str,
    actions: tuple[ActionView, ...],
    progress: float | None = None,
    code: str = "",
    page: str = "",
) -> CardPanelView:
    return CardPanelView(
        state,
        summary,
        title,
        _nodes(_SHORT_WORDS, *nodes),
        _rows(state),
        detail,
        progress,
        actions=actions,
        code=code,
        page=page,
    )


def _strong(words: str) -> Run:
    return Run(words, bold=True, size=18)


_NAMED: Final = Run(WIFE, name=True, size=20)
CARD_STATES: Final = (
    _card(
        CardState.WAITING,
        "1　待つ",
        text(_NAMED, _strong(" さんの\nカードを置いてください")),
        (_HERE,),
        "置くと、そのまま始まります。",
        (_WITHOUT,),
    ),
    _card(
        CardState.PIN,
        "2　暗証番号",
        text(_strong("暗証番号を\n本人の画面で入力中")),
        (_DONE, _HERE),
        "残り3回。数字も桁数も、この画面には出ません。",
        (_CANCEL, ActionView("help", "わからないとき", "F1")),
    ),
    _card(
        CardState.READING,
        "3　読取り",
        text(_strong("読んでいます\nそのままにしてください")),
        (_DONE, _DONE, _HERE),
        "券面の情報　3／5",
        (_CANCEL,),
        0.62,
    ),
    _card(
        CardState.DONE,
        "4　済み",
        text(_NAMED, _strong(" さん\n読取り済み")),
        (_DONE, _DONE, _DONE, _DONE),
        "住基の氏名・生年月日と一致。継続利用できます。カードをお返しください。",
        (ActionView("next", "次の人へ", "Enter"),),
    ),
    _card(
        CardState.WRONG_PIN,
        "暗証番号がちがう",
        text(_strong("暗証番号がちがいます\n残り2回")),
        (_DONE, _REFUSED),
        "本人の画面にも同じ数が出ています。思い出せないときは、ここでやめれば減りません。",
        (ActionView("again", "もう一度", "Enter", primary=True), _CANCEL),
    ),
    _card(
        CardState.LOCKED,
        "カードが止まっている",
        text(_strong("暗証番号が止まっています")),
        (_DONE, _REFUSED),
        "3回まちがえた印です。初期化の手続を加えると、今日この窓口で直せます。",
        (ActionView("reset", "初期化を手続に加える", "Alt I", primary=True), _WITHOUT),
        code="CARD_LOCKED",
        page="手引 3-6",
    ),
)

CARD_PROBLEM: Final = ProblemView(
    "カードが読取りの途中で外れました",
    "CARD_REMOVED",
    "手引 3-4",
    text(
        "10:17 に ",
        Run(WIFE, name=True, size=18),
        " さんのカードが読取機から離れました。読めたのは 5項目のうち 3項目です。",
    ),
    text(
        "支援措置の答え、本人確認、髙志さんのカードの内容は保存済みです。",
        Run("途中まで読んだ内容は捨てました。暗証番号の残りは3回のままです。", bold=True),
    ),
    text(
        "カードを置き直し、読み終わるまで離さないでください。暗証番号をもう一度、本人が入れます。"
    ),
    (
        ActionView("again", "もう一度読む", "Enter", primary=True),
        ActionView("later", "あとで読む", "Alt L"),
    ),
)

CONTACT: Final = ContactView(
    "090-0000-0000",
    "090-0000-0000",
    Source.NOTICE,
    language="ja",
    language_words="日本語",
    languages=(
        ChoiceView("ja", "日本語"),
        ChoiceView("ja-x-easy", "やさしい日本語"),
        ChoiceView("en", "英語"),
        ChoiceView("zh-Hans", "中国語（簡体字）"),
        ChoiceView("vi", "ベトナム語"),
    ),
)
RECEPTION: Final = ReceptionView(
    Protection.NO,
    IDENTITY,
    CARD_READING,
    TRANSFER,
    ChipKind.SPECIAL_MOVE_IN.chip("特例転入・予約あり"),
    contact=CONTACT,
)
RECEPTION_CONTACT: Final = replace(
    RECEPTION,
    contact=replace(
        CONTACT,
        phone="090-0000-000",
        editing=True,
        error="11桁の番号です。今は10桁あります。",
    ),
)
RECEPTION_PROTECTED: Final = replace(
    RECEPTION,
    protection=Protection.YES,
    protection_note="甲県X市から支援措置の連絡が届いています。「いない」にはなりません。",
    contact=replace(CONTACT, phone="", phone_words="電話なし", source=Source.HEARD),
)
RECEPTION_LONG: Final = replace(
    RECEPTION,
    card=replace(
        CARD_READING,
        rows=(
            _CARD_ROWS[0],
            replace(_CARD_ROWS[1], name=LONG_NAME, relation="世帯主の子の妻の母"),
            *_CARD_ROWS[2:],
        ),
    ),
)
RECEPTION_STOPPED: Final = ReceptionView(
    Protection.NO,
    IDENTITY,
    CARD_REMOVED,
    TRANSFER,
    folded=True,
    protection_words="いない",
    identity_words="世帯主 本人・1点",
    contact=CONTACT,
    can_go_on=False,
    problem=CARD_PROBLEM,
)
RECEPTION_FULL: Final = replace(
    RECEPTION_STOPPED,
    identity_words="世帯主の子の妻の母 代理人（委任状あり）・運転免許証と資格確認書の2点",
    card=replace(
        CARD_REMOVED,
        title=text(Run(THIRTY, name=True, size=22)),
        rows=tuple(
            replace(_CARD_ROWS[at % 5], name=THIRTY if at % 2 else _CARD_ROWS[at % 5].name)
            for at in range(8)
        ),
    ),
    problem=replace(
        CARD_PROBLEM,
        title="カードが読取りの途中で外れましたので、はじめから読み直す必要があります",
        happened=text(Run(THIRTY, name=True, size=18), " さんのカードが離れました。"),
    ),
)
"""A stop with long names, long words and eight members."""
