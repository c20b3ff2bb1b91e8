"""Which command follows from which fact: a table of its own, counted in raw logs, shared with no policy (design 5)."""

import json
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID, uuid5

from tests.faults.districts import SUBSCRIBED
from tests.faults.raw import RawLog, Stored
from tests.faults.ways import MINQING

Logs = Mapping[str, RawLog]


@dataclass(frozen=True)
class Effect:
    """Each event of type `of` in `where` gives the commands `steps`, whose events in `there` are of types `makes`."""

    where: str
    of: str
    there: str
    steps: Callable[[Stored], Iterable[str]]
    makes: tuple[str, ...]


def _each_village(said: Stored) -> Iterable[str]:
    return ["plan/contact"] if said.said["level"] in ("village", "community") else []


EFFECTS = (
    Effect(
        "scheduling",
        "roster-published.v1",
        "scheduling",
        lambda one: [f"plan-stays/plan/{entry['stay']}" for entry in one.said["entries"]],
        ("stay-planned.v1",),
    ),
    Effect(
        "scheduling",
        "campaign-planned.v1",
        "ledger",
        lambda one: [f"plan/plan/{place}" for place in one.said["frame"]["places"]],
        ("filings-planned.v1",),
    ),
    Effect("scheduling", "place-described.v1", "ledger", _each_village, ("place-contact-noted.v1",)),
    Effect(
        "ledger",
        "filings-planned.v1",
        "ledger",
        lambda one: [f"open-filings/open/{filing['period']}" for filing in one.said["filings"]],
        ("filing-opened.v1",),
    ),
    Effect(
        "ledger",
        "matter-raised.v1",
        "casework",
        lambda _: ["register/take-in"],
        ("case-opened.v1", "case-settled.v1"),
    ),
    Effect("ledger", "filing-receipted.v1", "ledger", lambda _: ["number/draw"], ("number-drawn.v1",)),
    Effect("ledger", "number-drawn.v1", "ledger", lambda _: ["number/bear"], ("receipt-numbered.v1",)),
    Effect("ledger", "receipt-numbered.v1", "ledger", lambda _: ["seal/bear"], ("receipt-sealed.v1",)),
    Effect("casework", "case-signed.v1", "casework", lambda _: ["number/draw"], ("number-drawn.v1",)),
    Effect("casework", "number-drawn.v1", "casework", lambda _: ["number/issue"], ("reply-issued.v1",)),
)


@dataclass(frozen=True)
class Followed:
    """A cause and when its effect was recorded; None: it has none."""

    cause: Stored
    effect: datetime | None


def followed(logs: Logs, subscriptions: Mapping[str, str]) -> Iterator[Followed]:
    """Every cause of the table and every fact somebody subscribed to, with its effect."""
    for effect in EFFECTS:
        made = {event.command: event.recorded for event in logs[effect.there].of(*effect.makes)}
        for cause in logs[effect.where].of(effect.of):
            yield from (Followed(cause, made.get(uuid5(cause.id, step))) for step in effect.steps(cause))
    queued = {UUID(event.said["fact"]): event.recorded for event in logs["notify"].of("delivery-queued.v1")}
    for cause in _subscribed(logs, subscriptions):
        yield Followed(cause, queued.get(cause.id))


def _subscribed(logs: Logs, subscriptions: Mapping[str, str]) -> Iterator[Stored]:
    facts = (event for name in ("ledger", "casework") for event in logs[name].events)
    yield from (event for event in facts if event.fact in SUBSCRIBED and event.tenant in subscriptions)


def faults(logs: Logs, subscriptions: Mapping[str, str]) -> Iterator[str]:
    """What was not done, done twice, or done without a cause."""
    for one in followed(logs, subscriptions):
        if one.effect is None:
            yield f"{one.cause.type} at {one.cause.position} in {one.cause.tenant} had no effect"
    for effect in EFFECTS:
        yield from _without_cause(logs, effect)
    yield from _deliveries(logs, subscriptions)
    for service in ("casework", "ledger"):
        yield from _numbers(logs[service])
    yield from _reminders(logs["casework"])


def _deliveries(logs: Logs, subscriptions: Mapping[str, str]) -> Iterator[str]:
    """A ping that was asked for and not queued, what was queued twice, and what nobody said or asked for."""
    queued = Counter((one.tenant, UUID(one.said["fact"])) for one in logs["notify"].of("delivery-queued.v1"))
    pings = {(one.tenant, one.id) for one in logs["notify"].of("subscription-ping-asked.v1")}
    said = {(one.tenant, one.id) for one in _subscribed(logs, subscriptions)}
    yield from (f"ping {ping} in {tenant} was not queued" for tenant, ping in pings - queued.keys())
    yield from (f"{fact} was queued in {tenant}, and nobody said it" for tenant, fact in queued.keys() - pings - said)
    yield from (
        f"fact {fact} was queued {times} times in {tenant}" for (tenant, fact), times in queued.items() if times > 1
    )


def _without_cause(logs: Logs, effect: Effect) -> Iterator[str]:
    """An effect whose command no cause gives; and a cause's command that made more than one."""
    same = [one for one in EFFECTS if (one.there, one.makes) == (effect.there, effect.makes)]
    given = {uuid5(cause.id, step) for one in same for cause in logs[one.where].of(one.of) for step in one.steps(cause)}
    made = Counter(event.command for event in logs[effect.there].of(*effect.makes))
    yield from (
        f"{effect.makes} by command {command}, which nothing asked for" for command in made if command not in given
    )
    yield from (f"{effect.makes} {times} times by {command}" for command, times in made.items() if times > 1)


def _numbers(log: RawLog) -> Iterator[str]:
    """The numbers of letters, and of receipts: dense from 1 in each district's series."""
    drawn: dict[tuple[str, str], list[int]] = {}
    for event in log.of("number-drawn.v1"):
        drawn.setdefault((event.tenant, event.stream), []).append(event.said["number"])
    for series, numbers in drawn.items():
        if numbers != list(range(1, len(numbers) + 1)):
            yield f"numbers of {series} are not dense: {numbers[:20]}"


def _reminders(casework: RawLog) -> Iterator[str]:
    """Every case that was accepted and left lying is reminded of once, under the id of docs/formats.md 1a."""
    found = {(one.tenant, one.stream) for one in casework.of("result-recorded.v1")}
    accepted = {_reminder(one): (one.tenant, one.stream) for one in casework.of("case-accepted.v1")}
    made = Counter(one.command for one in casework.of("limit-reminded.v1"))
    lying = {command for command, case in accepted.items() if case not in found}
    yield from (f"nobody was reminded of {accepted[command]}" for command in lying - made.keys())
    yield from (f"a reminder by {command}, which no case asked for" for command in made.keys() - accepted.keys())
    yield from (f"{times} reminders by {command}" for command, times in made.items() if times > 1)


def _reminder(accepted: Stored) -> UUID:
    due = datetime.fromisoformat(accepted.said["schedule"]["reminder"])
    parts = [accepted.tenant, accepted.stream, "reminder", 1, round(due.timestamp() * 1_000_000)]
    return uuid5(MINQING, json.dumps(parts, ensure_ascii=False, separators=(",", ":")))
