"""The matters that wait for a reader, as the register says."""

from collections.abc import Iterable
from datetime import date

from services.gateway.pages.desk.duty import Duty, Told
from services.gateway.pages.language import N_
from services.gateway.pages.matters import next_acts
from services.gateway.pages.page import OwnVisit
from services.gateway.pages.rendering import name, word

_MOST = 1000
_ACTS = {
    "hand-over": next_acts.HAND_OVER,
    "acceptance": next_acts.ACCEPT,
    "result": next_acts.RESULT,
    "signature": next_acts.SIGN,
    "service": next_acts.SERVE,
    "striking": next_acts.STRIKE,
}


async def matters(page: OwnVisit) -> Iterable[Duty]:
    """Each with the act that it waits for."""
    turns = (await page.get("/turns", limit=_MOST))["items"]
    return [_duty(page, turn) for turn in turns]


def _duty(page: OwnVisit, turn: Told) -> Duty:
    act, path = _ACTS.get(turn["duty"]), f"/matters/{turn['id']}"
    of = ("field", turn["field"]) if turn["field"] else ("kind", turn["kind"])
    return Duty(
        path=f"{path}/{act.path}" if act else path,
        act=act.label if act else N_("查看"),
        reference=turn["reference"],
        what=name(page.language, *of),
        place=turn["place"]["name"] or "",
        until=_until(page, turn),
        thing="matter",
        stands=word("matter", "to-be-struck" if turn["duty"] == "striking" else turn["state"]),
    )


def _until(page: OwnVisit, turn: Told) -> date | None:
    """Its limit as long as it is to be kept: a result that came in time is late no more."""
    limit = date.fromisoformat(turn["limit"]) if turn["limit"] else None
    if turn["overdue"] or turn["state"] == "accepted":
        return limit
    return limit if limit and turn["state"] == "result-recorded" and limit >= page.today else None
