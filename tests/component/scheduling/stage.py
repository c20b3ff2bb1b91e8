"""A district as scheduling keeps it: its people by their codes, and the ledger's visits."""

from collections.abc import AsyncIterator, Iterable, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import Any  # answers and claims are JSON
from uuid import UUID, uuid5

import httpx
from sqlalchemy.ext.asyncio import AsyncConnection

from shared.contracts.ledger import VisitLogged
from shared.ids import CampaignId, PersonId, PlaceId, StayId, Tenant, UnitId, VisitId, imported
from shared.roles import Role
from shared.testing import stage
from shared.testing.names import beijing
from shared.testing.people import claims_of
from shared.web.ports import reading
from shared.web.tokens import GrantClaim


@dataclass(frozen=True)
class Official:
    """Somebody by code, with one role for one unit, perhaps in one place alone."""

    code: str
    role: Role
    unit: str
    place: str | None = None

    def claims(self, tenant: Tenant) -> dict[str, Any]:
        """What the gateway of a district says of them."""
        unit = UnitId(imported(tenant, "unit", self.unit))
        place = PlaceId(imported(tenant, "place", self.place)) if self.place else None
        grant = GrantClaim(role=self.role, unit=unit, place=place)
        return {"tenant": tenant, **claims_of(self.code, imported(tenant, "person", self.code), grant)}


@dataclass
class Stage(stage.Stage):
    """One district, whose things have the ids of their codes."""

    def unit(self, code: str) -> UnitId:
        """The unit with a code."""
        return UnitId(imported(self.tenant, "unit", code))

    def place(self, code: str) -> PlaceId:
        """The place with a code."""
        return PlaceId(imported(self.tenant, "place", code))

    def person(self, code: str) -> PersonId:
        """The official with a code."""
        return PersonId(imported(self.tenant, "person", code))

    @asynccontextmanager
    async def reading(self) -> AsyncIterator[AsyncConnection]:
        """A connection that sees the district's read models."""
        async with self.ports.database.transaction(self.tenant) as connection:
            yield await connection.execution_options(**reading(self.ports))

    async def refused(self, who: Official, path: str, body: Any = None, **more: str) -> dict[str, Any]:
        """A command that is refused; the problem's document."""
        answer = await self.send(who, path, body, **more)
        assert answer.headers["Content-Type"] == "application/problem+json", f"{path}: {answer.text}"
        return dict(answer.json())

    async def gives_roster(
        self, who: Official, campaign: str, rows: Iterable[Mapping[str, str]], dry_run: str = "false"
    ) -> httpx.Response:
        """The file of a roster, as the gateway passes it on."""
        path = f"/internal{campaign}/roster?dry_run={dry_run}"
        return await self._commanded(who, path, {"rows": list(rows)}, {})

    async def visit(self, stay: Mapping[str, Any], at: str) -> None:
        """The ledger logs a visit of a stay, as scheduling's API shows it."""
        visit = VisitLogged(
            visit=VisitId(uuid5(UUID(stay["id"]), at)),
            stay=StayId(UUID(stay["id"])),
            campaign=CampaignId(UUID(stay["campaign"])),
            unit=UnitId(UUID(stay["unit"]["id"])),
            place=PlaceId(UUID(stay["place"]["id"])),
            cadre=PersonId(UUID(stay["person"]["id"])),
            mode="household",
            at=beijing(at),
            late=False,
            households=(),
        )
        await self.say(visit, f"visit/{visit.visit}")
