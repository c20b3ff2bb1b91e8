"""The departments' own systems in the demo: receivers of webhooks that check signatures and keep what came."""

import asyncio
import json
import socket
from collections import Counter
from dataclasses import dataclass, field
from typing import Any  # deliveries are JSON

from standardwebhooks.webhooks import Webhook, WebhookVerificationError
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route
from uvicorn import Config, Server

FIRST_REFUSED = {"GT": 5}  # X7: answers 503 to its first five requests


@dataclass
class Receiver:
    """One small server for all receivers, told apart by path. Secrets arrive when the subscriptions are made."""

    port: int
    secrets: dict[str, str]
    host: str = "127.0.0.1"
    requests: Counter[str] = field(default_factory=Counter)
    accepted: Counter[tuple[str, str]] = field(default_factory=Counter)  # (receiver, fact type) → acknowledged
    arrived: dict[str, list[dict[str, Any]]] = field(default_factory=dict)
    forged: int = 0
    again: int = 0  # acknowledged before, and sent once more
    _seen: set[str] = field(default_factory=set)

    async def __aenter__(self) -> "Receiver":
        app = Starlette(routes=[Route("/{name}", self._take, methods=["POST"])])
        self._server = Server(Config(app, log_config=None, log_level="warning", lifespan="off"))
        listening = socket.create_server((self.host, self.port))  # who comes before the server is up waits here
        self._serving = asyncio.create_task(self._server.serve([listening]))
        return self

    async def __aexit__(self, *_: object) -> None:
        self._server.should_exit = True
        await self._serving

    @property
    def address(self) -> str:
        """Where receivers are reached; a receiver's name is the path."""
        return f"http://{self.host}:{self.port}"

    async def _take(self, request: Request) -> Response:
        name = request.path_params["name"]
        self.requests[name] += 1
        if self.requests[name] <= FIRST_REFUSED.get(name, 0):
            return Response(status_code=503)
        try:
            Webhook(self.secrets[name]).verify(await request.body(), dict(request.headers))
        except (WebhookVerificationError, KeyError):
            self.forged += 1
            return Response(status_code=400)
        self._keep(name, request.headers["webhook-id"], json.loads(await request.body()))
        return Response(status_code=204)

    def _keep(self, name: str, delivery: str, event: dict[str, Any]) -> None:
        if delivery in self._seen:
            self.again += 1
            return
        self._seen.add(delivery)
        self.accepted[name, str(event["type"]).removeprefix("minqing.")] += 1
        self.arrived.setdefault(name, []).append(event)

    def in_order(self) -> bool:
        """Whether each receiver got the deliveries of each subject in the order of their numbers."""
        return all(_ascending(events) for events in self.arrived.values())


def _ascending(events: list[dict[str, Any]]) -> bool:
    last: dict[str, str] = {}
    for event in events:
        subject, sequence = str(event["subject"]), str(event["sequence"])
        if last.get(subject, "") >= sequence:
            return False
        last[subject] = sequence
    return True
