"""A reception (受付): everything the counter knows of one visit, up to its commit."""

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from counter_app.model.attachment import AwaitedPaper
from counter_app.model.contact import PhoneState
from counter_app.model.facts import Answer, Answers
from counter_app.model.people import Household


class Protection(StrEnum):
    """Answer to the first question, 支援措置: is there someone who must not learn the address?"""

    UNASKED = "unasked"
    NO = "no"  # いない
    YES = "yes"  # いる
    NOT_NOW = "not_now"  # 今は答えない: treated as YES


class ReceptionState(StrEnum):
    """OPEN until commit, then COMMITTED with a number; CLOSED or ABANDONED at the end."""

    OPEN = "open"
    COMMITTED = "committed"
    CLOSED = "closed"
    ABANDONED = "abandoned"


class Step(StrEnum):
    """The six steps of the counter."""

    RECEPTION = "reception"  # 受付
    HOUSEHOLD = "household"  # 世帯
    INTERVIEW = "interview"  # 聞き取り
    PROCEDURES = "procedures"  # 手続
    DOCUMENTS = "documents"  # 書類・署名
    DISPATCH = "dispatch"  # 依頼


@dataclass(frozen=True, slots=True)
class IdentityCheck:
    """How the visitor was checked (本人確認, 住基法27条2項). Never a document's number."""

    visitor: str  # "head", "member", "legal_proxy", "proxy"
    documents: tuple[str, ...]  # kinds: "individual_number_card", "driving_licence" …
    photo_matched: bool
    checked_by: str
    checked_at: datetime


@dataclass(frozen=True, slots=True)
class CardRecord:
    """A member's card as it was read today."""

    member_id: str
    certificate_serial: str
    read_at: datetime
    channel: str
    reader: str
    apdus: int
    agrees: bool  # name and birth agree with the transfer certificate


@dataclass(frozen=True, slots=True)
class LinkedMember:
    """A member whose link code (PY) is known; `issued` when it was obtained today (符号の取得)."""

    member_id: str
    link_code: str
    issued: bool = False


@dataclass(frozen=True, slots=True)
class Consent:
    """A resident's consent toward one receiver (同意); `given` None until decided."""

    receiver: str
    given: bool | None = None


class Presence(StrEnum):
    """Who is there when somebody has to be (立会い)."""

    UNSAID = ""
    SELF = "self"
    FAMILY = "family"
    PROXY = "proxy"


@dataclass(frozen=True, slots=True)
class UtilityWish:
    """What a household wishes of one organisation.

    For a visit also its spans by preference and who is there. `contact` is a phone number for
    this organisation alone; "" means that of the reception.
    """

    organisation: str
    start_on: date
    spans: tuple[str, ...] = ()
    presence: Presence = Presence.UNSAID
    contact: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Reception:
    """One reception. Frozen: every change makes a new value, so any earlier one can come back."""

    id: str
    reference: str  # 書類番号, eight characters
    opened_at: datetime
    clerk: str
    counter: str
    filed_on: date
    version: int = 0
    state: ReceptionState = ReceptionState.OPEN
    step: Step = Step.RECEPTION
    protection: Protection = Protection.UNASKED
    identity: IdentityCheck | None = None
    phone: str = ""
    phone_state: PhoneState = PhoneState.UNASKED
    language: str = "ja"
    transfer_id: str = ""
    pushed: bool = False  # the transfer certificate had arrived in advance
    household: Household | None = None
    filer_id: str = ""
    cards: tuple[CardRecord, ...] = ()
    links: tuple[LinkedMember, ...] = ()
    answers: Answers = ()
    confirmed_readings: tuple[str, ...] = ()  # members whose provisional kana was confirmed
    postponed: tuple[str, ...] = ()  # procedures not filed today (今日は出さない)
    added: tuple[str, ...] = ()  # procedures the clerk added
    consents: tuple[Consent, ...] = ()
    wishes: tuple[UtilityWish, ...] = ()
    number: str = ""  # 受付番号, set by the commit
    committed_at: datetime | None = None
    abandoned_at: datetime | None = None
    abandoned_for: str = ""  # why the reception was given up, as the clerk told it
    awaited: tuple[AwaitedPaper, ...] = ()  # papers waited for at the commit (後日持参)

    @property
    def protected(self) -> bool:
        """Whether outside contact is blocked: 「いる」 and 「今は答えない」 alike."""
        return self.protection in (Protection.YES, Protection.NOT_NOW)

    @property
    def known_answers(self) -> Answers:
        """The answers given, with the first question's among them once it was asked."""
        if self.protection is Protection.UNASKED:
            return self.answers
        return (*self.answers, Answer("protected", "", self.protected))

    @property
    def handed_over(self) -> bool:
        """Whether departments are told on paper (引継票): nobody sent the household, and without
        a card there is nothing a link code could be derived from.
        """
        return self.household is not None and self.household.by_hand and not self.cards

    def link_code(self, member_id: str) -> str:
        """PY of a member, or of the person filing when the member's own is not known."""
        known = {link.member_id: link.link_code for link in self.links}
        return known.get(member_id) or known.get(self.filer_id) or next(iter(known.values()), "")
