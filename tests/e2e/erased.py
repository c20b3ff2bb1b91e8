"""A household of the insiders is erased after days that were written about it; what everybody reads by then."""

import asyncio
import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any  # answers and events are JSON

from deploy.demo.receiver import Receiver
from deploy.minqing import place
from deploy.minqing.supervise import Minqing
from tests.e2e import cast_of_insiders as cast
from tests.e2e.days_of_insiders import play
from tests.e2e.doctoring import Patient
from tests.e2e.door import STAYING, Door
from tests.e2e.insiders import TOLD, Insiders
from tests.e2e.walking import Route, answers, reading_routes

SETTINGS = {
    "gateway": STAYING | {"GATEWAY_REQUESTS_PER_SECOND": "0", "GATEWAY_ADDRESS_PER_SECOND": "0"},
    "notify": {"NOTIFY_ALLOW_NETWORKS": "127.0.0.0/8"},
}
PERSON = ("东户主老崔", "13700001111", "河东村一组一号")
ACCUSED_OF = tuple(words for _, _, words in cast.AGAINST.values())
READ_BEFORE = (cast.LAND, cast.WORK, "名额已公示", "予以说明", *cast.HIDDEN_WORDS[:4], cast.STRUCK_FOR)
"""Words that list the person as a subject, and that somebody could read on a path of the API."""
GONE = (*PERSON, *ACCUSED_OF, *READ_BEFORE, cast.OPENED_FOR)
OTHERS = ("西户主老丁", cast.FARM)
WITHOUT = "走访一户一次"
"""What the office gives in the place of the diary line of the visit to the person."""
ERASE = ("--ground", "consent-withdrawn", "--document", "和信〔2010〕7号", "--yes")
MATTERS = ("land", "work", *cast.AGAINST)
READERS = ("mz-1", "rs-4", "xf-1")
"""Of whom somebody can read each of those words."""


@dataclass(frozen=True)
class Erased:
    """The district before and after: what all its people read, what was said, what the command printed."""

    minqing: Minqing
    insiders: Insiders
    before: Mapping[str, str]
    filed: Any
    receipt: str
    arrived: Mapping[str, Sequence[Mapping[str, Any]]]

    @property
    def patient(self) -> Patient:
        """The command line."""
        return Patient(self.minqing)

    def erase(self, *words: str) -> tuple[int, str]:
        """`minqing subject erase` of the household."""
        return _erase(self.minqing, *words)


async def played(minqing: Minqing, door: Door) -> Erased:
    secrets: dict[str, str] = {}
    async with Receiver(place.free_port(), secrets) as receiver:
        insiders = Insiders(minqing, door, True, secrets)
        await asyncio.to_thread(play, insiders, receiver.address)
        before = await asyncio.to_thread(walked, insiders, *READERS)
        books = await asyncio.to_thread(filed, insiders)
        given = minqing.directory / "redactions.json"
        given.write_text(json.dumps({insiders.things["visit MZ"]: WITHOUT}), "utf-8")
        code, said = await asyncio.to_thread(_erase, minqing, *ERASE, "--redactions", str(given))
        assert code == 0, said
        await asyncio.to_thread(insiders.quiet)
        return Erased(minqing, insiders, before, books, said, receiver.arrived)


def _erase(minqing: Minqing, *words: str) -> tuple[int, str]:
    at = ("--gateway", minqing.url, "--data", str(minqing.directory))
    return Patient(minqing).says("subject", *at, "erase", TOLD, "C01-H01", *(words or ERASE))


def filed(insiders: Insiders) -> Any:
    return insiders.person("mz-2").does("GET", f"/filings/{insiders.things['filing MZ']}/versions/1")


def walked(insiders: Insiders, *some: str) -> dict[str, str]:
    """All that everybody of the district, or some, are answered at every reading route, by who asks."""
    routes = [route for route in reading_routes(insiders.door) if not route.streams]
    readers = some or [*cast.GRANTS, "admin", *(f"key of {code}" for code in insiders.keys)]
    return {who: "\n".join(_answered(insiders, who, routes)) for who in readers}


def _answered(insiders: Insiders, who: str, routes: Sequence[Route]) -> Iterator[str]:
    person, ids = insiders.person(who), _ids(insiders)
    for answer in answers(person, [route for route in routes if route.path not in _NOT_THEIRS], ids):
        yield json.dumps(answer.json(), ensure_ascii=False) if answer.content else ""


_NOT_THEIRS = frozenset(
    {"/districts", "/erasures", "/running", "/running/figures", "/running/parked", "/links/current"}
)
"""For operators alone; and for whoever holds a link: who tries without one is slowed down."""


def _ids(insiders: Insiders) -> dict[str, list[str]]:
    made = {kind: [insiders.things[f"{kind} MZ"]] for kind in ("campaign", "stay", "visit", "filing")}
    made |= {kind: [insiders.things[f"{kind} MZ"]] for kind in ("pairing", "screening", "deed", "meeting", "note")}
    told = [insiders.things[f"subscription {login}"] for login in ("gt-3", "mz-4", "xf-1")]
    return {
        **made,
        "case": [insiders.things[f"matter {name}"] for name in ("land", "work", "person", "unit", "farm")],
        "household": [insiders.id_of("household", "C01-H01")],
        "place": [insiders.id_of("place", "C01")],
        "person": [insiders.id_of("person", "MZ-1")],
        "account": [insiders.id_of("account", "mz-1")],
        "subscription": told,
        "n": ["1", "4"],
        "limit": ["planned", "conclude"],
        "version": ["1"],
    }
