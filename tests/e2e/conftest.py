"""One performance of the reference campaign on real processes, disturbed in the middle, for all tests to look at."""

import asyncio
from collections.abc import Iterator

import pytest
import redis

from deploy.demo.cast import cast_of
from deploy.demo.performance import SETTINGS, Performance
from deploy.demo.play import Step
from deploy.minqing import place
from deploy.minqing.services import SERVICES
from deploy.minqing.supervise import Minqing, running
from tests.e2e.days_of_insiders import Pair, both
from tests.e2e.door import STAYING, Door
from tests.e2e.neighbours import PETITION_OFFICE, Anjing, id_of
from tests.e2e.played import Played

SEED, PLACES = 20101122, 12


class Disturbance:
    """Empties the Redis server at one third of the play, and starts it anew at two thirds."""

    def __init__(self, minqing: Minqing) -> None:
        self.minqing = minqing
        self.done: list[str] = []

    def __call__(self, step: Step) -> None:
        if step.done > step.of / 3 and "emptied" not in self.done:
            with redis.Redis.from_url(self.minqing.redis.url) as server:
                server.flushall()
            self.done.append("emptied")
        if step.done > 2 * step.of / 3 and "restarted" not in self.done:
            self.minqing.redis.stop()
            self.minqing.redis.start()
            self.done.append("restarted")


@pytest.fixture(scope="session")
def campaign(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Played]:
    minqing = Minqing(tmp_path_factory.mktemp("campaign"), place.free_port(), SETTINGS | {"gateway": STAYING})
    disturbance = Disturbance(minqing)
    with running(minqing, keep=False):
        performance = Performance(minqing, cast_of(SEED, PLACES))
        ways = asyncio.run(performance.counts(disturbance))
        yield Played(minqing, performance, ways, disturbance.done)


@pytest.fixture(scope="session")
def door(campaign: Played) -> Iterator[Door]:
    """The gateway of the installation on which the campaign was played."""
    door = Door(campaign.minqing.url)
    yield door
    door.close()


@pytest.fixture(scope="session")
def anjing(campaign: Played, door: Door) -> Anjing:
    """A second district there, in which one visit was made."""
    return Anjing(campaign.minqing, door).set_the_stage().hear()


@pytest.fixture(scope="session")
def accused(anjing: Anjing) -> Anjing:
    """The petition office has handed the accusation against an official to the discipline office, which has answered.

    So whoever may see nothing had every occasion: hand-over, acceptance, result, reply with its copies.
    """
    case = f"/matters/{anjing.matters['person']}"
    discipline = {"to": id_of("unit", "JW"), "reason": "属纪检职责"}
    result = {"outcome": "not-supported", "facts": "安靖纪委查明收款为代收水费", "opinion": "安靖纪委不予立案"}
    for who, what, body in (
        (PETITION_OFFICE, "hand-over", discipline),
        ("jw-3", "acceptance", {"handler": id_of("person", "JW-4")}),
        ("jw-4", "result", result),
        ("jw-2", "signature", None),
    ):
        anjing.person(who).does("POST", f"{case}/{what}", body)
        anjing.quiet()
    return anjing


@pytest.fixture(scope="session")
def pair(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Pair]:
    """The two districts of insiders on an installation of their own, which logs whatever its parts have to say.

    Nobody is held up there for asking too often: a test asks for all of them.
    """
    said = {name: {**SETTINGS.get(name, {}), f"{name.upper()}_LOG_LEVEL": "debug"} for name in SERVICES}
    said["gateway"] |= STAYING | {"GATEWAY_REQUESTS_PER_SECOND": "0", "GATEWAY_ADDRESS_PER_SECOND": "0"}
    minqing = Minqing(tmp_path_factory.mktemp("insiders"), place.free_port(), said)
    with running(minqing, keep=False):
        door = Door(minqing.url)
        yield asyncio.run(both(minqing, door))
        door.close()
