"""A route that goes says so with every answer, and in its document; all others say nothing."""

from collections.abc import Callable
from datetime import UTC, date, datetime
from email.utils import parsedate_to_datetime
from functools import partial
from typing import Any  # a route's keyword arguments

import httpx
import pytest
from fastapi import APIRouter, FastAPI, Response

from services.gateway.main import create_app
from services.ledger.main import SERVICE
from shared.errors import NotFound
from shared.service import create_api
from shared.web.departure import Departures, going
from shared.web.problems import speak_problems

ROUTE: dict[str, Any] = {"openapi_extra": {"x-action": "matter.read"}, "status_code": 203}
ROUTER = APIRouter()


@ROUTER.get("/old/{one}", **going(date(2026, 12, 1), date(2027, 6, 1), ROUTE))
async def old(one: str) -> Response:
    if one == "unknown":
        raise NotFound("not-found")
    return Response("as it comes")


@ROUTER.get("/new")
async def new() -> None:
    """Stays."""


APP = FastAPI()
APP.include_router(ROUTER, prefix="/api/v1")
APP.add_middleware(Departures)
speak_problems(APP)


async def _got(path: str, app: FastAPI = APP) -> httpx.Response:
    async with httpx.AsyncClient(transport=httpx.ASGITransport(app=app), base_url="http://here") as client:
        return await client.get(f"/api/v1{path}")


@pytest.mark.parametrize(("path", "status"), [("/old/1", 200), ("/old/unknown", 404)])
async def test_each_answer_tells_since_when_and_until_when(path: str, status: int) -> None:
    answer = await _got(path)

    assert answer.status_code == status
    since = datetime.fromtimestamp(int(answer.headers["deprecation"].removeprefix("@")), UTC)
    assert (answer.headers["deprecation"][0], since) == ("@", datetime(2026, 11, 30, 16, tzinfo=UTC))
    assert answer.headers["sunset"] == "Mon, 31 May 2027 16:00:00 GMT"
    assert parsedate_to_datetime(answer.headers["sunset"]) == datetime(2027, 5, 31, 16, tzinfo=UTC)


@pytest.mark.parametrize("path", ["/new", "/nowhere"])
async def test_what_stays_says_nothing(path: str) -> None:
    assert not {"deprecation", "sunset"} & (await _got(path)).headers.keys()


@pytest.mark.parametrize("make", [create_app, partial(create_api, SERVICE)], ids=["the gateway", "a service"])
async def test_the_applications_that_are_served_say_it_too(make: Callable[[], FastAPI]) -> None:
    app = make()
    app.include_router(ROUTER, prefix="/api/v1")

    assert (await _got("/old/1", app)).headers["sunset"] == "Mon, 31 May 2027 16:00:00 GMT"
    assert (await _got("/new", app)).status_code == 200


def test_the_document_says_it_too_beside_what_else_it_says_of_the_route() -> None:
    operation = APP.openapi()["paths"]["/api/v1/old/{one}"]["get"]

    assert operation["deprecated"] is True
    assert (operation["x-deprecated"], operation["x-sunset"]) == ("2026-12-01", "2027-06-01")
    assert operation["x-action"] == "matter.read"
    assert "203" in operation["responses"]


def test_nothing_goes_before_it_was_said() -> None:
    with pytest.raises(ValueError, match="on its way out"):
        going(date(2027, 6, 1), date(2027, 6, 1), {})
