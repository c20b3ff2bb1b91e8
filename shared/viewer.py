"""Who asks: the account or key, its person, and what it may do for which units and places."""

from dataclasses import dataclass
from uuid import UUID

from shared.ids import CampaignId, PersonId, PlaceId, Tenant, UnitId
from shared.roles import Role


@dataclass(frozen=True)
class Grant:
    """A role for a unit and a place, each with its subtree; `None` = not limited by it.

    `units` and `places` are the subtrees, read from the district's directory when the request came in.
    """

    role: Role
    unit: UnitId | None = None
    place: PlaceId | None = None
    campaign: CampaignId | None = None
    units: frozenset[UnitId] = frozenset()
    places: frozenset[PlaceId] = frozenset()


@dataclass(frozen=True)
class Viewer:
    """The one who asks, in one district. `actor` is what the log records: `account:…` or `key:…`."""

    tenant: Tenant
    actor: str
    account: UUID
    person: PersonId | None = None
    unit: UnitId | None = None
    grants: tuple[Grant, ...] = ()

    def has(self, *roles: Role) -> bool:
        """Whether any grant gives one of these roles."""
        return any(grant.role in roles for grant in self.grants)

    def units(self, *roles: Role) -> frozenset[UnitId]:
        """The units for which this viewer has one of these roles, subtrees included."""
        return frozenset().union(*(grant.units for grant in self.grants if grant.role in roles))

    def places(self, *roles: Role) -> frozenset[PlaceId]:
        """The places for which this viewer has one of these roles, subtrees included."""
        return frozenset().union(*(grant.places for grant in self.grants if grant.role in roles))
