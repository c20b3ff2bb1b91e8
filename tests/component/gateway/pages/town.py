"""A gateway before services that have nothing to tell but what a test has them say, and its readers."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any  # answers are JSON
from uuid import UUID

from shared.roles import Role
from shared.testing.databases import FreshDatabase
from tests.component.gateway.pages.answering import Answering
from tests.component.gateway.pages.reader import Reader
from tests.component.gateway.stage import Stage, staged

ME, UNIT, CASE = (UUID(int=n) for n in (7, 8, 9))
TODAY: dict[str, Any] = {"sandbox": True, "now": "2010-12-07T10:00:00+08:00"}
CASEWORK = {
    "/turns": "matter.read",
    "/matters": "matter.read",
    "/matters/{case}": "matter.read",
    "/matters/{case}/limits": "matter.read",
    "/matters/{case}/limits/{limit}": "matter.read",
    "/latest-steps": "matter.read",
    "/competences": "directory.read",
    "/unsettled": "matter.settled-number",
    "/campaigns/{campaign}/case-figures": "matter.read",
}
LEDGER = {
    "/filings": "book.read",
    "/pairings": "field.read",
    "/openings": "opening.read",
    "/campaigns/{campaign}/field-figures": "book.read",
}
SCHEDULING = {
    "/campaigns": "campaign.read",
    "/campaigns/{campaign}/figures": "stay.read",
    "/stays": "stay.read",
    "/units": "directory.read",
    "/places": "directory.read",
    "/people/{person}": "directory.read",
}


class Town:
    """A gateway before services that say what a test has them say."""

    def __init__(self, stage: Stage, services: dict[str, Answering]) -> None:
        self.stage = stage
        self.services = services

    def say(self, service: str, path: str, *items: Any, **more: Any) -> None:
        """From now on this is the answer."""
        self.services[service].answers[path] = {"items": list(items), "next": None, **more}

    async def read(self, role: Role, path: str) -> Reader:
        """A page as somebody with one role gets it."""
        return await (await Reader.of(self.stage, "li", role, ME, unit=str(UNIT))).open(path)


@asynccontextmanager
async def town_in(directory: Path, database: FreshDatabase) -> AsyncIterator[Town]:
    """Four services that have nothing to tell yet."""
    paths = {"casework": CASEWORK, "ledger": LEDGER, "scheduling": SCHEDULING, "notify": {"/inbox": "inbox.read"}}
    services = {name: Answering(name, paths=of) for name, of in paths.items()}
    async with staged(directory, database, list(services.values())) as stage:
        await stage.open_district(**TODAY)
        yield Town(stage, services)


def turn(duty: str, state: str | None, **changed: Any) -> dict[str, Any]:
    """A matter as a list has it, and what it waits for."""
    told = {
        "id": str(CASE),
        "reference": "FW62M-D0D1S",
        "kind": "dispute",
        "field": "land-requisition",
        "place": {"id": str(UNIT), "name": "柳塘村"},
        "unit": {"id": str(UNIT), "name": "国土分局"},
        "handler": None,
        "subject": "陈阿婆的补偿款",
        "state": state,
        "limit": None,
        "served": False,
        "overdue": False,
        "duty": duty,
    }
    return told | changed
