"""The newest facts of one producer and district, as the bell rang them, for all who follow them here."""

from bisect import bisect_left
from collections.abc import Sequence

from shared.eventstore.pages import PAGE, Place
from shared.messaging.heard import Link

_KEPT = 2 * PAGE


class Window:
    """An unbroken run of the chain. Whoever stands within it or at its start reads on from it; others pull the feed."""

    def __init__(self) -> None:
        self._links: list[Link] = []

    @property
    def end(self) -> int:
        """The position of its last fact; 0 when it is empty."""
        return self._links[-1].said.envelope.position if self._links else 0

    def add(self, link: Link) -> None:
        """Put a fact at the end. An older one was heard before; one that leaves a gap begins the run anew."""
        if link.said.envelope.position <= self.end:
            return
        if self._links and not _follows(self._links[-1], link):
            self._links.clear()
        self._links.append(link)
        if len(self._links) > 2 * _KEPT:
            del self._links[:-_KEPT]

    def replace(self, links: Sequence[Link]) -> None:
        """Begin anew with what the feed says; what the bell rang beyond it stays."""
        before, self._links = self._links, list(links)
        for link in before:
            self.add(link)

    def after(self, place: Place) -> list[Link]:
        """What follows a place, at most a page; empty when nothing here does, be it a gap or the end."""
        first = bisect_left(self._links, place.fact, key=_previous)
        if first == len(self._links):
            return []
        link = self._links[first]
        if link.previous != place.fact or link.previous_hash != place.fact_hash:
            return []
        return self._links[first : first + PAGE]


def _previous(link: Link) -> int:
    return link.previous


def _follows(last: Link, link: Link) -> bool:
    at = last.said
    return (link.previous, link.previous_hash, link.store) == (at.envelope.position, at.hash, last.store)
