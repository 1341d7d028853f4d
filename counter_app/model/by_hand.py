"""A household that nobody sent (紙の転出証明書・国外から): what the clerk types to begin with."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum
from typing import Final

from counter_app.model.member_details import MemberDetails, tidy_name
from counter_app.model.member_faults import MemberFault, member_faults
from counter_app.model.members import new_member
from counter_app.model.people import Address, Arrival, Household, Member, MoveKind

ABROAD: Final = "国外"
"""Stands for the prefecture of an address that is not in Japan."""


class MoveField(StrEnum):
    """What is asked of the move itself, in the order of the page."""

    PREFECTURE = "prefecture"
    MUNICIPALITY = "municipality"
    OLD_TOWN = "old_town"
    OLD_HEAD = "old_head"
    PLANNED = "planned_move_out"
    NEW_TOWN = "new_town"
    MOVED_ON = "moved_on"


@dataclass(frozen=True, slots=True)
class MoveFault:
    """What is wrong in one field, in words for the clerk."""

    field: MoveField
    words: str


@dataclass(frozen=True, slots=True)
class TypedMove:
    """The move as the clerk typed it, with the first person of it. None where no day stands.

    Of an old address abroad only `town` is used: the country and what is known of the rest.
    """

    kind: MoveKind
    old_address: Address
    new_address: Address
    old_head: str
    planned_move_out: date | None
    moved_on: date | None
    first: MemberDetails

    @property
    def abroad(self) -> bool:
        return self.kind is MoveKind.FROM_ABROAD

    def tidied(self) -> "TypedMove":
        """Without spaces at the ends; what is not asked of this kind of move is dropped."""
        old = _stripped(self.old_address)
        if self.abroad:
            old = Address(ABROAD, "", old.town)
        arrival = Arrival.FROM_ABROAD if self.abroad else Arrival.ON_PAPER
        return replace(
            self,
            old_address=old,
            new_address=_stripped(self.new_address),
            old_head="" if self.abroad else tidy_name(self.old_head, "")[0],
            planned_move_out=None if self.abroad else self.planned_move_out,
            first=replace(self.first.tidied(), arrival=arrival),
        )


def _stripped(address: Address) -> Address:
    return Address(
        *(
            part.strip(" \u3000")
            for part in (
                address.prefecture,
                address.municipality,
                address.town,
                address.building,
                address.postcode,
            )
        )
    )


def move_faults(move: TypedMove, on: date) -> tuple[tuple[MoveFault, ...], tuple[MemberFault, ...]]:
    """What stands against the move, and against its first person; `on` is the day of filing."""
    move = move.tidied()
    household = _household(move, on, ())
    return tuple(_of_move(move, on)), member_faults(household, move.first, on=on)


def _of_move(move: TypedMove, on: date) -> Iterator[MoveFault]:
    old = move.old_address
    if not move.abroad and not old.prefecture:
        yield MoveFault(MoveField.PREFECTURE, "都道府県を入れてください。")
    if not move.abroad and not old.municipality:
        yield MoveFault(MoveField.MUNICIPALITY, "市区町村を入れてください。")
    if not old.town:
        words = "国の名前を入れてください。" if move.abroad else "町名・番地を入れてください。"
        yield MoveFault(MoveField.OLD_TOWN, words)
    if not move.abroad and not move.old_head:
        yield MoveFault(MoveField.OLD_HEAD, "前の世帯の世帯主を入れてください。")
    if not move.abroad and move.planned_move_out is None:
        yield MoveFault(MoveField.PLANNED, "転出予定日を入れてください。")
    if not move.new_address.town:
        yield MoveFault(MoveField.NEW_TOWN, "町名・番地を入れてください。")
    if move.moved_on is None:
        yield MoveFault(MoveField.MOVED_ON, "住み始めた日を入れてください。")
    elif move.moved_on > on:
        yield MoveFault(MoveField.MOVED_ON, "届出の日より後の日です。予定では届け出られません。")


def household_of(move: TypedMove, member_id: str) -> Household:
    """The household that begins with its first person; the others are added on its page."""
    move = move.tidied()
    assert move.moved_on is not None
    return _household(move, move.moved_on, (new_member(member_id, move.first),))


def _household(move: TypedMove, on: date, members: tuple[Member, ...]) -> Household:
    moved_on = move.moved_on or on
    return Household(
        members=members,
        new_address=move.new_address,
        old_address=move.old_address,
        old_head=move.old_head or move.first.name,
        old_prefecture=move.old_address.prefecture,
        planned_move_out=move.planned_move_out or moved_on,
        moved_on=moved_on,
        kind=move.kind,
        by_hand=True,
    )
