"""The household of the story as view values (03), also while a reading is corrected."""

from dataclasses import replace
from datetime import date
from typing import Final

from counter_app.model.household_shape import (
    HouseholdPlace,
    HouseholdShape,
    ShapeFault,
    ShapeField,
)
from counter_app.model.member_details import MemberDetails, MemberField
from counter_app.model.member_faults import MemberFault
from counter_app.model.people import Arrival, ForeignStatus, MoveKind, Sex
from ui.staff.frame_views import text
from ui.staff.household_views import (
    CheckKind,
    CheckView,
    GlyphView,
    HouseholdView,
    MemberEditView,
    MemberRowView,
    OriginView,
    PersonView,
    ShapeView,
    SimilarGlyphView,
    SourcedView,
    SummaryView,
)
from ui.staff.samples import DAUGHTER, HEAD, LONG_NAME, MOTHER, SON, THIRTY, WIFE
from ui.widgets.source import Source
from ui.widgets.words import Run

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
_FILED_ON: Final = date(2026, 4, 3)
HOUSEHOLD_EDIT: Final = HouseholdView(
    HOUSEHOLD.sums,
    MEMBERS,
    "5",
    PERSON,
    HOUSEHOLD.checks,
    MemberEditView(
        "5",
        MemberDetails(
            "𠮷﨑\u3000シヅ", "ヨシザキ\u3000シヅ", date(1947, 10, 2), Sex.FEMALE, "妻の母"
        ),
        _FILED_ON,
        date(2026, 3, 28),
    ),
)
HOUSEHOLD_ADD: Final = replace(
    HOUSEHOLD,
    checks=(),
    edit=MemberEditView(
        "",
        MemberDetails(
            "渡邉\U000e010f\u3000陽菜",
            "ワタナベ\u3000ヒナ",
            date(2018, 9, 3),
            Sex.FEMALE,
            "子",
            Arrival.WITHOUT_CERTIFICATE,
        ),
        _FILED_ON,
    ),
)
"""Somebody the old town did not send, as the clerk is about to add her."""
HOUSEHOLD_SHAPE: Final = replace(
    HOUSEHOLD,
    checks=(),
    shape=ShapeView(
        HouseholdShape(
            whole=True,
            place=HouseholdPlace.JOINS,
            kind=MoveKind.SPECIAL,
            head_name="渡邉\U000e010f\u3000茂",
            relations=(("1", "子"), ("2", "子の妻"), ("3", "子の子"), ("4", "子の子"), ("5", "")),
        ),
        (("1", "髙志"), ("2", "美咲"), ("3", "葵"), ("4", "湊"), ("5", "シヅ")),
        (MoveKind.SPECIAL, MoveKind.CERTIFICATE),
        (ShapeFault(ShapeField.RELATION, "続柄を選ぶか、書いてください。", "5"),),
    ),
)

HOUSEHOLD_FOREIGN: Final = replace(
    HOUSEHOLD,
    checks=(),
    edit=MemberEditView(
        "2",
        MemberDetails(
            "NGUYEN THI LAN",
            "グエン　ティ　ラン",
            date(1992, 6, 30),
            Sex.FEMALE,
            "妻",
            Arrival.FROM_ABROAD,
            foreign=ForeignStatus("ベトナム", "日本人の配偶者等", date(2027, 3, 31)),
        ),
        date(2026, 4, 3),
        arrivals=(Arrival.FROM_ABROAD, Arrival.NEWBORN),
    ),
)

HOUSEHOLD_REFUSED: Final = replace(
    HOUSEHOLD_ADD,
    edit=MemberEditView(
        "",
        MemberDetails(
            "渡邉\U000e010f\u3000陽菜",
            "わたなべ\u3000ひな",
            date(2026, 4, 18),
            None,
            "世帯主",
            Arrival.WITHOUT_CERTIFICATE,
        ),
        _FILED_ON,
        faults=(
            MemberFault(MemberField.KANA, "全角の片仮名で入れてください。"),
            MemberFault(MemberField.BIRTH, "届出の日より後の日です。"),
            MemberFault(MemberField.SEX, "性別を選んでください。"),
            MemberFault(
                MemberField.RELATION,
                "世帯主はもういます。先に、今の世帯主の続柄を直してください。",
            ),
        ),
    ),
)
"""The same with four fields that are wrong."""
_ADDED: Final = MemberRowView(
    "6",
    6,
    "渡邉\U000e010f 陽菜",
    "ワタナベ ヒナ",
    SourcedView("子", Source.HEARD),
    SourcedView("平成30年9月3日", Source.HEARD),
    "2018-09-03・7歳",
    (SourcedView("要 転出証明書"), SourcedView("小2", Source.HEARD)),
    "カードなし",
    "未確認",
    name_source=Source.HEARD,
    needed="転出証明書",
)
HOUSEHOLD_ADDED: Final = replace(
    HOUSEHOLD,
    members=(*MEMBERS, _ADDED),
    selected="6",
    checks=(
        CheckView(
            "6",
            text(
                Run(_ADDED.name, name=True),
                "さんは転出証明書情報に載っていません。その人の転出証明書を見せてもらってください。",
            ),
            CheckKind.PAPER,
        ),
    ),
    person=PersonView(
        "6",
        _ADDED.name,
        "ワタナベ ヒナ",
        "振り仮名 聞き取り",
        Source.HEARD,
        PERSON.glyph,
        "渡邉 陽菜（代替文字あり）",
        "ワタナベ ヒナ",
        (
            OriginView("氏名・生年月日", (Source.HEARD,), "聞き取り"),
            OriginView("転出証明書", (), "まだ", agrees=False),
            OriginView("振り仮名", (Source.HEARD,), "聞き取り"),
            OriginView("性別", (Source.HEARD,), "聞き取り"),
            OriginView("続柄", (Source.HEARD,), "聞き取り"),
        ),
    ),
)
"""She is in the household, unconfirmed until her certificate is seen."""

_LONG_MEMBER: Final = replace(
    MEMBERS[1],
    name=LONG_NAME,
    kana=LONG_NAME,
    relation=SourcedView("世帯主の子の妻の母", Source.HEARD),
    facts=(*MEMBERS[0].facts, SourcedView("障害年金2級", Source.HEARD), _juki("生活保護")),
)
_LONG_ADDRESS: Final = SummaryView(
    "新しい住所",
    _told("Y町大字上原字東の原北一丁目1234番地の5の12"),
    "グランドハイツ髙﨑セントラルパークウエスト 第二棟 1203号室",
)
HOUSEHOLD_LONG: Final = replace(
    HOUSEHOLD,
    sums=(_LONG_ADDRESS, *HOUSEHOLD.sums[1:]),
    members=(MEMBERS[0], _LONG_MEMBER, replace(MEMBERS[2], stays=True), *MEMBERS[3:]),
    selected="2",
    person=replace(
        PERSON, name=LONG_NAME, kana=LONG_NAME, outside_name=LONG_NAME, outside_kana=LONG_NAME
    ),
)
"""A name of 26 characters, a long relation and address, and a member who stays behind."""

_SIXTY: Final = (
    "Y町大字上原字東の原北一丁目千二百三十四番地の五の十二グランドハイツ髙﨑セントラルパーク"
    "ウエスト第二棟一千二百三号室甲乙"
)
HOUSEHOLD_FULL: Final = replace(
    HOUSEHOLD,
    sums=(
        SummaryView("新しい住所", _told(_SIXTY), _SIXTY),
        SummaryView("前の住所", _juki(_SIXTY)),
        *HOUSEHOLD.sums[2:],
    ),
    members=tuple(
        replace(
            MEMBERS[at % 5],
            id=str(at + 1),
            number=at + 1,
            name=THIRTY if at % 2 else MEMBERS[at % 5].name,
        )
        for at in range(8)
    ),
    selected="2",
    person=replace(PERSON, name=THIRTY, outside_name=THIRTY, outside_kana=LONG_NAME),
    checks=(CheckView("2", text(Run(THIRTY, name=True, size=18), "さんの振り仮名は仮です。")),),
)
"""Eight members, names of thirty characters, addresses of sixty."""
