"""Carries out what policies want: commands with derived ids, then the place; hearing twice acts once (design 5)."""

import asyncio
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import asyncpg

from shared.decider import Command
from shared.eventstore.faults import reason_of
from shared.eventstore.handle import Handling
from shared.eventstore.pages import Page, Place, Said
from shared.eventstore.places import Parked, Places, Standing
from shared.eventstore.pool import in_district
from shared.eventstore.projections import Policy, React
from shared.eventstore.runner import of_data, set_aside
from shared.eventstore.streams import Context
from shared.ids import policy_command

_AT_ONCE = 16
_CARRIED = ("correlationid", "traceparent")


@dataclass(frozen=True)
class Reaction:
    """What a policy wants upon one event: commands in order, and the streams that they are for."""

    said: Said
    commands: Sequence[tuple[str, Command]]

    @property
    def keys(self) -> list[str]:
        """What waits behind it when it fails."""
        return sorted({command.stream for _, command in self.commands}) or [self.said.envelope.stream]


class Policing:
    """Follows logs with policies, in the name of one service."""

    def __init__(self, service: str, handling: Handling, pool: asyncpg.Pool, places: Places) -> None:
        self._service = service
        self._handling = handling
        self._pool = pool
        self._places = places

    async def apply(self, page: Page, standings: Sequence[Standing]) -> list[Standing]:
        """Carry out what each policy wants upon a page, then keep its place; answers who wanted anything.

        Commands for different streams go together, those for one stream in order. Raises Overtaken, and what passes.
        """
        return [standing for standing in standings if await self._apply(page, standing)]

    async def keep(self, standings: Sequence[Standing]) -> None:
        """Write down places that moved on without a command."""
        for standing in standings:
            if standing.saved != standing.place.position:
                await self._keep(standing, standing.place, ())

    async def reread(self, standings: Sequence[Standing]) -> bool:
        """Look where the places are in the database, and whether this process still moves them."""
        async with self._pool.acquire() as connection:
            return await self._places.reread(connection, standings)

    async def _apply(self, page: Page, standing: Standing) -> bool:
        reactions, parked = self._reactions(standing, page, await _react_upon(page, standing))
        waiting = standing.parked | {key for each in parked for key in each.keys}
        for wave in waves(reactions):
            left = await self._wave(standing, wave, waiting)
            parked += left
            waiting |= {key for each in left for key in each.keys}
        if reactions or parked:
            await self._keep(standing, page.after, parked)
        standing.place = page.after
        return bool(reactions or parked)

    async def _keep(self, standing: Standing, place: Place, parked: Sequence[Parked]) -> None:
        async with in_district(self._pool, standing.tenant) if parked else self._pool.acquire() as connection:
            await self._places.park(connection, standing, parked)
            await self._places.keep(connection, [standing], place)
        standing.saved = place.position
        set_aside(standing, parked)

    def _reactions(self, standing: Standing, page: Page, react: React) -> tuple[list[Reaction], list[Parked]]:
        found = [_reaction(standing, said, react) for said in standing.unread(page)]
        reactions = [each for each in found if isinstance(each, Reaction) and each.commands]
        return reactions, [each for each in found if isinstance(each, Parked)]

    async def _wave(self, standing: Standing, wave: Sequence[Reaction], waiting: set[str]) -> list[Parked]:
        acts = (self._react(standing, each, waiting) for each in wave)
        outcomes = await asyncio.gather(*acts, return_exceptions=True)  # none is left behind, running on its own
        for outcome in outcomes:
            if isinstance(outcome, BaseException):
                raise outcome
        return [outcome for outcome in outcomes if isinstance(outcome, Parked)]

    async def _react(self, standing: Standing, reaction: Reaction, waiting: set[str]) -> Parked | None:
        if not waiting.isdisjoint((reaction.said.envelope.stream, *reaction.keys)):
            return Parked(reaction.said, reaction.keys, "waits behind an earlier one")
        try:
            for step, command in reaction.commands:
                await self._handling(command, self._context(standing, reaction.said, step))
        except Exception as error:
            if not of_data(error):
                raise
            return Parked(reaction.said, reaction.keys, reason_of(error))
        return None

    def _context(self, standing: Standing, said: Said, step: str) -> Context:
        policy, envelope = standing.follower.name, said.envelope
        carried = {name: told for name, told in said.carried().items() if name in _CARRIED}
        return Context(
            tenant=standing.tenant,
            command_id=policy_command(envelope.id, policy, step),
            actor=f"policy:{self._service}/{policy}",
            occurred=envelope.occurred,
            meta={**carried, "causationid": str(envelope.id)},
        )


async def _react_upon(page: Page, standing: Standing) -> React:
    policy = standing.follower
    assert isinstance(policy, Policy)
    return await policy.lookup(standing.tenant, page) if policy.lookup and page.said else policy.react


def _reaction(standing: Standing, said: Said, react: React) -> Reaction | Parked:
    try:
        return Reaction(said, wanted(standing, said, react))
    except Exception as error:
        if not of_data(error):
            raise
        return Parked(said, [said.envelope.stream], reason_of(error))


def wanted(standing: Standing, said: Said, react: React) -> list[tuple[str, Command]]:
    """The commands of a policy upon one event; none upon an unknown type."""
    understood = standing.understood(said)
    return [] if understood is None else list(react(understood, said.envelope))


def waves(reactions: Sequence[Reaction]) -> Iterator[list[Reaction]]:
    """Neighbours whose commands are for different streams, which may go together, at most sixteen."""
    wave: list[Reaction] = []
    streams: set[str] = set()
    for reaction in reactions:
        if len(wave) == _AT_ONCE or not streams.isdisjoint(reaction.keys):
            yield wave
            wave, streams = [], set()
        wave.append(reaction)
        streams.update(reaction.keys)
    if wave:
        yield wave
