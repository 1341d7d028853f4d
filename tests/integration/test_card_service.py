"""The PC/SC service comes, hangs, stops and comes back; the counter goes on."""

import os
import shutil
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from counter_app.failures import CounterError, FailureCode
from counter_app.ports import PinKind
from counter_app.sandbox import virtual_reader
from counter_app.sandbox.virtual_reader import NoServiceError, PcscRoom, VirtualReader
from iccard import apdu
from iccard.applications import FIRST_GENERATION
from iccard.channel import ChannelFaultError, Fault
from iccard.in_process import CardSlot, InProcessChannel
from iccard.pcsc import PcscChannel
from iccard.simulator import VirtualCard
from iccard.vault import Vault
from tests import card_support
from tests.card_support import card, fails, make_vault, read_whole

FLOOR, BOUND = 12, 14


@pytest.fixture
def reader() -> Iterator[VirtualReader]:
    with card_support.open_reader("pcsc") as opened:
        yield opened


@pytest.fixture
def room(reader: VirtualReader) -> PcscRoom:
    assert reader.room is not None
    return reader.room


@pytest.fixture
def vault(reader: VirtualReader) -> Iterator[Vault]:
    made = make_vault(reader)
    yield made
    made.release()


def test_a_whole_reading_over_pcsc_stays_within_fourteen_commands(
    reader: VirtualReader, vault: Vault
) -> None:
    reader.insert(card())
    reading = read_whole(vault)
    assert reading.channel == "pcsc"
    assert FLOOR <= reading.apdus <= BOUND


def test_a_stopped_service_is_reported_and_a_restarted_one_is_used_again(
    reader: VirtualReader, room: PcscRoom, vault: Vault
) -> None:
    reader.insert(card())
    vault.present()
    room.stop()
    with fails(FailureCode.CARD_SERVICE_DOWN):
        vault.present()
    with fails(FailureCode.CARD_SERVICE_DOWN):
        vault.wait_for_card(0.0)
    room.start()
    reader.insert(card())
    assert read_whole(vault).apdus <= BOUND


def test_a_service_without_a_reader_is_reported_until_one_is_plugged_in(
    reader: VirtualReader, room: PcscRoom, vault: Vault
) -> None:
    room.stop()
    room.start(plugged=False)
    codes = {FailureCode.CARD_SERVICE_DOWN}
    deadline = time.monotonic() + 60
    while codes == {FailureCode.CARD_SERVICE_DOWN} and time.monotonic() < deadline:
        with pytest.raises(CounterError) as caught:
            vault.present()
        codes = {caught.value.code}
    assert codes == {FailureCode.CARD_NO_READER}
    with fails(FailureCode.CARD_NO_READER):
        vault.wait_for_card(1.0)
    room.stop()
    room.start()
    reader.insert(card())
    assert read_whole(vault).apdus <= BOUND


def test_a_service_that_stops_in_mid_dialogue_ends_it_with_a_code(
    reader: VirtualReader, room: PcscRoom, vault: Vault
) -> None:
    inserted = card()
    reader.insert(inserted)
    vault.present()
    room.stop()
    card_support.press(vault, PinKind.AUTHENTICATION, "3141")
    with pytest.raises(CounterError) as caught:
        vault.verify_holder()
    assert caught.value.code in (
        FailureCode.CARD_SERVICE_DOWN,
        FailureCode.CARD_PIN_UNCERTAIN,
        FailureCode.CARD_REMOVED,
    )
    assert inserted.verifications == 0
    room.start()
    reader.insert(inserted)
    assert read_whole(vault).apdus <= BOUND


def test_a_hanging_service_never_holds_the_caller(
    reader: VirtualReader, room: PcscRoom, vault: Vault
) -> None:
    reader.insert(card())
    vault.present()
    room.freeze()
    outcome: list[FailureCode] = []

    def ask() -> None:
        with pytest.raises(CounterError) as caught:
            vault.present()
        outcome.append(caught.value.code)

    caller = threading.Thread(target=ask)
    caller.start()
    caller.join(60)  # as long as the service hangs nothing but our own bound brings it back
    room.thaw()
    assert outcome == [FailureCode.CARD_NO_ANSWER]
    assert read_whole(vault).apdus <= BOUND


def test_a_pin_under_way_when_the_service_hangs_is_not_sent_again(
    reader: VirtualReader, room: PcscRoom
) -> None:
    vault = make_vault(reader, call_seconds=1.0)
    inserted = card(stall_at=8)
    reader.insert(inserted)
    with fails(FailureCode.CARD_PIN_UNCERTAIN):
        read_whole(vault)
    inserted.script.stall.set()
    inserted.script.stall_at = None
    reader.insert(inserted)
    patient = make_vault(reader)
    patient.present()
    assert inserted.verifications <= 1
    patient.release()
    vault.release()


def test_another_process_must_verify_again_after_our_reading(
    reader: VirtualReader, vault: Vault
) -> None:
    reader.insert(card())
    read_whole(vault)
    information = FIRST_GENERATION.card_information
    script = f"""
from iccard import apdu
from iccard.pcsc import PcscChannel
channel = PcscChannel()
channel.connect(apdu.select_application(bytes.fromhex("{information.aid.hex()}")))
for file in ({information.number}, {information.attributes}):
    answer = channel.transmit(apdu.read_binary_short(file))
    print(f"{{answer.status:04X}} {{len(answer.data)}}")
channel.release()
"""
    root = Path(virtual_reader.__file__).parents[2]
    found = subprocess.run(
        [sys.executable, "-c", script],
        env={**os.environ, "PYTHONPATH": f"{root}:{root / 'smartcard'}"},
        capture_output=True,
        text=True,
        check=True,
        timeout=60,
    )
    assert found.stdout.split() == ["6982", "0", "6982", "0"]


def test_a_client_killed_after_its_pin_leaves_nothing_for_us_to_use(
    reader: VirtualReader, vault: Vault
) -> None:
    """A killed program leaves the card powered and verified; we take the power before we begin."""
    reader.insert(card())
    jpki = FIRST_GENERATION.jpki
    script = f"""
import os, signal
from iccard import apdu
from iccard.pcsc import PcscChannel
channel = PcscChannel()
channel.connect(apdu.select_application(bytes.fromhex("{jpki.aid.hex()}")))
assert channel.transmit(apdu.verify({jpki.pin.file}, bytearray(b"3141"))).ok
os.kill(os.getpid(), signal.SIGKILL)
"""
    root = Path(virtual_reader.__file__).parents[2]
    killed = subprocess.run(
        [sys.executable, "-c", script],
        env={**os.environ, "PYTHONPATH": f"{root}:{root / 'smartcard'}"},
        capture_output=True,
        check=False,
        timeout=60,
    )
    assert killed.returncode == -9, killed.stderr.decode()
    channel = PcscChannel()
    channel.connect(apdu.select_application(jpki.aid))
    answer = channel.transmit(apdu.sign(jpki.key, b"x" * 51))
    assert answer.status == apdu.StatusWord.NOT_VERIFIED
    channel.release()


def test_the_room_is_closed_to_the_network_and_to_other_services(room: PcscRoom) -> None:
    with pytest.raises(OSError, match="refused"):
        socket.create_connection(("127.0.0.1", 35963), timeout=1).close()
    assert PcscChannel().readers()[0] == room.reader


def test_two_readers_one_after_the_other_work_in_one_process() -> None:
    for _ in range(2):
        with card_support.open_reader("pcsc") as reader:
            reader.insert(card())
            vault = make_vault(reader)
            assert read_whole(vault).apdus <= BOUND
            vault.release()


def test_nothing_of_the_room_is_left_when_it_closes(reader: VirtualReader, room: PcscRoom) -> None:
    socket_file = Path(os.environ["PCSCLITE_CSOCK_NAME"])
    assert socket_file.exists()
    reader.insert(card())
    reader.close()
    channel = PcscChannel()
    with pytest.raises(ChannelFaultError) as caught:
        channel.readers()
    assert caught.value.fault is Fault.SERVICE_DOWN
    channel.release()


@pytest.mark.parametrize("lacking", ["unshare", "pcscd"])
def test_where_pcsc_cannot_run_the_card_is_served_in_process_and_the_reason_is_told(
    monkeypatch: pytest.MonkeyPatch, lacking: str
) -> None:
    which = shutil.which
    monkeypatch.setattr(
        shutil,
        "which",
        lambda name, **options: None if name == lacking else which(name, **options),
    )
    with VirtualReader() as reader:
        assert reader.kind == "in-process"
        assert lacking in reader.reason
        reader.insert(card())
        vault = make_vault(reader)
        assert read_whole(vault).channel == "in-process"
        vault.release()
    with pytest.raises(NoServiceError):
        PcscRoom()


def test_no_reader_at_all_is_reported() -> None:
    vault = Vault(
        InProcessChannel([]),
        blind_index_key=card_support.INDEX_KEY,
        authorities=[],
        clock=lambda: card_support.NOW,
    )
    for ask in (vault.present, lambda: vault.wait_for_card(0.0)):
        with fails(FailureCode.CARD_NO_READER):
            ask()


def test_the_card_is_found_on_whichever_reader_holds_it() -> None:
    slots = [CardSlot("first"), CardSlot("second"), CardSlot("third")]
    slots[0].insert(VirtualCard(()))
    slots[2].insert(card())
    vault = Vault(
        InProcessChannel(slots),
        blind_index_key=card_support.INDEX_KEY,
        authorities=[card_support.authority().certificate],
        clock=lambda: card_support.NOW,
    )
    assert vault.present().reader == "third"
    vault.release()
