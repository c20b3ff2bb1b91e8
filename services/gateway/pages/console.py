"""The console as a whole: all its pages, and a page for what is none."""

from fastapi import FastAPI, Request, Response
from starlette.types import ASGIApp, Receive, Scope, Send

from services.gateway.accounts import pace
from services.gateway.pages import (
    assets,
    board,
    campaigns,
    copies,
    desk,
    field,
    filings,
    hints,
    imports,
    inbox,
    link,
    login,
    matters,
    openings,
    register,
    running,
    stays,
)
from services.gateway.pages.frame import KnownNames, open_numbers
from services.gateway.pages.hints import listening
from services.gateway.pages.route import later, of_anybody, said_no
from services.gateway.pages.typed import Form
from services.gateway.pages.visit import Visit
from shared.errors import NotFound
from shared.web import limits
from shared.web.problems import TooMany

__all__ = ["KnownNames", "listening", "open_console", "too_large", "too_often", "Beside"]

_API = "/api/"
_MEGABYTE = 1 << 20
_PAGES = (
    assets,
    login,
    link,
    hints,
    desk,
    board,
    stays,
    campaigns,
    field,
    register,
    matters,
    copies,
    filings,
    imports,
    inbox,
    openings,
    running,
)


def open_console(app: FastAPI) -> None:
    """Serve the pages beside the API."""
    open_numbers(app)
    for module in _PAGES:
        app.include_router(module.router)


def too_large(request: Request, limit: int) -> Response:
    """What is said of a body over the limit: a page to who reads pages, a problem document to all others."""
    if not _reads_pages(request.scope):
        return limits.too_large(request, limit)
    page = Visit(request, Form(sent=True))
    page.status = 413
    return page.show("too-large.html", most=limit // _MEGABYTE)


async def too_often(request: Request, no: TooMany) -> Response:
    """What is said to a network address that asks too much: a page, which sends what was typed once more."""
    if not _reads_pages(request.scope):
        return await pace.too_often(request, no)
    return later(await of_anybody(request), no.status)


class Beside:
    """ASGI: what no route answers is the API's to pass on, or, to who reads pages, a page that is not there."""

    def __init__(self, api: ASGIApp) -> None:
        self._api = api

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer a request without a route of ours."""
        if scope["type"] != "http" or not _reads_pages(scope):
            return await self._api(scope, receive, send)
        answer: Response = await said_no(Request(scope, receive), NotFound("not-found"))
        return await answer(scope, receive, send)


def _reads_pages(scope: Scope) -> bool:
    """Whether a browser asks for a page; a form that htmx sends accepts anything, and says so by a header."""
    headers = Request(scope).headers
    wanted = "text/html" in headers.get("accept", "") or "hx-boosted" in headers
    return wanted and not scope["path"].startswith(_API)
