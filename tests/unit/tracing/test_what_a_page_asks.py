"""What a page asks of the public API within the gateway is of the page's trace, or left out with it."""

from collections.abc import Mapping

import httpx
import pytest
from fastapi import FastAPI
from opentelemetry.sdk.trace import ReadableSpan
from starlette.requests import Request

from services.gateway.pages.behind import API, Behind
from shared import tracing
from shared.web.traced import Traced
from tests.followed import TRACEPARENT, UNSAMPLED, above, followed, named

PAGE, ASKED = "GET /visits", f"GET {API}/visits"


def application() -> FastAPI:
    """A page that asks twice, and a route that says where it stands."""
    app = FastAPI()

    @app.get("/visits")
    async def page(request: Request) -> list[str]:
        behind = Behind(request.app, "a token", "127.0.0.1", "zh", "http://gateway")
        return [await behind.get("/visits") for _ in range(2)]

    @app.get(f"{API}/visits")
    async def visits() -> str:
        return tracing.here().traceparent

    app.add_middleware(Traced, prefix=API, begins=True)
    return app


async def shown(headers: Mapping[str, str]) -> tuple[dict[str, ReadableSpan], list[str]]:
    """The spans of a page that came with these headers, and where what it asked stood."""
    with followed("gateway") as spans:
        transport = httpx.ASGITransport(application())
        async with httpx.AsyncClient(transport=transport, base_url="http://gateway") as browser:
            answer = await browser.get("/visits", headers=headers)
    return spans, answer.json()


async def test_what_a_page_asks_is_below_it() -> None:
    spans, stood = await shown({"traceparent": TRACEPARENT})
    assert (above(spans[PAGE]), above(spans[ASKED])) == (TRACEPARENT, named(spans[PAGE]))
    assert stood[-1] == named(spans[ASKED])


async def test_a_page_that_is_not_to_be_followed_asks_nothing_that_is() -> None:
    assert await shown({"traceparent": UNSAMPLED}) == ({}, [UNSAMPLED] * 2)


@pytest.mark.parametrize("headers", [{}, {"traceparent": "nonsense"}])
async def test_a_page_without_a_trace_begins_one_for_all_that_it_asks(headers: Mapping[str, str]) -> None:
    spans, stood = await shown(headers)
    assert spans[PAGE].parent is None
    trace = tracing.trace_of(named(spans[PAGE]))
    assert [tracing.trace_of(one) for one in stood] == [trace] * 2
