"""One kept-open HTTPS connection with mutual TLS 1.3 to a service under a pinned authority."""

import ssl
import time
from dataclasses import dataclass
from typing import Final

import httpx

from counter_app.hub.canonical import (
    CanonicalJsonError,
    JsonObject,
    canonical_bytes,
    read_loose_object,
)
from counter_app.hub.parties import Endpoint, keys_unusable

ANSWER_LIMIT: Final = 4 * 1024 * 1024
"""Longest answer we read, in bytes."""
ANSWER_SECONDS: Final = 10.0
"""Longest time one whole answer may take."""
_TIMEOUT: Final = httpx.Timeout(ANSWER_SECONDS, connect=5.0)


class ChannelError(Exception):
    """The service gave no usable answer; the text is a Japanese reason."""


@dataclass(frozen=True, slots=True)
class Answer:
    """HTTP status and JSON body of an answer."""

    status: int
    body: JsonObject


class Channel:
    """Sends JSON requests over one client that stays open. Safe to use from several threads."""

    def __init__(self, endpoint: Endpoint) -> None:
        self._client = httpx.Client(
            base_url=endpoint.url,
            verify=client_context(endpoint),
            timeout=_TIMEOUT,
            trust_env=False,
            follow_redirects=False,
            headers={"accept": "application/json", "accept-encoding": "identity"},
        )

    def request(self, method: str, path: str, body: JsonObject | None = None) -> Answer:
        """One request. Raises ChannelError: no connection, TLS refused, time, size, no JSON."""
        content = None if body is None else canonical_bytes(body)
        headers = {} if body is None else {"content-type": "application/json"}
        until = time.monotonic() + ANSWER_SECONDS
        try:
            with self._client.stream(method, path, content=content, headers=headers) as response:
                data = _read(response, until)
                return Answer(response.status_code, read_loose_object(data, ANSWER_LIMIT))
        except httpx.TimeoutException as error:
            raise ChannelError("時間内に応答がありません") from error
        except httpx.ConnectError as error:
            raise ChannelError(_connect_reason(error)) from error
        except httpx.HTTPError as error:
            raise ChannelError("通信が切れました") from error
        except CanonicalJsonError as error:
            raise ChannelError("応答を読めません") from error

    def close(self) -> None:
        self._client.close()


def client_context(endpoint: Endpoint) -> ssl.SSLContext:
    """TLS 1.3 alone, one authority alone, the host name checked, our certificate shown.

    Raises HUB_KEYS_UNUSABLE when a file is missing or is not what it should be.
    """
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    context.minimum_version = ssl.TLSVersion.TLSv1_3
    try:
        context.load_verify_locations(endpoint.authority_file)
    except OSError as error:  # ssl.SSLError is one
        raise keys_unusable(endpoint.authority_file) from error
    try:
        context.load_cert_chain(endpoint.certificate_file, endpoint.key_file)
    except OSError as error:
        raise keys_unusable(endpoint.certificate_file) from error
    return context


def _read(response: httpx.Response, until: float) -> bytes:
    data = bytearray()
    for part in response.iter_raw():
        data += part
        if len(data) > ANSWER_LIMIT:
            raise ChannelError("応答が大きすぎます")
        if time.monotonic() > until:
            raise ChannelError("時間内に応答がありません")
    return bytes(data)


def _connect_reason(error: httpx.ConnectError) -> str:
    cause: BaseException | None = error
    while cause is not None:
        if isinstance(cause, ssl.SSLError):
            return "相手の証明書を確かめられません"
        cause = cause.__cause__ or cause.__context__
    return "つながりません"
