"""A page counts once for its reader's network address, however much it asks in process."""

import httpx
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.types import ASGIApp, Receive, Scope, Send

from services.gateway.accounts.pace import Pace, PaceOfAddresses
from services.gateway.pages.behind import Behind

AT_ONCE = 3
OFFICE, HERE = "192.0.2.7", "http://gateway"


class Console:
    """Its pages each ask the API five times."""

    entrance: ASGIApp

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        request = Request(scope, receive)
        answer: Response = JSONResponse({})
        if request.url.path == "/page":
            behind = Behind(self.entrance, "token", OFFICE, "zh", HERE)
            answer = JSONResponse([await behind.get("/anything") for _ in range(5)])
        await answer(scope, receive, send)


async def test_a_page_counts_once_however_much_it_asks_for_its_reader() -> None:
    console = Console()
    console.entrance = PaceOfAddresses(console, Pace(0.001, AT_ONCE))
    transport = httpx.ASGITransport(console.entrance, client=(OFFICE, 4711))
    async with httpx.AsyncClient(transport=transport, base_url=HERE) as http:
        statuses = [(await http.get("/page")).status_code for _ in range(AT_ONCE + 1)]
    assert statuses == [*[200] * AT_ONCE, 429]
