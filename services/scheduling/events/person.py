"""What happens to an official: names and posts are public, they stand on contact cards and letters."""

from typing import Literal

from shared.event import Event, Frozen
from shared.ids import PersonId, UnitId
from shared.words import Post


class HeldPost(Frozen):
    """A post in a unit; `leader-in-charge` says of which unit somebody is in charge (R107)."""

    post: Post
    unit: UnitId


class PersonDescribed(Event):
    """The official is now as said here, with every post held."""

    type: Literal["person-described.v1"] = "person-described.v1"
    person: PersonId
    code: str
    name: str
    unit: UnitId
    party_member: bool
    posts: tuple[HeldPost, ...]
