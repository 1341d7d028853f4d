"""Transfer certificates (転出証明書情報): pushed in advance, opened as a visit, or asked for."""

from dataclasses import replace
from datetime import timedelta
from typing import NoReturn

from counter_app.failures import CounterError, FailureCode
from counter_app.intake.visit import Visits, protection_with
from counter_app.model.by_hand import TypedMove, household_of, move_faults
from counter_app.model.contact import PhoneState
from counter_app.model.facts import Answer
from counter_app.model.names import base_text
from counter_app.model.numbers import new_id
from counter_app.model.people import Household, Member, MoveKind, Source, TransferCertificate
from counter_app.model.reception import Reception, ReceptionState
from counter_app.ports import FourAttributes

_HELD_READY = timedelta(days=400)
"""How far back a card's holder is looked for among the certificates; an older one is asked anew."""


_COMPARED = {0x3000: None, 0x20: None} | {0xFF10 + digit: 0x30 + digit for digit in range(10)}


class Arrivals(Visits):
    """Where a household comes from."""

    def collect_arrived(self) -> tuple[TransferCertificate, ...]:
        """Store what the old towns pushed in advance; gives the newly stored ones."""
        arrived = self._juki.arrived()
        for certificate in arrived:
            with self._store.unit() as unit:
                unit.save_transfer(certificate, pushed=True, at=self._clock())
                unit.audit(self._entry("transfer.arrived", certificate.id))
            self._juki.taken(certificate.id)
        return arrived

    def inquire_arrived(self) -> tuple[TransferCertificate, ...]:
        """`collect_arrived` at a clerk's wish (照会): recorded, also when nothing has come."""
        arrived = self.collect_arrived()
        with self._store.unit() as unit:
            unit.audit(self._entry("transfer.inquired", "", f"新しく {len(arrived)}件"))
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
                refuse_taken(taker)
            certificate = unit.transfer(transfer_id)
            if certificate is None:
                raise KeyError(transfer_id)
            reception = self._with_certificate(self._new(), certificate, True)
            unit.add_reception(reception)
            unit.audit(self._entry("reception.open", reception.id))
            unit.audit(self._entry("transfer.opened", reception.id))
        return reception

    def start_by_hand(self, move: TypedMove) -> Reception:
        """Open a reception of a household nobody sent: 紙の転出証明書, or from abroad (国外から).

        Nothing is asked of the resident-record network. Raises MOVE_REFUSED; nothing is opened
        then.
        """
        reception = self._new()
        moved, first = move_faults(move, reception.filed_on)
        words = "".join([f.words for f in moved] + [f.words for f in first])
        if words:
            raise CounterError(FailureCode.MOVE_REFUSED, words)
        reception = replace(reception, household=household_of(move, new_id()))
        with self._store.unit() as unit:
            unit.add_reception(reception)
            unit.audit(self._entry("reception.open", reception.id))
            unit.audit(self._entry("household.by_hand", reception.id, fields=(move.kind.value,)))
        return reception

    def _certificate_for(self, attributes: FourAttributes) -> tuple[TransferCertificate, bool]:
        self.collect_arrived()
        with self._store.view() as unit:
            for certificate in reversed(unit.transfers(since=self._clock().date() - _HELD_READY)):
                if any(is_holder(member, attributes) for member in certificate.members):
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
            protection=protection_with(reception.protection, certificate),
            phone=announced if preset else reception.phone,
            phone_state=PhoneState.ANNOUNCED if preset else reception.phone_state,
            answers=answers + reception.answers,
        )


def refuse_taken(taker: Reception) -> NoReturn:
    at, place = taker.opened_at, f"{taker.counter}（{taker.clerk}）"
    words = f"{at.hour}:{at.minute:02d} から {place}で受付中です。"
    if taker.number:
        words = f"受付番号 {taker.number} で済んでいます。"
    raise CounterError(FailureCode.VISIT_ALREADY_TAKEN, words)


def plain(name: str) -> str:
    """Text for comparison alone: a card may lack selectors and writes digits in full width."""
    return base_text(name).translate(_COMPARED)


def is_holder(member: Member, attributes: FourAttributes) -> bool:
    return (
        plain(member.name.text) == plain(attributes.name)
        and member.birth == attributes.birth
        and member.sex == attributes.sex
    )
