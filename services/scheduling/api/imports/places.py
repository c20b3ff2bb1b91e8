"""A file of places: code, name, level, parent, and who stands by a village or community (R39, R70–R74)."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import cast, get_args  # a word that was checked against its own list
from uuid import UUID

from services.scheduling.api.imports.checked import Checked, Tree, id_in, ids_of
from services.scheduling.api.imports.units import unit_id
from services.scheduling.commands.place import DescribePlace
from services.scheduling.events.place import Contact
from shared.ids import PersonId, PlaceId, Tenant, UnitId, imported
from shared.web.imports import Row, Rows, rows_of
from shared.words import PlaceLevel

CONTACTS = ("contact_unit", "contact_section", "contact_leader")
COLUMNS = ("code", "name", "level", "parent", *CONTACTS)
LEVELS = get_args(PlaceLevel)
ABOVE: Mapping[str, tuple[str, ...]] = {
    "district": (),
    "town": ("district",),
    "village": ("town",),
    "community": ("town",),
    "group": ("village", "community"),
}
"""District > town or street > village or community > group (R39)."""

NOBODY = Contact(unit=None, section=None, leader=None)


@dataclass(frozen=True)
class Ground:
    """What is known besides places: each unit's path, and the officials."""

    tenant: Tenant
    units: Mapping[UUID, tuple[UnitId, ...]]
    people: frozenset[UUID]


def check(body: Rows, known: Mapping[UUID, DescribePlace], ground: Ground) -> Checked[DescribePlace]:
    """The places that a file describes, in any order, beside those known; groups have their village's contact."""
    rows = rows_of(body, COLUMNS)
    told = ids_of(ground.tenant, "place", rows)
    above = {place: id_in(row, "parent", lambda code: _place_id(ground, code)) for place, row in told}
    tree = Tree({place: said.parent for place, said in known.items()} | above)
    new = {place: _described(PlaceId(place), row, tree, ground) for place, row in told}
    everything = {**known, **new}
    for place, row in told:
        tree.check(row, place, "import-no-such-place")
        _check_level(row, new[place], everything)
    commands = [(place, _settled(place, tree, everything)) for place, _ in told]
    others = ((said, _settled(place, tree, everything)) for place, said in known.items() if place not in new)
    moved = [settled for said, settled in others if settled != said]
    return Checked(commands, moved, known, rows[0].faults if rows else ())


def _described(place: PlaceId, row: Row, tree: Tree, ground: Ground) -> DescribePlace:
    parent = tree.parents[place]
    return DescribePlace(
        place=place,
        code=row.optional("code"),
        name=row.required("name"),
        level=cast(PlaceLevel, row.word("level", LEVELS)),  # another word is a fault, and then nothing is written
        parent=PlaceId(parent) if parent else None,
        path=(),
        contact=_contact(row, ground),
    )


def _settled(place: UUID, tree: Tree, everything: Mapping[UUID, DescribePlace]) -> DescribePlace:
    said = everything[place]
    village = everything.get(said.parent) if said.level == "group" and said.parent else None
    contact = village.contact if village else said.contact
    return replace(said, path=tuple(map(PlaceId, tree.path(place))), contact=contact)


def _check_level(row: Row, said: DescribePlace, everything: Mapping[UUID, DescribePlace]) -> None:
    allowed = ABOVE.get(said.level)
    parent = everything.get(said.parent) if said.parent else None
    if allowed is None or (said.parent and parent is None):
        return  # an unknown level or parent is a fault of its own
    if (parent.level if parent else None) not in (allowed or (None,)):
        row.fault("parent", "import-wrong-level", level=said.level, allowed=", ".join(allowed) or "–")


def _contact(row: Row, ground: Ground) -> Contact:
    given = [column for column in CONTACTS if row.optional(column)]
    if given and row.optional("level") == "group":
        row.fault(given[0], "import-group-has-no-contact")
        return NOBODY
    unit = id_in(row, "contact_unit", lambda code: unit_id(ground.tenant, code))
    section = id_in(row, "contact_section", lambda code: unit_id(ground.tenant, code))
    leader = id_in(row, "contact_leader", lambda code: PersonId(imported(ground.tenant, "person", code)))
    _check_unit(row, "contact_unit", unit, ground)
    _check_unit(row, "contact_section", section, ground)
    if section and unit not in ground.units.get(section, (unit,)):
        row.fault("contact_section", "import-section-elsewhere", value=row.optional("contact_section"))
    if leader and leader not in ground.people:
        row.fault("contact_leader", "import-no-such-person", value=row.optional("contact_leader"))
    return Contact(unit=unit, section=section, leader=leader)


def _check_unit(row: Row, column: str, unit: UnitId | None, ground: Ground) -> None:
    if unit and unit not in ground.units:
        row.fault(column, "import-no-such-unit", value=row.optional(column))


def _place_id(ground: Ground, code: str) -> PlaceId:
    return PlaceId(imported(ground.tenant, "place", code))
