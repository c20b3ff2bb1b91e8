"""Two replicas of a service: the one that moves the places is killed under commands, and the other goes on."""

import threading
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass

import pytest

from deploy.minqing.process import wait_until
from shared import clock
from shared.ids import Tenant, imported
from shared.words import FIELDS
from tests.deploy.checkout import Checkout
from tests.e2e.door import Door, Person
from tests.e2e.opening import Opening
from tests.exports import verified

TENANT = Tenant("fuben")
UNITS = "code,name,kind,parent\nGT,国土分局,department,\nJS,建设局,department,\n"
SCALED = "docker compose up -d --wait --scale casework=2"
KILLS = 3
AFTERWARDS = 5  # commands of each writer, before the next one is killed
PATIENCE = 120
PAUSE = 0.05  # the gateway lets one account ask a hundred times a second


@dataclass
class Writer:
    """Gives a field now to one unit, now to the other, and reads each time what it has written."""

    person: Person
    field: str
    written: int = 0
    slowest: float = 0

    def write(self) -> None:
        """One command, and what is read then."""
        begun = clock.ticking()
        unit = str(imported(TENANT, "unit", ("GT", "JS")[self.written % 2]))
        self.person.does("PUT", f"/competences/{self.field}", {"unit": unit}, f"{self.field}-{self.written}")
        read = {item["field"]: item["unit"]["id"] for item in self.person.items("/competences")}
        assert read[self.field] == unit
        self.written += 1
        self.slowest = max(self.slowest, clock.ticking() - begun)

    def write_until(self, ended: threading.Event) -> None:
        """One after the other."""
        while not ended.wait(PAUSE):
            self.write()


@pytest.fixture
def writers(up: Checkout) -> Iterator[list[Writer]]:
    """Some who write at the same time, in a district of their own."""
    door = Door(up.url)
    opening = Opening((up.secrets / "operator.password").read_text(), TENANT, "副本区", "replicas", {"units": UNITS})
    token = opening.open(door).token
    yield [Writer(Person(door, token), field) for field in FIELDS[:3]]
    door.close()


@pytest.fixture
def scaled(up: Checkout) -> Iterator[Checkout]:
    """The installation with two replicas of casework, for as long as the test runs."""
    up.does(SCALED)
    yield up
    up.does("docker compose up -d --wait")


def _mover(up: Checkout) -> str:
    """The replica that moves the places of casework's own read models in the district: it has told its token."""
    asked = f"SELECT token FROM run.checkpoints WHERE tenant = '{TENANT}' AND producer = 'casework' LIMIT 1"
    token = up.does(f'docker compose exec -T postgres psql -U postgres -d minqing_casework -Atc "{asked}"').strip()
    replicas = up.does("docker compose ps --quiet casework").split()
    (mover,) = (each for each in replicas if token in up.does(f"docker logs {each} 2>&1"))
    return mover


def _go_on(writers: Sequence[Writer]) -> bool:
    """Whether each of them gets some more commands done, and read."""
    goals = [(writer, writer.written + AFTERWARDS) for writer in writers]
    return wait_until(lambda: all(writer.written >= goal for writer, goal in goals), PATIENCE)


def _killed_in_turn(up: Checkout, writers: Sequence[Writer]) -> list[float]:
    """Kill whoever moves, again and again; how long a command and its reading took then, at most."""
    slowest = []
    for _ in range(KILLS):
        assert _go_on(writers)
        for writer in writers:
            writer.slowest = 0
        up.does(f"docker kill -s KILL {_mover(up)}")
        assert _go_on(writers)
        slowest.append(max(writer.slowest for writer in writers))
        up.does(SCALED)
    return slowest


def test_whoever_moves_is_killed_under_commands_and_all_of_them_arrive_and_are_read(
    scaled: Checkout, writers: list[Writer]
) -> None:
    ended = threading.Event()
    with ThreadPoolExecutor() as pool:
        writing = [pool.submit(writer.write_until, ended) for writer in writers]
        try:
            slowest = _killed_in_turn(scaled, writers)
        finally:
            ended.set()
        for each in writing:
            each.result()
    print("taken over after a kill, in seconds:", *(f"{seconds:.1f}" for seconds in slowest))  # noqa: T201 a measurement
    export = f"docker compose run --rm -T minqing log export --service casework --tenant {TENANT} --out -"
    assert verified(scaled.does(export)).position == sum(writer.written for writer in writers)
