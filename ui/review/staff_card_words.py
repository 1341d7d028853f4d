"""The staff card in words (職員カード): what is asked, waited for, refused, done."""

from typing import Final

from counter_app.failures import FailureCode
from ui.review.views import StaffCardStage, StaffCardView
from ui.staff.words.common import bug_problem, problem

ASKED: Final = StaffCardView(
    StaffCardStage.ASKED,
    "決めるときは職員カードを置いてください",
    "もう一度の本人確認。決めた内容は取り消さず、新しい判断として重ねます。",
)
READING: Final = StaffCardView(
    StaffCardStage.READING,
    "職員カードを確かめています",
    "終わるまで、カードを動かさないでください。",
)


AT_THE_READER: Final = {
    FailureCode.CARD_NO_READER: "リーダーを差し直し、ランプがついてから、やり直してください。",
    FailureCode.CARD_READER_BUSY: "リーダーを使っているソフトを閉じてから、やり直してください。",
    FailureCode.CARD_SERVICE_DOWN: "端末を再起動してください。急ぐときは、別の端末で決められます。",
    FailureCode.CARD_NO_ANSWER: "カードを取り、ケーブルを確かめてから、やり直してください。",
    FailureCode.CARD_READER_FAULT: "リーダーを差し直してから、やり直してください。",
}
"""What to do at a reader that fails, where no resident waits (the handbook speaks to the clerk)."""


_AFTER_A_BUG: Final = "続くときは、情報の担当へこのコードと時刻を伝えてください。"


_WITH_DETAIL: Final = frozenset({FailureCode.STAFF_CARD_EXPIRED, FailureCode.STAFF_CARD_NOT_LISTED})
"""Codes whose detail says until when or whose, before what to do."""


LIFT: Final = StaffCardView(
    StaffCardStage.WAITING,
    "職員カードを置き直してください",
    "置いたままのカードでは決められません。いったん取ってから、置きます。",
)


def waiting(supervisor: str, verdict: str) -> StaffCardView:
    return StaffCardView(
        StaffCardStage.WAITING,
        f"{supervisor} さんの職員カードを置いてください",
        f"置くと「{verdict}」と決め、理由とともに記録します。",
    )


def refused(code: FailureCode, detail: str) -> StaffCardView:
    """Why this card is no proof, and what to do with it."""
    page = problem(code)
    told = page.now[0].text
    if code is FailureCode.STAFF_CARD_OTHER_PERSON:
        told = detail
    elif code in _WITH_DETAIL:
        told = detail + told
    return StaffCardView(StaffCardStage.REFUSED, page.title, told, page.code, page.page)


def failed(code: FailureCode | None) -> StaffCardView:
    """Nothing is waited for any more: what to do before it is tried again. None is our bug."""
    page = bug_problem() if code is None else problem(code)
    now = _AFTER_A_BUG if code is None else AT_THE_READER.get(code, page.now[0].text)
    return StaffCardView(StaffCardStage.FAILED, page.title, now, page.code, page.page)


def done(supervisor: str) -> StaffCardView:
    """It stands beside what is decided next, and must not be taken for that."""
    return StaffCardView(
        StaffCardStage.DONE,
        f"前の判断を {supervisor} さんのカードで記録しました",
        "カードを取ってください。",
    )
