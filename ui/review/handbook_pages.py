"""Pages of the handbook for the places of the supervisor (F1)."""

from typing import Final

from counter_app.failures import FailureCode
from ui.review.staff_card_words import AT_THE_READER
from ui.staff.handbook_words import HandbookPart, HandbookView
from ui.staff.words.common import problem

_MOVES = (("↑ ↓", "選ぶ"), ("Alt 1〜4", "左の場所へ"), ("F12", "画面を隠す"))


def _page(
    title: str, purpose: str, keys: tuple[tuple[str, str], ...], when: tuple[tuple[str, str], ...]
) -> HandbookView:
    return HandbookView(
        title,
        "手引",
        (
            HandbookPart("ここですること", purpose),
            HandbookPart("キー", rows=(*keys, *_MOVES)),
            HandbookPart("こんなとき", rows=when),
        ),
    )


def _at_the_reader(code: FailureCode, now: str) -> HandbookView:
    """A reader that fails under the staff card: no reception is open and no resident waits."""
    told = problem(code)
    return HandbookView(
        told.title,
        f"{told.page}　{told.code}",
        (
            HandbookPart("起きたこと", _HAPPENED[code]),
            HandbookPart(
                "保存されているもの",
                "判断はまだ記録していません。書いた理由は画面に残っています。",
            ),
            HandbookPart("今すること", now),
            HandbookPart(
                "キー", rows=(("Enter", "もう一度カードを待つ"), ("Esc", "置くのをやめる"))
            ),
        ),
    )


_HAPPENED: Final = {
    FailureCode.CARD_NO_READER: "職員カードを読むリーダーが、この端末につながっていません。"
    "ケーブルが抜けたか、電源が入っていません。",
    FailureCode.CARD_READER_BUSY: "この端末の別のソフトがリーダーを使っているため、"
    "職員カードを読めません。",
    FailureCode.CARD_SERVICE_DOWN: "リーダーを受け持つ端末のサービス（PC/SC）が動いていません。",
    FailureCode.CARD_NO_ANSWER: "決めた時間の内に、リーダーか職員カードが答えませんでした。",
    FailureCode.CARD_READER_FAULT: "リーダーが、わけの分からない異常を知らせました。",
}

PAGES: Final = {
    **{code.value: _at_the_reader(code, now) for code, now in AT_THE_READER.items()},
    "review.queue": _page(
        "確認待ち",
        "人が見なければならないものを、害の大きさと残り時間の順に並べます。1件ずつ、理由をつけて決めます。",
        (
            ("A・S・H", "許す・止める・保留。理由がまだなら、理由の欄に移ります"),
            ("Enter", "一覧では件を開く。理由の欄では、選んだ判断を決める"),
            ("Esc", "職員カードを待つのをやめる。理由は残ります"),
            ("1〜9", "件の中の1つを選ぶ"),
            ("Alt V", "保護された受付の氏名を見る。見たことは先に記録されます"),
            ("PgUp PgDn", "却下（裁判所への通知）の通知書のページを送る"),
            ("F6", "一覧・件・左の枠を移る"),
        ),
        (
            (
                "「あなたの担当です」と出るとき",
                "受付や案を作った人は決められません。ほかの監督者に頼みます。",
            ),
            (
                "却下（裁判所への通知）を認めるとき",
                "却下は、理由・根拠・教示を通知書で確かめます。認めると決定になり、通知書ができます。"
                "届出の遅れを簡易裁判所に知らせる通知は、届出人の述べた理由を確かめます。過料は裁判所が決めます。",
            ),
            ("決めた後で考えが変わったとき", "前の判断は残ります。新しい判断を重ねます。"),
            (
                "職員カードを求められたとき",
                "理由を書いて Enter を押し、自分のカードをリーダーに置きます。"
                "置くと決まり、だれのカードかが記録に残ります。済んだらカードを取ってください。カードを使わない町では、この枠は出ません。",
            ),
            (
                "「置き直してください」と出るとき",
                "置いたままのカードでは決められません。Enter の後に、そのつど置きます。"
                "1つの件の中では、続けて決められます。",
            ),
            (
                "カードをなくしたとき",
                "すぐに情報の担当へ知らせます。町の設定でそのカードを使えなくするまで、拾った人が置けてしまいます。",
            ),
            (
                "「もう一度印刷」「受付なしの検索」のとき",
                "もう済んだことを、後から確かめます。わけが分かれば「見ました」、分からなければ「問い合わせる」を選びます。問い合わせたものは、見ましたと決めるまで残ります。自分がしたことは決められません。",
            ),
            (
                "送り直したものがまた届かないとき",
                "もう一度ここに並びます。相手に電話で確かめます。",
            ),
        ),
    ),
    "review.day": _page(
        "今日のようす",
        "1日の受付、かかった時間、まだ終わっていない依頼を見ます。測れなかった数は「—」です。",
        (
            ("← →", "前の日・次の日"),
            ("Ctrl P", "日計表を印刷する。氏名と住所は入りません"),
            ("Ctrl E", "CSVに書き出す。氏名と住所は入りません"),
            ("1〜3", "気になるものを、確認待ちで開く"),
        ),
        (("待ち時間がないとき", "番号券の記録がないので、呼ばれるまでの時間は分かりません。"),),
    ),
    "review.find": _page(
        "受付を探す",
        "受付番号・時刻・氏名で受付を探し、いきさつ・連絡・書類・見た人を読みます。",
        (("Ctrl F", "探す言葉を入れる"), ("Enter", "いきさつを読む。読んだことは記録されます")),
        (
            (
                "探したことの記録",
                "番号・氏名など、何で探したかを記録し、ほかの監督者が確かめます。入れた言葉は記録しません。",
            ),
            (
                "カナや紙で探すとき",
                "フリガナはひらがなでも探せます。紙のバーコードを読み取ると、その紙の受付が出ます。",
            ),
            (
                "氏名で見つからないとき",
                "保護された受付は、氏名では見つかりません。番号で探します。",
            ),
        ),
    ),
    "review.log": _page(
        "記録の点検",
        "だれが何をしたかの記録が、書き換えや抜けなくつながっているかを確かめます。",
        (("F8", "いま点検する"), ("F5", "新しい記録を読む")),
        (
            (
                "つながりが切れていると出たとき",
                "記録に触らず、示された番号を控えて、情報の担当へ知らせます。",
            ),
        ),
    ),
}
