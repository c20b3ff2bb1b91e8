"""Which errors park an event, and which only wait; and that a reason holds no value."""

import asyncpg
import httpx
import pytest
from pydantic import ValidationError

from shared.errors import NotFound, Refused
from shared.eventstore.faults import passes, reason_of
from shared.eventstore.rows import Busy
from shared.testing.counter import Noted


@pytest.mark.parametrize(
    "error",
    [
        asyncpg.ConnectionDoesNotExistError("gone"),
        asyncpg.AdminShutdownError("going"),
        asyncpg.DeadlockDetectedError("deadlock"),
        asyncpg.LockNotAvailableError("locked"),
        asyncpg.DiskFullError("full"),
        asyncpg.QueryCanceledError("too long"),
        asyncpg.UndefinedTableError("not there yet"),
        asyncpg.InterfaceError("closed"),
        ConnectionRefusedError(),
        TimeoutError(),
        httpx.ConnectError("nobody"),
        Busy("busy"),
    ],
)
def test_what_is_the_worlds_is_tried_again(error: Exception) -> None:
    assert passes(error)


@pytest.mark.parametrize(
    "error",
    [
        asyncpg.DataError("invalid input"),
        asyncpg.UniqueViolationError("twice"),
        asyncpg.NotNullViolationError("nothing"),
        asyncpg.UndefinedColumnError("what"),
        KeyError("missing"),
        ValueError("odd"),
        AssertionError(),
        Refused("no"),
        NotFound("nobody"),
    ],
)
def test_what_is_the_datas_parks(error: Exception) -> None:
    assert not passes(error)


def test_a_reason_names_what_is_wrong_without_saying_what_it_holds() -> None:
    with pytest.raises(ValidationError) as wrong:
        Noted.model_validate({"note": {"secret": "张三"}, "more": "13800000000"})
    assert reason_of(wrong.value) == "not of its shape: note string_type, more extra_forbidden"
    assert reason_of(KeyError("张三")) == "KeyError"
    assert reason_of(Refused("too-late", who="张三")) == "refused: too-late"
