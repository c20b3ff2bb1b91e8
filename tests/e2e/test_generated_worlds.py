"""G13, G10: in districts that were generated, nobody is shown or let do what roles.md does not give, on any route."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from random import randrange

import pytest

from shared.roles import Role
from tests.e2e.acting import Command, commands, sent
from tests.e2e.days_of_insiders import Pair
from tests.e2e.door import Door
from tests.e2e.walking import Route, reading_routes
from tests.e2e.worlds.handling import lived
from tests.e2e.worlds.living import SUBSCRIBERS, Lived
from tests.e2e.worlds.looking import TOLD, Look, classified
from tests.e2e.worlds.making import world_of
from tests.e2e.worlds.rights import in_force, must_be_seen, seen
from tests.e2e.worlds.world import Somebody, World

_READS_MATTERS = frozenset(Role) - {Role.AUDITOR, Role.ADMINISTRATOR, Role.OPERATOR}


@dataclass(frozen=True, repr=False)
class Installation:
    """Where districts are opened, and all that can be asked and commanded there."""

    door: Door
    operator_password: str
    routes: Sequence[Route]
    acting: Sequence[Command]

    def opens(self, world: World, name: str) -> Lived:
        """A district for a world."""
        return lived(world, name, self.door, self.operator_password)


@pytest.fixture(scope="module")
def installation(pair: Pair) -> Installation:
    door = pair.told.door
    acting = [command for command in commands(door) if "case" in command.route.parameters]
    password = pair.minqing.wiring.credentials.operator_password()
    return Installation(door, password, classified(reading_routes(door)), acting)


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    asked: int | None = metafunc.config.getoption("--world")
    metafunc.parametrize("seed", [randrange(1_000_000) if asked is None else asked])


def test_nobody_is_shown_or_let_do_more_than_their_roles_give(installation: Installation, seed: int) -> None:
    world = world_of(seed)
    there = installation.opens(world, f"world-{seed}")

    for who in there.viewers():
        _the_register_is_theirs(there, who)
    for who in (one for one in there.viewers() if one not in world.officials):
        leaks = [
            f"{look.path}: {leak}"
            for look in _looks(there, who, installation.routes)
            for leak in look.leaks(there, who)
        ]
        assert leaks == [], who
        assert _let_do(there, who, installation.acting) == [], who


def _the_register_is_theirs(there: Lived, who: Somebody) -> None:
    """It lists what they may see, all that they have to, and counts the same."""
    person = there.person(who.login)
    answer = person.get("/matters?counted=true&limit=200")
    if not any(grant.role in _READS_MATTERS for grant in in_force(who)):
        assert answer.status_code == 403, who
        return
    names = {id: name for name, id in there.things["case"].items()}
    listed = {names[line["id"]] for line in answer.json()["items"]}
    may = {one.name for one in there.world.heard if seen(there.world, who, one)}
    must = {one.name for one in there.world.heard if must_be_seen(there.world, who, one)}
    assert must <= listed <= may, who
    assert answer.json()["total"] == len(listed), who
    for n, village in enumerate(there.world.villages):
        figures = person.does("GET", f"/campaigns/{there.things['campaign'][village.code]}/case-figures")
        assert figures["raised"] == len(listed & {one.name for one in there.world.heard if one.village == n}), who


def _looks(there: Lived, who: Somebody, routes: Sequence[Route]) -> Iterator[Look]:
    """The answers at every route, for each of the things that it may name."""
    ids = {**{kind: list(made.values()) for kind, made in there.things.items()}, **_others(there)}
    units = {id: SUBSCRIBERS[login] for login, id in there.things["subscription"].items()}
    pulled: set[str] = set()
    for route in sorted(routes, key=lambda route: route.streams):
        for path in route.filled(ids):
            subscription = path.split("/")[2] if route.path in TOLD else ""
            if route.streams and subscription in pulled:
                continue  # it has no end, and says what the list of the same events says
            answer = there.person(who.login).get(path)
            pulled |= {subscription} if answer.is_success else set()
            yield Look(route, path, answer.text, units.get(subscription, ""))


def _others(there: Lived) -> Mapping[str, list[str]]:
    """Ids of what is there by import, and of nothing where nothing was made."""
    nothing = there.id_of("unit", "nothing")
    village = there.world.villages[0]
    return {
        "place": [there.id_of("place", one.code) for one in there.world.villages],
        "household": [there.id_of("household", f"{village.code}-H1")],
        "person": [there.id_of("person", village.cadre)],
        "account": [nothing],
        "n": ["1", "2", "3", "4"],
        "limit": ["planned", "conclude"],
        "version": ["1"],
        **{kind: [nothing] for kind in ("deed", "filing", "meeting", "note", "pairing", "screening")},
    }


def _let_do(there: Lived, who: Somebody, acting: Sequence[Command]) -> list[str]:
    """The commands that were answered about a matter of which they may not know with anything but no."""
    hidden = [one for one in there.world.heard if not seen(there.world, who, one)]
    answers = (
        (command, sent(there.person(who.login), command, command.filled(there.named(one))))
        for one in hidden
        for command in acting
    )
    return [
        f"{command.route.path}: {answer.text}" for command, answer in answers if answer.status_code not in (403, 404)
    ]
