"""Conditions: three values, types, and errors that point at the column."""

import pytest

from counter_app.failures import CounterError, FailureCode
from counter_app.procedures.conditions import Condition, FactType, Language, Missing, Scope, Truth
from counter_app.procedures.toml_source import Position

HERE = Position("X.toml", 10, 9)


@pytest.fixture
def language() -> Language:
    made = Language()
    made.declare("age", Scope.PERSON, FactType.INT)
    made.declare("insurance", Scope.PERSON, FactType.STRING)
    made.declare("items", Scope.PERSON, FactType.STRINGS)
    made.declare("late", Scope.HOUSEHOLD, FactType.BOOL)
    made.declare("elderly", Scope.PERSON, FactType.BOOL)
    made.derive("elderly", "age >= 75 || insurance == 'elderly'")
    made.declare("pregnant", Scope.PERSON, FactType.BOOL)
    made.limit("pregnant", "age >= 15 && age < 50", "false")
    return made


def truth(language: Language, text: str, values: dict[str, bool | int | str | list[str]]) -> Truth:
    condition = language.condition(text, Scope.PERSON, HERE)
    return condition.evaluate(language.activation(Scope.PERSON, values))


@pytest.mark.parametrize(
    ("text", "values", "expected"),
    [
        ("age >= 75 || insurance == 'national'", {"age": 80}, True),
        ("age >= 75 || insurance == 'national'", {"insurance": "national"}, True),
        ("age >= 75 || insurance == 'national'", {"age": 30}, Missing("insurance")),
        ("age >= 75 || insurance == 'national'", {}, Missing("age")),
        ("age >= 75 && insurance == 'national'", {"insurance": "none"}, False),
        ("age >= 75 && insurance == 'national'", {"insurance": "national"}, Missing("age")),
        ("'seal' in items", {"items": ["seal"]}, True),
        ("'seal' in items", {"items": []}, False),
        ("['a', 'b'].exists(kind, kind in items)", {"items": ["b"]}, True),
        ("['a', 'b'].exists(kind, kind in items)", {}, Missing("items")),
        ("late ? age > 1 : insurance == 'x'", {"late": False, "age": 3}, Missing("insurance")),
        ("elderly", {"age": 20}, Missing("insurance")),
        ("!elderly", {"age": 90}, False),
        ("pregnant", {"age": 8}, False),
        ("pregnant", {"age": 8, "pregnant": True}, False),
        ("pregnant", {"age": 30}, Missing("pregnant")),
        ("pregnant", {}, Missing("age")),
    ],
)
def test_a_condition_is_true_false_or_names_what_is_missing(
    language: Language,
    text: str,
    values: dict[str, bool | int | str | list[str]],
    expected: Truth,
) -> None:
    assert truth(language, text, values) == expected


@pytest.mark.parametrize(
    ("text", "column", "word"),
    [
        ("agee > 3", 9, "agee という事実はありません（age ではありませんか）"),
        ("late && insurence == 'x'", 17, "insurence という事実はありません"),
        ("age > 'x'", 13, "> は、整数と文字には使えません"),
        ("age >", 14, "文法に誤り"),
        ("late && has(age)", 17, "has()"),
        ("dyn(age) > 3", 9, "dyn()"),
        ("age", 9, "true か false の式が要りますが、これは整数の式です"),
        ("items.exists(age, age == 'x')", 22, "age"),
    ],
)
def test_a_typo_is_refused_with_its_column_and_a_caret(
    language: Language, text: str, column: int, word: str
) -> None:
    with pytest.raises(CounterError) as refused:
        language.condition(text, Scope.PERSON, HERE)
    assert refused.value.code is FailureCode.CATALOGUE_CONDITION_INVALID
    assert refused.value.detail.startswith(f"X.toml:10:{column} ")
    assert word in refused.value.detail
    assert f" | {text}" in refused.value.detail
    if text != "age":
        assert refused.value.detail.splitlines()[-1].endswith("^")


@pytest.mark.parametrize(
    ("text", "column"),
    [
        ("plan == 'twon'", 17),
        ("'twon' != plan", 9),
        ("plan in ['town', 'twon']", 26),
        ("'boot' in wishes", 9),
        ("late && plan == 'twon'", 25),
    ],
)
def test_a_misspelt_choice_is_refused_although_its_type_is_right(
    language: Language, text: str, column: int
) -> None:
    language.declare("plan", Scope.PERSON, FactType.STRING, frozenset({"town", "stay"}))
    language.declare("wishes", Scope.PERSON, FactType.STRINGS, frozenset({"boat"}))
    assert language.condition("plan == 'town' || 'boat' in wishes", Scope.PERSON, HERE)
    with pytest.raises(CounterError, match="という値はありません") as refused:
        language.condition(text, Scope.PERSON, HERE)
    assert refused.value.detail.startswith(f"X.toml:10:{column} ")


def test_an_error_in_a_later_line_is_counted_from_that_line(language: Language) -> None:
    with pytest.raises(CounterError) as refused:
        language.condition("late\n  && agee > 3", Scope.PERSON, HERE)
    assert refused.value.detail.startswith("X.toml:11:6 ")
    with pytest.raises(CounterError) as refused:
        language.condition("late\n  && has(age)", Scope.PERSON, HERE)
    assert refused.value.detail.startswith("X.toml:11:6 ")


def test_a_condition_of_the_household_does_not_see_a_persons_fact(language: Language) -> None:
    assert isinstance(language.condition("late", Scope.HOUSEHOLD, HERE), Condition)
    with pytest.raises(CounterError, match="age は人ごとの事実"):
        language.condition("age > 3", Scope.HOUSEHOLD, HERE)


@pytest.mark.parametrize("text", ["age / 0 > 3", "items[5] == 'a'"])
def test_a_fault_of_the_catalogue_is_not_taken_for_something_unknown(
    language: Language, text: str
) -> None:
    with pytest.raises(CounterError) as failed:
        truth(language, text, {"age": 3, "items": ["a"]})
    assert failed.value.code is FailureCode.CATALOGUE_CONDITION_FAILED
    assert "X.toml:10:9" in failed.value.detail


def test_a_derived_fact_is_unfolded_outside_of_text_alone(language: Language) -> None:
    assert language.expand("insurance == 'elderly' && elderly") == (
        "insurance == 'elderly' && (age >= 75 || insurance == 'elderly')"
    )
    assert truth(language, "insurance == 'elderly'", {"insurance": "elderly"}) is True


def test_the_grounds_leave_out_what_only_decides_whether_to_ask(language: Language) -> None:
    condition = language.condition("pregnant && elderly", Scope.PERSON, HERE)
    assert condition.mentions == {"age", "pregnant", "insurance"}
    assert condition.uses == {"pregnant", "age", "insurance"}
    assert language.condition("pregnant", Scope.PERSON, HERE).uses == {"pregnant"}
