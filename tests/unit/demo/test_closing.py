"""What the demo says last: who may log in, and what to look at first."""

import csv

from deploy.demo.cast import cast_of
from deploy.demo.closing import LOG_INS, LOOK_FIRST
from deploy.demo.setting import ADMINISTRATOR


def test_whoever_is_named_has_an_account_in_the_smallest_campaign_too() -> None:
    accounts = csv.DictReader(cast_of(7, 9).files["accounts"].splitlines())
    assert set(LOG_INS.values()) <= {one["login"] for one in accounts} | {ADMINISTRATOR}


def test_whoever_is_to_look_at_something_is_told_how_to_log_in() -> None:
    assert {role for role, _, _ in LOOK_FIRST} <= {*LOG_INS, "operator"}
