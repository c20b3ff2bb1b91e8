"""Plays the reference campaign through the gateway, moving the sandbox's clock from moment to moment."""

import asyncio
from collections.abc import Callable, Coroutine, Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import groupby
from typing import Any  # what tasks yield and are sent

from deploy.demo.client import Api
from deploy.demo.players import Players
from deploy.demo.setting import ADMINISTRATOR, World, import_cast, make_keys, open_district, plan_campaign, subscribe
from deploy.demo.story import BEGINS, Act, campaign_acts
from shared.calendar import moment

OPENING = moment(BEGINS, 7)
_SIDE_BY_SIDE = 8


@dataclass(frozen=True)
class Step:
    """How far the play is: acts done of all, the moment of the district's clock, and now and then a line of story."""

    done: int
    of: int
    at: datetime
    line: str = ""


Tell = Callable[[Step], None]


async def set_the_stage(api: Api, world: World, operator_password: str, receiver: str) -> None:
    """District, cast, campaign, subscriptions and keys; all of it again changes nothing."""
    await open_district(api, operator_password, OPENING)
    await import_cast(api, world.cast)
    await quiet(api)
    await plan_campaign(api, world)
    await subscribe(api, world, receiver)
    await make_keys(api, world)
    await quiet(api)


async def play(api: Api, world: World, tell: Tell) -> None:
    """Every act in order of time. Acts of one moment run side by side, unless one needs another's outcome."""
    players = Players(api, world)
    acts = campaign_acts(world.cast)
    done = 0
    for at, together in _moments(acts):
        await move_clock(api, at)
        for step in together:
            await _side_by_side(players, step)
            done += len(step)
        tell(Step(done, len(acts), at, _line(together)))
    await quiet(api)


async def move_clock(api: Api, at: datetime) -> None:
    """Wait for quiet, then move the sandbox's clock; a moment that has passed is left as it is."""
    if at > api.now:
        await quiet(api)
        await api.ask(ADMINISTRATOR, "PUT", "/sandbox/clock", {"now": at.isoformat()}, f"clock-{at.isoformat()}")
        api.now = at


async def quiet(api: Api) -> None:
    """Wait until nothing is under way in any service, by asking them."""
    await api.ask(ADMINISTRATOR, "GET", "/sandbox/quiet")


def _moments(acts: list[Act]) -> Iterator[tuple[datetime, list[list[Act]]]]:
    """The acts of each moment, in steps; every day begins with a move of its own, so that timers fire day by day."""
    day = OPENING
    for at, together in groupby(acts, key=lambda act: act.at):
        while day + timedelta(days=1) <= at:
            day = day.replace(hour=0) + timedelta(days=1)
            yield day, []
        yield at, [list(step) for _, step in groupby(together, key=lambda act: act.order)]


async def _side_by_side(players: Players, step: list[Act]) -> None:
    free = asyncio.Semaphore(_SIDE_BY_SIDE)

    async def one(act: Act) -> None:
        async with free:
            await players.play(act)

    try:
        await _all(one(act) for act in step)
    except ExceptionGroup as failed:
        raise failed.exceptions[0] from failed  # one is enough for the story to end, and to be told


async def _all(acts: Iterable[Coroutine[Any, Any, None]]) -> None:
    async with asyncio.TaskGroup() as playing:
        for act in acts:
            playing.create_task(act)


_LINES = {
    "interrupt": "called away from the village",
    "return": "a department returns a matter: not competent",
    "return-filing": "the district office returns a filing for correction",
    "strike": "matters struck off the register",
    "receipt": "filings receipted by the district office",
}


def _line(together: list[list[Act]]) -> str:
    verbs = {act.verb for step in together for act in step}
    return next((line for verb, line in _LINES.items() if verb in verbs), "")
