"""What waits for the hub, what arrived and what failed (送信箱). The content is never shown."""

import argparse
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from counter_app.commands.arguments import describe
from counter_app.commands.terminal import say_json, say_table
from counter_app.model.message import QueuedMessage

_STATES = {
    "held": "止めている",
    "waiting": "待ち",
    "resending": "再送",
    "delivered": "届いた",
    "failed": "失敗",
    "expired": "期限切れ",
    "cancelled": "取り消した",
}


@dataclass(frozen=True, slots=True)
class OutboxLine:
    """One message as `outbox list` tells it: the header and its delivery, nothing of WHAT."""

    id: str
    to: str
    who: str
    act: str
    commitment: str
    reception: str
    state: str
    attempts: int
    created_at: datetime
    next_attempt_at: datetime | None
    delivered_at: datetime | None
    error: str


def add(parser: argparse.ArgumentParser) -> None:
    describe(parser, "情報連携基盤への送信の様子を見ます。")
    listing = parser.add_subparsers(dest="action", required=True, metavar="ACTION").add_parser(
        "list", help="送信を1件ずつ、届いたかどうかとともに並べる"
    )
    describe(
        listing,
        "情報連携基盤への送信を1件ずつ並べます：待ち・再送・届いた・失敗・止めている。\n"
        "送る中身は表示しません。",
        "outbox list",
        "outbox list --json",
    )
    listing.add_argument("--json", action="store_true", help="JSON で出す")


def run(basedir: Path, arguments: argparse.Namespace) -> int:
    from counter_app.commands.existing import existing_store

    with existing_store(basedir) as store, store.view() as unit:
        lines = [outbox_line(queued) for queued in unit.outbox()]
    if arguments.json:
        say_json(lines)
    else:
        say_table(
            ("番号", "宛先", "行為", "状態", "回数", "次の送信", "理由"),
            [
                (
                    one.id,
                    one.to,
                    one.act,
                    _STATES[one.state],
                    str(one.attempts),
                    f"{one.next_attempt_at:%m/%d %H:%M}" if one.next_attempt_at else "",
                    one.error,
                )
                for one in lines
            ],
        )
    return 0


def outbox_line(queued: QueuedMessage) -> OutboxLine:
    """A row of the outbox without WHAT; a message that is settled has no next attempt."""
    message = queued.message
    waits = queued.state.value in ("waiting", "resending")
    return OutboxLine(
        id=message.id,
        to=message.to_party,
        who=message.who,
        act=message.what.act.value,
        commitment=message.commitment_id,
        reception=message.reception_id,
        state=queued.state.value,
        attempts=queued.attempts,
        created_at=message.created_at,
        next_attempt_at=queued.next_attempt_at if waits else None,
        delivered_at=queued.delivered_at,
        error=queued.last_error,
    )
