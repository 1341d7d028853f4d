"""The number leaves the vault only sealed to its recipient, and only for what it was sealed for."""

import base64
import io
import json
import logging
import pickle
import re
import traceback
from collections.abc import Iterator

import pytest
from joserfc import jwe
from joserfc.errors import JoseError
from joserfc.jwk import ECKey

from counter_app.failures import FailureCode
from counter_app.sandbox.card_holder import TAKASHI, derive_number
from counter_app.sandbox.virtual_reader import VirtualReader
from iccard.vault import Vault
from tests.card_support import card, fails, make_vault, read_whole

ALGORITHMS = ["ECDH-ES", "A256GCM"]


@pytest.fixture
def vault() -> Iterator[Vault]:
    with VirtualReader(in_process=True) as reader:
        reader.insert(card())
        made = make_vault(reader)
        read_whole(made)
        yield made
        made.release()


def public(key: ECKey) -> str:
    return json.dumps(key.as_dict(private=False))


def test_only_the_recipient_opens_the_number_and_sees_what_it_is_for(vault: Vault) -> None:
    recipient, other = ECKey.generate_key("P-256"), ECKey.generate_key("P-256")
    token = vault.encrypt_number_for(public(recipient), "acquisition-1")
    opened = jwe.decrypt_compact(token, recipient, algorithms=ALGORITHMS)
    assert opened.plaintext == bytes(derive_number(TAKASHI.id))
    apv = opened.protected["apv"]
    assert base64.urlsafe_b64decode(apv + "=" * (-len(apv) % 4)) == b"acquisition-1"
    with pytest.raises(JoseError):
        jwe.decrypt_compact(token, other, algorithms=ALGORITHMS)


def test_a_token_does_not_open_for_another_purpose(vault: Vault) -> None:
    recipient = ECKey.generate_key("P-256")
    header, *rest = vault.encrypt_number_for(public(recipient), "acquisition-1").split(".")
    members = json.loads(base64.urlsafe_b64decode(header + "=" * (-len(header) % 4)))
    members["apv"] = base64.urlsafe_b64encode(b"acquisition-2").rstrip(b"=").decode()
    forged = base64.urlsafe_b64encode(json.dumps(members).encode()).rstrip(b"=").decode()
    with pytest.raises(JoseError):
        jwe.decrypt_compact(".".join([forged, *rest]), recipient, algorithms=ALGORITHMS)


def test_a_private_key_given_by_mistake_is_used_as_a_public_one(vault: Vault) -> None:
    recipient = ECKey.generate_key("P-256")
    token = vault.encrypt_number_for(json.dumps(recipient.as_dict(private=True)), "x")
    assert "d" not in jwe.decrypt_compact(token, recipient, algorithms=ALGORITHMS).protected["epk"]


def test_two_tokens_of_one_number_have_nothing_in_common(vault: Vault) -> None:
    recipient = ECKey.generate_key("P-256")
    first, second = (vault.encrypt_number_for(public(recipient), "x") for _ in range(2))
    assert first.split(".")[3] != second.split(".")[3]


def test_once_released_there_is_no_number_to_seal(vault: Vault) -> None:
    vault.release()
    with fails(FailureCode.CARD_NUMBER_GONE):
        vault.encrypt_number_for(public(ECKey.generate_key("P-256")), "x")


def test_nothing_around_a_reading_shows_the_number_or_a_pin(
    caplog: pytest.LogCaptureFixture, capfd: pytest.CaptureFixture[str]
) -> None:
    caplog.set_level(logging.DEBUG)
    seen = io.StringIO()
    with VirtualReader(in_process=True) as reader:
        inserted = card()
        reader.insert(inserted)
        vault = make_vault(reader)
        reading = read_whole(vault)
        print(repr(reading), str(reading), repr(inserted), repr(vault.__dict__), file=seen)
        with pytest.raises(JoseError) as caught:
            vault.encrypt_number_for('{"kty":"EC"}', "x")
        told = traceback.TracebackException.from_exception(caught.value, capture_locals=True)
        print(*told.format(), file=seen)
        with pytest.raises(TypeError):
            pickle.dumps(vault._number)
        vault.release()
    text = seen.getvalue() + caplog.text + "".join(capfd.readouterr())
    number = bytes(derive_number(TAKASHI.id)).decode()
    assert "グランドハイツ" in text  # what may be shown was looked at
    for secret in (number, TAKASHI.authentication_pin, TAKASHI.card_information_pin):
        assert not re.search(rf"(?<![0-9a-fx]){secret}(?![0-9a-f])", text)
    assert base64.b64encode(number.encode()).decode().rstrip("=") not in text
