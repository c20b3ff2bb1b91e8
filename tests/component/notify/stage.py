"""Notify's district: its people, their subscriptions, and the secrets that were shown once."""

from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Any  # answers and claims are JSON
from uuid import UUID

from services.notify.main import described
from services.notify.policies import ROUTED
from services.notify.settings import Settings
from shared.ids import PersonId, Tenant, UnitId
from shared.messaging.quiet import restless
from shared.roles import Role
from shared.testing import stage
from shared.testing.ground import Ground
from shared.testing.house import housed
from shared.testing.people import claims_of
from shared.testing.speaker import Speaker
from shared.testing.waiting import until
from shared.web.tokens import GrantClaim
from tests.unit.notify.cast import NOON, TENANT

HEARS = tuple(ROUTED)


@dataclass(frozen=True)
class Official:
    """Somebody with one role for one unit (None: the whole district). A key has no person."""

    name: str
    role: Role
    unit: UnitId | None
    person: PersonId | None = None

    def claims(self, tenant: Tenant) -> dict[str, Any]:
        """What the gateway of a district says of them."""
        return {"tenant": tenant, **claims_of(self.name, self.person, GrantClaim(role=self.role, unit=self.unit))}


@dataclass
class Stage(stage.Stage):
    """One district; `secrets` are those of the subscriptions that were opened in it."""

    secrets: dict[UUID, str] = field(default_factory=dict)

    async def subscribed(self, who: Official, url: str | None, *types: str, **more: Any) -> str:
        """A new subscription's path; its secret is remembered."""
        wish = {"name": "业务系统", "url": url, "types": list(types), **more}
        made = await self.done(who, "/subscriptions", wish)
        self.secrets[UUID(made["id"])] = made["secret"]
        return f"/subscriptions/{made['id']}"

    async def heard(self) -> None:
        """Wait until everybody has heard everything, whatever is left to be posted."""

        async def all_heard() -> bool:
            return not restless([{**reading, "pending": 0} for reading in await self.readings()])

        await until(all_heard)

    async def pending(self) -> int:
        """How much is left to be posted."""
        own, *_ = await self.readings()
        return int(own["pending"])


async def settings_on(ground: Ground, heard: Mapping[str, Speaker]) -> Settings:
    """What notify is told: receivers on this machine, and little patience with them."""
    return await ground.told(
        Settings,
        "notify",
        peers={name: speaker.url for name, speaker in heard.items()},
        allow_networks="127.0.0.0/8",
        retry_base_seconds=0.01,
        retry_cap_seconds=0.05,
        failing_after=4,
    )


@asynccontextmanager
async def opened(ground: Ground, settings: Settings, heard: Mapping[str, Speaker]) -> AsyncIterator[Stage]:
    """Notify opened, and closed again; it can be opened again over the same database."""
    async with housed(ground, described(), settings, heard) as house:
        yield Stage(house, TENANT, NOON)
