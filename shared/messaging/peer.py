"""Another service's log as its followers here read it: from its bell while that is unbroken, else from its feed."""

import asyncio
from collections import OrderedDict, defaultdict
from typing import Any  # items that nobody has checked yet
from uuid import UUID

import structlog
from pydantic import ValidationError

from shared.eventstore.faults import wrong_in
from shared.eventstore.pages import Heads, NotTheLogRead, Page, Place
from shared.ids import Tenant
from shared.messaging.heard import Link, link_of
from shared.messaging.pull import FeedPage, PeerFeed
from shared.messaging.window import Window

log = structlog.get_logger(__name__)

_REMEMBERED = 8


class Peer:
    """One producer. `store` is known once its heads were read; until then what its bell rings is only kept."""

    def __init__(self, feed: PeerFeed) -> None:
        self._feed = feed
        self._windows: dict[Tenant, Window] = defaultdict(Window)
        self._ends: dict[Tenant, int] = defaultdict(int)  # where the feed last said that a log ends
        self._pulls: OrderedDict[tuple[Tenant, Place], asyncio.Task[FeedPage]] = OrderedDict()
        self.store: UUID | None = None

    @property
    def service(self) -> str:
        """Whose log it is."""
        return self._feed.service

    @property
    def own(self) -> bool:
        """Whether it is the reading service's own."""
        return False

    async def heads(self) -> Heads:
        """Where each district's log ends. Raises httpx's errors."""
        heads = await self._feed.heads()
        self.store = heads.store
        return heads

    def moved(self, tenant: Tenant) -> None:
        """Nothing: what the bell rings is in the window before anybody is told."""

    def hear(self, items: list[dict[str, Any]]) -> set[Tenant]:
        """Keep the facts that the bell rang, passing over what is none; answers their districts."""
        heard = [link for link in map(self._checked, items) if link]
        for link in heard:
            self._windows[link.said.envelope.tenant].add(link)
        return {link.said.envelope.tenant for link in heard}

    async def page(self, tenant: Tenant, place: Place, look: bool = False) -> Page:
        """What comes after a place; with `look`, or where the bell left a gap, from the feed. See `Source`."""
        window = self._windows[tenant]
        rung = [] if look else window.after(place)
        if rung:
            return _page(rung, None, place)
        if not look and window.end <= place.fact and place.position >= self._ends[tenant]:
            return Page((), place)  # nothing was heard of beyond it
        page = await self._pulled(tenant, place)
        self._ends[tenant] = page.head
        if not window.after(place):
            window.replace(page.facts)  # the bell's run does not go on from here: begin anew with what the feed says
        return _page(list(page.facts), page, place)

    async def past(self, tenant: Tenant, place: Place) -> Page:
        """What came after a place that was read before, from the feed; what the bell rings is left as it is."""
        page = await self._feed.page(tenant, place)
        return _page(list(page.facts), page, place)

    async def _pulled(self, tenant: Tenant, place: Place) -> FeedPage:
        """One fetch for all who stand at the same place, at once or, in a long log, soon after each other."""
        key = tenant, place
        pull = self._pulls.get(key)
        if pull is None:
            pull = self._pulls[key] = asyncio.create_task(self._feed.page(tenant, place))
            pull.add_done_callback(lambda done: self._remember(key, done))
        return await asyncio.shield(pull)

    def _remember(self, key: tuple[Tenant, Place], pull: asyncio.Task[FeedPage]) -> None:
        if pull.cancelled() or pull.exception() or not _leads_on(pull.result(), key[1]):
            self._pulls.pop(key, None)
        while len(self._pulls) > _REMEMBERED:
            self._pulls.popitem(last=False)

    def _checked(self, item: dict[str, Any]) -> Link | None:
        try:
            link = link_of(item)
        except ValidationError as error:
            log.warning("the bell rang something that is no fact", producer=self.service, wrong=wrong_in(error))
            return None
        return link if self.store in (None, link.store) else None


def _leads_on(pulled: FeedPage, place: Place) -> bool:
    """Whether it goes on from its place and there is more behind it: another page is asked for the next time."""
    return place.position < pulled.upto[0] < pulled.head


def _page(links: list[Link], pulled: FeedPage | None, place: Place) -> Page:
    last = links[-1].said if links else None
    _check_chain(links, place)
    fact, fact_hash = (last.envelope.position, last.hash) if last else (place.fact, place.fact_hash)
    position, hash_ = pulled.upto if pulled else (fact, fact_hash)
    return Page(tuple(link.said for link in links), Place(fact, fact_hash, position, hash_), more=True)


def _check_chain(links: list[Link], place: Place) -> None:
    position, hash_ = place.fact, place.fact_hash or (links[0].previous_hash if links and not place.fact else b"")
    for link in links:
        if link.previous != position or link.previous_hash != hash_:
            raise NotTheLogRead(position, hash_.hex(), link.previous_hash.hex())
        position, hash_ = link.said.envelope.position, link.said.hash
