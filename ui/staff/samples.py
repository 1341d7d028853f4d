"""The story's household as view values: what the tests and the screen pictures show.

Invented people and places; the wording is that of the screens.
"""

from datetime import date, datetime, timedelta, timezone
from typing import Final

from counter_app.model.reception import Protection
from ui.staff.views import (
    ActionView,
    AnsweredView,
    CardPanelView,
    CardRowView,
    CheckView,
    ChoiceView,
    DeadlineRowView,
    FieldKind,
    FoldView,
    FollowUpView,
    GlyphView,
    HouseholdView,
    IdentityView,
    InterviewView,
    LogRowView,
    MemberEditView,
    MemberRowView,
    OptionView,
    OriginView,
    OutcomeGroupView,
    OutcomeView,
    PersonView,
    PlacesView,
    ProblemView,
    QuestionView,
    RailView,
    ReceptionGroupView,
    ReceptionRowView,
    ReceptionView,
    SimilarGlyphView,
    SourcedView,
    StartView,
    SummaryView,
    TransferView,
    text,
)
from ui.widgets.bars import Lamp
from ui.widgets.card import CardState
from ui.widgets.chip import ChipKind
from ui.widgets.clock import Deadline
from ui.widgets.nodes import Node, NodeState
from ui.widgets.rail import Place, Plate, Step
from ui.widgets.source import Source
from ui.widgets.words import Run

_ZONE: Final = timezone(timedelta(hours=9))
HEAD: Final = "渡邉\U000e010f 髙志"
WIFE: Final = "渡邉\U000e010f 美咲"
DAUGHTER: Final = "渡邉\U000e010f 葵"
SON: Final = "渡邉\U000e010f 湊"
MOTHER: Final = "𠮷﨑 シヅ"

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
    return RailView(_PLATE, steps, here, saved, undo, undo=bool(undo))


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
                    "約束 8／9　残り：教育委員会",
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
        _CARD_ROWS,
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

RECEPTION: Final = ReceptionView(
    Protection.NO,
    IDENTITY,
    CARD_READING,
    TRANSFER,
    ChipKind.SPECIAL_MOVE_IN.chip("特例転入・予約あり"),
)
RECEPTION_STOPPED: Final = ReceptionView(
    Protection.NO,
    IDENTITY,
    CARD_REMOVED,
    TRANSFER,
    folded=True,
    protection_words="いない",
    identity_words="世帯主 本人・1点",
    can_go_on=False,
    problem=CARD_PROBLEM,
)


# --- 03 household -----------------------------------------------------------------------------

_JUKI, _CARD, _NOTICE = Source.JUKI_NET, Source.CARD, Source.NOTICE


def _juki(words: str) -> SourcedView:
    return SourcedView(words, _JUKI)


def _told(words: str) -> SourcedView:
    return SourcedView(words, _NOTICE)


def _member(
    number: int,
    name: str,
    kana: str,
    relation: str,
    birth: tuple[str, str],
    facts: tuple[SourcedView, ...],
    card: str,
    provisional: bool = False,
) -> MemberRowView:
    return MemberRowView(
        str(number),
        number,
        name,
        kana,
        _juki(relation),
        _juki(birth[0]),
        birth[1],
        facts,
        card,
        "確認済",
        name_source=_JUKI,
        has_card=card != "カードなし",
        provisional=provisional,
    )


MEMBERS: Final = (
    _member(
        1,
        HEAD,
        "ワタナベ タカシ",
        "世帯主",
        ("平成3年11月5日", "1991-11-05・34歳"),
        (_juki("国保"), _juki("年金1号"), _juki("児手受給")),
        "読取り済み",
    ),
    _member(
        2,
        WIFE,
        "ワタナベ ミサキ",
        "妻",
        ("平成5年7月18日", "1993-07-18・32歳"),
        (_juki("国保"), _juki("年金1号")),
        "読取り済み",
    ),
    _member(
        3,
        DAUGHTER,
        "ワタナベ アオイ",
        "子",
        ("平成30年6月12日", "2018-06-12・7歳"),
        (_juki("国保"), _told("小2")),
        "今日はない",
    ),
    _member(
        4,
        SON,
        "ワタナベ ミナト",
        "子",
        ("令和4年9月20日", "2022-09-20・3歳"),
        (_juki("国保"), _told("年少")),
        "カードなし",
    ),
    _member(
        5,
        MOTHER,
        "ヨシザキ シヅ",
        "妻の母",
        ("昭和22年10月2日", "1947-10-02・78歳"),
        (_juki("後期"), _juki("介護1号")),
        "カードなし",
        provisional=True,
    ),
)
PERSON: Final = PersonView(
    "1",
    HEAD,
    "ワタナベ タカシ",
    "振り仮名 届出済み",
    _JUKI,
    GlyphView(
        "邉\U000e010f",
        "MJ026190",
        "U+9089 E010F",
        True,
        (
            SimilarGlyphView("邉\U000e0113", "MJ060237"),
            SimilarGlyphView("邉\U000e010f", "MJ026190"),
            SimilarGlyphView("邉\U000e0117", "MJ026197"),
            SimilarGlyphView("邉\U000e0118", "MJ060236"),
        ),
    ),
    "渡邉 高志（代替文字あり）",
    "ワタナベ タカシ",
    (
        OriginView("氏名・生年月日", (_JUKI, _CARD), "一致", agrees=True),
        OriginView("住所（前の町）", (_JUKI, _CARD), "一致", agrees=True),
        OriginView("本籍・筆頭者", (_JUKI,), "甲県X市"),
        OriginView("仕事", (_NOTICE,), "自営業"),
        OriginView("個人番号", (_CARD,), "確認済"),
    ),
)
HOUSEHOLD: Final = HouseholdView(
    (
        SummaryView("新しい住所", _told("Y町大字上原1234番地5"), "ハイツ髙﨑 203号室"),
        SummaryView("前の住所", _juki("甲県X市本町三丁目4番5号"), "グランドハイツ葛西 1102号室"),
        SummaryView("住み始めた日", _told("令和8年3月28日"), "2026-03-28（土）", figures=True),
        SummaryView("世帯の移り方", _juki("全員・新しい世帯"), "転出予定日も同じ日"),
    ),
    MEMBERS,
    "1",
    PERSON,
    (
        CheckView(
            "5",
            text(
                Run(MOTHER, name=True, size=18),
                "さんの振り仮名は仮のものです。「ヨシザキ シヅ」でよいか、本人に確かめてください。",
            ),
        ),
    ),
)
HOUSEHOLD_EDIT: Final = HouseholdView(
    HOUSEHOLD.sums,
    MEMBERS,
    "5",
    PERSON,
    HOUSEHOLD.checks,
    MemberEditView("5", "𠮷﨑\u3000シヅ", "ヨシザキ\u3000シヅ", date(2026, 3, 28)),
)


# --- 04 interview -----------------------------------------------------------------------------


def _applies(title: str, detail: str, deadline: Deadline, new: bool = False) -> OutcomeView:
    return OutcomeView(title, ChipKind.APPLIES.chip(), detail, deadline, new)


def _open(title: str, detail: str) -> OutcomeView:
    return OutcomeView(title, ChipKind.UNDECIDED.chip(), detail)


_TODAY: Final = Deadline("今日まで", 0.97, hard=True)

QUESTION: Final = QuestionView(
    "childcare",
    "childcare_place",
    "4",
    "子どもの園・学校",
    "3問のうち 2問 回答",
    "湊さん・3歳",
    "湊さんは、これからどこに通いますか",
    (
        OptionView(
            "幼稚園（私立・新制度に移っていない園）、認可外、預かり保育",
            "施設等利用給付認定\n利用開始日までに申請",
        ),
        OptionView("認可保育所・認定こども園・小規模保育", "保育所等 利用申込"),
        OptionView("X市の園に通い続ける", "継続通園（月末まで）"),
        OptionView("どこにも通わない", "手続なし"),
    ),
    (0,),
    answered=(
        AnsweredView(
            "school",
            "3",
            "葵さん",
            "X市立中央小 2年・通常の学級・在学証明書と教科書の証明書あり",
        ),
    ),
    follow_up=(
        FollowUpView("childcare_from", "通い始める日", FieldKind.DATE, "2026-04-03", required=True),
        FollowUpView(
            "childcare_name",
            "園の名前",
            FieldKind.CHOICE,
            "wakaba",
            choices=(ChoiceView("wakaba", "若葉幼稚園"), ChoiceView("aozora", "あおぞら保育室")),
        ),
    ),
    deadline=_TODAY,
    deadline_words="今日より前の分にはさかのぼれません。今日の日付で申請書を作ります。",
    decides="この質問が決めること　手続 4件",
)
INTERVIEW: Final = InterviewView(
    12,
    16,
    "残り 最大 4問",
    (
        FoldView(
            "insurance",
            "保険・年金",
            "国保 4人・後期 1人／自営業／年金1号・番号つながりあり",
            "6問",
        ),
        FoldView("pregnancy", "妊娠・出産", "美咲さん 妊娠中（8月予定）・母子手帳あり", "2問"),
        FoldView("care", "介護", "シヅさん 要介護2・訪問介護を使う", "2問"),
    ),
    QUESTION,
    (
        FoldView(
            "home",
            "住まい・電気・ガス・水道",
            "借家・下水道・使い始めの希望",
            "最大2問",
            done=False,
        ),
        FoldView("vehicles", "車・バイク・犬", "犬のマイクロチップ", "最大1問", done=False),
    ),
    (("18", "該当"), ("4", "届出不要"), ("2", "みなし"), ("5", "案内のみ"), ("3", "未定")),
    (
        OutcomeGroupView(
            "いま変わったもの",
            (
                _applies("施設等利用給付認定", "湊さん　子育て支援課", _TODAY, new=True),
                OutcomeView("保育所等 利用申込", detail="答えで外れました", dropped=True),
            ),
        ),
        OutcomeGroupView(
            "期限が近い順",
            (
                _applies(
                    "要介護認定（転入の引き継ぎ）",
                    "シヅさん　福祉課",
                    Deadline("4/10（金）", 0.45, hard=True),
                ),
                _applies(
                    "児童手当 認定請求",
                    "髙志さん　子育て支援課",
                    Deadline("4/12（日）", 0.42, hard=True),
                ),
                _applies(
                    "住民異動届（転入）", "5人　町民課", Deadline("4/13（月）", 0.4, hard=True)
                ),
                _applies("国民健康保険 資格取得", "4人　健康保険課", Deadline("4/13（月）", 0.4)),
            ),
        ),
        OutcomeGroupView(
            "まだ決まらないもの　3",
            (
                _open("ガスの開栓", "住まいの質問で決まります"),
                _open("下水道 使用人数の届", "住まいの質問で決まります"),
                _open("犬の登録事項変更", "犬の質問で決まります"),
            ),
        ),
    ),
    drawer="手続 18",
)
