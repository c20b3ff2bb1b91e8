"""The import over HTTP, for the gateway: rows in, a report out."""

from dataclasses import dataclass
from typing import Annotated, Any  # a checked file of whatever kind
from uuid import UUID

from fastapi import APIRouter, Depends

from services.scheduling.api.imports import people, places, units
from services.scheduling.api.imports.checked import Checked
from services.scheduling.api.known import UpToDate
from services.scheduling.commands.person import DescribePerson
from services.scheduling.commands.place import DescribePlace
from services.scheduling.commands.unit import DescribeUnit
from services.scheduling.events.person import HeldPost
from services.scheduling.events.place import Contact
from shared.directory import all_people, all_places, all_units
from shared.web.asking import District, action
from shared.web.imports import AskedLanguage, Report, Rows, Writing, carried_out, refused

router = APIRouter(prefix="/internal/imports", include_in_schema=False)


@dataclass(frozen=True)
class Import:
    """How an import goes on once its file is checked."""

    handle: Writing
    language: AskedLanguage

    async def report(self, checked: Checked[Any]) -> Report:
        """Every error; or what was done, or would be."""
        if checked.faults:
            return refused(len(checked.rows), checked.faults, self.language)
        if self.handle is None:
            return checked.foreseen()
        return await carried_out(self.handle, [command for _, command in checked.rows], checked.besides)


Importing = Annotated[Import, Depends()]


async def _known_units(db: UpToDate) -> dict[UUID, DescribeUnit]:
    return {said.unit: DescribeUnit(**said.model_dump(exclude={"type"})) for said in await all_units(db)}


async def _known_people(db: UpToDate) -> dict[UUID, DescribePerson]:
    return {
        said.person: DescribePerson(
            **said.model_dump(exclude={"type", "posts"}),
            posts=tuple(HeldPost(post=held.post, unit=held.unit) for held in said.posts),
        )
        for said in await all_people(db)
    }


async def _known_places(db: UpToDate) -> dict[UUID, DescribePlace]:
    contacts = {"contact_unit", "contact_section", "contact_leader"}
    return {
        said.place: DescribePlace(
            **said.model_dump(exclude={"type", *contacts}),
            contact=Contact(unit=said.contact_unit, section=said.contact_section, leader=said.contact_leader),
        )
        for said in await all_places(db)
    }


Units = Annotated[dict[UUID, DescribeUnit], Depends(_known_units)]
People = Annotated[dict[UUID, DescribePerson], Depends(_known_people)]
Places = Annotated[dict[UUID, DescribePlace], Depends(_known_places)]


def _ground(district: District, in_units: Units, of_people: People) -> places.Ground:
    paths = {unit: said.path for unit, said in in_units.items()}
    return places.Ground(district, paths, frozenset(of_people))


Ground = Annotated[places.Ground, Depends(_ground)]


@router.post("/units", **action("import"))
async def import_units(body: Rows, importing: Importing, district: District, known: Units) -> Report:
    """Units, with their parents in any order."""
    return await importing.report(units.check(body, district, known))


@router.post("/people", **action("import"))
async def import_people(body: Rows, importing: Importing, district: District, known: People, in_units: Units) -> Report:
    """Officials with their posts."""
    return await importing.report(people.check(body, district, known, in_units))


@router.post("/places", **action("import"))
async def import_places(body: Rows, importing: Importing, ground: Ground, known: Places) -> Report:
    """Places with who stands by them."""
    return await importing.report(places.check(body, known, ground))
