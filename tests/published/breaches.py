"""What a caller of the published API would stumble over in the one that is now: nothing, as long as it only grows."""

from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any  # documents are JSON

from tests.published.schemas import Comparison

Part = Mapping[str, Any]

_METHODS = ("get", "put", "post", "delete", "patch")


def breaches(kept: Part, now: Part, on: date) -> list[str]:
    """Each breach in a sentence. What was published as going may be gone `on` a day, once its sunset has come."""
    found: dict[str, None] = {}
    for path, item in kept["paths"].items():
        for method in (method for method in _METHODS if method in item):
            name, new = f"{method.upper()} {path}", now["paths"].get(path, {}).get(method)
            lines = _Operation(kept, now, name).breaches(item[method], new) if new else _gone(name, item[method], on)
            found |= dict.fromkeys(lines)
    return list(found)


def _gone(name: str, old: Part, on: date) -> Iterator[str]:
    sunset = old.get("x-sunset")
    if not (old.get("deprecated") and sunset and date.fromisoformat(sunset) <= on):
        yield f"{name} went away"


class _Operation:
    """One operation in both documents."""

    def __init__(self, kept: Part, now: Part, name: str) -> None:
        schemas = kept.get("components", {}).get("schemas", {}), now.get("components", {}).get("schemas", {})
        self._asked = Comparison(*schemas, of_requests=True)
        self._answered = Comparison(*schemas, of_requests=False)
        self._name = name

    def breaches(self, old: Part, new: Part) -> Iterator[str]:
        """Those of its parameters, its body, its answers, and of how one proves who one is."""
        yield from self._parameters(_parameters(old), _parameters(new))
        yield from self._body(old.get("requestBody", {}), new.get("requestBody", {}))
        yield from self._answers(old["responses"], new["responses"])
        yield from self._security(old.get("security", []), new.get("security", []))

    def _parameters(self, olds: Mapping[str, Part], news: Mapping[str, Part]) -> Iterator[str]:
        for name, old in olds.items():
            where = f"{self._name}: {name}"
            if name in news:
                yield from self._asked.breaches(where, old.get("schema", {}), news[name].get("schema", {}))
            else:
                yield f"{where} is no longer taken"
        for name, new in news.items():
            if new.get("required") and not olds.get(name, {}).get("required"):
                yield f"{self._name}: {name} is required now"

    def _body(self, old: Part, new: Part) -> Iterator[str]:
        yield from self._contents(self._asked, "body", old, new)
        if new.get("required") and not old.get("required"):
            yield f"{self._name}: body is required now"

    def _answers(self, olds: Mapping[str, Part], news: Mapping[str, Part]) -> Iterator[str]:
        for status, old in olds.items():
            if status in news:
                yield from self._contents(self._answered, f"answer {status}", old, news[status])
                yield from self._headers(f"answer {status}", old.get("headers", {}), news[status].get("headers", {}))
            else:
                yield f"{self._name}: answer {status} went"

    def _contents(self, comparison: Comparison, what: str, old: Part, new: Part) -> Iterator[str]:
        contents = new.get("content", {})
        for form, content in old.get("content", {}).items():
            where = f"{self._name}: {what}"
            if form in contents:
                yield from comparison.breaches(where, content.get("schema", {}), contents[form].get("schema", {}))
            else:
                yield f"{where} as {form} went"

    def _headers(self, what: str, olds: Mapping[str, Part], news: Mapping[str, Part]) -> Iterator[str]:
        yield from (f"{self._name}: {what}, header {name} went" for name in olds if name not in news)

    def _security(self, old: list[Part], new: list[Part]) -> Iterator[str]:
        if not old and new:
            yield f"{self._name}: one has to prove who one is now"
        yield from (f"{self._name}: {'+'.join(way)} proves nothing any more" for way in old if new and way not in new)


def _parameters(operation: Part) -> dict[str, Part]:
    return {f"{one['in']} parameter {one['name']}": one for one in operation.get("parameters", ())}
