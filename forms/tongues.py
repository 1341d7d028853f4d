"""What a gloss is set in (説明の文字): the typefaces of the resident's language."""

import re
from dataclasses import dataclass

from counter_app.model.facts import FieldValue
from forms.fonts import Typeface, can_set
from forms.values import Values

FACES = frozenset({*Typeface, "gloss", "gloss-bold"})
"""What a layout may name as `face`."""

LANGUAGE = "next.language"
"""Key of the language (BCP 47 tag) the gloss of これからの手続き is written in."""


@dataclass(frozen=True, slots=True)
class Tongue:
    """Typefaces of a language, and its line height in ems: some scripts stack their letters."""

    regular: Typeface
    bold: Typeface
    leading: float = 1.33


_GLOSS = re.compile(r"^next\.gloss_|^(next|coming)\.\d+\.gloss$")

_LATIN = Tongue(Typeface.LATIN, Typeface.LATIN_BOLD)
_CHINESE = Tongue(Typeface.CHINESE, Typeface.CHINESE)
_TONGUES = {
    "vi": Tongue(Typeface.VIETNAMESE, Typeface.VIETNAMESE_BOLD),
    "zh-Hans": _CHINESE,
    "zh-Hant": _CHINESE,
    "ko": Tongue(Typeface.KOREAN, Typeface.KOREAN_BOLD),
    "th": Tongue(Typeface.THAI, Typeface.THAI_BOLD, 1.45),
    "ne": Tongue(Typeface.DEVANAGARI, Typeface.DEVANAGARI_BOLD, 1.4),
    "my": Tongue(Typeface.MYANMAR, Typeface.MYANMAR_BOLD, 1.7),
}


def tongue_of(values: Values) -> Tongue:
    """The typefaces of the gloss in these values; those of Latin where no other is named."""
    return _TONGUES.get(values.text(LANGUAGE) or "", _LATIN)


def without_unset_gloss(values: dict[str, FieldValue]) -> dict[str, FieldValue]:
    """The values, without the gloss where this machine lacks its fonts: Japanese stands alone."""
    language = values.get(LANGUAGE)
    if not isinstance(language, str):
        return values
    tongue = _TONGUES.get(language, _LATIN)
    if can_set(tongue.regular) and can_set(tongue.bold):
        return values
    return {key: value for key, value in values.items() if not _GLOSS.search(key)}


def face_of(values: Values, named: str, otherwise: str = "gothic") -> Typeface:
    """The typeface a cell names; `gloss` and `gloss-bold` are those of the resident's language."""
    if named.startswith("gloss"):
        tongue = tongue_of(values)
        return tongue.bold if named == "gloss-bold" else tongue.regular
    return Typeface(named or otherwise)
