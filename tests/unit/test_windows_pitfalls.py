"""What works on Linux and stops on Windows is kept out of the source."""

import re

from resources.loader import ROOT

FOLDERS = ("counter_app", "ui", "forms", "localdb", "smartcard", "resources")
UNIX_AT_ONCE = re.compile(r"^(?:import|from) (?:fcntl|termios|pwd|grp|resource|pty|tty)\b", re.M)
DASHED_DAY = re.compile(r"%-[dmHIMSjyUW]")


def pitfalls(source: str) -> list[str]:
    """Modules of Unix imported at once, and days written in a way only one C library knows."""
    return UNIX_AT_ONCE.findall(source) + DASHED_DAY.findall(source)


def test_nothing_in_the_source_is_of_one_system_alone() -> None:
    found = {
        str(path.relative_to(ROOT.parent)): pitfalls(path.read_text("utf-8"))
        for folder in FOLDERS
        for path in (ROOT.parent / folder).rglob("*.py")
    }
    assert len(found) > 300
    assert {path: what for path, what in found.items() if what} == {}


def test_planted_pitfalls_are_found() -> None:
    assert pitfalls("import fcntl\nx = f'{day:%-m/%-d}'\n") == ["import fcntl", "%-m", "%-d"]
    assert pitfalls("def f():\n    import fcntl\n    return f'{day:%m/%d}'\n") == []
