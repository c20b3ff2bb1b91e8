"""Clients that work through the gateway at a steady rate, and write down what was acknowledged and what was not."""

import asyncio
import json
import random
from collections import deque
from collections.abc import Generator, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any  # bodies and answers are JSON
from uuid import UUID, uuid5

import httpx

from shared import clock
from tests.faults.districts import CADRES, District
from tests.faults.ways import ERRANDS, MINQING, Command, filing, matters

_ANSWER_SECONDS = 10.0
_AT_ONCE = 4  # matters, and as many errands, that a client has in hand
_FILES_AT = 6  # which of the things that a client begins is the filing: while injuries are done
_PATIENCE_SECONDS = 180.0  # for what needs an outage of a minute to end, and what was missed to be made good
_GIVEN_UP = 0.2  # of the commands that got no answer; all others are sent again until they get one


@dataclass
class Sent:
    """A command and what its client knows of it; times by the wall."""

    command: Command
    sent: datetime
    acknowledged: datetime | None = None
    tries: int = 0
    answer: Any = None

    @property
    def id(self) -> UUID:
        """The id that its event bears: reckoned here from docs/formats.md 1a alone."""
        one = self.command
        account = one.district.accounts[one.who]
        parts = [one.district.tenant, account, one.method, f"/api/v1{one.path}", one.key]
        return uuid5(MINQING, json.dumps(parts, ensure_ascii=False, separators=(",", ":")))


@dataclass
class Journal:
    """All that the clients wrote down."""

    sent: list[Sent] = field(default_factory=list)
    wrong: list[str] = field(default_factory=list)
    unanswered_tries: int = 0

    @property
    def acknowledged(self) -> list[Sent]:
        """What was answered with yes."""
        return [one for one in self.sent if one.acknowledged]

    def between(self, begin: datetime, end: datetime) -> list[Sent]:
        """What was acknowledged in a span of time."""
        return [one for one in self.acknowledged if one.acknowledged and begin <= one.acknowledged <= end]

    def latest(self) -> dict[str, datetime]:
        """When each service last acknowledged something."""
        return {one.command.service: one.acknowledged for one in self.sent if one.acknowledged}


Way = Generator[Command, Any, None]
"""Commands, each asked for when the one before is acknowledged, whose answer is sent in."""


@dataclass
class _InHand:
    way: Way
    sent: Sent
    asked: float


class Client:
    """One client: several things in hand, one command at a time, `rate` of them in a second."""

    def __init__(self, url: str, district: District, number: int, rate: float, journal: Journal) -> None:
        self.district, self.number, self.journal = district, number, journal
        self._random = random.Random(f"{district.tenant} {number}")
        self._begun = 0
        self._turn = 0
        self._hands: tuple[deque[_InHand], deque[_InHand]] = deque(), deque()
        self._pause = 1 / rate
        self._http = httpx.AsyncClient(base_url=f"{url}/api/v1", timeout=_ANSWER_SECONDS, trust_env=False)

    async def run(self, over: asyncio.Event) -> None:
        """Work until it is over."""
        due = clock.ticking() + self._random.random() * self._pause
        async with self._http:
            while not over.is_set():
                await asyncio.sleep(max(0.0, due - clock.ticking()))
                due = max(due, clock.ticking() - 1) + self._pause  # what an outage held up is not sent all at once
                await self._ask(self._next())

    def _next(self) -> _InHand:
        """A matter and an errand in turn."""
        self._turn = 1 - self._turn
        hand = self._hands[self._turn]
        if len(hand) >= _AT_ONCE:
            return hand.popleft()
        self._begun += 1
        way = self._new_way()
        return _InHand(way, self._noted(next(way)), clock.ticking())

    def _new_way(self) -> Way:
        begin = ERRANDS[self._begun // 2 % len(ERRANDS)] if self._turn else matters
        if self._begun == _FILES_AT:
            begin = filing
        return begin(self.district, self.number, self._begun)

    def _keep(self, one: _InHand) -> None:
        self._hands[self._turn].append(one)

    def _noted(self, command: Command) -> Sent:
        return Sent(command, clock.now())

    async def _ask(self, one: _InHand) -> None:
        if not one.sent.tries:
            self.journal.sent.append(one.sent)
        one.sent.tries += 1
        try:
            answer = await self._http.request(**one.sent.command.request())
        except httpx.HTTPError:
            self._unanswered(one)
            return
        if answer.is_success:
            self._go_on(one, answer)
        elif answer.status_code in (404, 409):
            self._not_yet(one, answer)
        elif answer.status_code in (429, 502, 503, 504):
            self._unanswered(one)
        else:
            self._wrong(one, answer)

    def _go_on(self, one: _InHand, answer: httpx.Response) -> None:
        one.sent.acknowledged = clock.now()
        one.sent.answer = answer.json() if answer.content else None
        try:
            command = one.way.send(one.sent.answer)
        except StopIteration:
            return
        self._keep(_InHand(one.way, self._noted(command), clock.ticking()))

    def _not_yet(self, one: _InHand, answer: httpx.Response) -> None:
        """What it rests on has not arrived where it is asked; with none of its own on record it may be asked again."""
        if clock.ticking() > one.asked + _PATIENCE_SECONDS:
            self._wrong(one, answer)
        else:
            self._keep(one)

    def _unanswered(self, one: _InHand) -> None:
        self.journal.unanswered_tries += 1
        if self._random.random() > _GIVEN_UP:
            self._keep(one)

    def _wrong(self, one: _InHand, answer: httpx.Response) -> None:
        said = f"{one.sent.command.method} {one.sent.command.path}: {answer.status_code} {answer.text[:300]}"
        self.journal.wrong.append(said)


def clients(url: str, districts: Sequence[District], rate: float, journal: Journal) -> list[Client]:
    """As many as there are cadres; together they send at the rate."""
    each = rate / (len(districts) * CADRES)
    return [Client(url, district, n, each, journal) for district in districts for n in range(1, CADRES + 1)]
