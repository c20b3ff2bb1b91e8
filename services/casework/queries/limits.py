"""期限说明: until when, and why that day? The limits of a matter, the campaign's and the law's, each with its proof."""

from collections.abc import Iterable, Sequence
from datetime import date, datetime
from typing import Protocol

from sqlalchemy import RowMapping
from sqlalchemy.ext.asyncio import AsyncConnection

from services.casework.events.proof import Basis, Bearer, LimitName, Proof
from services.casework.queries.matter import row_seen
from services.casework.queries.sight import Seer, Sight
from services.casework.queries.views import View
from shared.calendar import day_of
from shared.errors import NotFound
from shared.ids import MatterId
from shared.words import MatterKind


class Proves(Protocol):
    """Counts the limits of a matter, as the rules do."""

    def __call__(self, received: date, accepted: date, planned: date, kind: MatterKind) -> Iterable[Proof]:
        """Each limit with its days."""
        ...


class LimitLine(View):
    """A limit of a matter. `planned`: by the campaign's plan, not by law. `ended_at`: when what it asks for was done.

    `before_extension`: until when it was, had it not been lawfully extended. `provisional`: a notice of the State
    Council may still move it.
    """

    name: LimitName
    bearer: Bearer
    planned: bool
    start: date
    until: date
    before_extension: date | None
    ended_at: datetime | None
    overdue: bool
    provisional: bool
    basis: Basis


class LimitProof(LimitLine):
    """A limit with each of its days."""

    proof: Proof


_ENDS: dict[str, str] = {"planned": "result_at", "conclude": "issued_at"}
"""With what a limit ends: the plan's with a result, the law's with the written reply."""


async def limits(db: AsyncConnection, seer: Seer, case: MatterId, proves: Proves, today: date) -> Sequence[LimitProof]:
    """The limits of a matter, for who sees its state; none before it is accepted. Raises NotFound for others."""
    row = await row_seen(db, seer, case)
    if not Sight.model_validate(row).state:
        raise NotFound("not-found")
    if row["accepted_at"] is None:
        return []
    since = day_of(row["received_at"]), day_of(row["accepted_at"])
    return [_shown(proof, row, today) for proof in proves(*since, row["limit_day"], row["kind"])]


def called(found: Iterable[LimitProof], name: str) -> LimitProof:
    """The limit of that name. Raises NotFound where the matter has none."""
    for one in found:
        if one.name == name:
            return one
    raise NotFound("not-found")


def _shown(proof: Proof, row: RowMapping, today: date) -> LimitProof:
    ended: datetime | None = row[_ENDS[proof.name]]
    return LimitProof(
        **proof.model_dump(include={"name", "bearer", "start", "until", "before_extension", "provisional"}),
        planned=proof.name == "planned",
        ended_at=ended,
        overdue=ended is None and proof.until < today,
        basis=proof.basis,
        proof=proof,
    )
