"""The journey as a table in the terminal."""

import unicodedata
from collections import Counter
from collections.abc import Callable

from counter_app.commands.journey.record import Journey


def width(text: str) -> int:
    """Columns a text takes: wide characters take two."""
    return sum(2 if unicodedata.east_asian_width(c) in "WF" else 1 for c in text)


def pad(text: str, columns: int) -> str:
    return text + " " * max(columns - width(text), 0)


def print_table(journey: Journey, say: Callable[[str], None]) -> None:
    """Steps with their seconds, then what was reached."""
    for step in sorted(journey.steps, key=lambda s: s.step):
        say(f"{step.step:>3}  {pad(step.what, 36)}{step.seconds:7.2f} 秒")
    card = journey.card
    if card is not None:
        say(
            f"     カード  {card.channel}・{card.apdus} APDU・リンクコード {journey.py}"
            f"{'（いま発行）' if journey.link_code_issued else ''}"
        )
    papers = len(journey.documents)
    say(
        f"     手続 {len(journey.procedures)}件・質問 {journey.questions}・書類 {papers}"
        f"・署名 {journey.signatures}・職員の操作 {journey.staff_actions}"
        f"・課と監督者の操作 {journey.office_actions}・印刷 {journey.printed_at}"
    )
    states = Counter(c.state for c in journey.commitments)
    say("     依頼 " + "・".join(f"{state} {count}" for state, count in states.items()))
    for commitment in journey.commitments:
        acts = " → ".join(act.split(" ", 1)[0] for act in commitment.acts)
        say(f"       {pad(commitment.procedure, 5)}{pad(commitment.executor, 18)}{acts}")
    say(f"     基盤の記録 {len(journey.messages)}通")
    for message in journey.messages:
        say(
            f"       {pad(message.from_party, 15)}→ {pad(message.to_party, 15)}"
            f"{message.who_sent} → {message.who_received}  {message.delivery_state}"
        )
    say(f"     期待どおり: {'はい' if journey.expected else 'いいえ'}")
