"""How casework answers what is asked of many matters at once: the one number, the figures, the newest steps."""

from datetime import date, datetime
from typing import Literal
from uuid import UUID

from services.casework.queries.views import Item, Named, View
from shared.words import MatterKind


class Unsettled(View):
    """件件有着落: matters without outcome or answer; the whole number comes without a list."""

    number: int
    scope: Literal["all", "yours"]
    items: list[Item] | None


class Share(View):
    """A department's cases."""

    unit: Named
    code: str | None
    cases: int


class Figures(View):
    """A campaign's matters in figures, of those that the asker may see.

    What was raised and how it was taken in counts all of these; how it went, those whose state the asker sees.
    """

    scope: Literal["yours"] = "yours"
    raised: int
    settled: int
    cases: int
    by_kind: dict[str, int]
    by_field: dict[str, int]
    by_state: dict[str, int]
    overdue: int
    by_department: list[Share]
    hand_overs: int
    returned: int
    accepted: int
    open: int
    last_struck: date | None
    reminders: int
    escalations: int
    replies: int
    copies_issued: int
    copies_served: int
    copies_with_outcome: int
    unanswered: int


class LatestStep(View):
    """A step of a matter that the asker may see, with what the register's line says of it."""

    matter: UUID
    reference: str
    kind: MatterKind
    field: str | None
    place: Named
    what: str
    at: datetime
    unit: Named | None
    handed_to: Named | None


Duty = Literal["hand-over", "acceptance", "result", "signature", "service", "striking", "escalation"]


class Turn(Item):
    """A line of the register that waits for the asker, and for what; `escalation`: to be looked into."""

    duty: Duty
