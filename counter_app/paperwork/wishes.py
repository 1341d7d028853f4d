"""What may be wished of an organisation (使用開始の希望), and what is wrong with a wish.

The terms come from the town's file (lead time, closed days, spans of a visit) and from the
catalogue (whether a start day and a visit are asked for at all): no organisation is named here.
"""

from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from counter_app.failures import CounterError
from counter_app.model.calendar import OfficeCalendar, month_day, short_day
from counter_app.model.contact import read_phone
from counter_app.model.reception import Presence, UtilityWish
from counter_app.model.town import Organisation
from counter_app.paperwork.values import Case
from counter_app.procedures.procedure import HubRequest, OutcomeKind

PRESENCE_WORDS = {
    Presence.UNSAID: "決まっていない",
    Presence.SELF: "本人",
    Presence.FAMILY: "家族",
    Presence.PROXY: "代わりの人",
}
"""Who is there when the gas is opened (立会い)."""


class WishField(StrEnum):
    """The part of a wish a fault belongs to."""

    START_ON = "start_on"
    SPANS = "spans"
    PRESENCE = "presence"
    CONTACT = "contact"


@dataclass(frozen=True, slots=True)
class WishFault:
    """What is wrong with one part of a wish, in words for its field."""

    field: WishField
    words: str


@dataclass(frozen=True, slots=True)
class WishTerms:
    """What one organisation asks for and can do.

    `dated`: it is told a start day. `choices`: how many spans it takes by preference; 0 when it
    comes without anybody there, and then neither spans nor presence belong to a wish.
    """

    organisation: Organisation
    office: OfficeCalendar
    dated: bool
    choices: int

    @property
    def spans(self) -> tuple[str, ...]:
        """The spans of a visit as they are said and sent: 「9〜11時」."""
        return tuple(span_words(span) for span in self.organisation.slots) if self.choices else ()

    def earliest(self, today: date) -> date:
        """The first day it can begin, asked today."""
        day = self.office.add_open_days(today, self.organisation.lead_days)
        return self.office.open_day_from(day) if self.organisation.open_days_only else day

    def latest(self, today: date) -> date:
        """The last day it takes a wish for."""
        return today + timedelta(days=self.organisation.furthest_days)

    def usual(self, today: date) -> UtilityWish:
        """The wish of a household that says nothing: the first open day that is not today."""
        start = self.office.add_open_days(today, max(self.organisation.lead_days, 1))
        presence = Presence.SELF if self.choices else Presence.UNSAID
        return UtilityWish(self.organisation.id, start, self.spans[:2], presence)

    def faults(self, wish: UtilityWish, today: date) -> tuple[WishFault, ...]:
        """Everything that is wrong with a wish, a fault a field at most; () when it can be."""
        words = {
            WishField.START_ON: self._wrong_day(wish.start_on, today),
            WishField.SPANS: self._wrong_spans(wish.spans),
            WishField.PRESENCE: self._wrong_presence(wish.presence),
            WishField.CONTACT: _wrong_contact(wish.contact),
        }
        return tuple(WishFault(field, said) for field, said in words.items() if said)

    def _wrong_day(self, day: date, today: date) -> str:
        name, earliest = self.organisation.name, self.earliest(today)
        if not self.dated:
            return f"{name}には始める日を伝えません。"
        if day < today:
            return f"もう過ぎた日です。早くて{month_day(earliest)}からです。"
        if day < earliest:
            return f"{name}は、早くて{month_day(earliest)}からです。"
        if day > self.latest(today):
            return f"{name}は、{month_day(self.latest(today))}まで受け付けます。"
        if self.organisation.open_days_only and not self.office.is_open(day):
            after = month_day(self.office.open_day_from(day))
            return f"{month_day(day)}は休みの日です。次に開いているのは{after}です。"
        return ""

    def _wrong_spans(self, spans: tuple[str, ...]) -> str:
        if not self.choices:
            return f"{self.organisation.name}は時間帯を選べません。" if spans else ""
        if not spans:
            return "立会いの時間帯を1つ以上選んでください。"
        if any(span not in self.spans for span in spans):
            return f"選べるのは{'、'.join(self.spans)}です。"
        if len(set(spans)) < len(spans):
            return "同じ時間帯が重なっています。別の時間帯にしてください。"
        if len(spans) > self.choices:
            return f"時間帯は第{self.choices}希望までです。"
        return ""

    def _wrong_presence(self, presence: Presence) -> str:
        if self.choices and presence is Presence.UNSAID:
            return "使う人の立会いが要ります。立ち会う人を選んでください。"
        if not self.choices and presence is not Presence.UNSAID:
            return f"{self.organisation.name}は立会いが要りません。"
        return ""


def wish_terms(case: Case) -> tuple[WishTerms, ...]:
    """The terms of each organisation a consent is asked for, in the order of the catalogue.

    None where no link code can say whom a message is about: the household applies itself.
    """
    if case.reception.handed_over:
        return ()
    found: dict[str, WishTerms] = {}
    for determination in case.filed_today(OutcomeKind.APPLIES, OutcomeKind.GUIDE):
        request = determination.procedure.request
        organisation = receiver(case, request) if request is not None else None
        if request is not None and organisation is not None:
            choices = request.slots if "slots" in request.items and organisation.slots else 0
            dated = "start_on" in request.items
            terms = WishTerms(organisation, case.town.office, dated, choices)
            found.setdefault(organisation.id, terms)
    return tuple(found.values())


def receiver(case: Case, request: HubRequest) -> Organisation | None:
    """The town's usual organisation for this kind of request."""
    return next(iter(case.town.organisations_for(request.kind)), None)


def usual_wishes(case: Case) -> tuple[UtilityWish, ...]:
    """When each organisation that is told a day begins if the household says nothing else."""
    return tuple(t.usual(case.reception.filed_on) for t in wish_terms(case) if t.dated)


def outdated_wishes(case: Case, today: date) -> tuple[str, ...]:
    """Names of the organisations whose wish was possible once and is not any more."""
    wished = {w.organisation: w for w in case.reception.wishes}
    consented = {c.receiver for c in case.reception.consents if c.given}
    return tuple(
        t.organisation.name
        for t in wish_terms(case)
        if t.organisation.id in consented
        and t.organisation.id in wished
        and t.faults(wished[t.organisation.id], today)
    )


def wish_words(wish: UtilityWish) -> str:
    """A wish as the consent shows it: 「4/6（月）9〜11時・13〜15時　立会い 本人」."""
    when = short_day(wish.start_on) + "・".join(wish.spans)
    presence = f"立会い {PRESENCE_WORDS[wish.presence]}" if wish.presence else ""
    contact = f"連絡先 {wish.contact}" if wish.contact else ""
    return "　".join(filter(None, (when, presence, contact)))


def other_parts(former: UtilityWish | None, wish: UtilityWish) -> tuple[str, ...]:
    """The parts of a wish that are other than before, for the audit line."""
    names = [field.value for field in WishField]
    return tuple(n for n in names if former is None or getattr(former, n) != getattr(wish, n))


def span_words(span: str) -> str:
    """`09-11` as 「9〜11時」."""
    first, last = span.split("-")
    return f"{int(first)}〜{int(last)}時"


def _wrong_contact(contact: str) -> str:
    if not contact:
        return ""
    try:
        read_phone(contact)
    except CounterError as error:
        return error.detail
    return ""
