"""A request is a span called by its route's template; what was asked for, and in which words, is never told."""

from collections.abc import Mapping

import httpx
import pytest
from fastapi import FastAPI
from joserfc.jwk import OKPKey
from starlette.requests import Request

from shared import tracing
from shared.web.peers import SignedBy
from shared.web.tokens import Signer
from shared.web.traced import PASSED_ON, Traced
from tests.followed import TRACEPARENT, UNSAMPLED, above, followed, named

WORDS = "老秦"


def application(begins: bool = False, beside: tuple[str, ...] = ()) -> FastAPI:
    """One route, which says where it stands, below the middleware."""
    app = FastAPI()

    @app.get("/households/{name}")
    async def household(name: str) -> str:
        return tracing.here().traceparent

    @app.get("/passed/{rest}")
    async def passed(rest: str, request: Request) -> str:
        request.scope[PASSED_ON] = "/visits/{visit}"
        return tracing.here().traceparent

    @app.get("/broken/{name}")
    async def broken(name: str) -> str:
        raise ValueError(name)

    app.add_middleware(Traced, begins=begins, beside=beside)
    return app


async def asked(app: FastAPI, path: str, headers: Mapping[str, str] = {}, method: str = "GET") -> httpx.Response:
    transport = httpx.ASGITransport(app, raise_app_exceptions=False)
    async with httpx.AsyncClient(transport=transport, base_url="http://ledger") as http:
        return await http.request(method, path, headers=headers)


async def test_a_traced_request_is_a_span_of_its_routes_template() -> None:
    with followed() as spans:
        answer = await asked(application(), f"/households/{WORDS}?q={WORDS}", {"traceparent": TRACEPARENT})
    (span,) = spans.values()
    assert (span.name, above(span), named(span)) == ("GET /households/{name}", TRACEPARENT, answer.json())
    told = {"http.request.method": "GET", "http.route": "/households/{name}", "http.response.status_code": 200}
    assert span.attributes == told


@pytest.mark.parametrize("headers", [{}, {"traceparent": UNSAMPLED}, {"traceparent": "nonsense"}])
async def test_a_service_follows_no_request_that_nobody_traces(headers: Mapping[str, str]) -> None:
    with followed() as spans:
        answer = await asked(application(), "/households/1", headers)
    assert (spans, answer.json()) == ({}, "")


async def test_the_edge_begins_a_trace_but_not_for_what_is_beside_the_work() -> None:
    app = application(begins=True, beside=("/passed/",))
    with followed() as spans:
        await asked(app, "/passed/1")
        await asked(app, "/households/1")
    (span,) = spans.values()
    assert (span.name, span.parent) == ("GET /households/{name}", None)


async def test_the_edge_goes_by_what_comes_with_a_request() -> None:
    with followed() as spans:
        await asked(application(begins=True), "/households/1", {"traceparent": TRACEPARENT})
        left_out = await asked(application(begins=True), "/households/1", {"traceparent": UNSAMPLED})
    assert [above(span) for span in spans.values()] == [TRACEPARENT]
    assert left_out.json() == UNSAMPLED


async def test_what_comes_with_nonsense_begins_a_trace_as_what_comes_with_nothing() -> None:
    with followed() as spans:
        answer = await asked(application(begins=True), "/households/1", {"traceparent": "nonsense"})
    (span,) = spans.values()
    assert (span.parent, named(span)) == (None, answer.json())


async def test_what_is_passed_on_is_called_by_the_route_behind() -> None:
    with followed() as spans:
        await asked(application(begins=True), "/passed/1")
    assert list(spans) == ["GET /visits/{visit}"]


async def test_what_is_nowhere_is_told_by_no_word_of_it() -> None:
    with followed() as spans:
        await asked(application(begins=True), f"/{WORDS}", method="老秦".encode().hex())
    (span,) = spans.values()
    assert (span.name, dict(span.attributes or {})["http.route"]) == ("OTHER", "none")


async def test_what_nobody_foresaw_is_told_by_its_kind() -> None:
    with followed() as spans:
        await asked(application(begins=True), f"/broken/{WORDS}")
    (span,) = spans.values()
    assert dict(span.attributes or {}) == {"http.request.method": "GET", "error.type": "ValueError"}


async def told_of_what_is_asked(traced: bool) -> tuple[list[str | None], str]:
    """By which traces a service knows what casework asks, for nobody and then within a span; and that span."""
    signer = Signer("casework", OKPKey.generate_key("Ed25519"))
    asked: list[httpx.Request] = []

    def answer(request: httpx.Request) -> httpx.Response:
        asked.append(request)
        return httpx.Response(200)

    auth = SignedBy(signer, traced=traced)
    async with httpx.AsyncClient(transport=httpx.MockTransport(answer), auth=auth) as ledger:
        await ledger.get("http://ledger/identities")
        with followed() as spans, tracing.span("GET", "server", TRACEPARENT):
            await ledger.get("http://ledger/identities")
    return [request.headers.get("traceparent") for request in asked], named(spans["GET"])


async def test_what_a_traced_request_asks_of_another_service_is_below_it() -> None:
    told, span = await told_of_what_is_asked(traced=True)
    assert told == [None, span]


async def test_who_reads_a_feed_does_so_for_no_request_in_particular() -> None:
    told, _ = await told_of_what_is_asked(traced=False)
    assert told == [None, None]
