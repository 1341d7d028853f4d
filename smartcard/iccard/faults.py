"""From what went wrong with a card to the failure code the clerk sees; each code is raised once."""

from typing import NoReturn

from counter_app.failures import CounterError, FailureCode
from iccard.channel import ChannelFaultError, Fault


def raise_channel_fault(error: ChannelFaultError) -> NoReturn:
    """Translate a fault of the channel."""
    place = f"リーダー: {error.detail.strip()}" if error.detail else ""
    match error.fault:
        case Fault.NO_READER:
            raise CounterError(FailureCode.CARD_NO_READER, place) from error
        case Fault.NO_CARD:
            raise CounterError(FailureCode.CARD_ABSENT, place) from error
        case Fault.UNKNOWN_CARD:
            raise CounterError(FailureCode.CARD_UNKNOWN, place) from error
        case Fault.REMOVED:
            raise CounterError(FailureCode.CARD_REMOVED, place) from error
        case Fault.EMPTY_ANSWER:
            raise CounterError(FailureCode.CARD_EMPTY_ANSWER, place) from error
        case Fault.READER_BUSY:
            raise CounterError(FailureCode.CARD_READER_BUSY, place) from error
        case Fault.SERVICE_DOWN:
            raise CounterError(FailureCode.CARD_SERVICE_DOWN, place) from error
        case Fault.NO_ANSWER:
            raise CounterError(FailureCode.CARD_NO_ANSWER, place) from error
        case Fault.UNEXPECTED:
            raise CounterError(FailureCode.CARD_READER_FAULT, place) from error


def raise_pin_uncertain(pin_name: str, error: ChannelFaultError) -> NoReturn:
    """The line broke while a PIN was under way: whether it counted is unknown, it is not resent."""
    raise CounterError(
        FailureCode.CARD_PIN_UNCERTAIN, f"{pin_name}の結果が届きませんでした。"
    ) from error


def raise_pin_locked(pin_name: str) -> NoReturn:
    raise CounterError(FailureCode.CARD_PIN_LOCKED, f"{pin_name}はロックされています。")


def raise_pin_wrong(pin_name: str, tries_left: int) -> NoReturn:
    raise CounterError(
        FailureCode.CARD_PIN_WRONG, f"{pin_name}が違います。あと{tries_left}回です。"
    )


def raise_pin_format(pin_name: str, digits: int) -> NoReturn:
    raise CounterError(FailureCode.CARD_PIN_FORMAT, f"{pin_name}は数字{digits}けたです。")


def raise_last_try(pin_name: str) -> NoReturn:
    raise CounterError(FailureCode.CARD_LAST_TRY, f"{pin_name}はあと1回でロックされます。")


def raise_not_proved(reason: str) -> NoReturn:
    """The person is not proved to hold this card; `reason` is a Japanese sentence."""
    raise CounterError(FailureCode.CARD_HOLDER_NOT_PROVED, reason)


def raise_card_authority_unusable(name: str, cause: Exception) -> NoReturn:
    """A file of the card authorities holds no certificate."""
    raise CounterError(FailureCode.CARD_AUTHORITY_UNUSABLE, f"{name}を読めません。") from cause


def raise_unreadable(what: str, cause: Exception | None = None) -> NoReturn:
    """The card answered something this dialogue does not know; `what` quotes no data."""
    raise CounterError(FailureCode.CARD_UNREADABLE, what) from cause


def raise_number_gone() -> NoReturn:
    raise CounterError(
        FailureCode.CARD_NUMBER_GONE,
        "個人番号は手元に残っていません。もう一度カードをかざしてください。",
    )
