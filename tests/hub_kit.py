"""What the hub's tests share: a clock of the story, messages of Y町, and a way to make keys."""

import random
import socket
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import date, datetime, timedelta, timezone
from pathlib import Path

from joserfc.jwk import ECKey

from counter_app.hub.parties import Identity, Party, PartyDirectory
from counter_app.model.commitment import Act, ActContent, Slot
from counter_app.model.message import OutboundMessage, What
from counter_app.model.numbers import individual_number_check_digit, new_id

JST = timezone(timedelta(hours=9))
NOW = datetime(2026, 4, 3, 10, 52, tzinfo=JST)
TOWN, GAS, WATER, HUB = "town.y", "gas.midori", "water.nangun", "hub.sandbox"
PY = "YK4M7R20"
TAKASHI = "渡邉\U000e010f\u3000髙志"
FIRST_WISH = Slot(date(2026, 4, 6), "13〜15時")


@contextmanager
def memory_folder() -> Iterator[Path]:
    """A folder in memory where the machine has one: a kill needs no disk that really turns."""
    memory = Path("/dev/shm")
    with tempfile.TemporaryDirectory(dir=memory if memory.is_dir() else None) as folder:
        yield Path(folder)


def lasting_port() -> int:
    """A free port that nobody gets who asks for any (ip(7)): it is there again after a stop."""
    chance = random.SystemRandom()
    while True:
        port = chance.randrange(20_000, 32_000)
        with suppress(OSError), socket.create_server(("localhost", port)):
            return port


class StoryClock:
    """A clock the test moves."""

    def __init__(self, now: datetime = NOW) -> None:
        self.now = now

    def __call__(self) -> datetime:
        return self.now

    def forward(self, **units: float) -> None:
        self.now += timedelta(**units)


def request_to(
    organisation: str = GAS,
    *,
    transaction: str = "",
    act: Act = Act.REQUEST,
    sequence: int = 1,
    content: ActContent | None = None,
    subject: tuple[tuple[str, str], ...] = (("氏名", TAKASHI), ("電話", "090-0000-0000")),
    in_reply_to: str = "",
    who: str = PY,
    now: datetime = NOW,
) -> OutboundMessage:
    """One act of Y町 toward an organisation, a first request unless told otherwise."""
    transaction = transaction or new_id()
    return OutboundMessage(
        id=new_id(),
        from_party=TOWN,
        to_party=organisation,
        who=who,
        what=What(
            transaction=transaction,
            act=act,
            sequence=sequence,
            product="ガスの開栓",
            content=content or ActContent(slots=(FIRST_WISH,)),
            subject=subject,
            in_reply_to=in_reply_to,
            consent="8F3KQ7T2-16-1",
        ),
        created_at=now,
        not_after=now + timedelta(days=3),
        reception_id=new_id(),
        commitment_id=transaction,
    )


def made_up_number(first_eleven: str) -> str:
    """Twelve digits with a valid check digit; no real number is written in these tests."""
    return first_eleven + str(individual_number_check_digit(first_eleven.encode()))


def keys_of(party: str) -> Identity:
    return Identity(party, ECKey.generate_key("P-256"), ECKey.generate_key("P-256"))


def registry(*identities: Identity) -> PartyDirectory:
    """A registry of these parties' public keys, operated by the hub."""
    return PartyDirectory(
        HUB,
        tuple(
            Party(
                one.party,
                one.party,
                ECKey.import_key(one.signing_key.public_key),
                ECKey.import_key(one.encryption_key.public_key),
            )
            for one in identities
        ),
    )
