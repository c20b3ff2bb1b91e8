"""Judges what was seen of servers, databases, processes, clocks and disks; no looking here, and no clock."""

from collections.abc import Iterable, Iterator

from deploy.minqing.doctor.finding import Finding, State, judged
from deploy.minqing.doctor.followers import followers, relay
from deploy.minqing.doctor.seen import Answer, Away, Bell, Disk, Seen, Server, ServicesDatabase
from deploy.minqing.doctor.ways import Ways
from deploy.minqing.services import SERVICES, WITH_A_LOG

CLOCK_SECONDS = 5.0
"""As much later than it says the token of a service is still taken for good (shared.web.tokens)."""
DATE_SECONDS = 1.0
"""How exactly a date of HTTP says what time it is."""
LEAST_FREE_BYTES = 2 * 2**30
"""As much may the write-ahead log grow by before it is cut (max_wal_size in docker-compose.yml)."""
FULLEST = 0.9
"""Of connections and of Redis' memory: beyond, the next replica or the next outage may find no room."""

_ROLE = {
    "logs_in": "may not log in",
    "is_no_superuser": "is a superuser",
    "is_held_to_its_district": "passes over row-level security",
    "connects": "may not connect",
    "cannot_change_the_log": "may change the log",
    "appends_to_the_log": "may not append to the log",
    "finds_every_table_secured": "owns tables without forced row-level security",
}
_FIRST = "Put PostgreSQL right first, then look again."
_HIDDEN = "relay, leases, lag, parked keys"


def judge(seen: Seen, ways: Ways) -> list[Finding]:
    """Everything that was looked at, in the order in which it is best put right."""
    found = [*_servers(seen, ways), *_redis(seen.bell, ways)]
    for service in SERVICES:
        found += _database(seen, service, ways)
    for service in SERVICES:
        found += _processes(seen, service, ways)
    for service in WITH_A_LOG:
        found += _following(seen, service, ways)
    return [*found, *_clocks(seen), *(_disk(each, ways) for each in seen.disks)]


def _servers(seen: Seen, ways: Ways) -> Iterator[Finding]:
    server = _server(seen)
    if server is None:
        away = [each for each in seen.databases.values() if isinstance(each, Away)]
        if full := [each.reason for each in away if each.full]:
            yield Finding("PostgreSQL connections", State.WRONG, full[0], ways.more_connections())
        elif silent := [each.reason for each in away if each.silent]:
            yield Finding("PostgreSQL", State.WRONG, silent[0], ways.start("postgres"))
        return
    yield Finding("PostgreSQL", State.OK, f"answers, {server.version}")
    taken, most = server.connections, server.at_most
    state, remedy = judged(taken > FULLEST * most, ways.more_connections())
    said = f"{taken} of {most}"
    yield Finding("PostgreSQL connections", state, said, remedy, figure=taken, unit="connections")
    off = [name for name, value in server.settings.items() if value == "off"]
    state, remedy = judged(
        off, f"What was acknowledged may be lost: set {', '.join(off)} to on, and reload PostgreSQL."
    )
    yield Finding("PostgreSQL durability", state, f"off: {', '.join(off)}" if off else "on", remedy)


def _server(seen: Seen) -> Server | None:
    return next((each.server for each in seen.databases.values() if isinstance(each, ServicesDatabase)), None)


def _redis(bell: Bell | Away, ways: Ways) -> Iterator[Finding]:
    if isinstance(bell, Away):
        yield Finding("Redis", State.WRONG, bell.reason, ways.start("redis"))
        return
    kept = "keeps a file" if bell.appends else "in memory alone"
    said = f"answers, {bell.version}, {kept}" if bell.writes else "does not write its file, and takes nothing"
    state, remedy = judged(not bell.writes, "Make room on its disk; then: " + ways.restart("redis"))
    yield Finding("Redis", state, said, remedy)
    remedy = "It drops bells when it is full: set maxmemory-policy noeviction, and restart Redis."
    state, remedy = judged(bell.policy != "noeviction", remedy)
    yield Finding("Redis eviction", state, bell.policy, remedy)
    full = bool(bell.at_most) and bell.used > FULLEST * bell.at_most
    state, remedy = judged(
        full, "Full, it takes no bells, and facts come seconds later: raise maxmemory, or say FLUSHALL."
    )
    of = f" of {_bytes(bell.at_most)}" if bell.at_most else ", no limit"
    yield Finding("Redis memory", state, f"{_bytes(bell.used)}{of}", remedy, figure=bell.used, unit="bytes")


def _database(seen: Seen, service: str, ways: Ways) -> Iterator[Finding]:
    found = seen.databases[service]
    if isinstance(found, Away):
        state = State.UNKNOWN if (found.silent or found.full) and _server(seen) is None else State.WRONG
        remedy = ways.provision() if state is State.WRONG else ""
        yield Finding("database", state, found.reason, remedy, service)
        return
    said = f"answers, {_bytes(found.size)}"
    yield Finding("database", State.OK, said, service=service, figure=found.size, unit="bytes")
    yield _script(service, found, ways)
    faults = [words for name, words in _ROLE.items() if not found.role.get(name, True)]
    faults = faults if found.role else ["does not exist"]
    state, remedy = judged(faults, ways.provision())
    yield Finding("role", state, "; ".join(faults) or "as it should be", remedy, service)


def _script(service: str, found: ServicesDatabase, ways: Ways) -> Finding:
    newest = found.newest[-1]
    if found.script == newest:
        return Finding("migrations", State.OK, f"at {newest}, the newest", service=service)
    if found.script and found.script not in found.newest:
        remedy = "The database is of a newer release than this command: use that release's."
    else:
        remedy = f"Let no process of an older release run; then: {ways.migrate()}"
    return Finding("migrations", State.WRONG, f"at {found.script or 'none'}, not {newest}", remedy, service)


def _processes(seen: Seen, service: str, ways: Ways) -> Iterator[Finding]:
    if service not in seen.answers:
        yield Finding("service", State.UNKNOWN, "where it is was not said: --peers", service=service)
    for each in seen.answers.get(service, ()):
        if isinstance(each, Away):
            remedy = ways.start(service) if _server(seen) else _FIRST
            yield Finding("service", State.WRONG, each.reason, remedy, service)
        else:
            yield _process(each, service, _server(seen) is None)


def _process(answer: Answer, service: str, no_server: bool) -> Finding:
    said = f"{'ready' if answer.ready else 'not ready'}, {answer.seconds * 1000:.0f} ms, at {answer.address}"
    more = f" ({len(answer.remedies)} in all)" if len(answer.remedies) > 1 else ""
    remedy = f"{answer.remedies[0]}{more}" if answer.remedies else "What it lacks stands in the other lines."
    state, remedy = judged(not answer.ready, _FIRST if no_server else remedy)
    return Finding("service", state, said, remedy, service, figure=round(answer.seconds * 1000, 1), unit="ms")


def _following(seen: Seen, service: str, ways: Ways) -> Iterable[Finding]:
    if seen.journal(service) is None:
        return [Finding(_HIDDEN, State.UNKNOWN, "not known while the database cannot be read", service=service)]
    return [*relay(seen, service, ways), *followers(seen, service, ways)]


def _clocks(seen: Seen) -> Iterator[Finding]:
    """Against PostgreSQL's, which every event bears; where that is away, against this machine's."""
    server = _server(seen)
    by = server.ahead if server else 0.0
    if server:
        yield _clock("", "this machine", -by, 0)
    if isinstance(seen.bell, Bell):
        yield _clock("", "Redis", seen.bell.ahead - by, 0)
    asked = [(service, each) for service, answers in seen.answers.items() for each in answers]
    for service, each in asked:
        if isinstance(each, Answer) and each.ahead is not None:
            yield _clock(service, "", each.ahead - by, DATE_SECONDS + each.seconds / 2)


def _clock(service: str, whose: str, ahead: float, give: float) -> Finding:
    remedy = "Let every machine keep time by one server (timedatectl set-ntp true), first the one named here."
    state, remedy = judged(abs(ahead) - give > CLOCK_SECONDS, remedy)
    said = f"{ahead:+.1f} s" + (f", to {give:.0f} s" if give else "")
    what = "clock" if service else f"clock of {whose}"
    return Finding(what, state, said, remedy, service, figure=round(ahead, 3), unit="s")


def _disk(disk: Disk, ways: Ways) -> Finding:
    what = f"disk of {disk.name}"
    if disk.free is None:
        return Finding(what, State.UNKNOWN, f"not seen from here: {ways.disk()}")
    state, remedy = judged(disk.free < LEAST_FREE_BYTES, f"Make room, or give it a larger disk: {ways.disk()}")
    said = f"{_bytes(disk.free)} free of {_bytes(disk.size)}"
    return Finding(what, state, said, remedy, figure=disk.free, unit="bytes")


def _bytes(count: float) -> str:
    for unit in ("B", "kB", "MB", "GB"):
        if count < 1000:
            return f"{count:.0f} {unit}" if unit in ("B", "kB") else f"{count:.1f} {unit}"
        count /= 1000
    return f"{count:.1f} TB"
