"""Pairings over HTTP: who is paired with whom, what is needed, what is done, what came of it."""

from typing import Annotated
from uuid import uuid5

from fastapi import APIRouter, Depends, Query, Response

from services.ledger.api import bodies
from services.ledger.api.asking import AtDesk, Read
from services.ledger.commands.pairing import Pair, RankNeed, RecordResult, TakeMeasure
from services.ledger.queries import pairings
from services.ledger.queries.field import Filters
from services.ledger.queries.households import registered
from services.ledger.queries.pairings import Pairing, PairingPage
from shared.ids import HouseholdId, PairingId, StayId, event_of
from shared.web.afterwards import ReadBack
from shared.web.asking import Handler, action

router = APIRouter(prefix="/api/v1/pairings", tags=["pairings"])


def pairing_of(stay: StayId, household: HouseholdId) -> PairingId:
    """The one pairing of a stay with a household."""
    return PairingId(uuid5(stay, f"pairing/{household}"))


async def _pair(body: bodies.Pairing, desk: AtDesk) -> Pair:
    found = (await registered(desk.db, [body.household])).get(body.household)
    return Pair(
        **await desk.on(body.stay),
        pairing=pairing_of(body.stay, body.household),
        household=body.household,
        path=found.path if found else (),
        kind=body.kind,
    )


@router.post("", status_code=201, **action("field.log"))
async def pair(pairing: Annotated[Pair, Depends(_pair)], handle: Handler) -> bodies.Created:
    """Pair the cadre of a stay with a household of its place."""
    await handle(pairing)
    return bodies.Created(id=pairing.pairing)


async def _need(pairing: PairingId, body: bodies.Need, desk: AtDesk) -> RankNeed:
    fields = await desk.on(await pairings.stay_of(desk.db, pairing))
    return RankNeed(**fields, pairing=pairing, rank=body.rank, need=await desk.seal(pairing, body.need))


@router.post("/{pairing}/needs", status_code=204, **action("field.log"))
async def rank_need(need: Annotated[RankNeed, Depends(_need)], handle: Handler) -> None:
    """Say what the household needs; each rank once."""
    await handle(need)


async def _measure(pairing: PairingId, body: bodies.Measure, desk: AtDesk) -> TakeMeasure:
    fields = await desk.on(await pairings.stay_of(desk.db, pairing))
    what = await desk.seal(pairing, body.what)
    return TakeMeasure(**fields, pairing=pairing, kind=body.kind, amount=body.amount, what=what)


@router.post("/{pairing}/measures", status_code=201, **action("field.log"))
async def take_measure(
    measure: Annotated[TakeMeasure, Depends(_measure)], handle: Handler, read_back: ReadBack
) -> bodies.NumberedMeasure:
    """Say what is being done; answers the measure's number."""
    receipt = await handle(measure)
    db = await read_back.reading(receipt.last)
    number = await pairings.measure_of(db, event_of(handle.context.command_id, 0))
    return bodies.NumberedMeasure(number=number)


async def _result(pairing: PairingId, number: int, body: bodies.Result, desk: AtDesk) -> RecordResult:
    fields = await desk.on(await pairings.stay_of(desk.db, pairing))
    return RecordResult(**fields, pairing=pairing, number=number, result=await desk.seal(pairing, body.result))


@router.post("/{pairing}/measures/{number}/result", status_code=204, **action("field.log"))
async def record_result(result: Annotated[RecordResult, Depends(_result)], handle: Handler) -> None:
    """Say what came of a measure; with this it stands in the book of assistance."""
    await handle(result)


@router.get("", **action("field.read"))
async def list_pairings(filters: Annotated[Filters, Query()], read: Read) -> PairingPage:
    """Pairings that the asker may read, newest first."""
    return await pairings.pairings_of(read.db, read.seer, filters, read.opener)


@router.get("/{pairing}", **action("field.read"))
async def show_pairing(pairing: PairingId, read: Read, response: Response) -> Pairing:
    """A pairing with needs, measures and results; the ETag is its version."""
    found = await pairings.pairing(read.db, read.seer, pairing, read.opener)
    response.headers["ETag"] = f'"{found.version}"'
    return found
