"""The console as a whole: all its pages, and a page for what is none."""

from fastapi import FastAPI, Request, Response
from starlette.types import ASGIApp, Receive, Scope, Send

from services.gateway.pages import (
    assets,
    board,
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
from services.gateway.pages.route import said_no
from shared.errors import NotFound

__all__ = ["KnownNames", "listening", "open_console", "Beside"]

_API = "/api/"
_PAGES = (
    assets,
    login,
    link,
    hints,
    desk,
    board,
    stays,
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


class Beside:
    """ASGI: what no route answers is the API's to pass on, or, to who reads pages, a page that is not there."""

    def __init__(self, api: ASGIApp) -> None:
        self._api = api

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer a request without a route of ours."""
        if scope["type"] != "http" or scope["path"].startswith(_API) or not _reads_pages(scope):
            return await self._api(scope, receive, send)
        answer: Response = await said_no(Request(scope, receive), NotFound("not-found"))
        return await answer(scope, receive, send)


def _reads_pages(scope: Scope) -> bool:
    return "text/html" in Request(scope).headers.get("accept", "")
