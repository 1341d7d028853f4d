"""Settings (設定) of one counter: one frozen value, read once at start from `settings.toml`."""

import re
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
    Pictures and PDFs in `scan_folder` are read as scanned piles, and deleted.
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
    scan_folder: Path | None = None  # where a scanner leaves pictures of the printed pile
    language: str = "ja"

    @property
    def data(self) -> Path:
        return self.basedir / "data"

    @property
    def keys(self) -> Path:
        return self.basedir / "keys"

    @property
    def party_folder(self) -> Path:
        """Where keys and certificates toward hub, Juki-net and staff cards lie."""
        return self.parties or self.basedir / "parties"

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
    scan_folder: str = ""
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
        raise CounterError(
            FailureCode.SETTINGS_INVALID, f"{path.name}：{_in_japanese(error)}"
        ) from error
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
        scan_folder=basedir / raw.scan_folder if raw.scan_folder else None,
        language=raw.language,
    )


_UNKNOWN = re.compile(r"unknown field `([^`]+)`")
_WRONG_TYPE = re.compile(r"Expected `([^`]+)`.* at `\$\.([^`]+)`")
_LINE = re.compile(r"at line (\d+)")
_TYPES = {"str": '文字（"…"）', "bool": "true か false"}


def _in_japanese(error: Exception) -> str:
    """What is wrong with the file, and where."""
    text = str(error)
    if found := _UNKNOWN.search(text):
        return f"「{found[1]}」という項目はありません。"
    if found := _WRONG_TYPE.search(text):
        return f"「{found[2]}」は{_TYPES.get(found[1], found[1])}で書きます。"
    if isinstance(error, tomllib.TOMLDecodeError):
        found = _LINE.search(text)
        where = f"{found[1]}行目の" if found else "終わりの"
        return f"{where}書き方に誤りがあります。"
    return "読めません。"
