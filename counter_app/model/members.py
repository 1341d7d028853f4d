"""A household with a person added, corrected or taken out (世帯員の追加・訂正)."""

from collections.abc import Iterable
from dataclasses import replace

from counter_app.model.member_details import (
    REGISTERED,
    RESIDING,
    MemberDetails,
    MemberField,
    changes,
)
from counter_app.model.names import KanaStatus, PersonName
from counter_app.model.people import (
    Arrival,
    CardFacts,
    Household,
    Member,
    Sex,
    Source,
)
from counter_app.model.reception import Reception

_TYPED = (
    MemberField.NAME,
    MemberField.KANA,
    MemberField.BIRTH,
    MemberField.SEX,
    MemberField.RELATION,
)
_ON_PAPER = frozenset({MemberField.NAME, MemberField.KANA, MemberField.BIRTH, MemberField.SEX})
"""What a paper transfer certificate and a birth notice say alike (住基令23条, 戸籍法49条)."""
_TOLD_BY = {Arrival.ON_PAPER: Source.PAPER}
"""What the clerk types is copied from the paper, where there is one."""
_ON_CARD = frozenset({MemberField.NAME, MemberField.BIRTH, MemberField.SEX})


def new_member(member_id: str, details: MemberDetails) -> Member:
    """A person nobody sent: every field was only said. All else is asked in the interview."""
    assert details.birth is not None
    assert details.sex is not None
    return Member(
        id=member_id,
        name=PersonName(details.name, details.kana),
        birth=details.birth,
        sex=details.sex,
        relation=details.relation,
        card=CardFacts(held=details.card_held),
        sources=tuple((f.value, _TOLD_BY.get(details.arrival, Source.ASKED)) for f in _TYPED),
        arrival=details.arrival,
        register=details.register,
        foreign=details.foreign,
    )


def corrected(member: Member, details: MemberDetails) -> Member:
    """A member with what the clerk typed; what differs was said at the counter from here on.

    A reading that was typed anew is settled: it was asked of the person.
    """
    assert details.birth is not None
    assert details.sex is not None
    differs = changes(member, details)
    status = KanaStatus.FILED if MemberField.KANA in differs else member.name.kana_status
    # another kind of person needs another paper
    seen = member.paper_seen and MemberField.ARRIVAL not in differs
    changed = replace(
        member,
        name=PersonName(details.name, details.kana, status),
        birth=details.birth,
        sex=details.sex,
        relation=details.relation,
        arrival=details.arrival,
        card=replace(member.card, held=details.card_held),
        paper_seen=seen,
        register=details.register,
        foreign=details.foreign,
    )
    said = differs & {*_TYPED, *REGISTERED, *RESIDING}
    return told(changed, said, _TOLD_BY.get(details.arrival, Source.ASKED))


def shown_on_paper(member: Member) -> Member:
    """The paper that was missing was shown; the relation is still the notice's own."""
    said = {f for f in _ON_PAPER if member.source(f.value) is Source.ASKED}
    return told(replace(member, paper_seen=True), said, Source.PAPER)


def shown_on_card(member: Member, sex: Sex) -> Member:
    """A person nobody sent whose card was read: the chip says who it is, and that it is held."""
    if member.arrival is Arrival.TRANSFER:
        return member
    held = replace(member, sex=sex, card=replace(member.card, held=True))
    return told(held, _ON_CARD, Source.CARD)


def told(member: Member, fields: Iterable[str], source: Source) -> Member:
    """The member with another source of these fields."""
    sources = dict(member.sources) | {str(field): source for field in sorted(fields)}
    return replace(member, sources=tuple(sources.items()))


def with_members(household: Household, *members: Member) -> Household:
    """The household with these members, each in the place of the one with its id or at the end."""
    new = {m.id: m for m in members}
    kept = tuple(new.pop(m.id, m) for m in household.members)
    return replace(household, members=(*kept, *new.values()))


def without_member(reception: Reception, member_id: str) -> Reception:
    """The reception with nothing left that hangs on a person who does not move.

    A family that leaves one of its own behind does not move as a whole (一部転入); taking out
    a person who was added by mistake changes nothing of that.
    """
    household = reception.household
    assert household is not None
    gone = household.member(member_id)
    filer = reception.filer_id
    cards = tuple(c for c in reception.cards if c.member_id != member_id)
    if filer == member_id:
        filer = cards[0].member_id if cards else ""
    return replace(
        reception,
        household=replace(
            household,
            members=tuple(m for m in household.members if m.id != member_id),
            whole=household.whole and gone.arrival not in (Arrival.TRANSFER, Arrival.ON_PAPER),
        ),
        filer_id=filer,
        cards=cards,
        links=tuple(x for x in reception.links if x.member_id != member_id),
        answers=tuple(a for a in reception.answers if member_id not in (a.member, a.value)),
        confirmed_readings=tuple(m for m in reception.confirmed_readings if m != member_id),
    )
