"""The task that is selected in words: its fields, its notice, what can be done with it."""

import re
from dataclasses import replace
from datetime import date
from enum import StrEnum

from counter_app.desk import DeskTask
from counter_app.model.attachment import AttachmentState, AwaitedPaper
from counter_app.model.calendar import era_of
from counter_app.model.commitment import Act, Commitment, Decision, Phase
from counter_app.paperwork.awaited import PAPER_LABEL
from counter_app.paperwork.terms import terms_said
from counter_app.procedures.procedure import GrantNotice
from ui import theme
from ui.desk.decision_words import decision_words
from ui.desk.grouping import ANSWER, group_of
from ui.desk.notice_pages import NoticePages, decision_of
from ui.desk.prepared import Prepared
from ui.desk.row_words import last_act, link_code, short_day
from ui.desk.views import DecideView, FieldView, NoticeRowView, Panel, TaskView
from ui.staff.frame_views import Text
from ui.widgets.chip import Chip, Tint
from ui.widgets.drawing import Icon
from ui.widgets.words import Run

_NO_PAPER = "要りません"
_PERSON = re.compile(r"^(.+)\u3000((?:明治|大正|昭和|平成|令和).+日)$")


def panel_of(task: DeskTask, *, returning: bool) -> Panel:
    """What can be done with a task now."""
    state = task.commitment.state
    if group_of(task) == ANSWER:
        return Panel.ANSWER
    if state.revoking is not None or task.waits_for_supervisor:
        return Panel.TOLD
    if state.phase is Phase.REQUESTED:
        return Panel.RETURN if returning else Panel.PROMISE
    if state.phase in (Phase.PROMISED, Phase.REJECTED):
        return Panel.DECIDE
    return Panel.TOLD


class NoticeState(StrEnum):
    """How far the notice of a decision is; the value is the button that takes it on."""

    MISSING = "通知書を作る"
    MADE = "通知書を印刷する"
    PRINTED = "もう一度印刷する"


ON_A_NOTICE = ("name", "address")
"""What a look at a notice tells, as the audit log names it."""
_LOOK_IS_RECORDED = "氏名と住所は、見るときだけ出ます。見た人を記録します。"
NOT_PRINTED = "作りました。まだ印刷できていません。"


def notice_state(*, issued: bool, printed: bool) -> NoticeState:
    if not issued:
        return NoticeState.MISSING
    return NoticeState.PRINTED if printed else NoticeState.MADE


def primary(panel: Panel, *, notice: NoticeState | None, form: str) -> str:
    """Words of the primary button; 却下 is worded by the screen."""
    return {
        Panel.PROMISE: "約束する",
        Panel.RETURN: "理由をつけて返す",
        Panel.ANSWER: "答えを知らせる",
        Panel.DECIDE: _decide_words(form),
        Panel.TOLD: notice.value if notice is not None else "",
    }[panel]


def _decide_words(form: str) -> str:
    if not form:
        return "決定を知らせる"
    return "決定を通知する" if form == GrantNotice.DECISION else "認定を通知する"


def task_view(
    task: DeskTask,
    panel: Panel,
    *,
    expected: date,
    reference: str,
    form: str,
    ready: Prepared | None,
    state: NoticeState,
    revealed: tuple[str, ...] = (),
) -> TaskView:
    """The side panel of a task. `ready` is what was worked out for it, None until it is there.

    `revealed` are the names of a protected reception, once the officer looked.
    """
    commitment = task.commitment
    decide = None
    if panel is Panel.DECIDE:
        decide = _decide(commitment, reference, ready)
    wanted = form and panel in (Panel.DECIDE, Panel.TOLD) and not task.waits_for_supervisor
    decided = decision_of(commitment) is not None
    shown = None
    if wanted and (panel is Panel.DECIDE or decided):
        pages = ready.pages if ready is not None else None
        shown = _notice(commitment, pages, state, deciding=panel is Panel.DECIDE)
        if task.protected and shown.button:
            shown = replace(shown, words=f"{shown.words}{_LOOK_IS_RECORDED}")
    number = f"受付 {task.reception_number}" if task.reception_number else ""
    return TaskView(
        commitment.id,
        link_code(commitment.link_code),
        number,
        commitment.title,
        (*fields(commitment.fields, task.papers), *_names(revealed)),
        panel,
        told=_told(task, panel),
        expected=expected,
        decide=decide,
        notice=shown,
        note=decide.words.note if decide is not None else "",
        may_return=commitment.state.phase is Phase.REQUESTED
        and panel in (Panel.PROMISE, Panel.RETURN),
        has_papers=bool(commitment.sheets),
        reprints=panel is Panel.TOLD and shown is not None and state is NoticeState.PRINTED,
        may_reveal=task.protected and not commitment.sheets and not revealed,
    )


def _names(revealed: tuple[str, ...]) -> tuple[FieldView, ...]:
    if not revealed:
        return ()
    return (FieldView("氏名", tuple((Run(name, name=True, size=18),) for name in revealed)),)


def _decide(commitment: Commitment, reference: str, ready: Prepared | None) -> DecideView:
    said = decision_words(commitment.procedure_id)
    award = ready.award if ready is not None else None
    if ready is None or award is None:
        made = DecideView("決定番号", reference, words=said)
        return made if ready is None else replace(made, asked=ready.asked, terms=ready.terms)
    era, year = era_of(award.starts)
    month = f"{era}{'元' if year == 1 else year}年{award.starts.month}月"
    return DecideView("認定番号", reference, month, f"{award.amount:,}円", award.words)


def _notice(
    commitment: Commitment, pages: NoticePages | None, state: NoticeState, *, deciding: bool
) -> NoticeRowView:
    decision = decision_of(commitment)
    refused = decision is not None and decision.decision is Decision.REFUSED and not deciding
    title = pages.title if pages is not None and pages.title else "通知書"
    if deciding:
        words = "決定と同時に作って印刷します。郵送と、受付への「完了」の知らせ。"
    elif state is NoticeState.MISSING:
        words = "まだ作られていません。"
    else:
        made = "監督者が認め、作りました。" if refused else "作りました。"
        to_print = "" if state is NoticeState.PRINTED else "印刷して"
        words = f"{made}{to_print}郵送してください。受付には知らせてあります。"
    issued = state is not NoticeState.MISSING
    image = pages.pages[0] if pages is not None and pages.pages else None
    button = "通知書を見る" if deciding or issued else ""
    key = f"{commitment.id}:{len(commitment.acts)}:{image is not None}:{state.name}"
    return NoticeRowView(title, words, button, image, key)


def _told(task: DeskTask, panel: Panel) -> tuple[str, ...]:
    commitment = task.commitment
    state = commitment.state
    last = commitment.last
    if panel is Panel.ANSWER and last is not None:
        return ("申請する人が取下げを申し出ています。", f"理由：{last.content.reason or '—'}")
    if panel is Panel.RETURN:
        return ("書類の不足などで受け付けられないときです。却下ではありません。",)
    if panel is Panel.PROMISE:
        return ("受け付けて、決定の予定日を窓口と本人に知らせます。",)
    if panel is Panel.DECIDE and state.phase is Phase.REJECTED and last is not None:
        return (f"窓口から差し戻されました。{last.content.reason}",)
    if panel is not Panel.TOLD or last is None:
        return ()
    said_of = decision_words(commitment.procedure_id)
    if task.waits_for_supervisor:
        return said_of.proposed
    if state.revoking is not None:
        return ("取消しを申し出ています。答えを待っています。",)
    decision = decision_of(commitment)
    if state.phase in (Phase.DECLARED, Phase.ACCEPTED) and decision is not None:
        refused = decision.decision is Decision.REFUSED
        declared = last_act(commitment, Act.DECLARE)
        day = short_day(declared.at.date()) if declared is not None else ""
        lines = [f"{day} に{said_of.told_refused if refused else said_of.told_granted}"]
        if decision.reference:
            lines.append(f"番号：{decision.reference}")
        if decision.reason:
            lines.append(f"理由：{decision.reason}")
        said = dict(decision.details)
        if "amount" in said:
            lines.append(f"{said.get('starts', '')}　月額 {said['amount']}")
        terms = terms_said(decision.details)
        lines += [line for line in (terms.category, terms.period, terms.content) if line]
        return tuple(lines)
    if state.phase is Phase.DECLINED:
        return (
            "返しました。窓口が直して頼み直すのを待っています。",
            f"理由：{last.content.reason}",
        )
    return ("この依頼は終わっています。",)


def fields(
    pairs: tuple[tuple[str, str], ...], papers: tuple[AwaitedPaper, ...] = ()
) -> tuple[FieldView, ...]:
    """Exactly the fields of the commitment; a person's name in its true glyphs.

    A paper that came since the task was sent says so in its place.
    """
    made: list[FieldView] = []
    since = {p.title: p for p in papers if p.at is not None}
    for label, value in pairs:
        paper = since.get(value.partition("\u3000")[0]) if label == PAPER_LABEL else None
        if paper is not None:
            made = _under(made, label, came_words(paper))
        elif label == PAPER_LABEL and value == _NO_PAPER:
            made.append(FieldView(label, (), Chip(Tint.DONE, Icon.CHECK, _NO_PAPER)))
        else:
            made = _under(made, label, _values(value))
    return tuple(made)


def _under(made: list[FieldView], label: str, values: tuple[Text, ...]) -> list[FieldView]:
    """The fields with more values, under their label where it stands last."""
    if made and made[-1].label == label and made[-1].chip is None:
        return [*made[:-1], FieldView(label, (*made[-1].values, *values))]
    return [*made, FieldView(label, values)]


def came_words(paper: AwaitedPaper) -> tuple[Text, Text]:
    """「負担区分等証明書」 and under it 「4/10 紙で受取（窓口2 佐伯）」, what happened in bold."""
    assert paper.at is not None
    what, ink = _CAME[paper.state]
    told = Run(f"{short_day(paper.at.date())} {what}", bold=True, ink=ink, unbroken=True)
    who = Run(f"（{paper.counter} {paper.by}）", ink=theme.INK_2, unbroken=True)
    return (Run(paper.title),), (told, who)


_CAME = {
    AttachmentState.HANDED_IN: ("紙で受取", theme.OK_INK),
    AttachmentState.RECEIVED: ("取得", theme.OK_INK),
    AttachmentState.ON_PAPER: ("紙で持参待ち", theme.INK),
}


_ONE_LINE = 22
"""Characters of a field that surely stand in one line of the side panel."""


def _values(value: str) -> tuple[Text, ...]:
    """A value in a line; what is too long for one in its parts (所在と方書)."""
    if len(value) <= _ONE_LINE or _PERSON.match(value):
        return (_value(value),)
    return tuple(_value(part) for part in value.split("\u3000"))


def _value(value: str) -> Text:
    person = _PERSON.match(value)
    if person is None:
        return (Run(value.replace("\u3000", " ")),)
    name, birth = person.groups()
    return (Run(name.replace("\u3000", " "), name=True, size=18), Run(f"　{birth}"))
