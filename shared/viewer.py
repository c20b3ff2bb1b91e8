"""Who asks: the account or key, its person, and how far each of its grants reaches.

`Grant.covers` is asked of one thing at a time; `shared.sight` says the same of the rows of a table.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from uuid import UUID

from shared.ids import CampaignId, PersonId, PlaceId, Tenant, UnitId
from shared.roles import Role


@dataclass(frozen=True)
class Grant:
    """A role for a unit, perhaps for one place or one campaign alone; a place or campaign of `None` does not limit it.

    `units` and `places` are the unit and the place with all below them, read from the district's directory when the
    request came in. Without a unit it acts for none.
    """

    role: Role
    unit: UnitId | None = None
    place: PlaceId | None = None
    campaign: CampaignId | None = None
    units: frozenset[UnitId] = frozenset()
    places: frozenset[PlaceId] = frozenset()

    def covers(self, *, campaign: CampaignId | None, place: PlaceId | None) -> bool:
        """Whether it reaches what is of a campaign and lies at a place.

        `None`: of no one campaign, at no one place; a grant for one of them does not reach that.
        """
        return self.covers_campaign(campaign) and self.covers_place(place)

    def covers_campaign(self, campaign: CampaignId | None) -> bool:
        """A grant for one campaign is none for another, nor for all of them."""
        return self.campaign is None or self.campaign == campaign

    def covers_place(self, place: PlaceId | None) -> bool:
        """A grant for one place is one for all below it, none for another, nor for the whole district."""
        return self.place is None or place in self.places


@dataclass(frozen=True)
class Viewer:
    """The one who asks, in one district. `actor` is what the log records: `account:…` or `key:…`.

    `maker` is who made a key: what they must not see, it does not show them either.
    """

    tenant: Tenant
    actor: str
    account: UUID
    person: PersonId | None = None
    unit: UnitId | None = None
    grants: tuple[Grant, ...] = ()
    maker: PersonId | None = None

    def covering(self, *roles: Role, campaign: CampaignId | None, place: PlaceId | None) -> Iterator[Grant]:
        """The grants of these roles that cover what is of this campaign, at this place."""
        return (grant for grant in self.grants if grant.role in roles and grant.covers(campaign=campaign, place=place))

    def has(self, *roles: Role, campaign: CampaignId | None, place: PlaceId | None) -> bool:
        """Whether any grant gives one of these roles there."""
        return any(True for _ in self.covering(*roles, campaign=campaign, place=place))

    def acts_for(
        self, unit: UnitId | None, *roles: Role, campaign: CampaignId | None, place: PlaceId | None
    ) -> Role | None:
        """With which of these roles the viewer acts for a unit there; None: with none."""
        covering = self.covering(*roles, campaign=campaign, place=place)
        return next((grant.role for grant in covering if unit in grant.units), None)
