"""Languages of the tablet (ことば): gettext catalogues, read when a language is first chosen.

The message id is the Japanese text, so that the Japanese line under a translation is the id
itself. A catalogue is `resources/texts/<tag>/LC_MESSAGES/tablet.po`; no compiled file is kept.
Readings are written 「窓口《まどぐち》」, bold words between two pairs of stars.
"""

import gettext
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache
from io import BytesIO
from pathlib import Path
from typing import Final

from counter_app.model.calendar import weekday_name
from resources.loader import data_file
from ui.theme import Family, family_of_language

JAPANESE: Final = "ja"
EASY_JAPANESE: Final = "ja-x-easy"
_MESSAGES: Final = "tablet"
_TITLES: Final = "procedures"
"""Domain of titles of procedures, which come from the catalogue of procedures."""
_STEPS: Final = "steps"
"""Domain of what residents still do: tasks, papers to bring, places, and when."""


@dataclass(frozen=True, slots=True)
class Language:
    """A language as its speakers find it: BCP 47 tag, its own name, its Japanese name."""

    tag: str
    name: str
    japanese: str

    @property
    def family(self) -> Family:
        return family_of_language(self.tag)

    @property
    def is_japanese(self) -> bool:
        return self.tag in (JAPANESE, EASY_JAPANESE)


LANGUAGES: Final = (
    Language(JAPANESE, "日本語", "日本語"),
    Language(EASY_JAPANESE, "やさしい日本語《にほんご》", "かんたん"),
    Language("en", "English", "英語"),
    Language("zh-Hans", "简体中文", "中国語（簡体字）"),
    Language("zh-Hant", "繁體中文", "中国語（繁体字）"),
    Language("ko", "한국어", "韓国・朝鮮語"),
    Language("vi", "Tiếng Việt", "ベトナム語"),
    Language("pt-BR", "Português", "ポルトガル語"),
    Language("es", "Español", "スペイン語"),
    Language("fil", "Filipino", "フィリピノ語"),
    Language("id", "Bahasa Indonesia", "インドネシア語"),
    Language("ne", "नेपाली", "ネパール語"),
    Language("th", "ภาษาไทย", "タイ語"),
    Language("my", "မြန်မာဘာသာ", "ミャンマー語"),
)
"""In the order of the language page."""


def mark(message: str) -> str:
    """Mark a constant for the catalogues; it is translated where it is shown."""
    return message


def mark_many(message: str, plural: str) -> str:
    """Mark a constant that is said with a number; the second form is the catalogues' alone."""
    return message


@dataclass(frozen=True, slots=True)
class Tongue:
    """One language with its messages. A message nobody translated stays Japanese."""

    language: Language
    messages: gettext.NullTranslations
    titles: gettext.NullTranslations
    steps: gettext.NullTranslations

    @property
    def tag(self) -> str:
        return self.language.tag

    @property
    def family(self) -> Family:
        return self.language.family

    @property
    def is_japanese(self) -> bool:
        return self.language.is_japanese

    def say(self, message: str, **values: object) -> str:
        """The message in this language, with its `{places}` filled in."""
        return self.messages.gettext(message).format(**values)

    def title(self, japanese: str) -> str:
        """The title of a procedure or form; Japanese where it is not translated."""
        return self.titles.gettext(japanese)

    def has_title(self, japanese: str) -> bool:
        """Whether the title is translated."""
        return self.titles.gettext(japanese) != japanese

    def step(self, japanese: str) -> str:
        """A task, a paper, a place or a time of what comes next; Japanese where it is a name."""
        return self.steps.gettext(japanese) if japanese else ""

    def has_step(self, japanese: str) -> bool:
        """Whether these words of what comes next are translated."""
        return self.step(japanese) != japanese

    def listed(self, words: Sequence[str]) -> str:
        """Several things one after another."""
        comma = "、" if self.is_japanese or self.tag.startswith("zh") else ", "
        return ("၊ " if self.tag == "my" else comma).join(words)

    def say_many(self, message: str, plural: str, n: int) -> str:
        """The message in the number form of this language that fits `n`, given as `{n}`."""
        return self.messages.ngettext(message, plural, n).format(n=n)

    def full_day(self, day: date) -> str:
        """A day with its year, as a form says it."""
        if self.tag == EASY_JAPANESE:
            return f"{day.year}年《ねん》{_easy_day(day)}"
        if self.is_japanese:
            return f"{day.year}年{self.day(day)}"
        if self.tag == "vi":
            return f"{day.day}/{day.month}/{day.year}"
        from babel.dates import format_date  # loaded with the first date, not with the window

        return format_date(day, "long", locale=self.tag.replace("-", "_"))

    def day(self, day: date, *, today: date | None = None) -> str:
        """A day as people of this language write it, with the day of the week."""
        if today is not None and day == today:
            return self.say("今日")
        if self.tag == EASY_JAPANESE:
            return _easy_day(day)
        if self.is_japanese:
            return f"{day.month}月{day.day}日（{weekday_name(day)}）"
        if self.tag == "vi":  # CLDR puts the weekday first; on notices it follows the date
            return f"{day.day}/{day.month} ({_VIETNAMESE_DAYS[day.weekday()]})"
        from babel.dates import format_skeleton  # loaded with the first date, not with the window

        skeleton = "MMMMEEEEd" if self.tag in _MONTHS_IN_FULL else "MMMEd"
        return format_skeleton(skeleton, day, locale=self.tag.replace("-", "_"))


_MONTHS_IN_FULL: Final = frozenset({"my", "ne"})
"""Languages whose short names of months are not in use."""
_VIETNAMESE_DAYS: Final = (
    "thứ Hai",
    "thứ Ba",
    "thứ Tư",
    "thứ Năm",
    "thứ Sáu",
    "thứ Bảy",
    "Chủ nhật",
)
_SHORT_READINGS: Final = frozenset((2, 3, 4, 5, 6, 7, 8, 9, 10, 14, 20, 24))
"""Days of the month that end in か; all others in にち (the 1st is ついたち)."""
_WEEKDAY_READINGS: Final = ("げつ", "か", "すい", "もく", "きん", "ど", "にち")


def _easy_day(day: date) -> str:
    ending = "か" if day.day in _SHORT_READINGS else "にち"
    number = f"{day.day}日《{ending}》"
    if day.day == 1:
        number = "｜1日《ついたち》"
    weekday = f"{weekday_name(day)}《{_WEEKDAY_READINGS[day.weekday()]}》"
    return f"{day.month}月《がつ》{number}（{weekday}）"


def _catalogue(tag: str, domain: str) -> Path:
    return data_file("texts", tag, "LC_MESSAGES", f"{domain}.po")


def _compiled(path: Path) -> gettext.NullTranslations:
    if not path.is_file():
        return gettext.NullTranslations()
    from babel.messages.mofile import write_mo  # loaded with the first language
    from babel.messages.pofile import read_po

    with path.open("rb") as source:
        catalogue = read_po(source)
    compiled = BytesIO()
    write_mo(compiled, catalogue)
    compiled.seek(0)
    return gettext.GNUTranslations(compiled)


@cache
def tongue(tag: str) -> Tongue:
    """The language of a tag, read from its catalogues. Raises KeyError for an unknown tag."""
    language = {known.tag: known for known in LANGUAGES}[tag]
    domains = (_MESSAGES, _TITLES, _STEPS)
    return Tongue(language, *(_compiled(_catalogue(tag, domain)) for domain in domains))


@cache
def languages() -> tuple[Language, ...]:
    """The languages that have a catalogue."""
    return tuple(
        language for language in LANGUAGES if _catalogue(language.tag, _MESSAGES).is_file()
    )
