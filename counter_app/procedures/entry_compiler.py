"""Turns an entry as it is on its days into a `Procedure`, checked to the column."""

import re
from dataclasses import dataclass
from datetime import date
from functools import cache

import msgspec

from counter_app.model.town import Town
from counter_app.procedures.catalogue_file import DeadlineEntry, ProcedureEntry
from counter_app.procedures.conditions import Condition, FactType, Scope
from counter_app.procedures.mistakes import entry_words, invalid_entry
from counter_app.procedures.procedure import (
    AttachmentRule,
    DeadlineRule,
    HubRequest,
    NumberClass,
    Outcome,
    OutcomeKind,
    Procedure,
)
from counter_app.procedures.vocabulary import Vocabulary
from counter_app.procedures.written_entry import Version
from resources.loader import data_file

_EXECUTOR = re.compile(r"dept\.[a-z]+|hub\.[a-z]+|outside\.\S+")
_PLACEHOLDER = re.compile(r"\{[^}]*\}?|\}")
_FORM_ID = re.compile(r'^id = "([^"]+)"', re.MULTILINE)
_LOST_BY = {"child_allowance"}
_FROM_TOWN = {name for name, kind in Town.__annotations__.items() if kind is int}
"""Numbers of a town's file that a deadline may take."""


@cache
def _layouts() -> frozenset[str]:
    """Ids of the forms the product can print; "consent" is one of them."""
    texts = (path.read_text("utf-8") for path in data_file("form_layouts").glob("[!_]*.toml"))
    return frozenset(found[1] for text in texts if (found := _FORM_ID.search(text)))


def compiled(
    version: Version, edition: str, vocabulary: Vocabulary, town: Town | None
) -> Procedure | None:
    """The procedure; None when no day is left on which it is in force.

    Raises CATALOGUE_ENTRY_INVALID and CATALOGUE_CONDITION_INVALID.
    """
    try:
        entry = msgspec.convert(version.fields, ProcedureEntry)
    except msgspec.ValidationError as error:
        raise invalid_entry(version.path(str(error)), entry_words(str(error))) from error
    work = _Compiler(version, entry, vocabulary, town)
    work.check()
    first = max((d for d in (entry.in_force_from, version.since) if d is not None), default=None)
    last = min((d for d in (entry.in_force_to, version.until) if d is not None), default=None)
    if first is not None and last is not None and first > last:
        return None
    return work.procedure(edition, first, last)


@dataclass(frozen=True, slots=True)
class _Compiler:
    version: Version
    entry: ProcedureEntry
    vocabulary: Vocabulary
    town: Town | None

    def procedure(self, edition: str, first: date | None, last: date | None) -> Procedure:
        entry = self.entry
        return Procedure(
            id=entry.id,
            title=entry.title,
            executor=entry.executor,
            basis=entry.basis,
            edition=self._edition(edition),
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
            notice=entry.notice,
            attachments=tuple(
                AttachmentRule(
                    f"{entry.id}/{a.title}",
                    a.title,
                    a.state,
                    a.replaced_by,
                    a.note,
                    self._optional(a.when),
                )
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
            in_force_from=first,
            in_force_to=last,
            to_confirm=entry.to_confirm,
            because=self.version.because,
        )

    def _edition(self, ours: str) -> str:
        town = self.version.town_edition
        return "＋".join(part for part in (ours, f"町{town}" if town else "") if part)

    def check(self) -> None:
        entry = self.entry
        if not _EXECUTOR.fullmatch(entry.executor):
            raise self._invalid("executor", detail=f"担当の形ではありません：{entry.executor}")
        self._check_executor()
        if bool(entry.reason) == bool(entry.outcome):
            raise self._invalid(
                "reason", "outcome", detail="reason か outcome の、どちらか一つが要ります。"
            )
        if entry.outcome and (
            entry.outcome[-1].when or any(not o.when for o in entry.outcome[:-1])
        ):
            raise self._invalid(
                "outcome", detail="outcome は、最後の一つだけ when がないものです。"
            )
        if entry.request is not None and entry.number is not NumberClass.NEVER:
            raise self._invalid(
                "number", "request", detail="町の外への依頼は個人番号を扱えません。"
            )
        if (
            entry.in_force_from is not None
            and entry.in_force_to is not None
            and entry.in_force_from > entry.in_force_to
        ):
            raise self._invalid(
                "in_force_to", "in_force_from", detail="施行の終わりが始まりより前です。"
            )
        if entry.verified == bool(entry.to_confirm):
            raise self._invalid(
                "verified",
                "to_confirm",
                detail="verified = false のときだけ、to_confirm に確かめることを書きます。",
            )
        if entry.notice is not None and not entry.executor.startswith("dept."):
            raise self._invalid("notice", "executor", detail="通知書を出すのは、町の課だけです。")
        if self.version.by_town:
            for form in entry.forms:
                if form not in _layouts():
                    raise self._invalid("forms", detail=f"{form} という様式はありません。")
        if not entry.source:
            raise self._invalid("source", detail="出典がありません。")

    def _check_executor(self) -> None:
        kind, _, name = self.entry.executor.partition(".")
        if self.town is None:
            return
        if kind == "dept" and self.entry.executor not in {d.id for d in self.town.departments}:
            raise self._invalid(
                "executor", detail=f"町の設定に {self.entry.executor} がありません。"
            )
        if kind == "hub" and not self.town.organisations_for(name):
            raise self._invalid("executor", detail=f"町の設定に {name} の組織がありません。")

    def _condition(self, text: str) -> Condition:
        position = self.version.value("when", text)
        return self.vocabulary.language.condition(text, self.entry.scope, position)

    def _optional(self, text: str) -> Condition | None:
        return self._condition(text) if text else None

    def _deadline(self, rule: DeadlineEntry) -> DeadlineRule:
        counted_off = rule.days is not None or bool(rule.days_from_town) or rule.years is not None
        lengths = [
            rule.days is not None,
            bool(rule.days_from_town),
            rule.years is not None,
            rule.until is not None,
            bool(rule.month_end_of),
            bool(rule.monthly_from_town),
        ]
        if sum(lengths) != 1:
            raise self._invalid(
                "deadline",
                detail="days, days_from_town, years, until, month_end_of, monthly_from_town の"
                "うち一つが要ります。",
            )
        if bool(rule.counted_from) != counted_off:
            raise self._wrong_deadline(
                "counted_from", "counted_from は日数で数えるときに要ります。"
            )
        if bool(rule.capped_from) != (rule.capped_days is not None):
            raise self._wrong_deadline(
                "capped_from", "capped_days と capped_from は一緒に書きます。"
            )
        for key in ("days_from_town", "monthly_from_town"):
            named = getattr(rule, key)
            if named and named not in _FROM_TOWN:
                raise self._wrong_deadline(key, f"町の設定に {named} はありません。")
        for key in ("counted_from", "otherwise_from", "also_from", "month_end_of", "capped_from"):
            fact = getattr(rule, key)
            if fact and not self._is_date(fact):
                raise self._wrong_deadline(key, f"{fact} は日付の事実ではありません。")
        if rule.counted_otherwise and not rule.otherwise_from:
            raise self._wrong_deadline("counted_otherwise", "otherwise_from と一緒に書きます。")
        from_town = bool(rule.days_from_town or rule.monthly_from_town)
        if set(_PLACEHOLDER.findall(rule.counted)) - ({"{days}"} if from_town else set()):
            raise self._wrong_deadline(
                "counted", "{days} は days_from_town か monthly_from_town のときだけ書けます。"
            )
        if rule.lost_by and rule.lost_by not in _LOST_BY:
            raise self._wrong_deadline("lost_by", f"{rule.lost_by} という計算はありません。")
        return DeadlineRule(
            counted=rule.counted,
            days=rule.days,
            days_from_town=rule.days_from_town,
            years=rule.years,
            until=rule.until,
            month_end_of=rule.month_end_of,
            monthly_from_town=rule.monthly_from_town,
            counted_from=rule.counted_from,
            otherwise_from=rule.otherwise_from,
            counted_otherwise=rule.counted_otherwise,
            also_from=rule.also_from,
            not_before=rule.not_before,
            capped_days=rule.capped_days,
            capped_from=rule.capped_from,
            count_first=rule.count_first,
            roll=rule.roll,
            hard=rule.hard,
            lost=rule.lost,
            lost_by=rule.lost_by,
        )

    def _is_date(self, fact: str) -> bool:
        declared = self.vocabulary.declarations.get(fact)
        return (
            declared is not None
            and declared.type is FactType.DATE
            and (declared.scope is Scope.HOUSEHOLD or self.entry.scope is Scope.PERSON)
        )

    def _invalid(self, *keys: str, detail: str) -> Exception:
        """At the key of these that was written last: a town's file, not ours, is to be mended."""
        return invalid_entry(self.version.key(self.version.latest(keys)), detail)

    def _wrong_deadline(self, key: str, detail: str) -> Exception:
        return invalid_entry(self.version.key(key, inside="deadline"), detail)
