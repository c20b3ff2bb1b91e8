"""事项全程: what happened to a matter, and who is next?"""

from collections.abc import Sequence
from datetime import date
from typing import Any, Protocol  # a sealed value is any JSON value
from uuid import UUID

from sqlalchemy import RowMapping, select
from sqlalchemy.ext.asyncio import AsyncConnection

from services.casework.projections.heard import HEARD
from services.casework.projections.register_tables import MATTERS, STEPS
from services.casework.queries.register import line_fields, lines, named
from services.casework.queries.sight import Seer, Sight
from services.casework.queries.views import Matter, Next, Step, Words
from shared.directory.tables import persons, units
from shared.errors import NotFound
from shared.ids import MatterId
from shared.sealed import Sealed

_NEXT: dict[str, Next] = {
    "opened": "hand-over",
    "returned": "hand-over",
    "handed-over": "acceptance",
    "accepted": "result",
    "result-recorded": "signature",
    "signed": "issue",
    "issued": "service",
}
_NOT_FOR_YOU = Words(withheld="not-for-you")
_WITH_PURPOSE = Words(withheld="opened-with-a-purpose")


class Opens(Protocol):
    """Opens sealed words: the service's own, and the ledger's by asking it."""

    async def own(self, sealed: Sealed) -> Any:
        """A value of casework's own, None once erased."""
        ...

    async def heard(self, sealed: Sequence[Sealed]) -> list[Any]:
        """Values of the ledger's, None where erased."""
        ...


async def row_seen(db: AsyncConnection, seer: Seer, case: MatterId) -> RowMapping:
    """The matter's line with as what it is seen. Raises NotFound for a matter that is not for the asker."""
    found = await db.execute(lines(seer).where(MATTERS.c.case == case))
    row: RowMapping | None = found.mappings().one_or_none()
    if row is None:
        raise NotFound("not-found")
    return row


async def matter(
    db: AsyncConnection, seer: Seer, case: MatterId, opens: Opens, today: date
) -> tuple[Matter, int | None]:
    """A matter with its thread, and the version of its stream: it counts the steps, so it is for who sees the state."""
    row = await row_seen(db, seer, case)
    sight = Sight.model_validate(row)
    told = await _thread(db, row, sight, opens)
    fields = line_fields(row, today) | _standing(row, sight) | await _officials(db, row, sight)
    view = Matter(
        **fields,
        seen_as=sight.seen_as,
        words=await _heard(db, row, sight, opens),
        may_open_identity=may_open(row),
        answer=await _answer(row, sight, opens),
        thread=told,
    )
    return view, row["version"] if sight.state else None


def _standing(row: RowMapping, sight: Sight) -> dict[str, Any]:
    state = ("visit", "accepted_at", "provisional", "issued_at", "answered_at", "struck_at")
    outcome = row["outcome"] if row["issued_at"] or sight.inside else None
    return {
        **{name: row[name] if sight.state else None for name in state},
        "told": row["told"] if sight.state else 0,
        "outcome": outcome if sight.state or sight.heard else None,
        "next": _NEXT.get(row["state"]) if sight.state else None,
    }


async def _officials(db: AsyncConnection, row: RowMapping, sight: Sight) -> dict[str, Any]:
    shown = ("office", "contact_unit", "handed_to", "handling_unit", "heard_by")
    known = [row[name] for name in shown if row[name]] if sight.state else []
    names = await names_of(db, known)
    if not sight.state:
        return dict.fromkeys(shown)
    return {name: named(row[name], names.get(row[name])) for name in shown}


async def names_of(db: AsyncConnection, known: Sequence[UUID]) -> dict[UUID, str]:
    """The names of units and officials, which are public."""
    found: dict[UUID, str] = {}
    for column, name in ((units.c.unit, units.c.name), (persons.c.person, persons.c.name)):
        found |= {row[0]: row[1] for row in await db.execute(select(column, name).where(column.in_(known)))}
    return found


async def _heard(db: AsyncConnection, row: RowMapping, sight: Sight, opens: Opens) -> Words:
    if not sight.heard:
        return _NOT_FOR_YOU
    if row["kind"] == "accusation":
        return _WITH_PURPOSE
    sealed = (await db.execute(select(HEARD.c.words).where(HEARD.c.matter == row["case"]))).scalar_one_or_none()
    if sealed is None:
        return _NOT_FOR_YOU
    (text,) = await opens.heard([Sealed.model_validate(sealed)])
    return shown(text)


def shown(text: Any) -> Words:
    """Opened words, or that their key is destroyed."""
    return Words(text=str(text)) if text is not None else Words(withheld="erased")


async def _answer(row: RowMapping, sight: Sight, opens: Opens) -> Words | None:
    if row["answer"] is None:
        return None
    if not sight.heard:
        return _NOT_FOR_YOU
    (text,) = await opens.heard([Sealed.model_validate(row["answer"])])
    return shown(text)


async def _thread(db: AsyncConnection, row: RowMapping, sight: Sight, opens: Opens) -> list[Step]:
    """The steps in order, for those who see the state; what was said with a step, for those inside."""
    if not sight.state:
        return []
    asked = select(STEPS).where(STEPS.c.case == row["case"]).order_by(STEPS.c.version)
    steps = (await db.execute(asked)).mappings().all()
    known = {step[name] for step in steps for name in ("unit", "by", "handed_to") if step[name]}
    names = await names_of(db, sorted(known))
    return [await _step(step, names, sight, opens) for step in steps]


async def _step(step: RowMapping, names: dict[UUID, str], sight: Sight, opens: Opens) -> Step:
    words = _NOT_FOR_YOU if step["words"] else None
    if step["words"] and sight.inside:
        words = shown(await opens.own(Sealed.model_validate(step["words"])))
    fields: dict[str, Any] = {name: step[name] for name in ("what", "at", "role", "level", "result")}
    for name in ("unit", "by", "handed_to"):
        fields[name] = named(step[name], names.get(step[name]))
    return Step(**fields, copy_number=step["copy"], words=words)


def may_open(row: RowMapping) -> bool:
    """Who opens an identity, with a purpose (roles.md): of those who see the matter, these.

    The handler, its department's clerk and signing leader, the cadre who heard it, the office until hand-over.
    """
    sight = Sight.model_validate(row)
    return sight.as_handler or sight.as_hearer or sight.as_signing or (sight.as_office and row["handed_to"] is None)
