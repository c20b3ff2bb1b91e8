"""What follows a log, as values: read models to be kept, and policies that give commands."""

from collections.abc import Awaitable, Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import Any, Literal  # `project` and `react` narrow their language themselves

from sqlalchemy import MetaData

from shared.change import Change
from shared.decider import Command
from shared.envelope import Envelope
from shared.event import Event, Fact
from shared.eventstore.codec import NO_UPCASTERS, Codec, Upcaster
from shared.eventstore.pages import Page
from shared.ids import Tenant

Language = tuple[type[Event], ...] | tuple[type[Fact], ...]
"""The classes that are understood: a service's own events, or anybody's facts; other types pass."""


@dataclass(frozen=True, eq=False)
class Projection:
    """A versioned set of tables, and the pure function that keeps them (design 6).

    `source` names the service whose log is followed. The tables are declared on a MetaData whose schema is
    `name`, each with `tenant_column()`; in the database they live in `<name>_v<version>`. Another shape of
    the tables, or another meaning of their rows, is another version. Of one version a database may hold several
    builds, each with a number of its own (`built`).
    """

    name: str
    version: int
    source: str
    language: Language
    metadata: MetaData
    project: Callable[[Any, Envelope], Iterator[Change]]
    upcasters: Mapping[str, Upcaster] = field(default_factory=lambda: NO_UPCASTERS)
    declared: int = 0

    def __post_init__(self) -> None:
        assert self.metadata.schema == self.name, f"the tables of {self.name} belong in MetaData(schema={self.name!r})"

    @property
    def schema(self) -> str:
        """Where this version's tables live."""
        return f"{self.name}_v{self.version}"

    @property
    def meaning(self) -> int:
        """The version that the code declares, whatever the number of this build."""
        return self.declared or self.version

    def built(self, number: int) -> "Projection":
        """The build of this number: what is kept in the tables, and followed from the places, of that number."""
        return replace(self, version=number, declared=self.meaning)


React = Callable[[Any, Envelope], Iterator[tuple[str, Command]]]


@dataclass(frozen=True, eq=False)
class Policy:
    """A pure function from what was said to commands, each with the name of its step.

    A command's id derives from event, policy and step, so that hearing it twice acts once; `occurred` is what
    was said's. A new policy does not act on history unless it `starts` at zero (design 5); districts that
    appear after it has started are followed from their beginning either way. A few have a `lookup` (notify's router,
    the ledger's sealer): asked once a page, it answers how to react upon that page; what it raises is tried again.
    """

    name: str
    source: str
    language: Language
    react: React
    starts: Literal["zero", "head"] = "head"
    upcasters: Mapping[str, Upcaster] = field(default_factory=lambda: NO_UPCASTERS)
    lookup: Callable[[Tenant, Page], Awaitable[React]] | None = None

    @property
    def version(self) -> int:
        """A policy has no tables to rebuild, so its place has one version for ever."""
        return 1

    @property
    def meaning(self) -> int:
        """The version that the code declares."""
        return self.version


Follower = Projection | Policy


def translation(projections: Iterable[Projection]) -> dict[str, str]:
    """`schema_translate_map` with which statements find the tables of these versions."""
    return {projection.name: projection.schema for projection in projections}


def hears_facts(follower: Follower) -> bool:
    """Whether it listens to facts, its own service's or another's, and not to its own service's events."""
    return issubclass(follower.language[0], Fact)


def codec_of(follower: Follower) -> Codec[Any]:
    """The reader of its language."""
    return Codec(follower.language, follower.upcasters)
