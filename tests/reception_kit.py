"""Plays a whole reception of the story's family on the sandbox town, through the use cases.

`play_reception` does what the windows let a clerk do, from the tap of the card to the printed slip,
and gives back what became of it. `wire_taps` records what goes over the network meanwhile.
"""

import socket
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from pathlib import Path
from urllib.parse import urlsplit, urlunsplit

import pytest

from counter_app.bootstrap import JST, SandboxCounter, open_sandbox_counter
from counter_app.hub.canonical import JsonObject, canonical_bytes, read_loose_object
from counter_app.intake import Intake, Terminal
from counter_app.model.commitment import Commitment
from counter_app.model.document import PenPoint, Stroke
from counter_app.model.facts import Answer, FactValue
from counter_app.model.message import QueuedMessage
from counter_app.model.numbers import LinkCode
from counter_app.model.reception import Presence, Protection, Reception, UtilityWish
from counter_app.paperwork.papers import next_steps, slip
from counter_app.paperwork.sheets import needed_sheets
from counter_app.paperwork.tasks import planned_tasks
from counter_app.paperwork.wishes import wish_terms
from counter_app.ports import PinKind, StoredDocument
from counter_app.procedures import interview
from counter_app.sandbox.card_holder import CARD_HOLDERS, CardHolder
from counter_app.sandbox.town_files import TownFiles
from counter_app.sandbox.town_story import TAKASHI_CODE
from counter_app.settings import Settings
from iccard.reading import read_card

HOLDER = CARD_HOLDERS["takashi"]
CLERK, COUNTER = "佐伯", "窓口2"
SIGNATURE = (Stroke((PenPoint(500, 500, 0), PenPoint(3000, 700, 50), PenPoint(2500, 900, 90))),)


class TickingClock:
    """A clock of the story that moves a second each time it is read."""

    def __init__(self, start: datetime = datetime(2026, 4, 3, 10, 8, tzinfo=JST)) -> None:
        self.now = start

    def __call__(self) -> datetime:
        self.now += timedelta(seconds=1)
        return self.now


ANSWERS: dict[str, FactValue] = {
    "national_continues": True,
    "maternity_handbook": True,
    "work": "self_employed",
    "pension_link": "linked",
    "care_level": "要介護2",
    "home_care": True,
    "facility": "kindergarten",
    "facility_start": "2026-04-03",
    "facility_name": "若葉幼稚園",
    "school_plan": "town",
    "school_papers": ("enrolment", "textbooks"),
    "old_school": "X市立中央小学校",
    "home": "rent",
    "gas": "city",
    "water": "supply",
    "sewer": "public",
    "vehicles": ("car", "moped"),
    "licence": "paper",
    "dog": "no_chip",
    "wishes": (),
    "single_parent": False,
    "children_elsewhere": False,
    "welfare_gate": False,
    "listed_facility": False,
    "rearing_allowance_before": False,
    "carried_over": (),
    "due_month": "2026-08",
}
"""What the family answers to questions that sound the same for everyone."""


def answer_of(fact: str, member: str, ids: dict[str, str]) -> FactValue:
    """What the family answers; `ids` are the members' ids by given name."""
    if fact == "pregnant":
        return member == ids["美咲"]
    if fact == "claimant":
        return ids["髙志"]
    if fact == "card_state":
        return "not_today" if member == ids["葵"] else "here"
    return ANSWERS[fact]


@dataclass(frozen=True, slots=True)
class Played:
    """What became of a reception."""

    reception: Reception
    questions: int
    documents: tuple[StoredDocument, ...]
    commitments: tuple[Commitment, ...]
    outbox: tuple[QueuedMessage, ...]


def play_reception(
    basedir: Path,
    *,
    clock: Callable[[], datetime] | None = None,
    known: bool = True,
    in_process_card: bool = True,
    deliver: bool = True,
    while_open: Callable[[], object] = lambda: None,
) -> Played:
    """A whole reception on a fresh or used base directory; everything is closed at the end.

    `while_open` is called once it is played, before anything is closed.

    `known`: the town has the filer's link code already, else it is obtained from the hub.
    `deliver`: the queue is sent and the organisations answer, else it is left waiting.
    """
    clock = clock or TickingClock()
    settings = Settings(basedir=basedir, counter=COUNTER, clerk=CLERK)
    with open_sandbox_counter(settings, clock=clock, in_process_card=in_process_card) as sandbox:
        sandbox.town.tell(pushed=known, known=known)
        if known:
            sandbox.make_known(HOLDER.id, LinkCode(TAKASHI_CODE))
        played = _play(sandbox, deliver)
        while_open()
        return played


def _play(sandbox: SandboxCounter, deliver: bool) -> Played:
    counter = sandbox.counter
    terminal = Terminal(CLERK, COUNTER)
    intake = counter.intake(terminal)
    reception = taken_in(sandbox, intake)
    reception, questions = interviewed(sandbox, intake, reception)
    reception = _consented(sandbox, intake, reception)
    signed = _signed(sandbox, reception)
    case = counter.case(reception)
    reception = counter.dispatch(terminal).commit(reception, planned_tasks(case, signed))
    if deliver:
        delivery = counter.delivery()
        delivery.run_once(counter.clock())
        sandbox.town.tick()
        delivery.run_once(counter.clock())
    with counter.store.view() as unit:
        commitments = unit.commitments(reception_id=reception.id)
    case = counter.case(reception)
    papers = counter.documents(CLERK, COUNTER)
    for paper in papers.issue(reception, (slip(case, commitments), next_steps(case, commitments))):
        papers.print(paper, counter.printer)
    for sheet in signed:
        papers.print(sheet, counter.printer)
    with counter.store.view() as unit:
        return Played(
            reception,
            questions,
            unit.documents(reception.id),
            unit.commitments(reception_id=reception.id),
            unit.outbox(reception_id=reception.id),
        )


def pin_lines(holder: CardHolder) -> dict[PinKind, bytearray]:
    """The holder's PINs as `read_card` wants them: in buffers it wipes."""
    return {
        PinKind.AUTHENTICATION: bytearray(holder.authentication_pin.encode()),
        PinKind.CARD_INFORMATION: bytearray(holder.card_information_pin.encode()),
    }


def taken_in(sandbox: SandboxCounter, intake: Intake, *, keep_number: bool = False) -> Reception:
    """From the first question to the household; the number may stay in the vault."""
    reception = intake.open()
    reception = intake.answer_protection(reception, Protection.NO)
    reception = intake.check_identity(reception, "head", ("individual_number_card",), True)
    reception = intake.set_contact(reception, "090-0000-0000", "ja")
    sandbox.put_card(HOLDER.id)
    vault = sandbox.counter.vault
    reading = read_card(vault, pin_lines(HOLDER))
    reception = intake.take_card(reception, reading)
    reception = intake.link(reception, reading, vault)
    if not keep_number:
        vault.release()
    assert reception.household is not None
    for member in reception.household.members:
        if member.name.kana_status.value == "provisional":
            reception = intake.confirm_reading(reception, member.id)
    return reception


def interviewed(
    sandbox: SandboxCounter, intake: Intake, reception: Reception
) -> tuple[Reception, int]:
    """Answers every question that is asked, until none is left."""
    counter = sandbox.counter
    asked = 0
    while True:
        assert reception.household is not None
        ids = {member.name.given: member.id for member in reception.household.members}
        question = interview.next_question(
            counter.catalogue,
            reception.household,
            reception.known_answers,
            filed_on=reception.filed_on,
            town=counter.town,
        )
        if question is None:
            return reception, asked
        asked += 1
        assert asked <= 60, f"{question.fact} is asked again and again"
        given = answer_of(question.fact, question.member, ids)
        reception = intake.answer(reception, Answer(question.fact, question.member, given))


def _consented(sandbox: SandboxCounter, intake: Intake, reception: Reception) -> Reception:
    case = sandbox.counter.case(reception)
    start = date(2026, 4, 6)
    for terms in wish_terms(case):
        receiver = terms.organisation.id
        reception = intake.decide_consent(reception, receiver, True)
        if terms.dated:
            spans = ("9〜11時", "13〜15時") if terms.choices else ()
            presence = Presence.SELF if terms.choices else Presence.UNSAID
            wish = UtilityWish(receiver, start, spans, presence)
            reception = intake.wish(reception, wish, terms)
    return reception


def _signed(sandbox: SandboxCounter, reception: Reception) -> tuple[StoredDocument, ...]:
    """Renders what is needed; every signer reads every page and signs once."""
    counter = sandbox.counter
    sheets = needed_sheets(counter.case(reception), counter.renderer.forms())
    counter.documents(CLERK, COUNTER).prepare(reception, sheets)
    signing = counter.signing("tablet")
    for signer in signing.signers(reception):
        session = signing.begin(reception, signer)
        for page in range(len(session.pages)):
            session.mark_read(page)
        signing.sign(reception, session, SIGNATURE)
    with counter.store.view() as unit:
        return unit.documents(reception.id)


# --- what goes over the network -----------------------------------------------------------------

_SERVICE = "counter_app.sandbox.http_service"


@dataclass
class Wire:
    """What was seen: the bytes on the wire, a stream for each direction, and the bodies in TLS."""

    streams: list[bytearray] = field(default_factory=list)
    bodies: list[bytes] = field(default_factory=list)
    services: set[str] = field(default_factory=set)


class _Tap:
    """Stands before a service and passes every byte on, both ways, keeping a copy."""

    def __init__(self, port: int, wire: Wire) -> None:
        self._target = ("localhost", port)
        self._wire = wire
        self._door = socket.create_server(("localhost", 0))
        self._open: set[socket.socket] = set()
        self._threads: list[threading.Thread] = []
        self._start(self._accept)

    @property
    def port(self) -> int:
        return int(self._door.getsockname()[1])

    def _start(self, work: Callable[..., None], *given: object) -> None:
        thread = threading.Thread(target=work, args=given, daemon=True)
        self._threads.append(thread)
        thread.start()

    def _accept(self) -> None:
        while True:
            try:
                client, _ = self._door.accept()
            except OSError:
                return
            try:
                service = socket.create_connection(self._target)
            except OSError:
                client.close()
                continue
            self._open |= {client, service}
            self._start(self._pass_on, client, service)
            self._start(self._pass_on, service, client)

    def _pass_on(self, source: socket.socket, target: socket.socket) -> None:
        seen = bytearray()
        self._wire.streams.append(seen)
        try:
            while data := source.recv(65536):
                seen += data
                target.sendall(data)
            target.shutdown(socket.SHUT_WR)
        except OSError:
            return

    def close(self) -> None:
        for one in (self._door, *self._open):
            with suppress(OSError):
                one.shutdown(socket.SHUT_RDWR)
            one.close()
        for thread in self._threads:
            thread.join(5)


@contextmanager
def wire_taps(patch: pytest.MonkeyPatch) -> Iterator[Wire]:
    """Record all that goes to and from the hub and the Juki-net opened within.

    A tap is put before each service by publishing the tap's address in place of the service's.
    """
    wire, taps = Wire(), list[_Tap]()
    publish = TownFiles.publish_address

    def publish_tap(files: TownFiles, service: str, url: str) -> None:
        parts = urlsplit(url)
        assert parts.port is not None
        tap = _Tap(parts.port, wire)
        taps.append(tap)
        wire.services.add(service)
        publish(files, service, urlunsplit(parts._replace(netloc=f"{parts.hostname}:{tap.port}")))

    def read_and_keep(data: bytes, limit: int) -> JsonObject:
        wire.bodies.append(data)
        return read_loose_object(data, limit)

    def write_and_keep(value: JsonObject) -> bytes:
        data = canonical_bytes(value)
        wire.bodies.append(data)
        return data

    patch.setattr(TownFiles, "publish_address", publish_tap)
    patch.setattr(f"{_SERVICE}.read_loose_object", read_and_keep)
    patch.setattr(f"{_SERVICE}.canonical_bytes", write_and_keep)
    try:
        yield wire
    finally:
        for tap in taps:
            tap.close()
