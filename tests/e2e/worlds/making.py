"""How districts are generated: who is contact of what, who may what where, what was heard against whom."""

from dataclasses import replace
from random import Random

from shared.roles import Role
from tests.e2e.worlds.rights import is_barred
from tests.e2e.worlds.world import HANDLING, HOUSES, PETITIONS, WAYS, Grant, Heard, Somebody, Village, World, units

_UNITS = [unit.code for unit in units(below=False)]
_SECTIONS = [code for code in _UNITS if "-S" in code]
_PLACES = ("", "", "", "D", "T1", "C01", "C02", "C01-G1")
_CAMPAIGNS = (None, None, None, 0, 1)
_TIMES = ("now", "now", "now", "now", "over", "later")
_ROLES = sorted(set(Role) - {Role.DEPARTMENT_KEY, Role.OPERATOR, Role.ADMINISTRATOR})
_KINDS = ("dispute", "livelihood", "accusation", "accusation")
_NAMES = ("甲", "乙", "丙", "丁", "戊", "己")


def world_of(seed: int) -> World:
    """A district with two villages, six visitors to its pages, and six matters; the same for the same seed."""
    chance = Random(seed)
    villages = tuple(_village(chance, code) for code in ("C01", "C02"))
    visitors = tuple(_visitor(chance, number) for number in range(1, 7))
    empty = World(bool(chance.randrange(2)), villages, visitors, ())
    people = [one.person for one in empty.everybody]
    return replace(empty, heard=tuple(_as_it_can_be(empty, _heard(chance, name, people)) for name in _NAMES))


def _village(chance: Random, code: str) -> Village:
    lead = chance.choice(HOUSES)
    return Village(code, chance.choice(_SECTIONS), lead, f"{lead}-S{chance.randint(1, 2)}")


def _visitor(chance: Random, number: int) -> Somebody:
    works_in = chance.sample(_UNITS, chance.randint(1, 2))
    given = tuple(_grant(chance) for _ in range(chance.randint(1, 3)))
    return Somebody(f"v-{number}", f"V-{number}", tuple(works_in), given)


def _grant(chance: Random) -> Grant:
    """A role for some unit, sometimes for one place or campaign alone, sometimes not in force."""
    role, unit, place = chance.choice(_ROLES), chance.choice(_UNITS), chance.choice(_PLACES)
    return Grant(role.value, unit, place, chance.choice(_CAMPAIGNS), chance.choice(_TIMES))


def _heard(chance: Random, name: str, people: list[str]) -> Heard:
    kind = chance.choice(_KINDS)
    accused = ("unit", chance.choice(_UNITS)) if chance.randrange(2) else ("person", chance.choice(people))
    ways = [way for way in WAYS if kind == "livelihood" or way != "settled"]
    return Heard(
        name=name * 3,
        village=chance.randrange(2),
        kind=kind,
        against=accused if kind == "accusation" else None,
        way=chance.choice(ways),
        to=chance.choice(HANDLING),
    )


def _as_it_can_be(world: World, one: Heard) -> Heard:
    """An accusation goes to nobody on the accused's side, and no further than to a petition office that is."""
    if not one.is_accusation:
        return one
    if is_barred(world, (PETITIONS,), one):
        return replace(one, way="raised")
    free = [code for code in HANDLING if not is_barred(world, (code,), one)]
    return replace(one, to=one.to if one.to in free else free[0])
