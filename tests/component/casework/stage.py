"""A district as casework keeps it: its people, what the ledger seals and opens, and the answers it comes to."""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any  # answers are JSON
from uuid import UUID

import httpx

from shared.ids import PersonId, PlaceId, UnitId
from shared.roles import Role
from shared.sealed import Sealed
from shared.testing import stage
from shared.testing.names import named
from shared.testing.people import Official
from shared.testing.waiting import until
from shared.web.tokens import GrantClaim
from tests.component.casework.opener import Opener


def official(name: str, role: Role, unit: str, place: PlaceId | None = None) -> Official:
    """An official with one role for one unit; a department's key has no person."""
    person = None if role is Role.DEPARTMENT_KEY else PersonId(named(name))
    return Official(name, (GrantClaim(role=role, unit=UnitId(named(unit)), place=place),), person)


@dataclass
class Stage(stage.Stage):
    """One district; `opener` knows what the ledger was asked to open."""

    opener: Opener = field(default_factory=Opener)

    async def seal(self, subject: UUID, plain: Any) -> Sealed:
        """A value sealed by the ledger."""
        return await self.house.speakers["ledger"].seal(self.tenant, subject, plain)

    async def until(self, who: Official, path: str, holds: Callable[[Any], bool]) -> Any:
        """Ask until the answer is as expected, within a deadline."""
        answers: list[httpx.Response] = []

        async def as_expected() -> bool:
            answers.append(await self.get(who, path))
            return answers[-1].status_code == 200 and holds(answers[-1].json())

        await until(as_expected, why=lambda: f"{answers[-1].text}\n{self.ports.following.lag()}")
        return answers[-1].json()
