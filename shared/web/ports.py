"""What a service's routes reach: opened once at start, found on the application."""

from collections.abc import Awaitable, Mapping
from dataclasses import dataclass, field
from typing import Annotated, Any, Protocol  # a service's own parts are typed where they are used

from fastapi import Depends, Request
from sqlalchemy.ext.asyncio import AsyncConnection

from shared.directory.memory import Memory, recalling
from shared.eventstore.connect import Database
from shared.eventstore.feed import Feed
from shared.eventstore.handle import Handling
from shared.eventstore.keys import Keys
from shared.eventstore.log import Log
from shared.messaging.broker import RedisBell
from shared.messaging.following import Following
from shared.viewer import Grant
from shared.web.positions import Positions
from shared.web.tokens import GrantClaim, Signer, Verifier


class Directory(Protocol):
    """Finds the subtrees of a viewer's grants."""

    def __call__(self, db: AsyncConnection, grants: tuple[GrantClaim, ...], /) -> Awaitable[tuple[Grant, ...]]:
        """The grants with the units and places below them."""
        ...


@dataclass(frozen=True)
class Ports:
    """The service's own parts.

    `body_key` tells another body under a used Idempotency-Key. `extra` holds what one service alone needs
    (its adapters, its settings), by name.
    """

    service: str
    database: Database
    log: Log
    handling: Handling
    bell: RedisBell
    following: Following
    feed: Feed
    keys: Keys
    signer: Signer
    verifier: Verifier
    expand: Directory
    body_key: bytes
    positions: Positions
    directory: Memory = field(default_factory=Memory)
    extra: Mapping[str, Any] = field(default_factory=dict)


async def ports_of(request: Request) -> Ports:
    """The ports of the application that serves this request."""
    ports: Ports = request.app.state.ports
    return ports


Reach = Annotated[Ports, Depends(ports_of)]


def reading(ports: Ports) -> dict[str, Any]:
    """Execution options with which a query finds the live build of each read model: one, for all of a transaction.

    And with which the directory's answers are remembered, of those that are true as it stands.
    """
    return {"schema_translate_map": ports.following.translation(), **recalling(ports.directory)}
