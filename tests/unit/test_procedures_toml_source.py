"""Places in a TOML file: of entries, of keys in nested tables, of what a message points to."""

from pathlib import Path

import pytest

from counter_app.failures import CounterError, FailureCode
from counter_app.procedures.mistakes import condition_words, entry_words
from counter_app.procedures.toml_source import TomlSource

TEXT = """edition = "1"

[[procedure]]
id = "A1"
when = "true"
outcome = [
  { kind = "guide", when = "a == '}'", reason = "x" },
  { kind = "applies", reason = "when = 1" },
]
deadline = { days = 3, counted = "three" }

[[procedure.attachment]]
title = "one"
state = "asked"

[[procedure.attachment]]
title = "two"
state = "on_paper"

[[procedure]]
id = "A2"
when = '''
b
'''

[[procedure.change]]
since = 2026-08-01
title = "later"

[[procedure.change.attachment]]
title = "three"

[procedure.deadline]
days = 4
"""


@pytest.fixture
def source(tmp_path: Path) -> TomlSource:
    path = tmp_path / "X.toml"
    path.write_text(TEXT, "utf-8")
    return TomlSource.read(path)


def line(words: str, nth: int = 0) -> int:
    return [n for n, text in enumerate(TEXT.splitlines(), 1) if words in text][nth]


@pytest.mark.parametrize(
    ("message", "at", "column"),
    [
        ("`$.procedure[0].id`", line('id = "A1"'), 1),
        ("`$.procedure[0].outcome[0].reason`", line('reason = "x"'), 40),
        ("`$.procedure[0].outcome[1].reason`", line('"applies"'), 23),
        ("`$.procedure[0].outcome[1]`", line('"applies"'), 3),
        ("`$.procedure[0].deadline.days`", line("days = 3"), 14),
        ("`$.procedure[0].attachment[0].state`", line('"asked"'), 1),
        ("`$.procedure[0].attachment[1].state`", line('"on_paper"'), 1),
        ("`$.procedure[0].attachment[1]`", line("[[procedure.attachment]]", 1), 1),
        ("`$.procedure[1].change[0].since`", line("since"), 1),
        ("`$.procedure[1].change[0].attachment[0].title`", line('title = "three"'), 1),
        ("`$.procedure[1].deadline.days`", line("days = 4"), 1),
        ("`$.procedure[1].source`", line("[[procedure]]", 1), 1),  # not written at all
        ("unknown field `when` - at `$.procedure[1]`", line("when = '''"), 1),
        ("`$.edition`", 1, 1),
        ("Object missing required field `title`", 1, 1),  # that of an attachment is not meant
    ],
)
def test_a_message_points_to_its_line_and_column(
    source: TomlSource, message: str, at: int, column: int
) -> None:
    found = source.path(f"Expected `str`, got `int` - at {message}")
    assert (found.file, found.line, found.column) == ("X.toml", at, column)


def test_a_block_ends_where_the_next_of_its_depth_begins(source: TomlSource) -> None:
    first, second = source.block("procedure", 0), source.block("procedure", 1)
    assert first.has("deadline")
    assert second.has("deadline")
    change = second.element("change", 0)
    assert change.has("title")
    assert not change.has("days")
    assert not second.has("since")  # written in the change alone
    assert not second.has("title")


def test_the_text_of_a_condition_is_found_behind_its_quotes(source: TomlSource) -> None:
    first, second = source.block("procedure", 0), source.block("procedure", 1)
    inside = first.value("when", "a == '}'")
    assert (inside.line, inside.column) == (line("a == '}'"), 29)
    block = second.value("when", "b\n")
    assert (block.line, block.column) == (line("when = '''") + 1, 1)


def test_a_position_names_the_entry_it_belongs_to(source: TomlSource) -> None:
    named = source.block("procedure", 1).named("A2")
    assert str(named.position) == f"X.toml:{line('[[procedure]]', 1)}:1 A2"
    assert str(named.element("change", 0).key("since")) == f"X.toml:{line('since')}:1 A2"


@pytest.mark.parametrize(
    ("content", "where"),
    [(b'a = "1"\n[[b]\n', "X.toml:2:"), (b"a = ", "X.toml:1:"), (b"\xff\xfe", "X.toml:1:1 ")],
)
def test_a_file_that_is_not_toml_says_where(tmp_path: Path, content: bytes, where: str) -> None:
    path = tmp_path / "X.toml"
    path.write_bytes(content)
    with pytest.raises(CounterError) as refused:
        TomlSource.read(path)
    assert refused.value.code is FailureCode.CATALOGUE_FILE_UNREADABLE
    assert refused.value.detail.startswith(where)


@pytest.mark.parametrize(
    ("message", "said"),
    [
        ("Object missing required field `title`", "title がありません。"),
        ("Object contains unknown field `x` - at `$.a[0]`", "x という項目はありません。"),
        (
            "Expected `int | null`, got `str` - at `$.deadline.days`",
            "days は整数で書きます（書かれているのは文字）。",
        ),
        ("Invalid enum value 'x' - at `$.number`", "number は「x」ではありません。"),
        ("Something new", "値の形が違います（Something new）。"),
    ],
)
def test_what_is_wrong_with_an_entry_is_said_in_japanese(message: str, said: str) -> None:
    assert entry_words(message).startswith(said)


@pytest.mark.parametrize(
    ("message", "said"),
    [
        ("undeclared reference to 'aeg' (in container '')", "aeg という事実はありません（age"),
        ("undeclared reference to 'age' (in container '')", "age は人ごとの事実なので"),
        (
            "found no matching overload for '_==_' applied to '(string, int)' (candidates: …)",
            "== は、文字と整数には使えません。",
        ),
        ("Syntax error: mismatched input '<EOF>'", "条件の文法に誤りがあります（CEL：mismatched"),
        ("something else", "条件を読めません（CEL：something else）。"),
    ],
)
def test_what_is_wrong_with_a_condition_is_said_in_japanese(message: str, said: str) -> None:
    known = ["ages", "agile"] if "'aeg'" not in message else ["age"]
    assert condition_words(message, known, ["age"]).startswith(said)
