"""What a clerk types of a person in the household (世帯員の記入): its fields, and what differs."""

import re
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum
from typing import Final

from counter_app.model.names import base_text
from counter_app.model.people import (
    HEAD,
    Arrival,
    FamilyRegister,
    ForeignStatus,
    Member,
    Sex,
)

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


def same_name(one: str, other: str) -> bool:
    """Whether two spellings may be of one name: selectors and spaces are not compared."""
    return _SPACES.sub("", base_text(one)) == _SPACES.sub("", base_text(other))


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
        **_standings(now.register, details.register, REGISTERED),
        **_standings(now.foreign, details.foreign, RESIDING),
    }
    return {field for field, (before, after) in pairs.items() if before != after}


REGISTERED: Final = {MemberField.REGISTER: "address", MemberField.REGISTER_HEAD: "head"}
RESIDING: Final = {
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
