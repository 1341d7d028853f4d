"""Where the sandbox town keeps its keys, addresses and databases, and how to reach its services."""

import os
import shutil
import tempfile
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Final, Self

from counter_app.hub.parties import (
    Endpoint,
    Identity,
    PartyDirectory,
    load_directory,
    write_identity,
)
from counter_app.sandbox.hub_server import JUKI_PARTY
from counter_app.sandbox.organisations import TRADES
from counter_app.sandbox.pki import (
    Authority,
    TlsFiles,
    message_identity,
    publish_directory,
    write_secret,
)

TOWN: Final = "town.y"
HUB: Final = "hub.sandbox"
_HUB_AUTHORITY: Final = "見本の情報連携基盤の認証局"
_STAFF_AUTHORITY: Final = "見本のY町職員カードの認証局"
_IN_USE: Final = timedelta(days=5 * 365)
"""Staff cards have been in use for a while: a story may be told on a day that has passed."""
PARTIES: Final = (
    (HUB, "情報連携基盤（見本）"),
    (TOWN, "Y町"),
    *((trade.party, trade.name) for trade in TRADES),
)


@dataclass(frozen=True, slots=True)
class TownFiles:
    """The folder `sandbox/` in a base directory. `prepare` makes the keys at the first run."""

    folder: Path

    @classmethod
    def prepare(cls, base_dir: Path) -> Self:
        """The sandbox's files under `base_dir`, complete when this returns.

        Keys are made beside and moved in place as a whole, so that a run that was cut off, or
        two that start together, leave one complete set.
        """
        files = cls(base_dir / "sandbox")
        if not files._keys.exists():
            files.folder.mkdir(parents=True, exist_ok=True)
            fresh = Path(tempfile.mkdtemp(prefix="keys-", dir=files.folder))
            _make_keys(fresh)
            try:
                os.replace(fresh, files._keys)
            except OSError:
                shutil.rmtree(fresh)
                if not files._keys.exists():
                    raise
        _publish(files._keys)
        return files

    @property
    def _keys(self) -> Path:
        return self.folder / "keys"

    @property
    def directory_file(self) -> Path:
        return self._keys / "parties.jws"

    def directory(self) -> PartyDirectory:
        return load_directory(self.directory_file, self._keys / "hub" / "ca.pem")

    def identity(self, party: str) -> Identity:
        return message_identity(self._keys / "messages", party)

    def hub_tls(self, party: str) -> TlsFiles:
        """A party's TLS files toward the hub."""
        return Authority(self._keys / "hub", _HUB_AUTHORITY).files(party)

    def juki_tls(self, party: str) -> TlsFiles:
        """A party's TLS files toward the Juki-net."""
        return Authority(self._keys / "juki", "juki").files(party)

    @property
    def staff_authority(self) -> Authority:
        """The authority that issues Y町's staff cards (職員カード)."""
        return _staff_authority(self._keys)

    @property
    def staff_certificate_file(self) -> Path:
        """Where that authority's certificate lies, once it was made."""
        return self._keys / "staff" / "ca.pem"

    def hub_endpoint(self, party: str = TOWN) -> Endpoint:
        """The running hub, as `party` reaches it. FileNotFoundError before its first start."""
        return self.hub_tls(party).endpoint(self.address("hub"))

    def juki_endpoint(self, party: str = TOWN) -> Endpoint:
        """The running Juki-net, as `party` reaches it."""
        return self.juki_tls(party).endpoint(self.address("juki"))

    def write_party_folder(self, folder: Path, party: str = TOWN) -> None:
        """Give a party everything it needs to reach the services: what a real operator hands out.

        `identity.json`, `parties.jws` and `authority.pem`; in `hub/`, for the town also in
        `juki/`, `ca.pem`, `certificate.pem` and `key.pem`; for the town `staff/ca.pem`.
        """
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        write_identity(self.identity(party), folder / "identity.json")
        (folder / "parties.jws").write_bytes(self.directory_file.read_bytes())
        (folder / "authority.pem").write_bytes(self.hub_tls(party).authority.read_bytes())
        services = {"hub": self.hub_tls(party)}
        if party == TOWN:
            services["juki"] = self.juki_tls(party)
            (folder / "staff").mkdir(exist_ok=True)
            staff = self.staff_authority.certificate_file.read_bytes()
            (folder / "staff" / "ca.pem").write_bytes(staff)
        for name, tls in services.items():
            (folder / name).mkdir(exist_ok=True)
            (folder / name / "ca.pem").write_bytes(tls.authority.read_bytes())
            (folder / name / "certificate.pem").write_bytes(tls.certificate.read_bytes())
            write_secret(folder / name / "key.pem", tls.key.read_bytes())

    def database(self, name: str) -> Path:
        return self.folder / f"{name}.sqlite"

    def address(self, service: str) -> str:
        return (self.folder / f"{service}.url").read_text(encoding="ascii")

    def publish_address(self, service: str, url: str) -> None:
        fresh = self.folder / f"{service}.url.new"
        fresh.write_text(url, encoding="ascii")
        fresh.replace(self.folder / f"{service}.url")


def _make_keys(folder: Path) -> None:
    hub = Authority(folder / "hub", _HUB_AUTHORITY)
    juki = Authority(folder / "juki", "見本の住基ネットの認証局")
    hub.files(HUB, server=True)
    juki.files(JUKI_PARTY, server=True)
    for party in (TOWN, *(trade.party for trade in TRADES)):
        hub.files(party)
    hub.files(JUKI_PARTY)
    juki.files(TOWN)
    message_identity(folder / "messages", JUKI_PARTY)
    _staff_authority(folder)
    _publish(folder)


def _staff_authority(keys: Path) -> Authority:
    return Authority(keys / "staff", _STAFF_AUTHORITY, datetime.now(UTC) - _IN_USE)


def _publish(keys: Path) -> None:
    hub = Authority(keys / "hub", _HUB_AUTHORITY)
    publish_directory(keys / "parties.jws", HUB, PARTIES, keys / "messages", hub)
