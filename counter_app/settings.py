"""Settings (設定) of one counter: one frozen value, read once at start from `settings.toml`."""

import re
import tomllib
from dataclasses import dataclass, replace
from pathlib import Path

import msgspec

from counter_app.failures import CounterError, FailureCode
from counter_app.model.written_toml import how_miswritten, misfit, written_text


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

    @property
    def data(self) -> Path:
        return self.basedir / "data"

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


def default_basedir(*, sandbox: bool = False) -> Path:
    """Where a counter keeps its data unless told otherwise; the sandbox never beside the real."""
    import platformdirs  # not at all where the place is told

    name = "counter-app-sandbox" if sandbox else "counter-app"
    return Path(platformdirs.user_data_dir(name, appauthor=False))


def load_settings(basedir: Path) -> Settings:
    """Read `settings.toml` of a base directory; without one the defaults hold.

    Raises SETTINGS_INVALID with what is wrong with the file.
    """
    path = basedir / "settings.toml"
    settings = Settings(basedir=basedir)
    if not path.exists():
        return settings
    text = ""
    try:
        text = written_text(path)
        raw = msgspec.convert(tomllib.loads(text), _SettingsFile)
    except (OSError, ValueError) as error:  # TOML's and msgspec's errors are ValueErrors
        raise _invalid(_in_japanese(error, text)) from error
    for name, ways in _ADDRESSES.items():
        address = getattr(raw, name)
        if address and not _is_address(address, ways):
            raise _invalid(f"「{name}」は {ways[0]}://… の形で書きます。")
    for name in _SettingsFile.__struct_fields__:
        if any(ord(sign) < 0x20 for sign in str(getattr(raw, name))):  # "C:\temp" has a tab
            raise _invalid(f"「{name}」は1行で、\\ を含むなら '…' で囲んで書きます。")
    if not raw.counter.strip():
        raise _invalid("「counter」が空です。窓口の名を書きます。")
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
    )


def require_addresses(settings: Settings) -> None:
    """Raises SETTINGS_INVALID while nobody has said where hub and Juki-net are."""
    missing = [name for name in ("hub_url", "juki_url") if not getattr(settings, name)]
    if missing:
        names = "と".join(f"「{name}」" for name in missing)
        raise _invalid(f"{names}がまだありません。見本の町で試すときは run --sandbox です。")


def require_place(settings: Settings, *, sandbox: bool) -> None:
    """Raises SANDBOX_MIXED: invented people and real ones never share a base directory.

    A real queue would end at the sandbox's hub, and count as delivered.
    """
    if sandbox and settings.hub_url:
        why = "本番の窓口の置き場所です"
    elif not sandbox and (settings.basedir / "sandbox").exists():
        why = "見本の町で使った置き場所です"
    else:
        return
    raise CounterError(FailureCode.SANDBOX_MIXED, f"{settings.basedir}：{why}")


def _invalid(detail: str) -> CounterError:
    return CounterError(FailureCode.SETTINGS_INVALID, f"settings.toml：{detail}")


_ADDRESSES = {
    "hub_url": ("https",),
    "juki_url": ("https",),
    "printer_url": ("ipp", "ipps", "http", "https"),
}


def _is_address(text: str, ways: tuple[str, ...]) -> bool:
    from urllib.parse import urlsplit

    try:
        parts = urlsplit(text)
        return parts.scheme in ways and bool(parts.hostname) and parts.port != 0
    except ValueError:  # a port that is no number, a bracket left open
        return False


_LINE = re.compile(r"at line (\d+)")


def _in_japanese(error: OSError | ValueError, written: str) -> str:
    """What is wrong with the file, and where."""
    if isinstance(error, tomllib.TOMLDecodeError):
        line = _LINE.search(str(error))
        where = f"{line[1]}行目の" if line else "終わりの"
        return f"{where}{how_miswritten(error, written)}。"
    if found := misfit(error, _SettingsFile.__struct_fields__):
        return found
    return f"{how_miswritten(error, written)}。"
