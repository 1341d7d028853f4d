"""Loads the catalogue (手続の一覧): every file of `resources/procedures`, checked to the column."""

import re
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path

import msgspec

from counter_app.model.town import Town
from counter_app.procedures.catalogue_file import CatalogueFile, DeadlineEntry, ProcedureEntry
from counter_app.procedures.conditions import Condition, FactType, Scope
from counter_app.procedures.facts import FactDeclaration
from counter_app.procedures.procedure import (
    AttachmentRule,
    ChildAllowanceRates,
    DeadlineRule,
    HubRequest,
    NumberClass,
    Outcome,
    OutcomeKind,
    Procedure,
)
from counter_app.procedures.questions import Interview, load_questions
from counter_app.procedures.toml_source import Position, TomlSource
from counter_app.procedures.vocabulary import Vocabulary, invalid_entry, load_vocabulary
from resources.loader import data_file

_ID = re.compile(r"[A-F][0-9]{1,2}(?:-[0-9])?")
_EXECUTOR = re.compile(r"dept\.[a-z]+|hub\.[a-z]+|outside\.\S+")
_PLACEHOLDER = re.compile(r"\{[^}]*\}?|\}")
_LOST_BY = {"child_allowance"}


@dataclass(frozen=True, slots=True)
class Catalogue:
    """All procedures in the order of their files, the facts they speak of and the questions."""

    procedures: tuple[Procedure, ...]
    vocabulary: Vocabulary
    questions: Interview
    child_allowance: ChildAllowanceRates
    asked_by: dict[str, frozenset[str]]
    """Procedure id → the asked facts it can come to need."""

    def procedure(self, procedure_id: str) -> Procedure:
        """Raises KeyError."""
        for procedure in self.procedures:
            if procedure.id == procedure_id:
                return procedure
        raise KeyError(procedure_id)

    def in_force(self, on: date) -> tuple[Procedure, ...]:
        return tuple(p for p in self.procedures if p.in_force(on))

    def unverified(self) -> tuple[Procedure, ...]:
        """What the town must confirm before going live."""
        return tuple(p for p in self.procedures if not p.verified)

    def fact(self, fact_id: str) -> FactDeclaration:
        """Raises KeyError."""
        return self.vocabulary.declarations[fact_id]


def executor_of(procedure: Procedure, town: Town) -> tuple[str, str]:
    """Party id and name of who carries a procedure out.

    A `hub.<kind>` is the town's usual organisation of that kind; a body outside the hub has no
    party id.
    """
    kind, _, name = procedure.executor.partition(".")
    if kind == "hub":
        organisations = town.organisations_for(name)
        return (organisations[0].id, organisations[0].name) if organisations else ("", name)
    if kind == "outside":
        return "", name
    return procedure.executor, town.department(procedure.executor).name


@cache
def standard_catalogue() -> Catalogue:
    """The product's own catalogue."""
    return load_catalogue(data_file("procedures"))


def load_catalogue(folder: Path) -> Catalogue:
    """Read `facts.toml`, `questions.toml` and every other TOML file of a folder.

    Raises CounterError CATALOGUE_FILE_UNREADABLE (not TOML), CATALOGUE_ENTRY_INVALID (an entry is
    not as it has to be) or CATALOGUE_CONDITION_INVALID (a condition does not compile), each with
    file, line and column.
    """
    vocabulary = load_vocabulary(folder / "facts.toml")
    questions = load_questions(folder / "questions.toml", vocabulary)
    procedures: list[Procedure] = []
    rates: ChildAllowanceRates | None = None
    seen: set[str] = set()
    for path in sorted(folder.glob("*.toml")):
        if path.name in {"facts.toml", "questions.toml"}:
            continue
        source = TomlSource.read(path)
        try:
            file = msgspec.convert(source.content, CatalogueFile)
        except msgspec.ValidationError as error:
            raise invalid_entry(source.path(str(error)), str(error)) from error
        for index, entry in enumerate(file.procedure):
            if entry.id in seen:
                raise invalid_entry(
                    source.key("procedure", index, "id"), f"{entry.id} は二度書かれています。"
                )
            seen.add(entry.id)
            procedures.append(_Entry(source, index, entry, file.edition, vocabulary).compiled())
        rates = file.child_allowance or rates
    if rates is None:
        raise invalid_entry(Position(folder.name, 1, 1), "[child_allowance] がありません。")
    asked_by = {p.id: vocabulary.asked_beneath(p.mentions) for p in procedures}
    for procedure_id, facts in asked_by.items():
        for fact in sorted(facts - {q.fact for q in questions.questions}):
            nowhere = Position("questions.toml", 1, 1)
            raise invalid_entry(nowhere, f"{procedure_id} の {fact} を聞く質問がありません。")
    return Catalogue(tuple(procedures), vocabulary, questions, rates, asked_by)


@dataclass(frozen=True, slots=True)
class _Entry:
    """One entry on its way to a `Procedure`."""

    source: TomlSource
    index: int
    entry: ProcedureEntry
    edition: str
    vocabulary: Vocabulary

    def compiled(self) -> Procedure:
        entry = self.entry
        self._check()
        return Procedure(
            id=entry.id,
            title=entry.title,
            executor=entry.executor,
            basis=entry.basis,
            edition=self.edition,
            scope=entry.scope,
            when=self._condition(entry.when),
            outcomes=tuple(
                Outcome(o.kind, o.reason, self._optional(o.when), o.note, o.brief)
                for o in entry.outcome
            )
            or (Outcome(OutcomeKind.APPLIES, entry.reason, None),),
            applicant=entry.applicant,
            number=entry.number,
            forms=entry.forms,
            timing=entry.timing,
            returns=entry.returns,
            appeal_to=entry.appeal_to,
            attachments=tuple(
                AttachmentRule(a.title, a.state, a.replaced_by, a.note, self._optional(a.when))
                for a in entry.attachment
            ),
            deadline=self._deadline(entry.deadline) if entry.deadline is not None else None,
            request=HubRequest(entry.request.kind, entry.request.items, entry.request.slots)
            if entry.request is not None
            else None,
            source=entry.source,
            verified=entry.verified,
            short=entry.short,
            done_here=entry.done_here,
            in_force_from=entry.in_force_from,
            in_force_to=entry.in_force_to,
        )

    def _condition(self, text: str) -> Condition:
        position = self.source.value("procedure", self.index, "when", text)
        return self.vocabulary.language.condition(text, self.entry.scope, position)

    def _optional(self, text: str) -> Condition | None:
        return self._condition(text) if text else None

    def _check(self) -> None:
        entry = self.entry
        if not _ID.fullmatch(entry.id):
            raise self._invalid("id", f"id の形ではありません：{entry.id}")
        if not _EXECUTOR.fullmatch(entry.executor):
            raise self._invalid("executor", f"担当の形ではありません：{entry.executor}")
        if bool(entry.reason) == bool(entry.outcome):
            raise self._invalid("reason", "reason か outcome の、どちらか一つが要ります。")
        if entry.outcome and (
            entry.outcome[-1].when or any(not o.when for o in entry.outcome[:-1])
        ):
            raise self._invalid("outcome", "outcome は、最後の一つだけ when がないものです。")
        if entry.request is not None and entry.number is not NumberClass.NEVER:
            raise self._invalid("number", "町の外への依頼は個人番号を扱えません。")
        if (
            entry.in_force_from is not None
            and entry.in_force_to is not None
            and entry.in_force_from > entry.in_force_to
        ):
            raise self._invalid("in_force_to", "施行の終わりが始まりより前です。")

    def _deadline(self, rule: DeadlineEntry) -> DeadlineRule:
        lengths = [
            rule.days is not None,
            bool(rule.days_from_town),
            rule.until is not None,
            bool(rule.month_end_of),
        ]
        if sum(lengths) != 1:
            raise self._invalid(
                "deadline", "days, days_from_town, until, month_end_of のうち一つが要ります。"
            )
        if bool(rule.counted_from) != (rule.days is not None or bool(rule.days_from_town)):
            raise self._invalid("counted_from", "counted_from は日数で数えるときに要ります。")
        if rule.days_from_town and rule.days_from_town not in Town.__slots__:
            raise self._invalid(
                "days_from_town", f"町の設定に {rule.days_from_town} はありません。"
            )
        for key in ("counted_from", "otherwise_from", "also_from", "month_end_of"):
            fact = getattr(rule, key)
            if fact and not self._is_date(fact):
                raise self._invalid(key, f"{fact} は日付の事実ではありません。")
        if set(_PLACEHOLDER.findall(rule.counted)) - ({"{days}"} if rule.days_from_town else set()):
            raise self._invalid("counted", "{days} は days_from_town のときだけ書けます。")
        if rule.lost_by and rule.lost_by not in _LOST_BY:
            raise self._invalid("lost_by", f"{rule.lost_by} という計算はありません。")
        return DeadlineRule(
            rule.counted,
            rule.days,
            rule.days_from_town,
            rule.until,
            rule.month_end_of,
            rule.counted_from,
            rule.otherwise_from,
            rule.also_from,
            rule.count_first,
            rule.roll,
            rule.hard,
            rule.lost,
            rule.lost_by,
        )

    def _is_date(self, fact: str) -> bool:
        declared = self.vocabulary.declarations.get(fact)
        return (
            declared is not None
            and declared.type is FactType.DATE
            and (declared.scope is Scope.HOUSEHOLD or self.entry.scope is Scope.PERSON)
        )

    def _invalid(self, key: str, detail: str) -> Exception:
        return invalid_entry(
            self.source.key("procedure", self.index, key), f"{self.entry.id} {detail}"
        )
