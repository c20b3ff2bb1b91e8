"""How a page's route says "no": each as a page, in one place, and nothing that was typed is lost."""

from collections.abc import Callable, Coroutine
from typing import Any  # what a route handler is, as FastAPI has it

import structlog
from fastapi import APIRouter, Request, Response
from fastapi.exceptions import RequestValidationError
from fastapi.routing import APIRoute
from starlette.exceptions import HTTPException
from starlette.requests import ClientDisconnect

from services.gateway.pages import entrance
from services.gateway.pages.behind import No
from services.gateway.pages.headers import secured
from services.gateway.pages.page import Answered, recognised
from services.gateway.pages.typed import Form, form_of
from services.gateway.pages.visit import Visit
from shared.errors import NotFound
from shared.web.problems import TooMany, Unauthenticated, WebError

log = structlog.get_logger(__name__)

_TOO_OFTEN, _BROKEN = 429, 500


class PageRoute(APIRoute):
    """A route of the console."""

    def get_route_handler(self) -> Callable[[Request], Coroutine[Any, Any, Response]]:
        """The route, with every "no" as a page."""
        handle = super().get_route_handler()

        async def shown(request: Request) -> Response:
            try:
                return secured(request, await handle(request))
            except Answered as answered:
                return answered.answer
            except (No, WebError, NotFound, RequestValidationError, HTTPException) as no:
                return await said_no(request, no)
            except Exception:  # whatever it was: the framework's own answer would lose what was typed
                log.exception("a page was not made", route=self.path)  # not the path: a link is a secret
                return later(await of_anybody(request), _BROKEN)

        return shown


def pages() -> APIRouter:
    """Makes a router whose routes are pages."""
    return APIRouter(include_in_schema=False, route_class=PageRoute)


async def said_no(request: Request, no: Exception) -> Response:
    """The page for a "no": log in first, try again later, or there is no such page for you."""
    status = no.status if isinstance(no, No | WebError) else 404
    if status == 401:
        return await entrance.lost(request)
    page = await _visit(request)
    if is_later(status):
        return later(page, status)
    page.status = 404
    return page.show("missing.html")


def is_later(status: int) -> bool:
    """Whether the same may go well some time later."""
    return status == _TOO_OFTEN or status >= _BROKEN


def later(page: Visit, status: int) -> Response:
    """A page that sends what was typed once more; it carries it sealed, so that no word of it stands there."""
    page.status = status
    return page.show("later.html", carried=page.carried(), ticket=page.typed["ticket"])


async def _visit(request: Request) -> Visit:
    try:
        return await recognised(request)
    except (Unauthenticated, TooMany, HTTPException):
        return await of_anybody(request)


async def of_anybody(request: Request) -> Visit:
    """The page of whoever it is, with what was typed where that can be read."""
    try:
        return Visit(request, await form_of(request))
    except (HTTPException, ClientDisconnect):
        return Visit(request, Form(sent=True))
