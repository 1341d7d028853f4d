"""Cards on PC/SC readers: the only place that uses pyscard.

The plain `scard` calls are used, not pyscard's classes: each returns its error number, which makes
one table of meanings; the classes raise three unrelated roots and keep a process-wide monitor.
"""

import time
from collections.abc import Callable, Collection, Sequence
from types import ModuleType
from typing import NoReturn, TypeVar

from iccard.apdu import Command, Response, StatusWord, wipe
from iccard.channel import CALL_SECONDS, RELEASE_SECONDS, ChannelFaultError, Fault, Held
from iccard.worker import OverdueError, Worker

T = TypeVar("T")

_SUCCESS, _TIMEOUT = 0, 0x8010000A
_PLUG_AND_PLAY = "\\\\?PnP?\\Notification"
_REMOVAL_NOTICED_MS = (450, 450)
"""pcscd looks at a reader every 400 ms; only then is it known that a card has gone.

Waited for twice: where the whole machine stood still, the first wait is over before pcscd looked.
"""

_MEANINGS: dict[int, Fault] = {
    0x80100003: Fault.SERVICE_DOWN,  # SCARD_E_INVALID_HANDLE: pcscd was restarted
    0x80100009: Fault.NO_READER,  # SCARD_E_UNKNOWN_READER
    0x8010000B: Fault.READER_BUSY,  # SCARD_E_SHARING_VIOLATION
    0x8010000C: Fault.NO_CARD,  # SCARD_E_NO_SMARTCARD
    0x80100013: Fault.SERVICE_DOWN,  # SCARD_F_COMM_ERROR: the line to pcscd broke
    0x80100015: Fault.NO_CARD,  # SCARD_E_INVALID_ATR
    0x80100016: Fault.REMOVED,  # SCARD_E_NOT_TRANSACTED
    0x80100017: Fault.NO_READER,  # SCARD_E_READER_UNAVAILABLE
    0x8010001D: Fault.SERVICE_DOWN,  # SCARD_E_NO_SERVICE
    0x8010001E: Fault.SERVICE_DOWN,  # SCARD_E_SERVICE_STOPPED
    0x8010002E: Fault.NO_READER,  # SCARD_E_NO_READERS_AVAILABLE
    0x8010002F: Fault.REMOVED,  # SCARD_E_COMM_DATA_LOST
    0x80100066: Fault.NO_CARD,  # SCARD_W_UNRESPONSIVE_CARD: not flat on the reader
    0x80100067: Fault.NO_CARD,  # SCARD_W_UNPOWERED_CARD
    0x80100068: Fault.REMOVED,  # SCARD_W_RESET_CARD: somebody else reset it
    0x80100069: Fault.REMOVED,  # SCARD_W_REMOVED_CARD
}
"""Error numbers of PC/SC part 5, as pcsc-lite and Windows give them."""

_RANKED = (Fault.READER_BUSY, Fault.UNEXPECTED, Fault.UNKNOWN_CARD, Fault.REMOVED, Fault.NO_CARD)
"""When no reader has our card, the fault the clerk can do most about is reported."""


def meaning(number: int, *, connected: bool = False) -> Fault:
    """What an error number says, signed or not. `connected`: a card was in use."""
    fault = _MEANINGS.get(number & 0xFFFFFFFF, Fault.UNEXPECTED)
    return Fault.REMOVED if connected and fault is Fault.NO_CARD else fault


def _fail(number: int, reader: str = "", *, connected: bool = False) -> NoReturn:
    fault = meaning(number, connected=connected)
    code = f" {number & 0xFFFFFFFF:08X}" if fault is Fault.UNEXPECTED else ""
    raise ChannelFaultError(fault, reader + code)


def _library() -> ModuleType:
    """pyscard, loaded on first use: it needs the system's PC/SC library, which may be missing."""
    try:
        import smartcard.scard as scard
    except ImportError as error:
        raise ChannelFaultError(Fault.SERVICE_DOWN) from error
    return scard  # type: ignore[no-any-return]


class _Session:
    """A PC/SC context and at most one card; every call is made on the worker's thread."""

    def __init__(self) -> None:
        self._context: int | None = None
        self._card: int | None = None
        self._protocol = 0
        self.reader = ""
        self.apdus = 0

    def fresh_context(self) -> None:
        """A context survives no restart of pcscd, so each connection begins with its own."""
        self.close()
        scard = _library()
        number, context = scard.SCardEstablishContext(scard.SCARD_SCOPE_USER)
        if number != _SUCCESS:
            _fail(number)
        self._context = context

    def readers(self) -> list[str]:
        if self._context is None:
            self.fresh_context()
        number, names = _library().SCardListReaders(self._context, [])
        if number != _SUCCESS:
            self.close()
            _fail(number)
        if not names:
            raise ChannelFaultError(Fault.NO_READER)
        return list(names)

    def states(
        self, known: Sequence[tuple[str, int]], milliseconds: int
    ) -> list[tuple[str, int]] | None:
        """Reader states once one differs from `known`; None when time ran out."""
        number, found = _library().SCardGetStatusChange(self._context, milliseconds, list(known))
        if number & 0xFFFFFFFF == _TIMEOUT:
            return None
        if number != _SUCCESS:
            self.close()
            _fail(number)
        changed = _library().SCARD_STATE_CHANGED
        return [(name, state & ~changed) for name, state, _ in found]

    def card_within(self, seconds: float, *, wanted: bool = True) -> bool:
        """Whether within `seconds` a card lies on any reader (`wanted`), or on none."""
        scard = _library()
        deadline = time.monotonic() + seconds
        while True:
            names = self.readers()
            current = self.states([(name, scard.SCARD_STATE_UNAWARE) for name in names], 0) or []
            if wanted == any(state & scard.SCARD_STATE_PRESENT for _, state in current):
                return True
            left = int((deadline - time.monotonic()) * 1000)
            if left <= 0:
                return False
            self.states([*current, (_PLUG_AND_PLAY, len(names) << 16)], left)

    def held(self) -> frozenset[Held]:
        scard = _library()
        names = self.readers()
        current = self.states([(name, scard.SCARD_STATE_UNAWARE) for name in names], 0) or []
        return frozenset(
            Held(name, state >> 16) for name, state in current if state & scard.SCARD_STATE_PRESENT
        )

    def connect(self, first: Command, among: Collection[str] | None) -> None:
        self.fresh_context()
        scard = _library()
        states = (
            self.states([(name, scard.SCARD_STATE_UNAWARE) for name in self.readers()], 0) or []
        )
        faults: dict[Fault, ChannelFaultError] = {
            Fault.NO_CARD: ChannelFaultError(Fault.NO_CARD, states[0][0] if states else "")
        }
        for name, state in states:
            if not state & scard.SCARD_STATE_PRESENT:
                continue
            if among is not None and name not in among:
                continue
            try:
                if self._accepts(name, first):
                    return
                faults[Fault.UNKNOWN_CARD] = ChannelFaultError(Fault.UNKNOWN_CARD, name)
            except ChannelFaultError as error:
                if error.fault not in _RANKED:
                    raise
                faults[error.fault] = error
            self.disconnect()
        raise next(faults[fault] for fault in _RANKED if fault in faults)

    def _accepts(self, name: str, first: Command) -> bool:
        """Connect alone to a card, take its power away once, and see whether it answers `first`."""
        scard = _library()
        protocols = scard.SCARD_PROTOCOL_T0 | scard.SCARD_PROTOCOL_T1
        number, card, protocol = scard.SCardConnect(
            self._context, name, scard.SCARD_SHARE_EXCLUSIVE, protocols
        )
        if number != _SUCCESS:
            _fail(number, name)
        self._card, self._protocol, self.reader, self.apdus = card, protocol, name, 0
        # A PIN verified by an earlier program outlives that program until the power goes.
        number, protocol = scard.SCardReconnect(
            card, scard.SCARD_SHARE_EXCLUSIVE, protocols, scard.SCARD_UNPOWER_CARD
        )
        if number != _SUCCESS:
            _fail(number, name)
        self._protocol = protocol
        response = self.transmit(first)
        if response.status == StatusWord.FAULT:  # seen on the first command after power-up
            response = self.transmit(first)
        return response.normal

    def transmit(self, command: Command) -> Response:
        scard = _library()
        if self._card is None:
            raise ChannelFaultError(Fault.REMOVED, self.reader)
        wire = command.encode()
        numbers = list(wire)
        self.apdus += 1
        try:
            number, answer = scard.SCardTransmit(self._card, self._protocol, numbers)
        finally:
            wipe(wire)
            numbers.clear()
        if number != _SUCCESS:
            _fail(number, self.reader, connected=True)
        received = bytearray(answer)
        answer.clear()
        if len(received) < 2:
            raise ChannelFaultError(self._why_empty(), self.reader)
        return Response.decode(received)

    def _why_empty(self) -> Fault:
        """A card taken away mid-command can look like a success without an answer."""
        scard = _library()
        now = self.states([(self.reader, scard.SCARD_STATE_UNAWARE)], 0) or []
        if (
            now
            and now[0][1] & scard.SCARD_STATE_PRESENT
            and all(self.states(now, wait) is None for wait in _REMOVAL_NOTICED_MS)
        ):
            return Fault.EMPTY_ANSWER
        return Fault.REMOVED

    def disconnect(self) -> None:
        if self._card is not None:
            scard = _library()
            scard.SCardDisconnect(self._card, scard.SCARD_UNPOWER_CARD)
            self._card = None

    def close(self) -> None:
        self.disconnect()
        if self._context is not None:
            _library().SCardReleaseContext(self._context)
            self._context = None


class PcscChannel:
    """`CardChannel` over all PC/SC readers of the machine.

    `call_seconds` bounds every call; a service that hangs costs one thread, not the caller.
    """

    kind = "pcsc"

    def __init__(self, call_seconds: float = CALL_SECONDS) -> None:
        self._seconds = call_seconds
        self._session = _Session()
        self._worker: Worker | None = None
        self._given_up: list[Worker] = []

    @property
    def reader(self) -> str:
        return self._session.reader

    @property
    def apdus(self) -> int:
        return self._session.apdus

    def readers(self) -> tuple[str, ...]:
        """Names of all readers, with or without a card. Raises `ChannelFaultError`."""
        return tuple(self._call(lambda session: session.readers()))

    def wait_for_card(self, seconds: float) -> bool:
        return self._call(lambda session: session.card_within(seconds), extra=seconds)

    def wait_for_removal(self, seconds: float) -> bool:
        return self._call(lambda session: session.card_within(seconds, wanted=False), extra=seconds)

    def held(self) -> frozenset[Held]:
        return self._call(lambda session: session.held())

    def connect(self, first: Command, among: Collection[str] | None = None) -> None:
        try:
            self._call(lambda session: session.connect(first, among))
        except ChannelFaultError as error:
            if error.fault is not Fault.READER_BUSY or not self._leftovers_ended():
                raise
            self._call(lambda session: session.connect(first, among))

    def transmit(self, command: Command) -> Response:
        return self._call(lambda session: session.transmit(command))

    def release(self) -> None:
        worker, self._worker = self._worker, None
        if worker is None:
            return
        session = self._session
        try:
            worker.call(session.close, RELEASE_SECONDS)
        except OverdueError:
            self._given_up.append(worker)
        except (ChannelFaultError, SystemError):
            pass  # the service has gone, and the card's power with it
        finally:
            worker.end()

    def _leftovers_ended(self) -> bool:
        """Whether a hanging call of ours held the reader and has just let it go."""
        waiting, self._given_up = self._given_up, []
        self._given_up = [worker for worker in waiting if not worker.ended(RELEASE_SECONDS)]
        return bool(waiting) and not self._given_up

    def _call(self, work: Callable[[_Session], T], extra: float = 0.0) -> T:
        if self._worker is None:
            self._session = _Session()
            self._worker = Worker("card reader", self._session.close)
        session, worker = self._session, self._worker
        try:
            return worker.call(lambda: work(session), self._seconds + extra)
        except OverdueError as error:
            self._worker = None
            self._given_up.append(worker)
            raise ChannelFaultError(Fault.NO_ANSWER, session.reader) from error
        except SystemError as error:  # pyscard, when a handle is no longer one
            raise ChannelFaultError(Fault.UNEXPECTED, session.reader) from error
