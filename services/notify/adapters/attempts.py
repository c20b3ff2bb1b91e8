"""Keeps the record of attempts: written before a request is sent, and ended when it is answered."""

from dataclasses import dataclass
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncConnection

from services.notify.adapters.webhook import Answer
from shared.eventstore.connect import driver_of

_OF_SENDING = "FROM sending.attempts WHERE delivery = $1 AND round = $2"
_BEGIN = f"""
WITH taken AS (SELECT n, status {_OF_SENDING} AND status BETWEEN 200 AND 299 ORDER BY n LIMIT 1),
     begun AS (INSERT INTO sending.attempts (delivery, round, n)
               SELECT $1, $2, coalesce(max(n), 0) + 1 {_OF_SENDING} HAVING NOT EXISTS (SELECT FROM taken)
               RETURNING n)
SELECT n, status FROM taken UNION ALL SELECT n, NULL FROM begun
"""
_END = """
UPDATE sending.attempts SET milliseconds = $4, status = $5, error = $6, body = $7
WHERE delivery = $1 AND round = $2 AND n = $3
"""


@dataclass(frozen=True)
class Begun:
    """Which request of its sending it is, from 1; `taken`: with which 2xx that one was answered already."""

    number: int
    taken: int | None


async def begin(db: AsyncConnection, delivery: UUID, round: int) -> Begun:
    """Note that a request goes out, unless one was answered 2xx: a stop may have come before the log was told."""
    (begun,) = await driver_of(db).fetch(_BEGIN, delivery, round)
    return Begun(*begun)


async def end(db: AsyncConnection, which: tuple[UUID, int, int], answer: Answer) -> None:
    """Note what came of a request; `which` = delivery, round, number of the request."""
    told = answer.milliseconds, answer.status, answer.error, answer.body
    await driver_of(db).execute(_END, *which, *told)
