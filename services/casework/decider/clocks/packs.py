"""What a rule pack is: the limits of a jurisdiction as data, each with its article, valid from a day to a day.

A local pack holds only what it changes; what it does not name, the national one says.
"""

from datetime import date
from itertools import pairwise
from operator import attrgetter
from typing import Annotated, NamedTuple, Self

from pydantic import Field, StringConstraints, model_validator

from services.casework.events.proof import Basis, Bearer, LimitName, PackId, Unit
from shared.event import Frozen
from shared.words import MatterKind

NATIONAL = "CN"
Jurisdiction = Annotated[str, StringConstraints(pattern=r"^(CN(-[A-Z0-9]{2,6})?|plan)$")]
"""ISO 3166-2, or a campaign's plan, which binds offices alone."""

Words = Annotated[str, StringConstraints(min_length=1)]


class Article(Frozen):
    """An article with the words that say it; `law` names another law than the pack's own. A plan numbers none."""

    number: str
    quote: Words
    law: str | None = None


class Extension(Frozen):
    """By how many days at most a limit may be extended, once."""

    longest: Annotated[int, Field(ge=1)]
    article: Article


class Term(Frozen):
    """A limit: how many days, and whose. `kinds`: of which matters, None for all.

    `hearing`: by which article the days of a hearing do not count.
    """

    name: LimitName
    bearer: Bearer
    length: Annotated[int, Field(ge=1)]
    unit: Unit
    article: Article
    kinds: tuple[MatterKind, ...] | None = None
    extension: Extension | None = None
    hearing: Article | None = None

    def is_for(self, kind: MatterKind | None) -> bool:
        """Whether a matter of that kind has it."""
        return self.kinds is None or kind is None or kind in self.kinds


class Counting(Frozen):
    """How days are counted, which the Regulations do not say: by analogy with the law that says it for contracts.

    `since`: the first day of that law, which counts what begins on it or later.
    The articles: None where no text says so, but somebody set it.
    `roll_forward`: whose last day moves on to the next workday when it is a rest day.
    """

    since: date
    count_start_day: bool
    start_article: Article | None
    roll_forward: frozenset[Bearer]
    roll_article: Article | None


class Pack(Frozen):
    """The rules of a jurisdiction in a version. `until` is their last day, None while they hold.

    `cited`: what letters call them. `counting`: the oldest first; a pack outlives the law that it counts by.
    """

    jurisdiction: Jurisdiction
    version: Words
    title: Words
    cited: Words
    since: date
    until: date | None
    counting: tuple[Counting, ...]
    terms: tuple[Term, ...]

    @property
    def id(self) -> PackId:
        """By what it is named."""
        return f"{self.jurisdiction}/{self.version}"

    def holds_on(self, day: date) -> bool:
        """Whether it is in force on a day."""
        return self.since <= day and (self.until is None or day <= self.until)

    def counting_from(self, start: date) -> Counting:
        """How days are counted of what begins on a day."""
        return next((one for one in reversed(self.counting) if one.since <= start), self.counting[0])

    def term(self, name: LimitName) -> Term:
        """Its limit of that name. Raises KeyError for a pack that has none."""
        return {term.name: term for term in self.terms}[name]

    def basis(self, article: Article) -> Basis:
        """An article as a proof cites it."""
        return Basis(
            pack=self.id,
            jurisdiction=self.jurisdiction,
            version=self.version,
            law=article.law or self.title,
            article=article.number,
            quote=article.quote,
        )

    @model_validator(mode="after")
    def _whole(self) -> Self:
        names = [term.name for term in self.terms]
        if len(names) != len(set(names)):
            raise ValueError(f"{self.id} names a limit twice")
        if self.until is not None and self.until < self.since:
            raise ValueError(f"{self.id} ends before it begins")
        days = [one.since for one in self.counting]
        if days != sorted(set(days)) or not days or days[0] > self.since:
            raise ValueError(f"{self.id} does not say of each of its days how to count")
        return self


class Book(Frozen):
    """All packs; on no day two of one jurisdiction."""

    packs: tuple[Pack, ...]

    @model_validator(mode="after")
    def _apart(self) -> Self:
        for one, other in pairwise(sorted(self.packs, key=attrgetter("jurisdiction", "since"))):
            if one.jurisdiction == other.jurisdiction and (one.until is None or other.since <= one.until):
                raise ValueError(f"{one.id} and {other.id} hold at once")
        return self


class Rule(NamedTuple):
    """A limit with the pack that says it."""

    term: Term
    pack: Pack

    def lasting(self, days: int) -> "Rule":
        """The same limit of another length, where a plan gave one."""
        return self._replace(term=self.term.model_copy(update={"length": days}))
