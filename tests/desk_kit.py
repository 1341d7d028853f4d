"""A counter with committed receptions for the windows of supervisor and department: real parts."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import date, datetime, timedelta, timezone
from pathlib import Path

from counter_app.bootstrap import Connections, Counter, StaffCardsFactory
from counter_app.failures import CounterError, FailureCode
from counter_app.intake import Terminal
from counter_app.model.commitment import ExecutorKind
from counter_app.model.message import InboundMessage, OutboundMessage, RefusedMessage
from counter_app.model.numbers import LinkCode, new_document_reference, new_id
from counter_app.model.people import TransferCertificate
from counter_app.model.reception import (
    Consent,
    IdentityCheck,
    LinkedMember,
    Protection,
    Reception,
    UtilityWish,
)
from counter_app.model.staff import BY_NAME
from counter_app.paperwork.sheets import needed_sheets
from counter_app.paperwork.tasks import planned_tasks
from counter_app.ports import CardVault, FourAttributes
from counter_app.procedures.household_file import read_household_file
from counter_app.review import Review
from counter_app.settings import Settings
from forms.printing import FolderQueue
from localdb.open import open_store
from resources.loader import data_file

JAPAN = timezone(timedelta(hours=9))
MORNING = datetime(2026, 4, 3, 10, 12, tzinfo=JAPAN)
CODE = "YK4M7R20"
CLERK, SUPERVISOR, OFFICER = "佐伯", "大塚", "中村"


class Unreachable:
    """The network as it is when the line is cut: every call says so."""

    @staticmethod
    def _cut() -> CounterError:
        return CounterError(FailureCode.HUB_UNREACHABLE)

    def send(self, message: OutboundMessage) -> None:
        raise self._cut()

    def fetch(self, limit: int = 50) -> tuple[InboundMessage | RefusedMessage, ...]:
        raise self._cut()

    def acknowledge(self, message_ids: tuple[str, ...]) -> None:
        raise self._cut()

    def begin_acquisition(self) -> str:
        raise self._cut()

    def issued_code(self, acquisition: str) -> LinkCode | None:
        raise self._cut()

    def open(self) -> bool:
        raise self._cut()

    def arrived(self) -> tuple[TransferCertificate, ...]:
        raise self._cut()

    def taken(self, transfer_id: str) -> None:
        raise self._cut()

    def request(self, attributes: FourAttributes) -> TransferCertificate:
        raise self._cut()

    def recipient_key(self) -> str:
        raise self._cut()

    def deliver_number(self, acquisition: str, sealed_number: str) -> None:
        raise self._cut()


def no_card(key: bytes) -> CardVault:
    raise AssertionError("no card is read at the desk")


class Office(Counter):
    """The counter with a clock to be set, whose delivery is run by the test."""

    def __init__(
        self,
        folder: Path,
        now: datetime = MORNING,
        make_staff_cards: StaffCardsFactory | None = None,
    ) -> None:
        self.now = now
        settings = Settings(basedir=folder)
        settings.prints.mkdir(parents=True, exist_ok=True)
        cut = Unreachable()
        super().__init__(
            settings,
            lambda: self.now,
            open_store(settings.data, clock=lambda: self.now),
            Connections(cut, cut, cut),
            no_card,
            FolderQueue(settings.prints),
            watermark=True,
            make_staff_cards=make_staff_cards,
        )
        self.asked_to_deliver = 0

    def deliver_now(self) -> None:
        self.asked_to_deliver += 1

    def hub_reachable(self) -> bool | None:
        return None

    def review(self, supervisor: str) -> Review:
        """Decides by name unless staff cards were given."""
        staff = self.town.staff if self.staff_cards is not None else BY_NAME
        return Review(self.store, self.clock, supervisor, staff)

    # --- receptions -------------------------------------------------------------------------

    def commit(
        self,
        *,
        protection: Protection = Protection.NO,
        clerk: str = CLERK,
        counter: str = "窓口2",
        example: str = "h2",
        filed_on: date | None = None,
    ) -> Reception:
        """A household with its answers, committed with the tasks the catalogue gives."""
        file = read_household_file(data_file("examples", f"{example}.json"))
        filer = file.household.members[0].id
        spans = ("09-11", "13-15", "15-17")
        begun = self.now
        made = Reception(
            id=new_id(),
            reference=new_document_reference(),
            opened_at=begun,
            clerk=clerk,
            counter=counter,
            filed_on=filed_on or file.filed_on or date(2026, 4, 3),
            protection=protection,
            identity=IdentityCheck("head", ("individual_number_card",), True, clerk, begun),
            household=file.household,
            filer_id=filer,
            answers=tuple(a for a in file.answers if a.fact != "protected"),
            links=(LinkedMember(filer, CODE),),
            phone="090-0000-0000",
        )
        wishes = []
        consents = []
        for organisation in self.town.organisations:
            if organisation.chosen_by_default:
                consents.append(Consent(organisation.id, True))
                wishes.append(UtilityWish(organisation.id, begun.date() + timedelta(days=3), spans))
        made = replace(made, consents=tuple(consents), wishes=tuple(wishes))
        with self.store.unit() as unit:
            unit.add_reception(made)
        case = self.case(made)
        documents = self.documents(clerk, counter).prepare(
            made,
            tuple(
                replace(sheet, signer="")
                for sheet in needed_sheets(case, self.renderer.forms())
                if "C1" in sheet.procedure_ids
            ),
        )
        self.now = begun + timedelta(minutes=40)
        return self.dispatch(Terminal(clerk, counter)).commit(made, planned_tasks(case, documents))

    def commitment(self, procedure: str, reception: Reception | None = None) -> str:
        """Id of the commitment of a procedure."""
        with self.store.view() as unit:
            for commitment in unit.commitments():
                if commitment.procedure_id == procedure and (
                    reception is None or commitment.reception_id == reception.id
                ):
                    return commitment.id
        raise KeyError(procedure)

    def outside(self) -> int:
        with self.store.view() as unit:
            found = unit.commitments()
        return sum(1 for c in found if c.executor_kind is ExecutorKind.ORGANISATION)


@contextmanager
def office(
    folder: Path, now: datetime = MORNING, make_staff_cards: StaffCardsFactory | None = None
) -> Iterator[Office]:
    made = Office(folder, now, make_staff_cards)
    try:
        yield made
    finally:
        made.store.close()
