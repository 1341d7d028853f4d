"""Conditions in CEL (Common Expression Language): type-checked; true, false or unknown."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from cel_expr_python import cel

from counter_app.failures import CounterError, FailureCode
from counter_app.procedures.mistakes import condition_words, type_words
from counter_app.procedures.toml_source import Position

_TOKEN = re.compile(
    r"'(?:[^'\\]|\\.)*'|\"(?:[^\"\\]|\\.)*\"|(?<![\w.])[A-Za-z_]\w*(?!\w|\s*\()", re.DOTALL
)
_FORBIDDEN = re.compile(r"(?<![\w.])(has|dyn|type)\s*\(")
_BOUND = re.compile(r"\.(?:exists|exists_one|all|filter|map)\s*\(\s*(\w+)\s*,")
_COMPARED = (  # a fact and the literal it is compared with
    re.compile(r"(?<![\w.])(?P<fact>\w+)\s*[=!]=\s*(?P<words>'[^']*')"),
    re.compile(r"(?P<words>'[^']*')\s*[=!]=\s*(?P<fact>\w+)"),
    re.compile(r"(?<![\w.])(?P<fact>\w+)\s+in\s+\[(?P<words>[^\]]*)\]"),
    re.compile(r"(?P<words>'[^']*')\s+in\s+(?P<fact>\w+)"),
)
_LITERAL = re.compile(r"'([^']*)'")
_MISSING = re.compile(r'No value with name "(\w+)" found in Activation')
_PLACE = re.compile(r"<input>:(\d+):(\d+): ")


class FactType(StrEnum):
    """Type of a fact, and of its CEL variable. A date is the count of days since year 1."""

    BOOL = "bool"
    INT = "int"
    STRING = "string"
    DATE = "date"
    STRINGS = "strings"


class Scope(StrEnum):
    """Whether a fact or a procedure belongs to the household or to each person."""

    HOUSEHOLD = "household"
    PERSON = "person"


CelValue = bool | int | str | list[str]

_CEL_TYPES: dict[FactType, cel.Type] = {
    FactType.BOOL: cel.Type.BOOL,
    FactType.INT: cel.Type.INT,
    FactType.STRING: cel.Type.STRING,
    FactType.DATE: cel.Type.INT,
    FactType.STRINGS: cel.Type.List(cel.Type.STRING),
}


@dataclass(frozen=True, slots=True)
class Missing:
    """A condition cannot be decided yet; `fact` is one whose value can still decide it."""

    fact: str


Truth = bool | Missing


@dataclass(frozen=True, slots=True)
class Condition:
    """A compiled condition.

    `mentions`: every fact it rests on once derived ones are unfolded; `uses`: those worth showing
    as its grounds, that is without what only decides whether a fact is asked for.
    """

    text: str
    scope: Scope
    mentions: frozenset[str]
    uses: frozenset[str]
    program: cel.Expression = field(repr=False, compare=False)
    position: Position = field(compare=False)

    def evaluate(self, activation: cel.Activation) -> Truth:
        """True, False or what is missing.

        `||` and `&&` absorb what is unknown at either side (CEL §Logical operators), so an answer
        comes as soon as the known facts suffice. Any error but a missing declared fact is a fault
        of the catalogue: raises CounterError CATALOGUE_CONDITION_FAILED.
        """
        outcome = self.program.eval(activation).value()
        if outcome is True or outcome is False:
            return bool(outcome)
        missing = _MISSING.search(str(outcome))
        if missing is None:
            raise CounterError(
                FailureCode.CATALOGUE_CONDITION_FAILED, f"{self.position} {self.text}：{outcome}"
            )
        return Missing(missing[1])


class Language:
    """The declared facts as a CEL environment, where derived facts unfold into what they rest on.

    A derived fact is a named piece of CEL. Unfolding leaves only facts that are known from the
    certificate or can be asked for, so that what is missing is always something to ask.
    """

    def __init__(self) -> None:
        self._types: dict[Scope, dict[str, cel.Type]] = {s: {} for s in Scope}
        self._unfolded: dict[str, str] = {}
        self._uses: dict[str, frozenset[str]] = {}
        self._choices: dict[str, frozenset[str]] = {}
        self._environments: dict[Scope, cel.Env] = {}

    def declare(
        self, name: str, scope: Scope, kind: FactType, choices: frozenset[str] = frozenset()
    ) -> None:
        """Declare a fact. A person's conditions see the household's facts too.

        Where `choices` are given, a comparison with any other word is a typo.
        """
        if choices:
            self._choices[name] = choices
        for seen in (Scope.PERSON, scope):
            self._types[seen][name] = _CEL_TYPES[kind]
        self._environments.clear()

    def derive(self, name: str, expression: str) -> None:
        """Let a declared fact stand for an expression."""
        self._unfolded[name] = f"({self.expand(expression)})"
        self._uses[name] = self.uses(expression)

    def limit(self, name: str, asked_when: str, otherwise: str) -> None:
        """Let a declared fact be asked for only when a condition holds, and have a value if not."""
        self._unfolded[name] = f"({self.expand(asked_when)} ? {name} : {self.expand(otherwise)})"

    def expand(self, text: str) -> str:
        """The expression with every derived fact replaced by what it stands for."""
        return _TOKEN.sub(lambda token: self._unfolded.get(token[0], token[0]), text)

    def uses(self, text: str) -> frozenset[str]:
        """The facts an expression shows as its grounds."""
        return frozenset().union(*(self._uses.get(n, {n}) for n in self.names(text)))

    def check(self, text: str, scope: Scope, kind: FactType, position: Position) -> None:
        """Check names and types. Raises CounterError CATALOGUE_CONDITION_INVALID with a caret."""
        forbidden = _FORBIDDEN.search(text)
        if forbidden is not None:
            raise _invalid(
                _moved(position, text, forbidden.start()),
                f"{forbidden[1]}() は使えません（分からないことが「いいえ」になります）。",
                _caret(text, forbidden.start()),
            )
        for bound in _BOUND.finditer(text):
            if bound[1] in self._types[Scope.PERSON]:
                raise _invalid(
                    _moved(position, text, bound.start(1)),
                    f"{bound[1]} は事実の名前です。別の名前にしてください。",
                    _caret(text, bound.start(1)),
                )
        try:
            found = self._environment(scope).compile(text).return_type()
        except RuntimeError as error:  # the package's only exception for a bad expression
            words = str(error).removeprefix("INVALID_ARGUMENT: ").removesuffix("[INVALID_ARGUMENT]")
            place = _PLACE.search(words)
            where = _placed(position, int(place[1]), int(place[2])) if place else position
            message = _PLACE.sub("", words.replace("ERROR: ", "")).strip()
            head, _, caret = message.partition("\n")
            words = condition_words(head, self._types[scope], self._types[Scope.PERSON])
            raise _invalid(where, words, caret) from error
        empty_list = kind is FactType.STRINGS and text.strip() == "[]"
        if found != _CEL_TYPES[kind] and not empty_list:
            raise _invalid(
                position,
                f"{type_words(kind.value)} の式が要りますが、"
                f"これは{type_words(found.name())}の式です。",
                f" | {text}",
            )

        self._check_words(text, position)

    def _check_words(self, text: str, position: Position) -> None:
        """A misspelt choice has the right type and never holds: CEL cannot find it."""
        for compared in _COMPARED:
            for found in compared.finditer(text):
                choices = self._choices.get(found["fact"])
                for word in _LITERAL.finditer(found["words"]) if choices is not None else ():
                    if choices is not None and word[1] not in choices:
                        offset = found.start("words") + word.start()
                        message = f"{found['fact']} に「{word[1]}」という値はありません。"
                        raise _invalid(
                            _moved(position, text, offset), message, _caret(text, offset)
                        )

    def condition(self, text: str, scope: Scope, position: Position) -> Condition:
        """Check and compile a condition. Raises CounterError CATALOGUE_CONDITION_INVALID."""
        self.check(text, scope, FactType.BOOL, position)
        expanded = self.expand(text)
        program = self._environment(scope).compile(expanded)
        return Condition(text, scope, self.names(expanded), self.uses(text), program, position)

    def names(self, text: str) -> frozenset[str]:
        """The declared facts an expression names."""
        known = self._types[Scope.PERSON]
        return frozenset(token for token in _TOKEN.findall(text) if token in known)

    def activation(self, scope: Scope, values: Mapping[str, CelValue]) -> cel.Activation:
        """Bind known values; a fact that is not in `values` is unknown."""
        return self._environment(scope).Activation(dict(values))

    def _environment(self, scope: Scope) -> cel.Env:
        if scope not in self._environments:
            self._environments[scope] = cel.NewEnv(variables=self._types[scope])
        return self._environments[scope]


def _moved(position: Position, text: str, offset: int) -> Position:
    line = text.count("\n", 0, offset) + 1
    return _placed(position, line, offset - (text.rfind("\n", 0, offset) + 1) + 1)


def _placed(position: Position, line: int, column: int) -> Position:
    """The place in the file of a line and column inside a value that begins at `position`."""
    first = line == 1
    return Position(
        position.file,
        position.line + line - 1,
        position.column + column - 1 if first else column,
        position.entry,
    )


def _caret(text: str, offset: int) -> str:
    start = text.rfind("\n", 0, offset) + 1
    return f" | {text[start:].splitlines()[0]}\n | {'.' * (offset - start)}^"


def _invalid(position: Position, message: str, caret: str) -> CounterError:
    return CounterError(
        FailureCode.CATALOGUE_CONDITION_INVALID, f"{position} {message}\n{caret}".rstrip()
    )
