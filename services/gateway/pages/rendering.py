"""How a template becomes a page: filters for days and moments, the words of states, addresses of files."""

from datetime import date, datetime
from functools import cache, partial
from importlib.resources import files
from typing import Any  # what templates are given is JSON of the API

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from services.gateway.pages.assets import address_of
from services.gateway.pages.folding import folds
from services.gateway.pages.language import HTML_LANGUAGE, translations
from services.gateway.pages.names import NAMES
from services.gateway.pages.words import WORDS, Word
from shared.calendar import BEIJING
from shared.web.sentences import Language, column_called


def rendered(template: str, language: Language, **values: Any) -> str:
    """The text of a page or of a part of one."""
    return environment(language).get_template(template).render(**values)


@cache
def environment(language: Language) -> Environment:
    """The templates in a language; a name that nobody gave is an error."""
    made = Environment(
        loader=FileSystemLoader(str(files("services.gateway") / "templates")),
        autoescape=True,
        undefined=StrictUndefined,
        extensions=["jinja2.ext.i18n"],
        trim_blocks=True,
        lstrip_blocks=True,
    )
    made.install_gettext_translations(translations(language), newstyle=True)  # type: ignore[attr-defined]  # i18n adds it
    made.filters |= {"day": day, "moment": moment, "hour": hour}
    made.globals |= {"asset": address_of, "word": word, "days_left": days_left, "folds": folds}
    made.globals |= {"html_language": HTML_LANGUAGE[language], "name": partial(name, language)}
    made.globals["column"] = partial(column_called, language=language)
    return made


def name(language: Language, thing: str, code: str | None) -> str:
    """What a kind, a field and so on is called; what has no name here is shown as it is written."""
    known = NAMES[thing].get(code or "")
    return translations(language).pgettext(thing, known) if known else code or ""


def word(thing: str, state: str) -> Word:
    """The word for a thing's state."""
    return WORDS[thing][state]


def day(of: str | date | datetime) -> str:
    """A day as people write it here: 2010-12-21; of a moment, its day in Beijing."""
    return _day(of).isoformat()


def moment(of: str | datetime) -> str:
    """A day with the time: 2010-12-03 19:11, in Beijing."""
    return f"{_moment(of):%Y-%m-%d %H:%M}"


def hour(of: str | datetime) -> str:
    """The time of day: 19:11, in Beijing."""
    return f"{_moment(of):%H:%M}"


def days_left(until: str | date, today: date) -> int:
    """Days from today to a day; negative once it has passed."""
    return (_day(until) - today).days


def _day(of: str | date | datetime) -> date:
    if isinstance(of, str):
        return date.fromisoformat(of) if len(of) == len("2010-12-21") else _moment(of).date()
    return _moment(of).date() if isinstance(of, datetime) else of


def _moment(of: str | datetime) -> datetime:
    return (datetime.fromisoformat(of) if isinstance(of, str) else of).astimezone(BEIJING)
