"""Every error number a reader is known to give has its fault, whichever way it is written."""

import pytest

from counter_app.failures import CounterError
from iccard.channel import ChannelFaultError, Fault
from iccard.faults import raise_channel_fault
from iccard.pcsc import meaning


@pytest.mark.parametrize(
    ("number", "fault"),
    [
        (0x8010001D, Fault.SERVICE_DOWN),
        (0x8010001E, Fault.SERVICE_DOWN),
        (0x80100013, Fault.SERVICE_DOWN),
        (0x80100003, Fault.SERVICE_DOWN),
        (0x8010002E, Fault.NO_READER),
        (0x80100017, Fault.NO_READER),
        (0x8010000B, Fault.READER_BUSY),
        (0x80100016, Fault.REMOVED),
        (0x80100068, Fault.REMOVED),
        (0x80100069, Fault.REMOVED),
        (0x80100066, Fault.NO_CARD),
        (0x8010000C, Fault.NO_CARD),
        (0x80100004, Fault.UNEXPECTED),
    ],
)
def test_an_error_number_has_one_meaning_signed_or_not(number: int, fault: Fault) -> None:
    assert meaning(number) is meaning(number - (1 << 32)) is fault


@pytest.mark.parametrize("number", [0x8010000C, 0x80100066, 0x80100067])
def test_a_card_that_is_missing_while_in_use_was_removed(number: int) -> None:
    assert meaning(number, connected=True) is Fault.REMOVED


def test_every_fault_has_a_failure_code_of_its_own() -> None:
    codes = set()
    for fault in Fault:
        with pytest.raises(CounterError) as caught:
            raise_channel_fault(ChannelFaultError(fault, "Reader 00 00"))
        assert caught.value.detail == "リーダー: Reader 00 00"
        codes.add(caught.value.code)
    assert len(codes) == len(Fault)
