"""What a journey leaves behind (`journey.json`): steps, card, procedures, commitments, messages."""

import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass, field
from pathlib import Path

import msgspec


@dataclass(frozen=True, slots=True)
class StepRecord:
    """One of the ten steps: what was done and how long it took."""

    step: int
    what: str
    seconds: float


@dataclass(frozen=True, slots=True)
class CardRecord:
    """How the card was read."""

    channel: str
    reader: str
    apdus: int
    why: str = ""  # why not through PC/SC


@dataclass(frozen=True, slots=True)
class CommitmentRecord:
    """A commitment at the end of the journey."""

    id: str
    procedure: str
    executor: str
    state: str
    acts: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class MessageRecord:
    """A message as the hub's own ledger has it."""

    from_party: str
    to_party: str
    who_sent: str
    who_received: str
    delivery_state: str


@dataclass(frozen=True, slots=True)
class PaperRecord:
    """A sheet of paper at the end of the journey."""

    number: str
    state: str


@dataclass(slots=True)
class Journey:
    """Collected while the journey is played; written once at the end."""

    steps: list[StepRecord] = field(default_factory=list)
    card: CardRecord | None = None
    py: str = ""
    link_code_issued: bool = False
    transfer: str = ""  # "pushed" or "pulled"
    procedures: tuple[str, ...] = ()
    commitments: tuple[CommitmentRecord, ...] = ()
    messages: tuple[MessageRecord, ...] = ()
    documents: tuple[str, ...] = ()
    papers: tuple[PaperRecord, ...] = ()
    printed_at: str = ""  # "ipp" or "folder"
    staff_actions: int = 0  # the clerk's
    office_actions: int = 0  # departments and supervisor
    signatures: int = 0
    handwritten_fields: int = 0
    questions: int = 0
    expected: bool = False

    @contextmanager
    def step(self, number: int, what: str) -> Iterator[None]:
        """Time one step; steps may be entered more than once and add up."""
        began = time.monotonic()
        try:
            yield
        finally:
            seconds = time.monotonic() - began
            for place, done in enumerate(self.steps):
                if done.step == number:
                    self.steps[place] = StepRecord(number, done.what, done.seconds + seconds)
                    break
            else:
                self.steps.append(StepRecord(number, what, seconds))

    def write(self, path: Path) -> None:
        """`journey.json`, indented, UTF-8."""
        plain = asdict(self)
        for step in plain["steps"]:
            step["seconds"] = round(step["seconds"], 3)
        plain["messages"] = [
            {"from": one.pop("from_party"), "to": one.pop("to_party"), **one}
            for one in plain["messages"]
        ]
        path.write_bytes(msgspec.json.format(msgspec.json.encode(plain), indent=2))
