"""Backups of an installation as an operator takes them, and what stands in its databases."""

import asyncio
import json
import shutil
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any  # a sealed value is JSON

import asyncpg

from deploy.minqing.backup.where import to_fill
from deploy.minqing.databases import Databases
from deploy.minqing.services import SERVICES, WITH_A_LOG
from deploy.minqing.supervise import Minqing
from shared.eventstore.connect import Database
from shared.eventstore.keys import Keys
from shared.eventstore.log import Log
from shared.eventstore.provision import role_of
from shared.ids import Tenant
from shared.sealed import Sealed
from shared.settings import secret_of
from tests.e2e.doctoring import Patient

_TABLES = """
SELECT format('%I.%I', n.nspname, c.relname) FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
WHERE c.relkind = 'r' AND n.nspname NOT IN ('pg_catalog', 'information_schema')
"""
_SAYING = ("log.heads", "log.commands")
"""They say, besides, that the log was restored."""
_DIGEST = "SELECT count(*), md5(coalesce(string_agg(t::text, '|' ORDER BY t::text), '')) FROM {} t"
_EVENTS = "SELECT event_id, actor, (meta::json ->> 'causationid')::uuid AS cause FROM log.events"

Tables = dict[tuple[str, str], tuple[int, str]]

PLACES = """\
code,name,level,parent,contact_unit,contact_section,contact_leader
D,示范区,district,,,,
T1,柳河镇,town,D,,,
C01,柳塘村,village,T1,MZ,,
C01-G1,一组,group,C01,,,
"""
HOUSEHOLDS = "code,place,number,head,telephone,address,difficulty\nH1,C01-G1,1,张三,13800000000,一组1号,no\n"
"""A village in which one household lives."""


@dataclass(frozen=True)
class Halves:
    """The two folders of a backup."""

    folder: Path

    @property
    def logs(self) -> Path:
        return self.folder / "logs"

    @property
    def keys(self) -> Path:
        return self.folder / "keys"

    def words(self, verb: str, data: Path) -> tuple[str, ...]:
        """`minqing backup …` or `restore …`."""
        return (verb, str(self.logs), "--keys", str(self.keys), "--data", str(data))


def backed_up(patient: Patient, folder: Path) -> Halves:
    """A backup of an installation."""
    folder.mkdir()
    halves = Halves(folder)
    code, said = patient.says(*halves.words("backup", patient.data))
    assert code == 0, said
    return halves


def with_secrets_of(minqing: Minqing, data: Path) -> Path:
    """A data directory that holds the secrets of another installation, and nothing else."""
    shutil.copytree(minqing.directory / "secrets", data / "secrets")
    (data / "secrets" / "environments.json").unlink()
    return data


def at_rest(data: Path) -> tuple[Tables, Mapping[str, list[asyncpg.Record]]]:
    """What is in each table of each service: how many rows, and their digest; and the events of each log."""
    with to_fill(data) as databases:
        return asyncio.run(_tables(databases)), asyncio.run(_events(databases))


async def executed(databases: Databases, service: str, statement: str) -> None:
    """Do something in a service's database that no service would do."""
    connection = await asyncpg.connect(databases.superuser_url(role_of(service)))
    await connection.execute(statement)
    await connection.close()


async def names_of_databases(databases: Databases) -> set[str]:
    """All databases of the server."""
    connection = await asyncpg.connect(databases.superuser_url())
    found = await connection.fetch("SELECT datname FROM pg_database")
    await connection.close()
    return {row[0] for row in found}


async def _tables(databases: Databases) -> Tables:
    found: Tables = {}
    for service in SERVICES:
        connection = await asyncpg.connect(databases.superuser_url(role_of(service)))
        for (table,) in await connection.fetch(_TABLES):
            which = "(SELECT * FROM log.events WHERE type <> 'log-restored.v1')" if table == "log.events" else table
            if table not in _SAYING:
                found[service, table] = tuple((await connection.fetch(_DIGEST.format(which)))[0])
        await connection.close()
    return found


async def _events(databases: Databases) -> dict[str, list[asyncpg.Record]]:
    found = {}
    for service in WITH_A_LOG:
        connection = await asyncpg.connect(databases.superuser_url(role_of(service)))
        found[service] = await connection.fetch(_EVENTS)
        await connection.close()
    return found


def sealed_names(data: Path, tenant: Tenant) -> list[Any]:
    """What stands in the ledger under seal, opened with the master key that lies in a data directory."""
    with to_fill(data) as databases:
        return asyncio.run(_opened(databases.url("ledger"), secret_of(data / "secrets" / "ledger.master"), tenant))


async def _opened(url: str, master: bytes, tenant: Tenant) -> list[Any]:
    database = Database(url)
    await database.open()
    log = Log(database, "ledger")
    await log.open()
    texts = [json.loads(row.data) for row in await log.read(tenant, 0, 1000)]
    sealed = [Sealed.model_validate(each) for text in texts for each in _sealed_in(text)]
    opened = [await Keys(database, "ledger", master).open(tenant, each) for each in sealed]
    await log.close()
    await database.close()
    return opened


def _sealed_in(value: Any) -> list[Any]:
    if isinstance(value, dict) and "sealed" in value:
        return [value]
    inside = value.values() if isinstance(value, dict) else value if isinstance(value, list) else ()
    return [each for part in inside for each in _sealed_in(part)]
