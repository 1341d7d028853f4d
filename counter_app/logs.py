"""Logs (ログ): one line an event, on standard error; never a personal value.

Code does not log values at all. What is written here is the second net: an exception is told by
its type and places, without its message, and a record in whose text twelve digits form an
individual number is replaced before it is written.

Loaded at every start, so what only an event needs is imported when there is one.
"""

import logging
import os
import re
import sys
from datetime import datetime, timedelta, timezone
from typing import TextIO

_JAPAN = timezone(timedelta(hours=9), "JST")
_OURS = ("counter_app", "ui", "forms", "localdb", "iccard", "resources")
"""Who may tell more than warnings: what a library says of itself could hold an address."""

_TWELVE = re.compile(r"(?<!\d)(?:\d[ -]?){11}\d(?!\d)")


class NumberFilter(logging.Filter):
    """Blanks any record whose message could hold an individual number."""

    def filter(self, record: logging.LogRecord) -> bool:
        if holds_number(record.getMessage()):
            record.msg, record.args = "a message was withheld: it held twelve digits", ()
        return True


def holds_number(text: str) -> bool:
    """Whether the text holds twelve digits with a valid check digit (ASCII or full width)."""
    from counter_app.model.numbers import is_individual_number

    narrow = text.translate({0xFF10 + digit: 0x30 + digit for digit in range(10)})
    return any(
        is_individual_number(re.sub(r"\D", "", run).encode()) for run in _TWELVE.findall(narrow)
    )


def places(error: BaseException) -> list[str]:
    """The type of an exception and where it came from: never its message, which may hold values.

    A failure of ours is told with its code and detail, which hold none.
    """
    import traceback

    from counter_app.failures import CounterError

    frames = traceback.extract_tb(error.__traceback__)
    kind = str(error) if isinstance(error, CounterError) else type(error).__name__
    return [kind, *(f"{f.filename}:{f.lineno} {f.name}" for f in frames)]


class TextLines(logging.Formatter):
    """Level, logger and message; an exception's places in the lines below."""

    def format(self, record: logging.LogRecord) -> str:
        lines = [f"{record.levelname} {record.name}: {record.getMessage()}"]
        if record.exc_info and record.exc_info[1] is not None:
            lines += places(record.exc_info[1])
        return "\n".join(lines)


class JsonLines(logging.Formatter):
    """One JSON object a line: at, level, logger, message, failure code, an exception's places."""

    def format(self, record: logging.LogRecord) -> str:
        import json

        line: dict[str, str | list[str]] = {
            "at": datetime.fromtimestamp(record.created, _JAPAN).isoformat(),
            "level": record.levelname,
            "logger": record.name,
            "message": record.getMessage(),
        }
        if code := getattr(record, "code", ""):
            line["code"] = code
        if record.exc_info and record.exc_info[1] is not None:
            line["exception"] = places(record.exc_info[1])
        return json.dumps(line, ensure_ascii=False)


class StandardError(logging.Handler):
    """Writes to what standard error is at that moment."""

    def emit(self, record: logging.LogRecord) -> None:
        try:
            say_aside(self.format(record) + "\n")
        except Exception:
            self.handleError(record)


def set_up(as_json: bool) -> None:
    """Send warnings and worse to standard error, as text or JSON lines. May be called again.

    As JSON lines our own parts also tell what is no warning.
    """
    handler = StandardError()
    handler.addFilter(NumberFilter())
    handler.setFormatter(JsonLines() if as_json else TextLines())
    root = logging.getLogger()
    for earlier in [one for one in root.handlers if isinstance(one, StandardError)]:
        root.removeHandler(earlier)
    root.addHandler(handler)
    root.setLevel(logging.WARNING)
    for name in _OURS:
        logging.getLogger(name).setLevel(logging.INFO if as_json else logging.NOTSET)


def tell_bugs_by_place() -> None:
    """Have what nobody caught (in a slot of a window, in a thread) told without its message.

    For the process as a whole: what is told else holds the values of the exception.
    """
    import threading

    def uncaught(kind: type[BaseException], error: BaseException | None) -> None:
        if error is not None and not issubclass(kind, (KeyboardInterrupt, SystemExit)):
            logging.getLogger("counter_app").critical("a bug was caught by nobody", exc_info=error)

    sys.excepthook = lambda kind, error, _: uncaught(kind, error)
    threading.excepthook = lambda told: uncaught(told.exc_type, told.exc_value)
    sys.unraisablehook = lambda told: uncaught(told.exc_type, told.exc_value)


def tell(message: str, *, level: str = "INFO", code: str = "") -> None:
    """Write to standard error for whoever gave the command: as it is, or as a JSON line."""
    handler = _json_handler()
    if handler is not None:
        told = {"name": "counter_app", "levelname": level, "msg": message, "code": code}
        handler.handle(logging.makeLogRecord(told))
        return
    say_aside(f"{message}\n")


def as_json() -> bool:
    """Whether standard error holds JSON lines."""
    return _json_handler() is not None


def _json_handler() -> StandardError | None:
    for handler in logging.getLogger().handlers:
        if isinstance(handler, StandardError) and isinstance(handler.formatter, JsonLines):
            return handler
    return None


def say_aside(text: str) -> None:
    """Write to standard error; that nobody reads it any more must not end what is being done."""
    try:
        sys.stderr.write(text)
        sys.stderr.flush()
    except OSError:
        unheard(sys.stderr)


def unheard(stream: TextIO) -> None:
    """Let what is still written to a stream vanish: whoever read it is gone, or its place full."""
    nowhere = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nowhere, stream.fileno())
    os.close(nowhere)
