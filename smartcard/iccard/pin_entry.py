"""A PIN while it is being typed (暗証番号の入力): one buffer, wiped after use or after a minute."""

import threading

from iccard.apdu import wipe

CAPACITY = 16
"""More than any PIN has, so that a digit too many is noticed rather than dropped."""


class TypedPin:
    """Digits of one PIN. They leave only through `take`, once.

    `lifetime` is how many seconds after the last key the digits are wiped.
    """

    __slots__ = ("_digits", "_length", "_lifetime", "_lock", "_timer")

    def __init__(self, lifetime: float) -> None:
        self._digits = bytearray(CAPACITY)
        self._length = 0
        self._lifetime = lifetime
        self._lock = threading.Lock()
        self._timer: threading.Timer | None = None

    def press(self, digit: int) -> None:
        """Add a digit (0–9). Past `CAPACITY` only the length no PIN has is kept."""
        if digit not in range(10):
            raise ValueError("not a digit")
        with self._lock:
            if self._length < CAPACITY:
                self._digits[self._length] = 0x30 + digit
                self._length += 1
            self._restart()

    def erase(self) -> None:
        """Take the last digit back."""
        with self._lock:
            if self._length:
                self._length -= 1
                self._digits[self._length] = 0
            self._restart()

    def clear(self) -> None:
        """Wipe all digits."""
        with self._lock:
            self._wipe()

    @property
    def length(self) -> int:
        return self._length

    def take(self) -> bytearray:
        """The digits, in a buffer the taker wipes; nothing is left here."""
        with self._lock:
            taken = self._digits[: self._length]
            self._wipe()
            return taken

    def __repr__(self) -> str:
        return "TypedPin(****)"

    def _restart(self) -> None:
        if self._timer is not None:
            self._timer.cancel()
        self._timer = threading.Timer(self._lifetime, self.clear)
        self._timer.daemon = True
        self._timer.start()

    def _wipe(self) -> None:
        wipe(self._digits)
        self._length = 0
        if self._timer is not None:
            self._timer.cancel()
            self._timer = None
