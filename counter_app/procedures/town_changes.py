"""What a town's own file changes in the catalogue: `[catalogue]`, `[[override]]`, `[[procedure]]`.

The rest of that file belongs to `counter_app.model.town`.
"""

from dataclasses import dataclass
from pathlib import Path

import msgspec

from counter_app.failures import CounterError
from counter_app.procedures.catalogue_file import TownCatalogueFile
from counter_app.procedures.mistakes import entry_words, invalid_entry
from counter_app.procedures.toml_source import Block, TomlSource
from counter_app.procedures.written_entry import Fields, Layer


@dataclass(frozen=True, slots=True)
class TownChanges:
    """What one town's file says, with the places it says it at."""

    edition: str
    written_for: str
    """Edition of our catalogue that the town had before it when it wrote its changes."""
    overrides: tuple[tuple[Layer, str], ...]
    mistakes: tuple[CounterError, ...]
    """What is wrong with overrides that are therefore left out."""
    procedures: tuple[tuple[Block, str, Fields], ...]
    wishes: tuple[tuple[str, str], ...]

    @classmethod
    def none(cls) -> "TownChanges":
        return cls("", "", (), (), (), ())

    @property
    def any(self) -> bool:
        return bool(self.overrides or self.mistakes or self.procedures or self.wishes)


def read_town_changes(path: Path) -> TownChanges:
    """Read a town's file; a mistake in an override leaves the others readable.

    Raises CATALOGUE_FILE_UNREADABLE, CATALOGUE_ENTRY_INVALID.
    """
    source = TomlSource.read(path)
    try:
        file = msgspec.convert(source.content, TownCatalogueFile)
    except msgspec.ValidationError as error:
        raise invalid_entry(source.path(str(error)), entry_words(str(error))) from error
    if not (file.override or file.procedure or file.wish):
        return TownChanges.none()
    if file.catalogue is None:
        table = "override" if file.override else "procedure" if file.procedure else "wish"
        raise invalid_entry(
            source.entry(table, 0),
            "[catalogue] に、町の版 edition と、もとにした一覧の版 written_for を書きます。",
        )
    overrides: list[tuple[Layer, str]] = []
    mistakes: list[CounterError] = []
    for index, fields in enumerate(file.override):
        entry_id = str(fields.get("id", ""))
        block = source.block("override", index).named(entry_id)
        try:
            layer = Layer.change(block, fields, file.catalogue.edition)
        except CounterError as error:
            mistakes.append(error)
            continue
        if layer.keys.because:
            overrides.append((layer, entry_id))
        else:
            mistakes.append(invalid_entry(block.position, "変える理由 because を書きます。"))
    return TownChanges(
        file.catalogue.edition,
        file.catalogue.written_for,
        tuple(overrides),
        tuple(mistakes),
        tuple(
            (source.block("procedure", index).named(str(f.get("id", ""))), str(f.get("id", "")), f)
            for index, f in enumerate(file.procedure)
        ),
        tuple((wish.value, wish.words) for wish in file.wish),
    )
