"""Who asks in a test, and what the gateway says of them."""

from dataclasses import dataclass
from typing import Any, Protocol  # claims are JSON
from uuid import UUID

from shared.ids import PersonId, Tenant
from shared.roles import Role
from shared.testing.names import named
from shared.web.tokens import GrantClaim


class Asker(Protocol):
    """Somebody who asks."""

    def claims(self, tenant: Tenant) -> dict[str, Any]:
        """What the gateway of a district says of them."""
        ...


@dataclass(frozen=True)
class Official:
    """Somebody with these grants, the same in every district. A department's key has no person."""

    name: str
    grants: tuple[GrantClaim, ...]
    person: PersonId | None = None

    @property
    def actor(self) -> str:
        """What a log records."""
        return str(claims_of(self.name, self.person, *self.grants)["actor"])

    def claims(self, tenant: Tenant) -> dict[str, Any]:
        """What the gateway of a district says of them."""
        return {"tenant": tenant, **claims_of(self.name, self.person, *self.grants)}


def claims_of(name: str, person: UUID | None, *grants: GrantClaim) -> dict[str, Any]:
    """The claims of a name's account, or of a key; it is of the unit of its first grant."""
    account = named(f"account {name}")
    kind = "key" if grants[0].role is Role.DEPARTMENT_KEY else "account"
    return {
        "actor": f"{kind}:{account}",
        "account": str(account),
        "person": str(person) if person else None,
        "unit": str(grants[0].unit) if grants[0].unit else None,
        "grants": [grant.model_dump(mode="json") for grant in grants],
    }
