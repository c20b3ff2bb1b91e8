"""Traces: the steps that one request sets going in all services, each a span (docs/traces.md).

Here stands what the code says of its steps; `shared.collector` alone knows OpenTelemetry. Until somebody follows, a
span costs a look at one name. What a span tells is in `About`, and nothing else can be told: no sealed value, no name,
no text of somebody's, no query, not what an error says.
"""

import asyncio
import re
from collections.abc import AsyncIterator, Iterable, Iterator
from contextlib import asynccontextmanager, contextmanager
from contextvars import ContextVar, Token
from dataclasses import dataclass
from types import TracebackType
from typing import Literal, Protocol, TypedDict, Unpack
from uuid import UUID

Kind = Literal["server", "client", "internal", "producer", "consumer"]
_SAMPLED = 0x01
_TRACEPARENT = re.compile(r"(?!ff)[0-9a-f]{2}-(?!0{32})([0-9a-f]{32})-(?!0{16})([0-9a-f]{16})-([0-9a-f]{2})")


class About(TypedDict, total=False):
    """What a span may tell: the program's own words, codes of districts, ids, positions, numbers."""

    district: str
    command: str
    command_id: UUID
    outcome: str
    event_id: UUID
    event_type: str
    position: int
    producer: str
    follower: str
    service: str
    subscription: UUID
    number: int
    method: str
    route: str
    status: int
    error: str


@dataclass(frozen=True, slots=True)
class Parent:
    """A span of another process, as a `traceparent` names it (W3C Trace Context)."""

    trace: str
    span: str
    sampled: bool


def parent_of(traceparent: str) -> Parent | None:
    """The span that it names, None for what is no traceparent."""
    found = _TRACEPARENT.fullmatch(traceparent)
    return Parent(found[1], found[2], bool(int(found[3], 16) & _SAMPLED)) if found else None


def trace_of(traceparent: str) -> str:
    """The trace that it belongs to, empty for what is no traceparent: whoever asks may send anything as one."""
    parent = parent_of(traceparent)
    return parent.trace if parent else ""


class Span:
    """A step that nobody follows: what is noted of it is lost. `traceparent` names one for what comes of it."""

    traceparent = ""

    def note(self, **about: Unpack[About]) -> None:
        """Tell more of it."""

    def named(self, name: str) -> None:
        """Call it otherwise than when it began."""

    def end(self, error: BaseException | None = None) -> None:
        """It is done, or broken off by an error; said again, it changes nothing."""

    def __enter__(self) -> "Span":
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        return None


UNFOLLOWED = Span()
_HERE: ContextVar[Span] = ContextVar("span", default=UNFOLLOWED)


class Named(Span):
    """A step that has a name in its trace; entered, it is where this task stands."""

    def __init__(self, traceparent: str) -> None:
        self.traceparent = traceparent
        self._before: Token[Span] | None = None

    def __enter__(self) -> Span:
        self._before = _HERE.set(self)
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._before:
            _HERE.reset(self._before)
        self.end(error)


class Recorder(Protocol):
    """Who takes spans down."""

    def __call__(self, name: str, kind: Kind, parent: Parent | None, about: About) -> Span:
        """A span that has begun, below its parent, or as the first of a trace."""
        ...

    def close(self) -> None:
        """Hand over what is left; blocks."""
        ...


@dataclass
class _Following:
    recorder: Recorder | None = None


_FOLLOWING = _Following()


def follow(recorder: Recorder | None) -> None:
    """From now on this process's spans are taken down, or with None no more."""
    _FOLLOWING.recorder = recorder


@asynccontextmanager
async def closed_after() -> AsyncIterator[None]:
    """What is inside has stopped before the process is followed no more, and the last spans are handed over."""
    try:
        yield
    finally:
        if recorder := _FOLLOWING.recorder:
            follow(None)
            await asyncio.to_thread(recorder.close)


def is_followed() -> bool:
    """Whether somebody takes spans down; without, nothing needs to be found out for them."""
    return _FOLLOWING.recorder is not None


def here() -> Span:
    """Where this task stands."""
    return _HERE.get()


def first(name: str, kind: Kind, **about: Unpack[About]) -> Span:
    """The first span of a new trace, which the sampler may leave out with all that follows."""
    return _FOLLOWING.recorder(name, kind, None, about) if _FOLLOWING.recorder else UNFOLLOWED


def span(name: str, kind: Kind, parent: str, **about: Unpack[About]) -> Span:
    """A span below the one that a traceparent names, if that is to be followed; what nobody traces has none."""
    if _FOLLOWING.recorder is None:
        return UNFOLLOWED
    found = parent_of(parent)
    return _FOLLOWING.recorder(name, kind, found, about) if found and found.sampled else UNFOLLOWED


@contextmanager
def together(spans: Iterable[Span]) -> Iterator[None]:
    """Steps that are taken as one: all end with the block."""
    begun, failed = list(spans), None
    try:
        yield
    except BaseException as error:
        failed = error
        raise
    finally:
        for each in begun:
            each.end(failed)
