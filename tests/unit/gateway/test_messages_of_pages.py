"""What pages say: every message in both languages, and nothing that is in one alone."""

import re
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path

import pytest
from babel.messages.extract import extract
from jinja2 import Environment

from services.gateway.pages.language import catalogue, translations
from services.gateway.pages.names import NAMES
from services.gateway.pages.rendering import environment
from services.gateway.pages.words import WORDS

HOME = Path(__file__).parents[3] / "services" / "gateway"
TEMPLATES = sorted((HOME / "templates").glob("**/*.html"))
Message = tuple[str | None, str]
"""Its context, and its text in Chinese."""

CHINESE = re.compile(r"[\u4e00-\u9fff]")
TAG, COMMENT = re.compile(r"<[^>]*>"), re.compile(r"<!--.*?-->", re.DOTALL)
READ_ALOUD = re.compile(r'\b(?:aria-label|alt|title|placeholder)="([^"]*)"')
BLANK = re.compile(r"%\((\w+)\)s")
EXPRESSION = "\x00"


def parser() -> Environment:
    return environment("zh")


def messages() -> Iterator[Message]:
    for template in TEMPLATES:
        yield from messages_of(template.read_text("utf-8"))
    for module in sorted((HOME / "pages").rglob("*.py")):
        for _, said, _, _ in extract("python", BytesIO(module.read_bytes()), {"N_": None}):
            yield None, str(said)
    yield from ((thing, word.label) for thing, states in WORDS.items() for word in states.values())
    yield from ((None, word.sentence) for states in WORDS.values() for word in states.values())
    yield from ((thing, name) for thing, names in NAMES.items() for name in names.values())


def messages_of(template: str) -> Iterator[Message]:
    """Those that stand in it; a message that it is given stands where it is marked."""
    for _, function, said in parser().extract_translations(template):  # type: ignore[attr-defined] # i18n adds it
        texts = [text for text in (said if isinstance(said, tuple) else (said,)) if text]
        if len(texts) > (function == "pgettext"):
            yield (texts[0], texts[1]) if function == "pgettext" else (None, texts[0])


MESSAGES = sorted(set(messages()), key=repr)


@pytest.mark.parametrize("message", MESSAGES, ids=repr)
def test_a_message_is_said_in_english_with_the_same_blanks(message: Message) -> None:
    context, text = message
    known = catalogue("en").get(text, context)
    assert known, f"no catalogue in locale/en has it: {text} (context: {context})"
    assert known.string
    assert not CHINESE.search(str(known.string))
    assert sorted(BLANK.findall(str(known.string))) == sorted(BLANK.findall(text))


def test_messages_are_chinese_as_they_stand() -> None:
    assert [text for _, text in MESSAGES if not CHINESE.search(text)] == []


def test_the_catalogues_have_no_message_that_no_page_says() -> None:
    known = {(message.context, message.id) for message in catalogue("en") if message.id}
    assert known - set(MESSAGES) == set()


@pytest.mark.parametrize("template", TEMPLATES, ids=lambda path: path.name)
def test_a_template_has_no_text_of_its_own(template: Path) -> None:
    markup = COMMENT.sub("", "".join(pieces(template)))
    aloud = READ_ALOUD.findall(markup)
    text = TAG.sub(" ", markup)
    assert not CHINESE.search(markup)
    assert re.findall(r"[A-Za-z]{2,}", text) == []
    assert [said for said in aloud if re.search(r"[A-Za-z]{2,}", said)] == []


def pieces(template: Path) -> Iterator[str]:
    """The markup as it stands, a mark for what is filled in."""
    for _, kind, text in parser().lex(template.read_text("utf-8")):
        if kind == "data":
            yield text
        elif kind == "variable_begin":
            yield EXPRESSION


def test_two_languages_say_a_word_differently() -> None:
    assert translations("zh").pgettext("matter", "待受理") == "待受理"
    assert translations("en").pgettext("matter", "待受理") == "Awaiting acceptance"
