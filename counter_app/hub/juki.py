"""The Juki-net (住基ネット) over HTTPS: transfer certificates in, sealed individual numbers out."""

import logging
from typing import Final
from urllib.parse import quote

import msgspec
from joserfc.errors import JoseError
from joserfc.jwk import ECKey

from counter_app.failures import CounterError, FailureCode
from counter_app.hub.canonical import JsonObject, JsonValue, canonical_bytes, plain
from counter_app.hub.channel import Channel, ChannelError
from counter_app.hub.number_scan import holds_individual_number
from counter_app.hub.parties import Endpoint
from counter_app.model.people import TransferCertificate
from counter_app.ports import FourAttributes

_log = logging.getLogger(__name__)

_REASONS: Final = {
    "not_for_you": "この端末には許されていません",
    "unknown_person": "番号に合う人がいません",
    "number_unreadable": "封をした番号を開けません",
    "no_such_acquisition": "取得番号が登録されていません",
}


class HttpsJukiNet:
    """`JukiNet` over a connection of its own: another authority and another certificate."""

    def __init__(self, endpoint: Endpoint) -> None:
        self._channel = Channel(endpoint)

    def arrived(self) -> tuple[TransferCertificate, ...]:
        """Certificates pushed in advance, not yet taken. Raises JUKI_UNREACHABLE, JUKI_CLOSED.

        One that is not taken in stays in the network; the other households do not wait for it.
        """
        found = self._call("GET", "/arrived").get("certificates")
        if not isinstance(found, list):
            raise _unreachable("応答を読めません")
        taken_in: list[TransferCertificate] = []
        for value in found:
            try:
                taken_in.append(_certificate(value))
            except CounterError as failure:
                _log.warning("a pushed certificate was not taken in: %s", failure.detail)
        return tuple(taken_in)

    def taken(self, transfer_id: str) -> None:
        """A pushed certificate is stored here; the network need not push it again."""
        self._call("POST", f"/arrived/{quote(transfer_id, safe='')}/taken", {})

    def request(self, attributes: FourAttributes) -> TransferCertificate:
        """Ask the old town for the certificate of this person's household.

        Raises JUKI_NOT_FOUND, JUKI_NOT_READY, JUKI_CLOSED, JUKI_UNREACHABLE, JUKI_REFUSED.
        """
        asked = plain(attributes)
        answer = self._call("POST", "/requests", {"attributes": asked})
        return _certificate(answer.get("certificate"))

    def recipient_key(self) -> str:
        """Public JWK (P-256) to which the vault seals P for the network, as JSON text."""
        found = self._call("GET", "/recipient-key").get("key")
        try:
            if not isinstance(found, dict) or set(found) != {"kty", "crv", "x", "y"}:
                raise ValueError("not a public key")
            ECKey.import_key({name: str(part) for name, part in found.items()})
        except (JoseError, ValueError, TypeError, KeyError) as error:
            raise _unreachable("鍵を読めません") from error
        return canonical_bytes(found).decode()

    def deliver_number(self, acquisition: str, sealed_number: str) -> None:
        """Hand over P as the vault sealed it (JWE), under an acquisition number (符号の取得 5-②③).

        Raises JUKI_REFUSED, JUKI_CLOSED, JUKI_UNREACHABLE.
        """
        self._call("POST", "/numbers", {"acquisition": acquisition, "sealed": sealed_number})

    def open(self) -> bool:
        """Whether the network is in service now (稼働中). Raises JUKI_UNREACHABLE."""
        return self._call("GET", "/status").get("state") == "open"

    def close(self) -> None:
        self._channel.close()

    def _call(self, method: str, path: str, body: JsonObject | None = None) -> JsonObject:
        try:
            answer = self._channel.request(method, path, body)
        except ChannelError as error:
            raise _unreachable(str(error)) from error
        reason = str(answer.body.get("reason", ""))
        if answer.status == 200:
            return answer.body
        if answer.status == 503 and reason == "closed":
            raise CounterError(FailureCode.JUKI_CLOSED)
        if answer.status == 404 and reason == "not_found":
            raise CounterError(FailureCode.JUKI_NOT_FOUND)
        if answer.status == 409 and reason == "not_ready":
            raise CounterError(FailureCode.JUKI_NOT_READY)
        if 400 <= answer.status < 500:
            detail = _REASONS.get(reason, f"応答 {answer.status}")
            raise CounterError(FailureCode.JUKI_REFUSED, detail)
        raise _unreachable(f"応答 {answer.status}")


def _certificate(value: JsonValue) -> TransferCertificate:
    """A certificate with exactly the fields we know; one that carries a number is not taken in."""
    try:
        certificate = msgspec.convert(value, TransferCertificate)
    except (msgspec.ValidationError, ValueError) as error:
        raise _unreachable("転出証明書情報を読めません") from error
    known = plain(certificate)
    if canonical_bytes(known) != canonical_bytes(value) or not isinstance(known, dict):
        raise _unreachable("転出証明書情報に決まりと違う項目があります")
    # The old town's own case number may look like anything; all else must not look like P.
    if holds_individual_number({name: known[name] for name in known if name != "id"}):
        raise _unreachable("転出証明書情報に個人番号にあたる数字があります")
    return certificate


def _unreachable(reason: str) -> CounterError:
    return CounterError(FailureCode.JUKI_UNREACHABLE, reason)
