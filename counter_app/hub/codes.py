"""The hub's issuing service: an acquisition number in, a link code out (符号の取得)."""

import re
from urllib.parse import quote

from counter_app.hub.https import HubConnection, unreachable
from counter_app.model.numbers import LinkCode

_ACQUISITION = re.compile(r"AQ-[0-9A-HJKMNP-TV-Z]{16}")


class HubCodeIssuing:
    """`CodeIssuing` over the same connection as the messages. No individual number passes here."""

    def __init__(self, connection: HubConnection) -> None:
        self._connection = connection

    def begin_acquisition(self) -> str:
        """A new acquisition number (取得番号): neither P nor a resident record code (住民票コード).

        Raises HUB_UNREACHABLE, HUB_REFUSED.
        """
        number = str(self._connection.call("POST", "/acquisitions", {}).get("acquisition"))
        if not _ACQUISITION.fullmatch(number):
            raise unreachable("取得番号を読めません")
        return number

    def issued_code(self, acquisition: str) -> LinkCode | None:
        """Our link code for the person named under that number; None until the network named one.

        Raises HUB_UNREACHABLE, HUB_REFUSED.
        """
        answer = self._connection.call("GET", f"/acquisitions/{quote(acquisition, safe='')}")
        code = answer.get("code")
        if code is None:
            return None
        try:
            return LinkCode(str(code))
        except ValueError as error:
            raise unreachable("リンクコードを読めません") from error
