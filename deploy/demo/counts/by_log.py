"""The third way: what the exported logs say, read line by line; nothing is asked of a service or a database."""

import json
from collections import Counter, defaultdict
from collections.abc import Iterator
from datetime import date, datetime, timedelta, timezone
from pathlib import Path
from typing import Any, NamedTuple  # events are JSON

Figures = dict[str, int | str]

SERVICES = ("scheduling", "ledger", "casework", "notify")
_BEIJING = timezone(timedelta(hours=8))


class Event(NamedTuple):
    """One line of an export: its type without version, its stream, when it happened there, its data."""

    position: int
    type: str
    stream: str
    day: date
    data: dict[str, Any]


def count(exports: Path) -> Figures:
    """All figures of the table, from `<service>.jsonl` of the four services in one folder."""
    scheduling, ledger, casework, notify = (_events(exports / f"{service}.jsonl") for service in SERVICES)
    codes = {event.data["unit"]: event.data["code"] for event in scheduling if event.type == "unit-described"}
    return {
        **_people(scheduling),
        **_stays(scheduling),
        **_visits(ledger),
        **_field_work(ledger, scheduling),
        **_cases(casework, codes),
        **_filings(ledger),
        **_told(scheduling, casework, ledger),
        **_deliveries(notify, codes),
    }


def _events(export: Path) -> list[Event]:
    with export.open(encoding="utf-8") as lines:
        return list(_read(lines))


def _read(lines: Iterator[str]) -> Iterator[Event]:
    for line in lines:
        said = json.loads(line)
        if "stream" not in said:
            continue  # the first line names the log, the last its head
        day = datetime.fromtimestamp(said["occurred"] / 1_000_000, _BEIJING).date()
        kind = said["type"].rsplit(".", 1)[0]
        yield Event(said["position"], kind, said["stream"], day, json.loads(said["data"]))


def _of(events: list[Event], *types: str) -> list[Event]:
    return [event for event in events if event.type in types]


def _people(events: list[Event]) -> Figures:
    parents = {event.data["unit"]: event.data["parent"] for event in _of(events, "unit-described")}
    (planned,) = _of(events, "campaign-planned")
    lead = planned.data["unit"]
    people = {event.data["person"]: event.data for event in _of(events, "person-described")}
    cadres = {person for person, said in people.items() if lead in (said["unit"], parents.get(said["unit"]))}
    exempt = {event.data["person"] for event in _of(events, "cadre-exempted")}
    taking_part = {entry["person"] for event in _of(events, "roster-published") for entry in event.data["entries"]}
    return {
        "cadres": len(cadres),
        "exempt": len(exempt),
        "taking_part": len(taking_part),
        "party_members": sum(people[person]["party_member"] for person in taking_part),
    }


def _stays(events: list[Event]) -> Figures:
    nights: Counter[str] = Counter()
    since: dict[str, date] = {}
    for event in events:
        stay = event.stream
        if event.type in ("stay-started", "stay-resumed"):
            since[stay] = event.day
        if event.type in ("stay-interrupted", "stay-ended") and stay in since:
            nights[stay] += (event.day - since.pop(stay)).days
    ended = {event.stream for event in _of(events, "stay-ended")}
    return {
        "stays_ended": len(ended),
        "stays_with_minimum": sum(nights[stay] >= 10 for stay in ended),
        "stays_short": sum(nights[stay] < 10 for stay in ended),
        "nights": sum(nights[stay] for stay in ended),
        "shortfalls": len(_of(events, "stay-shortfall-foreseen")),
    }


def _cases(events: list[Event], codes: dict[str, str]) -> Figures:  # long: one line a figure
    handled = {event.stream: codes[event.data["handling_unit"]] for event in _of(events, "case-accepted")}
    opened = {event.stream: event.data["field"] for event in _of(events, "case-opened")}
    struck = _of(events, "case-struck")
    issued = _of(events, "reply-issued")
    settled = {event.stream for event in _of(events, "case-settled")}
    done = settled | ({event.stream for event in struck} & {event.stream for event in issued})
    return {
        **{f"field_{field}": n for field, n in Counter(opened.values()).items()},
        **{f"cases_{code}": n for code, n in Counter(handled.values()).items()},
        "hand_overs": len(_of(events, "case-handed-over")),
        "returned": len(_of(events, "case-returned")),
        "accepted": len(_of(events, "case-accepted")),
        "cases_open": len(opened) - len(struck),
        "last_struck": str(max((event.day for event in struck), default="")),
        "reminders": len(_of(events, "limit-reminded")),
        "escalations": len(_of(events, "case-escalated")),
        "replies": len(issued),
        "copies_issued": sum(len(event.data["copies"]) for event in issued),
        "copies_served": sum(event.data["result"] == "served" for event in _of(events, "copy-served")),
        "matters": len(opened) + len(settled),
        "settled": len(settled),
        "disputes": sum(event.data["kind"] == "dispute" for event in _of(events, "case-opened")),
        "unsettled": len((set(opened) | settled) - done),
    }


def _told(scheduling: list[Event], casework: list[Event], ledger: list[Event]) -> Figures:
    """Messages: to cadre, section head and office; to handler; to the rung; to section head and district office; …"""
    return {
        "inbox_shortfall": 3 * len(_of(scheduling, "stay-shortfall-foreseen")),
        "inbox_reminder": len(_of(casework, "limit-reminded")),
        "inbox_escalation": len(_of(casework, "case-escalated")),
        "inbox_overdue": 2 * len(_of(ledger, "filing-overdue")),
        "inbox_returned_case": len(_of(casework, "case-returned")),
        "inbox_returned_filing": len(_of(ledger, "filing-returned")),
    }


def _visits(events: list[Event]) -> Figures:
    visits = _of(events, "visit-logged")
    modes = Counter(event.data["mode"] for event in visits)
    met = {caller["household"]: event.data["mode"] for event in visits for caller in event.data["callers"]}
    at_home = {
        caller["household"]
        for event in visits
        if event.data["mode"] in ("evening", "household")
        for caller in event.data["callers"]
    }
    return {
        "visits": len(visits),
        **{f"visits_{mode}": n for mode, n in modes.items()},
        "households_met": len(met),
        "households_at_home": len(at_home),
        "households": len({event.stream for event in _of(events, "household-described")}),
        "identities_opened": len(_of(events, "identity-opened")),
    }


def _field_work(events: list[Event], scheduling: list[Event]) -> Figures:
    paired = {event.data["cadre"] for event in _of(events, "pairing-made")}
    stayed = {event.data["person"] for event in _of(scheduling, "stay-started")}
    meetings = Counter(event.data["kind"] for event in _of(events, "meeting-held"))
    return {
        "pairings": len(_of(events, "pairing-made")),
        "cadres_without_pairing": len(stayed - paired),
        "deeds": len(_of(events, "deed-done")),
        "forums": meetings["forum"],
        "evaluations": meetings["evaluation"],
        "screenings": len(_of(events, "screening-done")),
    }


_BOOKS = ("sentiment", "assistance", "organisation", "stability")


def _filings(events: list[Event]) -> Figures:
    submitted = _of(events, "filing-submitted")
    receipted = {(event.stream, event.data["version"]) for event in _of(events, "receipt-numbered")}
    on_file = [event for event in submitted if (event.stream, event.data["version"]) in receipted]
    held = [Counter(line["book"] for line in event.data["books"]["lines"]) for event in on_file]
    first = [event for event in submitted if event.data["version"] == 1]
    return {
        "filings": len({event.stream for event in submitted}),
        "versions": len(submitted),
        "receipts": len(receipted),
        "on_time": sum(not event.data["late"] for event in first),
        "late": sum(event.data["late"] for event in first),
        "books": len(_BOOKS) * len(on_file),
        **{f"lines_{book}": sum(lines[book] for lines in held) for book in _BOOKS},
        "empty_books": sum(not lines[book] for lines in held for book in _BOOKS),
        "overdue": len(_of(events, "filing-overdue")),
    }


_DISTRICT = {
    "scheduling.stay-started.v1": "webhooks_stays",
    "ledger.visit-logged.v1": "webhooks_visits",
    "casework.case-escalated.v1": "webhooks_escalations",
    "casework.reply-issued.v1": "webhooks_replies",
}
_DEPARTMENTS = {
    "casework.case-handed-over.v1": "department_hand_overs",
    "casework.case-escalated.v1": "department_escalations",
    "casework.reply-issued.v1": "department_replies",
}


def _deliveries(events: list[Event], codes: dict[str, str]) -> Figures:
    figures: defaultdict[str, int] = defaultdict(int, dict.fromkeys([*_DISTRICT.values(), *_DEPARTMENTS.values()], 0))
    for event in _of(events, "delivery-acknowledged"):
        names = _DISTRICT if codes[event.data["unit"]] == "QHD" else _DEPARTMENTS
        figures[names[event.data["fact_type"]]] += 1
        figures[f"requests_{codes[event.data['unit']]}"] += event.data["attempts"]
    return dict(figures)
