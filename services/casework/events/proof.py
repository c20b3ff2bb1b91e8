"""Why a limit is the day it is: each day from its start, counted or not, with the article and the pack it rests on."""

from datetime import date
from typing import Annotated, Literal

from pydantic import Field

from shared.event import Frozen

_MAY_GROW = Field(json_schema_extra={"x-may-grow": True})

LimitName = Annotated[
    Literal[
        "planned",
        "forward",
        "tell",
        "accept",
        "object",
        "conclude",
        "review-window",
        "review",
        "re-review-window",
        "re-review",
    ],
    _MAY_GROW,
]
"""活动办理, 转送交办, 告知, 受理告知, 异议, 办结, 申请复查, 复查, 申请复核, 复核: what has a limit."""

Bearer = Literal["office", "petitioner"]
"""Whose days they are: an office's duty, or a petitioner's window."""

Unit = Literal["days", "workdays"]
"""日, 工作日."""

Nature = Annotated[Literal["workday", "rest-day", "make-up-workday", "suspended", "hearing"], _MAY_GROW]
"""工作日, 休息日, 补班, 暂停, 听证."""

Why = Annotated[Literal["counted", "extended", "rest-day", "suspended", "hearing", "rolled"], _MAY_GROW]
"""Why a day counts or not: of the length, of the extension; rests, 暂停, 听证, or is only where a last day moved to."""

PackId = str
"""Jurisdiction and version of a rule pack, as `CN/2022`."""


class Basis(Frozen):
    """Where it stands: an article of a pack, or of the `law` that the pack counts by, with the words that say it.

    A plan numbers no articles: `article` is empty then.
    """

    pack: PackId
    jurisdiction: str
    version: str
    law: str
    article: str
    quote: str


class ProofDay(Frozen):
    """A day of a proof; `number`: which of the counted days it is, None where it does not count.

    `law`: whose `article` says so, which is another's than the pack's own where the pack counts by analogy.
    `sure`: the State Council has announced what the day is, and the calendars agree on it.
    """

    day: date
    nature: Nature
    counted: bool
    number: int | None
    why: Why
    law: str
    article: str
    pack: PackId
    sure: bool


class Doubt(Frozen):
    """A day of which it is not sure whether offices work: no notice tells of its year, or calendars differ."""

    day: date
    why: Annotated[Literal["unannounced", "disputed"], _MAY_GROW]


class Proof(Frozen):
    """All of a limit. Its first day is `start` itself or the day after; its last is `until`.

    `before_extension`: the day it was before it was lawfully extended. `moved_from`: the rest day from which a
    petitioner's window moved on to the next workday. `provisional`: it may still move, for the days of
    `doubts`, on which it hangs.
    """

    name: LimitName
    bearer: Bearer
    start: date
    start_counted: bool
    length: int
    unit: Unit
    extended_by: int
    before_extension: date | None
    moved_from: date | None
    until: date
    provisional: bool
    doubts: tuple[Doubt, ...]
    basis: Basis
    rests_on: tuple[Basis, ...]
    days: tuple[ProofDay, ...]
