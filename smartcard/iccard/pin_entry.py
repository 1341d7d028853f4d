"""A PIN while it is being typed (暗証番号の入力): one buffer, wiped after use or after a minute."""

import threading
import time

from iccard.apdu import wipe

CAPACITY = 16
"""More than any PIN has, so that a digit too many is noticed rather than dropped."""


class TypedPin:
    """Digits of one PIN. They leave only through `take`, once.

    `lifetime` is how many seconds after the last key the digits are wiped.
    """

    __slots__ = ("_digits", "_length", "_lifetime", "_lock", "_pressed_at", "_timer")

    def __init__(self, lifetime: float) -> None:
        self._digits = bytearray(CAPACITY)
        self._length = 0
        self._lifetime = lifetime
        self._lock = threading.Lock()
        self._timer: threading.Timer | None = None
        self._pressed_at = 0.0

    def press(self, digit: int) -> None:
        """Add a digit (0–9). Past `CAPACITY` only the length no PIN has is kept."""
        if digit not in range(10):
            raise ValueError("not a digit")
        with self._lock:
            if self._length < CAPACITY:
                self._digits[self._length] = 0x30 + digit
                self._length += 1
            self._touch()

    def erase(self) -> None:
        """Take the last digit back."""
        with self._lock:
            if self._length:
                self._length -= 1
                self._digits[self._length] = 0
            self._touch()

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

    def _touch(self) -> None:
        """A key was pressed. One timer runs for all keys; when it ends too early it goes on."""
        self._pressed_at = time.monotonic()
        if self._timer is None:
            self._begin(self._lifetime)

    def _begin(self, seconds: float) -> None:
        timer = threading.Timer(seconds, self._run_out)
        timer.daemon = True
        timer.args = (timer,)
        self._timer = timer
        timer.start()

    def _run_out(self, timer: threading.Timer) -> None:
        with self._lock:
            if timer is not self._timer:
                return
            left = self._pressed_at + self._lifetime - time.monotonic()
            if left > 0:
                self._begin(left)
            else:
                self._wipe()

    def _wipe(self) -> None:
        wipe(self._digits)
        self._length = 0
        if self._timer is not None:
            self._timer.cancel()
            self._timer = None
