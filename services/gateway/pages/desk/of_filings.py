"""The filings that wait for a reader."""

import asyncio
from collections.abc import Iterable
from datetime import date

from services.gateway.pages.desk.duty import Duty, Told
from services.gateway.pages.language import N_
from services.gateway.pages.page import OwnVisit
from services.gateway.pages.rendering import word
from shared.roles import Role

_TURNS = {
    Role.SECTION_HEAD: ("opened", "returned"),
    Role.ACTIVITY_OFFICE: ("drafted",),
    Role.DISTRICT_OFFICE: ("submitted",),
}
_ACTS = {"draft": N_("起草台账"), "submission": N_("报送备案"), "receipt": N_("出具回执")}


async def filings(page: OwnVisit) -> Iterable[Duty]:
    """Those of this month and before; a later one is nobody's yet."""
    states = [state for role, turns in _TURNS.items() if page.asker.has(role) for state in turns]
    found = await asyncio.gather(*(page.behind.every("/filings", state=state) for state in states))
    now = f"{page.today:%Y-%m}"
    return [_duty(page, one) for part in found for one in part if one["acts"] and one["period"] <= now]


def _duty(page: OwnVisit, told: Told) -> Duty:
    return Duty(
        path=f"/filings/{told['id']}",
        act=_ACTS[told["acts"][0]],
        reference=told["period"],
        what=page.say(N_("台账")),
        place=told["place_name"] or "",
        until=None if told["filed"] else date.fromisoformat(told["due"]),
        thing="filing",
        stands=word("filing", told["state"]),
    )
