"""What arrives by post (届くもの): when, what, and where room is scarce several in a line."""

from dataclasses import dataclass
from datetime import date

from counter_app.model.commitment import Commitment, Phase
from counter_app.paperwork.resident_words import resident_words
from counter_app.paperwork.steps_ahead import with_respect
from counter_app.paperwork.values import Case
from counter_app.procedures.conditions import Scope
from counter_app.procedures.determination import Determination
from counter_app.procedures.procedure import OutcomeKind

BY_POST = "郵便"


@dataclass(frozen=True, slots=True)
class Coming:
    """One line: when, and the things that come then. `day` is only what it is sorted by."""

    when: str
    things: tuple[str, ...]
    procedures: tuple[str, ...]
    sender: str
    day: date = date.max

    @property
    def words(self) -> str:
        return "・".join(self.things)

    def with_(self, other: "Coming") -> "Coming":
        return Coming(
            self.when,
            tuple(dict.fromkeys(self.things + other.things)),
            self.procedures + other.procedures,
            self.sender,
            self.day,
        )


def third_of_month(day: date) -> str:
    """「4月中旬」: 1–10 上旬, 11–20 中旬, then 下旬."""
    third = "上旬" if day.day <= 10 else "中旬" if day.day <= 20 else "下旬"
    return f"{day.month}月{third}"


def expected_day(commitment: Commitment | None) -> date | None:
    """The day a promise speaks of."""
    if commitment is None or commitment.state.phase is not Phase.PROMISED:
        return None
    days = [r.content.expected_on for r in commitment.acts if r.content.expected_on]
    return days[-1] if days else None


def things_coming(case: Case, commitments: tuple[Commitment, ...], rows: int) -> tuple[Coming, ...]:
    """Sorted by day, in at most `rows` lines if they can; different times are never joined."""
    asked = {c.procedure_id: c for c in commitments}
    lines: dict[tuple[str, str], Coming] = {}
    for determination in case.filed_today(OutcomeKind.APPLIES, OutcomeKind.DEEMED):
        thing = _thing(case, determination)
        if not thing:
            continue
        procedure = determination.procedure
        day = expected_day(asked.get(procedure.id))
        when = third_of_month(day) if day is not None else BY_POST
        line = Coming(when, (thing,), (procedure.id,), procedure.executor, day or date.max)
        same = lines.get((when, thing))  # one paper may come of two procedures
        lines[when, thing] = line if same is None else same.with_(line)
    return _within(sorted(lines.values(), key=lambda line: line.day), rows)


def _thing(case: Case, determination: Determination) -> str:
    procedure = determination.procedure
    words = resident_words(procedure.id)
    if words.silent:
        return ""
    thing = words.coming
    unsaid = not thing and not words.handed and determination.outcome is OutcomeKind.APPLIES
    if unsaid and procedure.returns:
        thing = f"{procedure.title}：{procedure.returns}"
    # A child's papers come to the parents, who know whose they are: only a grown-up is named.
    if thing and _is_own(case, determination):
        thing += f"（{with_respect(case, determination.members)}）"
    return thing


def _is_own(case: Case, determination: Determination) -> bool:
    from_one = len(determination.members) == 1 and len(case.household.members) > 1
    personal = determination.procedure.scope is Scope.PERSON and from_one
    applicant = determination.applicants == determination.members
    return personal and applicant and not _of_filer(case, determination)


def _of_filer(case: Case, determination: Determination) -> bool:
    return case.reception.protected or case.filer.id in determination.members


def _within(lines: list[Coming], rows: int) -> tuple[Coming, ...]:
    """Joins neighbours of one time until there is room: of one sender first, then the shortest."""
    while len(lines) > max(rows, 1):
        pairs = [
            (
                lines[i].sender != lines[i + 1].sender,
                len(lines[i].words) + len(lines[i + 1].words),
                i,
            )
            for i in range(len(lines) - 1)
            if lines[i].when == lines[i + 1].when
        ]
        if not pairs:
            break
        _, _, at = min(pairs)
        lines[at : at + 2] = [lines[at].with_(lines[at + 1])]
    return tuple(lines)
