"""Households over HTTP: a place's list, and each one's file; who lives there stays withheld."""

from typing import Annotated

from fastapi import APIRouter, Query

from services.ledger.api.asking import Read
from services.ledger.queries import households
from services.ledger.queries.households import Filters, HouseholdFile, HouseholdPage
from shared.ids import HouseholdId
from shared.web.asking import action

router = APIRouter(prefix="/api/v1/households", tags=["households"])


@router.get("", **action("field.read"))
async def list_households(filters: Annotated[Filters, Query()], read: Read) -> HouseholdPage:
    """Households by code, with how often and when last each was met."""
    return await households.households_of(read.db, read.seer, filters)


@router.get("/{household}", **action("field.read"))
async def show_household(household: HouseholdId, read: Read) -> HouseholdFile:
    """A household's file (R25): the diary lines of the visits to it, and its pairings."""
    return await households.household(read.db, read.seer, household, read.opener)
