"""受付をやめる as view values: nothing chosen yet, and 「その他」 without its word."""

from typing import Final

from ui.staff.abandon_views import AbandonView, OutcomeView
from ui.staff.words.abandon import REASONS
from ui.widgets.drawing import Icon

ABANDON: Final = AbandonView(
    REASONS,
    (
        OutcomeView(
            Icon.CHECK,
            "ここまでの記録は残ります",
            "いつ、だれが、なぜやめたかを、監督者が見られます。",
        ),
        OutcomeView(
            Icon.UNDO,
            "転出証明書情報は「来庁予定」に戻ります",
            "次に来られたとき、同じ情報からもう一度始められます。",
        ),
        OutcomeView(
            Icon.CROSS,
            "書類 14枚は使えなくなります",
            "番号は使い回しません。印刷した紙は、回収して廃棄してください。",
        ),
        OutcomeView(
            Icon.CARD,
            "カードの読取りを終え、番号を消します",
            "タブレットは白い画面に戻ります。カードをお返しください。",
        ),
        OutcomeView(
            Icon.ALERT,
            "やめた受付の続きはできません",
            "もう一度来られたときは、はじめから受け付けます。",
        ),
    ),
    note_label="ひとこと（なくてもよい。氏名や番号は書きません）",
)
ABANDON_UNSAID: Final = AbandonView(
    REASONS,
    ABANDON.outcomes,
    4,
    "ひとこと（必ず書きます。氏名や番号は書きません）",
    "「その他」のときは、ひとこと書いてください。",
)
