"""Stands for hub and Juki-net while the counter's keys to them cannot be used."""

from typing import NoReturn

from counter_app.failures import CounterError
from counter_app.model.message import InboundMessage, OutboundMessage, RefusedMessage
from counter_app.model.numbers import LinkCode
from counter_app.model.people import TransferCertificate
from counter_app.ports import FourAttributes


class WithoutKeys:
    """`HubTransport`, `CodeIssuing` and `JukiNet` that reach nobody and say why.

    Receptions go on as in an outage: every call raises HUB_KEYS_UNUSABLE, as `fault` does.
    """

    def __init__(self, fault: CounterError) -> None:
        self._fault = fault

    def send(self, message: OutboundMessage) -> None:
        self._refuse()

    def fetch(self, limit: int = 50) -> tuple[InboundMessage | RefusedMessage, ...]:
        self._refuse()

    def acknowledge(self, message_ids: tuple[str, ...]) -> None:
        self._refuse()

    def begin_acquisition(self) -> str:
        self._refuse()

    def issued_code(self, acquisition: str) -> LinkCode | None:
        self._refuse()

    def open(self) -> bool:
        self._refuse()

    def arrived(self) -> tuple[TransferCertificate, ...]:
        self._refuse()

    def taken(self, transfer_id: str) -> None:
        self._refuse()

    def request(self, attributes: FourAttributes) -> TransferCertificate:
        self._refuse()

    def recipient_key(self) -> str:
        self._refuse()

    def deliver_number(self, acquisition: str, sealed_number: str) -> None:
        self._refuse()

    def _refuse(self) -> NoReturn:
        # A new one each time: threads must not share a traceback.
        raise CounterError(self._fault.code, self._fault.detail) from self._fault
