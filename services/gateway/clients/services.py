"""All services behind the gateway, and the routes they offer, kept fresh while they come and go."""

import asyncio
from collections.abc import Mapping
from typing import Annotated, Any  # documents are JSON

import httpx
import structlog
from fastapi import Depends, Request

from services.gateway.clients.routes import Route, Routes
from services.gateway.clients.service import Asked, BadGateway, Service
from shared import tracing
from shared.errors import NotFound
from shared.eventstore.waiting import within
from shared.web.problems import MEDIA_TYPE, Unavailable, WebError

_TRIED_EVERY_SECONDS = 0.3
_READ_AGAIN_SECONDS = 10.0

log = structlog.get_logger(__name__)


class Services:
    """The services by name. Their documents are read in the background, from `start` on."""

    def __init__(self, services: Mapping[str, Service]) -> None:
        self.by_name = services
        self.documents: dict[str, dict[str, Any]] = {}
        self._routes = Routes({})
        self._doubted = {name: asyncio.Event() for name in services}
        self._reading: list[asyncio.Task[None]] = []

    async def start(self) -> None:
        """Begin to read the services' documents; a service that is not up yet is waited for."""
        self._reading = [asyncio.create_task(self._keep_reading(service)) for service in self.by_name.values()]

    async def stop(self) -> None:
        """Stop reading, and give all connections back."""
        for task in self._reading:
            task.cancel()
        await asyncio.gather(*self._reading, return_exceptions=True)
        for service in self.by_name.values():
            await service.close()

    def find(self, method: str, path: str) -> Route:
        """The route of a request.

        Raises NotFound or MethodNotAllowed, and Unavailable while a service that might have it is not known.
        """
        try:
            return self._routes.find(method, path)
        except NotFound:
            unknown = sorted(self.by_name.keys() - self.documents.keys())
            if unknown:
                raise self.by_name[unknown[0]].away() from None
            raise

    async def send(self, name: str, asked: Asked) -> httpx.Response:
        """A service's answer to what somebody asks, its body unread; whoever takes it closes it.

        Raises Unavailable, TooSlow, and BadGateway for what is no answer to a person.
        """
        about = tracing.About(service=name, method=asked.method)
        with tracing.span(f"ask {name}", "client", tracing.here().traceparent, **about) as span:
            answer = await self._sent(name, asked.below(span))
            span.note(status=answer.status_code)
            if _is_no_answer(answer):
                await answer.aclose()
                raise BadGateway(service=name)
        return answer

    async def _sent(self, name: str, asked: Asked) -> httpx.Response:
        try:
            return await self.by_name[name].send(asked)
        except Unavailable:
            self._doubted[name].set()  # it may come back as another release
            raise

    async def _keep_reading(self, service: Service) -> None:
        while True:
            known = await self._read(service)
            await self._pause(service.name, _READ_AGAIN_SECONDS if known else 0)

    async def _pause(self, name: str, longest: float) -> None:
        """Wait until a service is doubted, at the longest; then for a moment more."""
        await within(self._doubted[name], longest)  # wait_for would swallow being stopped at the same moment
        self._doubted[name].clear()
        await asyncio.sleep(_TRIED_EVERY_SECONDS)

    async def _read(self, service: Service) -> bool:
        try:
            document = await service.document()
        except WebError as error:
            if service.name not in self.documents:
                log.info("waiting for a service", service=service.name, code=error.code)
            return False
        if document != self.documents.get(service.name):
            self.documents = {**self.documents, service.name: document}
            self._routes = Routes(self.documents)
            log.info("routes read", service=service.name)
        return True


def _is_no_answer(answer: httpx.Response) -> bool:
    if answer.status_code == httpx.codes.UNAUTHORIZED:  # the asker is known: it is our signature it does not take
        return True
    return answer.is_server_error and not answer.headers.get("content-type", "").startswith(MEDIA_TYPE)


async def services_of(request: Request) -> Services:
    """The services of the application that serves this request."""
    services: Services = request.app.state.services
    return services


Behind = Annotated[Services, Depends(services_of)]
