"""How the visitor is reached, in words: telephone with its source, the language to explain in."""

from dataclasses import dataclass

from counter_app.model.contact import PhoneState
from counter_app.model.reception import Reception
from ui.staff.frame_views import ChoiceView
from ui.staff.reception_views import ContactView
from ui.tablet.texts import languages
from ui.widgets.source import Source
from ui.widgets.words import without_ruby

_SOURCES = {PhoneState.ANNOUNCED: Source.NOTICE, PhoneState.ASKED: Source.HEARD}


@dataclass(frozen=True, slots=True)
class ContactDraft:
    """The form is open; what is typed stays in its fields, and `error` is said there."""

    error: str = ""


def language_choices() -> tuple[ChoiceView, ...]:
    """The languages the tablet speaks, by their Japanese names."""
    return tuple(
        ChoiceView(known.tag, without_ruby(known.name) if known.is_japanese else known.japanese)
        for known in languages()
    )


def contact_view(reception: Reception, draft: ContactDraft | None) -> ContactView:
    """The telephone and the language as they are; with a draft, the form."""
    choices = language_choices()
    chosen = next((c.words for c in choices if c.id == reception.language), reception.language)
    return ContactView(
        phone=reception.phone,
        phone_words=_phone_words(reception),
        source=_SOURCES.get(reception.phone_state),
        none=reception.phone_state is PhoneState.NONE,
        language=reception.language,
        language_words=chosen,
        languages=choices,
        editing=draft is not None,
        error=draft.error if draft is not None else "",
    )


def _phone_words(reception: Reception) -> str:
    if reception.phone_state is PhoneState.NONE:
        return "電話なし"
    return reception.phone or "まだ聞いていません"
