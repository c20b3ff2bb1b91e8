"""The languages of the pages: Chinese as the templates have it, other ones from catalogues (.po) read at start.

Each area of pages has a catalogue of its own; where two have the same message they agree.
"""

from functools import cache
from gettext import GNUTranslations, NullTranslations
from importlib.resources import files
from io import BytesIO

from babel.messages.catalog import Catalog
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from fastapi import Request

from shared.web.sentences import Language, language_of

COOKIE = "minqing-language"
HTML_LANGUAGE: dict[Language, str] = {"zh": "zh-Hans", "en": "en"}


def language_for(request: Request) -> Language:
    """What was chosen on a page, else what the browser prefers."""
    chosen = request.cookies.get(COOKIE, "")
    if chosen == "en":
        return "en"
    return "zh" if chosen == "zh" else language_of(request.headers.get("accept-language", ""))


@cache
def catalogue(language: Language) -> Catalog:
    """All messages of a language in one catalogue. Raises ValueError where two areas differ in one message."""
    merged = Catalog(locale=language)
    for file in sorted((files("services.gateway") / "locale" / language).iterdir(), key=lambda found: found.name):
        with file.open("rb") as opened:
            _add(merged, read_po(opened, locale=language), file.name)
    return merged


def _add(merged: Catalog, area: Catalog, name: str) -> None:
    for message in area:
        known = merged.get(message.id, message.context) if message.id else None
        if known is not None and known.string != message.string:
            raise ValueError(f"{name} says otherwise than another catalogue: {message.id}")
        if message.id:
            merged.add(message.id, message.string, context=message.context)


@cache
def translations(language: Language) -> NullTranslations:
    """What turns the messages of the templates into a language."""
    if language == "zh":
        return NullTranslations()
    compiled = BytesIO()
    write_mo(compiled, catalogue(language))
    compiled.seek(0)
    return GNUTranslations(compiled)


def N_(message: str) -> str:  # noqa: N802 the name that extracts messages everywhere
    """Marks a message that is turned into a language later, where it is shown."""
    return message
