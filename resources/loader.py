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

GLOSS_FONT_FILES: dict[str, tuple[str, ...]] = {
    "Droid Sans Fallback": ("DroidSansFallbackFull.ttf", "DroidSansFallback.ttf"),
    "NanumGothic": ("NanumGothic.ttf",),
    "NanumGothic Bold": ("NanumGothicBold.ttf",),
    "Noto Sans Thai": ("NotoSansThai-Regular.ttf",),
    "Noto Sans Thai Bold": ("NotoSansThai-Bold.ttf",),
    "Noto Sans Devanagari": ("NotoSansDevanagari-Regular.ttf",),
    "Noto Sans Devanagari Bold": ("NotoSansDevanagari-Bold.ttf",),
    "Noto Sans Myanmar": ("NotoSansMyanmar-Regular.ttf",),
    "Noto Sans Myanmar Bold": ("NotoSansMyanmar-Bold.ttf",),
}
"""Families of the printed column in a resident's language, TrueType all (OpenType/CFF, as in Noto
Sans CJK, is not embedded). Without one of them that column is left out."""


@cache
def font_file(family: str) -> Path | None:
    """The file of a font, or None when the machine lacks it.

    Looked for in `COUNTER_APP_FONTS`, then where the system keeps its fonts.
    """
    folders = [os.environ.get("COUNTER_APP_FONTS", ""), "/usr/share/fonts", "C:/Windows/Fonts"]
    folders.append(str(Path("~/AppData/Local/Microsoft/Windows/Fonts").expanduser()))
    for folder in filter(None, folders):
        for name in FONT_FILES.get(family) or GLOSS_FONT_FILES[family]:
            at = _places_below(folder).get(name)
            if at is not None:
                return Path(at, name)
    return None


@cache
def _places_below(folder: str) -> dict[str, str]:
    """In which folder each file lies, by its name; walked once, for a start asks ten times."""
    found: dict[str, str] = {}
    for at, _, names in os.walk(folder):
        found |= dict.fromkeys(names, at)
    return found
