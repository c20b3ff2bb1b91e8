"""The AsyncAPI document says what a service rings and whose bells it hears."""

import json
from typing import Literal

from shared.event import Fact
from shared.messaging.asyncapi import asyncapi


class Rung(Fact):
    """Something was rung."""

    type: Literal["ledger.rung.v1"] = "ledger.rung.v1"
    worth: int


class Other(Fact):
    """Something else."""

    type: Literal["casework.other.v1"] = "casework.other.v1"
    name: str


def test_a_service_says_its_facts_on_its_own_stream_and_hears_others_on_theirs() -> None:
    document = asyncapi("ledger", (Rung,), {"casework": (Other,)})
    addresses = {channel["address"] for channel in document["channels"].values()}
    actions = {operation["action"] for operation in document["operations"].values()}
    assert (document["asyncapi"], addresses) == ("3.0.0", {"facts.ledger", "facts.casework"})
    assert actions == {"send", "receive"}


def test_a_fact_is_described_as_the_cloud_event_in_which_it_travels() -> None:
    text = json.dumps(asyncapi("ledger", (Rung,), {}))
    assert '"minqing.ledger.rung.v1"' in text
    assert '"previoushash"' in text
    assert '"RungData"' in text


def test_a_service_that_says_nothing_has_no_stream() -> None:
    assert asyncapi("notify", (), {})["channels"] == {}


def test_what_is_heard_of_each_service_is_described_by_itself() -> None:
    document = asyncapi("notify", (), {"ledger": (Rung,), "casework": (Other,)})
    payloads = {name: json.dumps(schema) for name, schema in document["components"]["schemas"].items() if ":" in name}
    described = {name: {event for event in ("RungEvent", "OtherEvent") if event in payloads[name]} for name in payloads}
    assert described == {"Ledger:Message:Payload": {"RungEvent"}, "Casework:Message:Payload": {"OtherEvent"}}
