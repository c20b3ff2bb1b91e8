import json
from collections.abc import Sequence
from dataclasses import replace
from typing import get_args

from services.notify.commands.delivery import Queue
from services.notify.events.sight import Subscriber
from services.notify.events.subscription import DELIVERABLE, PingAsked
from services.notify.policies import ROUTED, about_of, outward, ping, routing
from shared.contracts import casework, ledger, scheduling
from shared.event import Fact
from shared.ids import SubscriptionId, policy_command
from shared.testing.names import beijing, named
from tests.unit.notify import cast

SAID: tuple[type[Fact], ...] = (
    *get_args(scheduling.SchedulingFact),
    *get_args(ledger.LedgerFact),
    *get_args(casework.CaseworkFact),
)


def route(fact: Fact, *subscribers: Subscriber) -> Sequence[tuple[str, Queue]]:
    return list(routing(subscribers)(fact, cast.envelope()))


def test_each_who_wants_to_be_told_and_may_be_gets_a_delivery_of_their_own() -> None:
    land, trade, office = (
        cast.subscriber(who, cast.HANDED_OVER) for who in (cast.LAND_OFFICE, cast.TRADE_OFFICE, cast.ACTIVITY_OFFICE)
    )
    queued = route(cast.case(), land, trade, office)
    assert [command.stream for _, command in queued] == [
        f"deliveries/{land.subscription}",
        f"deliveries/{office.subscription}",
    ]


def test_nobody_is_told_of_what_they_did_not_ask_for() -> None:
    assert not route(cast.case(), cast.subscriber(cast.LAND_OFFICE, "casework.reply-issued.v1"))


def test_a_subscription_tells_of_what_happens_from_its_opening_on() -> None:
    opened_later = replace(cast.subscriber(cast.LAND_OFFICE, cast.HANDED_OVER), since=beijing("2010-11-30 12:01"))
    assert not route(cast.case(), opened_later)


def test_a_subscription_for_some_places_is_told_of_nothing_elsewhere() -> None:
    types = (cast.HANDED_OVER, "scheduling.unit-described.v1")
    there = cast.subscriber(cast.LAND_OFFICE, *types, places=frozenset({cast.TOWN, cast.VILLAGE}))
    elsewhere = cast.subscriber(cast.LAND_OFFICE, *types, places=frozenset({cast.TOWN}))
    assert route(cast.case(), there)
    assert not route(cast.case(), elsewhere)
    assert not route(cast.unit_described(), there)


def test_hearing_a_fact_again_gives_the_same_commands() -> None:
    subscriber = cast.subscriber(cast.LAND_OFFICE, cast.HANDED_OVER)
    ((step, first),), ((same, second),) = (route(cast.case(), subscriber) for _ in range(2))
    assert (step, first) == (same, second)
    assert policy_command(cast.FACT, "route", step) == policy_command(cast.FACT, "route", same)


def test_two_subscriptions_of_one_unit_have_commands_of_their_own() -> None:
    one = cast.subscriber(cast.LAND_OFFICE, cast.HANDED_OVER)
    another = replace(one, subscription=SubscriptionId(named("another of the land office")))
    queued = route(cast.case(), one, another)
    assert len({policy_command(cast.FACT, "route", step) for step, _ in queued}) == 2
    assert {command.stream for _, command in queued} == {f"deliveries/{each.subscription}" for each in (one, another)}


def test_everything_that_may_be_subscribed_to_is_routed_and_nothing_else() -> None:
    routed = {fact.model_fields["type"].default for language in ROUTED.values() for fact in language}
    assert routed == DELIVERABLE
    assert routed | {"ledger.identity-opened.v1"} == {fact.model_fields["type"].default for fact in SAID}


def test_sealed_values_never_leave_wherever_they_stand() -> None:
    data = outward(cast.matter())
    assert "sealed" not in json.dumps(data)
    assert data["words"] is None
    assert data["petitioners"] == [
        {
            "subject": str(named("petitioner")),
            "household": str(named("household")),
            "name": None,
            "telephone": None,
        }
    ]


def test_the_rest_of_a_fact_leaves_as_it_is() -> None:
    fact = cast.case()
    assert outward(fact) == fact.model_dump(mode="json", exclude={"type"})


def test_a_ping_is_queued_for_its_subscription_alone() -> None:
    asked = PingAsked(subscription=cast.SUBSCRIPTION, unit=cast.LAND, at=cast.NOON)
    ((_, command),) = ping(asked, cast.envelope(f"subscription/{cast.SUBSCRIPTION}"))
    assert command.stream == f"deliveries/{cast.SUBSCRIPTION}"
    assert command.told.fact_type == "notify.ping.v1"
    assert command.told.data == {"subscription": str(cast.SUBSCRIPTION)}


def test_what_a_case_is_about_names_its_department_until_acceptance_the_one_it_is_handed_to() -> None:
    assert about_of(cast.case()).department == cast.LAND
    assert about_of(cast.case(handling_unit=cast.TRADE)).department == cast.TRADE
