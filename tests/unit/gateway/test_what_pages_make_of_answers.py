"""What the board, the stays and the running state make of the API's answers."""

from datetime import date
from typing import Any  # answers are JSON

import pytest

from services.gateway.pages.board import period_of
from services.gateway.pages.running import lines_of, troubles_of
from services.gateway.pages.stays import choices, word_of

CAMPAIGN: dict[str, Any] = {
    "filings": [{"period": "2010-12", "due": "2010-12-31"}, {"period": "2011-01", "due": "2011-01-31"}]
}
DECEMBER = {"period": "2010-12", "due": "2010-12-31", "by_state": {"receipted": 11, "returned": 1}, "overdue": 0}
FIELD: dict[str, Any] = {"periods": [DECEMBER]}


def test_the_filings_that_are_due_next_are_shown() -> None:
    shown = period_of(CAMPAIGN, FIELD, date(2010, 12, 31))
    assert shown
    assert (shown["period"], shown["receipted"], shown["all"], shown["returned"]) == ("2010-12", 11, 12, 1)
    assert not shown["filed"]


def test_no_limit_runs_for_filings_that_are_all_with_the_district_office() -> None:
    december = DECEMBER | {"by_state": {"receipted": 11, "submitted": 1}}
    shown = period_of({"filings": CAMPAIGN["filings"][:1]}, {"periods": [december]}, date(2011, 1, 1))
    assert shown
    assert shown["filed"]


def test_filings_that_nobody_has_opened_have_their_due_day_alone() -> None:
    shown = period_of(CAMPAIGN, FIELD, date(2011, 1, 1))
    assert shown
    assert (shown["due"], shown["all"], shown["filed"]) == ("2011-01-31", 0, False)


def test_after_the_last_due_day_the_last_filings_are_shown() -> None:
    shown = period_of(CAMPAIGN, FIELD, date(2011, 6, 1))
    assert shown
    assert shown["period"] == "2011-01"


def test_who_sees_no_filings_is_shown_none() -> None:
    assert period_of(CAMPAIGN, None, date(2010, 12, 1)) is None
    assert period_of({"filings": []}, FIELD, date(2010, 12, 1)) is None


@pytest.mark.parametrize(
    ("stay", "word"),
    [
        ({"state": "ended", "short": True, "shortfall_foreseen_at": "2010-12-01T00:00:00Z"}, "short"),
        ({"state": "ended", "short": False, "shortfall_foreseen_at": None}, "ended"),
        ({"state": "started", "short": None, "shortfall_foreseen_at": "2010-12-01T00:00:00Z"}, "shortfall-foreseen"),
        ({"state": "started", "short": None, "shortfall_foreseen_at": None}, "started"),
    ],
)
def test_a_stay_has_the_word_for_where_it_stands(stay: dict[str, Any], word: str) -> None:
    assert word_of(stay) == word


def test_one_list_of_stays_is_the_one_shown() -> None:
    assert [choice.word for choice in choices(None, "ended", None) if choice.shown] == ["ended"]
    assert [choice.path for choice in choices(None, None, True) if choice.shown] == ["/stays?foreseen=true"]


def lag(producer: str, seconds: float, follower: str = "register") -> dict[str, Any]:
    return {"follower": follower, "producer": producer, "tenant": "shifan", "behind": 1, "seconds": seconds}


def problem(kind: str, producer: str, position: int = 7) -> dict[str, Any]:
    told = {"follower": "register", "tenant": "shifan", "key": "case/7f0c", "reason": "refused: no", "remedy": "mend"}
    return {"kind": kind, "producer": producer, "position": position, **told}


def test_a_service_follows_another_as_slowly_as_its_slowest_follower() -> None:
    told = {"casework": {"lag": [lag("ledger", 0.4), lag("ledger", 40.0, "heard")], "problems": []}}
    (line,) = lines_of(told)
    assert (line.producer, line.seconds, line.state) == ("ledger", 40.0, "behind")


def test_what_has_stopped_comes_first() -> None:
    told = {
        "casework": {
            "lag": [lag("ledger", 0.4), lag("scheduling", 0.1)],
            "problems": [problem("parked", "scheduling")],
        },
        "notify": {"lag": [lag("casework", 720.0)], "problems": [problem("stopped", "casework")]},
        "ledger": {"ready": False, "code": "service-away"},
    }
    assert [(line.service, line.state) for line in lines_of(told)] == [
        ("ledger", "away"),
        ("notify", "stopped"),
        ("casework", "parked"),
        ("casework", "running"),
    ]
    stopped, parked = troubles_of(told)
    assert (stopped.kind, stopped.service, stopped.command) == ("stopped", "notify", "minqing doctor")
    assert (parked.kind, parked.service) == ("parked", "casework")
    assert parked.command == "minqing parked show shifan casework register 7"
