"""Logs (ログ): one line an event, on standard error; never a personal value.

Code does not log values at all. The filter here is the second net: a record in whose text
twelve digits form an individual number is replaced before any handler sees it.
"""

import json
import logging
import re
from datetime import UTC, datetime

from counter_app.model.numbers import is_individual_number

_TWELVE = re.compile(r"(?<!\d)(?:\d[ -]?){11}\d(?!\d)")


class NumberFilter(logging.Filter):
    """Blanks any record whose message could hold an individual number."""

    def filter(self, record: logging.LogRecord) -> bool:
        if holds_number(record.getMessage()):
            record.msg, record.args = "a message was withheld: it held twelve digits", ()
            record.exc_info = record.exc_text = None
        return True


def holds_number(text: str) -> bool:
    """Whether the text holds twelve digits with a valid check digit (ASCII or full width)."""
    narrow = text.translate({0xFF10 + digit: 0x30 + digit for digit in range(10)})
    return any(
        is_individual_number(re.sub(r"\D", "", run).encode()) for run in _TWELVE.findall(narrow)
    )


class JsonLines(logging.Formatter):
    """One JSON object a line: at, level, logger, message."""

    def format(self, record: logging.LogRecord) -> str:
        return json.dumps(
            {
                "at": datetime.fromtimestamp(record.created, UTC).isoformat(),
                "level": record.levelname,
                "logger": record.name,
                "message": record.getMessage(),
            },
            ensure_ascii=False,
        )


def set_up(as_json: bool) -> None:
    """Send warnings and worse to standard error, as text or JSON lines."""
    handler = logging.StreamHandler()
    handler.addFilter(NumberFilter())
    handler.setFormatter(
        JsonLines() if as_json else logging.Formatter("%(levelname)s %(name)s: %(message)s")
    )
    root = logging.getLogger()
    root.handlers = [handler]
    root.setLevel(logging.INFO if as_json else logging.WARNING)
