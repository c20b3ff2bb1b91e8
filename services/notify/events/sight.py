"""Who may be told of what: the lines of roles.md, "What is seen", as one pure rule over what a fact says of itself.

It stands with the events because a delivery stores what it is about, and the rule is asked again at each fetching.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Literal
from uuid import UUID

from shared.event import Frozen
from shared.ids import CampaignId, PlaceId, SubscriptionId, UnitId
from shared.roles import Role
from shared.viewer import Viewer
from shared.words import UnitKind

What = Literal["directory", "stay", "visit", "matter", "case", "filing", "ping"]


class About(Frozen):
    """What a fact is about, as far as it decides who may be told it.

    `unit` acts; `office` took a matter in, or files a filing; `district_office` receipts a filing; `department`
    handles a case, or until acceptance is the one it is handed to. `concerns` holds the ids of persons and units.
    """

    what: What
    unit: UnitId | None = None
    place: PlaceId | None = None
    campaign: CampaignId | None = None
    office: UnitId | None = None
    district_office: UnitId | None = None
    contact_unit: UnitId | None = None
    department: UnitId | None = None
    accusation: bool = False
    concerns: tuple[UUID, ...] = ()


@dataclass(frozen=True)
class Listener:
    """A unit that is told: its kind, itself with all units below, everyone on its side, the campaigns it runs."""

    unit: UnitId
    kind: UnitKind | None
    units: frozenset[UnitId]
    side: frozenset[UUID] = frozenset()
    campaigns: frozenset[CampaignId] = frozenset()


@dataclass(frozen=True)
class Subscriber:
    """A subscription that is not ended: since when, by post or not, what it wants to hear (no places: everywhere)."""

    subscription: SubscriptionId
    since: datetime
    is_posted: bool
    types: frozenset[str]
    places: frozenset[PlaceId]
    listener: Listener


KEEPERS: Mapping[UnitKind, Role] = {
    "activity-office": Role.ACTIVITY_OFFICE,
    "district-office": Role.DISTRICT_OFFICE,
    "petition-office": Role.PETITION_OFFICE,
}
"""Who keeps an office's subscriptions, and sees what the office sees; any other unit's are its clerk's."""


def keeps(by: Viewer, unit: UnitId, kind: UnitKind) -> bool:
    """Whether somebody keeps a unit's subscriptions: its clerk or office, or an administrator."""
    administrators = by.covering(Role.ADMINISTRATOR, campaign=None, place=None)
    as_administrator = any(grant.unit is None or unit in grant.units for grant in administrators)
    return as_administrator or _acts_for(by, unit, KEEPERS.get(kind, Role.CLERK))


def pulls(by: Viewer, unit: UnitId, kind: UnitKind) -> bool:
    """Whether somebody reads what a unit is told: whoever keeps it as their own, and the unit's key."""
    roles = (KEEPERS[kind],) if kind in KEEPERS else (Role.CLERK, Role.DEPARTMENT_KEY)
    return _acts_for(by, unit, *roles)


def _acts_for(by: Viewer, unit: UnitId, *roles: Role) -> bool:
    """Not by a grant for one place or campaign: a subscription tells of all."""
    return by.acts_for(unit, *roles, campaign=None, place=None) is not None


def is_told(subscriber: Subscriber, fact_type: str, about: About, at: datetime) -> bool:
    """Whether a fact goes to a subscription: it asked for it before it happened, there, and its unit may see it."""
    if fact_type not in subscriber.types or at < subscriber.since or not may_see(about, subscriber.listener):
        return False
    return not subscriber.places or about.place in subscriber.places


def may_see(about: About, listener: Listener) -> bool:
    """Whether a unit may be told of something. The firewall goes before every line (design 8, G10, G13)."""
    if about.accusation and not listener.side.isdisjoint(about.concerns):
        return False
    if about.what in ("directory", "ping"):
        return True
    rule = _RULES.get(listener.kind) if listener.kind else None
    return rule is not None and rule(about, listener)


def _district_office(about: About, listener: Listener) -> bool:
    """State, figures, filings; stays and visits without what was heard; nothing of an accusation."""
    if about.what == "filing":
        return about.district_office in listener.units
    return about.what in ("stay", "visit", "case") and not about.accusation


def _activity_office(about: About, listener: Listener) -> bool:
    """The stays and visits of its campaigns, and what it took in; nothing of an accusation."""
    if about.what in ("stay", "visit"):
        return about.campaign in listener.campaigns
    return about.office in listener.units and not about.accusation


def _petition_office(about: About, listener: Listener) -> bool:
    """Every accusation that no other office of its kind took up, and what it took in itself."""
    if about.what not in ("matter", "case"):
        return False
    return about.office in listener.units or (about.accusation and about.office is None)


def _handling_unit(about: About, listener: Listener) -> bool:
    """Its own cases; as a contact unit how those of its places stand, accusations left out."""
    if about.what != "case":
        return False
    return about.department in listener.units or (about.contact_unit in listener.units and not about.accusation)


_RULES: Mapping[UnitKind, Callable[[About, Listener], bool]] = {
    "district-office": _district_office,
    "activity-office": _activity_office,
    "petition-office": _petition_office,
    "department": _handling_unit,
    "town": _handling_unit,
    "discipline-office": _handling_unit,
}
