"""The list of procedures in words (05): what, for whom, by when, and why."""

from datetime import date

from counter_app.model.attachment import AttachmentState
from counter_app.model.calendar import month_day
from counter_app.paperwork.values import LATER, Case
from counter_app.procedures.attachments import may_become
from counter_app.procedures.catalogue import Catalogue, executor_of
from counter_app.procedures.determination import Attachment, Determination
from counter_app.procedures.procedure import Applicant, OutcomeKind
from counter_app.procedures.report import fact_words
from ui.staff.frame_views import ProblemView, Text, text
from ui.staff.paper_views import AttachmentView, PaperStanding
from ui.staff.words.called import called_all
from ui.staff.words.common import NUMBER_WORDS, clock, source_tag
from ui.staff.work_views import (
    CutView,
    FactRowView,
    FilterView,
    ProcedureRowView,
    ProceduresView,
    ReasonView,
    Standing,
)
from ui.widgets.words import Run

BY_DEPARTMENT = "department"
BY_DEADLINE = "deadline"
_SORT_WORDS = {BY_DEPARTMENT: "担当課の順", BY_DEADLINE: "期限の順"}

_TABS = (
    ("all", "すべて", None),
    ("applies", "該当", OutcomeKind.APPLIES),
    ("deemed", "みなし", OutcomeKind.DEEMED),
    ("nothing", "届出不要", OutcomeKind.NOTHING_TO_FILE),
    ("guide", "案内のみ", OutcomeKind.GUIDE),
    ("undecided", "未定", OutcomeKind.UNDECIDED),
)
_CUTS_SHOWN = 4
_TITLE_LETTERS = 14


def row_id(determination: Determination) -> str:
    """A row is a procedure for some people: it may turn out differently for others."""
    return "|".join(
        (determination.procedure.id, determination.note, *map(str, determination.members))
    )


def procedures_view(
    catalogue: Catalogue,
    case: Case,
    *,
    tab: str,
    sort: str,
    selected: str,
    problem: ProblemView | None = None,
) -> ProceduresView:
    """Step 4 as it stands."""
    today = case.reception.filed_on
    shown = [d for d in case.determinations if d.outcome is not OutcomeKind.NOT_HERE]
    counts = {
        tab_id: len(shown) if kind is None else sum(1 for d in shown if d.outcome is kind)
        for tab_id, _, kind in _TABS
    }
    kind = next((k for tab_id, _, k in _TABS if tab_id == tab), None)
    rows = [d for d in shown if kind is None or d.outcome is kind]
    if sort == BY_DEADLINE:
        far = date.max
        rows.sort(key=lambda d: d.deadline.day if d.deadline is not None else far)
    else:
        order = {d.id: place for place, d in enumerate(case.town.departments)}
        rows.sort(key=lambda d: order.get(d.procedure.executor, len(order)))
    chosen = next((d for d in rows if row_id(d) == selected), rows[0] if rows else None)
    cuts = _cuts(case, shown, today)
    return ProceduresView(
        f"{len(shown)}件を判定しました。{_left(shown)}",
        tuple(_row(case, d, today) for d in rows),
        tuple(
            FilterView(tab_id, words, counts[tab_id])
            for tab_id, words, _ in _TABS
            if counts[tab_id] or tab_id == "all"
        ),
        tab,
        _SORT_WORDS[sort],
        row_id(chosen) if chosen is not None else "",
        _reason(catalogue, case, chosen, today) if chosen is not None else None,
        cuts[:_CUTS_SHOWN],
        sum(1 for d in shown if _hard(d) and _last_day(d) == today),
        problem=problem,
    )


def _who(case: Case, determination: Determination) -> str:
    return called_all(case, determination.members)


def _row(case: Case, d: Determination, today: date) -> ProcedureRowView:
    _, executor = executor_of(d.procedure, case.town)
    return ProcedureRowView(
        row_id(d),
        Standing(d.outcome.value),
        _row_title(d),
        _who(case, d),
        executor,
        clock(d.deadline, today),
        "" if d.deadline is not None else d.timing or "—",
        d.brief or "—",
        d.procedure.id in case.reception.postponed,
    )


def _row_title(d: Determination) -> str:
    """The title, or its short form where the column could not hold it."""
    title = d.procedure.title
    if len(title) + len(d.note) > _TITLE_LETTERS:
        title = d.procedure.short_title
    return f"{title}　{d.note}" if d.note else title


def _left(shown: list[Determination]) -> str:
    """What is still open: questions, and papers that nobody has to wait for here."""
    undecided = sum(1 for d in shown if d.outcome is OutcomeKind.UNDECIDED)
    papers = {a.rule.key for d in shown for a in d.attachments if a.is_open}
    waiting = f"添付待ち {len(papers)}件" if papers else ""
    if undecided:
        return "・".join(filter(None, (f"未定 {undecided}件", waiting))) + "です。"
    return f"{waiting}です。" if waiting else "質問は残っていません。"


def _paper(attachment: Attachment) -> AttachmentView:
    rule, state = attachment.rule, attachment.state
    if rule.state in (AttachmentState.NOT_NEEDED, AttachmentState.RECEIVED):
        return AttachmentView(rule.title, rule.replaced_by or state.label)
    instead = f"→ {rule.replaced_by}" if rule.replaced_by else ""
    may = may_become(rule.state)
    return AttachmentView(
        rule.title,
        "　".join(filter(None, (instead, rule.note))),
        gone=False,
        key=rule.key,
        standing=PaperStanding(state.value),
        choices=tuple(s for s in PaperStanding if AttachmentState(s.value) in may),
        recorded=state is not rule.state,
    )


def _hard(d: Determination) -> bool:
    return d.deadline is not None and d.deadline.hard and d.outcome is OutcomeKind.APPLIES


def _last_day(d: Determination) -> date | None:
    return d.deadline.day if d.deadline is not None else None


def _cuts(case: Case, shown: list[Determination], today: date) -> tuple[CutView, ...]:
    hard = [d for d in shown if _hard(d) and d.note != LATER]
    hard.sort(key=lambda d: d.deadline.day if d.deadline is not None else today)
    return tuple(
        CutView(row_id(d), found, d.procedure.short_title, _who(case, d))
        for d in hard
        if (found := clock(d.deadline, today)) is not None
    )


def _reason(catalogue: Catalogue, case: Case, d: Determination, today: date) -> ReasonView:
    procedure = d.procedure
    _, executor = executor_of(procedure, case.town)
    applicants = [case.household.member(m) for m in d.applicants]
    details: list[tuple[str, Text]] = []
    if applicants:
        names = text(*(Run(m.name.shown + " ", name=True) for m in applicants))
        head = case.household.joined_head
        if procedure.applicant is Applicant.HEAD and head is not None:
            names = text(Run(head.shown, name=True), "（今ある世帯の世帯主）")
        details.append(("請求する人" if procedure.id.startswith("C") else "届け出る人", names))
    details.append(("個人番号", text(NUMBER_WORDS[procedure.number])))
    if procedure.returns:
        details.append(("戻る紙", text(procedure.returns)))
    return ReasonView(
        row_id(d),
        Standing(d.outcome.value),
        executor,
        d.title,
        text(d.reason),
        procedure.basis,
        f"{procedure.edition}版" + ("" if procedure.verified else "・未確認"),
        _facts(catalogue, case, d),
        clock(d.deadline, today),
        _deadline_words(d),
        tuple(details),
        tuple(_paper(a) for a in d.attachments),
        can_postpone=d.outcome is OutcomeKind.APPLIES and procedure.id != "A1",
        postponed=procedure.id in case.reception.postponed,
        handbook=procedure.id,
    )


def _facts(catalogue: Catalogue, case: Case, d: Determination) -> tuple[FactRowView, ...]:
    """The facts it rests on; what is still missing; or that it concerns everybody who moves in."""
    if d.outcome is OutcomeKind.UNDECIDED:
        labels = dict.fromkeys(catalogue.fact(fact).label for fact in d.missing_facts)
        return tuple(FactRowView(label, text("まだ聞いていません")) for label in labels)
    if not d.facts_used:
        return (FactRowView("対象", text("転入するどの世帯も")),)
    return tuple(
        FactRowView(
            catalogue.fact(f.id).label,
            text(fact_words(catalogue, case.household, f)),
            source_tag(f.source),
        )
        for f in d.facts_used
    )


def _deadline_words(d: Determination) -> Text:
    if d.deadline is None:
        return ()
    return text(
        Run(f"{month_day(d.deadline.day)}まで。", bold=True), d.deadline.counted, d.deadline.lost
    )
