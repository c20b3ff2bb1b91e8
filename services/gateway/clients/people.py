"""Who the people of a district are, as the directory tells whoever may ask."""

from collections.abc import Mapping
from typing import Any  # what the directory answers is JSON
from urllib.parse import urlencode
from uuid import UUID

from services.gateway.clients.service import Asked, BadGateway, Headers
from services.gateway.clients.services import Services
from shared.event import Frozen

_DIRECTORY = "scheduling"
_PAGE = 1000


class Person(Frozen):
    """A person's name, and that of the unit."""

    name: str
    unit: str


Known = Mapping[UUID, Person]


async def people(services: Services, headers: Headers) -> Known:
    """Everybody by id, asked for in the name of who the headers say. Raises as `Services.send`."""
    known: dict[UUID, Person] = {}
    after: str | None = ""
    while after is not None:
        page = await _page(services, headers, after)
        known |= {UUID(one["id"]): Person(name=one["name"], unit=one["unit"]["name"] or "") for one in page["items"]}
        after = page["next"]
    return known


async def _page(services: Services, headers: Headers, after: str) -> dict[str, Any]:
    query = urlencode({"limit": _PAGE, **({"after": after} if after else {})})
    answer = await services.send(_DIRECTORY, Asked("GET", f"/api/v1/people?{query}".encode(), headers))
    await answer.aread()
    if answer.is_error:
        raise BadGateway(service=_DIRECTORY)
    page: dict[str, Any] = answer.json()
    return page
