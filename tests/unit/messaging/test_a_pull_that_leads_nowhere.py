from collections.abc import Sequence
from uuid import UUID

from shared.eventstore.pages import Heads, Place
from shared.ids import Tenant
from shared.messaging.peer import Peer
from shared.messaging.pull import FeedPage

AT_EIGHT = Place(8, b"h", 8, b"h")


class FeedThatIsOvertaken:
    """While it looked, the log went on: its first page has nothing, and says that the log ends further on."""

    service = "ledger"

    def __init__(self, pages: Sequence[FeedPage]) -> None:
        self._pages = list(pages)
        self.asked = 0

    async def page(self, tenant: Tenant, place: Place) -> FeedPage:
        self.asked += 1
        return self._pages.pop(0)

    async def heads(self) -> Heads:
        return Heads(UUID(int=1), [])


async def test_a_page_that_brought_nothing_is_not_what_the_next_look_gets() -> None:
    feed = FeedThatIsOvertaken([FeedPage([], (8, b"h"), 9), FeedPage([], (9, b"i"), 9)])
    peer = Peer(feed)
    assert (await peer.page(Tenant("shifan"), AT_EIGHT, look=True)).after == AT_EIGHT
    assert (await peer.page(Tenant("shifan"), AT_EIGHT, look=True)).after.position == 9
    assert feed.asked == 2
