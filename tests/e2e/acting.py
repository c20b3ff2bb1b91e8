"""Every command of the public API that names a thing in its path, with a body it takes, and the ways to send it."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import count
from typing import Any  # bodies are JSON
from uuid import UUID

import httpx

from tests.e2e.door import Door, Person
from tests.e2e.walking import Route, acting_routes

SOMEBODY = str(UUID(int=1))
WHY = {"reason": "不属本局职责"}
BODIES: Mapping[str, Any] = {
    "POST /accounts/{account}/closing": None,
    "POST /accounts/{account}/links": None,
    "PUT /accounts/{account}/password": {"password": "a password that nobody has"},
    "POST /campaigns/{campaign}/exemptions": {"person": SOMEBODY, "reason": "留守值班", "document": "〔2010〕1号"},
    "PUT /campaigns/{campaign}/roster": {"entries": []},
    "POST /campaigns/{campaign}/roster/import": None,
    "POST /campaigns/{campaign}/roster/publication": None,
    "PUT /competences/{field}": {"unit": SOMEBODY},
    "POST /districts/{tenant}/administrators": {"login": "somebody"},
    "POST /filings/{filing}/draft": None,
    "POST /filings/{filing}/receipt": None,
    "POST /filings/{filing}/return": WHY,
    "POST /filings/{filing}/submission": None,
    "POST /grants/{grant}/withdrawal": None,
    "POST /imports/{kind}": None,
    "POST /keys/{key}/revocation": None,
    "PUT /letterheads/{unit}": {"prefix": "和国土复"},
    "POST /matters/{case}/acceptance": {"handler": SOMEBODY},
    "POST /matters/{case}/copies/{n}/opening": {"purpose": "核查线索"},
    "POST /matters/{case}/copies/{n}/service": {
        "result": "served",
        "how": "by-hand",
        "by": "专干",
        "to": "本人",
        "at": "2010-11-22T08:00:00+08:00",
    },
    "PUT /matters/{case}/external-ref": {"external_ref": "甲-7"},
    "POST /matters/{case}/hand-over": {"to": SOMEBODY, "reason": "属其职责"},
    "POST /matters/{case}/identity": {"purpose": "核查线索"},
    "POST /matters/{case}/result": {"outcome": "explained", "facts": "已阅", "opinion": "已阅"},
    "POST /matters/{case}/return": WHY,
    "POST /matters/{case}/sending-back": WHY,
    "POST /matters/{case}/signature": None,
    "POST /matters/{case}/striking": {"evidence": "已办"},
    "POST /pairings/{pairing}/measures": {"kind": "relief", "amount": 1, "what": "送温暖"},
    "POST /pairings/{pairing}/measures/{number}/result": {"result": "已办"},
    "POST /pairings/{pairing}/needs": {"rank": 3, "need": "修路"},
    "POST /screenings/{screening}/correction": {"findings": [], "reason": "笔误"},
    "POST /stays/{stay}/end": None,
    "POST /stays/{stay}/interruption": {"reason": "召回"},
    "POST /stays/{stay}/resumption": None,
    "POST /stays/{stay}/start": None,
    "POST /subscriptions/{subscription}/ending": None,
    "POST /subscriptions/{subscription}/pause": None,
    "POST /subscriptions/{subscription}/ping": None,
    "POST /subscriptions/{subscription}/replay": {"from": 1},
    "POST /subscriptions/{subscription}/resumption": None,
    "POST /subscriptions/{subscription}/secret": None,
    "POST /visits/{visit}/correction": {"diary": "另写", "reason": "笔误"},
}
"""A new command makes the tests that walk them fail until it stands here."""
_KEYS = count()


@dataclass(frozen=True)
class Command:
    """A command with a body it takes."""

    method: str
    route: Route
    body: Any

    def filled(self, ids: Mapping[str, str]) -> str:
        """Its path for these things."""
        path = self.route.path
        for name in self.route.parameters:
            path = path.replace("{" + name + "}", ids[name])
        return path


def commands(door: Door) -> list[Command]:
    """All that the document offers; each is known here."""
    offered = {f"{method} {route.path}": (method, route) for method, route in acting_routes(door)}
    assert offered.keys() == BODIES.keys(), "say in BODIES what a new command takes, and strike what is no more"
    return [Command(method, route, BODIES[name]) for name, (method, route) in offered.items()]


def sent(person: Person, command: Command, path: str) -> httpx.Response:
    """The answer to a command as it should be sent."""
    return person.ask(command.method, path, command.body, f"insider {next(_KEYS)}")


def sent_in_every_way(person: Person, command: Command, path: str) -> Iterator[tuple[str, httpx.Response]]:
    """The answers to a command, well-formed and not, under various conditions, each with what was sent."""
    for body, headers in _ways(command):
        kept = dict(headers)
        key = "" if kept.pop("without_key", None) else f"insider {next(_KEYS)}"
        kept |= {"content_type": "application/json"} if isinstance(body, bytes) else {}
        yield f"{body!r} {headers}", person.ask(command.method, path, body, key, **kept)


_CONDITIONS: tuple[Mapping[str, str], ...] = (
    {},
    {"if_match": '"0"'},
    {"if_match": '"1"'},
    {"if_match": '"7"'},
    {"if_match": "no number"},
    {"minqing_position": "casework.made-up"},
    {"without_key": "yes"},
)


def _ways(command: Command) -> Iterator[tuple[Any, Mapping[str, str]]]:
    yield from ((command.body, headers) for headers in _CONDITIONS)
    if command.body is not None:
        wrong = {name: {"of": "another shape"} for name in command.body}
        malformed: tuple[Any, ...] = ({}, [], wrong, b"{")
        yield from ((body, {}) for body in malformed)
        yield from ((wrong, headers) for headers in ({"if_match": '"7"'}, {"without_key": "yes"}))
