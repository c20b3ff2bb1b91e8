"""The one rule of every tree: a path leads from the top to the thing itself, over its parent, and never in a circle."""

from collections.abc import Sequence
from uuid import UUID

from shared.errors import Refused


def stands_below_its_parent(thing: UUID, parent: UUID | None, path: Sequence[UUID]) -> None:
    """Raises Refused for a thing that would stand below itself, or elsewhere than below its parent."""
    *above, last = path or (None,)
    if last != thing or (above[-1] if above else None) != parent or len(set(path)) < len(path):
        raise Refused("below-itself", "R39")
