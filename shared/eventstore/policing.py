"""Carries out what policies want: commands with derived ids, then the place; hearing twice acts once (design 5)."""

import asyncio
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from shared.decider import Command
from shared.eventstore.connections import Connections
from shared.eventstore.faults import reason_of
from shared.eventstore.handle import Handling
from shared.eventstore.pages import Page, Place, Said, Source
from shared.eventstore.parking import BEHIND, Parked, decided, park, resumed, settle
from shared.eventstore.places import Places, Standing
from shared.eventstore.pool import in_district
from shared.eventstore.projections import Policy, React
from shared.eventstore.runner import of_data, set_aside
from shared.eventstore.streams import Context
from shared.eventstore.traced import acting_upon
from shared.ids import policy_command

_AT_ONCE = 16
_CARRIED = ("correlationid", "traceparent")


@dataclass(frozen=True)
class Reaction:
    """What a policy wants upon one event: commands in order; and the keys of what waits behind it when it fails.

    These are the streams that its commands are for, the event's own stream in the place of a blind one's.
    """

    said: Said
    commands: Sequence[tuple[str, Command]]
    keys: Sequence[str]


class Policing:
    """Follows logs with policies, in the name of one service."""

    def __init__(self, service: str, handling: Handling, pool: Connections, places: Places) -> None:
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

    def abandoned(self, standings: Sequence[Standing]) -> bool:
        """Whether it seems that nobody alive moves one of these."""
        return self._places.abandoned(standings)

    async def reread(self, standings: Sequence[Standing]) -> None:
        """Look where the places are in the database, and take over those that nobody alive moves."""
        async with self._pool.acquire() as connection:
            await self._places.reread(connection, standings)

    async def resume(self, source: Source, standings: Sequence[Standing]) -> list[Standing]:
        """Carry out what operators decided of what policies have parked; answers of which. Raises as `apply`."""
        return [each for each in standings if await self._resume(source, each)]

    async def _resume(self, source: Source, standing: Standing) -> bool:
        parked, said = await decided(self._pool, source, standing)
        if not any(each.verdict for each in parked):
            return False

        async def take_in(each: Said, waiting: set[str]) -> Parked | None:
            react = await _react_upon(Page((each,), standing.place), standing)
            reaction = self._reaction(standing, each, react)
            return reaction if isinstance(reaction, Parked) else await self._react(standing, reaction, waiting)

        outcome = await resumed(parked, said, take_in)
        async with in_district(self._pool, standing.tenant) as connection:
            await self._places.keep(connection, [standing], standing.place)
            await settle(connection, standing, outcome)
        standing.saved = standing.place.position
        standing.parked = outcome.waiting
        return True

    async def _apply(self, page: Page, standing: Standing) -> bool:
        found = self._reactions(standing, page, await _react_upon(page, standing))
        parked: list[Parked] = []
        waiting = set(standing.parked)
        for wave in waves(found):
            left = [wave] if isinstance(wave, Parked) else await self._wave(standing, wave, waiting)
            parked += left
            waiting |= {key for each in left for key in each.keys}
        if found or self._places.shared:
            await self._keep(standing, page.after, parked)
        standing.place = page.after
        return bool(found)

    async def _keep(self, standing: Standing, place: Place, parked: Sequence[Parked]) -> None:
        async with in_district(self._pool, standing.tenant) if parked else self._pool.acquire() as connection:
            await park(connection, standing, parked)
            await self._places.keep(connection, [standing], place)
        standing.saved = place.position
        set_aside(standing, parked)

    def _reactions(self, standing: Standing, page: Page, react: React) -> list[Reaction | Parked]:
        found = (self._reaction(standing, said, react) for said in standing.unread(page))
        return [each for each in found if isinstance(each, Parked) or each.commands]

    def _reaction(self, standing: Standing, said: Said, react: React) -> Reaction | Parked:
        try:
            commands = wanted(standing, said, react)
        except Exception as error:
            if not of_data(error):
                raise
            return Parked(said, [said.envelope.stream], reason_of(error))
        own, is_blind = said.envelope.stream, self._handling.is_blind
        streams = {own if is_blind(command) else command.stream for _, command in commands}
        return Reaction(said, commands, sorted(streams))

    async def _wave(self, standing: Standing, wave: Sequence[Reaction], waiting: set[str]) -> list[Parked]:
        acts = (self._react(standing, each, waiting) for each in wave)
        outcomes = await asyncio.gather(*acts, return_exceptions=True)  # none is left behind, running on its own
        for outcome in outcomes:
            if isinstance(outcome, BaseException):
                raise outcome
        return [outcome for outcome in outcomes if isinstance(outcome, Parked)]

    async def _react(self, standing: Standing, reaction: Reaction, waiting: set[str]) -> Parked | None:
        if not waiting.isdisjoint((reaction.said.envelope.stream, *reaction.keys)):
            return Parked(reaction.said, reaction.keys, BEHIND)
        try:
            await self._carry_out(standing, reaction)
        except Exception as error:
            if not of_data(error):
                raise
            return Parked(reaction.said, reaction.keys, reason_of(error))
        return None

    async def _carry_out(self, standing: Standing, reaction: Reaction) -> None:
        with acting_upon(reaction.said, standing) as span:
            for step, command in reaction.commands:
                context = context_upon(self._service, standing, reaction.said, step)
                await self._handling(command, context.below(span))


def context_upon(service: str, standing: Standing, said: Said, step: str) -> Context:
    """Who acts upon one event, and why: a service's policy, because of it, in the name of whoever asked for it."""
    policy, envelope = standing.follower.name, said.envelope
    carried = {name: told for name, told in said.carried().items() if name in _CARRIED}
    return Context(
        tenant=standing.tenant,
        command_id=policy_command(envelope.id, policy, step),
        actor=f"policy:{service}/{policy}",
        occurred=envelope.occurred,
        meta={**carried, "causationid": str(envelope.id)},
    )


async def _react_upon(page: Page, standing: Standing) -> React:
    policy = standing.follower
    assert isinstance(policy, Policy)
    return await policy.lookup(standing.tenant, page) if policy.lookup and page.said else policy.react


def wanted(standing: Standing, said: Said, react: React) -> list[tuple[str, Command]]:
    """The commands of a policy upon one event; none upon an unknown type."""
    understood = standing.understood(said)
    return [] if understood is None else list(react(understood, said.envelope))


def waves(reactions: Sequence[Reaction | Parked]) -> Iterator[list[Reaction] | Parked]:
    """Neighbours whose commands are for different streams, which may go together, at most sixteen.

    What is to be parked stands between them, in its place: what was said before it does not wait behind it.
    """
    wave: list[Reaction] = []
    for reaction in reactions:
        if wave and not _joins(reaction, wave):
            yield wave
            wave = []
        if isinstance(reaction, Parked):
            yield reaction
        else:
            wave.append(reaction)
    if wave:
        yield wave


def _joins(reaction: Reaction | Parked, wave: Sequence[Reaction]) -> bool:
    if isinstance(reaction, Parked) or len(wave) == _AT_ONCE:
        return False
    return {key for each in wave for key in each.keys}.isdisjoint(reaction.keys)
