"""The data a form is filled from, read by kind; a key that is not there leaves the box blank."""

import re
from collections.abc import Mapping
from datetime import date
from typing import NoReturn

from counter_app.failures import CounterError, FailureCode
from counter_app.model.facts import FieldValue
from forms.eras import plain_date

_BLANK = "\u3000\u3000"
PLACE = re.compile(r"\{([a-z0-9_]+(?:\.(?:[a-z0-9_]+|\{n\}))+)(?:\|([^{}]*))?\}")


class Values:
    """Typed look-ups over the flat, dotted data."""

    def __init__(self, data: Mapping[str, FieldValue]) -> None:
        self._data = data

    def has(self, key: str) -> bool:
        return key in self._data and self._data[key] != ""

    def text(self, key: str) -> str | None:
        """The value as it is printed, or None when it is not known."""
        value = self._data.get(key)
        if value is None or value == "":
            return None
        if isinstance(value, bool):
            refuse_value(key, "文字")
        if isinstance(value, date):
            return plain_date(value)
        if isinstance(value, tuple):
            return "・".join(value)
        return str(value)

    def day(self, key: str) -> date | None:
        value = self._data.get(key)
        if value is None or value == "":
            return None
        if not isinstance(value, date):
            refuse_value(key, "日付")
        return value

    def chosen(self, key: str) -> frozenset[str]:
        """The chosen keys of options; a yes/no value is `yes` or `no`."""
        value = self._data.get(key)
        if value is None or value == "":
            return frozenset()
        if isinstance(value, bool):
            return frozenset(("yes" if value else "no",))
        if isinstance(value, tuple):
            return frozenset(value)
        if isinstance(value, date):
            refuse_value(key, "選択")
        return frozenset((str(value),))

    def count(self, name: str) -> int | None:
        """How many entries a list has (`member.count`); None when nothing is known of it."""
        value = self._data.get(f"{name}.count")
        if value is None:
            return None
        if isinstance(value, bool) or not isinstance(value, int) or value < 0:
            refuse_value(f"{name}.count", "0以上の整数")
        return value

    def holds(self, condition: str) -> bool:
        """`key`, `!key`, `key=choice`, joined by `&`, alternatives by `|`; the unknown fails."""
        return not condition or any(
            all(self._holds(part.strip()) for part in alternative.split("&"))
            for alternative in condition.split("|")
        )

    def _holds(self, condition: str) -> bool:
        if condition.startswith("!"):
            return not self._holds(condition[1:])
        if "=" in condition:
            key, _, choice = condition.partition("=")
            return choice in self.chosen(key)
        value = self._data.get(condition)
        return value is not None and value not in ("", 0)  # 0 stands for False too

    def keys_in(self, template: str) -> tuple[str, ...]:
        """The keys a template reads."""
        return tuple(match[1] for match in PLACE.finditer(template)) if "{" in template else ()

    def filled(self, template: str) -> str:
        """The template with `{key}` replaced; `{key|text}` gives the text for what is not known."""
        if "{" not in template:
            return template

        def put(match: re.Match[str]) -> str:
            known = self.text(match[1])
            return known if known is not None else (_BLANK if match[2] is None else match[2])

        return PLACE.sub(put, template)


def keys_of(condition: str) -> tuple[str, ...]:
    """The keys a condition reads."""
    return tuple(
        part.strip().lstrip("!").partition("=")[0]
        for part in condition.replace("|", "&").split("&")
        if part.strip()
    )


def refuse_value(key: str, expected: str) -> NoReturn:
    """Stop at a value that is not what its place can show, naming the key alone."""
    raise CounterError(
        FailureCode.FORM_DATA_INVALID, f"項目「{key}」は{expected}の値にしてください"
    )
