"""The rows of 受付票: what was taken in, what needs no filing, what was sent outside."""

from counter_app.model.calendar import weekday_name
from counter_app.model.commitment import Commitment, Phase, Slot
from counter_app.model.facts import FieldValue
from counter_app.paperwork.coming import expected_day, third_of_month
from counter_app.paperwork.people_lists import children
from counter_app.paperwork.resident_words import resident_words
from counter_app.paperwork.values import Case
from counter_app.procedures.determination import Determination
from counter_app.procedures.procedure import OutcomeKind

_HEALTH_AND_WELFARE = frozenset({"dept.insurance", "dept.welfare", "dept.health"})
"""Departments whose rows show the department alone to a proxy of another household."""


def titled(inside: list[Commitment], *, full: bool) -> list[tuple[str, Commitment]]:
    """Each with its title; on a full slip two that stand alike for the same people share a row."""
    by_procedure = {c.procedure_id: c for c in inside}
    titles: dict[str, str] = {}
    gone: set[str] = set()
    for commitment in inside:
        words = resident_words(commitment.procedure_id)
        titles.setdefault(commitment.procedure_id, words.title or commitment.title)
        host = by_procedure.get(words.joins)
        if full and host is not None and _alike(host, commitment):
            titles[host.procedure_id] = words.joined
            gone.add(commitment.id)
    return [(titles[c.procedure_id], c) for c in inside if c.id not in gone]


def _alike(one: Commitment, other: Commitment) -> bool:
    return (one.executor, one.members, one.state) == (other.executor, other.members, other.state)


def task_row(case: Case, title: str, commitment: Commitment) -> dict[str, FieldValue]:
    hidden = _hidden(case, commitment.executor)
    department = case.town.executor_name(commitment.executor)
    members = _whom(case, commitment)
    named = not hidden and not case.reception.protected
    return {
        "title": f"{department}の手続き" if hidden else title,
        "who": case.given_names(members) if named else "",
        "people": len(members),
        "department": department,
        "state": _inside_state(commitment, hidden=hidden),
    }


def _hidden(case: Case, executor: str) -> bool:
    identity = case.reception.identity
    proxy = identity is not None and identity.visitor == "proxy"
    return proxy and executor in _HEALTH_AND_WELFARE


def _whom(case: Case, commitment: Commitment) -> tuple[str, ...]:
    """The people it is about: of the child allowance the children, not who claims it."""
    if commitment.procedure_id == "C1":
        return tuple(child.id for child in children(case))
    return commitment.members


def covered_by_others(case: Case) -> dict[str, Determination]:
    """What people ask about and need not file: their own insurance, pension and care."""
    return {
        d.procedure.id: d
        for d in case.filed_today(OutcomeKind.NOTHING_TO_FILE, OutcomeKind.DEEMED)
        if resident_words(d.procedure.id).covered and not _hidden(case, d.procedure.executor)
    }


def covered_rows(case: Case, *, full: bool) -> list[dict[str, FieldValue]]:
    """A row each; on a full slip those of the same person and reason share one."""
    rows: dict[str, dict[str, FieldValue]] = {}
    named = not case.reception.protected
    covered = covered_by_others(case)
    for procedure_id, determination in covered.items():
        words = resident_words(procedure_id)
        host = covered.get(words.joins)
        alike = host is not None and host.members == determination.members
        if full and alike and resident_words(words.joins).covered == words.covered:
            rows[words.joins]["title"] = words.joined
            continue
        rows[procedure_id] = {
            "title": words.title or determination.procedure.title,
            "who": case.given_names(determination.members) if named else "",
            "people": len(determination.members),
            "reason": words.covered,
        }
    return list(rows.values())


def outside_row(case: Case, commitment: Commitment) -> dict[str, FieldValue]:
    return {
        "title": resident_words(commitment.procedure_id).title or commitment.title,
        "receiver": case.town.executor_name(commitment.executor),
        "state": _outside_state(commitment),
    }


_OUTSIDE_WORDS = {
    Phase.REQUESTED: "送りました",
    Phase.PROMISED: "受け付けられました",
    Phase.DECLINED: "日にちを調整中",
    Phase.DECLARED: "終わりました",
    Phase.ACCEPTED: "終わりました",
    Phase.REJECTED: "確かめています",
    Phase.QUIT: "取りやめました",
    Phase.STOPPED: "取りやめになりました",
    Phase.INITIAL: "取り消しました",
}


def _outside_state(commitment: Commitment) -> str:
    slot = _slot(commitment)
    if slot is not None:
        return f"{slot.day.month}月{slot.day.day}日（{weekday_name(slot.day)}）{slot.span}"
    return _OUTSIDE_WORDS[commitment.state.phase]


def _slot(commitment: Commitment) -> Slot | None:
    if commitment.state.phase is not Phase.PROMISED:
        return None
    return next((r.content.slot for r in reversed(commitment.acts) if r.content.slot), None)


def _inside_state(commitment: Commitment, *, hidden: bool) -> str:
    """What comes next from the department, or what it waits for."""
    words = resident_words(commitment.procedure_id)
    phase = commitment.state.phase
    if phase in (Phase.DECLARED, Phase.ACCEPTED):
        return "決まりました" if words.coming else "終わりました"
    if phase not in (Phase.REQUESTED, Phase.PROMISED):
        return _OUTSIDE_WORDS[phase]
    if words.pending:
        return "書類を持ってくる" if hidden else words.pending
    day = expected_day(commitment)
    if words.coming:
        return f"郵便　{third_of_month(day)}" if day is not None else "郵便で届きます"
    if day is not None:
        return f"{day.month}月{day.day}日（{weekday_name(day)}）ごろ連絡"
    return "受け付けました"
