"""A whole answer to one command, however card and reader hand it over."""

from dataclasses import replace

from iccard import apdu
from iccard.apdu import Command, Response
from iccard.channel import CardChannel, ChannelFaultError, Fault

ANSWER_LIMIT = 0x10000
"""No card has more to say; one that never ends its answer must not hold the reader for ever."""


def whole_answer(channel: CardChannel, command: Command) -> Response:
    """Transmit, follow 6Cxx (repeat with that Le) and 61xx (GET RESPONSE); pieces are wiped.

    A command is repeated on 6Cxx, so none that spends a try may be sent this way. Raises
    `ChannelFaultError`.
    """
    response = _exact_answer(channel, command)
    while response.status & 0xFF00 == 0x6100:
        # 6100 promises 256 bytes or more of some cards, and says of others that there is something.
        more = _exact_answer(channel, apdu.get_response(response.status & 0xFF))
        if not more.data:
            apdu.wipe(response.data)
            return more
        joined = response.data + more.data
        apdu.wipe(response.data)
        apdu.wipe(more.data)
        if len(joined) > ANSWER_LIMIT:
            apdu.wipe(joined)
            raise ChannelFaultError(Fault.UNEXPECTED, channel.reader)
        response = Response(joined, more.status)
    return response


def _exact_answer(channel: CardChannel, command: Command) -> Response:
    response = channel.transmit(command)
    if response.status & 0xFF00 == 0x6C00 and command.expected is not None:
        return channel.transmit(replace(command, expected=response.status & 0xFF))
    return response
