"""How a household moves (世帯のかたち): who of it, into which household, back, from abroad."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Final

from counter_app.model.member_details import LONGEST_RELATION, tidy_name
from counter_app.model.member_faults import kana_fault
from counter_app.model.members import told
from counter_app.model.names import PersonName
from counter_app.model.people import HEAD, Household, Member, MoveKind, Source


class HouseholdPlace(StrEnum):
    """Where the people who move in stand in the register (住基法22条1項5号)."""

    NEW = "new"  # 新しい世帯をつくる
    JOINS = "joins"  # 今ある世帯に入る
    SEPARATE = "separate"  # 同じ住所に、別の世帯をつくる


class ShapeField(StrEnum):
    """What the form asks of a household, in its order; also the names in the log."""

    WHOLE = "whole"
    PLACE = "place"
    HEAD_NAME = "existing_head"
    HEAD_KANA = "existing_head_kana"
    RELATION = "relation"
    RETURNING = "returning"
    KIND = "kind"


SHAPE_WORDS: Final = {
    ShapeField.WHOLE: "移る人",
    ShapeField.PLACE: "入る世帯",
    ShapeField.HEAD_NAME: "今ある世帯の世帯主",
    ShapeField.HEAD_KANA: "世帯主の振り仮名",
    ShapeField.RELATION: "続柄",
    ShapeField.RETURNING: "前に住んでいた",
    ShapeField.KIND: "転入のしかた",
}


@dataclass(frozen=True, slots=True)
class HouseholdShape:
    """A household's shape as the clerk said it.

    `relations` (member id → 続柄) are counted from the head of the household that is joined; one
    of the people who move may become that head (世帯主変更).
    """

    whole: bool
    place: HouseholdPlace
    kind: MoveKind
    head_name: str = ""
    head_kana: str = ""
    relations: tuple[tuple[str, str], ...] = ()
    returning: bool = False

    @classmethod
    def of(cls, household: Household) -> "HouseholdShape":
        """The household as it is now."""
        place = HouseholdPlace.SEPARATE if household.separate else HouseholdPlace.NEW
        head = household.existing_head
        return cls(
            household.whole,
            HouseholdPlace.JOINS if household.joins_existing else place,
            household.kind,
            head.text if head is not None else "",
            head.kana if head is not None else "",
            tuple((m.id, m.relation) for m in household.members),
            household.returning,
        )

    @property
    def new_head(self) -> bool:
        """Whether one of the people who move becomes the head of the household they join."""
        return any(relation == HEAD for _, relation in self.relations)

    def tidied(self) -> "HouseholdShape":
        """Without spaces at the ends; what belongs to a household that is not joined is dropped."""
        if self.place is not HouseholdPlace.JOINS:
            return replace(self, head_name="", head_kana="", relations=())
        name, kana = tidy_name(self.head_name, self.head_kana)
        said = tuple((m, relation.strip(" \u3000")) for m, relation in self.relations)
        return replace(self, head_name=name, head_kana=kana, relations=said)


@dataclass(frozen=True, slots=True)
class ShapeFault:
    """What is wrong in one field, in words for the clerk; `member` names whose relation it is."""

    field: ShapeField
    words: str
    member: str = ""


def shape_faults(household: Household, shape: HouseholdShape) -> tuple[ShapeFault, ...]:
    """What stands against a shape, in the order of the form."""
    return tuple(_found(household, shape.tidied()))


def _found(household: Household, shape: HouseholdShape) -> Iterator[ShapeFault]:
    if shape.place is HouseholdPlace.JOINS:
        if not shape.head_name and not shape.new_head:
            yield ShapeFault(ShapeField.HEAD_NAME, "その世帯の世帯主の氏名を入れてください。")
        if shape.head_kana and (words := kana_fault(shape.head_kana)):
            yield ShapeFault(ShapeField.HEAD_KANA, words)
        yield from _of_relations(shape)
    if household.by_hand and shape.kind is MoveKind.SPECIAL:
        words = "転出証明書情報がないので、カードだけの特例転入にはできません。"
        yield ShapeFault(ShapeField.KIND, words)
    elif not household.by_hand and shape.kind is MoveKind.FROM_ABROAD:
        words = "前の市区町村から届いた世帯です。国外からの転入ではありません。"
        yield ShapeFault(ShapeField.KIND, words)


def _of_relations(shape: HouseholdShape) -> Iterator[ShapeFault]:
    heads = 0
    for member, relation in shape.relations:
        heads += relation == HEAD
        words = (
            "続柄を選ぶか、書いてください。"
            if not relation
            else f"続柄は{LONGEST_RELATION}字までです。"
            if len(relation) > LONGEST_RELATION
            else "世帯主になる人は1人です。"
            if relation == HEAD and heads > 1
            else ""
        )
        if words:
            yield ShapeFault(ShapeField.RELATION, words, member)


def shape_changes(household: Household, shape: HouseholdShape) -> tuple[ShapeField, ...]:
    """The fields in which a shape differs from the household, in the order of the form."""
    now, shape = HouseholdShape.of(household).tidied(), shape.tidied()
    pairs = {
        ShapeField.WHOLE: (now.whole, shape.whole),
        ShapeField.PLACE: (now.place, shape.place),
        ShapeField.HEAD_NAME: (now.head_name, shape.head_name),
        ShapeField.HEAD_KANA: (now.head_kana, shape.head_kana),
        ShapeField.RETURNING: (now.returning, shape.returning),
        ShapeField.KIND: (now.kind, shape.kind),
    }
    found = {field for field, (before, after) in pairs.items() if before != after}
    if any(household.member(m).relation != relation for m, relation in shape.relations):
        found.add(ShapeField.RELATION)
    return tuple(field for field in ShapeField if field in found)


def reshaped(household: Household, shape: HouseholdShape) -> Household:
    """The household in another shape. A relation that differs was said at the counter."""
    shape = shape.tidied()
    joins = shape.place is HouseholdPlace.JOINS
    head = PersonName(shape.head_name, shape.head_kana) if joins and shape.head_name else None
    said = dict(shape.relations)
    return replace(
        household,
        members=tuple(_related(m, said.get(m.id, m.relation)) for m in household.members),
        kind=shape.kind,
        whole=shape.whole,
        joins_existing=joins,
        separate=shape.place is HouseholdPlace.SEPARATE,
        existing_head=head,
        returning=shape.returning,
    )


def _related(member: Member, relation: str) -> Member:
    if relation == member.relation:
        return member
    return told(replace(member, relation=relation), ("relation",), Source.ASKED)
