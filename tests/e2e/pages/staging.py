"""A small campaign, played up to a day in the middle: stays run, matters wait at every desk."""

import asyncio
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path

from deploy.demo.cast import Cast, cast_of
from deploy.demo.client import Api
from deploy.demo.performance import SETTINGS
from deploy.demo.play import OPENING, Step, play, quiet
from deploy.demo.setting import TENANT, World, import_cast, open_district, plan_campaign
from deploy.minqing import place
from deploy.minqing.supervise import Minqing, running
from shared.calendar import moment
from tests.e2e.door import STAYING

SEED, PLACES = 7, 6  # fewer places leave a section without one
TODAY = date(2010, 12, 7)
_UNTIL = moment(TODAY, 6)  # the first acts of that day are the last


class Curtain(Exception):
    """The play has come to the day."""


@dataclass
class Staged:
    """The installation, still up, and who plays there; nobody but the tests acts any more."""

    minqing: Minqing
    cast: Cast
    world: World

    @property
    def url(self) -> str:
        """Where its gateway is."""
        return self.minqing.url

    @property
    def operator_password(self) -> str:
        """The operator's password of this installation."""
        return self.minqing.wiring.credentials.operator_password()


@contextmanager
def staged(directory: Path, port: int = 0, until: datetime = _UNTIL) -> Iterator[Staged]:
    """The campaign up to a moment, gone afterwards."""
    minqing = Minqing(directory, port or place.free_port(), SETTINGS | {"gateway": STAYING})
    with running(minqing, keep=False):
        cast = cast_of(SEED, PLACES)
        stage = Staged(minqing, cast, World(cast))
        asyncio.run(_played(stage, until))
        yield stage


async def _played(stage: Staged, until: datetime) -> None:
    def stop(step: Step) -> None:
        if step.at >= until:
            raise Curtain

    api = Api(stage.url, TENANT, OPENING)
    try:
        await open_district(api, stage.operator_password, OPENING)
        await import_cast(api, stage.cast)
        await quiet(api)
        await plan_campaign(api, stage.world)
        await quiet(api)
        await play(api, stage.world, stop)
    except Curtain:
        await quiet(api)
    finally:
        await api.close()
