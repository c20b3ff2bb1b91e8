"""Another service's feed over HTTP: the truth behind its bell (formats 5)."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Protocol  # answers are JSON
from uuid import UUID

import httpx
from pydantic_core import from_json

from shared.eventstore.pages import PAGE, Heads, NotTheLogRead, Place
from shared.ids import Tenant
from shared.messaging.heard import Link, link_of


@dataclass(frozen=True, slots=True)
class FeedPage:
    """Facts after a place, in order; `upto` is how far was looked, `head` where the log ends."""

    facts: Sequence[Link]
    upto: tuple[int, bytes]
    head: int


class PeerFeed(Protocol):
    """How another service's log is read."""

    service: str

    async def page(self, tenant: Tenant, place: Place) -> FeedPage:
        """What comes after a place. Raises NotTheLogRead, or httpx's errors."""
        ...

    async def heads(self) -> Heads:
        """Where each district's log ends. Raises httpx's errors."""
        ...


class HttpFeed:
    """Reads GET /feed and /feed/heads of one service. The client has its base URL and signs its requests."""

    def __init__(self, service: str, client: httpx.AsyncClient) -> None:
        self.service = service
        self._client = client

    async def page(self, tenant: Tenant, place: Place) -> FeedPage:
        """What comes after a place; see `PeerFeed`."""
        asked: dict[str, str | int] = {
            "tenant": tenant,
            "after": place.position,
            "hash": place.hash.hex(),
            "limit": PAGE,
        }
        answer = await self._client.get("/feed", params=asked)
        if answer.status_code == httpx.codes.CONFLICT:
            problem = from_json(answer.content)
            raise NotTheLogRead(place.position, place.hash.hex(), str(problem["details"].get("found", "")))
        answer.raise_for_status()
        told = from_json(answer.content)
        return FeedPage([link_of(item) for item in told["facts"]], _end(told["upto"]), told["head"]["position"])

    async def heads(self) -> Heads:
        """Where each district's log ends; see `PeerFeed`."""
        answer = await self._client.get("/feed/heads")
        answer.raise_for_status()
        told = from_json(answer.content)
        return Heads(UUID(told["store"]), [(Tenant(head["tenant"]), _place(head)) for head in told["heads"]])


def _end(end: dict[str, Any]) -> tuple[int, bytes]:
    return end["position"], bytes.fromhex(end["hash"])


def _place(head: dict[str, Any]) -> Place:
    return Place(head["factposition"], bytes.fromhex(head["facthash"]), head["position"], bytes.fromhex(head["hash"]))
