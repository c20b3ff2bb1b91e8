"""What is done with pages: `eventstore.runner` keeps read models, `eventstore.policing` carries policies out."""

from collections.abc import Sequence
from typing import Protocol

from shared.eventstore.pages import Page, Source
from shared.eventstore.places import Standing


class Acting(Protocol):
    """What is done with pages: read models kept, policies carried out."""

    async def apply(self, page: Page, standings: Sequence[Standing]) -> list[Standing]:
        """Act on a page, move the places on, and answer who had something to do."""
        ...

    async def keep(self, standings: Sequence[Standing]) -> None:
        """Write down places that moved on in memory alone."""
        ...

    async def resume(self, source: Source, standings: Sequence[Standing]) -> list[Standing]:
        """Carry out what operators decided of what is parked, and answer whose."""
        ...

    def abandoned(self, standings: Sequence[Standing]) -> bool:
        """Whether it seems that nobody alive moves one of these."""
        ...

    async def reread(self, standings: Sequence[Standing]) -> None:
        """Look where the places are in the database, and take over those that nobody alive moves."""
        ...
