"""Step 1 in words (02): the first question, who came and how that was checked."""

from dataclasses import dataclass

from counter_app.model.people import MoveKind, TransferCertificate
from counter_app.model.reception import IdentityCheck, Protection, Reception
from counter_app.paperwork.values import Case
from counter_app.ports import AuditEntry
from ui.staff.frame_views import ChoiceView, ProblemView
from ui.staff.reception_views import IdentityView, ReceptionView
from ui.staff.words.card import CardProgress, card_panel
from ui.staff.words.contact import ContactDraft, contact_view
from ui.staff.words.transfer import transfer_panel
from ui.widgets.chip import ChipKind

VISITORS = (
    ChoiceView("head", "世帯主 本人"),
    ChoiceView("member", "同じ世帯の人"),
    ChoiceView("legal_proxy", "法定代理人"),
    ChoiceView("proxy", "任意代理人"),
)
DOCUMENTS = (
    ChoiceView("individual_number_card", "個人番号カード"),
    ChoiceView("driving_licence", "運転免許証"),
    ChoiceView("passport", "旅券"),
    ChoiceView("residence_card", "在留カード"),
    ChoiceView("disability_handbook", "身体障害者手帳など"),
    ChoiceView("eligibility_certificate", "資格確認書"),
    ChoiceView("pension_book", "年金手帳・年金証書"),
)
_ALONE = frozenset(
    {
        "individual_number_card",
        "driving_licence",
        "passport",
        "residence_card",
        "disability_handbook",
    }
)
"""Papers with a photograph that are enough alone (住基法施行規則8条, 市町村の運用)."""


@dataclass(frozen=True, slots=True)
class IdentityDraft:
    """A check of identity while the clerk is at it: it is stored once it is complete."""

    visitor: str
    documents: tuple[str, ...]
    photo_matched: bool

    @property
    def complete(self) -> bool:
        """One paper with a photograph that was compared, or two without."""
        enough = len(self.documents) >= papers_needed(self.documents)
        return enough and (self.photo_matched or papers_needed(self.documents) == 2)


def papers_needed(chosen: tuple[str, ...]) -> int:
    return 1 if not chosen or chosen[0] in _ALONE else 2


def reception_view(
    reception: Reception,
    case: Case | None,
    card: CardProgress,
    certificate: TransferCertificate | None,
    log: tuple[AuditEntry, ...],
    arrived: str = "",
    *,
    draft: IdentityDraft | None = None,
    contact: ContactDraft | None = None,
    problem: ProblemView | None = None,
) -> ReceptionView:
    """Step 1 as it stands; `draft` is a check of identity that is not complete yet.

    `contact` is there while the clerk types how the visitor is reached.
    """
    household = reception.household
    missing = _missing(reception)
    chip = None
    if household is not None and household.kind is MoveKind.SPECIAL:
        words = "特例転入・予約あり" if reception.pushed else "特例転入"
        chip = ChipKind.SPECIAL_MOVE_IN.chip(words)
    return ReceptionView(
        reception.protection,
        _identity(reception.identity, draft),
        card_panel(reception, case, card),
        transfer_panel(reception, case, certificate, log, arrived, _told(reception)),
        chip,
        folded=problem is not None,
        protection_words=_PROTECTION[reception.protection],
        protection_note=_announced(certificate),
        contact=contact_view(reception, contact),
        identity_words=_identity_words(reception.identity),
        missing=missing,
        can_go_on=not missing,
        problem=problem,
    )


def _announced(certificate: TransferCertificate | None) -> str:
    """Why 「いない」 cannot be chosen."""
    if certificate is None or not certificate.protected:
        return ""
    return f"{certificate.from_town}から支援措置の連絡が届いています。「いない」にはなりません。"


_PROTECTION = {
    Protection.UNASKED: "まだ聞いていません",
    Protection.NO: "いない",
    Protection.YES: "いる",
    Protection.NOT_NOW: "今は答えない",
}


def _missing(reception: Reception) -> str:
    if reception.protection is Protection.UNASKED:
        return "最初の質問がまだです"
    if reception.identity is None:
        return "本人確認がまだです"
    if reception.household is None:
        return "カードか転出証明書情報がまだです"
    return ""


def _identity(check: IdentityCheck | None, draft: IdentityDraft | None) -> IdentityView:
    if draft is not None:
        return IdentityView(
            VISITORS,
            DOCUMENTS,
            draft.visitor,
            draft.documents,
            papers_needed(draft.documents),
            draft.photo_matched,
        )
    if check is None:
        return IdentityView(VISITORS, DOCUMENTS)
    return IdentityView(
        VISITORS,
        DOCUMENTS,
        check.visitor,
        check.documents,
        papers_needed(check.documents),
        check.photo_matched,
        confirmed=True,
    )


def _identity_words(check: IdentityCheck | None) -> str:
    if check is None:
        return ""
    visitor = next((c.words for c in VISITORS if c.id == check.visitor), check.visitor)
    papers = [c.words for c in DOCUMENTS if c.id in check.documents]
    return f"{visitor}・{'・'.join(papers)}"


def _told(reception: Reception) -> dict[str, str]:
    """What the record of checks says of the answers that stand now."""
    told = {}
    if reception.protection is not Protection.UNASKED:
        told["reception.protection"] = f"「{_PROTECTION[reception.protection]}」"
    check = reception.identity
    if check is not None:
        papers = [view.words for view in DOCUMENTS if view.id in check.documents]
        matched = ["写真を目で照合・一致"] if check.photo_matched else []
        told["reception.identity"] = "・".join([*papers, *matched])
    return told
