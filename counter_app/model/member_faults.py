"""What may not be said of a person added to a household or corrected in it (世帯員の追加・訂正)."""

import re
from dataclasses import dataclass
from datetime import date
from typing import Final

from counter_app.model.calendar import ERAS, age_on
from counter_app.model.member_details import (
    LONGEST_RELATION,
    MemberDetails,
    MemberField,
    changes,
    same_name,
)
from counter_app.model.people import (
    HEAD,
    Arrival,
    Household,
    Member,
    MoveKind,
)

OLDEST: Final = 130
"""Years; an older birth is an era or a digit typed wrong."""

_KATAKANA = re.compile(r"[ァ-ヺー・\u3000]+")


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
