"""The core of the counter without a network: its terminals, its visits, and what was stored."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import timedelta

import pytest

from counter_app.failures import CounterError, FailureCode
from counter_app.intake import Intake, Terminal
from counter_app.model.document import DocumentState
from counter_app.model.numbers import LinkCode, new_id
from counter_app.model.people import TransferCertificate
from counter_app.model.reception import Reception
from counter_app.ports import CardReading, FourAttributes, StoredDocument
from localdb.store import SqlStore
from tests.localdb_samples import NOW, certificate

MINE, THEIRS = Terminal("佐伯", "窓口2"), Terminal("三浦", "窓口1")


class NoNetwork:
    """A resident-record network nobody may need."""

    def open(self) -> bool:
        raise AssertionError("the network is not asked")

    def arrived(self) -> tuple[TransferCertificate, ...]:
        return ()

    def taken(self, transfer_id: str) -> None:
        raise AssertionError(transfer_id)

    def request(self, attributes: FourAttributes) -> TransferCertificate:
        raise AssertionError("nothing is requested")

    def recipient_key(self) -> str:
        raise AssertionError("no number is delivered")

    def deliver_number(self, acquisition: str, sealed_number: str) -> None:
        raise AssertionError("no number is delivered")


@dataclass
class QuietNetwork(NoNetwork):
    """A Juki-net that has pushed what it is told and answers no question."""

    pushed: tuple[TransferCertificate, ...] = ()

    def open(self) -> bool:
        return True

    def arrived(self) -> tuple[TransferCertificate, ...]:
        return self.pushed

    def taken(self, transfer_id: str) -> None:
        self.pushed = tuple(c for c in self.pushed if c.id != transfer_id)


class NoIssuing:
    """An issuing service nobody may need."""

    def begin_acquisition(self) -> str:
        raise AssertionError("no code is issued")

    def issued_code(self, acquisition: str) -> LinkCode | None:
        raise AssertionError("no code is issued")


def intake_of(store: SqlStore, terminal: Terminal = MINE) -> Intake:
    """The use cases of a counter on the day of the samples."""
    return Intake(store, lambda: NOW, QuietNetwork(), NoIssuing(), terminal)


def announced(store: SqlStore, **changes: object) -> TransferCertificate:
    """A certificate the old town has pushed."""
    made = replace(certificate(), **changes)  # type: ignore[arg-type]
    with store.unit() as unit:
        unit.save_transfer(made, pushed=True, at=NOW)
    return made


def fails(code: FailureCode, act: Callable[[], object]) -> str:
    """The detail of the failure an act ends in."""
    with pytest.raises(CounterError) as failure:
        act()
    assert failure.value.code is code
    return failure.value.detail


def stored(store: SqlStore, reception_id: str) -> Reception:
    """A reception as it is stored."""
    with store.view() as unit:
        return unit.reception(reception_id)


def how_many(store: SqlStore) -> int:
    """Receptions that are stored."""
    with store.view() as unit:
        return len(unit.receptions())


def deeds(store: SqlStore, reception_id: str) -> list[str]:
    """What the audit log says was done to a reception."""
    with store.view() as unit:
        return [entry.what for entry in unit.audit_entries(case=reception_id)]


def card_of(certificate: TransferCertificate) -> CardReading:
    """The reading of the card of who heads a certificate."""
    member = certificate.members[0]
    address = certificate.old_address.line
    attributes = FourAttributes(member.name.text, address, member.birth, member.sex)
    return CardReading(attributes, bytes(32), "01", 12, "in-process", "", True)


def on_day(store: SqlStore, days: int) -> Intake:
    """The use cases some days later."""
    return Intake(store, lambda: NOW + timedelta(days=days), QuietNetwork(), NoIssuing(), MINE)


def sheet(reception_id: str, sheet_no: int, state: DocumentState) -> StoredDocument:
    """A sheet of a reception in a state."""
    return StoredDocument(
        id=new_id(),
        reception_id=reception_id,
        sheet=sheet_no,
        number=f"8F3KQ7T2-{sheet_no:02d}-1",
        form_id="A1",
        title="住民異動届",
        procedure_ids=("A1",),
        subject=str(sheet_no),
        signer="m1",
        pages=1,
        digest="d",
        pdf=b"%PDF shown",
        sealed=b"%PDF sealed" if state is DocumentState.SEALED else b"",
        state=state,
    )
