"""Where a page of a list ends: the moment and id of its last line, as the word with which one asks for the next."""

from datetime import UTC, datetime, timedelta
from typing import Annotated
from uuid import UUID

from pydantic import AfterValidator


def cursor_of(at: datetime, id: UUID) -> str:
    """The word for a line; it needs no escaping in an address."""
    return f"{at.astimezone(UTC):%Y-%m-%dT%H:%M:%S.%fZ}_{id}"


def line_of(cursor: str) -> tuple[datetime, UUID]:
    """The line that a word is for. Raises ValueError for a word that no page has given."""
    moment, _, id = cursor.partition("_")
    at = datetime.fromisoformat(moment)
    if at.utcoffset() != timedelta(0):
        raise ValueError("not the word that a page gave for its next")
    return at, UUID(id)


def _is_a_line(cursor: str) -> str:
    line_of(cursor)
    return cursor


Cursor = Annotated[str, AfterValidator(_is_a_line)]
"""A word that a page gave for its next."""
