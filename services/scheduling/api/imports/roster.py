"""A file of a campaign's roster: person, name (to be read by people), batch, place by its code or its own name."""

from collections import Counter
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from uuid import UUID

from services.scheduling.commands.campaign import Placing
from shared.ids import PersonId, PlaceId, Tenant, imported
from shared.web.imports import Fault, Report, Row, Rows, rows_of

COLUMNS = ("person", "name", "batch", "place")


@dataclass(frozen=True)
class Person:
    """A cadre of the campaign's unit, or somebody whose stay has begun; `at_home`: exempt, and not gone out before."""

    code: str
    name: str
    at_home: bool


@dataclass(frozen=True)
class Ground:
    """What a campaign's roster is checked by.

    `places` by code and by name; `standing` are the lines whose stay has begun; `before` is the roster that the file
    takes the place of.
    """

    tenant: Tenant
    people: Mapping[PersonId, Person]
    batches: Collection[int]
    places: Mapping[str, PlaceId]
    standing: Mapping[PersonId, Placing]
    before: Mapping[PersonId, Placing]


@dataclass(frozen=True)
class Checked:
    """The lines of a file, and everything that is wrong with them."""

    placings: tuple[Placing, ...]
    faults: tuple[Fault, ...]
    before: Mapping[PersonId, Placing]

    def report(self) -> Report:
        """How many lines are as before, and how many are not."""
        known = [self.before.get(one.person) for one in self.placings]
        new = known.count(None)
        same = sum(one == before for one, before in zip(self.placings, known, strict=True))
        return Report(rows=len(known), new=new, same=same, changed=len(known) - new - same)


def check(body: Rows, ground: Ground) -> Checked:
    """The whole roster: each row is told what the rules would say of all; who is missing comes after the last."""
    rows = rows_of(body, COLUMNS, key="person")
    placings = tuple(_placed(row, ground) for row in rows)
    faults = rows[0].faults if rows else []
    after_the_last = Row(len(rows) + 2, {}, faults)
    _note_missing(after_the_last, {one.person for one in placings}, ground)
    return Checked(placings, tuple(faults), ground.before)


def _placed(row: Row, ground: Ground) -> Placing:
    person = _person(row, ground)
    batch, place = _batch(row, ground), _place(row, ground)
    placing = Placing(person, batch, place)
    if ground.standing.get(person, placing) != placing:
        row.fault("batch", "import-stay-started", name=ground.people[person].name)
    return placing


def _person(row: Row, ground: Ground) -> PersonId:
    code, name = row.optional("person"), row.optional("name")
    person = PersonId(imported(ground.tenant, "person", code))
    known = ground.people.get(person)
    if code and known is None:
        row.fault("person", "import-not-a-cadre", value=code)
    elif known and name not in ("", known.name):
        row.fault("name", "import-another-name", value=code, name=known.name)
    elif known and known.at_home:
        row.fault("person", "import-cadre-exempt", name=known.name)
    return person


def _batch(row: Row, ground: Ground) -> int:
    numbers = {str(number): number for number in ground.batches}
    return numbers.get(row.word("batch", numbers), 0)


def _place(row: Row, ground: Ground) -> PlaceId:
    text = row.required("place")
    if text and text not in ground.places:
        row.fault("place", "import-not-a-place-of-campaign", value=text)
    return ground.places.get(text, PlaceId(UUID(int=0)))


def _note_missing(after: Row, placed: Collection[PersonId], ground: Ground) -> None:
    for person, one in ground.people.items():
        if not one.at_home and person not in placed:
            after.fault("person", "import-cadre-missing", name=one.name, value=one.code)


def places_by(codes: Mapping[str, PlaceId], names: Collection[tuple[str, PlaceId]]) -> dict[str, PlaceId]:
    """Places by code, and by name where only one is called so and no code is that name."""
    times = Counter(name for name, _ in names)
    return {name: place for name, place in names if times[name] == 1} | dict(codes)
