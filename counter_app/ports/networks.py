"""Other systems: Juki-net (住基ネット), the issuing of link codes, the hub (情報連携基盤)."""

from typing import Protocol

from counter_app.model.message import InboundMessage, OutboundMessage, RefusedMessage
from counter_app.model.numbers import LinkCode
from counter_app.model.people import TransferCertificate
from counter_app.ports.card import FourAttributes


class JukiNet(Protocol):
    """The resident-record network (住基ネット): transfer certificates, and the way P may travel."""

    def open(self) -> bool:
        """Whether the network is in its service hours (稼働中). Raises JUKI_UNREACHABLE."""
        ...

    def arrived(self) -> tuple[TransferCertificate, ...]:
        """Certificates the old towns pushed in advance (事前通知) and we have not taken yet."""
        ...

    def taken(self, transfer_id: str) -> None:
        """Tell the network that a pushed certificate is stored here."""
        ...

    def request(self, attributes: FourAttributes) -> TransferCertificate:
        """Ask the old town for this household's certificate (転出証明書情報の送信依頼).

        Raises JUKI_NOT_FOUND, JUKI_NOT_READY (the old town has not finished), JUKI_UNREACHABLE.
        """
        ...

    def recipient_key(self) -> str:
        """Public JWK to which the vault encrypts P for the network."""
        ...

    def deliver_number(self, acquisition: str, sealed_number: str) -> None:
        """Hand over P, sealed by the vault, under an acquisition number (符号の取得 5-②③)."""
        ...


class CodeIssuing(Protocol):
    """The hub's issuing service (符号の取得): acquisition number in, link code out."""

    def begin_acquisition(self) -> str: ...
    def issued_code(self, acquisition: str) -> LinkCode | None: ...


class HubTransport(Protocol):
    """Carries messages to and from the hub. Raises HUB_UNREACHABLE (try later) or HUB_REFUSED."""

    def send(self, message: OutboundMessage) -> None: ...
    def fetch(self, limit: int = 50) -> tuple[InboundMessage | RefusedMessage, ...]: ...
    def acknowledge(self, message_ids: tuple[str, ...]) -> None: ...
