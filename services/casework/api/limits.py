"""The limits of a matter over HTTP: until when, and each day of why."""

from collections.abc import Sequence
from typing import Annotated

from fastapi import APIRouter, Depends

from services.casework.api.asking import Read
from services.casework.queries import limits
from services.casework.queries.limits import LimitLine, LimitProof, Proves
from services.casework.queries.views import Listed
from shared.ids import MatterId
from shared.web.asking import action
from shared.web.ports import Reach

router = APIRouter(prefix="/api/v1/matters/{case}/limits", tags=["limits"])


async def limits_of(case: MatterId, read: Read, ports: Reach) -> Sequence[LimitProof]:
    """The limits of a matter, as the rules count them."""
    proves: Proves = ports.extra["proofs"]
    return await limits.limits(read.db, read.seer, case, proves, read.today)


Limits = Annotated[Sequence[LimitProof], Depends(limits_of)]


@router.get("", **action("matter.read"))
async def list_limits(found: Limits) -> Listed[LimitLine]:
    """The limits of a matter, the campaign's and the law's, for who sees its state; none before it is accepted."""
    return Listed(items=[LimitLine.model_validate(one) for one in found])


@router.get("/{limit}", **action("matter.read"))
async def show_limit(limit: str, found: Limits) -> LimitProof:
    """A limit with its proof: each day, whether it counts and why, the article, the pack and its version."""
    return limits.called(found, limit)
