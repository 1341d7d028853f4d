"""An entry as it is written: itself, its dated changes, and what the town changes in it.

On each day an entry is what its layers make of it, the later ones first: the town's `[[override]]`
that holds on the day, our `[[procedure.change]]` that holds, the `[[procedure]]` itself. A key is
replaced whole; nothing is mixed inside a deadline or a list.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

import msgspec

from counter_app.model.calendar import ONE_DAY
from counter_app.procedures.catalogue_file import ChangeKeys, ProcedureEntry
from counter_app.procedures.mistakes import entry_words, invalid_entry
from counter_app.procedures.toml_source import Block, Position

_CONTROL = frozenset(ChangeKeys.__struct_fields__) | {"id"}
_KNOWN = _CONTROL | frozenset(ProcedureEntry.__struct_fields__)
_NO_CHANGE = ChangeKeys()
Fields = dict[str, object]


@dataclass(frozen=True, slots=True)
class Layer:
    """One writing of an entry, with the place it stands at and the days it holds."""

    block: Block
    fields: Fields
    keys: ChangeKeys = _NO_CHANGE
    edition: str = ""
    """Of the town's file; empty for ours."""

    @classmethod
    def change(cls, block: Block, fields: Fields, edition: str = "") -> "Layer":
        """Read what a change says of itself. Raises CATALOGUE_ENTRY_INVALID."""
        for key in fields:
            if key not in _KNOWN:
                raise invalid_entry(block.key(key), f"{key} という項目はありません。")
        try:
            keys = msgspec.convert(
                {k: v for k, v in fields.items() if k in _CONTROL - {"id"}}, ChangeKeys
            )
        except msgspec.ValidationError as error:
            raise invalid_entry(block.path(str(error)), entry_words(str(error))) from error
        replaced = {k: v for k, v in fields.items() if k not in _CONTROL}
        if keys.since is not None and keys.until is not None and keys.since > keys.until:
            raise invalid_entry(block.key("until"), "until が since より前です。")
        if bool(replaced) == keys.off:
            said = (
                "off = true のときは、ほかの項目を書きません。"
                if keys.off
                else "変える項目がありません。"
            )
            raise invalid_entry(block.key("off"), said)
        return cls(block, replaced, keys, edition)

    def holds(self, first: date | None) -> bool:
        """Whether it holds in the span of days that begins on `first` (None: from ever)."""
        since, until = self.keys.since, self.keys.until
        begun = since is None or (first is not None and since <= first)
        return begun and (until is None or first is None or first <= until)

    def overlaps(self, other: "Layer") -> bool:
        ends = (self.keys.until or date.max, other.keys.until or date.max)
        starts = (self.keys.since or date.min, other.keys.since or date.min)
        return max(starts) <= min(ends)


@dataclass(frozen=True, slots=True)
class Version:
    """An entry as it is in a span of days: its fields, and which layer wrote which."""

    since: date | None
    until: date | None
    layers: tuple[Layer, ...]

    @property
    def off(self) -> bool:
        return any(layer.keys.off for layer in self.layers)

    @property
    def by_town(self) -> bool:
        """Whether the town wrote it, or changed it."""
        return bool(self.town_edition)

    @property
    def because(self) -> str:
        """Why the town changed it; the last reason given."""
        return next((x.keys.because for x in reversed(self.layers) if x.keys.because), "")

    @property
    def town_edition(self) -> str:
        return next((x.edition for x in reversed(self.layers) if x.edition), "")

    @property
    def fields(self) -> Fields:
        base, *changes = self.layers
        fields = dict(base.fields)
        for layer in changes:
            for one, other in (("reason", "outcome"), ("outcome", "reason")):
                if one in layer.fields:
                    fields.pop(other, None)
            if layer.fields.get("verified") is True:
                fields.pop("to_confirm", None)
            fields |= layer.fields
        return fields

    def key(self, key: str, *, inside: str = "") -> Position:
        """Where a key stands (`inside` a table): in the layer that says it last."""
        if inside:
            return self._writer(inside).element(inside, 0).key(key)
        return self._writer(key).key(key)

    def latest(self, keys: tuple[str, ...]) -> str:
        """Of keys that have to agree, the one that was written last; the first where none was."""
        written = (key for layer in reversed(self.layers) for key in keys if key in layer.fields)
        return next(written, keys[0])

    def value(self, key: str, text: str) -> Position:
        """Where the text of a condition begins, be it inside an outcome or an attachment."""
        for layer in reversed(self.layers):
            found = layer.block.value(key, text)
            if found != layer.block.key(key) or layer is self.layers[0]:
                return found
        return self.key(key)

    def path(self, message: str) -> Position:
        """The place a validation message about the merged fields points to."""
        _, _, rest = message.partition("`$.")
        key = rest.split(".")[0].split("[")[0].rstrip("`")
        unknown = message.split("field `")[1].split("`")[0] if "unknown field `" in message else ""
        return self._writer(key or unknown).path(message)

    def _writer(self, key: str) -> Block:
        writers = [layer.block for layer in self.layers if key in layer.fields]
        return writers[-1] if writers else self.layers[-1].block


@dataclass(frozen=True, slots=True)
class WrittenEntry:
    """All layers of one entry: the first is the entry itself, the town's come last."""

    id: str
    edition: str
    layers: tuple[Layer, ...]

    def versions(self) -> Iterator[Version]:
        """What it is, span by span, in the order of days."""
        days = {layer.keys.since for layer in self.layers if layer.keys.since is not None}
        days |= {
            layer.keys.until + ONE_DAY for layer in self.layers if layer.keys.until is not None
        }
        starts: list[date | None] = [None, *sorted(days)]
        for place, first in enumerate(starts):
            following = starts[place + 1] if place + 1 < len(starts) else None
            last = following - ONE_DAY if following is not None else None
            yield Version(first, last, tuple(x for x in self.layers if x.holds(first)))
