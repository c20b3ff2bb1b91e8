"""A district as the ledger keeps it: its people by name, its places and households by code."""

from dataclasses import dataclass
from typing import Any  # answers and claims are JSON

import httpx

from shared.ids import CampaignId, HouseholdId, PersonId, PlaceId, Tenant, UnitId, imported
from shared.roles import Role
from shared.testing import stage
from shared.testing.names import named
from shared.testing.people import claims_of
from shared.web.tokens import GrantClaim


@dataclass(frozen=True)
class Official:
    """Somebody by name, with one role for one unit, perhaps in one place or campaign alone."""

    name: str
    role: Role
    unit: str
    village: str | None = None
    campaign: CampaignId | None = None

    @property
    def person(self) -> PersonId:
        """Their own id."""
        return PersonId(named(self.name))

    def claims(self, tenant: Tenant) -> dict[str, Any]:
        """What the gateway of a district says of them."""
        place = PlaceId(imported(tenant, "place", self.village)) if self.village else None
        grant = GrantClaim(role=self.role, unit=unit(self.unit), place=place, campaign=self.campaign)
        return {"tenant": tenant, **claims_of(self.name, self.person, grant)}


ADMINISTRATOR = Official("管理员", Role.ADMINISTRATOR, "民政局")


def unit(name: str) -> UnitId:
    """A unit's id."""
    return UnitId(named(name))


@dataclass
class Stage(stage.Stage):
    """One district, whose places and households have the ids of their codes."""

    def place(self, code: str) -> PlaceId:
        """The place with a code."""
        return PlaceId(imported(self.tenant, "place", code))

    def household(self, code: str) -> HouseholdId:
        """The household with a code."""
        return HouseholdId(imported(self.tenant, "household", code))

    async def refused(self, who: Official, path: str, body: Any = None) -> tuple[int, str]:
        """A command that is refused: status and code."""
        answer = await self.send(who, path, body)
        assert answer.headers["Content-Type"] == "application/problem+json", f"{path}: {answer.text}"
        return answer.status_code, answer.json()["code"]

    async def imported(self, rows: list[dict[str, str]], **more: str) -> Any:
        """What becomes of a file of households."""
        answer = await self.imports(ADMINISTRATOR, "households", rows, **more)
        assert answer.status_code == 200, answer.text
        return answer.json()

    async def service_asks(self, path: str, body: Any, **headers: str) -> httpx.Response:
        """Casework asks for itself."""
        return await self.client.post(path, json=body, headers={**self.as_service("casework"), **headers})

    async def gateway_asks(self, path: str, body: Any) -> httpx.Response:
        """The gateway asks for itself, for an operator."""
        return await self.client.post(path, json=body, headers=self.as_service("gateway"))
