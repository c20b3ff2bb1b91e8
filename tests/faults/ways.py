"""What a client does, step by step: a matter from the visit to its strike-off, and small errands."""

from collections.abc import Generator
from dataclasses import dataclass
from typing import Any  # bodies and answers are JSON
from uuid import NAMESPACE_URL, uuid5

from tests.e2e.opening import BEGINS
from tests.faults.districts import CLERK, DISTRICT_OFFICE, HANDLER, LEADER, OFFICE, SECTION, District, cadre, colleague

MINQING = uuid5(NAMESPACE_URL, "urn:minqing")
"""What all ids are derived from (docs/formats.md 1a)."""

_NEVER_HANDLED = 7
"""One matter in so many is accepted and left lying, so that its reminder comes."""


@dataclass(frozen=True)
class Command:
    """A command as a client sends it: who, to which service in the end, what, under which key."""

    district: District
    who: str
    service: str
    path: str
    body: Any
    key: str
    method: str = "POST"

    def request(self) -> dict[str, Any]:
        """As httpx is told it."""
        headers = {"authorization": f"Bearer {self.district.tokens[self.who]}", "idempotency-key": self.key}
        return {"method": self.method, "url": self.path, "json": self.body, "headers": headers}


def matters(district: District, number: int, n: int) -> Generator[Command, Any, None]:
    """A visit with a matter settled there and a dispute, which goes all its way."""

    def say(who: str, service: str, path: str, body: Any = None) -> Command:
        return Command(
            district,
            who,
            service,
            path,
            body,
            f"{number}-{n}-{path.rsplit('/', maxsplit=1)[-1]}-{path.split('/')[-2]}"[:200],
        )

    visited = yield say(cadre(number), "ledger", "/visits", _visit(district, number))
    case = f"/matters/{visited['matters'][1]['id']}"
    yield say(OFFICE, "casework", f"{case}/hand-over", {})
    yield say(CLERK, "casework", f"{case}/acceptance", {"handler": district.id_of("person", "GT-4")})
    if n % _NEVER_HANDLED == 0:
        return
    found = {"outcome": "explained", "facts": "已核实", "opinion": "予以说明"}
    yield say(HANDLER, "casework", f"{case}/result", found)
    yield say(LEADER, "casework", f"{case}/signature")
    served = {"result": "served", "how": "by-hand", "by": "专干", "to": "本人", "at": BEGINS}
    for copy in (1, 2, 3, 4):
        yield say(CLERK, "casework", f"{case}/copies/{copy}/service", served)
    yield say(OFFICE, "casework", f"{case}/striking", {"evidence": "四份回证齐全"})


def _visit(district: District, number: int) -> dict[str, Any]:
    return {
        "stay": district.stays[cadre(number)],
        "mode": "household",
        "callers": [{"household": district.id_of("household", f"H{number}")}],
        "diary": "走访一户，了解冷暖。",
        "matters": [
            {"kind": "livelihood", "subject": "取暖补助", "words": "盼落实补助。", "answer": "已在名册内。"},
            {"kind": "dispute", "field": "land-requisition", "subject": "征地补偿", "words": "补偿款没有到账。"},
        ],
    }


def deeds(district: District, number: int, n: int) -> Generator[Command, Any, None]:
    """A good deed is written down."""
    done = {"stay": district.stays[cadre(number)], "kind": "road", "what": "修路"}
    yield Command(district, cadre(number), "ledger", "/deeds", done, f"{number}-{n}-deed")


def filing(district: District, number: int, n: int) -> Generator[Command, Any, None]:
    """A village's books are filed; once, as its filing can be receipted once."""
    here = f"/filings/{district.filings[district.id_of('place', f'C{number}')]}"
    for who, what in ((SECTION, "draft"), (OFFICE, "submission"), (DISTRICT_OFFICE, "receipt")):
        yield Command(district, who, "ledger", f"{here}/{what}", None, f"{number}-{n}-{what}")


def comings_and_goings(district: District, number: int, n: int) -> Generator[Command, Any, None]:
    """A stay is interrupted and resumed."""
    who = colleague(number)
    stay = f"/stays/{district.stays[who]}"
    yield Command(district, who, "scheduling", f"{stay}/interruption", {"reason": "临时召回"}, f"{number}-{n}-away")
    yield Command(district, who, "scheduling", f"{stay}/resumption", None, f"{number}-{n}-back")


def pings(district: District, number: int, n: int) -> Generator[Command, Any, None]:
    """The office asks for a ping of its receiver."""
    yield Command(
        district, OFFICE, "notify", f"/subscriptions/{district.subscription}/ping", None, f"{number}-{n}-ping"
    )


ERRANDS = (deeds, comings_and_goings, pings)
"""One for each of the other services: each of them is asked for something all the time."""
