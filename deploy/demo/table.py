"""The acceptance table of the reference campaign: the only file that holds expected numbers."""

from collections.abc import Mapping, Sequence

from rich.table import Table

EXPECTED: Mapping[str, int | str] = {
    "cadres": 42,
    "exempt": 6,
    "taking_part": 36,
    "party_members": 30,
    "stays_ended": 36,
    "stays_with_minimum": 35,
    "stays_short": 1,
    "nights": 428,
    "shortfalls": 1,
    "visits": 499,
    "visits_reception": 72,
    "visits_appointment": 107,
    "visits_evening": 142,
    "visits_household": 178,
    "households_met": 475,
    "households_at_home": 320,
    "households": 480,
    "pairings": 36,
    "cadres_without_pairing": 0,
    "deeds": 12,
    "forums": 12,
    "evaluations": 12,
    "screenings": 36,
    "matters": 107,
    "settled": 36,
    "disputes": 71,
    "field_land-requisition": 11,
    "field_house-demolition": 10,
    "field_enterprise-restructuring": 10,
    "field_employment": 10,
    "field_social-security": 10,
    "field_litigation": 10,
    "field_work-safety": 10,
    "cases_GT": 11,
    "cases_FG": 10,
    "cases_JM": 10,
    "cases_RS": 20,
    "cases_ZF": 10,
    "cases_AJ": 10,
    "hand_overs": 72,
    "returned": 1,
    "accepted": 71,
    "cases_open": 0,
    "last_struck": "2011-02-15",
    "reminders": 2,
    "escalations": 5,
    "replies": 71,
    "copies_issued": 284,
    "copies_served": 284,
    "identities_opened": 71,
    "filings": 36,
    "versions": 37,
    "receipts": 36,
    "on_time": 35,
    "late": 1,
    "books": 144,
    "lines_sentiment": 499,
    "lines_assistance": 84,
    "lines_organisation": 60,
    "lines_stability": 178,
    "empty_books": 3,
    "overdue": 1,
    "inbox_shortfall": 3,
    "inbox_reminder": 2,
    "inbox_escalation": 5,
    "inbox_overdue": 2,
    "inbox_returned_case": 1,
    "inbox_returned_filing": 1,
    "webhooks_stays": 36,
    "webhooks_visits": 499,
    "webhooks_escalations": 5,
    "webhooks_replies": 71,
    "department_hand_overs": 72,
    "department_escalations": 5,
    "department_replies": 71,
    "requests_GT": 27,
    "unsettled": 0,
}
"""Figure → its number in the reference campaign of twelve places."""

Figures = Mapping[str, int | str]


def differing(expected: Figures | None, ways: Sequence[Figures]) -> list[str]:
    """The figures that a way lacks or counts otherwise than the table, or for another size than the first way."""
    wanted = expected if expected is not None else ways[0]
    return [name for name in EXPECTED if any(name not in way or way[name] != wanted.get(name) for way in ways)]


def shown(expected: Figures | None, ways: Mapping[str, Figures]) -> Table:
    """The table as the demo prints it: expected, then each way; what differs is marked."""
    table = Table(title="The reference campaign", title_justify="left")
    table.add_column("figure", overflow="fold")
    for heading in ("expected", *ways):
        table.add_column(heading, justify="right")
    table.add_column("")
    wrong = set(differing(expected, list(ways.values())))
    for name in EXPECTED:
        wanted = "–" if expected is None else str(expected[name])
        table.add_row(name, wanted, *(str(way.get(name, "–")) for way in ways.values()), "✗" if name in wrong else "✓")
    return table
