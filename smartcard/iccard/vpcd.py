"""Serving a virtual card to a vpcd reader (vsmartcard's virtual PC/SC reader) over TCP.

The protocol: each message is a length of two bytes, big-endian, and that many bytes. A message of
one byte is a control: 0 power off, 1 power on, 2 reset, 4 "give the ATR". Anything longer is a
command APDU. A card that is not there is a connection that is not there.
"""

import contextlib
import socket
import threading

from iccard.apdu import wipe
from iccard.chip import CardGoneError, Chip

DEFAULT_PORT = 35963
_QUICK_ACK: int | None = getattr(socket, "TCP_QUICKACK", None)
_CUT_SHORT = b"\x90"
"""Stands for an answer without content: the driver (0.8) waits for ever on a length of zero."""


def connect(
    port: int = DEFAULT_PORT, host: str = "127.0.0.1", seconds: float = 2.0
) -> socket.socket:
    """A connection to a vpcd reader that listens. Raises OSError."""
    connection = socket.create_connection((host, port), timeout=seconds)
    connection.setblocking(True)
    return connection


class CardInVpcd:
    """A virtual card in a vpcd reader, from creation to `remove`; its own thread answers."""

    def __init__(self, connection: socket.socket, card: Chip) -> None:
        self._connection = connection
        self._connection.setblocking(True)
        self._connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self._card = card
        self._gone = False
        card.inserted()
        self._thread = threading.Thread(target=self._serve, name="card in vpcd", daemon=True)
        self._thread.start()

    @property
    def lies_there(self) -> bool:
        """Whether the reader still holds the card; a script may have taken it away."""
        return not self._gone

    def exchange(self, card: Chip) -> None:
        """Put another chip in its place without the reader noticing; power still decides."""
        self._card.power_off()
        card.inserted()
        self._card = card

    def remove(self) -> None:
        """Take the card out and wait until its thread is done (a stalled one is not waited for)."""
        with contextlib.suppress(OSError):
            self._connection.shutdown(socket.SHUT_RDWR)
        if not self._card.script.stall_at or self._card.script.stall.is_set():
            self._thread.join()

    def _serve(self) -> None:
        with self._connection:
            try:
                while True:
                    self._exchange_message()
            except (OSError, CardGoneError, EOFError):
                self._gone = True  # before the reader can see it
        self._card.power_off()

    def _exchange_message(self) -> None:
        message = self._receive()
        answer = self._react(message)
        wipe(message)
        if answer is not None:
            self._connection.sendall(len(answer).to_bytes(2, "big") + answer)
            wipe(answer)

    def _react(self, message: bytearray) -> bytearray | None:
        if len(message) > 1:
            return self._card.answer(message) or bytearray(_CUT_SHORT)
        match bytes(message):
            case b"\x00":
                self._card.power_off()
            case b"\x01":
                self._card.power_on()
            case b"\x02":
                self._card.reset()
            case b"\x04":
                return bytearray(self._card.atr)
        return None

    def _receive(self) -> bytearray:
        return self._exactly(int.from_bytes(self._exactly(2), "big"))

    def _exactly(self, length: int) -> bytearray:
        received = bytearray(length)
        view = memoryview(received)
        while len(view):
            count = self._connection.recv_into(view)
            if not count:
                raise EOFError
            # vpcd sends length and body apart; a delayed acknowledgement would cost 40 ms each.
            if _QUICK_ACK is not None:
                self._connection.setsockopt(socket.IPPROTO_TCP, _QUICK_ACK, 1)
            view = view[count:]
        return received
