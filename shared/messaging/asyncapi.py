"""The AsyncAPI document of a service: what it rings on its own stream, and whose streams it hears."""

import json
from collections.abc import Mapping, Sequence
from functools import reduce
from operator import or_
from typing import Any, Literal  # an AsyncAPI document is JSON

from faststream.redis import RedisBroker, StreamSub
from faststream.specification import AsyncAPI
from pydantic import BaseModel, create_model

from shared.event import Fact
from shared.eventstore.cloudevents import TYPE_PREFIX
from shared.eventstore.codec import written_type
from shared.messaging.heard import CloudFact


def stream_of(service: str) -> str:
    """The stream that a service rings."""
    return f"facts.{service}"


def asyncapi(service: str, says: Sequence[type[Fact]], hears: Mapping[str, Sequence[type[Fact]]]) -> dict[str, Any]:
    """The document, each fact as the CloudEvent in which it travels."""
    broker = RedisBroker("redis://localhost:6379")
    if says:
        broker.publisher(stream=stream_of(service), schema=_any_of(says), description=_BELL)
    for producer, facts in hears.items():
        _hear(broker, producer, _any_of(facts))
    document: dict[str, Any] = json.loads(AsyncAPI(broker, title=service, version="1").to_specification().to_json())
    return document


_BELL = "A doorbell: what is rung may be lost. The truth is GET /feed of the service that says it."


def _hear(broker: RedisBroker, producer: str, schema: Any) -> None:
    async def heard(items: schema) -> None:
        """What this service listens for; other types pass."""

    heard.__name__ = producer  # names the schemas of this bell: another's would take its place under an equal name
    heard.__annotations__["items"] = list[schema]
    bell = StreamSub(stream_of(producer), batch=True, last_id="0-0")
    broker.subscriber(stream=bell, description=_BELL)(heard)


def _any_of(facts: Sequence[type[Fact]]) -> Any:
    return reduce(or_, map(_event, facts))


def _event(fact: type[Fact]) -> type[BaseModel]:
    type_: Any = Literal[TYPE_PREFIX + written_type(fact)]
    told = {name: (each.annotation, each) for name, each in fact.model_fields.items() if name != "type"}
    data = create_model(f"{fact.__name__}Data", **told)  # type: ignore[call-overload]  # fields as the contract has them
    return create_model(f"{fact.__name__}Event", __base__=CloudFact, type=(type_, ...), data=(data, ...))
