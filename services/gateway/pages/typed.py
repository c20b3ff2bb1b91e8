"""What was typed in a form, and what is wrong with it."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any  # an API's problem is JSON

from fastapi import Request
from starlette.datastructures import UploadFile

from services.gateway.pages.tickets import Typed
from shared.web.limits import LARGEST_BODY


@dataclass(frozen=True)
class Fault:
    """A sentence that says what to mend, and the field where; without one it is of the whole form."""

    text: str
    field: str = ""


@dataclass(frozen=True)
class Form:
    """The values by name, in the order they were typed; an empty form is one that nobody has sent."""

    typed: Typed = ()
    files: Mapping[str, UploadFile] = field(default_factory=dict)
    sent: bool = False

    def __getitem__(self, name: str) -> str:
        """A field's text without blanks around it; "" where there is none."""
        return next(iter(self.all(name)), "")

    def __contains__(self, name: str) -> bool:
        """Whether the form has such a field: a button that was pressed, a box that was ticked."""
        return any(name == typed for typed, _ in self.typed)

    def __iter__(self) -> Iterator[tuple[str, str]]:
        """Everything, to be carried on."""
        return iter(self.typed)

    def all(self, name: str) -> Sequence[str]:
        """All values of a name."""
        return [text.strip() for typed, text in self.typed if typed == name]

    def exactly(self, name: str) -> str:
        """A field's text with the blanks around it, as a password has them."""
        return next((text for typed, text in self.typed if typed == name), "")

    def shown(self, name: str, otherwise: Any) -> str:
        """What a field shows: what was typed, before the form was sent its first value."""
        return self[name] if self.sent else str("" if otherwise is None else otherwise)


async def form_of(request: Request) -> Form:
    """The form that a request brings; what it carries sealed may be large. Raises HTTPException for what is no form."""
    if request.method != "POST":
        return Form()
    said = (await request.form(max_part_size=LARGEST_BODY)).multi_items()
    texts = [(name, value) for name, value in said if isinstance(value, str)]
    return Form(texts, {name: value for name, value in said if not isinstance(value, str)}, sent=True)
