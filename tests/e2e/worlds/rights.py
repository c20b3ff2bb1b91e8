"""Who may see what of a matter, reckoned from the lines of roles.md alone: it shares nothing with the services.

A level is a part of a matter: `whole`; `heard`, what was said; `state`, where it stands; `facts`, what was found;
`copy`, the village's; `book`, what the books say that a section head drafts for filing; `figures`, a count.
"""

from collections.abc import Iterator

from tests.e2e.worlds.world import PARTS, PETITIONS, Grant, Heard, Somebody, Village, World

_DEPARTMENT = ("clerk", "leader", "department-key")
_OFFICES = ("activity-office", "petition-office")
_ABOVE = {"C01-G1": ("C01-G1", "C01", "T1", "D"), "C01": ("C01", "T1", "D"), "C02": ("C02", "T1", "D")}


def seen(world: World, who: Somebody, matter: Heard) -> frozenset[str]:
    """What somebody may see of a matter now; nothing: for them it does not exist."""
    if matter.is_accusation and is_barred(world, own(who), matter, who.person):
        return frozenset()
    return frozenset(level for grant in in_force(who) for level in _by(world, who, grant, matter))


def must_be_seen(world: World, who: Somebody, matter: Heard) -> bool:
    """Whether it has to be in their register: they may see all of it, or heard it, or are the district's office."""
    return bool(seen(world, who, matter) & {"whole", "heard", "figures"})


def diary_of(world: World, who: Somebody, village: int) -> bool:
    """Whether somebody may read what was written of a visit in a village: its cadre, its section's head, the office."""
    place = world.villages[village]
    return any(
        _reaches(grant, village, place.code) and _reads_the_field(world, who, grant, place) for grant in in_force(who)
    )


def _reads_the_field(world: World, who: Somebody, grant: Grant, place: Village) -> bool:
    match grant.role:
        case "cadre":
            return who.person == place.cadre
        case "section-head":
            return world.covers(grant.unit, place.contact)
        case "activity-office":
            return world.covers(grant.unit, place.office)
        case _:
            return False


def told(world: World, unit: str, matter: Heard) -> bool:
    """Whether a unit's subscription may ever have been told of a matter, also of what was its own for a while."""
    if matter.is_accusation and is_barred(world, (unit,), matter):
        return False
    village, kind = world.villages[matter.village], world.units[unit].kind
    handled = matter.came_to("handed-over") and world.covers(unit, matter.to)
    as_office = {"activity-office": unit == village.office, "district-office": True}
    as_contact = kind == "department" and world.covers(unit, village.contact)
    if matter.is_accusation:
        return handled or kind == "petition-office"
    return handled or as_contact or as_office.get(kind, False)


def ever_seen(world: World, who: Somebody, matter: Heard) -> bool:
    """Whether somebody may once have been told: what was handed to their house and returned was theirs for a while."""
    if matter.is_accusation and is_barred(world, own(who), matter, who.person):
        return False
    was_theirs = any(
        matter.came_to("handed-over") and grant.role in _DEPARTMENT and world.covers(grant.unit, matter.to)
        for grant in in_force(who)
    )
    return was_theirs or bool(seen(world, who, matter))


def own(who: Somebody) -> tuple[str, ...]:
    """The units that somebody works in or acts for."""
    return (*who.units, *(grant.unit for grant in in_force(who)))


def in_force(who: Somebody) -> Iterator[Grant]:
    """What somebody may now."""
    return (grant for grant in who.grants if grant.when == "now")


def is_barred(world: World, units: tuple[str, ...], matter: Heard, person: str = "") -> bool:
    """The firewall: whether who works in these units is accused, or on the accused's side.

    Their side are the houses they work in, and those above: whoever takes orders from the accused. A house above
    the accused's is not barred.
    """
    assert matter.against
    kind, accused = matter.against
    if person and accused == person:
        return True
    houses = {_house(world, above) for unit in units for above in world.path(unit)}
    accused_in = _works_in(world, accused) if kind == "person" else (accused,)
    return any(_house(world, unit) in houses for unit in accused_in)


def _works_in(world: World, person: str) -> tuple[str, ...]:
    return next(one.units for one in world.everybody if one.person == person)


def _house(world: World, code: str) -> str:
    return next(unit for unit in world.path(code) if world.units[unit].kind not in PARTS)


def _reaches(grant: Grant, village: int, place: str) -> bool:
    """A grant for one place or campaign is none for another."""
    return grant.campaign in (None, village) and (not grant.place or grant.place in _ABOVE[place])


def _by(world: World, who: Somebody, grant: Grant, matter: Heard) -> Iterator[str]:
    village = world.villages[matter.village]
    if not _reaches(grant, matter.village, village.code):
        return
    yield from _as_handling(world, who, grant, matter)
    if grant.role == "cadre" and who.person == village.cadre:
        yield "heard"
    if matter.is_accusation:
        taken_up = matter.came_to("handed-over")
        if grant.role == "petition-office" and (not taken_up or world.covers(grant.unit, PETITIONS)):
            yield "whole"
        return
    yield from _as_bystander(world, grant, matter)


def _as_handling(world: World, who: Somebody, grant: Grant, matter: Heard) -> Iterator[str]:
    """Its department, or until acceptance the one it is handed to; a handler what they are named for."""
    if not matter.came_to("handed-over") or matter.way == "returned" or not world.covers(grant.unit, matter.to):
        return
    named = grant.role == "handler" and matter.came_to("accepted") and who.person == f"{matter.to}-4"
    if grant.role in _DEPARTMENT or named:
        yield "whole"


def _as_bystander(world: World, grant: Grant, matter: Heard) -> Iterator[str]:
    """The office that took it in, the contact unit, the village, the district office; none of an accusation."""
    village = world.villages[matter.village]
    contacts = [village.contact] if grant.role in ("section-head", "leader") else []
    contacts += [_house(world, village.contact)] if grant.role in _DEPARTMENT else []
    if grant.role in _OFFICES and world.covers(grant.unit, village.office):
        yield "whole"
    if any(world.covers(grant.unit, contact) for contact in contacts):
        yield from ("state", "facts", "copy")
    if grant.role == "section-head" and world.covers(grant.unit, village.contact):
        yield "book"
    if grant.role == "village-clerk" and matter.came_to("issued"):
        yield "copy"
    if grant.role == "district-office":
        yield from ("state", "figures")
