"""From what went wrong with a staff card to the failure code shown; each code is raised once."""

from typing import NoReturn

from counter_app.failures import CounterError, FailureCode
from iccard.channel import ChannelFaultError, Fault
from iccard.faults import raise_channel_fault


def raise_staff_channel_fault(error: ChannelFaultError) -> NoReturn:
    """Translate a fault of the channel; one of the reader has the reader's own code."""
    place = f"リーダー: {error.detail.strip()}" if error.detail else ""
    match error.fault:
        case Fault.NO_CARD:
            raise CounterError(FailureCode.STAFF_CARD_ABSENT, place) from error
        case Fault.UNKNOWN_CARD:
            raise CounterError(FailureCode.STAFF_CARD_UNKNOWN, place) from error
        case Fault.REMOVED | Fault.EMPTY_ANSWER:
            raise CounterError(FailureCode.STAFF_CARD_REMOVED, place) from error
    raise_channel_fault(error)


def raise_staff_card_unreadable(what: str, cause: Exception | None = None) -> NoReturn:
    """The card answered something this dialogue does not know."""
    raise CounterError(FailureCode.STAFF_CARD_UNREADABLE, what) from cause


def raise_staff_card_expired(detail: str) -> NoReturn:
    raise CounterError(FailureCode.STAFF_CARD_EXPIRED, detail)


def raise_staff_card_not_trusted(detail: str) -> NoReturn:
    """Not issued by the town's authority, or not for this; `detail` is a Japanese sentence."""
    raise CounterError(FailureCode.STAFF_CARD_NOT_TRUSTED, detail)


def raise_staff_card_not_proved() -> NoReturn:
    raise CounterError(
        FailureCode.STAFF_CARD_NOT_PROVED, "カードの署名が、カードの証明書と合いません。"
    )


def raise_staff_authority_unusable(detail: str, cause: Exception | None = None) -> NoReturn:
    raise CounterError(FailureCode.STAFF_AUTHORITY_UNUSABLE, detail) from cause
