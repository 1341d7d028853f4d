"""Intake (受付): from the first question to a household whose facts are known.

Every method takes a reception as it was last stored, stores the change with one audit line and
gives back the stored value. Nothing is kept in memory that a restart would lose.
"""

from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from typing import NoReturn

from counter_app.failures import CounterError, FailureCode
from counter_app.model.contact import PhoneState, read_phone
from counter_app.model.document import DocumentState
from counter_app.model.facts import Answer
from counter_app.model.members import (
    FIELD_WORDS,
    MemberDetails,
    MemberFault,
    changes,
    corrected,
    member_faults,
    new_member,
    same_name,
    shown_on_card,
    shown_on_paper,
    with_members,
    without_member,
)
from counter_app.model.names import KanaStatus, base_text
from counter_app.model.numbers import LinkCode, new_document_reference, new_id
from counter_app.model.paper import PaperEvent
from counter_app.model.people import (
    Arrival,
    Household,
    Member,
    MoveKind,
    Sex,
    Source,
    TransferCertificate,
)
from counter_app.model.reception import (
    CardRecord,
    Consent,
    IdentityCheck,
    LinkedMember,
    Protection,
    Reception,
    ReceptionState,
    Step,
    UtilityWish,
)
from counter_app.paperwork.wishes import WishTerms, other_parts
from counter_app.ports import (
    AuditEntry,
    CardReading,
    CardVault,
    Clock,
    CodeIssuing,
    FourAttributes,
    JukiNet,
    Store,
    Unit,
)
from counter_app.procedures.attachments import recorded
from counter_app.procedures.procedure import AttachmentRule, AttachmentState

_HELD_READY = timedelta(days=400)
"""How far back a card's holder is looked for among the certificates; an older one is asked anew."""

_ISSUING_ATTEMPTS = 5
"""The issuing service answers in the same call chain; a few looks allow for a slow network."""


@dataclass(frozen=True, slots=True)
class Terminal:
    """Who works at which counter; stands in every audit line."""

    clerk: str
    counter: str


class Intake:
    """The use case. One instance per counter; its methods may run on any one thread at a time."""

    def __init__(
        self, store: Store, clock: Clock, juki: JukiNet, codes: CodeIssuing, terminal: Terminal
    ) -> None:
        self._store = store
        self._clock = clock
        self._juki = juki
        self._codes = codes
        self._terminal = terminal

    # --- the visit ------------------------------------------------------------------------

    def open(self) -> Reception:
        """Open a reception; it is stored before the first question is asked."""
        reception = self._new()
        with self._store.unit() as unit:
            unit.add_reception(reception)
            unit.audit(self._entry("reception.open", reception.id))
        return reception

    def _new(self) -> Reception:
        now = self._clock()
        return Reception(
            id=new_id(),
            reference=new_document_reference(),
            opened_at=now,
            clerk=self._terminal.clerk,
            counter=self._terminal.counter,
            filed_on=now.date(),
        )

    def resume(self, reception_id: str) -> Reception:
        """A reception of the list, as it is stored. Raises RECEPTION_ABANDONED."""
        with self._store.view() as unit:
            reception = unit.reception(reception_id)
        _refuse_abandoned(reception)
        return reception

    def answer_protection(self, reception: Reception, answer: Protection) -> Reception:
        """The first question, 支援措置. It comes before any data leaves the counter.

        「いない」 does not undo what the old town announced: its protection stays until a
        supervisor releases it.
        """
        with self._store.view() as unit:
            certificate = unit.transfer(reception.transfer_id) if reception.transfer_id else None
        if certificate is not None:
            answer = _protection_with(answer, certificate)
        return self._save(replace(reception, protection=answer), "reception.protection")

    def check_identity(
        self, reception: Reception, visitor: str, documents: tuple[str, ...], photo_matched: bool
    ) -> Reception:
        """Record how the visitor was checked: kinds of documents, never their numbers."""
        check = IdentityCheck(
            visitor, documents, photo_matched, self._terminal.clerk, self._clock()
        )
        return self._save(replace(reception, identity=check), "reception.identity")

    def set_contact(self, reception: Reception, phone: str, language: str) -> Reception:
        """How to reach the visitor and in which language to explain; `phone` "" for 電話なし.

        The number stays as it is written, with full-width signs made narrow.
        Raises PHONE_NOT_UNDERSTOOD; nothing changes then.
        """
        changed = replace(
            reception,
            phone=read_phone(phone) if phone.strip() else "",
            phone_state=PhoneState.ASKED if phone.strip() else PhoneState.NONE,
            language=language,
        )
        return self._save(changed, "reception.contact", fields=("phone", "language"))

    def set_language(self, reception: Reception, language: str) -> Reception:
        """The language the resident chose (BCP 47), with the telephone as it is."""
        changed = replace(reception, language=language)
        return self._save(changed, "reception.language", fields=("language",))

    def go_to(self, reception: Reception, step: Step) -> Reception:
        """Remember which step the clerk is at, so that a resumed reception opens there."""
        return self._save(replace(reception, step=step), "reception.step")

    def abandon(self, reception: Reception, reason: str) -> Reception:
        """End an open reception without effect (受付をやめる); the record stays.

        In one transaction its sheets become void, and a certificate it had taken is announced
        again. Raises RECEPTION_REASON_MISSING, RECEPTION_COMMITTED or RECEPTION_ABANDONED; nothing
        changes then.
        """
        if not reason.strip():
            raise CounterError(FailureCode.RECEPTION_REASON_MISSING)
        now = self._clock()
        with self._store.unit() as unit:
            stored = unit.reception(reception.id)
            _refuse_abandoned(stored)
            if stored.state is not ReceptionState.OPEN:
                raise CounterError(FailureCode.RECEPTION_COMMITTED, f"受付番号 {stored.number}")
            abandoned = unit.save_reception(
                replace(
                    reception,
                    state=ReceptionState.ABANDONED,
                    abandoned_at=now,
                    abandoned_for=reason.strip(),
                )
            )
            voided = _void_sheets(unit, reception.id, now)
            unit.audit(self._entry("reception.abandon", reception.id, reason.strip(), voided))
        return abandoned

    def undo(self, reception: Reception, earlier: Reception) -> Reception:
        """Bring back an earlier value of the same open reception (取り消す)."""
        _refuse_abandoned(reception)
        return self._save(replace(earlier, version=reception.version), "reception.undo")

    # --- card and link code ---------------------------------------------------------------

    def take_card(self, reception: Reception, reading: CardReading) -> Reception:
        """Take in a card reading: find the household and note the card under its member.

        The first card brings the transfer certificate (pushed in advance, or asked for now).
        A card of nobody in the household raises CARD_NOT_OF_HOUSEHOLD, one whose household stands
        open in another reception VISIT_ALREADY_TAKEN; nothing changes then.
        """
        if reception.household is None:
            certificate, pushed = self._certificate_for(reading.attributes)
            with self._store.view() as unit:
                taker = unit.taker(certificate.id)
            if taker is not None and taker.state is ReceptionState.OPEN:
                _refuse_taken(taker)
            reception = self._with_certificate(reception, certificate, pushed)
        household = reception.household
        assert household is not None
        member = _holder(household, reading.attributes)
        if member is None:
            raise CounterError(FailureCode.CARD_NOT_OF_HOUSEHOLD)
        record = CardRecord(
            member_id=member.id,
            certificate_serial=reading.certificate_serial,
            read_at=self._clock(),
            channel=reading.channel,
            reader=reading.reader,
            apdus=reading.apdus,
            agrees=_same_address(household, reading.attributes),
        )
        cards = (*(c for c in reception.cards if c.member_id != member.id), record)
        shown = with_members(household, shown_on_card(member, reading.attributes.sex))
        changed = replace(
            reception, cards=cards, filer_id=reception.filer_id or member.id, household=shown
        )
        return self._save(changed, "card.read", fields=("attributes", "certificate"))

    def link(self, reception: Reception, reading: CardReading, vault: CardVault) -> Reception:
        """P → PY: look the link code up, or obtain and store one (符号の取得, 5-①–④).

        Raises HUB_UNREACHABLE or JUKI_UNREACHABLE; the card stays read and `link` can be repeated.
        """
        household = reception.household
        assert household is not None
        member = _holder(household, reading.attributes)
        assert member is not None
        with self._store.view() as unit:
            code = unit.find_link(reading.blind_index)
        issued = code is None
        if code is None:
            code = self._obtain_code(vault)
            with self._store.unit() as unit:
                unit.add_link(reading.blind_index, code)
                unit.audit(self._entry("link.issued", reception.id))
        linked = LinkedMember(member.id, code.value, issued)
        links = (*(x for x in reception.links if x.member_id != member.id), linked)
        return self._save(replace(reception, links=links), "link.lookup", fields=("link_code",))

    def _obtain_code(self, vault: CardVault) -> LinkCode:
        acquisition = self._codes.begin_acquisition()
        sealed = vault.encrypt_number_for(self._juki.recipient_key(), acquisition)
        self._juki.deliver_number(acquisition, sealed)
        for _ in range(_ISSUING_ATTEMPTS):
            code = self._codes.issued_code(acquisition)
            if code is not None:
                return code
        raise CounterError(FailureCode.LINK_CODE_NOT_ISSUED)

    # --- transfer certificate -------------------------------------------------------------

    def collect_arrived(self) -> tuple[TransferCertificate, ...]:
        """Store what the old towns pushed in advance; gives the newly stored ones."""
        arrived = self._juki.arrived()
        for certificate in arrived:
            with self._store.unit() as unit:
                unit.save_transfer(certificate, pushed=True, at=self._clock())
                unit.audit(self._entry("transfer.arrived", certificate.id))
            self._juki.taken(certificate.id)
        return arrived

    def start_from_transfer(self, transfer_id: str) -> Reception:
        """Open the announced household before any card is on the reader (来庁予定).

        Whoever opens it first has it: looking and taking are one transaction. One that this
        counter has open already is given back as it stands. Raises VISIT_ALREADY_TAKEN for one
        that is open elsewhere or was committed; no reception is opened then.
        """
        with self._store.unit() as unit:
            taker = unit.taker(transfer_id)
            if taker is not None:
                mine = (taker.clerk, taker.counter) == (
                    self._terminal.clerk,
                    self._terminal.counter,
                )
                if mine and taker.state is ReceptionState.OPEN:
                    return taker
                _refuse_taken(taker)
            certificate = unit.transfer(transfer_id)
            if certificate is None:
                raise KeyError(transfer_id)
            reception = self._with_certificate(self._new(), certificate, True)
            unit.add_reception(reception)
            unit.audit(self._entry("reception.open", reception.id))
            unit.audit(self._entry("transfer.opened", reception.id))
        return reception

    def _certificate_for(self, attributes: FourAttributes) -> tuple[TransferCertificate, bool]:
        self.collect_arrived()
        with self._store.view() as unit:
            for certificate in reversed(unit.transfers(since=self._clock().date() - _HELD_READY)):
                if any(_is_holder(member, attributes) for member in certificate.members):
                    return certificate, True
        certificate = self._juki.request(attributes)
        with self._store.unit() as unit:
            unit.save_transfer(certificate, pushed=False, at=self._clock())
            unit.audit(self._entry("transfer.requested", certificate.id))
        return certificate, False

    @staticmethod
    def _with_certificate(
        reception: Reception, certificate: TransferCertificate, pushed: bool
    ) -> Reception:
        household = Household(
            members=certificate.members,
            new_address=certificate.new_address,
            old_address=certificate.old_address,
            old_head=certificate.old_head,
            old_prefecture=certificate.old_address.prefecture,
            planned_move_out=certificate.planned_move_out,
            moved_on=certificate.planned_move_out,
            kind=MoveKind.SPECIAL,
            whole=certificate.whole_household,
            from_party=certificate.from_party,
        )
        announced = certificate.announced_phone
        preset = bool(announced) and reception.phone_state is PhoneState.UNASKED
        answers = tuple(
            Answer(fact, member, value, Source.ANNOUNCED)
            for fact, member, value in certificate.announced_answers
        )
        return replace(
            reception,
            household=household,
            transfer_id=certificate.id,
            pushed=pushed,
            protection=_protection_with(reception.protection, certificate),
            phone=announced if preset else reception.phone,
            phone_state=PhoneState.ANNOUNCED if preset else reception.phone_state,
            answers=answers + reception.answers,
        )

    # --- household ------------------------------------------------------------------------

    def add_member(self, reception: Reception, details: MemberDetails) -> Reception:
        """Add a person who moves in but is not in the transfer certificate (世帯員を加える).

        One who was taken out before (この人は移らない) comes back with what the old town sent.
        Raises MEMBER_REFUSED; nothing changes then.
        """
        household = reception.household
        assert household is not None
        details = details.tidied()
        _refuse_member(member_faults(household, details, on=reception.filed_on))
        with self._store.view() as unit:
            certificate = unit.transfer(reception.transfer_id) if reception.transfer_id else None
        known = {m.id for m in household.members}
        sent = _sent_before(certificate, details, known)
        if sent is None or certificate is None:
            added = new_member(new_id(), details)
        else:
            # the old town's own spelling stays; what else differs was said here
            said = replace(
                details, name=sent.name.text, arrival=sent.arrival, card_held=sent.card.held
            )
            added = corrected(sent, said)
            back = {m.id for m in certificate.members} <= known | {sent.id}
            household = replace(household, whole=certificate.whole_household and back)
        changed = replace(reception, household=with_members(household, added))
        fields = tuple(field for field, _ in added.sources)
        return self._save(changed, "household.add", fields=fields)

    def correct_member(
        self, reception: Reception, member_id: str, details: MemberDetails
    ) -> Reception:
        """Correct what differs (違うところだけ直す). Raises MEMBER_REFUSED and changes nothing."""
        household = reception.household
        assert household is not None
        details = details.tidied()
        _refuse_member(
            member_faults(household, details, on=reception.filed_on, member_id=member_id)
        )
        member = household.member(member_id)
        differs = tuple(sorted(changes(member, details)))
        if not differs:
            return reception
        household = with_members(household, corrected(member, details))
        changed = replace(reception, household=household)
        return self._save(changed, "household.correct", fields=differs)

    def remove_member(self, reception: Reception, member_id: str) -> Reception:
        """A person does not move (この人は移らない); `Session.undo` or adding brings them back."""
        return self._save(without_member(reception, member_id), "household.remove")

    def see_paper(self, reception: Reception, member_id: str) -> Reception:
        """The paper that stands for a missing certificate was shown (紙の転出証明書, 出生届)."""
        household = reception.household
        assert household is not None
        shown = with_members(household, shown_on_paper(household.member(member_id)))
        changed = replace(reception, household=shown)
        return self._save(changed, "household.paper", fields=("certificate",))

    def confirm_reading(self, reception: Reception, member_id: str) -> Reception:
        """The person confirmed a provisional reading of the name (振り仮名の確認)."""
        household = reception.household
        assert household is not None
        members = tuple(
            replace(m, name=replace(m.name, kana_status=KanaStatus.FILED))
            if m.id == member_id
            else m
            for m in household.members
        )
        confirmed = (*reception.confirmed_readings, member_id)
        changed = replace(
            reception, household=replace(household, members=members), confirmed_readings=confirmed
        )
        return self._save(changed, "household.reading", fields=("kana",))

    def set_moved_on(self, reception: Reception, moved_on: date) -> Reception:
        """The day they began to live here (住み始めた日); 予定転入 is not accepted (住基法22条)."""
        if moved_on > reception.filed_on:
            raise CounterError(FailureCode.MOVE_IN_NOT_YET)
        household = reception.household
        assert household is not None
        changed = replace(reception, household=replace(household, moved_on=moved_on))
        return self._save(changed, "household.moved_on", fields=("moved_on",))

    # --- interview and choices ------------------------------------------------------------

    def answer(self, reception: Reception, *answers: Answer) -> Reception:
        """Store answers; a later answer to the same question replaces the earlier one."""
        given = {(a.fact, a.member) for a in answers}
        kept = tuple(a for a in reception.answers if (a.fact, a.member) not in given)
        return self._save(
            replace(reception, answers=kept + answers),
            "interview.answer",
            fields=tuple(a.fact for a in answers),
        )

    def take_back(self, reception: Reception, fact: str, member: str) -> Reception:
        """Take an answer back; the question is open again."""
        kept = tuple(a for a in reception.answers if (a.fact, a.member) != (fact, member))
        return self._save(replace(reception, answers=kept), "interview.take_back", fields=(fact,))

    def record_attachment(
        self, reception: Reception, rule: AttachmentRule, state: AttachmentState, source: Source
    ) -> Reception:
        """What became of a paper (添付): RECEIVED, or ON_PAPER when the 照会 brought nothing.

        Raises ValueError for a step no paper takes.
        """
        answer = recorded(reception.answers, rule, state, source)
        kept = tuple(a for a in reception.answers if (a.fact, a.member) != (answer.fact, ""))
        return self._save(
            replace(reception, answers=(*kept, answer)),
            f"attachment.{state.value}",
            fields=(rule.key,),
        )

    def postpone(self, reception: Reception, procedure_id: str, today: bool) -> Reception:
        """Whether a procedure is filed today (今日は出さない)."""
        postponed = tuple(p for p in reception.postponed if p != procedure_id)
        if not today:
            postponed = (*postponed, procedure_id)
        return self._save(replace(reception, postponed=postponed), "procedure.postpone")

    def ask_consents(
        self, reception: Reception, receivers: tuple[str, ...], wishes: tuple[UtilityWish, ...]
    ) -> Reception:
        """Put each receiver a consent is needed for before the resident, undecided.

        Receivers that no longer concern the household go; decisions already given and wishes
        already told stay.
        """
        given = {c.receiver: c.given for c in reception.consents}
        wished = {w.organisation: w for w in reception.wishes}
        consents = tuple(Consent(receiver, given.get(receiver)) for receiver in receivers)
        kept = tuple(wished.get(w.organisation, w) for w in wishes)
        if (consents, kept) == (reception.consents, reception.wishes):
            return reception
        return self._save(replace(reception, consents=consents, wishes=kept), "consent.ask")

    def decide_consent(self, reception: Reception, receiver: str, given: bool) -> Reception:
        """The resident's own decision toward one receiver (送る／送らない)."""
        others = tuple(c for c in reception.consents if c.receiver != receiver)
        changed = replace(reception, consents=(*others, Consent(receiver, given)))
        return self._save(changed, "consent.decide", fields=(receiver,))

    def wish(self, reception: Reception, wish: UtilityWish, terms: WishTerms) -> Reception:
        """When an organisation should begin (使用開始の希望), on the organisation's own terms.

        A sheet that shows the former wish is stale from here on, signed or not: it is rendered
        anew by the next `Documents.prepare`. Raises WISH_NOT_POSSIBLE; nothing changes then.
        """
        assert wish.organisation == terms.organisation.id
        faults = terms.faults(wish, max(self._clock().date(), reception.filed_on))
        if faults:
            raise CounterError(FailureCode.WISH_NOT_POSSIBLE, "".join(f.words for f in faults))
        known = {w.organisation: w for w in reception.wishes}
        former = known.get(wish.organisation)
        if former == wish:
            return reception
        known[wish.organisation] = wish
        changed = replace(reception, wishes=tuple(known.values()))
        wish = replace(wish, contact=read_phone(wish.contact) if wish.contact else "")
        fields = (wish.organisation, *other_parts(former, wish))
        return self._save(changed, "utility.wish", fields=fields)

    # --- storing --------------------------------------------------------------------------

    def _save(
        self, reception: Reception, what: str, reason: str = "", fields: tuple[str, ...] = ()
    ) -> Reception:
        # A late answer of the background may not bring a reception back that was given up.
        _refuse_abandoned(reception)
        with self._store.unit() as unit:
            stored = unit.save_reception(reception)
            unit.audit(self._entry(what, reception.id, reason, fields))
        return stored

    def _entry(
        self, what: str, case: str, reason: str = "", fields: tuple[str, ...] = ()
    ) -> AuditEntry:
        return AuditEntry(
            at=self._clock(),
            who=self._terminal.clerk,
            terminal=self._terminal.counter,
            what=what,
            case=case,
            reason=reason,
            fields=fields,
        )


def _sent_before(
    certificate: TransferCertificate | None, details: MemberDetails, known: set[str]
) -> Member | None:
    """The person as the old town sent them, where they were taken out and come back."""
    return next(
        (
            m
            for m in (certificate.members if certificate is not None else ())
            if m.id not in known
            and m.birth == details.birth
            and same_name(m.name.text, details.name)
        ),
        None,
    )


def _refuse_member(faults: tuple[MemberFault, ...]) -> None:
    if faults:
        words = "".join(f"{FIELD_WORDS[fault.field]}：{fault.words}" for fault in faults)
        raise CounterError(FailureCode.MEMBER_REFUSED, words)


def _protection_with(answer: Protection, certificate: TransferCertificate) -> Protection:
    """The first question's answer beside what the old town announced.

    Where it protects the household already, nothing may leave before a supervisor.
    """
    if certificate.protected and answer is Protection.NO:
        return Protection.YES
    return answer


def _refuse_abandoned(reception: Reception) -> None:
    if reception.state is ReceptionState.ABANDONED:
        raise CounterError(FailureCode.RECEPTION_ABANDONED, reception.abandoned_for)


def _refuse_taken(taker: Reception) -> NoReturn:
    at, place = taker.opened_at, f"{taker.counter}（{taker.clerk}）"
    words = f"{at.hour}:{at.minute:02d} から {place}で受付中です。"
    if taker.number:
        words = f"受付番号 {taker.number} で済んでいます。"
    raise CounterError(FailureCode.VISIT_ALREADY_TAKEN, words)


def _void_sheets(unit: Unit, reception_id: str, now: datetime) -> tuple[str, ...]:
    """Make every live document and sheet void; gives the documents' numbers."""
    live = [d for d in unit.documents(reception_id) if d.state is not DocumentState.VOID]
    for document in live:
        unit.save_document(replace(document, state=DocumentState.VOID))
    unit.save_papers(
        tuple(
            sheet.after(PaperEvent.REPLACE, now)
            for sheet in unit.papers(reception_id)
            if sheet.allows(PaperEvent.REPLACE)
        )
    )
    return tuple(document.number for document in live)


_COMPARED = {0x3000: None, 0x20: None} | {0xFF10 + digit: 0x30 + digit for digit in range(10)}


def _plain(name: str) -> str:
    """Text for comparison alone: a card may lack selectors and writes digits in full width."""
    return base_text(name).translate(_COMPARED)


def _is_holder(member: Member, attributes: FourAttributes) -> bool:
    return (
        _plain(member.name.text) == _plain(attributes.name)
        and member.birth == attributes.birth
        and member.sex == attributes.sex
    )


def _holder(household: Household, attributes: FourAttributes) -> Member | None:
    """Whose card it is. Of a person nobody sent, the sex may still be open (未記入)."""
    return next(
        (
            m
            for m in household.members
            if _is_holder(m, attributes)
            or (
                m.arrival is not Arrival.TRANSFER
                and m.sex is Sex.UNKNOWN
                and _is_holder(replace(m, sex=attributes.sex), attributes)
            )
        ),
        None,
    )


def _same_address(household: Household, attributes: FourAttributes) -> bool:
    """Whether the chip still shows the old address; it is rewritten by 券面更新 only."""
    return _plain(attributes.address).startswith(_plain(household.old_address.line))
