"""The story of a reception in words: what was done, sent, signed, and who looked."""

from dataclasses import replace
from datetime import datetime

from counter_app.model.document import DocumentState
from counter_app.model.paper import PAPER_WORDS, PaperSheet, PaperState
from counter_app.model.town import Town
from counter_app.ports import StaffIdentity, StoredDocument
from counter_app.review import StoryLine
from counter_app.staff_proof import CARD_REFUSED
from ui.review.views import StoryRowView, StoryTabView
from ui.staff.words.common import clock_time
from ui.widgets.drawing import Icon

_ACTS = {
    "request": "依頼した",
    "promise": "約束した",
    "decline": "断った",
    "quit": "取りやめた",
    "declare": "完了・決定を知らせた",
    "accept": "受け入れた",
    "reject": "差し戻した",
    "stop": "やめた",
    "revoke_request": "依頼の取消しを申し出た",
    "revoke_promise": "約束の取消しを申し出た",
    "revoke_declare": "完了の取消しを申し出た",
    "revoke_accept": "受入れの取消しを申し出た",
    "allow": "取消しを認めた",
    "refuse": "取消しを認めなかった",
}
_SENT = {
    "held": ("止めています", Icon.LOCK),
    "waiting": ("送信待ち", Icon.MAIL_WAITS),
    "resending": ("送り直しています", Icon.MAIL_WAITS),
    "delivered": ("届いた", Icon.MAIL_ARRIVED),
    "failed": ("送れなかった", Icon.MAIL_FAILED),
    "expired": ("期限切れ", Icon.MAIL_FAILED),
    "cancelled": ("送るのをやめた", Icon.CROSS),
}
_DEEDS = {
    "reception.open": ("受付を始めた", Icon.PLUS),
    "reception.protection": ("支援措置の質問に答えた", Icon.SHIELD),
    "reception.identity": ("本人確認", Icon.CARD),
    "reception.contact": ("連絡先と言語を確かめた", Icon.PHONE),
    "reception.language": ("本人が言語を選んだ", Icon.PERSON),
    "reception.step": ("段を進めた", Icon.RIGHT),
    "reception.filed_on": ("届出日を改めた", Icon.CLOCK),
    "reception.undo": ("ひとつ戻した", Icon.UNDO),
    "reception.abandon": ("受付をやめた", Icon.CROSS),
    "reception.close": ("返事待ちにして終えた", Icon.CHECK),
    "card.read": ("カードを読んだ", Icon.CARD),
    "link.lookup": ("リンクコードを確かめた", Icon.BENT_ARROW),
    "link.issued": ("リンクコードの発行を受けた", Icon.BENT_ARROW),
    "transfer.inquired": ("転出証明書情報が届いていないか照会した", Icon.SEARCH),
    "transfer.arrived": ("転出証明書情報が届いた", Icon.MAIL_ARRIVED),
    "transfer.opened": ("転出証明書情報を開いた", Icon.DOCUMENT),
    "transfer.requested": ("転出証明書情報を取り寄せた", Icon.SEARCH),
    "household.change": ("世帯を直した", Icon.PEN),
    "household.add": ("世帯員を加えた", Icon.PLUS),
    "household.correct": ("世帯員を直した", Icon.PEN),
    "household.remove": ("移らない人を外した", Icon.CROSS),
    "household.paper": ("転出証明書・出生届を確かめた", Icon.DOCUMENT),
    "household.reading": ("フリガナを確かめた", Icon.PEN),
    "household.by_hand": ("世帯を紙から入れた", Icon.PEN),
    "household.shape": ("世帯のかたちを決めた", Icon.HOME),
    "household.moved_on": ("住み始めた日", Icon.HOME),
    "interview.answer": ("質問に答えた", Icon.HELP),
    "interview.take_back": ("答えを取り消した", Icon.UNDO),
    "attachment.received": ("添付を受け取った", Icon.CHECK),
    "attachment.on_paper": ("添付は紙で出してもらう", Icon.DOCUMENT),
    "attachment.handed_in": ("添付を紙で受け取った", Icon.DOCUMENT),
    "attachment.reopened": ("添付を「まだ」に戻した", Icon.UNDO),
    "procedure.postpone": ("今日は出さない手続", Icon.CLOCK),
    "procedure.add": ("手続を足した", Icon.PLUS),
    "consent.decide": ("同意を決めた", Icon.CHECK),
    "utility.wish": ("使い始める日を決めた", Icon.DROP),
    "document.render": ("書類を作った", Icon.DOCUMENT),
    "document.sign": ("署名した", Icon.PEN),
    "document.void": ("書類を使わないことにした", Icon.CROSS),
    "document.issue": ("通知・受付票を作った", Icon.DOCUMENT),
    "document.reprint": ("もう一度印刷した", Icon.PRINT),
    "document.print.printed": ("印刷した", Icon.PRINT),
    "document.print.pending": ("印刷を待っている", Icon.PRINT),
    "document.print.failed": ("印刷できなかった", Icon.ALERT),
    "paper.came_out": ("紙が出たのを確かめた", Icon.CHECK),
    "paper.not_come_out": ("紙は出ていなかった", Icon.ALERT),
    "paper.destroyed": ("古い紙を廃棄した", Icon.CROSS),
    "pile.taken_out": ("束から紙を抜いた", Icon.ALERT),
    "pile.seen": ("束を確かめた", Icon.CHECK),
    "pile.handed_over": ("書類をお渡しした", Icon.CHECK),
    "pile.left_over": ("渡していない紙を残して終えた", Icon.ALERT),
    "search.receptions": ("受付を探した", Icon.SEARCH),
    "search.tasks": ("依頼を探した", Icon.SEARCH),
    "day.print.printed": ("日計表を印刷した", Icon.PRINT),
    "day.print.pending": ("日計表の印刷を待っている", Icon.PRINT),
    "day.print.failed": ("日計表を印刷できなかった", Icon.ALERT),
    "dispatch.commit": ("確定して依頼した", Icon.SEND),
    "desk.prepare_refusal": ("却下の案を出した", Icon.SCALES),
    "desk.prepare_court_notice": ("裁判所への通知の案を出した", Icon.SCALES),
    "desk.view": ("担当課が開いた", Icon.PERSON),
    "desk.papers": ("担当課が書類を見た", Icon.DOCUMENT),
    "desk.reveal": ("担当課が氏名・住所を見た", Icon.EYE_OFF),
    "database.created": ("記録を始めた", Icon.PLUS),
    "database.upgraded": ("記録の形を新しくした", Icon.INFO),
    "audit.witness_renewed": ("記録の控えを作り直した", Icon.ALERT),
    CARD_REFUSED: ("職員カードを認めなかった", Icon.ALERT),
    "case.view": ("この受付を開いた", Icon.PERSON),
    "case.reveal": ("氏名を見た", Icon.EYE_OFF),
}
_LOOKS = frozenset({"case.view", "case.reveal", "desk.view", "desk.papers", "desk.reveal"})
"""Deeds that are only looking: the tab 見た人."""

_VERDICT_DEEDS = {
    "allow": ("許した", Icon.CHECK),
    "stop": ("止めた", Icon.CROSS),
    "hold": ("保留にした", Icon.CLOCK),
}
_A_MINUTE = 60
_LOOK_DEEDS = {
    "allow": ("を見た", Icon.CHECK),
    "stop": ("について問い合わせた", Icon.HELP),
    "hold": ("を保留にした", Icon.CLOCK),
}
_PROPOSAL_DEEDS = {
    "allow": ("認めた", Icon.CHECK),
    "stop": ("差し戻した", Icon.CROSS),
    "hold": ("保留にした", Icon.CLOCK),
}
_PROPOSED = frozenset({"proposal", "court_notice"})
_LOOKED_AT = {"reprint": "もう一度印刷", "search": "受付なしの検索"}
_DECIDED_OF = {
    "message": "送り直し",
    "release": "解除",
    "proposal": "却下の案",
    "court_notice": "裁判所への通知の案",
}
_PAPERS = {
    DocumentState.RESERVED: "番号だけ",
    DocumentState.RENDERED: "作成済み",
    DocumentState.SHOWN: "読みました",
    DocumentState.SIGNED: "署名済み",
    DocumentState.SEALED: "封印済み",
    DocumentState.PRINTED: "印刷済み",
    DocumentState.VOID: "使いません",
}

_ON_PAPER = frozenset(PaperState) - {PaperState.RESERVED, PaperState.RENDERED, PaperState.VOID}
"""States of a sheet that tell more than the document does: its paper exists, or did."""


def _paper_words(document: StoredDocument, on_paper: tuple[PaperSheet, ...]) -> str:
    """What became of the document's paper; of the document itself while there was none."""
    mine = (sheet.state for sheet in on_paper if sheet.document_id == document.id)
    told = dict.fromkeys(PAPER_WORDS[state] for state in mine if state in _ON_PAPER)
    return "、".join(told) or _PAPERS[document.state]


class StoryWords:
    """Lines of a story, read on a certain day."""

    def __init__(self, town: Town, now: datetime) -> None:
        self._town = town
        self._now = now

    def tabs(
        self,
        lines: tuple[StoryLine, ...],
        papers: tuple[StoredDocument, ...],
        on_paper: tuple[PaperSheet, ...] = (),
        *,
        hidden: bool,
    ) -> tuple[StoryTabView, ...]:
        """The four tabs; `on_paper` are the sheets that were printed of the documents `papers`.

        With `hidden` no line names the resident.
        """
        if hidden:
            lines = tuple(_unnamed(line) for line in lines)
        course = [line for line in lines if line.kind in ("act", "audit")]
        course = [line for line in course if not line.code.startswith("commitment.")]
        messages = [line for line in lines if line.kind == "message"]
        looks = [line for line in lines if line.kind == "audit" and line.code in _LOOKS]
        signed = [line for line in lines if line.kind == "document"]
        sheets = [
            StoryRowView(
                "",
                Icon.DOCUMENT,
                f"{paper.title}",
                f"{paper.number}・{_paper_words(paper, on_paper)}",
            )
            for paper in sorted(papers, key=lambda paper: paper.sheet)
        ]
        return (
            StoryTabView("いきさつ", self._merged(course), counted=False),
            StoryTabView("連絡", tuple(self._message(line) for line in messages)),
            StoryTabView("書類", (*sheets, *(self._signature(line) for line in signed))),
            StoryTabView("見た人", self._merged(looks)),
        )

    def _merged(self, lines: list[StoryLine]) -> tuple[StoryRowView, ...]:
        """Lines in order; what one person did several times within a minute stands once."""
        groups: list[list[StoryLine]] = []
        for line in lines:
            if groups and _same_deed(groups[-1][0], line):
                groups[-1].append(line)
            else:
                groups.append([line])
        return tuple(self._together(group) for group in groups)

    def _together(self, group: list[StoryLine]) -> StoryRowView:
        row = self._deed(group[0])
        if len(group) == 1:
            return row
        if group[0].kind == "act":
            words = f"{_ACTS.get(group[0].code, group[0].code)}　{len(group)}件"
            return replace(row, words=_because(words, group[0].reason))
        return replace(row, words=f"{row.words}　{len(group)}回")

    def _deed(self, line: StoryLine) -> StoryRowView:
        who = self._town.executor_name(line.who)
        if line.kind == "act":
            words = _because(f"{line.subject}　{_ACTS.get(line.code, line.code)}", line.reason)
            icon = Icon.SEND if line.code == "request" else Icon.CHECK
            if line.code in ("decline", "reject", "quit", "stop"):
                icon = Icon.CROSS
            return StoryRowView(self._time(line.at), icon, words, who)
        place = "監督者" if line.where == "review" else self._town.executor_name(line.where)
        words, icon = _deed(line.code)
        words = _because(words, line.reason)
        card = "職員カード" if line.card is not None else ""
        told = "・".join(filter(None, (who, place, card)))
        return StoryRowView(self._time(line.at), icon, words, told)

    def _message(self, line: StoryLine) -> StoryRowView:
        words, icon = _SENT.get(line.code, (line.code, Icon.MAIL))
        act = _ACTS.get(line.subject, line.subject)
        return StoryRowView(
            self._time(line.at), icon, f"{self._town.executor_name(line.where)}　{words}", act
        )

    def _signature(self, line: StoryLine) -> StoryRowView:
        who = line.who.replace("\u3000", " ")
        words = "：".join(filter(None, (f"署名 {line.subject}ページ", line.reason)))
        return StoryRowView(self._time(line.at), Icon.PEN, words, who)

    def _time(self, at: datetime) -> str:
        """The time today, the day before today."""
        return clock_time(at) if at.date() == self._now.date() else f"{at.month}/{at.day}"


def _because(words: str, reason: str) -> str:
    return f"{words}：{reason}" if reason else words


def _unnamed(line: StoryLine) -> StoryLine:
    """What the resident did is told of 「本人」."""
    signed = line.kind == "document" or line.code == "document.sign"
    return replace(line, who="本人") if signed else line


def deed_words(code: str) -> str:
    """An audited deed in words."""
    return _deed(code)[0]


def card_words(card: StaffIdentity | None) -> str:
    """By which staff card a deed was proved; nothing where it was done by name."""
    if card is None:
        return ""
    return f"（職員カード {card.staff_id}・証明書 {card.certificate_serial}）"


def _deed(code: str) -> tuple[str, Icon]:
    area, _, rest = code.partition(".")
    if area == "review":
        verdict, _, kind = rest.partition(".")
        if kind in _LOOKED_AT:
            done, icon = _LOOK_DEEDS[verdict]
            return f"{_LOOKED_AT[kind]}{done}", icon
        done, icon = (_PROPOSAL_DEEDS if kind in _PROPOSED else _VERDICT_DEEDS)[verdict]
        return f"{_DECIDED_OF.get(kind, '確認')}を{done}", icon
    if area == "commitment":
        return _ACTS.get(rest, rest), Icon.SEND
    return _DEEDS.get(code, (code, Icon.INFO))


def _same_deed(one: StoryLine, other: StoryLine) -> bool:
    near = (other.at - one.at).total_seconds() < _A_MINUTE
    with_reason = one.kind == "act" or one.code.startswith("review.")
    said = with_reason and one.reason != other.reason
    same = (one.kind, one.code, one.who, one.card) == (
        other.kind,
        other.code,
        other.who,
        other.card,
    )
    return near and same and not said
