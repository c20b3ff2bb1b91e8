"""The directory over HTTP: for everybody in the district."""

from fastapi import APIRouter

from services.scheduling.api.known import found
from services.scheduling.api.listing import ByCode
from services.scheduling.queries import directory
from services.scheduling.queries.views import People, PersonLine, Places, Units
from shared.ids import PersonId, PlaceId, UnitId
from shared.web.asking import Db, action
from shared.words import PlaceLevel, UnitKind

router = APIRouter(prefix="/api/v1", tags=["directory"])


@router.get("/units", **action("directory.read"))
async def units(db: Db, start: ByCode, kind: UnitKind | None = None, below: UnitId | None = None) -> Units:
    """Units by code; `below`: a unit with all that is below it."""
    return await directory.units_of(db, kind, below, start)


@router.get("/places", **action("directory.read"))
async def places(db: Db, start: ByCode, level: PlaceLevel | None = None, below: PlaceId | None = None) -> Places:
    """Places by code, with who stands by them; `below`: a place with all that is below it."""
    return await directory.places_of(db, level, below, start)


@router.get("/people", **action("directory.read"))
async def people(db: Db, start: ByCode, below: UnitId | None = None) -> People:
    """Officials by code, with their posts; `below`: of a unit and all that is below it."""
    return await directory.people_of(db, below, start)


@router.get("/people/{person}", **action("directory.read"))
async def person(person: PersonId, db: Db) -> PersonLine:
    """One official with their posts."""
    return found(await directory.person_of(db, person))
