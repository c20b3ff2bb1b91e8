"""What the pages of a campaign read: its frame, the names in it, and whether it is the reader's own to run."""

import asyncio
from dataclasses import dataclass
from typing import Any  # what the API answers is JSON
from uuid import UUID

from services.gateway.pages.page import OwnVisit
from shared.web.problems import Forbidden

ALL = 1000
"""As many as the API tells at once."""


@dataclass(frozen=True)
class Told:
    """A campaign with its roster; `draft` is None for who does not run it."""

    campaign: Any
    roster: Any

    @property
    def id(self) -> str:
        """Its id, as it stands in addresses."""
        return str(self.campaign["id"])

    @property
    def path(self) -> str:
        """Where its page is, and the API's address of it."""
        return f"/campaigns/{self.id}"

    @property
    def runs(self) -> bool:
        """Whether the reader's office runs it."""
        return self.roster["draft"] is not None

    @property
    def drafted(self) -> bool:
        """Whether a draft waits that says something else than what is published."""
        return bool(self.roster["draft"]) and as_placed(self.roster["draft"]) != as_placed(self.roster["entries"])

    @property
    def published(self) -> dict[str, Any]:
        """The lines that hold, by person."""
        return {one["person"]: one for one in self.roster["entries"]}

    @property
    def lines(self) -> list[Any]:
        """The roster in work: the draft, where it differs, else what is published."""
        return list(self.roster["draft"] if self.drafted else self.roster["entries"])


def as_placed(lines: list[Any]) -> list[tuple[str, str, int, str]]:
    """What a roster says, whoever is called what; in no order."""
    return sorted((one["person"], one["section"], one["batch"], one["place"]) for one in lines)


def for_offices(page: OwnVisit) -> None:
    """See that the page is for an activity office. Raises Forbidden."""
    if not page.may("campaign.plan"):
        raise Forbidden("forbidden")


async def read(page: OwnVisit, campaign: UUID) -> Told:
    """A campaign, for an activity office. Raises Forbidden, No."""
    for_offices(page)
    path = f"/campaigns/{campaign}"
    return Told(*await asyncio.gather(page.get(path), page.get(f"{path}/roster")))


async def read_own(page: OwnVisit, campaign: UUID) -> Told:
    """One that the reader runs. Raises Forbidden, No."""
    told = await read(page, campaign)
    if not told.runs:
        raise Forbidden("forbidden")
    return told


async def cadres_of(page: OwnVisit, told: Told) -> list[Any]:
    """All cadres of the unit whose cadres go out, by code."""
    return await page.behind.every("/people", below=told.campaign["unit"], limit=ALL)


async def exempt_of(page: OwnVisit, told: Told) -> list[Any]:
    """Who does not take part; for who does not run the campaign that is nobody's to know."""
    return await page.behind.every(f"{told.path}/exemptions") if told.runs else []


async def places_of(page: OwnVisit, told: Told) -> dict[str, Any]:
    """The campaign's places by id, in the order of their codes."""
    wanted = set(told.campaign["places"])
    return {one["id"]: one for one in await page.behind.every("/places", limit=ALL) if one["id"] in wanted}
