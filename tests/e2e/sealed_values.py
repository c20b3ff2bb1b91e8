"""Every sealed value that stands in any row of any database, and what becomes of it with the keys that are there."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from deploy.minqing.services import SERVICES
from deploy.minqing.supervise import Minqing
from shared.eventstore.connect import Database
from shared.eventstore.keys import Keys
from shared.ids import Tenant
from shared.sealed import Sealed
from shared.settings import secret_of
from tests.e2e.looking import Databases

_SEALED = re.compile(r'"sealed": ?\{([^{}]*)\}')
_PART = re.compile(r'"(owner|subject|key|value)": ?"?([^",}]*)"?')
_QUOTED = re.compile(r'[\\"]+')
"""However often a quotation mark was escaped on its way into a row's text."""


@dataclass(frozen=True)
class Found:
    """A sealed value, and in which table of which service it stands."""

    service: str
    table: str
    sealed: Sealed


def sealed_values(minqing: Minqing, tenant: Tenant) -> Iterator[Found]:
    """All of a district, as the superuser reads them."""
    databases = Databases(minqing)
    for service in SERVICES:
        for table in databases.tables(service):
            rows = databases.rows(service, table, tenant) if table.of_districts else []
            for text in rows:
                yield from (Found(service, table.said, one) for one in _in(text))


def _in(text: str) -> Iterator[Sealed]:
    for inside in _SEALED.findall(_QUOTED.sub('"', text)):
        yield Sealed.model_validate({"sealed": dict(_PART.findall(inside))})


async def opened(minqing: Minqing, tenant: Tenant, owner: str, values: list[Sealed]) -> list[object]:
    """What their owner can make of them; None where no key is left."""
    told = minqing.wiring.environment(owner)
    database = Database(told[f"{owner.upper()}_DATABASE_URL"])
    await database.open()
    keys = Keys(database, owner, secret_of(minqing.wiring.credentials.master_key_file(owner)))
    try:
        return [await keys.open(tenant, one) for one in values]
    finally:
        await database.close()
