"""An installation that is well, as it was seen, for tests to spoil."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any  # fields by name
from uuid import UUID

from deploy.minqing.doctor.finding import Finding, State
from deploy.minqing.doctor.judging import judge
from deploy.minqing.doctor.seen import (
    Answer,
    At,
    Away,
    Behind,
    Bell,
    Build,
    Disk,
    Journal,
    Seen,
    Server,
    ServicesDatabase,
)
from deploy.minqing.doctor.ways import InContainers
from deploy.minqing.services import SERVICES, WITH_A_LOG
from shared.ids import Tenant

SHIFAN = Tenant("shifan")
STORE, ALIVE, DEAD = UUID(int=1), UUID(int=2), UUID(int=3)
BOOKS = At(SHIFAN, "ledger", "books", 1, STORE, 3, 5, b"hash", ALIVE)
HEARD = At(SHIFAN, "scheduling", "heard", 1, STORE, 3, 5, b"hash", ALIVE)
SERVER = Server("17.5", 0.01, 90, 200, {"fsync": "on", "synchronous_commit": "on", "full_page_writes": "on"})
ROLE = {"logs_in": True, "is_no_superuser": True, "is_held_to_its_district": True, "connects": True}
BELL = Bell("8.0", 0.01, "noeviction", 3_000_000, 256_000_000, appends=True, writes=True)
JOURNAL = Journal(STORE, {SHIFAN: 5}, {SHIFAN: 5}, True, {ALIVE: 2.5}, [BOOKS, HEARD], [Build("books", 1, True)])
DATABASE = ServicesDatabase(SERVER, "0006", ["0005", "0006"], ROLE, 12_000_000, JOURNAL)
ANSWER = Answer("10.0.0.2:8080", 0.012, True, 0.2)
WELL = Seen(
    {service: DATABASE if service in WITH_A_LOG else replace(DATABASE, journal=None) for service in SERVICES},
    BELL,
    {service: [ANSWER] for service in SERVICES},
    [Disk("PostgreSQL", 50 * 10**9, 100 * 10**9)],
    {"ledger": [BOOKS, HEARD]},
    {"ledger": [Behind(BOOKS, 0, True), Behind(HEARD, 0.3, True)]},
    {"ledger": [Behind(At(SHIFAN, "ledger", "relay", 0, fact=5), 0, True)]},
)
WAYS = InContainers()


def with_database(service: str, found: ServicesDatabase | Away) -> Seen:
    return replace(WELL, databases={**WELL.databases, service: found})


def with_journal(**changed: Any) -> Seen:
    """Ledger's, otherwise than it is when all is well."""
    return with_database("ledger", replace(DATABASE, journal=replace(JOURNAL, **changed)))


def with_answers(service: str, *answers: Answer | Away) -> Seen:
    return replace(WELL, answers={**WELL.answers, service: answers})


def with_behind(*behind: Behind) -> Seen:
    """How far ledger's followers are."""
    return replace(WELL, places={"ledger": [each.at for each in behind]}, behind={"ledger": behind})


def wrong(seen: Seen) -> list[Finding]:
    return [each for each in judge(seen, WAYS) if each.state is State.WRONG]


def only(findings: Sequence[Finding]) -> Finding:
    assert len(findings) == 1, findings
    return findings[0]
