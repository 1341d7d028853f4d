"""What the checks of `diagnose` look at, and what they say."""

from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from counter_app.failures import CounterError
from counter_app.handbook import handbook_entry
from counter_app.settings import Settings


@dataclass(frozen=True, slots=True)
class Check:
    """One line of the diagnosis. `todo` says what to do; empty when nothing is to be done."""

    area: str
    name: str
    ok: bool
    found: str
    todo: str = ""


@dataclass(frozen=True, slots=True)
class Patient:
    """What is looked at: a counter's settings, and whether it is the sandbox's."""

    settings: Settings
    sandbox: bool
    now: datetime

    @property
    def basedir(self) -> Path:
        return self.settings.basedir


def failed(area: str, name: str, failure: CounterError) -> Check:
    return Check(area, name, False, str(failure), handbook_entry(failure.code).now)
