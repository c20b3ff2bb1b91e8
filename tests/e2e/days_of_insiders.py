"""What happens in both districts of insiders, and what happens of accusations in the one where they are heard."""

import asyncio
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any  # events are JSON

from deploy.demo.receiver import Receiver
from deploy.minqing import place
from deploy.minqing.supervise import Minqing
from tests.e2e import cast_of_insiders as cast
from tests.e2e.door import Door
from tests.e2e.insiders import AFTER_THE_LADDER, Insiders

AT = "2010-11-22T07:00:00+08:00"
TO_JW = {"reason": cast.HANDED_ON}
SERVED = {"result": "served", "how": "by-hand", "by": "专干", "to": "本人", "at": AT}


@dataclass(frozen=True)
class Pair:
    """Both districts, and what was posted to their receivers, by `{district}-{log-in}`."""

    minqing: Minqing
    told: Insiders
    untold: Insiders
    arrived: Mapping[str, Sequence[Mapping[str, Any]]]


async def both(minqing: Minqing, door: Door) -> Pair:
    """The same days in both."""
    secrets: dict[str, str] = {}
    async with Receiver(place.free_port(), secrets) as receiver:
        told, untold = (Insiders(minqing, door, told, secrets) for told in (True, False))
        for insiders in (told, untold):
            await asyncio.to_thread(play, insiders, receiver.address)
        assert not receiver.forged
        return Pair(minqing, told, untold, receiver.arrived)


def play(insiders: Insiders, receivers: str) -> Insiders:
    """All of it."""
    insiders.set_the_stage(receivers)
    _hear(insiders)
    _write_down(insiders, "MZ", "C01-H01")
    _write_down(insiders, "NY", "C02-H01")
    _handle(insiders)
    if insiders.told:
        _handle_accusations(insiders)
    insiders.move_clock(AFTER_THE_LADDER)
    _file(insiders)
    return insiders


def _hear(insiders: Insiders) -> None:
    disputes = [
        _dispute("land", "land-requisition", "征地补偿", cast.LAND),
        _dispute("work", "employment", "招工名额", cast.WORK),
    ]
    accusations = [_accusation(insiders, name) for name in cast.AGAINST] if insiders.told else []
    told = [disputes[0], *accusations[:3], disputes[1], *accusations[3:]]
    insiders.visit("MZ", "C01-H01", dict(told))
    insiders.visit("NY", "C02-H01", dict([_dispute("farm", "employment", "冬修用工", cast.FARM)]))


def _dispute(name: str, field: str, subject: str, words: str) -> tuple[str, object]:
    return name, {"kind": "dispute", "field": field, "subject": subject, "words": words}


def _accusation(insiders: Insiders, name: str) -> tuple[str, object]:
    kind, code, words = cast.AGAINST[name]
    concerns = [{"type": kind, "id": insiders.id_of(kind, code)}]
    return name, {"kind": "accusation", "words": words, "concerns": concerns}


def _write_down(insiders: Insiders, lead: str, household: str) -> None:
    cadre, stay = insiders.person(f"{lead.lower()}-1"), {"stay": insiders.things[f"stay {lead}"]}
    records: dict[str, dict[str, object]] = {
        "pairing": {"household": insiders.id_of("household", household), "kind": "hardship"},
        "screening": {"findings": [{"what": "河堤有裂缝", "level": "low"}]},
        "deed": {"kind": "road", "what": "修路一段"},
        "meeting": {"kind": "forum", "attendance": {"party": 5, "people": 0}, "minutes": "议定修路"},
        "note": {"about": "branch-and-members", "text": "党员带头"},
    }
    for name, body in records.items():
        made = cadre.does("POST", f"/{name}s", {**stay, **body}, f"{name} {lead}")
        insiders.things[f"{name} {lead}"] = made["id"]
    insiders.quiet()
    pairing = f"/pairings/{insiders.things[f'pairing {lead}']}"
    cadre.does("POST", f"{pairing}/needs", {"need": "缺煤", "rank": 1})
    cadre.does("POST", f"{pairing}/measures", {"kind": "relief", "amount": 200, "what": "送煤"})
    insiders.quiet()


def _handle(insiders: Insiders) -> None:
    """The land office lets its limit pass; labour answers; the farmers' matter waits at labour."""
    for login, name in (("mz-4", "land"), ("mz-4", "work"), ("ny-4", "farm")):
        insiders.person(login).does("POST", insiders.matter(name, "hand-over"), {})
    insiders.quiet()
    for code, name in (("gt", "land"), ("rs", "work")):
        handler = {"handler": insiders.id_of("person", f"{code.upper()}-4"), "external_ref": f"{name}-1"}
        insiders.person(f"{code}-3").does("POST", insiders.matter(name, "acceptance"), handler)
    insiders.quiet()
    _answer(insiders, "rs", "work", {"outcome": "explained", "facts": "名额已公示", "opinion": "予以说明"})
    insiders.person("rs-3").does("POST", insiders.matter("work", "copies/3/service"), SERVED)
    insiders.quiet()


def _answer(insiders: Insiders, code: str, name: str, result: dict[str, str]) -> None:
    insiders.person(f"{code}-4").does("POST", insiders.matter(name, "result"), result)
    insiders.quiet()
    insiders.person(f"{code}-2").does("POST", insiders.matter(name, "signature"))
    insiders.quiet()


def _handle_accusations(insiders: Insiders) -> None:
    """One is answered and struck off; one is returned; one climbs the ladder; one is opened; one is nobody's."""
    office, discipline = insiders.person("xf-1"), insiders.id_of("unit", "JW")
    office.does("POST", insiders.matter("auditor", "identity"), {"purpose": cast.OPENED_FOR})
    for name in ("person", "unit", "house", "village"):
        office.does("POST", insiders.matter(name, "hand-over"), {"to": discipline, **TO_JW})
    insiders.quiet()
    clerk = insiders.person("jw-3")
    clerk.does("POST", insiders.matter("unit", "return"), {"reason": cast.RETURNED})
    for name in ("person", "village"):
        handler = {"handler": insiders.id_of("person", "JW-4"), "external_ref": f"JW-{name}"}
        clerk.does("POST", insiders.matter(name, "acceptance"), handler)
    insiders.quiet()
    _answer(insiders, "jw", "person", cast.FOUND)
    for copy in (1, 2, 4):
        clerk.does("POST", insiders.matter("person", f"copies/{copy}/service"), SERVED)
    insiders.quiet()
    office.does("POST", insiders.matter("person", "striking"), {"evidence": cast.STRUCK_FOR})
    insiders.quiet()


def _file(insiders: Insiders) -> None:
    """The books of the first place are filed and receipted; in the other they wait."""
    filing = next(
        one for one in insiders.person("mz-2").items("/filings") if one["place"] == insiders.id_of("place", "C01")
    )
    insiders.things["filing MZ"] = filing["id"]
    insiders.things["filing NY"] = insiders.person("ny-2").items("/filings")[0]["id"]
    for login, what in (("mz-2", "draft"), ("mz-4", "submission"), ("qhd-1", "receipt")):
        insiders.person(login).does("POST", f"/filings/{filing['id']}/{what}")
        insiders.quiet()
