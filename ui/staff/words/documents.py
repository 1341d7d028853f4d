"""Documents and signatures in words (06): the pile, who signs, what each consent sends."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from counter_app.dispatch import missing
from counter_app.model.document import DocumentState, SignatureAct
from counter_app.model.paper import PaperSheet
from counter_app.paperwork.sheets import CONSENT_FORM
from counter_app.paperwork.tasks import receivers
from counter_app.paperwork.values import Case
from counter_app.pile import half_on_paper, printable
from counter_app.ports import PageImage, StoredDocument
from ui.staff.frame_views import ProblemView
from ui.staff.pile_views import PileState, PileView
from ui.staff.words.called import first_word
from ui.staff.words.common import clock_time
from ui.staff.words.pile import short_number
from ui.staff.words.uncertified import uncertified_note
from ui.staff.work_views import (
    ConsentView,
    DocumentsView,
    SheetState,
    SheetView,
    SignerView,
    SignForView,
)
from ui.widgets.chip import ChipKind

_READ = (PileState.THERE, PileState.GIVEN)
_SIGNED = (DocumentState.SIGNED, DocumentState.SEALED, DocumentState.PRINTED)
_MAKING = "書類を作っています"
_GOING_ON = "書類が済みしだい、依頼へ進みます"
_ITEM_WORDS = {
    "name": "氏名",
    "kana": "フリガナ",
    "new_address": "新しい住所",
    "old_address": "前の住所",
    "phone": "電話",
    "start_on": "使い始める日",
    "slots": "立会いの希望",
}

_BESIDE_A_COUNT = 4


@dataclass(frozen=True, slots=True)
class Desk:
    """What lies on the clerk's desk while documents are read, signed and printed."""

    documents: tuple[StoredDocument, ...] = ()
    signatures: tuple[SignatureAct, ...] = ()
    pages: Mapping[str, tuple[PageImage, ...]] = field(default_factory=dict)
    selected: str = ""
    signing: str = ""  # member at the tablet now
    read: frozenset[str] = frozenset()  # documents whose pages the signer has read
    looking: str = ""  # document on the tablet now
    pile: PileView | None = None
    papers: tuple[PaperSheet, ...] = ()
    short: Mapping[str, str] = field(default_factory=dict)  # form → a title for the list
    chosen: str = ""  # member the clerk chose to sign next
    clerk: str = ""
    witnessed: bool = True  # a clerk who writes for a resident needs a second officer
    making: bool = False  # the sheets are being made, for the first time or anew
    going_on: bool = False  # F8 was pressed and waits for what is under way
    needed: int = 0  # how many sheets are being made, 0 while nobody has counted them


def documents_view(case: Case, desk: Desk, *, problem: ProblemView | None = None) -> DocumentsView:
    """Step 5 as it stands."""
    reception = case.reception
    live = tuple(d for d in desk.documents if d.state is not DocumentState.VOID and _is_of(case, d))
    selected = next((d for d in live if d.id == desk.selected), live[0] if live else None)
    to_sign = [d for d in live if d.signer]
    signed = [d for d in to_sign if d.state in _SIGNED]
    printed = [d for d in live if d.state is DocumentState.PRINTED]
    ready = printable(live, desk.papers)
    lacking = missing(reception, live)
    consent_signed = any(d.form_id == CONSENT_FORM and d.state in _SIGNED for d in live)
    decided = {c.receiver: c.given for c in reception.consents}
    consents = tuple(
        ConsentView(
            organisation.id,
            organisation.name,
            _items(case, organisation.kind),
            decided[organisation.id],
        )
        for organisation in receivers(case)
        if organisation.id in decided
    )
    open_consents = sum(1 for c in consents if c.decided is None)
    return DocumentsView(
        tuple(_sheet(case, d, desk, to_sign) for d in live),
        selected.id if selected is not None else "",
        len(signed),
        tuple(_signer(case, member, desk, to_sign) for member in _signers(to_sign)),
        desk.signing or desk.chosen,
        tablet_busy=bool(desk.signing),
        can_send=bool(len(signed) < len(to_sign)) and not open_consents and not desk.making,
        sign_for=None if open_consents else _sign_for(case, desk, to_sign),
        consents=consents,
        consent_locked=consent_signed,
        printed=len(printed),
        print_waits=len(to_sign) - len(signed),
        print_ready=len(ready),
        print_note=_print_note(ready, desk),
        pile=desk.pile,
        sheet_count=sum(d.pages for d in live),
        missing=_GOING_ON
        if desk.going_on
        else _remade(live)
        if desk.making
        else "・".join(_left(lacking, open_consents, desk.pile)) or uncertified_note(reception),
        can_go_on=not lacking and not open_consents and bool(live) and not desk.making,
        problem=problem,
        awaited="" if live else _awaited(desk),
        making=_made(desk) if desk.making and not live else "",
    )


def _remade(live: tuple[StoredDocument, ...]) -> str:
    return "書類を作り直しています" if live else _MAKING


def _awaited(desk: Desk) -> str:
    """What stands where the page would: it is under way, or nobody has made it."""
    return _MAKING if desk.making else "書類はまだありません"


def _made(desk: Desk) -> str:
    return f"{desk.needed}件を作っています" if desk.needed else "作っています"


def _left(lacking: tuple[str, ...], open_consents: int, pile: PileView | None) -> Iterator[str]:
    """What is still to do; a pile that is not checked yet can be checked on the next screen too."""
    yield from lacking
    if open_consents:
        yield f"同意 {open_consents}件"
    unread = sum(row.state not in _READ for row in pile.rows) if pile is not None else 0
    if unread:
        yield f"照合 {unread}枚"


def _print_note(ready: tuple[StoredDocument, ...], desk: Desk) -> str:
    """Of a document that came out in part every page is printed again, under the same number."""
    for document in ready:
        out = half_on_paper(document, desk.papers)
        if out:
            title = desk.short.get(document.form_id) or document.title
            numbers = "・".join(short_number(number) for number in out)
            return f"{title}は全部の紙を印刷し直します。出ている {numbers} は捨ててください"
    return ""


def _is_of(case: Case, document: StoredDocument) -> bool:
    """A sheet of somebody who was taken out again stays until the sheets are made anew."""
    people = {"", *(member.id for member in case.household.members)}
    return {document.signer, document.subject} <= people


def _signers(to_sign: list[StoredDocument]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(d.signer for d in to_sign))


def _sheet(
    case: Case, document: StoredDocument, desk: Desk, to_sign: list[StoredDocument]
) -> SheetView:
    whose = ""
    if document.signer:
        mine = [d for d in to_sign if d.signer == document.signer]
        name = first_word(case.household.member(document.signer).name)
        count = f"　{mine.index(document) + 1}／{len(mine)}"
        # Beside a long word there is no room for the count; it is the word that tells them apart.
        whose = name + count if len(name) <= _BESIDE_A_COUNT else name
    elif document.subject:
        whose = first_word(case.household.member(document.subject).name)
    signed = document.state in _SIGNED and bool(document.signer)
    pages = desk.pages.get(document.id, ())
    return SheetView(
        document.id,
        document.title,
        whose,
        _sheet_state(document, desk),
        pages[0] if pages else None,
        same_as_seen=signed,
        can_edit=not signed,
        consent=document.form_id == CONSENT_FORM,
        short=desk.short.get(document.form_id, ""),
        more=pages[1:],
        printed=document.state is DocumentState.PRINTED,
    )


def _sheet_state(document: StoredDocument, desk: Desk) -> SheetState:
    if not document.signer:
        return SheetState.WITHOUT
    if document.state in _SIGNED:
        return SheetState.SIGNED
    if document.id == desk.looking:
        return SheetState.LOOKING
    return SheetState.READ if document.id in desk.read else SheetState.NOT_YET


def _signer(case: Case, member: str, desk: Desk, to_sign: list[StoredDocument]) -> SignerView:
    mine = [d for d in to_sign if d.signer == member]
    signed = [d for d in mine if d.state in _SIGNED]
    name = case.household.member(member).name.shown
    if len(signed) == len(mine):
        ids = {d.signature_id for d in signed}
        acts = [act for act in desk.signatures if act.id in ids]
        at = max((act.signed_at for act in acts), default=None)
        by = dict.fromkeys(f"代筆 {act.writing.writer}" for act in acts if act.writing.by_other)
        told = (f"{len(mine)}枚に1回", clock_time(at) if at is not None else "", *by)
        words = "　".join(filter(None, told))
        return SignerView(member, name, words, ChipKind.SIGNED.chip(), signed=True)
    if member == desk.signing:
        read = sum(1 for d in mine if d.id in desk.read)
        chip = ChipKind.VIEWING.chip(f"閲覧中 {read}／{len(mine)}")
    else:
        chip = ChipKind.NEXT.chip()
    return SignerView(member, name, f"{len(mine)}枚に1回", chip)


def _sign_for(case: Case, desk: Desk, to_sign: list[StoredDocument]) -> SignForView | None:
    """Who another may write for: the one at the tablet, else the one chosen, else the next."""
    waiting = _signers([d for d in to_sign if d.state not in _SIGNED])
    if not waiting:
        return None
    chosen = desk.chosen if desk.chosen in waiting else waiting[0]
    signer = desk.signing or chosen
    name = case.household.member(signer).name.shown
    return SignForView(signer, name, desk.clerk, desk.witnessed)


def _items(case: Case, kind: str) -> str:
    for determination in case.determinations:
        request = determination.procedure.request
        if request is not None and request.kind == kind:
            return "・".join(_ITEM_WORDS[i] for i in request.items if i in _ITEM_WORDS)
    return ""
