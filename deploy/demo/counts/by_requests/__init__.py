"""The second way: what must have come of it, judging by the requests that were sent and the webhooks that arrived."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from datetime import date, datetime, timedelta
from typing import Any  # bodies are JSON

from deploy.demo.client import Sent
from deploy.demo.counts.by_requests.books import filings
from deploy.demo.receiver import Receiver

Figures = dict[str, int | str]

_MINIMUM = 10
_BATCH_ENDS = {1: date(2010, 12, 21), 2: date(2011, 1, 20), 3: date(2011, 2, 28)}
_DAYS_OFF = {date(2011, 1, 1) + timedelta(n) for n in range(3)} | {date(2011, 2, 2) + timedelta(n) for n in range(7)}
_MAKE_UP = {date(2011, 1, 30), date(2011, 2, 12)}
_ONE = timedelta(1)


def count(journal: Iterable[Sent], receiver: Receiver) -> Figures:
    """All figures of the table. A request that was sent again counts once."""
    sent = [one for one in journal if not one.again]
    figures: Figures = {}
    for part in (_people, _stays, _visits, _field_work, _cases, _limits, filings):
        figures |= part(sent)
    figures |= _inbox(figures)
    return figures | _webhooks(receiver)


def _of(sent: list[Sent], *verbs: str) -> list[Sent]:
    return [one for one in sent if one.verb in verbs]


def _people(sent: list[Sent]) -> Figures:
    (people,) = _of(sent, "import-people")
    rows = [row.split(",") for row in people.body.strip().splitlines()[1:]]
    cadres = {row[0]: row[3] for row in rows if row[2].startswith("MZ")}
    taking_part = {entry["who"] for one in _of(sent, "roster") for entry in one.body}
    return {
        "cadres": len(cadres),
        "exempt": len(_of(sent, "exemption")),
        "taking_part": len(taking_part),
        "party_members": sum(cadres[code] == "yes" for code in taking_part),
    }


def _nights(sent: list[Sent]) -> dict[tuple[int, int], int]:
    nights: Counter[tuple[int, int]] = Counter()
    since: dict[tuple[int, int], date] = {}
    for one in sent:
        stay = one.about[:2]
        if one.verb in ("start", "resume"):
            since[stay] = one.at.date()
        if one.verb in ("interrupt", "end"):
            nights[stay] += (one.at.date() - since.pop(stay)).days
    for stay, day in since.items():  # nobody ended it: the batch did
        nights[stay] += (_BATCH_ENDS[stay[0]] + _ONE - day).days
    return dict(nights)


def _stays(sent: list[Sent]) -> Figures:
    nights = _nights(sent)
    short = [stay for stay, slept in nights.items() if slept < _MINIMUM]
    return {
        "stays_ended": len(nights),
        "stays_with_minimum": len(nights) - len(short),
        "stays_short": len(short),
        "nights": sum(nights.values()),
        "shortfalls": len(short),  # in this story whoever falls short has been away for good
    }


def _visits(sent: list[Sent]) -> Figures:
    visits = _of(sent, "visit")
    modes = Counter(one.body["mode"] for one in visits)
    homes = {_household(one) for one in visits if one.body["mode"] in ("evening", "household")}
    (households,) = _of(sent, "import-households")
    matters = [matter for one in visits for matter in one.body["matters"]]
    disputes = Counter(matter.get("field") for matter in matters if matter["kind"] == "dispute")
    order = list(dict.fromkeys(matter["field"] for matter in matters if matter["kind"] == "dispute"))
    return {
        "visits": len(visits),
        **{f"visits_{mode}": modes[mode] for mode in ("reception", "appointment", "evening", "household")},
        "households_met": len({_household(one) for one in visits}),
        "households_at_home": len(homes),
        "households": len(households.body.strip().splitlines()) - 1,
        "matters": len(matters),
        "settled": sum("answer" in matter for matter in matters),
        "disputes": sum(disputes.values()),
        **{f"field_{field}": disputes[field] for field in order},
    }


def _household(one: Sent) -> str:
    return str(one.body["callers"][0]["household"])


def _field_work(sent: list[Sent]) -> Figures:
    paired = {one.about[:2] for one in _of(sent, "pair")}
    starts = {one.about[:2] for one in _of(sent, "start")}
    return {
        "pairings": len(paired),
        "cadres_without_pairing": len(starts - paired),
        "deeds": len(_of(sent, "deed")),
        "forums": len(_of(sent, "forum")),
        "evaluations": len(_of(sent, "evaluation")),
        "screenings": len(_of(sent, "screen")),
    }


def _cases(sent: list[Sent]) -> Figures:
    handed = {one.about: one.told["to"] for one in _of(sent, "hand-over")}  # the last one counts
    struck = _of(sent, "strike")
    disputes = {one.about for one in _of(sent, "visit") for m in one.body["matters"] if m["kind"] == "dispute"}
    copies = _of(sent, "serve")
    return {
        **{f"cases_{code}": n for code, n in Counter(handed.values()).items()},
        "hand_overs": len(_of(sent, "hand-over")),
        "returned": len(_of(sent, "return")),
        "accepted": len(_of(sent, "accept")),
        "cases_open": len(disputes) - len(struck),
        "last_struck": str(max((one.at.date() for one in struck), default="")),
        "replies": len(_of(sent, "sign")),
        "copies_issued": 4 * len(_of(sent, "sign")),
        "copies_served": len(copies),
        "identities_opened": len(_of(sent, "open-identity")),
        "unsettled": len(disputes) - len(struck),
    }


def _limits(sent: list[Sent]) -> Figures:
    results = {one.about: one.at for one in _of(sent, "result")}
    reminders = escalations = 0
    for one in _of(sent, "accept"):
        limit = one.at.date() + timedelta(15)
        known = results.get(one.about)
        reminders += _before(_back(limit - timedelta(3)), known)
        escalations += sum(_before(day, known) for day in _ladder(limit))
    return {"reminders": reminders, "escalations": escalations}


def _ladder(limit: date) -> Iterator[date]:
    day = limit + _ONE
    for _ in range(3):
        while not _workday(day):
            day += _ONE
        yield day
        day += timedelta(3)


def _before(day: date, result: datetime | None) -> bool:
    return result is None or day < result.date()


def _back(day: date) -> date:
    while not _workday(day):
        day -= _ONE
    return day


def _workday(day: date) -> bool:
    return day in _MAKE_UP or (day.weekday() < 5 and day not in _DAYS_OFF)


def _inbox(figures: Mapping[str, Any]) -> Figures:
    return {
        "inbox_shortfall": 3 * figures["shortfalls"],
        "inbox_reminder": figures["reminders"],
        "inbox_escalation": figures["escalations"],
        "inbox_overdue": 2 * figures["overdue"],
        "inbox_returned_case": figures["returned"],
        "inbox_returned_filing": figures["returned_filings"],
    }


def _webhooks(receiver: Receiver) -> Figures:
    district = {type_: n for (name, type_), n in receiver.accepted.items() if name == "QHD"}
    others: Counter[str] = Counter()
    for (name, type_), n in receiver.accepted.items():
        others[type_] += n if name != "QHD" else 0
    return {
        "webhooks_stays": district.get("scheduling.stay-started.v1", 0),
        "webhooks_visits": district.get("ledger.visit-logged.v1", 0),
        "webhooks_escalations": district.get("casework.case-escalated.v1", 0),
        "webhooks_replies": district.get("casework.reply-issued.v1", 0),
        "department_hand_overs": others["casework.case-handed-over.v1"],
        "department_escalations": others["casework.case-escalated.v1"],
        "department_replies": others["casework.reply-issued.v1"],
        "requests_GT": receiver.requests["GT"],
    }
