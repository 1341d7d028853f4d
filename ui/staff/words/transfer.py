"""The side panel of step 1 in words: what has arrived, deadlines, what was checked."""

from collections.abc import Mapping
from datetime import date
from types import MappingProxyType

from counter_app.model.calendar import era_text, weekday_name
from counter_app.model.people import MoveKind, TransferCertificate
from counter_app.model.reception import Reception
from counter_app.paperwork.values import Case
from counter_app.ports import AuditEntry
from counter_app.procedures.procedure import OutcomeKind
from ui.staff.reception_views import DeadlineRowView, LogRowView, TransferView
from ui.staff.words.common import clock, clock_time
from ui.widgets.chip import ChipKind

_LOG_TITLES = {
    "reception.protection": "支援措置の質問",
    "reception.identity": "本人確認",
    "card.read": "カード",
    "reception.contact": "連絡先",
    "reception.language": "言語",
    "link.lookup": "リンクコード",
    "link.issued": "リンクコードの発行",
    "transfer.opened": "転出証明書情報",
}
_LOG_WORDS = {
    "reception.protection": "答えを記録しました",
    "reception.identity": "書類の種類と照合の結果",
    "card.read": "読取り済み",
    "reception.contact": "電話と言語を確かめました",
    "reception.language": "本人が選びました",
    "link.lookup": "確かめました",
    "link.issued": "新しく取得しました",
    "transfer.opened": "届いたものを開きました",
}


_SHOWN = 6
"""Lines of the record beside step 1."""


def transfer_panel(
    reception: Reception,
    case: Case | None,
    certificate: TransferCertificate | None,
    log: tuple[AuditEntry, ...],
    arrived: str = "",
    told: Mapping[str, str] = MappingProxyType({}),
) -> TransferView:
    """The side panel: what has arrived, the deadlines, the record of checks.

    `told` are the words of what stands now, by the deed that was its last.
    """
    household = reception.household
    rows = _record(log, told)
    if household is not None and household.by_hand:
        abroad = household.kind is MoveKind.FROM_ABROAD
        return TransferView(
            "国外からの転入" if abroad else "紙の転出証明書",
            ChipKind.PERSON.chip("手で入力"),
            "転出証明書はありません" if abroad else "",
            deadlines=_deadlines(case),
            log=rows,
            foot="書類の番号とその写しは残しません。",
        )
    if household is None or certificate is None:
        return TransferView(
            "転出証明書情報",
            ChipKind.NOT_YET.chip(),
            "カードから探します",
            log=rows,
            foot="書類の番号とその写しは残しません。",
        )
    return TransferView(
        "転出証明書情報",
        ChipKind.ARRIVED.chip(),
        f"{len(certificate.members)}人{arrived}",
        (
            ("転出予定日", _long_day(household.planned_move_out)),
            ("住み始めた日", _long_day(household.moved_on)),
        ),
        _deadlines(case),
        rows,
        "書類の番号とその写しは残しません。",
    )


def _record(log: tuple[AuditEntry, ...], told: Mapping[str, str]) -> tuple[LogRowView, ...]:
    """The last checks; the log keeps no values, so only the latest of a kind tells what it was."""
    last = {entry.what: entry for entry in log}
    return tuple(
        LogRowView(
            clock_time(entry.at),
            _LOG_TITLES[entry.what],
            (last[entry.what] is entry and told.get(entry.what)) or _LOG_WORDS[entry.what],
            entry.who,
        )
        for entry in log
        if entry.what in _LOG_TITLES
    )[-_SHOWN:]


def _long_day(day: date) -> str:
    return f"{era_text(day)}（{weekday_name(day)}）"


def _deadlines(case: Case | None) -> tuple[DeadlineRowView, ...]:
    """The hard cut-offs of this household, soonest first, then the next ordinary one."""
    if case is None:
        return ()
    today = case.reception.filed_on
    dated = [
        d
        for d in case.determinations
        if d.deadline is not None and d.outcome in (OutcomeKind.APPLIES, OutcomeKind.UNDECIDED)
    ]
    dated.sort(key=lambda d: (not d.deadline.hard, d.deadline.day))  # type: ignore[union-attr]
    return tuple(
        DeadlineRowView(found, d.procedure.title)
        for d in dated[:5]
        if (found := clock(d.deadline, today)) is not None
    )
