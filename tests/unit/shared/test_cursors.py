"""The word that a page gives for its next: it names a line, and nothing else is taken for one."""

from datetime import UTC, datetime
from uuid import UUID

import pytest
from pydantic import TypeAdapter, ValidationError

from shared.cursor import Cursor, cursor_of, line_of
from shared.testing.names import beijing

ID = UUID("7f0c2a34-0d0e-5d57-8f1e-3f0f7e1c9a10")


def test_a_word_names_its_line_to_the_microsecond() -> None:
    at = datetime(2010, 11, 30, 1, 2, 3, 456, tzinfo=UTC)
    assert line_of(cursor_of(at, ID)) == (at, ID)
    assert line_of(cursor_of(beijing("2010-11-30 09:00"), ID)) == (beijing("2010-11-30 09:00"), ID)


def test_a_word_needs_no_escaping_in_an_address() -> None:
    assert cursor_of(beijing("2010-11-30 09:00"), ID) == f"2010-11-30T01:00:00.000000Z_{ID}"


@pytest.mark.parametrize(
    "word",
    [
        "",
        "x",
        f"_{ID}",
        f"2010-11-30T01:00:00_{ID}",
        f"0001-01-01T00:00:00+08:00_{ID}",
        f"9999-12-31T23:59:59-05:00_{ID}",
        f"2010-99-99T01:00:00Z_{ID}",
        "2010-11-30T01:00:00Z_x",
    ],
)
def test_what_no_page_has_given_is_refused(word: str) -> None:
    with pytest.raises(ValidationError):
        TypeAdapter(Cursor).validate_python(word)
