"""What the household still does itself (これからすること): one step a visit, by its day."""

from dataclasses import dataclass
from datetime import date

from counter_app.model.attachment import AttachmentState
from counter_app.model.calendar import Roll
from counter_app.model.commitment import Commitment, ExecutorKind, Phase
from counter_app.model.town import Department
from counter_app.paperwork.awaited import comes_later
from counter_app.paperwork.children_view import kind_of_school, school_of, school_start
from counter_app.paperwork.resident_words import resident_words
from counter_app.paperwork.values import LATER, Case
from counter_app.procedures.conditions import Scope
from counter_app.procedures.determination import Determination
from counter_app.procedures.procedure import OutcomeKind

UNTIL = "まで"
_SOON = ("速やかに", "遅れずに", "すぐに")
"""Timings of the catalogue that are said as 早めに."""

ARRANGING = "日にちを調整中"
_SCHOOL = "C17"
_FILED = frozenset({OutcomeKind.APPLIES, OutcomeKind.DEEMED})
_DONE = frozenset({Phase.DECLARED, Phase.ACCEPTED, Phase.QUIT, Phase.STOPPED})
_NAMED = 4
"""So many of the procedures that wait for an answer are named."""
_UNASKED = frozenset({Phase.QUIT, Phase.STOPPED, Phase.INITIAL})
"""Where the town's own request came to nothing, the household asks itself."""


@dataclass(frozen=True, slots=True)
class NextStep:
    """One thing the household has to do itself, for screen and sheet alike.

    `time` is まで for a last day, a span for an appointment; without a day it says when, in words,
    "" for 早めに. `titles` are the catalogue's titles of `procedures`, for who translates those.
    """

    day: date | None
    time: str
    task: str
    first: str = ""
    bring: str = ""
    place: str = ""
    partner: str = ""
    procedures: tuple[str, ...] = ()
    titles: tuple[str, ...] = ()
    advised: bool = False
    """Only advice here of what others file: the words for who files it do not fit."""


def steps_ahead(case: Case, commitments: tuple[Commitment, ...]) -> tuple[NextStep, ...]:
    """Sorted by day, undated last. Under 支援措置 no step names anybody or a place they go to."""
    steps = [step for c in commitments if (step := _appointment(case, c)) is not None]
    phases = {c.procedure_id: c.state.phase for c in commitments}
    errands: list[NextStep] = []
    for determination in case.determinations:
        procedure_id = determination.procedure.id
        if resident_words(procedure_id).silent:
            continue
        phase = phases.get(procedure_id)
        if _put_off(case, determination):
            steps.append(_by_its_day(case, determination))
        elif determination.outcome is OutcomeKind.APPLIES and procedure_id == _SCHOOL:
            steps += _school(case, determination) if phase not in _DONE else []
        elif _papers(determination) and phase not in _DONE:
            if determination.outcome is OutcomeKind.APPLIES:
                errands.append(_by_its_day(case, determination))
        elif _to_apply_for(determination, phase) or _advised(determination, phases):
            steps.append(_by_its_day(case, determination))
    steps += _visits(case, errands) + _unanswered(case)
    return tuple(sorted(steps, key=_order))


def _unanswered(case: Case) -> list[NextStep]:
    """What waits for an answer nobody had (未定): it is still to be asked, within the 14 days."""
    waiting = dict.fromkeys(
        d.procedure.short_title
        for d in case.determinations
        if d.outcome is OutcomeKind.UNDECIDED and not resident_words(d.procedure.id).silent
    )
    if not waiting:
        return []
    named = "、".join(list(waiting)[:_NAMED])
    more = f" ほか{len(waiting) - _NAMED}件" if len(waiting) > _NAMED else ""
    last = case.town.office.day_limit(case.household.moved_on, 14, Roll.BACK)
    in_time = last >= case.reception.filed_on
    return [
        NextStep(
            last if in_time else None,
            UNTIL if in_time else "",
            "まだ決まっていない手続きを窓口で確かめる",
            first=f"答えを調べる（{named}{more}）",
            place=f"役場 総合窓口 ☎{case.town.phone}",
            advised=True,
        )
    ]


def _order(step: NextStep) -> tuple[date, bool]:
    """By day; on one day an appointment comes before what is only to be done by then."""
    return (step.day or date.max, step.time in (UNTIL, ""))


def _put_off(case: Case, determination: Determination) -> bool:
    if determination.outcome is not OutcomeKind.APPLIES:
        return False
    return determination.note == LATER or determination.procedure.id in case.reception.postponed


def _to_apply_for(determination: Determination, phase: Phase | None) -> bool:
    """A supply or a registration outside the town that nobody was asked for."""
    asks = determination.outcome in (OutcomeKind.APPLIES, OutcomeKind.GUIDE)
    wanted = determination.procedure.request is not None and asks
    return wanted and (phase is None or phase in _UNASKED)


def _advised(determination: Determination, phases: dict[str, Phase]) -> bool:
    """Something outside the town with a last day, or that the words for residents speak of.

    Of what others file with the town, only where the words say that it is for the advised too.
    """
    if determination.outcome is not OutcomeKind.GUIDE or determination.procedure.request:
        return False
    words = resident_words(determination.procedure.id)
    if words.along:
        return words.along in phases and phases[words.along] not in _UNASKED
    if _is_filed_by_others(determination):
        return words.advised
    return determination.deadline is not None or words.task != ""


def _is_filed_by_others(determination: Determination) -> bool:
    """Whether this is advice about what others file with the town."""
    guided = determination.outcome is OutcomeKind.GUIDE
    return guided and any(o.kind in _FILED for o in determination.procedure.outcomes)


def _papers(determination: Determination) -> list[str]:
    """Papers the resident still brings."""
    return [
        a.title
        for a in determination.attachments
        if a.state is AttachmentState.ON_PAPER and comes_later(determination.procedure.id, a)
    ]


def _by_its_day(case: Case, determination: Determination) -> NextStep:
    procedure = determination.procedure
    words = resident_words(procedure.id)
    due = determination.deadline
    day = None if due is None else case.town.office.rolled(due.unrolled, Roll.BACK)
    department = _department(case, determination)
    contact = _organisation(case, determination)
    papers = _papers(determination)
    usual = "の書類を出す" if papers and not _put_off(case, determination) else "の手続きをする"
    guided = determination.outcome is OutcomeKind.GUIDE
    advised = _is_filed_by_others(determination)
    task = f"{procedure.title}{usual}" if advised or not words.task else words.task
    whose = _whose(case, determination)
    if "{whose}" not in words.bring and whose:
        task += f"（{whose}）"
    bring = words.bring.format(whose=f"{whose}の" if whose else "")
    timing = "" if procedure.timing in _SOON else procedure.timing
    return NextStep(
        day,
        UNTIL if day is not None else timing,
        task,
        first=words.advised_first if advised else words.first,
        bring="・".join(part for part in ("" if advised else bring, *papers) if part),
        place=(words.advised_place if guided else "")
        or ("" if advised else words.place)
        or _place(department)
        or (contact if words.visit else ""),
        partner="" if words.visit else contact,
        procedures=(procedure.id,),
        titles=(procedure.title,),
        advised=advised,
    )


def _organisation(case: Case, determination: Determination) -> str:
    """Name and telephone of the town's usual organisation for it."""
    request = determination.procedure.request
    found = case.town.organisations_for(request.kind) if request is not None else ()
    return f"{found[0].name} ☎{found[0].phone}" if found else ""


def _whose(case: Case, determination: Determination) -> str:
    """「葵さん」 where it is a person's own affair and may be said."""
    household = len(case.household.members)
    personal = determination.procedure.scope is Scope.PERSON and household > 1
    if case.reception.protected or not personal:
        return ""
    return with_respect(case, determination.members)


def with_respect(case: Case, members: tuple[str, ...]) -> str:
    """「葵さんと湊さん」; 「4人」 for more than two."""
    names = [f"{case.household.member(m).name.given}さん" for m in members]
    return "と".join(names) if len(names) <= 2 else f"{len(names)}人"


def _department(case: Case, determination: Determination) -> Department | None:
    executor = determination.procedure.executor
    return next((d for d in case.town.departments if d.id == executor), None)


def _place(department: Department | None) -> str:
    if department is None:
        return ""
    hall = "役場" if department.floor[:1].isdigit() else ""
    return f"{hall}{department.floor} {department.name} ☎{department.phone}"


# --- visits ----------------------------------------------------------------------------------


def _visits(case: Case, errands: list[NextStep]) -> list[NextStep]:
    """One visit for papers of one day; those without a day go along on the first.

    For more than one department it is the one-stop counter that takes them.
    """
    days = sorted({e.day for e in errands if e.day is not None})
    by_day: dict[date | None, list[NextStep]] = {}
    for errand in errands:
        day = errand.day or (days[0] if days else None)
        by_day.setdefault(day, []).append(errand)
    return [_visit(case, day, together) for day, together in by_day.items()]


def _visit(case: Case, day: date | None, errands: list[NextStep]) -> NextStep:
    if len(errands) == 1:
        return errands[0]
    places = {e.place for e in errands}
    counter = f"役場 総合窓口 ☎{case.town.phone}"
    return NextStep(
        day,
        UNTIL if day is not None else "",
        "役場に書類などを出す",
        bring="・".join(dict.fromkeys(e.bring for e in errands)),
        place=places.pop() if len(places) == 1 else counter,
        procedures=tuple(p for e in errands for p in e.procedures),
        titles=tuple(t for e in errands for t in e.titles),
    )


def _school(case: Case, determination: Determination) -> list[NextStep]:
    """The first day at each school: with the notice and the old school's papers."""
    words = resident_words(_SCHOOL)
    bring = "・".join((words.bring, *_papers(determination)))
    board = _department(case, determination)
    contact = "" if board is None else f"{board.name} ☎{board.phone}"
    by_school: dict[str, list[str]] = {}
    for member_id in determination.members:
        school = school_of(case, case.household.member(member_id))
        by_school.setdefault(school, []).append(member_id)
    steps = []
    for school, members in by_school.items():
        task = f"{kind}へ行く" if (kind := kind_of_school(school)) else words.task
        place, partner = "", contact
        if not case.reception.protected:
            task += f"（{with_respect(case, tuple(members))}）"
            place, partner = (f"{school}（{contact}）", "") if school else ("", contact)
        day = school_start(case)
        steps.append(
            NextStep(
                day,
                "",
                task,
                bring=bring,
                place=place,
                partner=partner,
                procedures=(_SCHOOL,),
                titles=(determination.procedure.title,),
            )
        )
    return steps


def _appointment(case: Case, commitment: Commitment) -> NextStep | None:
    """A visit that was promised, or is still being arranged: somebody must be at home."""
    if commitment.executor_kind is not ExecutorKind.ORGANISATION:
        return None
    phase = commitment.state.phase
    offered = any(r.content.slots or r.content.slot for r in commitment.acts)
    if not offered or phase in _DONE | _UNASKED:
        return None
    organisation = case.town.organisation(commitment.executor)
    slot = next((r.content.slot for r in reversed(commitment.acts) if r.content.slot), None)
    settled = slot if phase is Phase.PROMISED else None
    title = resident_words(commitment.procedure_id).title or commitment.title
    return NextStep(
        settled.day if settled is not None else None,
        settled.span if settled is not None else ARRANGING,
        f"{title}に立ち会う",
        bring="なし（家で待ちます）",
        partner=f"{organisation.name} ☎{organisation.phone}",
        procedures=(commitment.procedure_id,),
        titles=(commitment.title,),
    )
