"""Every "no" is problem+json with a stable code and a sentence in the asker's language."""

import socket
from typing import Any  # bodies and problems are JSON

import asyncpg
import httpx
import pytest
from asyncpg.exceptions._base import DataError as NotEncodable  # the driver's own; asyncpg.DataError is the server's
from fastapi import FastAPI
from pydantic import BaseModel
from sqlalchemy.exc import DBAPIError
from sqlalchemy.exc import TimeoutError as PoolTimeout

from shared.errors import DomainError, NotFound, Refused, VersionConflict
from shared.web.limits import BodyLimit
from shared.web.problems import STATUS, Forbidden, speak_problems
from shared.web.sentences import catalogue

APP = FastAPI()
speak_problems(APP)
APP.add_middleware(BodyLimit, limit=1000)


class Body(BaseModel):
    night: int


def _over(said: str, cause: Exception) -> DBAPIError:
    """What SQLAlchemy makes of what a driver met."""
    error = DBAPIError(said, {}, OSError())
    error.__cause__ = cause
    return error


@APP.get("/no/{kind}")
async def say_no(kind: str) -> None:
    raise {
        "refused": Refused("clock-only-forward", "R13", now="2010-11-22"),
        "missing": NotFound("not-found"),
        "moved": VersionConflict("version-conflict"),
        "forbidden": Forbidden(roles="cadre, leader"),
        "key": Refused("key-used-for-another-body"),
        "bug": ZeroDivisionError("a secret"),
        "no database": ConnectionRefusedError(111, "a secret"),
        "no host of this name": socket.gaierror(-2, "a secret"),
        "a connection that breaks": asyncpg.InterfaceError("a secret"),
        "a full disk": OSError(28, "a secret"),
        "a database that stops": asyncpg.AdminShutdownError("a secret"),
        "a broken connection": DBAPIError("a secret", {}, OSError(), connection_invalidated=True),
        "a connection that breaks at the end": _over("a secret", asyncpg.InterfaceError("a secret")),
        "no connection free": PoolTimeout("a secret"),
        "a database without room": asyncpg.DiskFullError("a secret"),
        "a database without room at the end": _over("a secret", asyncpg.DiskFullError("a secret")),
        "a statement that took too long": asyncpg.QueryCanceledError("a secret"),
        "a wrong statement": DBAPIError("a secret", {}, OSError()),
        "what cannot be encoded": _over("a secret", NotEncodable("a secret")),
        "what cannot be encoded either": NotEncodable("a secret"),
        "what the server does not take": _over("a secret", asyncpg.DataError("a secret")),
    }[kind]


@APP.post("/bodies")
async def take(body: Body) -> Body:
    return body


async def ask(method: str, path: str, **sent: Any) -> httpx.Response:
    transport = httpx.ASGITransport(APP, raise_app_exceptions=False)
    async with httpx.AsyncClient(transport=transport, base_url="http://minqing") as client:
        return await client.request(method, path, **sent)


async def answered(path: str, language: str = "zh-CN") -> dict[str, Any]:
    answer = await ask("GET", path, headers={"Accept-Language": language})
    assert answer.headers["content-type"] == "application/problem+json"
    document: dict[str, Any] = answer.json()
    assert document["status"] == answer.status_code
    return document


def test_every_domain_error_has_one_status() -> None:
    assert set(DomainError.__subclasses__()) == set(STATUS)


@pytest.mark.parametrize(
    ("kind", "status"),
    [("refused", 409), ("missing", 404), ("moved", 412), ("forbidden", 403), ("key", 422), ("bug", 500)],
)
async def test_each_no_has_its_status(kind: str, status: int) -> None:
    assert (await answered(f"/no/{kind}"))["status"] == status


async def test_a_refusal_names_its_rule_and_fills_its_sentence() -> None:
    document = await answered("/no/refused")

    assert document["rule"] == "R13"
    assert document["code"] == "clock-only-forward"
    assert "2010-11-22" in document["detail"]


async def test_who_may_not_is_told_who_may_in_their_language() -> None:
    said, told = await answered("/no/forbidden"), await answered("/no/forbidden", "en")
    assert said["detail"] == "您的身份不能做这件事。可以做的身份：下基层干部；分管领导、主要领导。"
    assert told["detail"] == "Your roles do not allow this. Roles that may: cadre, leader."
    assert said["details"] == told["details"] == {"roles": "cadre, leader"}


async def test_the_sentence_is_in_the_askers_language() -> None:
    assert (await answered("/no/missing"))["detail"].startswith("没有找到")
    assert (await answered("/no/missing", "en-GB,en;q=0.9"))["detail"].startswith("There is no such thing")


async def test_what_nobody_foresaw_shows_no_trace() -> None:
    assert "secret" not in str(await answered("/no/bug"))


@pytest.mark.parametrize(
    "kind",
    [
        "no database",
        "no host of this name",
        "a connection that breaks",
        "a database that stops",
        "a broken connection",
        "a connection that breaks at the end",
        "no connection free",
        "a database without room",
        "a database without room at the end",
        "a statement that took too long",
    ],
)
async def test_while_the_database_is_away_one_may_ask_again(kind: str) -> None:
    answer = await ask("GET", f"/no/{kind}")

    assert (answer.status_code, answer.json()["code"]) == (503, "unavailable")
    assert int(answer.headers["retry-after"]) >= 1
    assert "secret" not in answer.text


@pytest.mark.parametrize(
    "kind",
    [
        "a wrong statement",
        "a full disk",
        "what cannot be encoded",
        "what cannot be encoded either",
        "what the server does not take",
    ],
)
async def test_what_is_wrong_with_a_statement_does_not_pass_by_itself(kind: str) -> None:
    assert (await answered(f"/no/{kind}"))["code"] == "unforeseen"


async def test_malformed_json_is_400_and_a_wrong_shape_is_422_naming_the_field() -> None:
    malformed = await ask("POST", "/bodies", content=b"{", headers={"Content-Type": "application/json"})
    wrong = await ask("POST", "/bodies", json={"night": "many"})

    assert (malformed.status_code, malformed.json()["code"]) == (400, "malformed-json")
    assert (wrong.status_code, wrong.json()["errors"][0]["field"]) == (422, "night")


async def test_an_unknown_address_is_a_problem_too() -> None:
    assert (await answered("/nowhere"))["code"] == "not-found"


async def test_too_large_a_body_is_413_and_says_the_limit() -> None:
    answer = await ask("POST", "/bodies", content=b"x" * 2000)

    assert answer.status_code == 413
    assert "1000" in answer.json()["detail"]


def test_every_sentence_is_said_in_both_languages() -> None:
    lacking = [code for code, said in catalogue().items() if set(said) != {"zh", "en"} or not all(said.values())]

    assert not lacking
