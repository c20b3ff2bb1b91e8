"""What a generated district consists of: houses, places, people and what they may, what was heard and became of it."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property

HOUSES = ("JA", "JB", "JC")
"""The departments; the last may stand below the first."""
DISCIPLINE, PETITIONS, DISTRICT, AUDIT = "JW", "XF", "QHD", "SJ"
PARTS = ("section", "activity-office", "leading-group")
"""Kinds of units that are no house of their own."""
WAYS = ("raised", "settled", "handed-over", "returned", "accepted", "result-recorded", "issued", "struck")


@dataclass(frozen=True)
class Unit:
    """A unit of the directory, by codes."""

    code: str
    kind: str
    parent: str = ""


@dataclass(frozen=True)
class Grant:
    """What somebody was given; `campaign`: the number of the one village whose campaign it is for."""

    role: str
    unit: str
    place: str = ""
    campaign: int | None = None
    when: str = "now"  # it is in force; or "over", "later"


@dataclass(frozen=True)
class Somebody:
    """An account of an official: where they work and hold a post, and what they were given.

    A key of a department has `unit` for its house and `person` for who made it.
    """

    login: str
    person: str
    units: tuple[str, ...]
    grants: tuple[Grant, ...]


@dataclass(frozen=True)
class Village:
    """A village with one campaign in it: its contact section, who leads the campaign, the cadre's section."""

    code: str
    contact: str
    lead: str
    section: str

    @property
    def cadre(self) -> str:
        """Who stays there."""
        return f"K-{self.code}"

    @property
    def office(self) -> str:
        """The campaign's activity office."""
        return f"{self.lead}-HD"


@dataclass(frozen=True)
class Heard:
    """A matter that was heard: where, what, against whom (kind and code), how far it came, and at whose."""

    name: str
    village: int
    kind: str
    against: tuple[str, str] | None
    way: str
    to: str

    def token(self, what: str) -> str:
        """Words that stand in nothing but this matter."""
        return f"{what}之{self.name}"

    @property
    def is_accusation(self) -> bool:
        """Whether the firewall goes before all."""
        return self.kind == "accusation"

    def came_to(self, way: str) -> bool:
        """Whether it got at least so far."""
        if self.way in ("raised", "settled") or way == "settled":
            return self.way == way
        if "returned" in (self.way, way):
            return way in (self.way, "handed-over")
        return WAYS.index(self.way) >= WAYS.index(way)


@dataclass(frozen=True)
class World:
    """All of it."""

    below: bool
    villages: tuple[Village, ...]
    visitors: tuple[Somebody, ...]
    heard: tuple[Heard, ...]

    @cached_property
    def units(self) -> dict[str, Unit]:
        """Every unit by its code."""
        return {unit.code: unit for unit in units(self.below)}

    def path(self, code: str) -> Iterator[str]:
        """A unit and those above it."""
        while code:
            yield code
            code = self.units[code].parent

    def covers(self, top: str, code: str) -> bool:
        """Whether a unit is another one or below it."""
        return top in self.path(code)

    @cached_property
    def officials(self) -> tuple[Somebody, ...]:
        """Those without whom nothing goes on: each house's four, the offices', the cadres."""
        return (*_of_houses(), *_of_offices(), *(_cadre(n, village) for n, village in enumerate(self.villages)))

    @property
    def everybody(self) -> tuple[Somebody, ...]:
        """All who have an account."""
        return (*self.officials, *self.visitors)


def units(below: bool) -> Iterator[Unit]:
    """The units of a district."""
    for code in HOUSES:
        yield Unit(code, "department", HOUSES[0] if below and code == HOUSES[-1] else "")
        yield from (Unit(f"{code}-S{n}", "section", code) for n in (1, 2))
        yield from (Unit(f"{code}-HD", "activity-office", code), Unit(f"{code}-LD", "leading-group", code))
    yield Unit(DISCIPLINE, "discipline-office")
    yield Unit(PETITIONS, "petition-office")
    yield Unit(DISTRICT, "district-office")
    yield Unit(AUDIT, "department")
    yield Unit("CW", "committee")


HANDLING = (*HOUSES, DISCIPLINE)
"""Who handles matters."""
PARTS_OF_WORK = (("head", "leader"), ("leader-in-charge", "leader"), ("clerk", "clerk"), ("handler", "handler"))
"""The four of a house who handle matters, by post and role."""


def _of_houses() -> Iterator[Somebody]:
    for code in HANDLING:
        for n, (_, role) in enumerate(PARTS_OF_WORK, 1):
            yield _official(f"{code}-{n}", code, role, code)
        if code in HOUSES:
            yield _official(f"{code}-5", f"{code}-S1", "activity-office", f"{code}-HD")


def _of_offices() -> Sequence[Somebody]:
    given = ((PETITIONS, "petition-office"), (DISTRICT, "district-office"), (AUDIT, "auditor"))
    return [_official(f"{code}-1", code, role, code) for code, role in given]


def _cadre(n: int, village: Village) -> Somebody:
    return _official(village.cadre, village.section, "cadre", village.section, village.code)


def _official(person: str, works_in: str, role: str, unit: str, place: str = "") -> Somebody:
    return Somebody(person.lower(), person, tuple(dict.fromkeys((works_in, unit))), (Grant(role, unit, place),))
