"""A visit while it is typed, over the pages of its form: when, who was met, what was heard.

It travels with the form, sealed for its reader: the pages need no script and no storage of the browser, and the words
of an accusation stand in no page but their own.
"""

from typing import Any, Literal, TypeVar  # bodies of the API are JSON
from uuid import UUID

from pydantic import ValidationError

from services.gateway.pages.page import OwnVisit
from services.gateway.pages.tickets import Kept
from services.gateway.pages.typed import Form
from shared.errors import NotFound
from shared.event import Frozen

AT_HOME = ("evening", "household")
"""Modes of a visit to a household of the village."""

T = TypeVar("T")
Part = Literal["visit", "caller", "matter"]


class Concern(Frozen):
    """Whom an accusation is against, as the directory has them."""

    type: Literal["person", "unit"]
    id: UUID
    name: str


class Caller(Frozen):
    """A household by its group and number, or somebody else with as much as was told."""

    household: UUID | None = None
    group: str = ""
    group_name: str = ""
    number: str = ""
    name: str = ""
    telephone: str = ""

    @property
    def body(self) -> dict[str, Any]:
        """As the API has it."""
        if self.household:
            return {"household": str(self.household)}
        told = {"name": self.name, "telephone": self.telephone}
        return {name: value for name, value in told.items() if value}


class Matter(Frozen):
    """Something heard; `settled` is "yes" or "no"; `caller` counts from 0, None while nobody has said whose it is."""

    kind: str = ""
    caller: int | None = 0
    field: str = ""
    subject: str = ""
    words: str = ""
    settled: str = ""
    answer: str = ""
    concerns: tuple[Concern, ...] = ()

    @property
    def body(self) -> dict[str, Any]:
        """As the API has it: what a kind does not ask for is left out."""
        told: dict[str, Any] = {"kind": self.kind, "words": self.words, "caller": self.caller}
        if self.kind == "accusation":
            concerns = [{"type": one.type, "id": str(one.id)} for one in self.concerns]
            return {**told, "concerns": concerns}
        told |= {"subject": self.subject}
        told |= {"field": self.field} if self.kind == "dispute" else {}
        return told | ({"answer": self.answer} if self.settled == "yes" else {})


class Sheet(Frozen):
    """The visit as it stands; `part` is the page that is open, for `number`; `matter` is what is half typed there."""

    date: str = ""
    time: str = ""
    mode: str = ""
    diary: str = ""
    callers: tuple[Caller, ...] = ()
    matters: tuple[Matter, ...] = ()
    part: Part = "visit"
    number: int = 0
    matter: Matter = Matter()

    def but(self, **fields: Any) -> "Sheet":
        """The same with other fields."""
        return self.model_copy(update=fields)

    def back(self) -> "Sheet":
        """On its first page again, with nothing half typed."""
        return self.but(part="visit", matter=Matter())

    def with_caller(self, caller: Caller) -> "Sheet":
        """With the caller whose page is open."""
        return self.but(callers=put(self.callers, self.number, caller)).back()

    def with_matter(self, matter: Matter) -> "Sheet":
        """With the matter whose page is open."""
        return self.but(matters=put(self.matters, self.number, matter)).back()

    def without_caller(self, number: int) -> "Sheet":
        """Without a caller; what they told is for nobody until somebody says whose it is."""
        callers = without(self.callers, number)
        return self.but(callers=callers, matters=tuple(_moved(one, number, len(callers)) for one in self.matters))

    def without_matter(self, number: int) -> "Sheet":
        """Without a matter."""
        return self.but(matters=without(self.matters, number))


def put(items: tuple[T, ...], number: int, item: T) -> tuple[T, ...]:
    """With an item in its place, at the end where there is none yet."""
    return (*items[:number], item, *items[number + 1 :])


def without(items: tuple[T, ...], number: int) -> tuple[T, ...]:
    """Without one of them."""
    return (*items[:number], *items[number + 1 :])


def _moved(matter: Matter, number: int, left: int) -> Matter:
    """A matter after one of the callers was taken away."""
    if left <= 1:
        return matter.model_copy(update={"caller": 0})
    if matter.caller is None or matter.caller < number:
        return matter
    return matter.model_copy(update={"caller": None if matter.caller == number else matter.caller - 1})


def closed(page: OwnVisit, sheet: Sheet) -> str:
    """The sheet as a page carries it."""
    return page.seals.close(Kept(page.account, page.request.url.path, sheet.model_dump_json(exclude_defaults=True)))


def opened(page: OwnVisit) -> Sheet:
    """The sheet that a form brings. Raises NotFound for one of somebody else, or of another stay."""
    kept = page.seals.kept(page.typed["kept"])
    if kept is None or (kept.account, kept.path) != (page.account, page.request.url.path):
        raise NotFound("not-found")
    try:
        return Sheet.model_validate_json(kept.text)
    except ValidationError:
        raise NotFound("not-found") from None  # of a release before


def fill(page: OwnVisit, **fields: str) -> None:
    """Let the form of the next page show these values."""
    page.typed = Form(tuple(fields.items()), sent=True)
