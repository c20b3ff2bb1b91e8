"""One performance of the campaign on a running installation: the play, and the three ways of counting it."""

import asyncio
import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from deploy.demo.cast import Cast
from deploy.demo.client import Api, Sent
from deploy.demo.counts import by_api, by_log, by_requests
from deploy.demo.play import OPENING, Tell, play, set_the_stage
from deploy.demo.receiver import Receiver
from deploy.demo.setting import TENANT, World, make_keys
from deploy.demo.table import Figures
from deploy.minqing import place

SETTINGS = {
    "notify": {
        "NOTIFY_ALLOW_NETWORKS": "127.0.0.0/8",
        "NOTIFY_RETRY_BASE_SECONDS": "0.05",
        "NOTIFY_RETRY_CAP_SECONDS": "0.2",
    }
}
"""What the demo's services are told besides: receivers on this machine, and little patience with them."""

COUNTED = "counted.json"
KEYS = Path("secrets", "keys.json")
"""In the directory: the departments' keys, which the API does not show again; `make clean` removes them as the rest."""


class Installation(Protocol):
    """Where a campaign can be played; `directory` keeps what was counted and exported."""

    @property
    def directory(self) -> Path:
        """A directory of the driver's own."""
        ...

    @property
    def url(self) -> str:
        """The gateway."""
        ...

    @property
    def seen_as(self) -> str:
        """The address by which its notify reaches this process."""
        ...

    def operator_password(self) -> str:
        """Of the first operator."""
        ...

    def export(self, service: str, tenant: str, to: Path) -> None:
        """Write a district's log."""
        ...


@dataclass
class Performance:
    """A campaign on an installation. `say` is told what begins, `tell` each moment of the play."""

    minqing: Installation
    cast: Cast
    say: Callable[[str], None] = print

    def __post_init__(self) -> None:
        self.receiver_address = ""
        self.journal: list[Sent] = []
        self.counted = self.minqing.directory / COUNTED
        self.keys = self.minqing.directory / KEYS
        self.world = World(self.cast, keys=json.loads(self.keys.read_text()) if self.keys.exists() else {})

    async def counts(self, tell: Tell) -> Mapping[str, Figures]:
        """Play, unless these data come from an earlier play, and count in three ways."""
        api = Api(self.minqing.url, TENANT, OPENING)
        try:
            sent = await self.sent(api, tell)
            await self.keep_keys(api)
            return {
                "by the API": await by_api.count(api, self.world),
                "by requests": sent,
                "by the logs": await self.logged(),
            }
        finally:
            await api.close()

    async def sent(self, api: Api, tell: Tell) -> Figures:
        """Play, unless it was played before, and tell what was counted by the requests of that play."""
        if not self.counted.exists():
            return await self.played(api, tell)
        self.say("The campaign was played before; these are its data.")
        figures: Figures
        self.world.campaign, figures = json.loads(self.counted.read_text())
        return figures

    async def played(self, api: Api, tell: Tell) -> Figures:
        """Play, and count by the requests and by what the receivers got."""
        host = self.minqing.seen_as
        async with Receiver(place.free_port(host), self.world.secrets, host) as receiver:
            self.say("Setting the stage: district, cast, campaign, roster, subscriptions, keys.")
            self.receiver_address = receiver.address
            await set_the_stage(api, self.world, self.minqing.operator_password(), receiver.address)
            await play(api, self.world, tell)
        self.journal = api.journal
        figures = by_requests.count(api.journal, receiver)
        self.counted.write_text(json.dumps([self.world.campaign, figures]))
        return figures

    async def keep_keys(self, api: Api) -> None:
        """Remember the departments' keys for the next start; make those that are not known any more."""
        await make_keys(api, self.world)
        place.write_secret(self.keys, json.dumps(self.world.keys))

    async def logged(self) -> Figures:
        """Export every service's log, and count its lines."""
        return await asyncio.to_thread(self._count_exports)

    def _count_exports(self) -> Figures:
        exports = self.minqing.directory / "exports"
        exports.mkdir(exist_ok=True)
        for service in by_log.SERVICES:
            self.minqing.export(service, TENANT, exports / f"{service}.jsonl")
        return by_log.count(exports)
