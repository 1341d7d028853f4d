"""The clock of the story: it runs like a clock from a day in April 2026 and can be set forward."""

import time
from datetime import datetime, timedelta

from counter_app.bootstrap import JST

OPENING = datetime(2026, 4, 3, 10, 8, tzinfo=JST)
"""Friday morning: the reception of the family begins."""


class StoryClock:
    """`Clock` of the ports. Never goes back."""

    def __init__(self, start: datetime = OPENING) -> None:
        self._start = start
        self._began = time.monotonic()
        self._ahead = timedelta()

    def __call__(self) -> datetime:
        return self._start + timedelta(seconds=time.monotonic() - self._began) + self._ahead

    def forward_to(self, moment: datetime) -> None:
        """Set the clock forward; a moment that is past changes nothing."""
        self._ahead += max(moment - self(), timedelta())

    def forward(self, **span: float) -> None:
        """Let time pass: `forward(minutes=5)`."""
        self._ahead += timedelta(**span)
