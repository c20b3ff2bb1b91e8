"""Ids and moments by the names that tests call them."""

from datetime import datetime
from uuid import NAMESPACE_OID, UUID, uuid5

from shared.calendar import BEIJING


def named(name: str) -> UUID:
    """A stable id for a name."""
    return uuid5(NAMESPACE_OID, name)


def beijing(text: str) -> datetime:
    """`2010-11-30 10:00`, Beijing time."""
    return datetime.fromisoformat(text).replace(tzinfo=BEIJING)
