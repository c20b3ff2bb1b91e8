"""The roster as its page shows it: each cadre who takes part once, where to, and what is new since it was published."""

from collections import Counter
from collections.abc import Collection, Iterator, Mapping, Sequence, Set
from dataclasses import dataclass
from hashlib import sha256
from typing import Any, NamedTuple  # what the API answers is JSON
from urllib.parse import urlencode

from services.gateway.pages.campaigns.reading import Told, as_placed

SHEET = ("person", "name", "batch", "place")
_COMPUTED = ("=", "+", "-", "@", "\t", "\r")  # what a spreadsheet takes for a formula
_A_PAGE = 50


@dataclass(frozen=True)
class Line:
    """Who goes where; `change` is "new" or "moved" against what is published, `before` says from where."""

    person: str
    name: str
    unit: str
    batch: int
    place: str
    place_name: str
    contact: str
    section: str
    stay: str
    change: str = ""
    before: Any = None


@dataclass(frozen=True)
class Lines:
    """All lines, and what stands against publishing them.

    `missing` take part and are in no line; `at_home` are in one and exempt; `gone` are published and in none.
    """

    placed: list[Line]
    missing: list[Any]
    at_home: list[Any]
    gone: list[Any]


@dataclass(frozen=True)
class Ground:
    """Who and what the roster is of: all cadres, the exempt, those of them who have gone out before, the places."""

    cadres: Sequence[Any]
    exempt: Set[str]
    gone_out: Set[str]
    places: Mapping[str, Any]


def lines_of(told: Told, ground: Ground) -> Lines:
    """The roster in work, by batch and place."""
    cadres, places = ground.cadres, ground.places
    people = {one["id"]: one for one in cadres}
    order = {place: n for n, place in enumerate(places)}
    placed = sorted(told.lines, key=lambda one: (one["batch"], order.get(one["place"], len(order))))
    there = {one["person"] for one in placed}
    return Lines(
        placed=[_line(told, one, people, places) for one in placed],
        missing=[one for one in cadres if told.runs and one["id"] not in there | ground.exempt],
        at_home=[one for one in placed if one["person"] in ground.exempt - ground.gone_out],
        gone=[one for one in told.roster["entries"] if one["person"] not in there],
    )


def _line(told: Told, one: Any, people: Mapping[str, Any], places: Mapping[str, Any]) -> Line:
    before = told.published.get(one["person"])
    change = "" if not told.roster["version"] else "new" if before is None else _moved(one, before)
    return Line(
        person=one["person"],
        name=one["person_name"] or "",
        unit=people[one["person"]]["unit"]["name"] or "" if one["person"] in people else "",
        batch=one["batch"],
        place=one["place"],
        place_name=one["place_name"] or "",
        contact=_name(places, one["place"], "contact_unit"),
        section=one["section_name"] or "",
        stay=before["stay"] if before and told.runs else "",  # who does not run the campaign sees none of its stays
        change=change,
        before=before,
    )


def _moved(one: Any, before: Any) -> str:
    return "moved" if as_placed([one]) != as_placed([before]) else ""


def _name(places: Mapping[str, Any], place: str, of: str) -> str:
    found = places.get(place, {}).get(of)
    return (found["name"] or "") if found else ""


def mark_of(told: Told) -> str:
    """What a draft says, in short: who publishes it has read this very one."""
    return sha256(repr(as_placed(told.roster["draft"] or [])).encode()).hexdigest()[:16]


def entries_of(told: Told, but: Collection[str] = ()) -> Iterator[dict[str, Any]]:
    """The lines as the API takes them, without those of some people."""
    for one in told.lines:
        if one["person"] not in but:
            yield {"person": one["person"], "batch": one["batch"], "place": one["place"]}


class Shown(NamedTuple):
    """The part of the lines that a page shows: of one batch, or all; `more` is where the next ones are."""

    lines: list[Line]
    batch: int
    total: int
    more: str

    @classmethod
    def of(cls, told: Told, found: Lines, query: Mapping[str, str]) -> "Shown":
        """As the address asks for."""
        batch, after = (_number(query.get(name, "")) for name in ("batch", "after"))
        wanted = [one for one in found.placed if batch in (0, one.batch)]
        asked = {"batch": batch, "after": after + _A_PAGE}
        query_of_next = urlencode({name: value for name, value in asked.items() if value})
        more = f"{told.path}/roster?{query_of_next}" if len(wanted) > after + _A_PAGE else ""
        return cls(wanted[after : after + _A_PAGE], batch, len(wanted), more)


def _number(text: str) -> int:
    return int(text) if text.isascii() and text.isdecimal() else 0


def sheet_of(told: Told, ground: Ground) -> Iterator[tuple[str, ...]]:
    """The lines of a file that is read as it is: places by name where only one is called so."""
    times = Counter(one["name"] for one in ground.places.values())
    names = {id: one["name"] if times[one["name"]] == 1 else one["code"] for id, one in ground.places.items()}
    known = {one["person"]: one for one in told.lines}
    yield SHEET
    for one in taking_part(ground):
        line = known.get(one["id"])
        where = (str(line["batch"]), names.get(line["place"], "")) if line else ("", "")
        yield tuple(map(_plain, (one["code"], one["name"], *where)))


def taking_part(ground: Ground) -> list[Any]:
    """The cadres who are not exempt, or have gone out before they were."""
    return [one for one in ground.cadres if one["id"] not in ground.exempt - ground.gone_out]


def _plain(cell: str) -> str:
    return f"'{cell}" if cell.startswith(_COMPUTED) else cell
