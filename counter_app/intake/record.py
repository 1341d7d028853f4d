"""What every part of intake shares: who works where, and one audit line for each change."""

from dataclasses import dataclass

from counter_app.failures import CounterError, FailureCode
from counter_app.model.reception import Reception, ReceptionState
from counter_app.ports import AuditEntry, Clock, CodeIssuing, JukiNet, Store


@dataclass(frozen=True, slots=True)
class Terminal:
    """Who works at which counter; stands in every audit line."""

    clerk: str
    counter: str


class Recording:
    """Stores a changed reception with its line of the audit log, in one transaction."""

    def __init__(
        self, store: Store, clock: Clock, juki: JukiNet, codes: CodeIssuing, terminal: Terminal
    ) -> None:
        self._store = store
        self._clock = clock
        self._juki = juki
        self._codes = codes
        self._terminal = terminal

    def _save(
        self, reception: Reception, what: str, reason: str = "", fields: tuple[str, ...] = ()
    ) -> Reception:
        # A late answer of the background may not bring a reception back that was given up.
        refuse_abandoned(reception)
        with self._store.unit() as unit:
            stored = unit.save_reception(reception)
            unit.audit(self._entry(what, reception.id, reason, fields))
        return stored

    def _entry(
        self, what: str, case: str, reason: str = "", fields: tuple[str, ...] = ()
    ) -> AuditEntry:
        return AuditEntry(
            at=self._clock(),
            who=self._terminal.clerk,
            terminal=self._terminal.counter,
            what=what,
            case=case,
            reason=reason,
            fields=fields,
        )


def refuse_abandoned(reception: Reception) -> None:
    if reception.state is ReceptionState.ABANDONED:
        raise CounterError(FailureCode.RECEPTION_ABANDONED, reception.abandoned_for)
