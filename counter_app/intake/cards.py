"""Card and link code (P → PY): whose card it is, and who the person is to the town."""

from dataclasses import replace

from counter_app.failures import CounterError, FailureCode
from counter_app.intake.arrivals import Arrivals, is_holder, plain, refuse_taken
from counter_app.model.members import shown_on_card, with_members
from counter_app.model.numbers import LinkCode
from counter_app.model.people import Arrival, Household, Member, Sex
from counter_app.model.reception import CardRecord, LinkedMember, Reception, ReceptionState
from counter_app.ports import CardReading, CardVault, FourAttributes

_ISSUING_ATTEMPTS = 5
"""The issuing service answers in the same call chain; a few looks allow for a slow network."""


class Cards(Arrivals):
    """Cards read at the counter."""

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
                refuse_taken(taker)
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


def _holder(household: Household, attributes: FourAttributes) -> Member | None:
    """Whose card it is. Of a person nobody sent, the sex may still be open (未記入)."""
    return next(
        (
            m
            for m in household.members
            if is_holder(m, attributes)
            or (
                m.arrival is not Arrival.TRANSFER
                and m.sex is Sex.UNKNOWN
                and is_holder(replace(m, sex=attributes.sex), attributes)
            )
        ),
        None,
    )


def _same_address(household: Household, attributes: FourAttributes) -> bool:
    """Whether the chip still shows the old address; it is rewritten by 券面更新 only."""
    return plain(attributes.address).startswith(plain(household.old_address.line))
