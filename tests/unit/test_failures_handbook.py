"""Every failure code is raised in one place and explained in the handbook."""

import ast
import tomllib
from collections import Counter
from pathlib import Path

from counter_app.failures import FailureCode
from resources.loader import ROOT, data_files

SOURCES = ("counter_app", "ui", "forms", "localdb", "smartcard", "resources")


def raised_codes() -> Counter[str]:
    found: Counter[str] = Counter()
    for folder in SOURCES:
        for path in (ROOT.parent / folder).rglob("*.py"):
            for node in ast.walk(ast.parse(path.read_text("utf-8"))):
                if isinstance(node, ast.Call) and getattr(node.func, "id", "") == "CounterError":
                    found.update(
                        inner.attr
                        for inner in ast.walk(node.args[0])
                        if isinstance(inner, ast.Attribute)
                        and getattr(inner.value, "id", "") == "FailureCode"
                    )
    return found


def handbook() -> dict[str, dict[str, str]]:
    entries: dict[str, dict[str, str]] = {}
    for path in data_files("handbook", ".toml"):
        if path.name == "places.toml":  # pages of places, not of codes
            continue
        for code, entry in tomllib.loads(path.read_text("utf-8")).items():
            assert code not in entries, f"{code} stands twice in the handbook"
            entries[code] = entry
    return entries


def test_a_member_is_named_like_its_code() -> None:
    assert all(code.name == code.value for code in FailureCode)


def test_every_code_is_raised_in_exactly_one_place() -> None:
    raised = raised_codes()
    assert {code.name: raised[code.name] for code in FailureCode if raised[code.name] != 1} == {}


def test_every_code_has_a_whole_handbook_entry_and_no_entry_is_left_over() -> None:
    entries = handbook()
    assert set(entries) == {code.name for code in FailureCode}
    for code, entry in entries.items():
        assert set(entry) == {"title", "happened", "saved", "now"}, code
        assert all(text.strip() for text in entry.values()), code


def test_the_search_for_raised_codes_finds_a_planted_second_raise(tmp_path: Path) -> None:
    planted = "raise CounterError(FailureCode.REVIEW_OWN_CASE)\n" * 2
    codes = [
        inner.attr
        for node in ast.walk(ast.parse(planted))
        if isinstance(node, ast.Call)
        for inner in ast.walk(node.args[0])
        if isinstance(inner, ast.Attribute)
    ]
    assert codes == ["REVIEW_OWN_CASE", "REVIEW_OWN_CASE"]
