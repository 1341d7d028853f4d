"""Cards in this very process: the same channel as PC/SC where no PC/SC service can run."""

import threading
from collections.abc import Callable, Collection, Sequence
from typing import TypeVar

from iccard.apdu import Command, Response, StatusWord, wipe
from iccard.channel import CALL_SECONDS, ChannelFaultError, Fault, Held
from iccard.chip import CardGoneError, Chip
from iccard.worker import OverdueError, Worker

T = TypeVar("T")


class CardSlot:
    """A reader made of nothing but a place for one virtual card."""

    def __init__(self, name: str = "in-process reader") -> None:
        self.name = name
        self._changed = threading.Condition()
        self._card: Chip | None = None
        self._user: object | None = None
        self.count = 0
        """How often a card came or went."""

    def insert(self, card: Chip) -> None:
        with self._changed:
            self._card = card
            self.count += 1
            card.inserted()
            self._changed.notify_all()

    def remove(self) -> None:
        with self._changed:
            if self._card is not None:
                self._card.power_off()
                self.count += 1
            self._card = None
            self._changed.notify_all()

    @property
    def card(self) -> Chip | None:
        return self._card

    def wait(self, seconds: float, *, wanted: bool = True) -> bool:
        """Whether within `seconds` a card lies here (`wanted`), or none."""
        with self._changed:
            return self._changed.wait_for(lambda: wanted == (self._card is not None), seconds)

    def hold(self, user: object) -> Chip:
        """Take the card alone and power it up afresh."""
        with self._changed:
            if self._card is None:
                raise ChannelFaultError(Fault.NO_CARD, self.name)
            if self._user not in (None, user):
                raise ChannelFaultError(Fault.READER_BUSY, self.name)
            self._user = user
            self._card.power_off()
            self._card.power_on()
            return self._card

    def let_go(self, user: object) -> None:
        with self._changed:
            if self._user is user:
                self._user = None
                if self._card is not None:
                    self._card.power_off()


class InProcessChannel:
    """`CardChannel` over card slots of this process."""

    kind = "in-process"

    def __init__(self, slots: Sequence[CardSlot], call_seconds: float = CALL_SECONDS) -> None:
        self._slots = tuple(slots)
        self._seconds = call_seconds
        self._slot: CardSlot | None = None
        self._card: Chip | None = None
        self._apdus = 0
        self._worker: Worker | None = None

    @property
    def reader(self) -> str:
        return self._slot.name if self._slot else ""

    @property
    def apdus(self) -> int:
        return self._apdus

    def wait_for_card(self, seconds: float) -> bool:
        if not self._slots:
            raise ChannelFaultError(Fault.NO_READER)
        if len(self._slots) == 1:
            return self._slots[0].wait(seconds)
        return any(slot.wait(seconds / len(self._slots)) for slot in self._slots)

    def wait_for_removal(self, seconds: float) -> bool:
        return all(slot.wait(seconds, wanted=False) for slot in self._slots)

    def held(self) -> frozenset[Held]:
        if not self._slots:
            raise ChannelFaultError(Fault.NO_READER)
        return frozenset(Held(s.name, s.count) for s in self._slots if s.card is not None)

    def connect(self, first: Command, among: Collection[str] | None = None) -> None:
        self.release()
        if not self._slots:
            raise ChannelFaultError(Fault.NO_READER)
        fault = ChannelFaultError(Fault.NO_CARD, self._slots[0].name)
        for slot in self._slots:
            if among is not None and slot.name not in among:
                continue
            try:
                self._card, self._slot, self._apdus = slot.hold(self), slot, 0
            except ChannelFaultError as error:
                fault = error if error.fault is Fault.READER_BUSY else fault
                continue
            response = self.transmit(first)
            if response.status == StatusWord.FAULT:
                response = self.transmit(first)
            if response.normal:
                return
            fault = ChannelFaultError(Fault.UNKNOWN_CARD, slot.name)
            self.release()
        raise fault

    def transmit(self, command: Command) -> Response:
        card, slot = self._card, self._slot
        if card is None or slot is None or slot.card is not card:
            raise ChannelFaultError(Fault.REMOVED, self.reader)
        wire = command.encode()
        self._apdus += 1
        try:
            answer = self._call(lambda: card.answer(wire))
        except CardGoneError as error:
            slot.remove()
            raise ChannelFaultError(Fault.REMOVED, slot.name) from error
        finally:
            wipe(wire)
        if len(answer) < 2:
            raise ChannelFaultError(Fault.EMPTY_ANSWER, slot.name)
        return Response.decode(answer)

    def release(self) -> None:
        if self._slot is not None:
            self._slot.let_go(self)
        self._slot = self._card = None
        if self._worker is not None:
            self._worker.end()
            self._worker = None

    def _call(self, work: Callable[[], T]) -> T:
        if self._worker is None:
            self._worker = Worker("virtual card", lambda: None)
        try:
            return self._worker.call(work, self._seconds)
        except OverdueError as error:
            self._worker = None
            raise ChannelFaultError(Fault.NO_ANSWER, self.reader) from error
