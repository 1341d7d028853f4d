"""Step 6 before the commit, in words (07): what will be asked of whom, and what is wished there."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from counter_app.dispatch import WITHOUT_LINK, missing
from counter_app.model.calendar import month_day, short_day
from counter_app.model.commitment import ExecutorKind
from counter_app.model.reception import Presence, Reception, UtilityWish
from counter_app.paperwork.papers import NextStep
from counter_app.paperwork.sheets import CONSENT_FORM
from counter_app.paperwork.tasks import planned_tasks
from counter_app.paperwork.values import Case
from counter_app.paperwork.wishes import PRESENCE_WORDS, WishTerms, outdated_wishes, wish_terms
from counter_app.ports import StoredDocument
from counter_app.procedures.determination import Determination
from ui.staff.frame_views import ProblemView
from ui.staff.words.dispatch import step_row
from ui.staff.words.uncertified import uncertified_line
from ui.staff.work_views import (
    CommitmentGroupView,
    CommitmentRowView,
    DispatchView,
    PartyKind,
    WishEntry,
    WishView,
)
from ui.widgets.nodes import Node, NodeState

_ROWS_SHOWN = 5
_NODES = (Node(), Node(), Node(), Node())
_OWN = (Node(NodeState.TO_COME, "送らない"), Node(), Node(), Node())
_UNDECIDED = (Node(NodeState.WAITS, "同意まだ"), Node(), Node(), Node())
_PRESENCE = tuple(PRESENCE_WORDS)
SIGN_AGAIN = (
    "同意書は署名済みです。希望を変えると、新しい同意書にもう一度署名してもらうことになります。"
)


@dataclass(frozen=True, slots=True)
class Planned:
    """An open reception as it would be asked for now. `unsigned` are the titles of the sheets
    whose signature a change of a wish undid; `making` while sheets are rendered anew.
    """

    case: Case
    documents: tuple[StoredDocument, ...]
    today: date
    steps: tuple[NextStep, ...] = ()
    selected: str = ""
    show_all: bool = False
    unsigned: tuple[str, ...] = ()
    making: bool = False
    problem: ProblemView | None = None


def plan_view(plan: Planned) -> DispatchView:
    """Step 6 before the commit."""
    reception = plan.case.reception
    tasks = planned_tasks(plan.case, plan.documents)
    inside = [t for t in tasks if t.executor_kind is ExecutorKind.DEPARTMENT]
    asked = {t.procedure_id for t in tasks if t.executor_kind is ExecutorKind.ORGANISATION}
    shown = inside if plan.show_all else inside[:_ROWS_SHOWN]
    hidden = len(inside) - len(shown)
    town = plan.case.town
    outside = () if reception.protected else tuple(_outside(plan, t) for t in wish_terms(plan.case))
    departments = tuple(
        CommitmentRowView(
            f"{task.procedure_id} {at}",
            task.title,
            town.executor_name(task.executor),
            PartyKind.DEPARTMENT,
            _NODES,
            None,
            due=short_day(task.due) if task.due is not None else "",
            can_withdraw=False,
        )
        for at, task in enumerate(shown)
    )
    groups = [
        CommitmentGroupView(
            "町の課",
            departments,
            len(inside),
            f"ほか {hidden}件" if hidden else "",
            toggle="すべて見る" if hidden else "",
        )
    ]
    if outside:
        note = "送り先ごとに、始める日と立会いの希望を確かめます"
        groups.insert(0, CommitmentGroupView("町の外", outside, len(outside), note))
    lacking = _lacking(plan)
    return DispatchView(
        _not_yet(reception, len(tasks)),
        0,
        len(tasks),
        tuple(groups),
        selected=plan.selected,
        steps=tuple(step_row(s) for s in plan.steps if not asked & set(s.procedures)),
        foot="送り先ごとの希望は同意書に印刷します。" if outside else "",
        close_words="一度に依頼する",
        can_close=not lacking,
        missing="・".join(lacking),
        problem=plan.problem,
        planned=True,
        note=_sign_again(plan.unsigned),
        warning=uncertified_line(reception),
    )


def _not_yet(reception: Reception, count: int) -> str:
    if reception.handed_over:
        return f"{WITHOUT_LINK}。{count}件です。"
    return f"まだ頼んでいません。{count}件を一度に頼みます。"


def _lacking(plan: Planned) -> tuple[str, ...]:
    if plan.making:
        return ("書類を作り直しています",)
    reception = plan.case.reception
    lacking = missing(reception, plan.documents)
    if not plan.documents:
        lacking += ("書類",)
    undecided = sum(1 for c in reception.consents if c.given is None)
    if undecided:
        lacking += (f"同意 {undecided}件",)
    late = outdated_wishes(plan.case, plan.today)
    return (*lacking, *(f"{name}の希望" for name in late))


def _sign_again(titles: Sequence[str]) -> str:
    if not titles:
        return ""
    return f"希望を変えたので、もう一度署名してもらいます：{'、'.join(titles)}（Alt 5）"


def _outside(plan: Planned, terms: WishTerms) -> CommitmentRowView:
    reception = plan.case.reception
    organisation = terms.organisation
    wish = next((w for w in reception.wishes if w.organisation == organisation.id), None)
    given = next((c.given for c in reception.consents if c.receiver == organisation.id), None)
    nodes = {True: _NODES, False: _OWN, None: _UNDECIDED}[given]
    determination = _asking(plan.case, organisation.kind)
    editable = wish is not None and terms.dated and given is not False
    return CommitmentRowView(
        organisation.id,
        determination.procedure.title,
        organisation.name,
        PartyKind(organisation.kind),
        nodes,
        None,
        "送りません" if given is False else "",
        due=_wish_due(wish) if editable and wish is not None else "",
        can_withdraw=False,
        wish=_wish(plan, terms, wish) if editable and wish is not None else None,
    )


def _asking(case: Case, kind: str) -> Determination:
    for determination in case.determinations:
        request = determination.procedure.request
        if request is not None and request.kind == kind:
            return determination
    raise KeyError(kind)


def _wish_due(wish: UtilityWish) -> str:
    day = f"{wish.start_on.month}/{wish.start_on.day}"
    return f"{day} {wish.spans[0]}" if wish.spans else f"{day} から"


def _wish(plan: Planned, terms: WishTerms, wish: UtilityWish) -> WishView:
    signed = any(d.form_id == CONSENT_FORM and d.sealed for d in plan.documents)
    first, last = terms.earliest(plan.today), terms.latest(plan.today)
    closed = "休みの日を除きます。" if terms.organisation.open_days_only else ""
    return WishView(
        wish.start_on,
        f"{terms.organisation.name}：{month_day(first)}から{month_day(last)}まで。{closed}",
        terms.spans,
        wish.spans,
        terms.choices,
        tuple(PRESENCE_WORDS.values()) if terms.choices else (),
        _PRESENCE.index(wish.presence) if terms.choices else 0,
        wish.contact,
        plan.case.reception.phone,
        SIGN_AGAIN if signed else "",
    )


def wish_of(organisation: str, entry: WishEntry, start_on: date) -> UtilityWish:
    """The wish that was typed, with a start day that could be read."""
    presence = _PRESENCE[entry.present] if entry.present else Presence.UNSAID
    return UtilityWish(organisation, start_on, entry.spans, presence, entry.contact)
