"""Logs: one line an event, places instead of messages, and no number in any dress people write."""

import io
import json
import logging
import subprocess
import sys
from collections.abc import Iterator
from contextlib import redirect_stderr

import pytest

from counter_app import logs
from tests.conftest import AnnouncedWarnings
from tests.hub_kit import made_up_number

NUMBER = made_up_number("12345678901")
_WIDE = {0x30 + digit: 0xFF10 + digit for digit in range(10)}


@pytest.fixture
def root() -> Iterator[logging.Logger]:
    logger = logging.getLogger()
    level, handlers = logger.level, list(logger.handlers)
    yield logger
    logger.setLevel(level)
    for handler in [one for one in logger.handlers if one not in handlers]:
        logger.removeHandler(handler)


def _logged(as_json: bool, *message: object, error: BaseException | None = None) -> str:
    logs.set_up(as_json)
    text = io.StringIO()
    with redirect_stderr(text):
        logging.getLogger("forms.part").info(*message, exc_info=error)
        logging.getLogger("forms.part").error(*message, exc_info=error)
    return text.getvalue()


@pytest.mark.parametrize(
    "written",
    [
        NUMBER,
        f"{NUMBER[:4]}-{NUMBER[4:8]}-{NUMBER[8:]}",
        f"{NUMBER[:4]} {NUMBER[4:8]} {NUMBER[8:]}",
        NUMBER.translate(_WIDE),
        f"番号は{NUMBER}です",
    ],
)
def test_a_message_with_a_number_is_withheld(
    written: str, root: logging.Logger, announced: AnnouncedWarnings
) -> None:
    announced.expect("forms.part")
    for as_json in (False, True):
        told = _logged(as_json, "read %s", written)
        assert "a message was withheld" in told
        assert NUMBER not in told
        assert written not in told


@pytest.mark.parametrize("written", [NUMBER[:11] + str((int(NUMBER[11]) + 1) % 10), NUMBER + "0"])
def test_other_digits_are_let_through(
    written: str, root: logging.Logger, announced: AnnouncedWarnings
) -> None:
    announced.expect("forms.part")
    assert written in _logged(False, "message %s", written)


def test_an_exception_is_told_by_its_places_alone(
    root: logging.Logger, announced: AnnouncedWarnings
) -> None:
    announced.expect("forms.part")
    try:
        raise ValueError(f"渡邉 {NUMBER}")
    except ValueError as error:
        caught = error
    for as_json in (False, True):
        told = _logged(as_json, "it failed", error=caught)
        assert "ValueError" in told
        assert "test_logs_lines.py" in told
        assert NUMBER not in told
        assert "渡邉" not in told


def test_a_json_line_is_one_object_with_four_members(
    root: logging.Logger, announced: AnnouncedWarnings
) -> None:
    announced.expect("forms.part")
    lines = [json.loads(line) for line in _logged(True, "届いた").splitlines()]
    assert [line["level"] for line in lines] == ["INFO", "ERROR"]
    assert set(lines[0]) == {"at", "level", "logger", "message"}
    assert lines[0]["message"] == "届いた"
    assert lines[0]["at"].endswith("+09:00")


def test_as_text_only_warnings_are_told(root: logging.Logger, announced: AnnouncedWarnings) -> None:
    announced.expect("forms.part")
    assert _logged(False, "届いた") == "ERROR forms.part: 届いた\n"


def test_setting_up_again_tells_nothing_twice(
    root: logging.Logger, announced: AnnouncedWarnings
) -> None:
    announced.expect("forms.part")
    before = len(root.handlers)
    logs.set_up(False)
    assert _logged(False, "届いた").count("届いた") == 1
    assert len(root.handlers) == before + 1


def test_a_library_tells_nothing_of_itself_as_json_either(
    root: logging.Logger,
) -> None:
    logs.set_up(True)
    text = io.StringIO()
    with redirect_stderr(text):
        logging.getLogger("httpx").info("GET https://hub/acquisitions/AQ-1")
        logging.getLogger("alembic.runtime").info("Running upgrade")
    assert text.getvalue() == ""


def test_what_nobody_caught_is_told_by_its_places_alone() -> None:
    """In a process of its own: the hooks are the process's."""
    script = (
        "import sys, threading\n"
        "from counter_app import logs\n"
        "logs.set_up(False); logs.tell_bugs_by_place()\n"
        "def fail(): raise ValueError('渡邉 090-0000-0000')\n"
        "class Slot:\n"
        "    def __del__(self): fail()\n"
        "thread = threading.Thread(target=fail); thread.start(); thread.join()\n"
        "Slot()\n"
        "fail()\n"
    )
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True)
    assert done.returncode == 1
    assert done.stderr.count("CRITICAL counter_app: a bug was caught by nobody\nValueError\n") == 3
    assert "渡邉" not in done.stderr
    assert "090" not in done.stderr
