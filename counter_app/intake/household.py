"""The household (世帯): only what differs from the certificate is changed."""

from dataclasses import replace
from datetime import date

from counter_app.failures import CounterError, FailureCode
from counter_app.intake.record import Recording
from counter_app.model.household_shape import (
    SHAPE_WORDS,
    HouseholdShape,
    ShapeFault,
    reshaped,
    shape_changes,
    shape_faults,
)
from counter_app.model.member_details import FIELD_WORDS, MemberDetails, changes, same_name
from counter_app.model.member_faults import MemberFault, member_faults
from counter_app.model.members import (
    corrected,
    new_member,
    shown_on_paper,
    with_members,
    without_member,
)
from counter_app.model.names import KanaStatus
from counter_app.model.numbers import new_id
from counter_app.model.people import Member, TransferCertificate
from counter_app.model.reception import Reception


class HouseholdChanges(Recording):
    """Members added, corrected and left out; readings and the day they began to live here."""

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
                details,
                name=sent.name.text,
                arrival=sent.arrival,
                card_held=sent.card.held,
                register=details.register or sent.register,
                foreign=details.foreign or sent.foreign,
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

    def shape_household(self, reception: Reception, shape: HouseholdShape) -> Reception:
        """How the household moves (世帯のかたち): who of it, into which household, from where.

        Raises HOUSEHOLD_SHAPE_REFUSED; nothing changes then.
        """
        household = reception.household
        assert household is not None
        _refuse_shape(shape_faults(household, shape))
        differs = shape_changes(household, shape)
        if not differs:
            return reception
        changed = replace(reception, household=reshaped(household, shape))
        return self._save(changed, "household.shape", fields=differs)

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


def _refuse_shape(faults: tuple[ShapeFault, ...]) -> None:
    if faults:
        words = "".join(f"{SHAPE_WORDS[fault.field]}：{fault.words}" for fault in faults)
        raise CounterError(FailureCode.HOUSEHOLD_SHAPE_REFUSED, words)
