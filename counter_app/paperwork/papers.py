"""Papers the resident takes home after commit: 受付票 and これからの手続き."""

from dataclasses import dataclass
from datetime import date

from counter_app.model.calendar import Roll, weekday_name
from counter_app.model.commitment import Act, Commitment, ExecutorKind, Phase
from counter_app.model.facts import FieldValue
from counter_app.paperwork.case_view import case_view, received_words
from counter_app.paperwork.values import LATER, Case, NeededSheet
from counter_app.procedures.conditions import Scope
from counter_app.procedures.procedure import OutcomeKind

SLIP = "slip"
NEXT_STEPS = "next-steps"

_HEALTH_AND_WELFARE = frozenset({"dept.welfare", "dept.health"})
"""Departments whose rows show the department alone to a proxy of another household."""


@dataclass(frozen=True, slots=True)
class NextStep:
    """One thing the household has to do itself, for screen and sheet alike."""

    day: date | None
    time: str
    task: str
    first: str = ""
    bring: str = ""
    place: str = ""
    partner: str = ""


def slip(case: Case, commitments: tuple[Commitment, ...]) -> NeededSheet:
    """受付票: the number, what was taken in, what needs no filing, what was sent outside."""
    view = case_view(case)
    reception = case.reception
    view["reception.number"] = reception.number
    view["case.received_at"] = received_words(reception)
    if not reception.protected:
        view["reception.addressee"] = f"{case.filer.name.text}　様"
    inside = [c for c in commitments if c.executor_kind is ExecutorKind.DEPARTMENT]
    outside = [c for c in commitments if c.executor_kind is ExecutorKind.ORGANISATION]
    proxy = reception.identity is not None and reception.identity.visitor == "proxy"
    view["tasks.count"] = len(inside)
    for index, commitment in enumerate(inside, start=1):
        hidden = proxy and commitment.executor in _HEALTH_AND_WELFARE
        department = case.town.executor_name(commitment.executor)
        view[f"tasks.{index}.title"] = f"{department}の手続き" if hidden else commitment.title
        view[f"tasks.{index}.who"] = "" if hidden else case.given_names(commitment.members)
        view[f"tasks.{index}.people"] = len(commitment.members)
        view[f"tasks.{index}.department"] = department
        view[f"tasks.{index}.state"] = _state_words(commitment)
    # What concerns one person's own standing is what people ask about; the rest fills paper.
    covered = [
        d
        for d in case.filed_today(OutcomeKind.NOTHING_TO_FILE, OutcomeKind.DEEMED)
        if d.procedure.scope is Scope.PERSON
    ]
    view["covered.count"] = len(covered)
    for index, determination in enumerate(covered, start=1):
        view[f"covered.{index}.title"] = determination.procedure.title
        view[f"covered.{index}.who"] = case.given_names(determination.members)
        view[f"covered.{index}.people"] = len(determination.members)
        view[f"covered.{index}.reason"] = (
            "転入届の付記で済みました"
            if determination.outcome is OutcomeKind.DEEMED
            else _first_sentence(determination.reason)
        )
    view["outside.count"] = len(outside)
    for index, commitment in enumerate(outside, start=1):
        view[f"outside.{index}.title"] = commitment.title
        view[f"outside.{index}.receiver"] = case.town.executor_name(commitment.executor)
        view[f"outside.{index}.state"] = _state_words(commitment)
    return NeededSheet(SLIP, (), "", "", view)


def next_steps(case: Case, commitments: tuple[Commitment, ...]) -> NeededSheet:
    """これからの手続き: what the household does itself by date, and what will come to it."""
    view = case_view(case)
    reception = case.reception
    view["reception.number"] = reception.number
    if not reception.protected:
        view["reception.addressee"] = f"{case.filer.name.text}　様"
    steps = steps_ahead(case, commitments)
    view["next.count"] = len(steps)
    for index, step in enumerate(steps, start=1):
        prefix = f"next.{index}"
        fields: dict[str, FieldValue] = {
            "task": step.task,
            "time": step.time,
            "first": step.first,
            "bring": step.bring,
            "place": step.place,
            "partner": step.partner,
        }
        view.update({f"{prefix}.{key}": value for key, value in fields.items() if value})
        if step.day is None:
            view[f"{prefix}.undated"] = "早めに"
        else:
            view[f"{prefix}.date"] = step.day
    coming = [c for c in case.filed_today(OutcomeKind.APPLIES) if c.procedure.returns]
    view["coming.count"] = len(coming[:_COMING_ROWS])
    for index, determination in enumerate(coming[:_COMING_ROWS], start=1):
        view[f"coming.{index}.when"] = "郵便"
        view[f"coming.{index}.what"] = (
            f"{determination.procedure.title}：{determination.procedure.returns}"
        )
    return NeededSheet(NEXT_STEPS, (), "", "", view)


_COMING_ROWS = 6


def steps_ahead(case: Case, commitments: tuple[Commitment, ...]) -> tuple[NextStep, ...]:
    """Sorted by day, undated last: appointments, what is put off, and what is only advised."""
    steps = [step for c in commitments if (step := _appointment(case, c)) is not None]
    asked = {c.procedure_id for c in commitments}
    for determination in case.determinations:
        due = determination.deadline
        day = None if due is None else case.town.office.rolled(due.unrolled, Roll.BACK)
        executor = determination.procedure.executor
        department = next((d for d in case.town.departments if d.id == executor), None)
        place = f"{department.floor}　{department.name}　☎{department.phone}" if department else ""
        bring = "・".join(a.title for a in determination.attachments if a.state.value == "on_paper")
        put_off = determination.note == LATER or (
            determination.procedure.id in case.reception.postponed
        )
        if determination.outcome is OutcomeKind.APPLIES and put_off:
            names = case.given_names(determination.members)
            steps.append(
                NextStep(
                    day,
                    "まで",
                    f"{determination.procedure.title}（{names}さん）",
                    bring=bring,
                    place=place,
                )
            )
        elif determination.outcome is OutcomeKind.APPLIES and bring:
            steps.append(
                NextStep(
                    day,
                    "まで",
                    f"{determination.procedure.title}の書類を出す",
                    bring=bring,
                    place=place,
                )
            )
        elif (
            determination.outcome is OutcomeKind.GUIDE
            and determination.procedure.id not in asked
            and due is not None
        ):
            steps.append(
                NextStep(day, "まで", determination.procedure.title, bring=bring, place=place)
            )
    far = date.max
    return tuple(sorted(steps, key=lambda s: s.day or far))


def _appointment(case: Case, commitment: Commitment) -> NextStep | None:
    """A visit that was promised, or is still being arranged: somebody must be at home."""
    if commitment.executor_kind is not ExecutorKind.ORGANISATION:
        return None
    slot = next((r.content.slot for r in reversed(commitment.acts) if r.content.slot), None)
    if slot is None:
        return None
    organisation = case.town.organisation(commitment.executor)
    return NextStep(
        slot.day,
        slot.span,
        f"{commitment.title}に立ち会う",
        bring="なし（家で待ちます）",
        partner=f"{organisation.name}　☎{organisation.phone}",
    )


_PHASE_WORDS = {
    Phase.REQUESTED: "送りました",
    Phase.PROMISED: "受け付けられました",
    Phase.DECLINED: "日にちを調整中",
    Phase.DECLARED: "決まりました",
    Phase.ACCEPTED: "終わりました",
    Phase.REJECTED: "確かめています",
    Phase.QUIT: "取りやめました",
    Phase.STOPPED: "取りやめになりました",
    Phase.INITIAL: "取り消しました",
}


def _state_words(commitment: Commitment) -> str:
    phase = commitment.state.phase
    promised = [r for r in commitment.acts if r.act is Act.PROMISE and r.content.expected_on]
    if phase is Phase.PROMISED and promised:
        day = promised[-1].content.expected_on
        assert day is not None
        return f"{day.month}月{day.day}日（{weekday_name(day)}）ごろ連絡"
    return _PHASE_WORDS[phase]


def _first_sentence(text: str) -> str:
    return text.split("。", 1)[0]
