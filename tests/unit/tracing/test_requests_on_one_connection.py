"""A request that was sent before the one ahead of it was answered is not that one's work, nor of its trace."""

import asyncio
from collections.abc import Callable

import pytest
import structlog
import uvicorn
from fastapi import FastAPI

from services.gateway.main import served as served_at_the_edge
from services.gateway.settings import Settings
from shared import tracing
from shared.logs import Work, about
from shared.service import served
from shared.settings import ServiceSettings
from shared.testing.serving import Serving
from shared.web.traced import Traced
from tests.followed import TRACEPARENT, followed
from tests.logged import as_json

log = structlog.get_logger("of a test")


def as_a_service(app: FastAPI) -> uvicorn.Config:
    """As each of them is served, at any port."""
    return served(app, ServiceSettings.model_construct(port=0))


def as_the_gateway(app: FastAPI) -> uvicorn.Config:
    """As it is served, at any port."""
    return served_at_the_edge(app, Settings.model_construct(port=0))


def application(stood: list[str]) -> FastAPI:
    """One request is a command's, the other says where it stands."""
    app = FastAPI()

    @app.get("/command")
    async def command() -> None:
        about(Work("shifan", traceparent=TRACEPARENT))

    @app.get("/another")
    async def another() -> None:
        stood.append(tracing.here().traceparent)
        log.warning("another's")

    app.add_middleware(Traced)
    return app


async def both_at_once(port: int) -> None:
    """Both are sent before the first is answered; the second says that it is the last."""
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    first = f"GET /command HTTP/1.1\r\nhost: minqing\r\ntraceparent: {TRACEPARENT}\r\n\r\n"
    second = "GET /another HTTP/1.1\r\nhost: minqing\r\nconnection: close\r\n\r\n"
    writer.write((first + second).encode())
    answers = await reader.read()
    assert answers.count(b"HTTP/1.1 200") == 2
    writer.close()
    await writer.wait_closed()


@pytest.mark.parametrize("as_it_is", [as_a_service, as_the_gateway])
async def test_who_comes_behind_a_command_is_not_about_it(as_it_is: Callable[[FastAPI], uvicorn.Config]) -> None:
    stood: list[str] = []
    app = application(stood)
    with as_json() as lines, followed():
        async with Serving(app, config=as_it_is(app)) as serving:
            await both_at_once(serving.port)
    (line,) = [line for line in lines if line["event"] == "another's"]
    assert stood == [""]
    assert line.keys().isdisjoint({"tenant", "trace"})
