"""The written reply as a document, its copies, and the numbers that letters bear."""

from typing import Literal

from shared.event import Event, Frozen, Instant
from shared.ids import MatterId, PersonId, PlaceId, UnitId

Series = Literal["reply", "accusation-reply"]
"""Accusations have a series of their own, so that no gap in the other tells of one (design 1)."""

Reader = Literal["office", "contact-unit", "village", "party"]
"""The four of R120: 活动办公室 (or the petition office that took it in), 挂点单位, 村（居）, 当事人."""


class Letter(Frozen):
    """What stands on the reply besides facts and opinion; officials' names are public and stay as they were."""

    prefix: str
    title: str
    issuer: str
    basis: str
    remedy: str
    signer: PersonId
    signer_name: str
    signer_post: Literal["head", "leader-in-charge"]


Withheld = Literal["concerned", "accusation"]
"""Why a copy must not go to its reader: the matter concerns them, or no accusation may go there at all."""


class Copy(Frozen):
    """第 number 份: for one reader. `withheld` says why it must not go there (the firewall, design 8)."""

    number: int
    reader: Reader
    unit: UnitId | None = None
    place: PlaceId | None = None
    withheld: Withheld | None = None


class NumberDrawn(Event):
    """The next number of a unit's series and year was given to a matter's letter; there are no gaps."""

    type: Literal["number-drawn.v1"] = "number-drawn.v1"
    unit: UnitId
    series: Series
    year: int
    number: int
    case: MatterId
    at: Instant
