"""A small world for tests of following: coins go into jars (ledger); another service counts them (casework)."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any, Literal  # a language is of events or of facts

from sqlalchemy import BigInteger, Column, MetaData, Table, Text, bindparam, delete
from sqlalchemy.dialects.postgresql import insert

from shared.change import Change, Envelope, tenant_column
from shared.decider import Decider
from shared.errors import Refused
from shared.event import Event, Fact, Instant
from shared.eventstore.projections import Policy, Projection
from shared.eventstore.timers import Timers, timer_table
from shared.messaging.following import Followers

FULL = 1_000_000
POISON = -13  # a number that the read model's table does not take


class CoinPut(Event):
    """A coin was put into a jar; if nobody looks, it is to be reminded of at `due`."""

    type: Literal["coin-put.v1"] = "coin-put.v1"
    jar: str
    worth: int
    due: Instant | None = None


class JarShaken(Event):
    """A jar was shaken; others need not know."""

    type: Literal["jar-shaken.v1"] = "jar-shaken.v1"
    jar: str


class Reminded(Event):
    """A coin's time had come."""

    type: Literal["reminded.v1"] = "reminded.v1"
    jar: str
    again: Instant | None = None


class CoinSaid(Fact):
    """What others hear of a coin."""

    type: Literal["ledger.coin-put.v1"] = "ledger.coin-put.v1"
    jar: str
    worth: int


class Counted(Event):
    """Another service has counted a coin."""

    type: Literal["counted.v1"] = "counted.v1"
    jar: str
    worth: int


@dataclass(frozen=True)
class Put:
    """Put a coin into a jar."""

    jar: str
    worth: int = 1
    due: datetime | None = None

    @property
    def stream(self) -> str:
        return f"jar/{self.jar}"


@dataclass(frozen=True)
class Shake:
    """Shake a jar."""

    jar: str

    @property
    def stream(self) -> str:
        return f"jar/{self.jar}"


@dataclass(frozen=True)
class Remind:
    """The time of a jar's coin has come; `again` days later once more."""

    jar: str
    at: datetime
    again: int = 0

    @property
    def stream(self) -> str:
        return f"jar/{self.jar}"


@dataclass(frozen=True)
class Count:
    """Count a coin that was heard of."""

    jar: str
    worth: int

    @property
    def stream(self) -> str:
        return f"count/{self.jar}"


@dataclass(frozen=True)
class Jar:
    """What the rules ask for."""

    worth: int = 0


def _decide(command: Put | Shake | Remind, jar: Jar) -> Sequence[CoinPut | JarShaken | Reminded]:
    match command:
        case Put():
            if jar.worth >= FULL:
                raise Refused("jar-is-full")
            return [CoinPut(jar=command.jar, worth=command.worth, due=command.due)]
        case Shake():
            return [JarShaken(jar=command.jar)]
        case Remind():
            if command.jar == "nobody-minds":
                return []
            again = command.at + timedelta(days=command.again) if command.again else None
            return [Reminded(jar=command.jar, again=again)]


def _evolve(jar: Jar, event: CoinPut | JarShaken | Reminded) -> Jar:
    return replace(jar, worth=jar.worth + event.worth) if isinstance(event, CoinPut) else jar


JARS: Decider[Put | Shake | Remind, Jar, CoinPut | JarShaken | Reminded] = Decider(
    Jar(), _decide, _evolve, (Put, Shake, Remind), (CoinPut, JarShaken, Reminded)
)


def _count(command: Count, state: int) -> Sequence[Counted]:
    if state + command.worth > FULL:
        raise Refused("too-much-to-count")
    return [Counted(jar=command.jar, worth=command.worth)]


COUNTS: Decider[Count, int, Counted] = Decider(
    0, _count, lambda state, event: state + event.worth, (Count,), (Counted,)
)


def announce(event: Event, envelope: Envelope) -> Fact | None:
    """Coins are said to others."""
    return CoinSaid(jar=event.jar, worth=event.worth) if isinstance(event, CoinPut) else None


def _jar_table(metadata: MetaData) -> Table:
    return Table(
        "jars",
        metadata,
        tenant_column(),
        Column("jar", Text, primary_key=True),
        Column("coins", BigInteger, nullable=False),
        Column("worth", BigInteger, nullable=False),
        Column("last", BigInteger, nullable=False),  # the position: shows that a key's order was kept
    )


def projection(name: str, source: str, version: int = 1) -> Projection:
    """Coins and worth per jar, of ledger's own events, of its facts, or of what casework has counted."""
    table = _jar_table(MetaData(schema=name))
    put = insert(table)
    put = put.on_conflict_do_update(
        index_elements=[table.c.tenant, table.c.jar],
        set_={
            "coins": table.c.coins + 1,
            "worth": table.c.worth + put.excluded.worth,
            "last": put.excluded.last,
        },
    )

    def project(said: CoinPut | CoinSaid | Counted, envelope: Envelope) -> Iterator[Change]:
        if said.worth == POISON:
            yield said.jar, put, {"jar": said.jar, "coins": 1, "worth": "not a number", "last": envelope.position}
            return
        worth = {"jar": said.jar, "coins": 1, "worth": said.worth, "last": envelope.position}
        yield said.jar, put, worth

    languages: dict[str, Any] = {"jars": (CoinPut,), "heard": (CoinSaid,), "counted": (Counted,)}
    return Projection(name, version, source, languages[name], table.metadata, project)


DUE = MetaData(schema="due")
_TIMERS = timer_table(DUE)
_ADD = insert(_TIMERS)
_ADD = _ADD.on_conflict_do_update(index_elements=list(_TIMERS.primary_key), set_={"due": _ADD.excluded.due})
_DROP = delete(_TIMERS).where(_TIMERS.c.stream == bindparam("of"))


def _project_due(said: CoinPut | Reminded, envelope: Envelope) -> Iterator[Change]:
    due = said.due if isinstance(said, CoinPut) else said.again
    if isinstance(said, Reminded):
        yield envelope.stream, _DROP, {"of": envelope.stream}
    if due:
        yield envelope.stream, _ADD, {"stream": envelope.stream, "rule": "remind", "n": 1, "due": due}


def fire(rule: str, stream: str, n: int, due: datetime) -> Remind:
    """The command of a due timer."""
    jar = stream.removeprefix("jar/")
    return Remind(jar, due, again=1 if jar == "again" and due.day < 4 else 0)


TIMERS = Timers(Projection("due", 1, "ledger", (CoinPut, Reminded), DUE, _project_due), fire)


def put_after_shaking(said: JarShaken, envelope: Envelope) -> Iterator[tuple[str, Put]]:
    """A jar that was shaken gets a coin of a hundred."""
    yield "put", Put(said.jar, 100)


def count_heard(said: CoinSaid, envelope: Envelope) -> Iterator[tuple[str, Count]]:
    """Every coin that is heard of is counted."""
    if said.worth == POISON:
        raise KeyError(said.jar)
    yield "count", Count(said.jar, said.worth)


SHAKEN = Policy("shaken", "ledger", (JarShaken,), put_after_shaking, starts="zero")
COUNTING = Policy("counting", "ledger", (CoinSaid,), count_heard, starts="zero")

LEDGER = Followers((projection("jars", "ledger"),), (SHAKEN,), (TIMERS,))
CASEWORK = Followers((projection("heard", "ledger"), projection("counted", "casework")), (COUNTING,))
