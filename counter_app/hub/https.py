"""The hub over HTTPS: send, fetch and acknowledge sealed messages."""

import re
from typing import Final

from counter_app.failures import CounterError, FailureCode
from counter_app.hub.canonical import JsonObject, JsonValue
from counter_app.hub.channel import Channel, ChannelError
from counter_app.hub.envelope import (
    AheadOfTimeError,
    Envelope,
    EnvelopeError,
    open_envelope,
    seal,
)
from counter_app.hub.parties import Endpoint, Identity, PartyDirectory
from counter_app.model.message import InboundMessage, OutboundMessage, RefusedMessage
from counter_app.ports import Clock

_NUMBER: Final = re.compile(r"[0-9A-Za-z._:-]{8,64}")
_TRY_LATER: Final = frozenset({408, 425, 429})
_REASONS: Final = {
    "unknown_link_code": "リンクコードが基盤に登録されていません",
    "unknown_party": "相手の機関が基盤に登録されていません",
    "not_the_sender": "証明書と送り主が合いません",
    "envelope_refused": "署名か内容の検査に通りませんでした",
    "id_used_differently": "同じ番号の別の連絡が先にあります",
    "expired": "有効期限を過ぎています",
    "ahead_of_time": "この端末の時計が基盤より5分以上進んでいます",
}


class HubConnection:
    """Our one connection to the hub, shared by messages and by the issuing of link codes."""

    def __init__(self, endpoint: Endpoint) -> None:
        self._channel = Channel(endpoint)

    def call(self, method: str, path: str, body: JsonObject | None = None) -> JsonObject:
        """One call. Raises HUB_UNREACHABLE (try later) or HUB_REFUSED (the hub said no)."""
        try:
            answer = self._channel.request(method, path, body)
        except ChannelError as error:
            raise unreachable(str(error)) from error
        if answer.status == 200:
            return answer.body
        reason = _REASONS.get(str(answer.body.get("reason")), f"応答 {answer.status}")
        if 400 <= answer.status < 500 and answer.status not in _TRY_LATER:
            raise CounterError(FailureCode.HUB_REFUSED, reason)
        raise unreachable(reason)

    def state(self) -> str:
        """The hub's own word on its state (`running`). Raises HUB_UNREACHABLE."""
        return str(self.call("GET", "/status").get("state", ""))

    def close(self) -> None:
        self._channel.close()


class HttpsHub:
    """`HubTransport` over HTTPS. `identity` is the town (or organisation) we act as.

    Sending is idempotent by message id: a repeat is accepted and has no second effect.
    """

    def __init__(
        self,
        connection: HubConnection,
        identity: Identity,
        directory: PartyDirectory,
        clock: Clock,
    ) -> None:
        self._connection = connection
        self._identity = identity
        self._directory = directory
        self._clock = clock

    def send(self, message: OutboundMessage) -> None:
        """Seal a message and hand it to the hub; returns when the hub has stored it.

        Raises HUB_UNREACHABLE (try later); for good: HUB_REFUSED, HUB_PARTY_UNKNOWN,
        HUB_NUMBER_IN_MESSAGE, HUB_MESSAGE_INVALID.
        """
        envelope = seal(message, self._identity, self._directory, self._clock())
        self._connection.call("POST", "/messages", _wire(envelope))

    def fetch(self, limit: int = 50) -> tuple[InboundMessage | RefusedMessage, ...]:
        """What waits for us at the hub, oldest first; it stays there until acknowledged.

        A message our clock has not come to waits there too, and what is behind it. Raises
        HUB_UNREACHABLE when that is all there is.
        """
        answer = self._connection.call("GET", f"/mailbox?limit={limit}")
        entries = answer.get("messages")
        if not isinstance(entries, list):
            raise unreachable("応答を読めません")
        opened: list[InboundMessage | RefusedMessage] = []
        for entry in entries:
            try:
                opened.append(self._opened(entry))
            except AheadOfTimeError as error:
                if not opened:
                    raise unreachable("この端末の時計が基盤より5分以上遅れています") from error
                break
        return tuple(opened)

    def acknowledge(self, message_ids: tuple[str, ...]) -> None:
        """Tell the hub that these messages are stored here and need not be kept for us."""
        ids: list[JsonValue] = list(message_ids)
        self._connection.call("POST", "/mailbox/acknowledge", {"ids": ids})

    def _opened(self, entry: JsonValue) -> InboundMessage | RefusedMessage:
        fields = entry if isinstance(entry, dict) else {}
        number, sender = str(fields.get("id", "")), str(fields.get("from", ""))
        if not _NUMBER.fullmatch(number):
            # It could never be acknowledged, and would come again for ever.
            raise unreachable("応答を読めません")
        envelope = Envelope(str(fields.get("header", "")), str(fields.get("what", "")))
        try:
            message = open_envelope(envelope, self._identity, self._directory, self._clock())
        except AheadOfTimeError:
            raise
        except EnvelopeError as error:
            return _refused(number, sender, str(error))
        if message.id != number:
            return _refused(number, sender, "番号がヘッダーと合いません")
        return message


def unreachable(reason: str) -> CounterError:
    """HUB_UNREACHABLE with a reason; the one place that names the code."""
    return CounterError(FailureCode.HUB_UNREACHABLE, reason)


def _refused(number: str, sender: str, reason: str) -> RefusedMessage:
    # The number is the mailbox's word, unsigned: good for acknowledging and for nothing else.
    return RefusedMessage(id=number, from_party=sender[:40], reason=reason)


def _wire(envelope: Envelope) -> JsonObject:
    return {"header": envelope.header, "what": envelope.what}
