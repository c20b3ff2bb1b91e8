"""`minqing backup` and `minqing restore` of an installation in which no district is open yet, or not even a table."""

import asyncio
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from deploy.minqing import place
from deploy.minqing.backup.where import to_fill
from deploy.minqing.databases import Databases, migrate_all
from deploy.minqing.services import SERVICES
from deploy.minqing.supervise import Minqing
from shared.eventstore.provision import role_of
from tests.e2e.doctoring import Patient
from tests.e2e.restoring import Halves, executed, names_of_databases


@dataclass(frozen=True)
class Empty:
    """Databases without a district on a server that is up, and a backup of them."""

    patient: Patient
    databases: Databases
    halves: Halves

    def says(self, verb: str, *more: str) -> tuple[int, str]:
        """`minqing backup …` or `restore …`, by the server's address."""
        logs, keys = str(self.halves.logs), str(self.halves.keys)
        where = ("--server", self.databases.server, "--secrets", str(self.patient.data / "secrets"))
        return self.patient.says(verb, logs, "--keys", keys, *where, *more)

    def executed(self, service: str, statement: str) -> None:
        asyncio.run(executed(self.databases, service, statement))

    def there(self, service: str) -> set[str]:
        """The service's database, and what was kept of former ones."""
        found = asyncio.run(names_of_databases(self.databases))
        return {name for name in found if name.startswith(role_of(service))}


@pytest.fixture
def made(tmp_path: Path) -> Iterator[Empty]:
    """Without tables, and without a backup."""
    minqing = Minqing(tmp_path / "data", place.free_port())
    with to_fill(minqing.directory) as databases:
        yield Empty(Patient(minqing), databases, Halves(tmp_path))
    place.remove(minqing.directory)


@pytest.fixture
def backed_up(made: Empty) -> Empty:
    """With its tables, before anybody came."""
    asyncio.run(migrate_all(made.databases, SERVICES))
    code, said = made.says("backup")
    assert code == 0, said
    return made


def test_what_has_no_tables_is_not_backed_up_and_one_sentence_says_why(made: Empty) -> None:
    code, said = made.says("backup")
    assert (code, "has not the tables of this release" in said, len(said.splitlines())) == (1, True, 1), said
    assert not made.halves.logs.exists()


def test_with_aside_whatever_has_a_table_is_kept_also_where_no_district_is_open(backed_up: Empty) -> None:
    code, said = backed_up.says("restore", "--aside")
    assert (code, said.count("what was there is in the database")) == (0, len(SERVICES)), said
    assert [len(backed_up.there(service)) for service in SERVICES] == [2] * len(SERVICES)


def test_without_it_what_holds_no_district_makes_way(backed_up: Empty) -> None:
    code, said = backed_up.says("restore")
    assert code == 0, said
    assert [backed_up.there(service) for service in SERVICES] == [{role_of(service)} for service in SERVICES]


def test_a_former_database_without_keys_is_kept_aside_as_well(backed_up: Empty) -> None:
    backed_up.executed("ledger", "DROP SCHEMA keys CASCADE")
    code, said = backed_up.says("restore", "--aside")
    assert (code, "ledger: what was there is in the database" in said) == (0, True), said


def test_a_former_database_that_cannot_be_dropped_is_told_and_all_is_restored(backed_up: Empty) -> None:
    backed_up.executed("gateway", f"ALTER DATABASE {role_of('ledger')} IS_TEMPLATE true")
    code, said = backed_up.says("restore")
    assert (code, "Restored as of" in said) == (0, True), said
    assert "is still there. PostgreSQL refuses: cannot drop a template database" in said
    assert [len(backed_up.there(service)) for service in SERVICES] == [1, 2, 1, 1, 1]
