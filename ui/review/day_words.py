"""The day in figures and words (日計): receptions, time at the counter, what is open where."""

import csv
import io
from dataclasses import dataclass
from datetime import date, datetime

from counter_app.model.calendar import weekday_name
from counter_app.model.commitment import Act, Commitment, ExecutorKind, Phase
from counter_app.model.document import SignatureAct
from counter_app.model.reception import Reception, ReceptionState
from counter_app.model.town import Town
from counter_app.review import ItemKind, promised_day
from ui import theme
from ui.review.views import (
    ConcernView,
    DayView,
    HourView,
    OpenBarView,
    QueueRowView,
    TileView,
)
from ui.review.words import Entry, day_words
from ui.staff.words.common import clock_time
from ui.widgets.chip import Mark
from ui.widgets.drawing import Icon

TARGET_MINUTES = 60
"""What one visit should take at most (目標)."""
OUTSIDE = "町の外"
_CONCERNS = frozenset({ItemKind.CUT_OFF, ItemKind.DELIVERY, ItemKind.DECLINED})
_MOST_CONCERNS = 3
_ENDED = (Phase.ACCEPTED, Phase.QUIT, Phase.STOPPED, Phase.INITIAL)


@dataclass(frozen=True, slots=True)
class DayFacts:
    """Everything the figures of one day are made of."""

    day: date
    now: datetime
    receptions: tuple[Reception, ...]  # begun on that day, without those that were given up
    commitments: tuple[Commitment, ...]  # of all days
    signatures: dict[str, tuple[SignatureAct, ...]]
    town: Town

    @property
    def committed(self) -> tuple[Reception, ...]:
        return tuple(r for r in self.receptions if r.committed_at is not None)

    @property
    def asked(self) -> tuple[Commitment, ...]:
        """The commitments of the day's receptions."""
        ids = {r.id for r in self.receptions}
        return tuple(c for c in self.commitments if c.reception_id in ids)


def begun_on(receptions: tuple[Reception, ...], day: date) -> tuple[Reception, ...]:
    """Receptions of a day, in the order they were begun."""
    found = [
        r
        for r in receptions
        if r.opened_at.date() == day and r.state is not ReceptionState.ABANDONED
    ]
    return tuple(sorted(found, key=lambda r: r.opened_at))


def day_view(
    facts: DayFacts, rows: tuple[tuple[Entry, QueueRowView], ...], *, later: bool
) -> DayView:
    until = f"{clock_time(facts.now)} 現在" if facts.day == facts.now.date() else "1日分"
    return DayView(
        "今日のようす" if facts.day == facts.now.date() else "この日のようす",
        f"{day_words(facts.day)}　{until}",
        tiles(facts),
        hours(facts),
        open_bars(facts),
        concerns(rows),
        later,
    )


def tiles(facts: DayFacts) -> tuple[TileView, ...]:
    """Six figures. A figure nobody could measure is a dash, never a guess."""
    asked = facts.asked
    open_ones = {c.reception_id for c in asked if c.state.phase not in _ENDED}
    waiting = sum(1 for r in facts.committed if r.id in open_ones)
    done = len(facts.committed) - waiting
    minutes = [_minutes(r) for r in facts.committed]
    signing = [
        (min(s.signed_at for s in acts) - r.opened_at).total_seconds() / 60
        for r in facts.receptions
        if (acts := facts.signatures.get(r.id))
    ]
    promised = sum(1 for c in asked if any(r.act is Act.PROMISE for r in c.acts))
    share = f"{round(100 * promised / len(asked))}" if asked else "—"
    strokes = [len(acts) for acts in facts.signatures.values() if acts]
    late = sum(1 for c in asked if _late(c, facts.now.date()))
    dated = sum(1 for c in asked if c.due is not None)
    return (
        TileView("受付", f"{len(facts.receptions)}", "件", f"終わり {done}・返事待ち {waiting}"),
        TileView("署名まで", _mean(signing), "分", "はじめの署名まで"),
        TileView("対応時間", _mean(minutes), "分", _by_size(facts.committed)),
        TileView("約束まで", share, "%", f"{len(asked)}件のうち {promised}件"),
        TileView("署名", _mean_exact(strokes), "回", "受付1件・目標 3回"),
        TileView(
            "期限切れ",
            f"{late}",
            "件",
            f"{dated}件のうち" if late else "すべて間に合う",
        ),
    )


def hours(facts: DayFacts) -> tuple[HourView, ...]:
    """By the hour in which the reception was begun."""
    begun = [r.opened_at.hour for r in facts.receptions]
    first, last = min((8, *begun)), max((16, *begun))
    made = []
    for hour in range(first, last + 1):
        here = [r for r in facts.receptions if r.opened_at.hour == hour]
        signed = [
            (min(s.signed_at for s in acts) - r.opened_at).total_seconds() / 60
            for r in here
            if (acts := facts.signatures.get(r.id))
        ]
        whole = [_minutes(r) for r in here if r.committed_at is not None]
        made.append(HourView(hour, len(here), _average(signed), _average(whole)))
    return tuple(made)


def open_bars(facts: DayFacts) -> tuple[OpenBarView, ...]:
    """What is still open with each department, and with everybody outside the town together."""
    today = facts.now.date()
    counts: dict[str, list[int]] = {}
    for commitment in facts.commitments:
        phase = commitment.state.phase
        if commitment.held or phase in _ENDED:
            continue
        inside = commitment.executor_kind is ExecutorKind.DEPARTMENT
        bar = counts.setdefault(commitment.executor if inside else "", [0, 0, 0])
        if _late(commitment, today):
            bar[0] += 1
        else:
            bar[1 if phase in (Phase.REQUESTED, Phase.DECLINED) else 2] += 1
    names = (*((d.id, d.name) for d in facts.town.departments), ("", OUTSIDE))
    return tuple(OpenBarView(name, *counts[id_]) for id_, name in names if id_ in counts)


def concerns(rows: tuple[tuple[Entry, QueueRowView], ...]) -> tuple[ConcernView, ...]:
    """The first rows of the queue that tell of something late."""
    made = []
    for entry, row in rows:
        if entry.first.kind in _CONCERNS:
            late = entry.first.kind is ItemKind.DELIVERY
            icon = Icon.MAIL_FAILED if late else Icon.ALERT
            number, rest = row.sub[0], "　".join(row.sub[1:])
            made.append(
                ConcernView(entry.key, number, rest, Mark(icon, row.title, theme.ERROR_INK, True))
            )
    return tuple(made[:_MOST_CONCERNS])


def day_table(facts: DayFacts) -> bytes:
    """The day as CSV (日計): one line for each reception, UTF-8 with a byte order mark for 表計算.

    Names and addresses are not in it.
    """
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow(
        (
            "日付",
            "受付番号",
            "始めた時刻",
            "確定した時刻",
            "対応（分）",
            "人数",
            "担当",
            "窓口",
            "支援措置",
            "依頼",
            "約束",
            "終わり",
            "署名",
        )
    )
    for reception in facts.receptions:
        asked = [c for c in facts.commitments if c.reception_id == reception.id]
        promised = sum(1 for c in asked if any(r.act is Act.PROMISE for r in c.acts))
        committed = reception.committed_at
        writer.writerow(
            (
                facts.day.isoformat(),
                reception.number,
                clock_time(reception.opened_at),
                clock_time(committed) if committed is not None else "",
                round(_minutes(reception)) if committed is not None else "",
                len(reception.household.members) if reception.household is not None else "",
                reception.clerk,
                reception.counter,
                "あり" if reception.protected else "",
                len(asked),
                promised,
                sum(1 for c in asked if c.ended),
                len(facts.signatures.get(reception.id, ())),
            )
        )
    return out.getvalue().encode("utf-8-sig")


def file_name(day: date) -> str:
    """「日計表_2026-04-03（金）.csv」 without what a file system refuses."""
    return f"日計表_{day.isoformat()}_{weekday_name(day)}.csv"


def _late(commitment: Commitment, today: date) -> bool:
    """A promise whose day is over, or a request nobody promised before its legal day."""
    if commitment.state.phase is Phase.PROMISED:
        expected = promised_day(commitment)
        return expected is not None and expected < today
    asked = commitment.state.phase in (Phase.REQUESTED, Phase.DECLINED)
    return asked and commitment.due is not None and commitment.due < today


def _minutes(reception: Reception) -> float:
    assert reception.committed_at is not None
    return (reception.committed_at - reception.opened_at).total_seconds() / 60


def _average(values: list[float]) -> float | None:
    return sum(values) / len(values) if values else None


def _mean(values: list[float]) -> str:
    average = _average(values)
    return "—" if average is None else f"{round(average)}"


def _mean_exact(values: list[int]) -> str:
    return f"{sum(values) / len(values):.1f}" if values else "—"


def _by_size(receptions: tuple[Reception, ...]) -> str:
    """「1人 14分・5人〜 51分」, as far as there are such households."""
    parts = []
    for words, low, high in (("1人", 1, 1), ("2〜4人", 2, 4), ("5人〜", 5, 99)):
        minutes = [
            _minutes(r)
            for r in receptions
            if r.household is not None and low <= len(r.household.members) <= high
        ]
        if minutes:
            parts.append(f"{words} {_mean(minutes)}分")
    return "・".join(parts[:2])
