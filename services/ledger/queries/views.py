"""The shapes that several answers share."""

from datetime import datetime
from uuid import UUID

from pydantic import BaseModel


class Named(BaseModel):
    """Somebody or something with its name, null if the directory does not know it."""

    id: UUID
    name: str | None


class HouseholdRef(BaseModel):
    """A household by its code and number; who lives there is not told."""

    id: UUID
    code: str | None
    number: int | None
    group: str | None


class Done(BaseModel):
    """Something done on a stay."""

    id: UUID
    stay: UUID
    campaign: UUID
    unit: UUID
    place: Named
    cadre: Named
    at: datetime
    late: bool
