"""The interview of the story as view values (04): where the youngest child will go."""

from typing import Final

from ui.staff.frame_views import ChoiceView
from ui.staff.interview_views import (
    AnsweredView,
    FieldKind,
    FoldView,
    FollowUpView,
    InterviewView,
    OptionView,
    OutcomeGroupView,
    OutcomeView,
    QuestionView,
)
from ui.widgets.chip import ChipKind
from ui.widgets.clock import Deadline


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
