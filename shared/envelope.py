"""Where something said stands in its log; apart from `Change`, so that what is pure need not know SQL."""

from datetime import datetime
from typing import NamedTuple  # one for each event: a dataclass takes its time
from uuid import UUID

from shared.ids import Tenant


class Envelope(NamedTuple):
    """Where an event or fact stands in its log, and who caused it. `id` is the event's; a fact has its event's."""

    id: UUID
    tenant: Tenant
    stream: str
    version: int  # of the stream; 0 for a foreign fact, whose feed does not tell it
    position: int
    actor: str  # empty for a foreign fact
    occurred: datetime
