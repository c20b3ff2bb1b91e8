"""How a page's route says "no": each as a page, in one place, and nothing that was typed is lost."""

from collections.abc import Callable, Coroutine
from typing import Any  # what a route handler is, as FastAPI has it

import structlog
from fastapi import APIRouter, Request, Response
from fastapi.exceptions import RequestValidationError
from fastapi.routing import APIRoute
from starlette.exceptions import HTTPException

from services.gateway.pages import entrance
from services.gateway.pages.behind import No
from services.gateway.pages.headers import secured
from services.gateway.pages.page import Answered, recognised
from services.gateway.pages.visit import Visit, open_visit
from shared.errors import NotFound
from shared.web.problems import Unauthenticated, WebError

log = structlog.get_logger(__name__)

_LATER = frozenset({429, 502, 503, 504})


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
            except Exception:
                log.exception("a page was not made", route=self.path)  # not the path: a link is a secret
                page = await open_visit(request)
                page.status = 500
                return page.show("later.html")

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
    if status in _LATER:
        page.status = status
        return page.show("later.html")
    page.status = 404
    return page.show("missing.html")


async def _visit(request: Request) -> Visit:
    try:
        return await recognised(request)
    except Unauthenticated:
        return await open_visit(request)
