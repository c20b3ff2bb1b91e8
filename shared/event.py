"""What an event, a fact and a moment are: frozen models whose `type` is written by hand, never a Python path."""

from datetime import UTC, datetime
from typing import Annotated

from pydantic import AfterValidator, AwareDatetime, BaseModel, ConfigDict


def _in_utc(at: datetime) -> datetime:
    return at.astimezone(UTC)


Instant = Annotated[AwareDatetime, AfterValidator(_in_utc)]
"""A moment, kept in UTC; Beijing time is for the edges (design 7)."""


class Frozen(BaseModel):
    """A value: compared by content, never changed, with no field that its shape does not name."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class Event(Frozen):
    """What has happened in one stream; each shape names its own `type`, as `case-opened.v1`."""

    type: str


class Fact(Frozen):
    """What a service says to the others; `type` bears the service: `casework.case-opened.v1`."""

    type: str


def wire_form(said: Event | Fact) -> tuple[str, str]:
    """The type and the exact JSON text that is stored and hashed; the text does not repeat the type."""
    return said.type, said.model_dump_json(exclude={"type"})
