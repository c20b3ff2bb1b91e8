"""From stored text to classes: by the written type, old shapes upcast on read in one pure chain (design 2)."""

import json
from collections.abc import Callable, Iterable, Mapping
from types import MappingProxyType
from typing import Any, Generic, TypeVar  # an old shape is any JSON object

from shared.event import Frozen

Said = TypeVar("Said", bound=Frozen)
Upcaster = Callable[[dict[str, Any]], tuple[str, dict[str, Any]]]
"""From an old shape's members to the next type and its members; pure."""

NO_UPCASTERS: Mapping[str, Upcaster] = MappingProxyType({})


class UnknownShape(ValueError):
    """A stored type that this release does not read: a data error, which parks."""


def written_type(shape: type[Frozen]) -> str:
    """The type that a class writes, as `case-opened.v1`."""
    return str(shape.model_fields["type"].default)


class Codec(Generic[Said]):
    """Reads one language: the classes of a union, and the upcasters that lead old shapes to them."""

    def __init__(self, shapes: Iterable[type[Said]], upcasters: Mapping[str, Upcaster] = NO_UPCASTERS) -> None:
        self._shapes = {written_type(shape): shape for shape in shapes}
        self._upcasters = dict(upcasters)
        self._families = {family(type_) for type_ in (*self._shapes, *self._upcasters)}

    def reads(self, type_: str) -> bool:
        """Whether this very type can be read."""
        return type_ in self._shapes or type_ in self._upcasters

    def knows(self, type_: str) -> bool:
        """Whether some version of the type is in the language: an unknown type passes, an unknown version parks."""
        return family(type_) in self._families

    def read(self, type_: str, text: str) -> Said:
        """The event or fact. Raises UnknownShape, or pydantic's ValidationError for text that is not of its shape."""
        shape = self._shapes.get(type_)
        if shape is not None:
            said: Said = shape.__pydantic_validator__.validate_json(text)  # model_validate_json without its detour
            return said
        members: dict[str, Any] = json.loads(text)
        while type_ in self._upcasters:
            type_, members = self._upcasters[type_](members)
        if type_ not in self._shapes:
            raise UnknownShape(f"{type_} is not read by this release")
        return self._shapes[type_].model_validate_json(json.dumps(members))


def family(type_: str) -> str:
    """A type without its version."""
    return type_.rpartition(".v")[0] or type_
