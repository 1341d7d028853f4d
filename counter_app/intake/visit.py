"""The visit (来庁): opened, asked the first question, reached by telephone, given up."""

from dataclasses import replace
from datetime import datetime

from counter_app import paper_trail
from counter_app.failures import CounterError, FailureCode
from counter_app.intake.record import Recording, refuse_abandoned
from counter_app.model.calendar import month_day
from counter_app.model.contact import PhoneState, read_phone
from counter_app.model.document import DocumentState
from counter_app.model.numbers import new_document_reference, new_id
from counter_app.model.people import TransferCertificate
from counter_app.model.reception import IdentityCheck, Protection, Reception, ReceptionState, Step
from counter_app.ports import Unit


class Visits(Recording):
    """A visit from its first question to its end."""

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
        refuse_abandoned(reception)
        return reception

    def file_today(self, reception: Reception) -> Reception:
        """Move the day of filing (届出日) of an open reception to today, while nothing is signed.

        The notice is made on the day it is signed (住基令26条), and every deadline is told by
        that day; once a sheet in force is signed, the day stays. Gives the same value back when
        there is nothing to move.
        """
        today = self._clock().date()
        if reception.state is not ReceptionState.OPEN or reception.filed_on >= today:
            return reception
        with self._store.view() as unit:
            if _is_signed(unit, reception.id):
                return reception
        reason = f"{month_day(reception.filed_on)}から{month_day(today)}に"
        return self._save(replace(reception, filed_on=today), "reception.filed_on", reason)

    def answer_protection(self, reception: Reception, answer: Protection) -> Reception:
        """The first question, 支援措置. It comes before any data leaves the counter.

        「いない」 does not undo what the old town announced: its protection stays until a
        supervisor releases it.
        """
        with self._store.view() as unit:
            certificate = unit.transfer(reception.transfer_id) if reception.transfer_id else None
        if certificate is not None:
            answer = protection_with(answer, certificate)
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
            refuse_abandoned(stored)
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
        """Bring back an earlier value of the same open reception (取り消す).

        The day of filing is no decision of the clerk's and stays.
        """
        refuse_abandoned(reception)
        restored = replace(earlier, version=reception.version, filed_on=reception.filed_on)
        return self._save(restored, "reception.undo")


def protection_with(answer: Protection, certificate: TransferCertificate) -> Protection:
    """The first question's answer beside what the old town announced.

    Where it protects the household already, nothing may leave before a supervisor.
    """
    if certificate.protected and answer is Protection.NO:
        return Protection.YES
    return answer


def _is_signed(unit: Unit, reception_id: str) -> bool:
    documents = unit.documents(reception_id, with_files=False)
    return any(d.signature_id and d.state is not DocumentState.VOID for d in documents)


def _void_sheets(unit: Unit, reception_id: str, now: datetime) -> tuple[str, ...]:
    """Make every live document and sheet void; gives the documents' numbers."""
    live = [d for d in unit.documents(reception_id) if d.state is not DocumentState.VOID]
    for document in live:
        unit.save_document(replace(document, state=DocumentState.VOID))
    paper_trail.replaced(unit, unit.papers(reception_id), now)
    return tuple(document.number for document in live)
