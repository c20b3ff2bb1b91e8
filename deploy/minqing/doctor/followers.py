"""Judges what follows logs: whose place counts, how far behind the true end of its log it is, and who moves it."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from deploy.minqing.doctor.finding import Finding, State, judged
from deploy.minqing.doctor.seen import Answer, At, Away, Behind, Journal, ParkedKeys, Seen
from deploy.minqing.doctor.ways import Ways
from shared.ids import Tenant
from shared.messaging.reports import BEHIND_SECONDS, REFUSED_TIMER, RESTORED

LAG = "lag"


@dataclass(frozen=True)
class Lanes:
    """Which districts of which log a service follows, by its own words, and who there: a former release's no more."""

    names: Mapping[tuple[str, Tenant], frozenset[str]]

    @classmethod
    def of(cls, seen: Seen, service: str) -> "Lanes":
        """As the processes that answer say."""
        names: dict[tuple[str, Tenant], frozenset[str]] = {}
        for answer in seen.answers.get(service, ()):
            for producer, tenant, follower in answer.lag if isinstance(answer, Answer) else ():
                names[producer, tenant] = names.get((producer, tenant), frozenset()) | {follower}
        return cls(names)

    def has(self, at: At) -> bool:
        """Whether somebody may follow so; where nothing is said, it may be."""
        named = self.names.get((at.producer, at.tenant))
        return named is None or at.follower in named


def places_of(journal: Journal, lanes: Lanes, heads: Mapping[str, Iterable[Tenant]]) -> list[At]:
    """The places that count: of a read model that of the live build, of each follower one in each district of its log.

    `heads`: the districts of each log. Where a follower has no place yet, it is at the beginning.
    """
    counted: dict[tuple[Tenant, str, str], At] = {}
    for at in sorted((each for each in journal.places if journal.is_read(each)), key=lambda it: _weight(it, journal)):
        counted[at.tenant, at.producer, at.follower] = at  # what is moved outweighs a former release's, then the newest
    newest = {(at.producer, at.follower): at.version for at in counted.values()}
    for (producer, follower), version in newest.items():
        for tenant in heads.get(producer, ()):
            counted.setdefault((tenant, producer, follower), At(tenant, producer, follower, version))
    return [at for at in counted.values() if lanes.has(at)]


def followers(seen: Seen, service: str, ways: Ways) -> Iterator[Finding]:
    """The leases, the lag of each follower, what is parked, the timers that were refused."""
    journal = seen.journal(service)
    if journal is None:
        return
    places, behind = seen.places.get(service, ()), seen.behind.get(service, ())
    yield _leases(seen, service, journal, ways)
    yield from (_lag(seen, service, each, ways) for each in behind)
    for producer in sorted({at.producer for at in places} - {each.at.producer for each in behind}):
        yield Finding(LAG, State.UNKNOWN, f"the log of {producer} cannot be read", service=service)
    yield from _parked(service, journal, places, ways)
    for tenant, timers in journal.refused.items():
        said = f"{timers} refused"
        yield Finding("timers", State.WRONG, said, REFUSED_TIMER, service, tenant, figure=timers, unit="timers")


def relay(seen: Seen, service: str, ways: Ways) -> Iterator[Finding]:
    """Whether one process rings the bell, and how long what was said has waited for that."""
    journal = seen.journal(service)
    if journal is None:
        return
    bell_first = "Put Redis right first; it rings again by itself." if isinstance(seen.bell, Away) else ""
    said = "one process leads" if journal.leads else "nobody leads"
    state, remedy = judged(not journal.leads, bell_first or _put_right(seen, service, ways))
    yield Finding("relay", state, said, remedy, service)
    rung = seen.rung.get(service, ())
    if rung is None:
        said = "how far it is behind was not to be read: PostgreSQL did not answer in time"
        yield Finding(
            "relay", State.WRONG, said, "Look again; where it stays so, PostgreSQL has too much to do.", service
        )
    for each in rung or ():
        state, remedy = judged(each.seconds > BEHIND_SECONDS, bell_first or _put_right(seen, service, ways))
        said = f"{each.seconds:.1f} s behind"
        yield Finding("relay", state, said, remedy, service, each.at.tenant, figure=round(each.seconds, 3), unit="s")


def _weight(at: At, journal: Journal) -> tuple[bool, int]:
    return _is_moved(at, journal), at.version


def _is_moved(at: At, journal: Journal) -> bool:
    return at.token is not None and journal.leases.get(at.token, 0) > 0


def _leases(seen: Seen, service: str, journal: Journal, ways: Ways) -> Finding:
    held = sum(left > 0 for left in journal.leases.values())
    over = len(journal.leases) - held
    left = [at for at in seen.places.get(service, ()) if at.token and not _is_moved(at, journal)]
    said = f"{held} in force" + (f", {over} over" if over else "")
    remedy = ""
    if not held:
        said, remedy = f"{said}: nobody follows any log", ways.start(service)
    elif left:
        said = f"{said}: nobody moves {len(left)} places, {left[0].follower} in {left[0].tenant} first"
        remedy = _taken_over(seen, service, left, ways)
    state, remedy = judged(remedy, remedy)
    return Finding("leases", state, said, remedy, service, figure=held, unit="processes")


def _taken_over(seen: Seen, service: str, left: Sequence[At], ways: Ways) -> str:
    """A process that has just started knows of a log's places once whose log it is has answered."""
    away = next((at.producer for at in left if not seen.answering(at.producer)), "")
    soon = "Look again in ten seconds, in which another process takes them over."
    return ways.start(away) if away else f"{soon} {ways.restart(service)}"


def _lag(seen: Seen, service: str, behind: Behind, ways: Ways) -> Finding:
    at, seconds = behind.at, round(behind.seconds, 3)
    consumer = at.follower if at.producer == service else f"{at.follower} < {at.producer}"
    if not behind.same_log:
        said, remedy = f"stopped at {at.position}: another log", _restored(seen, service, at, ways)
        return Finding(LAG, State.WRONG, said, remedy, service, at.tenant, consumer, at.position, "position")
    away = next((each for each in (service, at.producer) if not seen.answering(each)), service)
    state, remedy = judged(seconds > BEHIND_SECONDS, _put_right(seen, away, ways))
    return Finding(LAG, state, f"{seconds:.1f} s", remedy, service, at.tenant, consumer, seconds, "s")


def _restored(seen: Seen, service: str, at: At, ways: Ways) -> str:
    """A read model is made anew, and policies go on after that: they rest on read models."""
    journal = seen.journal(service)
    is_model = journal is not None and any(build.projection == at.follower for build in journal.builds)
    accept = ways.recovery("reconcile", f"accept {at.tenant} {service} {at.producer} --why …")
    how = ways.rebuild(service, at.follower) if is_model else accept
    return RESTORED.format(producer=at.producer, position=at.position, how=how)


def _parked(service: str, journal: Journal, places: Sequence[At], ways: Ways) -> Iterator[Finding]:
    read = {(at.producer, at.follower, at.version) for at in places}
    found = [each for each in journal.parked if (each.producer, each.follower, each.version) in read]
    if not found:
        yield Finding("parked keys", State.OK, "none", service=service, figure=0, unit="keys")
    for each in found:
        said = f"{each.keys}, the oldest for {_long(each.oldest)}"
        which = service, each.tenant, each.follower
        yield Finding("parked keys", State.WRONG, said, _show(service, each, ways), *which, each.keys, "keys")


def _show(service: str, one: ParkedKeys, ways: Ways) -> str:
    which = f"show {one.tenant} {service} {one.follower} {one.position} --log {one.producer}"
    return f"This shows the first and what can be done: {ways.minqing(which, 'parked')}"


def _put_right(seen: Seen, service: str, ways: Ways) -> str:
    return ways.restart(service) if seen.answering(service) else ways.start(service)


def _long(seconds: float) -> str:
    for unit, size in (("days", 86400), ("hours", 3600), ("minutes", 60)):
        if seconds >= 2 * size:
            return f"{seconds / size:.0f} {unit}"
    return f"{seconds:.0f} seconds"
