"""What the rules of a matter need from elsewhere, looked up for one request; None where nothing was found."""

from dataclasses import dataclass
from datetime import datetime
from typing import Annotated, Protocol

from fastapi import Depends

from services.casework.api.asking import Seal, See
from services.casework.api.bodies import Acceptance, Direction, SealedReason
from services.casework.commands.case import Ground, HeldPost, Names, Target
from services.casework.events.reply import Letter
from services.casework.queries import offices
from services.casework.queries.offices import Whereabouts
from services.casework.queries.reply import found_of
from services.casework.queries.sight import Seer
from shared import directory
from shared.ids import MatterId, PersonId, UnitId
from shared.sealed import Sealed
from shared.web.asking import Connection, Db, Sealing
from shared.web.ports import Reach


@dataclass(frozen=True)
class Way:
    """Where a hand-over goes and why."""

    target: Target | None
    competent: UnitId | None
    ground: Ground | None
    reason: Sealed | None


_TO_THE_COMPETENT = Direction()


async def way_of(case: MatterId, db: Db, seal: Seal, body: Direction = _TO_THE_COMPETENT) -> Way:
    """The unit asked for or the competent one, and who stands by the matter's place."""
    row = await offices.whereabouts(db, case)
    competent = await offices.competence(db, row.field) if row else None
    unit = competent.unit.id if competent else None
    to = body.to or (UnitId(unit) if unit else None)
    return Way(
        target=await _target(db, to) if to else None,
        competent=UnitId(unit) if unit else None,
        ground=await _ground(db, row) if row else None,
        reason=await seal(body.reason) if body.reason else None,
    )


async def _target(db: Connection, unit: UnitId) -> Target | None:
    found = await directory.unit(db, unit)
    return Target(unit, found.kind, await directory.side_of(db, {unit})) if found else None


async def _ground(db: Connection, row: Whereabouts) -> Ground:
    place = await directory.place(db, row.place)
    planned = await directory.campaign(db, row.campaign) if row.campaign else None
    return Ground(
        contact_unit=place.contact_unit if place else None,
        contact_section=place.contact_section if place else None,
        contact_leader=place.contact_leader if place else None,
        district_office=planned.district_office if planned else None,
    )


Directions = Annotated[Way, Depends(way_of)]


async def posts_of(db: Connection, person: PersonId | None) -> tuple[HeldPost, ...]:
    """The posts that somebody holds."""
    found = await directory.person(db, person) if person else None
    return tuple(HeldPost(held.post, held.unit) for held in found.posts) if found else ()


@dataclass(frozen=True)
class Acceptor:
    """The handler who is named, with their posts."""

    handler: PersonId
    posts: tuple[HeldPost, ...]
    external_ref: str | None


async def accepting_of(body: Acceptance, db: Db) -> Acceptor:
    """Who is to handle it."""
    return Acceptor(body.handler, await posts_of(db, body.handler), body.external_ref)


async def own_posts(db: Db, seer: See) -> tuple[HeldPost, ...]:
    """The asker's own posts."""
    return await posts_of(db, seer.viewer.person)


Accepting = Annotated[Acceptor, Depends(accepting_of)]
OwnPosts = Annotated[tuple[HeldPost, ...], Depends(own_posts)]


@dataclass(frozen=True)
class Why:
    """The asker's posts, and the reason given."""

    posts: tuple[HeldPost, ...]
    reason: Sealed


async def returning_of(posts: OwnPosts, reason: SealedReason) -> Why:
    """What sending back needs."""
    return Why(posts, reason)


Returning = Annotated[Why, Depends(returning_of)]


@dataclass(frozen=True)
class Signing:
    """The asker's posts, the names that the letter needs, and whether its words were erased."""

    posts: tuple[HeldPost, ...]
    names: Names | None
    erased: bool


async def signing_of(case: MatterId, db: Db, seer: See, posts: OwnPosts, seals: Sealing) -> Signing:
    """What a signature needs."""
    row = await offices.whereabouts(db, case)
    words = await found_of(db, case)
    erased = None in [await seals.open(one) for one in words]
    return Signing(posts, await _names(db, row, seer) if row else None, erased)


async def _names(db: Connection, row: Whereabouts, seer: Seer) -> Names | None:
    unit = await directory.unit(db, row.handling_unit) if row.handling_unit else None
    signer = await directory.person(db, seer.viewer.person) if seer.viewer.person else None
    place = await directory.place(db, row.place)
    if not (unit and signer and place):
        return None
    competent = await offices.competence(db, row.field)
    return Names(
        place=place.name,
        field=competent.name if competent else None,
        department=unit.name,
        signer=signer.name,
        prefix=await offices.letterhead(db, unit.unit, unit.name),
        review_organ=await offices.review_organ(db, unit.parent),
        sides={one: await directory.side_of(db, {one}) for one in (row.office, row.contact_unit) if one},
    )


SigningWith = Annotated[Signing, Depends(signing_of)]


class Writes(Protocol):
    """Writes a letter's own words, as the rules do when it is signed."""

    def __call__(self, about: Whereabouts, received: datetime, names: Names, signed: tuple[PersonId, str]) -> Letter:
        """The letter without facts, opinion and number."""
        ...


async def draft_of(case: MatterId, db: Db, seer: See, signing: SigningWith, ports: Reach) -> Letter | None:
    """The letter as the asker would sign it now, None where nobody could."""
    row, writes, person = await offices.whereabouts(db, case), _letter_of(ports), seer.viewer.person
    if row is None or signing.names is None or person is None:
        return None
    return writes(row, row.received_at, signing.names, (person, ""))


def _letter_of(ports: Reach) -> Writes:
    writes: Writes = ports.extra["letter"]
    return writes


Drafted = Annotated[Letter | None, Depends(draft_of)]
