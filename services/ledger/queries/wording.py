"""Sealed words as a reader gets them: opened, withheld, or erased by law."""

import asyncio
from collections.abc import Awaitable, Callable, Iterable
from typing import Any, Literal  # sealed values as JSON, opened ones as whatever was sealed

from pydantic import BaseModel

from shared.sealed import Sealed

Opener = Callable[[Sealed], Awaitable[Any]]
"""Opens a sealed value for somebody who may see it; None once it is erased."""

ERASED = "已依法删除"


class Wording(BaseModel):
    """What was written. `text` is null when it is withheld from the reader, or erased."""

    text: str | None
    state: Literal["open", "withheld", "erased"]


WITHHELD = Wording(text=None, state="withheld")


async def worded(opener: Opener | None, sealed: Any) -> Wording:
    """A sealed value for a reader; without an opener it is withheld."""
    if opener is None:
        return WITHHELD
    text = await opener(Sealed.model_validate(sealed))
    return Wording(text=text, state="open") if text is not None else Wording(text=None, state="erased")


async def maybe_worded(opener: Opener | None, sealed: Any) -> Wording | None:
    """The same for a value that may not be there."""
    return None if sealed is None else await worded(opener, sealed)


async def all_worded(opener: Opener | None, sealed: Iterable[Any]) -> list[Wording]:
    """The same for several."""
    return list(await asyncio.gather(*(worded(opener, one) for one in sealed)))
