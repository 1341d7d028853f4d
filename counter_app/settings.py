"""Settings (設定) of one counter: one frozen value, read once at start from `settings.toml`."""

import tomllib
from dataclasses import dataclass, replace
from pathlib import Path

import msgspec
import platformdirs

from counter_app.failures import CounterError, FailureCode


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """Where this counter keeps its data, who works here and what it talks to.

    `basedir` holds the database, the keys and the logs of this counter. `parties` is the folder
    with this town's certificates and the directory of parties; empty means the sandbox town.
    """

    basedir: Path
    counter: str = "窓口1"
    clerk: str = ""
    town_file: Path | None = None
    parties: Path | None = None
    hub_url: str = ""
    juki_url: str = ""
    printer_url: str = ""
    printer_keeps_files: bool = False  # a queue that writes PDF files instead of paper
    language: str = "ja"

    @property
    def data(self) -> Path:
        return self.basedir / "data"

    @property
    def keys(self) -> Path:
        return self.basedir / "keys"

    @property
    def prints(self) -> Path:
        return self.basedir / "prints"


class _SettingsFile(msgspec.Struct, forbid_unknown_fields=True):
    counter: str = "窓口1"
    clerk: str = ""
    town_file: str = ""
    parties: str = ""
    hub_url: str = ""
    juki_url: str = ""
    printer_url: str = ""
    printer_keeps_files: bool = False
    language: str = "ja"


def default_basedir() -> Path:
    """Where a counter keeps its data unless told otherwise."""
    return Path(platformdirs.user_data_dir("counter-app", appauthor=False))


def load_settings(basedir: Path) -> Settings:
    """Read `settings.toml` of a base directory; without one the defaults hold.

    Raises SETTINGS_INVALID with what is wrong with the file.
    """
    path = basedir / "settings.toml"
    settings = Settings(basedir=basedir)
    if not path.exists():
        return settings
    try:
        raw = msgspec.convert(tomllib.loads(path.read_text("utf-8")), _SettingsFile)
    except (OSError, ValueError) as error:  # TOML's and msgspec's errors are ValueErrors
        raise CounterError(FailureCode.SETTINGS_INVALID, f"{path.name}：{error}") from error
    return replace(
        settings,
        counter=raw.counter,
        clerk=raw.clerk,
        town_file=basedir / raw.town_file if raw.town_file else None,
        parties=basedir / raw.parties if raw.parties else None,
        hub_url=raw.hub_url,
        juki_url=raw.juki_url,
        printer_url=raw.printer_url,
        printer_keeps_files=raw.printer_keeps_files,
        language=raw.language,
    )
