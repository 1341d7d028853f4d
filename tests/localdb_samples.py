"""A household, a commitment and a message as the store's tests write them."""

from dataclasses import replace
from datetime import date, datetime, timedelta, timezone
from pathlib import Path

from counter_app.model.commitment import Act, ActContent, Actor, Commitment, ExecutorKind
from counter_app.model.facts import Answer
from counter_app.model.message import OutboundMessage, What
from counter_app.model.names import PersonName
from counter_app.model.numbers import (
    CROCKFORD,
    IndividualNumber,
    LinkCode,
    individual_number_check_digit,
    new_document_reference,
    new_id,
)
from counter_app.model.people import Address, Household, Member, Sex, TransferCertificate
from counter_app.model.reception import Reception
from counter_app.ports import AuditEntry
from localdb.open import open_store
from localdb.store import SqlStore

JAPAN = timezone(timedelta(hours=9))
NOW = datetime(2026, 4, 3, 9, 15, 0, 123456, tzinfo=JAPAN)
TODAY = NOW.date()
NAME = "渡邉\U000e010f\u3000髙志"
NEW_ADDRESS = Address("乙県", "南郡Y町", "大字上原1234番地5", "ハイツ髙﨑 203号室", "000-1234")
OLD_ADDRESS = Address("甲県", "X市", "本町三丁目4番5号", "グランドハイツ葛 1102号室", "000-5678")


def opened(basedir: Path) -> SqlStore:
    return open_store(basedir, clock=lambda: NOW)


def head() -> Member:
    return Member(
        id="m1",
        name=PersonName(NAME, "ワタナベ\u3000タカシ"),
        birth=date(1991, 11, 5),
        sex=Sex.MALE,
        relation="世帯主",
    )


def household() -> Household:
    return Household(
        members=(head(),),
        new_address=NEW_ADDRESS,
        old_address=OLD_ADDRESS,
        old_head=NAME,
        old_prefecture="甲県",
        planned_move_out=date(2026, 3, 28),
        moved_on=date(2026, 3, 28),
    )


def reception(**changes: object) -> Reception:
    made = Reception(
        id=new_id(),
        reference=new_document_reference(),
        opened_at=NOW,
        clerk="佐伯",
        counter="窓口2",
        filed_on=TODAY,
        household=household(),
        answers=(Answer("dog", "", True), Answer("school", "m3", "X市立中央小学校")),
    )
    return replace(made, **changes)  # type: ignore[arg-type]


def certificate() -> TransferCertificate:
    return TransferCertificate(
        id=new_id(),
        from_party="city.x",
        from_town="甲県X市",
        planned_move_out=date(2026, 3, 28),
        new_address=NEW_ADDRESS,
        old_address=OLD_ADDRESS,
        old_head=NAME,
        members=(head(),),
    )


def commitment(reception_id: str, executor: str = "gas.midori") -> Commitment:
    """A requested commitment."""
    return Commitment(
        id=new_id(),
        reception_id=reception_id,
        procedure_id="U2",
        title="ガスの使用開始",
        product="ガスの使用開始の申込みが決定された",
        link_code="YK4M7R20",
        executor_kind=ExecutorKind.ORGANISATION,
        executor=executor,
        due=date(2026, 4, 10),
        fields=(("氏名", NAME), ("開栓日", "2026-04-04")),
    ).act(Act.REQUEST, Actor.INITIATOR, by="佐伯", at=NOW)


def message(
    of: Commitment,
    sequence: int = 1,
    act: Act = Act.REQUEST,
    created_at: datetime = NOW,
) -> OutboundMessage:
    return OutboundMessage(
        id=new_id(),
        from_party="town.y",
        to_party=of.executor,
        who=of.link_code,
        what=What(
            transaction=of.id,
            act=act,
            sequence=sequence,
            product=of.product,
            content=ActContent(reason="転入のため"),
            subject=(("氏名", NAME),),
        ),
        created_at=created_at,
        not_after=created_at + timedelta(days=3),
        reception_id=of.reception_id,
        commitment_id=of.id,
    )


def entry(what: str = "reception.opened", case: str = "") -> AuditEntry:
    return AuditEntry(at=NOW, who="佐伯", terminal="窓口2", what=what, case=case)


def number(serial: int) -> bytes:
    """A made-up individual number."""
    eleven = b"%011d" % (10_000_000_000 + serial * 7919)
    return eleven + b"%d" % individual_number_check_digit(eleven)


def link_code(serial: int) -> str:
    value, text = serial * 2654435761 % 32**8, ""
    for _ in range(8):
        value, digit = divmod(value, 32)
        text += CROCKFORD[digit]
    return text


def link_file(path: Path, *pairs: tuple[bytes, str]) -> Path:
    path.write_bytes(b"".join(digits + b"," + text.encode() + b"\n" for digits, text in pairs))
    return path


def linked(store: SqlStore, digits: bytes) -> LinkCode | None:
    """What the link table says of a number."""
    index = IndividualNumber(bytearray(digits)).blind_index(store.blind_index_key)
    with store.view() as view:
        return view.find_link(index)
