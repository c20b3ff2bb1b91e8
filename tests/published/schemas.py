"""Whether a schema still keeps its word: what was taken is taken, and what is answered can be read as before."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any  # schemas are JSON

Schema = Mapping[str, Any]

MAY_GROW = "x-may-grow"
"""On an enumeration of an answer, published with it: further values may come, and a caller is ready for them."""

_REFERENCE = "#/components/schemas/"
_SAYS_NOTHING = frozenset({"$ref", "title", "description", "examples", "deprecated"})
_EXACT = ("format", "pattern", "propertyNames", "contentMediaType")
_LOWEST = ("minimum", "exclusiveMinimum", "minLength", "minItems")
_HIGHEST = ("maximum", "exclusiveMaximum", "maxLength", "maxItems")
_COMPARED = frozenset(
    {"type", "enum", "const", "default", "properties", "required", "additionalProperties", "items"}
    | {*_EXACT, *_LOWEST, *_HIGHEST}
)


@dataclass(frozen=True)
class Comparison:
    """Schemas of two documents: of requests, which may only take more, or of answers, which may only say more."""

    kept: Mapping[str, Schema]
    now: Mapping[str, Schema]
    of_requests: bool
    under_way: frozenset[tuple[str, str]] = frozenset()

    def breaches(self, where: str, kept: Schema, now: Schema) -> Iterator[str]:
        """What a caller of the kept document would stumble over, each in a sentence that begins with where it is."""
        olds, news = list(_variants(kept, self.kept)), list(_variants(now, self.now))
        for wanted in olds if self.of_requests else news:
            yield from self._fitted(where, wanted, news if self.of_requests else olds)

    def _fitted(self, where: str, wanted: Schema, offered: Sequence[Schema]) -> Iterable[str]:
        """Nothing if one of the offered holds the wanted one, else the breaches of the one that comes nearest."""
        tried = [list(self._below(where, wanted, one)) for one in offered if _is_within(wanted, one)]
        if tried:
            return min(tried, key=len)
        return [f"{where} {'no longer takes' if self.of_requests else 'may now be'} {_kind(wanted)}"]

    def _below(self, where: str, wanted: Schema, offered: Schema) -> Iterable[str]:
        pair = (wanted.get("$ref", ""), offered.get("$ref", ""))
        if all(pair) and pair in self.under_way:
            return ()  # a schema within itself
        return replace(self, under_way=self.under_way | {pair})._one(where, wanted, offered)

    def _one(self, where: str, wanted: Schema, offered: Schema) -> Iterator[str]:
        kept, now = (wanted, offered) if self.of_requests else (offered, wanted)
        if not (offered.keys() & _COMPARED):
            return  # anything
        yield from self._values(where, kept, now)
        yield from (
            f"{where} has another {word}" for word in _EXACT if word in offered and offered[word] != wanted.get(word)
        )
        if self.of_requests:
            yield from _limits(where, kept, now)
        yield from self._members(where, kept, now)
        yield from self._others(where, kept, now)
        if "items" in kept or "items" in now:
            yield from self.breaches(f"{where}[]", kept.get("items", {}), now.get("items", {}))
        yield from (f"{where} has another {word}, of which nothing is known here" for word in _unknown(kept, now))

    def _values(self, where: str, kept: Schema, now: Schema) -> Iterator[str]:
        wanted, offered = (kept, now) if self.of_requests else (now, kept)
        values, known = _values_of(wanted), _values_of(offered)
        if known is None:
            return
        if values is None:
            yield f"{where} {'takes certain values only' if self.of_requests else 'is no longer one of certain values'}"
        elif self.of_requests:
            yield from (f"{where} no longer takes {value!r}" for value in values if value not in known)
        elif not kept.get(MAY_GROW):
            yield from (f"{where} may now be {value!r}" for value in values if value not in known)

    def _members(self, where: str, kept: Schema, now: Schema) -> Iterator[str]:
        olds, news = kept.get("properties", {}), now.get("properties", {})
        for name in olds:
            if name in news:
                yield from self.breaches(f"{where}.{name}", olds[name], news[name])
            else:
                yield f"{where}.{name} {'is no longer taken' if self.of_requests else 'went'}"
        was, is_now = set(kept.get("required", ())), set(now.get("required", ()))
        if self.of_requests:
            yield from (f"{where}.{name} is required now" for name in sorted(is_now - was))
        else:
            yield from (f"{where}.{name} may be missing now" for name in sorted((was - is_now) & news.keys()))

    def _others(self, where: str, kept: Schema, now: Schema) -> Iterator[str]:
        """Members that have no name in the schema: entries of a map, or what a caller sends besides."""
        olds, news = _others_of(kept), _others_of(now)
        if olds is not None and news is not None:
            yield from self.breaches(f"{where}.*", olds, news)
        elif olds is not None and self.of_requests:
            yield f"{where} takes no other members now"


def _variants(schema: Schema, schemas: Mapping[str, Schema]) -> Iterator[Schema]:
    """The schema's alternatives, its references followed and still named; what stands beside them holds for each."""
    beside = {word: part for word, part in schema.items() if word not in {"anyOf", "oneOf"}}
    followed = [schemas[schema["$ref"].removeprefix(_REFERENCE)]] if "$ref" in schema else []
    parts = [*followed, *schema.get("anyOf", ()), *schema.get("oneOf", ())]
    for part in parts:
        yield from ({**variant, **beside} for variant in _variants(part, schemas))
    if not parts:
        kinds = beside.get("type")
        yield from ({**beside, "type": kind} for kind in kinds) if isinstance(kinds, list) else (beside,)


def _is_within(wanted: Schema, offered: Schema) -> bool:
    kinds = (wanted.get("type"), offered.get("type"))
    return kinds[1] in {kinds[0], None} or kinds == ("integer", "number")


def _kind(schema: Schema) -> str:
    return str(schema.get("type", "anything"))


def _values_of(schema: Schema) -> Sequence[Any] | None:
    return [schema["const"]] if "const" in schema else schema.get("enum")


def _others_of(schema: Schema) -> Schema | None:
    """The schema of members without a name; none if there are none."""
    others = schema.get("additionalProperties", True)
    return others if isinstance(others, Mapping) else {} if others else None


def _limits(where: str, kept: Schema, now: Schema) -> Iterator[str]:
    """Limits of what is taken that became narrower, and a default that became another."""
    lower = (word for word in _LOWEST if word in now and now[word] > kept.get(word, float("-inf")))
    upper = (word for word in _HIGHEST if word in now and now[word] < kept.get(word, float("inf")))
    yield from (f"{where} has a narrower {word}" for word in (*lower, *upper))
    if "default" in kept and kept["default"] != now.get("default"):
        yield f"{where} has another default"


def _unknown(kept: Schema, now: Schema) -> Iterator[str]:
    words = sorted((kept.keys() | now.keys()) - _COMPARED - _SAYS_NOTHING)
    return (word for word in words if not word.startswith("x-") and kept.get(word) != now.get(word))
