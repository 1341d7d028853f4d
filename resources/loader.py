"""Finds this folder's data files and the machine's fonts, from a wheel or a checkout alike."""

import os
from functools import cache
from pathlib import Path

ROOT = Path(__file__).parent


def data_file(*parts: str) -> Path:
    """Path of one data file, e.g. `data_file("form_layouts", "A1.toml")`."""
    return ROOT.joinpath(*parts)


def data_files(folder: str, suffix: str) -> tuple[Path, ...]:
    """All files of a folder with that ending, sorted by name."""
    return tuple(sorted(ROOT.joinpath(folder).glob(f"*{suffix}")))


FONT_FILES: dict[str, tuple[str, ...]] = {
    "IPAmj Mincho": ("ipamjm.ttf",),
    "BIZ UDGothic": ("BIZUDGothic-Regular.ttf",),
    "BIZ UDGothic Bold": ("BIZUDGothic-Bold.ttf",),
    "BIZ UDPGothic": ("BIZUDPGothic-Regular.ttf",),
    "BIZ UDPGothic Bold": ("BIZUDPGothic-Bold.ttf",),
    "Noto Sans": ("NotoSans-Regular.ttf",),
    "Noto Sans Bold": ("NotoSans-Bold.ttf",),
}
"""Families the product draws with, and the file each comes in (Debian and the vendors agree)."""


@cache
def font_file(family: str) -> Path | None:
    """The file of a font, or None when the machine lacks it.

    Looked for in `COUNTER_APP_FONTS`, then where the system keeps its fonts.
    """
    folders = [os.environ.get("COUNTER_APP_FONTS", ""), "/usr/share/fonts", "C:/Windows/Fonts"]
    folders.append(str(Path("~/AppData/Local/Microsoft/Windows/Fonts").expanduser()))
    for folder in filter(None, folders):
        for name in FONT_FILES[family]:
            found = next(Path(folder).rglob(name), None) if Path(folder).is_dir() else None
            if found is not None:
                return found
    return None
