"""Sheets that go with the case on paper: 本日の手続き一覧 and the 引継票 of one department."""

from counter_app.model.commitment import Commitment, ExecutorKind
from counter_app.model.facts import FieldValue
from counter_app.paperwork.awaited import fields_now
from counter_app.paperwork.case_view import outline, received_words
from counter_app.paperwork.resident_words import resident_words
from counter_app.paperwork.slip_rows import covered_rows, outside_row, task_row, titled
from counter_app.paperwork.values import Case, NeededSheet

TODAY = "today"
HANDOVER = "handover"

_TAKEN, _COVERED, _SENT, _LATER = "受け付けた", "届出はいらない", "送った", "後日に届け出る"

_NOT_ON_PAPER = ("個人番号", "支援措置", "氏名・住所")
"""Rows about the screen: paper lies open, and is of the class that never names the number."""


def todays_list(case: Case, commitments: tuple[Commitment, ...]) -> NeededSheet:
    """本日の手続き一覧: everything of today on one list, also what is put off.

    Names stand in it as on 受付票: none under 支援措置, none of health and welfare for a proxy of
    another household.
    """
    rows: list[dict[str, FieldValue]] = []
    inside = [
        c
        for c in commitments
        if c.executor_kind is ExecutorKind.DEPARTMENT and not resident_words(c.procedure_id).silent
    ]
    for title, commitment in titled(inside, full=False):
        row = task_row(case, title, commitment)
        found = case.determination(commitment.procedure_id)
        shown = row["title"] == title and found is not None
        returns = found.procedure.returns if shown and found is not None else ""
        rows.append(row | {"state": _TAKEN, "back": returns})
    rows += [{**row, "state": _COVERED, "department": ""} for row in covered_rows(case, full=False)]
    for commitment in commitments:
        if commitment.executor_kind is ExecutorKind.ORGANISATION:
            sent = outside_row(case, commitment)
            rows.append({"title": sent["title"], "department": sent["receiver"], "state": _SENT})
    for determination in case.determinations:
        if determination.procedure.id in case.reception.postponed:
            department = case.town.executor_name(determination.procedure.executor)
            title = determination.procedure.title
            rows.append({"title": title, "department": department, "state": _LATER})
    view = outline(case)
    view["case.received_at"] = received_words(case.reception)
    view["reception.number"] = case.reception.number
    if not case.reception.protected:
        view["reception.addressee"] = f"{case.filer.name.text}　様"
    view["today.count"] = len(rows)
    _put(view, "today", rows)
    return NeededSheet(TODAY, (), "", "", view)


def handover(case: Case, commitment: Commitment) -> NeededSheet | None:
    """引継票 for a department without a screen: what its screen would show, what is enclosed, and
    which papers are still waited for.

    It tells the fields of the commitment, with the papers as they stand now, so that of a
    protected household neither name nor address stands on it, nor any word that tells why; None
    of a procedure that is kept silent.
    """
    if resident_words(commitment.procedure_id).silent:
        return None
    told = fields_now(commitment, case.reception.awaited)
    fields = [pair for pair in told if pair[0] not in _NOT_ON_PAPER]
    view = outline(case)
    view |= {
        "case.received_at": received_words(case.reception),
        "reception.number": case.reception.number,
        "handover.department": case.town.executor_name(commitment.executor),
        "handover.procedure": commitment.title,
        "handover.papers": f"{len(commitment.sheets)}枚（{'・'.join(commitment.sheets)}）"
        if commitment.sheets
        else "なし",
        "handover.clerk": f"{case.reception.counter}　{case.reception.clerk}",
        "handover.field.count": len(fields),
    }
    if commitment.link_code:
        view["handover.reference"] = f"{commitment.link_code[:4]}-{commitment.link_code[4:]}"
    waiting = _waited_for(case, commitment)
    if waiting:
        view["handover.waiting"] = waiting
    if commitment.due is not None:
        view["handover.due"] = commitment.due
    if not case.reception.protected:
        view["handover.people"] = case.given_names(commitment.members)
    labels = ["", *(label for label, _ in fields)]
    rows: list[dict[str, FieldValue]] = [
        {"label": label if label != before else "", "text": text}  # a label stands over its values
        for before, (label, text) in zip(labels, fields, strict=False)
    ]
    _put(view, "handover.field", rows)
    return NeededSheet(HANDOVER, (commitment.procedure_id,), "", "", view)


def _waited_for(case: Case, commitment: Commitment) -> str:
    """「所得・課税証明書（照会済・結果待ち）」; "" when nothing is."""
    found = case.determination(commitment.procedure_id)
    papers = found.attachments if found is not None else ()
    return "・".join(f"{a.title}（{a.state.label}）" for a in papers if a.is_open)


def _put(view: dict[str, FieldValue], name: str, rows: list[dict[str, FieldValue]]) -> None:
    for number, row in enumerate(rows, start=1):
        view.update({f"{name}.{number}.{key}": value for key, value in row.items() if value != ""})
