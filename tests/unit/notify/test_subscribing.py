from dataclasses import replace
from datetime import timedelta
from typing import Any  # fields of events of several types

import pytest

from services.notify.commands import subscription as c
from services.notify.decider import SUBSCRIPTION
from services.notify.events import subscription as e
from shared.errors import NotFound, Refused
from shared.ids import PlaceId, UnitId
from shared.roles import Role
from shared.testing import given
from shared.viewer import Grant, Viewer
from shared.words import UnitKind
from tests.unit.notify import cast

OF_LAND: dict[str, Any] = {"subscription": cast.SUBSCRIPTION, "unit": cast.LAND, "at": cast.NOON}
OPENED = e.SubscriptionOpened(
    **OF_LAND,
    kind="department",
    name="国土业务系统",
    url="https://land.example/hooks",
    types=(cast.HANDED_OVER,),
    places=(),
    secret=cast.sealed(),
)
FETCHED_ONLY = OPENED.model_copy(update={"url": None, "secret": None})
PAUSED = e.SubscriptionPaused(**OF_LAND, reason="asked")
RESUMED = e.SubscriptionResumed(**OF_LAND)
ENDED = e.SubscriptionEnded(**OF_LAND)


PAUSE = c.Pause(cast.SUBSCRIPTION, cast.NOON, cast.LAND_CLERK)
RESUME = c.Resume(cast.SUBSCRIPTION, cast.NOON, cast.LAND_CLERK)
END = c.End(cast.SUBSCRIPTION, cast.NOON, cast.LAND_CLERK)
PING = c.AskPing(cast.SUBSCRIPTION, cast.NOON, cast.LAND_CLERK)
NEW_SECRET = c.ChangeSecret(cast.SUBSCRIPTION, cast.NOON, cast.LAND_CLERK, cast.sealed("AwQF"))
REPLAY = c.AskReplay(cast.SUBSCRIPTION, cast.NOON, cast.LAND_CLERK, 3, 9)
GONE = c.PauseAsGone(cast.SUBSCRIPTION, cast.NOON)


def test_a_units_clerk_subscribes_for_the_unit() -> None:
    given(SUBSCRIPTION).when(cast.opening()).then(OPENED)


def test_an_administrator_subscribes_for_any_unit() -> None:
    given(SUBSCRIPTION).when(cast.opening(cast.ADMINISTRATOR)).then(OPENED)


@pytest.mark.parametrize("by", [cast.TRADE_CLERK, cast.LAND_KEY, cast.DISTRICT_CLERK, cast.viewer()])
def test_nobody_subscribes_for_a_unit_of_others(by: Viewer) -> None:
    given(SUBSCRIPTION).when(cast.opening(by)).then_raises(NotFound, "not-found")


def test_a_unit_that_is_not_in_the_directory_is_told_nothing() -> None:
    command = cast.opening(cast.ADMINISTRATOR, whose=c.Whose(cast.LAND, None))
    given(SUBSCRIPTION).when(command).then_raises(NotFound)


@pytest.mark.parametrize("limit", [{"place": cast.VILLAGE}, {"campaign": cast.CAMPAIGN}])
def test_a_grant_for_one_place_or_campaign_does_not_keep_a_subscription_that_tells_of_all(
    limit: dict[str, PlaceId],
) -> None:
    grant = replace(Grant(Role.CLERK, cast.LAND, units=frozenset({cast.LAND})), **limit)  # type: ignore[arg-type]  # one of two
    by = replace(cast.LAND_CLERK, grants=(grant,))
    given(SUBSCRIPTION).when(cast.opening(by)).then_raises(NotFound)


@pytest.mark.parametrize(
    ("unit", "kind", "role"),
    [
        (cast.DISTRICT, "district-office", Role.DISTRICT_OFFICE),
        (cast.ACTIVITY, "activity-office", Role.ACTIVITY_OFFICE),
        (cast.PETITIONS, "petition-office", Role.PETITION_OFFICE),
    ],
)
def test_an_office_keeps_its_own_and_the_clerk_of_the_house_above_does_not(
    unit: UnitId, kind: UnitKind, role: Role
) -> None:
    above = Grant(Role.CLERK, cast.BUREAU, units=frozenset({cast.BUREAU, unit}))
    clerk = replace(cast.LAND_CLERK, grants=(above,))
    of_office = cast.opening(clerk, whose=c.Whose(unit, kind))
    given(SUBSCRIPTION).when(of_office).then_raises(NotFound)
    assert given(SUBSCRIPTION).when(replace(of_office, by=cast.viewer((role, unit)))).events


@pytest.mark.parametrize("type_", ["ledger.identity-opened.v1", "notify.delivery-failed.v1", "casework.no-such.v1"])
def test_what_is_not_told_outside_cannot_be_wished_for(type_: str) -> None:
    command = cast.opening(types=(cast.HANDED_OVER, type_))
    said = given(SUBSCRIPTION).when(command).then_raises(Refused, "type-not-deliverable")
    assert said.details == {"types": type_}


def test_a_place_that_is_unknown_cannot_be_wished_for() -> None:
    command = cast.opening(places=(cast.VILLAGE,), unknown=(cast.VILLAGE,))
    given(SUBSCRIPTION).when(command).then_raises(Refused, "subscribed-place-unknown")


@pytest.mark.parametrize("fault", ["malformed", "credentials", "unresolvable", "private", "plain-http"])
def test_a_target_that_is_not_outside_is_refused(fault: c.Fault) -> None:
    command = cast.opening(target=c.Target("http://127.0.0.1/", fault))
    given(SUBSCRIPTION).when(command).then_raises(Refused, f"target-{fault}")


def test_without_a_target_it_is_for_fetching_alone() -> None:
    given(SUBSCRIPTION).when(cast.opening(target=None, secret=None)).then(FETCHED_ONLY)


@pytest.mark.parametrize("command", [PING, NEW_SECRET, REPLAY])
def test_what_is_for_fetching_alone_is_neither_pinged_nor_signed_nor_sent_again(command: c.SubscriptionCommand) -> None:
    given(SUBSCRIPTION, FETCHED_ONLY).when(command).then_raises(Refused, "subscription-without-target")


def test_types_are_kept_once_each_and_in_one_order() -> None:
    types = ("casework.reply-issued.v1", cast.HANDED_OVER, "casework.reply-issued.v1")
    (event,) = given(SUBSCRIPTION).when(cast.opening(types=types)).events
    assert isinstance(event, e.SubscriptionOpened)
    assert event.types == (cast.HANDED_OVER, "casework.reply-issued.v1")


def test_pausing_and_resuming_are_done_once_however_often_they_are_asked() -> None:
    paused = given(SUBSCRIPTION, OPENED).when(PAUSE).then(PAUSED)
    paused.when(PAUSE).then().when(RESUME).then(RESUMED).when(RESUME).then()


def test_a_receiver_that_says_it_is_gone_pauses_its_subscription() -> None:
    by_receiver = e.SubscriptionPaused(**OF_LAND, reason="gone")
    given(SUBSCRIPTION, OPENED).when(GONE).then(by_receiver).when(GONE).then()


def test_a_ping_goes_out_only_when_it_is_asked_for() -> None:
    given(SUBSCRIPTION, OPENED).when(PING).then(e.PingAsked(**OF_LAND))


def test_a_paused_subscription_is_not_pinged() -> None:
    given(SUBSCRIPTION, OPENED, PAUSED).when(PING).then_raises(Refused, "subscription-paused")


def test_what_has_ended_stays_ended() -> None:
    ended = given(SUBSCRIPTION, OPENED).when(END).then(ENDED)
    ended.when(END).then()
    for command in (PAUSE, RESUME, PING, NEW_SECRET, REPLAY):
        ended.when(command).then_raises(Refused, "subscription-ended")
    ended.when(GONE).then()


def test_the_former_secret_signs_beside_the_new_one_for_a_day() -> None:
    changed = e.SecretChanged(**OF_LAND, secret=cast.sealed("AwQF"), former_until=cast.NOON + timedelta(days=1))
    given(SUBSCRIPTION, OPENED).when(NEW_SECRET).then(changed)


def test_each_replay_is_a_round_of_its_own() -> None:
    first = e.ReplayAsked(**OF_LAND, first=3, last=9, round=1)
    second = first.model_copy(update={"round": 2})
    given(SUBSCRIPTION, OPENED).when(REPLAY).then(first).when(REPLAY).then(second)


def test_there_is_nothing_to_replay_beyond_the_newest_number() -> None:
    given(SUBSCRIPTION, OPENED).when(replace(REPLAY, first=10)).then_raises(Refused, "nothing-to-replay")


@pytest.mark.parametrize("command", [PAUSE, RESUME, END, PING, NEW_SECRET, REPLAY])
def test_for_anybody_else_there_is_no_such_subscription(command: c.Asked) -> None:
    theirs = replace(command, by=cast.TRADE_CLERK)
    given(SUBSCRIPTION, OPENED).when(theirs).then_raises(NotFound, "not-found")
    given(SUBSCRIPTION).when(command).then_raises(NotFound, "not-found")
