"""People added to a household or corrected in it (世帯員の追加・訂正): what may be said of them."""

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum
from typing import Final

from counter_app.model.calendar import ERAS, age_on
from counter_app.model.names import KanaStatus, PersonName, base_text
from counter_app.model.people import (
    HEAD,
    Arrival,
    CardFacts,
    FamilyRegister,
    ForeignStatus,
    Household,
    Member,
    MoveKind,
    Sex,
    Source,
)
from counter_app.model.reception import Reception

RELATIONS: Final = (
    *(HEAD, "妻", "夫", "子", "父", "母", "妻の母", "妻の父", "夫の母", "夫の父"),
    *("兄", "弟", "姉", "妹", "子の子", "子の妻", "子の夫", "妻の子", "夫の子", "孫"),
    *("祖父", "祖母", "おじ", "おば", "おい", "めい", "妻（未届）", "夫（未届）"),
    *("縁故者", "同居人"),
)
"""続柄 as the resident record words it (住民基本台帳事務処理要領); others may be written."""

RESIDENCE_STATUSES: Final = (
    *("永住者", "日本人の配偶者等", "永住者の配偶者等", "定住者", "特別永住者"),
    *("技術・人文知識・国際業務", "特定技能", "技能実習", "技能", "経営・管理", "介護"),
    *("教授", "医療", "企業内転勤", "高度専門職", "留学", "家族滞在", "特定活動"),
    *("一時庇護許可者", "仮滞在許可者", "出生による経過滞在者", "国籍喪失による経過滞在者"),
)
"""在留資格 most often met, and the standings without a residence card (住基法30条の45)."""

LONGEST_RELATION: Final = 12
"""Characters that stand in the box of the move-in notice."""
OLDEST: Final = 130
"""Years; an older birth is an era or a digit typed wrong."""

_KATAKANA = re.compile(r"[ァ-ヺー・\u3000]+")
_SPACES = re.compile(r"[ \u3000]+")
_LATIN = re.compile(r"[A-Za-z]")


class MemberField(StrEnum):
    """What the form asks of a person, in its order."""

    NAME = "name"
    KANA = "kana"
    BIRTH = "birth"
    SEX = "sex"
    RELATION = "relation"
    ARRIVAL = "arrival"
    CARD = "card"
    REGISTER = "register"
    REGISTER_HEAD = "register_head"
    NATIONALITY = "nationality"
    STATUS = "residence_status"
    UNTIL = "residence_until"
    MOVED_ON = "moved_on"  # the household's day, corrected in the same form


FIELD_WORDS: Final = {
    MemberField.NAME: "氏名",
    MemberField.KANA: "振り仮名",
    MemberField.BIRTH: "生年月日",
    MemberField.SEX: "性別",
    MemberField.RELATION: "続柄",
    MemberField.ARRIVAL: "転出証明書情報にない訳",
    MemberField.CARD: "個人番号カード",
    MemberField.REGISTER: "本籍",
    MemberField.REGISTER_HEAD: "筆頭者",
    MemberField.NATIONALITY: "国籍・地域",
    MemberField.STATUS: "在留資格",
    MemberField.UNTIL: "在留期間の満了日",
    MemberField.MOVED_ON: "住み始めた日",
}


@dataclass(frozen=True, slots=True)
class MemberDetails:
    """A person as the clerk typed it. None where nothing, or nothing that can be read, stands."""

    name: str
    kana: str
    birth: date | None
    sex: Sex | None
    relation: str
    arrival: Arrival = Arrival.TRANSFER
    card_held: bool = False  # of a person nobody sent, said until the card is read
    register: FamilyRegister | None = None
    foreign: ForeignStatus | None = None

    @classmethod
    def of(cls, member: Member) -> "MemberDetails":
        """A member as it is now."""
        return cls(
            member.name.text,
            member.name.kana,
            member.birth,
            member.sex,
            member.relation,
            member.arrival,
            member.card.held,
            member.register,
            member.foreign,
        )

    def tidied(self) -> "MemberDetails":
        """Without spaces at the ends, and one U+3000 between the parts of a name.

        The letters themselves are never touched; a name in Latin letters keeps its spaces.
        """
        name, kana = tidy_name(self.name, self.kana)
        register, foreign = self.register, self.foreign
        if register is not None:
            place, head = register.address.strip(" \u3000"), tidy_name(register.head, "")[0]
            register = FamilyRegister(place, head) if place or head else None
        if foreign is not None:
            nationality = foreign.nationality.strip(" \u3000")
            foreign = replace(foreign, nationality=nationality, status=foreign.status.strip())
        return replace(
            self,
            name=name,
            kana=kana,
            relation=self.relation.strip(" \u3000"),
            register=None if foreign is not None else register,
            foreign=foreign,
        )


def tidy_name(name: str, kana: str) -> tuple[str, str]:
    """Name and reading without spaces at the ends, U+3000 between their parts."""
    name = name.strip(" \u3000")
    if not _LATIN.search(name):
        name = _SPACES.sub("\u3000", name)
    return name, _SPACES.sub("\u3000", kana.strip(" \u3000"))


@dataclass(frozen=True, slots=True)
class MemberFault:
    """What is wrong in one field, in words for the clerk; it never repeats what was typed."""

    field: MemberField
    words: str


def member_faults(
    household: Household, details: MemberDetails, *, on: date, member_id: str = ""
) -> tuple[MemberFault, ...]:
    """What stands against a person, in the order of the form; `on` is the day of the filing.

    `member_id` names the member who is corrected: of what stays as it is, nothing is said, since
    it came so from the old town. Empty: a person is added.
    """
    details = details.tidied()
    others = [m for m in household.members if m.id != member_id]
    found = (
        (MemberField.NAME, _of_name(details, others)),
        (MemberField.KANA, kana_fault(details.kana)),
        (MemberField.BIRTH, _of_birth(details, household, on)),
        (MemberField.SEX, "" if details.sex else "性別を選んでください。"),
        (MemberField.RELATION, _of_relation(details.relation, others)),
        (MemberField.ARRIVAL, _of_arrival(details, household, added=not member_id)),
        *_of_standing(details, on),
    )
    changed = set(MemberField) if not member_id else changes(household.member(member_id), details)
    if changed & {MemberField.BIRTH, MemberField.ARRIVAL}:
        # each is judged by the other, and the same person is a name and a day of birth
        changed |= {MemberField.NAME, MemberField.BIRTH}
    return tuple(MemberFault(field, words) for field, words in found if words and field in changed)


def changes(member: Member, details: MemberDetails) -> set[MemberField]:
    """The fields in which what was typed differs from the member."""
    now = MemberDetails.of(member)
    pairs = {
        MemberField.NAME: (now.name, details.name),
        MemberField.KANA: (now.kana, details.kana),
        MemberField.BIRTH: (now.birth, details.birth),
        MemberField.SEX: (now.sex, details.sex),
        MemberField.RELATION: (now.relation, details.relation),
        MemberField.ARRIVAL: (now.arrival, details.arrival),
        MemberField.CARD: (now.card_held, details.card_held),
        **_standings(now.register, details.register, _REGISTERED),
        **_standings(now.foreign, details.foreign, _RESIDING),
    }
    return {field for field, (before, after) in pairs.items() if before != after}


_REGISTERED: Final = {MemberField.REGISTER: "address", MemberField.REGISTER_HEAD: "head"}
_RESIDING: Final = {
    MemberField.NATIONALITY: "nationality",
    MemberField.STATUS: "status",
    MemberField.UNTIL: "until",
}


def _standings(
    before: object, after: object, parts: dict[MemberField, str]
) -> dict[MemberField, tuple[object, object]]:
    """Each part of a person's register or residence before and after; "" where there is none."""
    return {
        field: (getattr(before, part, ""), getattr(after, part, ""))
        for field, part in parts.items()
    }


def same_name(one: str, other: str) -> bool:
    """Whether two spellings may be of one name: selectors and spaces are not compared."""
    return _SPACES.sub("", base_text(one)) == _SPACES.sub("", base_text(other))


def _of_name(details: MemberDetails, others: list[Member]) -> str:
    if not details.name:
        return "氏名を入れてください。"
    if any(m.birth == details.birth and same_name(m.name.text, details.name) for m in others):
        return "同じ氏名・生年月日の人が、もう世帯にいます。"
    return ""


def kana_fault(kana: str) -> str:
    """What stands against a reading, "" for none."""
    if not kana:
        return "振り仮名を入れてください。"
    return "" if _KATAKANA.fullmatch(kana) else "全角の片仮名で入れてください。"


def _of_birth(details: MemberDetails, household: Household, on: date) -> str:
    birth = details.birth
    if birth is None:
        return "生年月日を入れてください。"
    if birth > on:
        return "届出の日より後の日です。"
    if birth < ERAS[0].first or age_on(birth, on) > OLDEST:
        return f"{OLDEST}歳を超えます。元号と年を確かめてください。"
    if details.arrival is Arrival.NEWBORN and age_on(birth, on) >= 1:
        return "1歳になっています。「生まれた子」は、住民票がまだない子です。"
    if details.arrival is Arrival.WITHOUT_CERTIFICATE and birth > household.moved_on:
        return "住み始めた日より後に生まれています。下で「生まれた子」を選んでください。"
    return ""


def _of_relation(relation: str, others: list[Member]) -> str:
    if not relation:
        return "続柄を選ぶか、書いてください。"
    if len(relation) > LONGEST_RELATION:
        return f"続柄は{LONGEST_RELATION}字までです。"
    if relation == HEAD and any(m.is_head for m in others):
        return "世帯主はもういます。先に、今の世帯主の続柄を直してください。"
    return ""


_OF_KIND: Final = {
    Arrival.ON_PAPER: MoveKind.CERTIFICATE,
    Arrival.FROM_ABROAD: MoveKind.FROM_ABROAD,
}


def _of_arrival(details: MemberDetails, household: Household, *, added: bool) -> str:
    arrival = details.arrival
    if added and arrival is Arrival.TRANSFER:
        return "転出証明書情報にない訳を選んでください。"
    if arrival in _OF_KIND and household.kind is not _OF_KIND[arrival]:
        return "世帯の「転入のしかた」と合いません。"
    return ""


def _of_standing(details: MemberDetails, on: date) -> tuple[tuple[MemberField, str], ...]:
    """What stands against 戸籍の表示, or nationality and residence (住基法30条の45)."""
    foreign, register = details.foreign, details.register
    if foreign is not None:
        late = foreign.until is not None and foreign.until < on
        return (
            (
                MemberField.NATIONALITY,
                "" if foreign.nationality else "国籍・地域を入れてください。",
            ),
            (MemberField.STATUS, "" if foreign.status else "在留資格を選ぶか、書いてください。"),
            (
                MemberField.UNTIL,
                "届出の日より前です。在留カードを確かめてください。" if late else "",
            ),
        )
    if register is None:
        return ()
    return (
        (MemberField.REGISTER, "" if register.address else "本籍も入れてください。"),
        (MemberField.REGISTER_HEAD, "" if register.head else "筆頭者も入れてください。"),
    )


# --- what becomes of the household ------------------------------------------------------------

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
    said = differs & {*_TYPED, *_REGISTERED, *_RESIDING}
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
