"""What is sent to notify, and what its commands answer."""

from typing import Annotated
from uuid import UUID

from pydantic import Field, StringConstraints

from services.notify.events.subscription import DELIVERABLE, Name
from shared.event import Frozen
from shared.ids import PlaceId, UnitId

_PREFIX = "minqing."
_MOST_PLACES = 100
_CHOICE = f"of these: {', '.join(sorted(DELIVERABLE))}"
FactType = Annotated[str, StringConstraints(pattern=r"^[a-z]+\.[a-z.-]+\.v[0-9]+$", max_length=80)]
Url = Annotated[str, StringConstraints(min_length=1, max_length=2000)]


class Wish(Frozen):
    """To be told of facts of these types (as `casework.reply-issued.v1`, also with `minqing.` before).

    `places` limits them to some places with all below; `unit` is the asker's own unless another is named. Without
    a `url` nothing is posted: the deliveries are there to be fetched.
    """

    name: Name
    types: tuple[FactType, ...] = Field(min_length=1, max_length=len(DELIVERABLE), description=_CHOICE)
    url: Url | None = None
    places: tuple[PlaceId, ...] = Field(default=(), max_length=_MOST_PLACES)
    unit: UnitId | None = None

    @property
    def fact_types(self) -> tuple[str, ...]:
        """The types as facts bear them."""
        return tuple(one.removeprefix(_PREFIX) for one in self.types)


class Opened(Frozen):
    """The new subscription, with its secret: shown this once. A request sent again is answered without it."""

    id: UUID
    secret: str | None


class Secret(Frozen):
    """A new secret, shown this once; for a day deliveries are signed with the former one too."""

    secret: str | None


class From(Frozen):
    """The number of the first delivery to be sent again."""

    first: int = Field(alias="from", ge=1)
