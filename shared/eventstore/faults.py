"""Which errors are the data's, and park, and which are the world's, and pass (design 5)."""

import asyncpg
import httpx
from pydantic import ValidationError

from shared.errors import DomainError
from shared.eventstore.connect import LOST
from shared.eventstore.handle import Busy

_PASSING_CLASSES = ("08", "25", "40", "42", "53", "55", "57", "58", "XX", "3D", "3F")
"""SQLSTATE classes that say nothing about a row: connections, broken transactions, deadlocks, missing tables or
rights, full disks, locks, a server that goes."""

_OF_THE_STATEMENT = ("42703", "42804", "42846", "42883")  # a column or a type that a statement got wrong for its data


def passes(error: BaseException) -> bool:
    """Whether the same work may succeed when it is tried again, so that nothing may be parked for it."""
    if isinstance(error, (Busy, httpx.HTTPError)):
        return True
    if isinstance(error, asyncpg.PostgresError):
        state = str(error.sqlstate or "")
        return state.startswith(_PASSING_CLASSES) and state not in _OF_THE_STATEMENT
    return isinstance(error, LOST) and not isinstance(error, ValueError)  # what the driver cannot encode is both


def reason_of(error: BaseException) -> str:
    """Why something was parked, in codes and names: never a value, which might be somebody's."""
    if isinstance(error, DomainError):
        return f"refused: {error.code}"
    if isinstance(error, ValidationError):
        return f"not of its shape: {', '.join(wrong_in(error))}"
    if isinstance(error, asyncpg.PostgresError):
        named = (getattr(error, part, None) for part in ("table_name", "column_name", "constraint_name"))
        return " ".join((f"{type(error).__name__} {error.sqlstate}", *(str(name) for name in named if name)))
    return type(error).__name__


def wrong_in(error: ValidationError) -> list[str]:
    """Which members are not of their shape, and how, without what they hold."""
    found = error.errors(include_input=False, include_url=False)
    return [f"{'.'.join(map(str, each['loc']))} {each['type']}" for each in found]
