"""Keeps the record of attempts: written before a request is sent, and ended when it is answered."""

from uuid import UUID

from sqlalchemy import bindparam, func, insert, literal, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from services.notify.adapters.webhook import Answer
from services.notify.projections.attempts import attempts

_A = attempts.c
_SENDING = (_A.delivery == bindparam("of"), _A.round == bindparam("nth"))
_NUMBER = select(
    bindparam("of", type_=_A.delivery.type),
    bindparam("nth", type_=_A.round.type),
    func.coalesce(func.max(_A.n), 0) + literal(1),
).where(*_SENDING)
_BEGIN = insert(attempts).from_select(["delivery", "round", "n"], _NUMBER).returning(_A.n)
_TAKEN = select(_A.n, _A.status).where(*_SENDING, _A.status.between(200, 299)).order_by(_A.n).limit(1)
_END = (
    update(attempts)
    .where(*_SENDING, _A.n == bindparam("number"))
    .values(
        milliseconds=bindparam("took"), status=bindparam("answered"), error=bindparam("failed"), body=bindparam("said")
    )
)


async def begin(db: AsyncConnection, delivery: UUID, round: int) -> int:
    """Note that a request goes out, and answer which of its sending it is, from 1."""
    return int((await db.execute(_BEGIN, {"of": delivery, "nth": round})).scalar_one())


async def taken(db: AsyncConnection, delivery: UUID, round: int) -> tuple[int, int] | None:
    """The request that was answered 2xx, and how, if there is one: a stop may have come before the log was told."""
    row = (await db.execute(_TAKEN, {"of": delivery, "nth": round})).first()
    return (row.n, row.status) if row else None


async def end(db: AsyncConnection, which: tuple[UUID, int, int], answer: Answer) -> None:
    """Note what came of a request; `which` = delivery, round, number of the request."""
    delivery, nth, number = which
    told = {"took": answer.milliseconds, "answered": answer.status, "failed": answer.error, "said": answer.body}
    await db.execute(_END, {"of": delivery, "nth": nth, "number": number, **told})
