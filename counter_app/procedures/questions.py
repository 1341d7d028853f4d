"""Reads `questions.toml`: how each asked fact is put into words, in the order they are asked."""

import re
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

import msgspec

from counter_app.procedures.conditions import FactType, Scope
from counter_app.procedures.facts import Origin
from counter_app.procedures.mistakes import entry_words, invalid_entry
from counter_app.procedures.toml_source import TomlSource
from counter_app.procedures.vocabulary import Vocabulary


class QuestionKind(StrEnum):
    """How an answer is given."""

    YES_NO = "yes_no"
    CHOICE = "choice"
    MULTI = "multi"
    MEMBER = "member"  # one of the people
    DATE = "date"
    TEXT = "text"
    NUMBER = "number"


_KIND_OF_TYPE = {
    FactType.BOOL: QuestionKind.YES_NO,
    FactType.STRING: QuestionKind.CHOICE,
    FactType.STRINGS: QuestionKind.MULTI,
    FactType.DATE: QuestionKind.DATE,
    FactType.INT: QuestionKind.NUMBER,
}


@dataclass(frozen=True, slots=True)
class QuestionGroup:
    """A group of questions, shown as one panel."""

    id: str
    title: str


@dataclass(frozen=True, slots=True)
class FollowUp:
    """A further field that opens under an answer; it decides no procedure, only fills forms."""

    fact: str
    label: str
    kind: QuestionKind
    required: bool
    values: tuple[str, ...]
    """Answers that open it; `"true"` for a yes."""


@dataclass(frozen=True, slots=True)
class QuestionWords:
    """The words of one question. `{given}` stands for the person's given name."""

    fact: str
    group: QuestionGroup
    text: str
    kind: QuestionKind
    options: tuple[str, ...]  # the values offered, where not all of the fact's choices are
    hint: str
    follow_ups: tuple[FollowUp, ...]
    order: int


@dataclass(frozen=True, slots=True)
class Interview:
    """All questions, in order."""

    groups: tuple[QuestionGroup, ...]
    questions: tuple[QuestionWords, ...]

    def for_fact(self, fact: str) -> QuestionWords:
        """Raises KeyError."""
        for question in self.questions:
            if question.fact == fact:
                return question
        raise KeyError(fact)


class _GroupEntry(msgspec.Struct, forbid_unknown_fields=True, frozen=True):
    id: str
    title: str


class _FollowUpEntry(msgspec.Struct, forbid_unknown_fields=True, kw_only=True, frozen=True):
    fact: str
    label: str = ""
    required: bool = False
    values: tuple[str, ...]


class _QuestionEntry(msgspec.Struct, forbid_unknown_fields=True, kw_only=True, frozen=True):
    fact: str
    group: str
    text: str
    hint: str = ""
    options: tuple[str, ...] = ()
    follow_up: tuple[_FollowUpEntry, ...] = ()


class _QuestionFile(msgspec.Struct, forbid_unknown_fields=True):
    group: tuple[_GroupEntry, ...]
    question: tuple[_QuestionEntry, ...]


def load_questions(path: Path, vocabulary: Vocabulary) -> Interview:
    """Read and check the questions: every asked fact that a rule may need has exactly one."""
    source = TomlSource.read(path)
    try:
        file = msgspec.convert(source.content, _QuestionFile)
    except msgspec.ValidationError as error:
        raise invalid_entry(source.path(str(error)), entry_words(str(error))) from error
    groups = {g.id: QuestionGroup(g.id, g.title) for g in file.group}
    declarations = vocabulary.declarations
    questions: list[QuestionWords] = []
    for index, entry in enumerate(file.question):

        def wrong(key: str, detail: str, index: int = index) -> Exception:
            return invalid_entry(source.key("question", index, key), detail)

        declared = declarations.get(entry.fact)
        if declared is None or declared.origin is not Origin.ASKED:
            raise wrong("fact", f"{entry.fact} は聞き取りの事実ではありません。")
        if entry.group not in groups:
            raise wrong("group", f"{entry.group} という組はありません。")
        unknown = set(entry.options) - {value for value, _ in declared.choices}
        if unknown:
            raise wrong("options", f"選択肢にない値です：{'・'.join(sorted(unknown))}")
        whose = {"{given}"} if declared.scope is Scope.PERSON else set()
        if set(re.findall(r"\{[^}]*\}?|\}", entry.text)) != whose:
            raise wrong("text", "人についての質問は {given} を、世帯の質問は何も差し込みません。")
        for follow in entry.follow_up:
            if follow.fact not in declarations:
                raise wrong("follow_up", f"{follow.fact} という事実はありません。")
        questions.append(
            QuestionWords(
                entry.fact,
                groups[entry.group],
                entry.text,
                QuestionKind.MEMBER if declared.members else _KIND_OF_TYPE[declared.type],
                entry.options,
                entry.hint,
                tuple(
                    FollowUp(
                        f.fact,
                        f.label or declarations[f.fact].label,
                        QuestionKind.TEXT
                        if declarations[f.fact].type is FactType.STRING
                        else _KIND_OF_TYPE[declarations[f.fact].type],
                        f.required,
                        f.values,
                    )
                    for f in entry.follow_up
                ),
                index,
            )
        )
    return Interview(tuple(groups.values()), tuple(questions))
