"""Who takes part in the exchange: public keys of every party, and our own secret ones."""

from dataclasses import dataclass
from pathlib import Path

from cryptography import x509
from cryptography.exceptions import UnsupportedAlgorithm
from cryptography.hazmat.primitives.asymmetric.ec import EllipticCurvePublicKey
from joserfc import jws
from joserfc.errors import JoseError
from joserfc.jwk import ECKey

from counter_app.failures import CounterError, FailureCode
from counter_app.hub.canonical import CanonicalJsonError, JsonObject, canonical_bytes, read_object

DIRECTORY_TYPE = "counter-parties+jws"
_DIRECTORY_LIMIT = 100_000
_UNREADABLE = (
    *(OSError, ValueError, TypeError, KeyError),
    *(JoseError, CanonicalJsonError, x509.InvalidVersion, UnsupportedAlgorithm),
)


@dataclass(frozen=True, slots=True)
class Party:
    """One party: its id (`gas.midori`), its name, and its public keys."""

    id: str
    name: str
    signing_key: ECKey
    encryption_key: ECKey

    @property
    def signing_kid(self) -> str:
        return f"{self.id}#sign"

    @property
    def encryption_kid(self) -> str:
        return f"{self.id}#seal"


@dataclass(frozen=True, slots=True)
class Identity:
    """Our own party id with its secret keys (P-256). Never shown."""

    party: str
    signing_key: ECKey
    encryption_key: ECKey

    @property
    def signing_kid(self) -> str:
        return f"{self.party}#sign"

    @property
    def encryption_kid(self) -> str:
        return f"{self.party}#seal"

    def __repr__(self) -> str:
        return f"Identity({self.party!r})"


@dataclass(frozen=True, slots=True)
class Endpoint:
    """Where a service is, the one authority it is trusted under, and the certificate we show it."""

    url: str
    authority_file: Path
    certificate_file: Path
    key_file: Path


@dataclass(frozen=True, slots=True)
class PartyDirectory:
    """The registry of parties (機関の一覧), signed by the operator of the hub."""

    hub: str
    parties: tuple[Party, ...]

    def find(self, party_id: str) -> Party | None:
        return next((party for party in self.parties if party.id == party_id), None)

    def receiver(self, party_id: str) -> Party:
        """The party we want to write to. Raises HUB_PARTY_UNKNOWN."""
        party = self.find(party_id)
        if party is None:
            raise CounterError(FailureCode.HUB_PARTY_UNKNOWN, f"宛先 {party_id}")
        return party

    @property
    def operator(self) -> Party:
        """The hub itself."""
        return self.receiver(self.hub)


def write_directory(directory: PartyDirectory, operator_key: ECKey, file: Path) -> None:
    """Sign the registry with the operator's key and write it."""
    content = {
        "hub": directory.hub,
        "parties": [
            {
                "id": party.id,
                "name": party.name,
                "sign": party.signing_key.as_dict(private=False),
                "seal": party.encryption_key.as_dict(private=False),
            }
            for party in directory.parties
        ],
    }
    header = {"alg": "ES256", "typ": DIRECTORY_TYPE}
    text = jws.serialize_compact(header, canonical_bytes(content), operator_key, ["ES256"])
    file.write_text(text, encoding="ascii")


def load_directory(file: Path, authority_file: Path) -> PartyDirectory:
    """Read the registry and verify it against the pinned authority. Raises HUB_KEYS_UNUSABLE."""
    try:
        authority = x509.load_pem_x509_certificate(authority_file.read_bytes()).public_key()
        if not isinstance(authority, EllipticCurvePublicKey):
            raise ValueError("the authority has no EC key")
        token = jws.deserialize_compact(
            file.read_bytes(), ECKey.import_key(authority), algorithms=["ES256"]
        )
        if token.headers() != {"alg": "ES256", "typ": DIRECTORY_TYPE}:
            raise ValueError("not a party registry")
        content = read_object(token.payload, _DIRECTORY_LIMIT)
        entries = content["parties"]
        if not isinstance(entries, list):
            raise TypeError("parties is not a list")
        return PartyDirectory(
            hub=str(content["hub"]),
            parties=tuple(_party(entry) for entry in entries if isinstance(entry, dict)),
        )
    except _UNREADABLE as error:
        raise keys_unusable(file) from error


def write_identity(identity: Identity, file: Path) -> None:
    """Write our secret keys; the file is readable by its owner alone."""
    content = {
        "party": identity.party,
        "sign": identity.signing_key.as_dict(private=True),
        "seal": identity.encryption_key.as_dict(private=True),
    }
    file.touch(mode=0o600)
    file.chmod(0o600)
    file.write_bytes(canonical_bytes(content))


def load_identity(file: Path) -> Identity:
    """Read our secret keys. Raises HUB_KEYS_UNUSABLE."""
    try:
        content = read_object(file.read_bytes(), _DIRECTORY_LIMIT)
        signing, encryption = _key(content["sign"]), _key(content["seal"])
        if not (signing.is_private and encryption.is_private):
            raise ValueError("not secret keys")
        return Identity(str(content["party"]), signing, encryption)
    except _UNREADABLE as error:
        raise keys_unusable(file) from error


def _party(entry: JsonObject) -> Party:
    return Party(str(entry["id"]), str(entry["name"]), _key(entry["sign"]), _key(entry["seal"]))


def _key(value: object) -> ECKey:
    if not isinstance(value, dict) or value.get("crv") != "P-256":
        raise ValueError("not a P-256 key")
    return ECKey.import_key({str(name): str(part) for name, part in value.items()})


def keys_unusable(file: Path) -> CounterError:
    """HUB_KEYS_UNUSABLE for a file; the one place that names the code."""
    # Hub and Juki-net have files of the same names, each in its own folder.
    place = f"{file.parent.name}/{file.name}"
    return CounterError(FailureCode.HUB_KEYS_UNUSABLE, f"ファイル {place}")
