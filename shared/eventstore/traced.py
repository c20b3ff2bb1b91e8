"""Spans of facts and events: rung by the relay, taken in by who follows a log (docs/traces.md)."""

from collections.abc import Iterator, Sequence

from shared import tracing
from shared.eventstore.pages import PAGE, Page, Said
from shared.eventstore.places import Standing
from shared.eventstore.rows import Row
from shared.eventstore.streams import traceparent_in
from shared.tracing import Span


def ringing(service: str, rows: Sequence[Row]) -> list[Span]:
    """A span for each fact that is rung, below the command that made it."""
    if not tracing.is_followed():
        return []
    return [
        tracing.span(
            f"ring {row.fact_type}",
            "producer",
            traceparent_in(row.meta),
            district=row.tenant,
            producer=service,
            event_id=row.event_id,
            event_type=row.fact_type or "",
            position=row.position,
        )
        for row in rows
        if row.fact_type is not None
    ]


def taking_in(page: Page, standings: Sequence[Standing]) -> list[Span]:
    """A span for each event or fact that read models take in together, below the command that made it.

    Of a full page there are none: who catches up, or builds anew, goes through traces that ended long ago.
    """
    if not tracing.is_followed() or len(page.said) >= PAGE:
        return []
    return [_taken(said, hearing) for said in page.said if (hearing := list(_hearing(said, standings)))]


def _hearing(said: Said, standings: Sequence[Standing]) -> Iterator[Standing]:
    return (each for each in standings if each.has_to_read(said))


def _taken(said: Said, standings: Sequence[Standing]) -> Span:
    return _span(said, standings[0], ",".join(each.follower.name for each in standings))


def acting_upon(said: Said, standing: Standing) -> Span:
    """A policy's span upon one event or fact: what it wants is done within."""
    return _span(said, standing, standing.follower.name) if tracing.is_followed() else tracing.UNFOLLOWED


def _span(said: Said, standing: Standing, followers: str) -> Span:
    type_ = standing.type_of(said)
    return tracing.span(
        f"take in {type_}",
        "consumer",
        traceparent_in(said.meta),
        district=standing.tenant,
        producer=standing.follower.source,
        follower=followers,
        event_id=said.envelope.id,
        event_type=type_,
        position=said.envelope.position,
    )
