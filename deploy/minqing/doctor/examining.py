"""Looks at everything of an installation at once, and then at how far each follower is from the end of its log."""

import asyncio
import shutil
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path

from deploy.minqing.doctor import bell, databases, processes
from deploy.minqing.doctor.followers import Lanes, places_of
from deploy.minqing.doctor.seen import At, Behind, Disk, Journal, Seen
from deploy.minqing.services import SERVICES, WITH_A_LOG


@dataclass(frozen=True)
class Whereabouts:
    """Where an installation's parts are: databases by the URL of who reads all of them, services by theirs.

    `directories`: what lies on a disk of this machine, by name; None where it is elsewhere.
    """

    databases: Mapping[str, str]
    redis: str
    services: Mapping[str, str]
    directories: Mapping[str, Path | None]


async def examine(where: Whereabouts) -> Seen:
    """All there is to see, whatever is down. Places are read before the ends of the logs: none is beyond its own."""
    found, redis, answers = await asyncio.gather(
        asyncio.gather(*(databases.look(where.databases[service], service) for service in SERVICES)),
        bell.look(where.redis),
        processes.look(where.services),
    )
    by_name = dict(zip(SERVICES, found, strict=True))
    seen = Seen(by_name, redis, answers, [_disk(*each) for each in where.directories.items()])
    journals = {service: journal for service in WITH_A_LOG if (journal := seen.journal(service))}
    heads = {service: journal.heads for service, journal in journals.items()}
    seen = replace(seen, places={it: places_of(journals[it], Lanes.of(seen, it), heads) for it in journals})
    behind = {service: await _followers(where, service, seen) for service in journals}
    rung = {service: await _relay(where, service, journal) for service, journal in journals.items()}
    return replace(seen, behind=behind, rung=rung)


async def _relay(where: Whereabouts, service: str, journal: Journal) -> list[Behind] | None:
    relays = [At(tenant, service, "relay", 0, fact=journal.rung.get(tenant, 0)) for tenant in journal.heads]
    return await databases.compare(where.databases[service], relays, own=False)


async def _followers(where: Whereabouts, service: str, seen: Seen) -> list[Behind]:
    by_log: dict[str, list[At]] = defaultdict(list)
    for at in seen.places[service]:
        by_log[at.producer].append(at)
    logs = [producer for producer in by_log if seen.journal(producer)]
    asked = (databases.compare(where.databases[each], by_log[each], own=each == service) for each in logs)
    return [one for found in await asyncio.gather(*asked) for one in found or ()]


def _disk(name: str, directory: Path | None) -> Disk:
    try:
        usage = shutil.disk_usage(directory) if directory else None
    except OSError:
        usage = None
    return Disk(name, usage.free, usage.total) if usage else Disk(name)
