"""The first way: what the services' read models answer to those who may ask."""

from collections import defaultdict
from typing import Any  # answers are JSON

from deploy.demo.client import Api
from deploy.demo.counts.by_api.departments import departments
from deploy.demo.officials import DEPARTMENTS
from deploy.demo.setting import World, unit_id
from deploy.demo.story import DISTRICT_OFFICE, OFFICE

Figures = dict[str, int | str]

_DELIVERED = {
    "scheduling.stay-started.v1": "webhooks_stays",
    "ledger.visit-logged.v1": "webhooks_visits",
    "casework.case-escalated.v1": "webhooks_escalations",
    "casework.reply-issued.v1": "webhooks_replies",
}

_INBOX = {
    "stay-shortfall-foreseen": "inbox_shortfall",
    "limit-reminded": "inbox_reminder",
    "case-escalated": "inbox_escalation",
    "filing-overdue": "inbox_overdue",
    "case-returned": "inbox_returned_case",
    "filing-returned": "inbox_returned_filing",
}


async def count(api: Api, world: World) -> Figures:
    """All figures of the table: the offices' from five answers, the departments' by their keys."""
    here = f"/campaigns/{world.campaign}"
    stays = await api.ask(OFFICE, "GET", f"{here}/figures")
    field = await api.ask(OFFICE, "GET", f"{here}/field-figures")
    cases = await api.ask(OFFICE, "GET", f"{here}/case-figures")
    messages = await api.ask(DISTRICT_OFFICE, "GET", f"{here}/message-figures")
    unsettled = await api.ask(DISTRICT_OFFICE, "GET", "/unsettled")
    return {
        **_stays(stays),
        **_field(field),
        **_cases(cases),
        **_messages(messages),
        **await departments(api, world),
        "unsettled": unsettled["number"],
    }


def _stays(said: dict[str, Any]) -> Figures:
    return {
        "cadres": said["cadres"],
        "exempt": said["exempt"],
        "taking_part": said["taking_part"],
        "party_members": said["party_members_taking_part"],
        "stays_ended": said["stays_ended"],
        "stays_with_minimum": said["stays_with_minimum"],
        "stays_short": said["stays_short"],
        "nights": said["nights"],
        "shortfalls": said["shortfalls_foreseen"],
    }


def _field(said: dict[str, Any]) -> Figures:  # long: one line a figure
    return {
        "visits": said["visits"],
        **{f"visits_{mode}": said["visits_by_mode"][mode] for mode in said["visits_by_mode"]},
        "households_met": said["households_met"],
        "households_at_home": said["households_at_home"],
        "households": said["households"],
        "pairings": said["pairings"],
        "cadres_without_pairing": said["cadres_without_pairing"],
        "deeds": said["deeds"],
        "forums": said["forums"],
        "evaluations": said["evaluations"],
        "screenings": said["screenings"],
        "identities_opened": said["identities_opened"],
        "filings": said["filings"],
        "versions": said["versions"],
        "receipts": said["receipts"],
        "on_time": said["on_time"],
        "late": said["late"],
        "books": said["books"],
        **{f"lines_{book}": said["lines"][book] for book in said["lines"]},
        "empty_books": said["empty_books"],
        "overdue": said["overdue"],
    }


def _cases(said: dict[str, Any]) -> Figures:
    return {
        "matters": said["raised"],
        "settled": said["settled"],
        "disputes": said["by_kind"].get("dispute", 0),
        **{f"field_{field}": n for field, n in said["by_field"].items()},
        **{f"cases_{share['code']}": share["cases"] for share in said["by_department"]},
        "hand_overs": said["hand_overs"],
        "returned": said["returned"],
        "accepted": said["accepted"],
        "cases_open": said["open"],
        "last_struck": said["last_struck"],
        "reminders": said["reminders"],
        "escalations": said["escalations"],
        "replies": said["replies"],
        "copies_issued": said["copies_issued"],
        "copies_served": said["copies_served"],
    }


def _messages(said: dict[str, Any]) -> Figures:
    figures: defaultdict[str, int] = defaultdict(int, dict.fromkeys(_DELIVERED.values(), 0))
    codes = {str(unit_id(code)): code for code, _ in DEPARTMENTS}
    for one in said["deliveries"]:
        code = codes.get(one["unit"]["id"])
        if code:
            figures[f"requests_{code}"] += one["requests"]
        else:
            figures[_DELIVERED[one["type"]]] += one["acknowledged"]
    return {**figures, **{figure: said["inbox"].get(kind, 0) for kind, figure in _INBOX.items()}}
