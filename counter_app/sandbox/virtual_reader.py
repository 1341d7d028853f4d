"""A card reader for the sandbox: a real PC/SC service with a virtual reader, or a slot in process.

Where pcscd and the vpcd driver are installed, they are started in a closed room of their own
(`reader_room`), so that a pcscd of the machine, its readers and its port are never touched; the
product's own process reaches them through pcsc-lite's `PCSCLITE_CSOCK_NAME`. That name is read
once in a process (pcsc-lite 1.9.9), so one process keeps one directory for all its readers.
"""

import atexit
import functools
import os
import shutil
import socket
import subprocess
import sys
import tempfile
import threading
import time
from pathlib import Path
from types import TracebackType
from typing import Self

from counter_app.sandbox import reader_room
from iccard.channel import CALL_SECONDS, CardChannel, ChannelFaultError, Fault
from iccard.chip import Chip
from iccard.in_process import CardSlot, InProcessChannel
from iccard.pcsc import PcscChannel
from iccard.vpcd import CardInVpcd

_DRIVERS = (
    "usr/lib/pcsc/drivers/serial/libifdvpcd.so",
    "usr/lib/*/pcsc/drivers/serial/libifdvpcd.so",
    "usr/local/lib/pcsc/drivers/serial/libifdvpcd.so",
)
_READER = "Sandbox card reader"
_START_SECONDS = 20.0
_NOTICE_SECONDS = 2.0
_ATTEMPTS = 4


class NoServiceError(Exception):
    """The PC/SC service of the sandbox cannot run here; the message says why, in Japanese."""


def missing_part() -> str | None:
    """What a PC/SC service of our own would need and this machine lacks, or None."""
    if sys.platform != "linux":
        return "Linux ではありません"
    if shutil.which("unshare") is None:
        return "unshare がありません"
    if _pcscd() is None:
        return "pcscd が入っていません"
    if _driver() is None:
        return "vsmartcard-vpcd が入っていません"
    return None


def _pcscd() -> str | None:
    return shutil.which("pcscd", path=os.environ.get("PATH", "") + ":/usr/sbin:/sbin")


def _driver() -> Path | None:
    root = Path("/")
    return next((path for pattern in _DRIVERS for path in sorted(root.glob(pattern))), None)


@functools.cache
def reserve_socket() -> Path:
    """The directory of this process's PC/SC socket, for as long as the process lives.

    To be called before anything in the process uses PC/SC; `PcscRoom` does so itself.
    """
    directory = Path(tempfile.mkdtemp(prefix="counter-pcsc-"))
    atexit.register(shutil.rmtree, directory, ignore_errors=True)
    os.environ["PCSCLITE_CSOCK_NAME"] = str(directory / "pcscd.comm")
    return directory


class PcscRoom:
    """pcscd with one virtual reader, alone in its namespaces; ends with `close` or this process."""

    def __init__(self) -> None:
        missing = missing_part()
        driver, pcscd = _driver(), _pcscd()
        if missing is not None or driver is None or pcscd is None:
            raise NoServiceError(missing or "")
        self.reader = f"{_READER} 00 00"
        self._lock = threading.Lock()
        directory = reserve_socket()
        configuration = directory / "reader.conf.d"
        configuration.mkdir(exist_ok=True)
        self._plug = configuration / "vpcd"
        self._plugged = reader_room.CONFIGURATION.format(driver=driver, name=_READER)
        self._door, inside = socket.socketpair()
        self._door.settimeout(_START_SECONDS * 2)
        with inside:
            self._process = self._enter_room(inside.fileno(), directory, pcscd)
        try:
            self._expect_reply()
            self.start()
        except (OSError, NoServiceError):
            self.close()
            raise

    @staticmethod
    def _enter_room(door: int, directory: Path, pcscd: str) -> "subprocess.Popen[bytes]":
        command = ["unshare", "--mount", "--propagation", "unchanged"]
        command += ["--net", "--pid", "--fork", "--kill-child"]
        if os.geteuid() != 0:
            command.append("--map-root-user")
        room = [sys.executable, "-I", "-S", reader_room.__file__, str(door), str(directory), pcscd]
        return subprocess.Popen(
            command + room,
            pass_fds=(door,),
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )

    def _expect_reply(self) -> None:
        try:
            reply = self._door.recv(256)
        except OSError as error:
            raise NoServiceError("PC/SC の部屋が応答しません") from error
        if not reply:
            raise NoServiceError("名前空間（unshare）を使えません")
        if reply[:1] != b"+":
            raise NoServiceError(reply[1:].decode(errors="replace"))

    def _request(self, request: bytes) -> None:
        with self._lock:
            self._door.sendall(request)
            self._expect_reply()

    def start(self, *, plugged: bool = True) -> None:
        """Start pcscd and wait until our reader is listed, or with no reader plugged in at all."""
        self._plug.write_text(self._plugged if plugged else "")
        self._request(b"s")
        if not plugged:
            return
        deadline = time.monotonic() + _START_SECONDS
        while self.reader not in self._listed():
            if time.monotonic() > deadline:
                raise NoServiceError("このプロセスから仮想リーダーが見えません")
            time.sleep(0.01)

    def stop(self) -> None:
        """End pcscd; the room stays."""
        self._request(b"k")

    def freeze(self) -> None:
        """Let pcscd hang: it keeps its socket and answers nothing."""
        self._request(b"h")

    def thaw(self) -> None:
        self._request(b"t")

    def connection(self) -> socket.socket:
        """A connection to the virtual reader, for one card."""
        with self._lock:
            self._door.sendall(b"c")
            reply, descriptors, _, _ = socket.recv_fds(self._door, 256, 1)
        if not descriptors:
            raise NoServiceError(reply[1:].decode(errors="replace") or "仮想リーダーがありません")
        return socket.socket(fileno=descriptors[0])

    def close(self) -> None:
        """End everything in the room. May be called twice."""
        self._door.close()
        try:
            self._process.wait(_START_SECONDS)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()

    @staticmethod
    def _listed() -> tuple[str, ...]:
        channel = PcscChannel()
        try:
            return channel.readers()
        except ChannelFaultError as error:
            if error.fault not in (Fault.SERVICE_DOWN, Fault.NO_READER, Fault.NO_ANSWER):
                raise
            return ()
        finally:
            channel.release()


class VirtualReader:
    """A place for one virtual card at a time, and channels to it.

    `kind` is `"pcsc"` or `"in-process"`; with the latter `reason` says why. Use as a context
    manager. `in_process=True` asks for the slot even where PC/SC could run.
    """

    def __init__(self, *, in_process: bool = False) -> None:
        self.reason = ""
        self.room: PcscRoom | None = None
        self._slot: CardSlot | None = None
        self._inserted: CardInVpcd | None = None
        if in_process:
            self.reason = "指定によりプロセス内で動かします"
        else:
            try:
                self.room = PcscRoom()
            except (OSError, NoServiceError) as error:
                self.reason = str(error)
        if self.room is None:
            self._slot = CardSlot()

    @property
    def kind(self) -> str:
        return "in-process" if self.room is None else "pcsc"

    @property
    def name(self) -> str:
        """The reader's name."""
        if self.room is not None:
            return self.room.reader
        return self._slot.name if self._slot is not None else ""

    def channel(self, call_seconds: float = CALL_SECONDS) -> CardChannel:
        """A new channel to this reader; each client has its own."""
        if self._slot is not None:
            return InProcessChannel([self._slot], call_seconds)
        return PcscChannel(call_seconds)

    def insert(self, card: Chip) -> None:
        """Put a card on the reader, in place of one that lies there, and wait until it is seen."""
        self.remove()
        if self.room is None:
            if self._slot is not None:
                self._slot.insert(card)
            return
        for _ in range(_ATTEMPTS):
            self._inserted = CardInVpcd(self.room.connection(), card)
            if self._seen(present=True):
                return
            self._inserted.remove()
        raise NoServiceError("仮想リーダーがカードに気づきません")

    def exchange(self, card: Chip) -> None:
        """Put a card in place of the one that lies there, in no time: no removal is seen."""
        if self._inserted is not None and self._inserted.lies_there:
            self._inserted.exchange(card)
        else:
            self.insert(card)

    def remove(self) -> None:
        """Take the card away and wait until that is seen. Without a card nothing happens."""
        if self._slot is not None:
            self._slot.remove()
        if self.room is None or self._inserted is None:
            return
        self._inserted.remove()
        self._inserted = None
        for _ in range(_ATTEMPTS):
            if self._seen(present=False):
                return
            self.room.connection().close()
        raise NoServiceError("仮想リーダーがカードの取り出しに気づきません")

    @staticmethod
    def _seen(*, present: bool) -> bool:
        """Whether the service notices; it looks at the reader every 400 ms.

        The driver (0.8) may lose sight of the reader for good when two of its threads reach for one
        connection: one of them then waits for another connection, which is why callers make one.
        """
        channel = PcscChannel()
        try:
            wait = channel.wait_for_card if present else channel.wait_for_removal
            return wait(_NOTICE_SECONDS)
        except ChannelFaultError as error:
            if error.fault is Fault.SERVICE_DOWN:  # a stopped service sees no card anyway
                return True
            raise
        finally:
            channel.release()

    def close(self) -> None:
        """Take the card out and end the service."""
        if self._inserted is not None:
            self._inserted.remove()
            self._inserted = None
        if self.room is not None:
            self.room.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()
