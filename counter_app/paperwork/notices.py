"""Notices that come back (通知): what a department's decision prints."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from counter_app.model.calendar import age_reached_on, era_of, month_day, year_age
from counter_app.model.commitment import ActContent, Commitment, Decision
from counter_app.model.facts import FieldValue
from counter_app.model.people import Member
from counter_app.model.town import Town
from counter_app.paperwork.case_view import case_view
from counter_app.paperwork.children_view import children_elsewhere
from counter_app.paperwork.letterhead import letterhead
from counter_app.paperwork.people_view import is_child_of_allowance
from counter_app.paperwork.residents_notices import LATE, late_notice
from counter_app.paperwork.terms import terms_said
from counter_app.paperwork.values import Case, NeededSheet
from counter_app.procedures.catalogue import Catalogue
from counter_app.procedures.child_allowance import first_paid_month, monthly_amount
from counter_app.procedures.determination import world_of
from counter_app.procedures.procedure import AppealTo, GrantNotice, Procedure

REFUSED_FORMS = {"C1": "C1-refused"}
"""Procedure → form of its own for a refusal."""
REFUSED = "refused"
"""Form of a refusal (申請却下通知書) of whatever procedure tells whom to appeal to."""
LATE_REASON = "A14"
"""理由書: where its reason is not taken to be a good one, the court is told (住基法52条2項)."""

NOTICE_FORMS = frozenset({*GrantNotice, *REFUSED_FORMS.values(), REFUSED, LATE})
"""Forms a department's decision prints."""

APPEAL_MONTHS = "3か月"  # 行政不服審査法18条1項
SUIT_MONTHS = "6か月"  # 行政事件訴訟法14条1項


def notice_form(procedure: Procedure, decision: Decision | None) -> str:
    """Form of the notice of a decision, "" when the product prints none.

    Which one tells of a granted application stands in the catalogue. A refusal has to say whom to
    appeal to (教示, 行政不服審査法82条): none is printed of what has no body to appeal to in its
    row. That a reason for filing late is not taken refuses nobody anything: the court is told.
    """
    if decision is not Decision.REFUSED:
        return procedure.notice or ""
    if procedure.id == LATE_REASON:
        return LATE
    return REFUSED_FORMS.get(procedure.id, REFUSED) if procedure.appeal_to is not None else ""


def notice(
    case: Case,
    commitment: Commitment,
    content: ActContent,
    number: str,
    *,
    decided_on: date | None = None,
) -> NeededSheet | None:
    """The notice a decision prints; None when the department has its own.

    `number` is the 文書番号. `decided_on` is given while the decision is not performed yet, else
    it is the day of the last act. Raises KeyError when the executor is no department of the town.
    """
    determination = case.determination(commitment.procedure_id)
    form_id = notice_form(determination.procedure, content.decision) if determination else ""
    if determination is None or not form_id:
        return None
    if decided_on is None:
        decided_on = commitment.acts[-1].at.date() if commitment.acts else case.reception.filed_on
    if form_id == LATE:
        return late_notice(case, content.reason, number, decided_on)
    procedure = determination.procedure
    applicant_id = determination.applicants[0] if determination.applicants else ""
    applicant = case.household.member(applicant_id) if applicant_id else case.filer
    members = _concerned(case, commitment)
    subject = members[0] if members else applicant
    view = case_view(case, subject)
    town = case.town
    details, terms = dict(content.details), terms_said(content.details)
    view |= letterhead(case, applicant, commitment.executor, number, decided_on)
    view.update(
        {
            "decision.decided_on": decided_on,
            "decision.certificate": content.reference,
            "decision.reason": content.reason,
            "decision.outcome": _outcome(form_id, content.decision),
            "decision.applicant": applicant.name.shown,
            "decision.application": commitment.title,
            "decision.subject": "・".join(m.name.shown for m in members),
            "decision.starts": details.get("starts", ""),
            "decision.amount": details.get("amount", ""),
            "decision.children": f"{len(members)}人",
            "decision.payment": details.get("payment", ""),
            "decision.provision": procedure.basis,
        }
    )
    view.update({key: value for key, value in content.details if key.startswith("child.")})
    said = {
        "decision.content": terms.content,
        "decision.period": terms.period,
        "grant.category": terms.category,
        "grant.period": terms.period,
        "grant.details": terms.content,
    }
    view.update({key: value for key, value in said.items() if value})
    if procedure.appeal_to is not None:
        view.update(_appeal(town, procedure.appeal_to))
    return NeededSheet(form_id, (commitment.procedure_id,), subject.id, "", view)


def _outcome(form_id: str, decision: Decision | None) -> str:
    if decision is not Decision.REFUSED:
        return "申請を認めます。"
    return "申請を却下します。" if form_id == REFUSED else "請求を却下します。"


def _appeal(town: Town, appeal_to: AppealTo) -> dict[str, FieldValue]:
    """教示: to whom, how long, and who stands for the town in court (行政事件訴訟法11条)."""
    school_board = f"{town.name}教育委員会"
    authority = {
        AppealTo.MAYOR: town.mayor_title,
        AppealTo.GOVERNOR: f"{town.prefecture}知事",
        AppealTo.GOVERNOR_FIRST: f"{town.prefecture}知事",
        AppealTo.CARE_BOARD: f"{town.prefecture}介護保険審査会",
        AppealTo.SCHOOL_BOARD: school_board,
    }[appeal_to]
    represented = school_board if appeal_to is AppealTo.SCHOOL_BOARD else town.mayor_title
    return {
        "appeal.authority": authority,
        "appeal.first": appeal_to in (AppealTo.GOVERNOR_FIRST, AppealTo.CARE_BOARD),
        "appeal.months": APPEAL_MONTHS,
        "appeal.suit_months": SUIT_MONTHS,
        "appeal.defendant": town.name,
        "appeal.representative": represented,
    }


@dataclass(frozen=True, slots=True)
class Award:
    """What a granted child allowance comes to (児童手当法6条・8条). `amount` is yen a month.

    `details` is what the act of granting says of it, `words` how it was worked out.
    """

    starts: date  # first day of the first paid month
    amount: int
    words: str
    details: tuple[tuple[str, str], ...]


_PAID = "偶数月（2・4・6・8・10・12月）に、前の月までの2か月分を振り込みます。"  # 児童手当法8条4項


def child_allowance_award(case: Case, catalogue: Catalogue) -> Award | None:
    """The award of C1; None when the procedure is not in the case, or the case does not tell it.

    Where children live elsewhere their births are not known, and who was born after the move is
    paid for from another month: then the office writes amount and month.
    """
    claimed = case.determination("C1")
    if claimed is None or claimed.deadline is None:
        return None
    limit, filed_on = claimed.deadline, case.reception.filed_on
    children = [m for m in case.household.members if is_child_of_allowance(case, m)]
    newborn = any(child.birth > limit.start for child in children)
    if newborn or any(children_elsewhere(case).values()):
        return None
    starts = first_paid_month(limit.start, limit.day, filed_on)
    rates = catalogue.child_allowance
    world = world_of(
        catalogue,
        case.household,
        case.reception.known_answers,
        filed_on=filed_on,
        town=case.town,
    )
    supported = [case.household.member(m).birth for m in world.holding["supported_students"]]

    def monthly(children: list[Member]) -> int:
        return monthly_amount([c.birth for c in children], supported, starts, rates)

    paid = [c for c in children if year_age(c.birth, starts) <= rates.paid_until_year_age]
    shares = _shares(paid, monthly)
    amount = monthly(paid)
    details = [("starts", f"{_month_words(starts)}から"), ("amount", f"{amount:,}円")]
    details.append(("payment", _PAID))
    for place, child in enumerate(children, start=1):
        if child.id in shares:
            under = age_reached_on(child.birth, 3) >= starts
            category = "3歳未満" if under else "3歳以上"
            if shares[child.id] == rates.third_and_later:
                category = "第3子以降"
            details.append((f"child.{place}.category", category))
            details.append((f"child.{place}.amount", f"{shares[child.id]:,}円"))
    inside = "中" if filed_on <= limit.day else "後"
    words = (
        f"{month_day(filed_on)[:-3]}の請求は特例の期限（{month_day(limit.day)[:-3]}）の{inside}。"
        f"{starts.month}月分から。{_sum_words(list(shares.values()))}。"
    )
    return Award(starts, amount, words, tuple(details))


def _shares(children: list[Member], monthly: Callable[[list[Member]], int]) -> dict[str, int]:
    """Yen a month for each child: what it adds to those born before it."""
    ordered = sorted(children, key=lambda child: child.birth)
    shares: dict[str, int] = {}
    for place, child in enumerate(ordered):
        shares[child.id] = monthly(ordered[: place + 1]) - monthly(ordered[:place])
    return shares


def _sum_words(amounts: list[int]) -> str:
    """「10,000円 × 2人 ＋ 30,000円 × 1人」."""
    kinds = dict.fromkeys(amounts)
    return " ＋ ".join(f"{yen:,}円 × {amounts.count(yen)}人" for yen in kinds)


def _month_words(day: date) -> str:
    """「令和8年4月分」."""
    era, year = era_of(day)
    return f"{era}{'元' if year == 1 else year}年{day.month}月分"


def document_number(town: Town, department_id: str, reference: str) -> str:
    """文書番号 of a notice: town, first character of the department, running part of the decision.

    「2026-0123」 of 子育て支援課 becomes 「Y町子第123号」. Raises KeyError.
    """
    department = town.department(department_id)
    last = reference.rpartition("-")[2]
    return f"{town.name}{department.name[:1]}第{last.lstrip('0') or last}号"


def _concerned(case: Case, commitment: Commitment) -> list[Member]:
    """Whom the decision is about: for the child allowance the children, not the claimant."""
    if commitment.procedure_id == "C1":
        return [m for m in case.household.members if is_child_of_allowance(case, m)]
    return [case.household.member(m) for m in commitment.members]
