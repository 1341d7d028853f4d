"""受付をやめる in words: why, and what is kept, freed and void afterwards."""

from dataclasses import dataclass

from counter_app.model.document import DocumentState
from counter_app.model.reception import Reception
from counter_app.ports import StoredDocument
from ui.staff.abandon_views import AbandonView, OutcomeView
from ui.staff.frame_views import ChoiceView, ProblemView
from ui.widgets.drawing import Icon

OTHER = "other"
REASONS = (
    ChoiceView("visitor", "来庁者の都合で取りやめ"),
    ChoiceView("papers", "必要なものがなく出直し"),
    ChoiceView("counter", "窓口ちがい（転入ではない）"),
    ChoiceView("mistake", "誤って開いた"),
    ChoiceView(OTHER, "その他"),
)
_NOTE = "ひとこと（なくてもよい。氏名や番号は書きません）"
_NOTE_NEEDED = "ひとこと（必ず書きます。氏名や番号は書きません）"


@dataclass(frozen=True, slots=True)
class AbandonDraft:
    """What the clerk has chosen so far."""

    chosen: int | None = None
    error: str = ""
    busy: bool = False


def reason_told(chosen: int, note: str) -> str:
    """The reason as it is recorded; nothing when 「その他」 stands without a word."""
    choice, said = REASONS[chosen], note.strip()
    if choice.id == OTHER:
        return f"{choice.words}：{said}" if said else ""
    return f"{choice.words}（{said}）" if said else choice.words


def abandon_view(
    reception: Reception,
    documents: tuple[StoredDocument, ...],
    draft: AbandonDraft,
    problem: ProblemView | None,
) -> AbandonView:
    """The page as it stands."""
    needed = draft.chosen is not None and REASONS[draft.chosen].id == OTHER
    return AbandonView(
        REASONS,
        _outcomes(reception, documents),
        draft.chosen,
        _NOTE_NEEDED if needed else _NOTE,
        draft.error,
        draft.busy,
        problem,
    )


def _outcomes(
    reception: Reception, documents: tuple[StoredDocument, ...]
) -> tuple[OutcomeView, ...]:
    found = [
        OutcomeView(
            Icon.CHECK,
            "ここまでの記録は残ります",
            "いつ、だれが、なぜやめたかを、監督者が見られます。",
        )
    ]
    if reception.transfer_id:
        words = "次に来られたとき、同じ情報からもう一度始められます。"
        found.append(OutcomeView(Icon.UNDO, "転出証明書情報は「来庁予定」に戻ります", words))
    live = [d for d in documents if d.state is not DocumentState.VOID]
    if live:
        printed = any(d.printed for d in live)
        words = "番号は使い回しません。"
        if printed:
            words = "番号は使い回しません。印刷した紙は、回収して廃棄してください。"
        found.append(OutcomeView(Icon.CROSS, f"書類 {len(live)}枚は使えなくなります", words))
    found.append(
        OutcomeView(
            Icon.CARD,
            "カードの読取りを終え、番号を消します",
            "タブレットは白い画面に戻ります。カードをお返しください。",
        )
    )
    found.append(
        OutcomeView(
            Icon.ALERT,
            "やめた受付の続きはできません",
            "もう一度来られたときは、はじめから受け付けます。",
        )
    )
    return tuple(found)
