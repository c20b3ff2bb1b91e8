"""What scheduling and the ledger say in tests: who and where there is, one bureau's campaign, a matter raised in it."""

from datetime import date
from typing import Any  # facts are changed by name

from shared.contracts.ledger import MatterRaised, Petitioner
from shared.contracts.scheduling import CampaignPlanned, HeldPost, PersonDescribed, PlaceDescribed, UnitDescribed
from shared.ids import CampaignId, HouseholdId, MatterId, PersonId, PlaceId, UnitId, VisitId
from shared.sealed import Sealed
from shared.testing.names import beijing, named
from shared.words import PlaceLevel, Post, UnitKind


def unit_described(unit: UnitId, name: str, kind: UnitKind, parent: UnitId | None = None) -> UnitDescribed:
    """A unit, perhaps below another; its code is its name."""
    path = (parent, unit) if parent else (unit,)
    return UnitDescribed(unit=unit, code=name, name=name, kind=kind, parent=parent, path=path)


def person_described(person: PersonId, name: str, unit: UnitId, post: Post | None = None) -> PersonDescribed:
    """An official of a unit, perhaps with a post in it."""
    posts = (HeldPost(post=post, unit=unit),) if post else ()
    return PersonDescribed(person=person, code=name, name=name, unit=unit, party_member=True, posts=posts)


def place_described(
    place: PlaceId, name: str, level: PlaceLevel, above: tuple[PlaceId, ...] = (), section: UnitId | None = None
) -> PlaceDescribed:
    """A place below others, outermost first; a section stands by it for the bureau, or nobody does."""
    return PlaceDescribed(
        place=place,
        code=name,
        name=name,
        level=level,
        parent=above[-1] if above else None,
        path=(*above, place),
        contact_unit=UnitId(named("民政局")) if section else None,
        contact_section=section,
        contact_leader=None,
    )


def campaign_planned(places: tuple[PlaceId, ...], **more: Any) -> CampaignPlanned:
    """The bureau's campaign in these places, from November to February."""
    about: dict[str, Any] = {
        "campaign": CampaignId(named("campaign")),
        "unit": UnitId(named("民政局")),
        "name": "千名干部下基层",
        "activity_office": UnitId(named("活动办公室")),
        "leading_group": None,
        "district_office": UnitId(named("区活动办公室")),
        "begins": date(2010, 11, 22),
        "ends": date(2011, 2, 28),
        "minimum_nights": 10,
        "batches": (),
        "filings": (),
    }
    return CampaignPlanned(**about | {"places": places} | more)


def matter_raised(
    words: Sealed, name: Sealed | None = None, telephone: Sealed | None = None, **more: Any
) -> MatterRaised:
    """A dispute over land, heard from one household on a visit in the village."""
    household = HouseholdId(named("household"))
    about: dict[str, Any] = {
        "matter": MatterId(named("matter")),
        "visit": VisitId(named("visit")),
        "campaign": CampaignId(named("campaign")),
        "unit": UnitId(named("社会救助科")),
        "place": PlaceId(named("柳塘村")),
        "heard_by": PersonId(named("李建国")),
        "at": beijing("2010-11-29 11:00"),
        "kind": "dispute",
        "field": "land-requisition",
        "confidentiality": "ordinary",
        "concerns": (),
        "subject": "征地补偿款未到位",
        "answer": None,
        "activity_office": UnitId(named("活动办公室")),
    }
    petitioner = Petitioner(subject=named("petitioner"), household=household, name=name, telephone=telephone)
    return MatterRaised(**about | {"words": words, "petitioners": (petitioner,)} | more)
