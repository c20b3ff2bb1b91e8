"""What the gateway passes on is a span of its own, and the service behind is told of that one."""

import pytest
from joserfc.jwk import OKPKey
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import PlainTextResponse
from starlette.routing import Route

from services.gateway.clients.service import Asked, BadGateway, Service
from services.gateway.clients.services import Services
from shared import tracing
from shared.testing.serving import Serving
from shared.web.problems import Unavailable
from shared.web.tokens import Signer
from tests.followed import TRACEPARENT, UNSAMPLED, above, followed, named

TARGET = b"/households?after=%E8%80%81%E7%A7%A6"


async def _echo(request: Request) -> PlainTextResponse:
    return PlainTextResponse(",".join(request.headers.getlist("traceparent")))


async def _stranger(request: Request) -> PlainTextResponse:
    return PlainTextResponse("who is it?", 401)


async def told(services: Services, traceparent: str) -> str:
    """Which traceparents the ledger gets of a request that came with one."""
    headers = [(b"host", b"ledger"), (b"traceparent", traceparent.encode())]
    answer = await services.send("ledger", Asked("GET", TARGET, headers))
    await answer.aread()
    return answer.text


def behind(url: str) -> Services:
    """The ledger at an address."""
    return Services({"ledger": Service("ledger", url, Signer("gateway", OKPKey.generate_key("Ed25519")), 5)})


async def test_the_service_is_told_of_the_span_in_which_it_was_asked() -> None:
    async with Serving(Starlette(routes=[Route("/households", _echo)]), lifespan=False) as ledger:
        services = behind(ledger.url)
        with followed() as spans, tracing.span("GET", "server", TRACEPARENT):
            followed_as = await told(services, TRACEPARENT)
        await services.stop()
    ask = spans["ask ledger"]
    assert (above(ask), named(ask)) == (named(spans["GET"]), followed_as)
    told_of_it = {"http.request.method": "GET", "peer.service": "ledger", "http.response.status_code": 200}
    assert ask.attributes == told_of_it


@pytest.mark.parametrize("sent", [TRACEPARENT, UNSAMPLED, "nonsense"])
async def test_what_nobody_follows_is_passed_on_as_it_came(sent: str) -> None:
    async with Serving(Starlette(routes=[Route("/households", _echo)]), lifespan=False) as ledger:
        services = behind(ledger.url)
        assert await told(services, sent) == sent
        await services.stop()


async def test_an_answer_that_is_none_is_a_span_that_failed() -> None:
    async with Serving(Starlette(routes=[Route("/households", _stranger)]), lifespan=False) as ledger:
        services = behind(ledger.url)
        with followed() as spans, tracing.span("GET", "server", TRACEPARENT), pytest.raises(BadGateway):
            await told(services, TRACEPARENT)
        await services.stop()
    told_of_it = dict(spans["ask ledger"].attributes or {})
    assert (told_of_it["http.response.status_code"], told_of_it["error.type"]) == (401, "BadGateway")


async def test_a_service_that_is_away_is_a_span_that_failed() -> None:
    async with Serving(Starlette(), lifespan=False) as ledger:
        nobody = ledger.url
    services = behind(nobody)
    with followed() as spans, tracing.span("GET", "server", TRACEPARENT), pytest.raises(Unavailable):
        await told(services, TRACEPARENT)
    await services.stop()
    assert dict(spans["ask ledger"].attributes or {})["error.type"] == "Unavailable"
