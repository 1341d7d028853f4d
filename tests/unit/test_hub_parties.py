"""The registry is believed only under its authority; secret keys stay with their owner."""

import stat
from collections.abc import Callable
from pathlib import Path

import pytest
from cryptography import x509
from joserfc import jws
from joserfc.jwk import ECKey

from counter_app.failures import CounterError, FailureCode
from counter_app.hub.canonical import canonical_bytes
from counter_app.hub.channel import client_context
from counter_app.hub.parties import (
    Endpoint,
    load_directory,
    load_identity,
    write_directory,
)
from counter_app.sandbox import town_files
from counter_app.sandbox.pki import Authority
from counter_app.sandbox.town_files import HUB, PARTIES, TOWN, TownFiles
from tests.hub_kit import GAS, keys_of, registry
from tests.sealing_samples import CURVE, VERSION, pem_with


@pytest.fixture
def files(tmp_path: Path) -> TownFiles:
    return TownFiles.prepare(tmp_path)


def authority_of(files: TownFiles) -> Path:
    return files.hub_tls(TOWN).authority


def test_the_registry_names_every_party_with_keys_that_fit(files: TownFiles) -> None:
    directory = load_directory(files.directory_file, authority_of(files))
    assert directory.operator.id == HUB
    assert [(party.id, party.name) for party in directory.parties] == list(PARTIES)
    for party in directory.parties:
        identity = files.identity(party.id)
        assert party.signing_key.as_dict() == identity.signing_key.as_dict(private=False)
        assert party.encryption_key.as_dict() == identity.encryption_key.as_dict(private=False)
        assert not party.signing_key.is_private


def other_authority(files: TownFiles) -> None:
    stranger = Authority(files.folder / "stranger", "hub")
    write_directory(
        registry(keys_of(HUB), keys_of(GAS)), ECKey.import_key(stranger.key), files.directory_file
    )


def changed_byte(files: TownFiles) -> None:
    text = files.directory_file.read_text()
    middle = len(text) // 2
    files.directory_file.write_text(
        text[:middle] + ("A" if text[middle] != "A" else "B") + text[middle + 1 :]
    )


def another_kind_of_document(files: TownFiles) -> None:
    key = ECKey.import_key(Authority(files.hub_tls(TOWN).authority.parent, "hub").key)
    header = {"alg": "ES256", "typ": "counter-header+jws"}
    content = canonical_bytes({"hub": HUB, "parties": []})
    files.directory_file.write_text(jws.serialize_compact(header, content, key, ["ES256"]))


def gone(files: TownFiles) -> None:
    files.directory_file.unlink()


def authority_of_an_unknown_version(files: TownFiles) -> None:
    path = authority_of(files)
    path.write_bytes(pem_with(path.read_bytes(), *VERSION))


def authority_on_an_unknown_curve(files: TownFiles) -> None:
    path = authority_of(files)
    path.write_bytes(pem_with(path.read_bytes(), *CURVE))


@pytest.mark.parametrize(
    "spoil",
    [
        other_authority,
        changed_byte,
        another_kind_of_document,
        gone,
        authority_of_an_unknown_version,
        authority_on_an_unknown_curve,
    ],
)
def test_a_registry_that_is_not_the_operators_is_refused(
    files: TownFiles, spoil: Callable[[TownFiles], None]
) -> None:
    spoil(files)
    with pytest.raises(CounterError) as failure:
        load_directory(files.directory_file, authority_of(files))
    assert failure.value.code is FailureCode.HUB_KEYS_UNUSABLE


@pytest.mark.parametrize("content", [b"", b"{}", b'{"party":"town.y","seal":{},"sign":{}}'])
def test_a_broken_key_file_is_refused(tmp_path: Path, content: bytes) -> None:
    file = tmp_path / "town.y.keys"
    file.write_bytes(content)
    with pytest.raises(CounterError) as failure:
        load_identity(file)
    assert failure.value.code is FailureCode.HUB_KEYS_UNUSABLE


def test_secret_keys_are_readable_by_their_owner_alone(files: TownFiles) -> None:
    secret = [p for p in files.folder.rglob("*") if p.suffix in (".key", ".keys")]
    assert len(secret) > 15
    assert {stat.S_IMODE(path.stat().st_mode) for path in secret} == {0o600}


def test_an_identity_does_not_show_its_keys(files: TownFiles) -> None:
    identity = files.identity(TOWN)
    secret = identity.signing_key.as_dict(private=True)["d"]
    assert str(secret) not in repr(identity)
    assert repr(identity) == "Identity('town.y')"


def test_every_certificate_of_the_sandbox_says_so(files: TownFiles) -> None:
    certificates = list(files.folder.rglob("*.pem"))
    assert len(certificates) > 8
    for path in certificates:
        subject = x509.load_pem_x509_certificate(path.read_bytes()).subject.rfc4514_string()
        assert "見本 SANDBOX" in subject


def test_a_party_gets_a_folder_with_all_it_needs_and_no_key_of_another(
    files: TownFiles, tmp_path: Path
) -> None:
    folder = tmp_path / "parties"
    files.write_party_folder(folder)
    assert load_identity(folder / "identity.json").party == TOWN
    directory = load_directory(folder / "parties.jws", folder / "authority.pem")
    assert directory.operator.id == HUB
    for service in ("hub", "juki"):
        place = folder / service
        client_context(Endpoint("", place / "ca.pem", place / "certificate.pem", place / "key.pem"))
    written = b"".join(path.read_bytes() for path in folder.rglob("*") if path.is_file())
    mine = str(files.identity(TOWN).signing_key.as_dict(private=True)["d"])
    others = str(files.identity(GAS).signing_key.as_dict(private=True)["d"])
    assert mine.encode() in written
    assert others.encode() not in written


@pytest.mark.parametrize("missing", ["ca.pem", "certificate.pem", "key.pem"])
@pytest.mark.parametrize("spoil", [Path.unlink, lambda path: path.write_text("no key")])
def test_a_missing_or_broken_tls_file_is_named(
    files: TownFiles, tmp_path: Path, missing: str, spoil: Callable[[Path], object]
) -> None:
    files.write_party_folder(tmp_path / "parties")
    place = tmp_path / "parties" / "hub"
    spoil(place / missing)
    with pytest.raises(CounterError) as failure:
        client_context(Endpoint("", place / "ca.pem", place / "certificate.pem", place / "key.pem"))
    assert failure.value.code is FailureCode.HUB_KEYS_UNUSABLE


def test_an_organisation_added_later_gets_its_keys_and_the_others_keep_theirs(
    files: TownFiles, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = files.identity(GAS).signing_key.as_dict(private=True)
    monkeypatch.setattr(town_files, "PARTIES", (*PARTIES, ("post.east", "東郵便")))
    directory = TownFiles.prepare(tmp_path).directory()
    assert directory.parties[-1].id == "post.east"
    assert files.identity(GAS).signing_key.as_dict(private=True) == before


def test_keys_are_made_once_and_a_cut_off_first_run_leaves_none(tmp_path: Path) -> None:
    first = TownFiles.prepare(tmp_path).identity(TOWN)
    (tmp_path / "sandbox" / "keys-cut-off").mkdir()
    again = TownFiles.prepare(tmp_path).identity(TOWN)
    assert first.signing_key.as_dict(private=True) == again.signing_key.as_dict(private=True)
