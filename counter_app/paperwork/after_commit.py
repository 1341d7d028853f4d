"""Which papers a committed reception comes with: for the household, for a department, by mail."""

from datetime import date
from typing import Final

from counter_app.model.commitment import Commitment, ExecutorKind
from counter_app.paperwork.handing_over import HANDOVER, TODAY, handover, todays_list
from counter_app.paperwork.papers import NEXT_STEPS, SLIP, next_steps, slip
from counter_app.paperwork.residents_notices import ACCEPTED, acceptance
from counter_app.paperwork.values import Case, NeededSheet

TO_HAND_OVER: Final = (SLIP, NEXT_STEPS, TODAY)
"""Forms the household takes home, in the order they are offered."""
TO_SEND: Final = (HANDOVER, ACCEPTED)
"""Forms that go elsewhere: 引継票 to a department, 受理通知 by mail to those who moved."""

_RESIDENTS = "dept.residents"


def papers_after_commit(
    case: Case, commitments: tuple[Commitment, ...], on: date
) -> tuple[NeededSheet, ...]:
    """Every paper that is issued once the reception has its number; `on` is the day of a letter."""
    handed = [handover(case, c) for c in commitments if on_paper(case, c)]
    letter = acceptance(case, _letter_number(case), on)
    return (
        slip(case, commitments),
        next_steps(case, commitments),
        todays_list(case, commitments),
        *(sheet for sheet in (*handed, letter) if sheet is not None),
    )


def drawn_anew(case: Case, commitments: tuple[Commitment, ...], form_id: str) -> NeededSheet | None:
    """The paper as it is now, of the forms that tell how the commitments stand; else None."""
    if form_id == NEXT_STEPS:
        return next_steps(case, commitments)
    return todays_list(case, commitments) if form_id == TODAY else None


def on_paper(case: Case, commitment: Commitment) -> bool:
    """Whether a task reaches its department on paper: without a screen there, or a link code."""
    if commitment.executor_kind is not ExecutorKind.DEPARTMENT or commitment.held:
        return False
    departments = {department.id: department for department in case.town.departments}
    department = departments.get(commitment.executor)
    return not commitment.link_code or (department is not None and not department.system)


def _letter_number(case: Case) -> str:
    """文書番号 of a letter about the reception: 「Y町町第0403-017号」."""
    town = case.town
    return f"{town.name}{town.department(_RESIDENTS).name[:1]}第{case.reception.number}号"
