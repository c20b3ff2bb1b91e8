"""From the form of a visit to its command: households looked up, subjects compared with names, words sealed."""

import re
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Annotated

from fastapi import Depends

from services.ledger.api import bodies
from services.ledger.api.asking import AtDesk, Desk
from services.ledger.commands.visit import Heard, LogVisit, Met
from services.ledger.events.visit import Caller
from services.ledger.queries.households import Registered, registered
from shared import directory
from shared.ids import HouseholdId, MatterId, VisitId
from shared.words import Concerned, ConcernedPerson

_SHORTEST_NAME = 2
_NO_LETTERS = re.compile(r"[\W_]+")


async def _logging(body: bodies.Visit, desk: AtDesk) -> LogVisit:
    visit = VisitId(desk.new("visit"))
    known = await registered(desk.db, (caller.household for caller in body.callers if caller.household))
    met = [await _met(desk, known, caller, n) for n, caller in enumerate(body.callers, 1)]
    told = await _told(desk, body, known)
    return LogVisit(
        **await desk.on(body.stay, body.at),
        visit=visit,
        mode=body.mode,
        met=tuple(met),
        diary=await desk.seal(visit, body.diary),
        named=await desk.named(body.names),
        heard=tuple([await _heard(desk, matter, n, told) for n, matter in enumerate(body.matters, 1)]),
    )


Logging = Annotated[LogVisit, Depends(_logging)]


async def _met(desk: Desk, known: Mapping[HouseholdId, Registered], caller: bodies.Caller, n: int) -> Met:
    if caller.household:
        found = known.get(caller.household)
        name, telephone, path = (found.head, found.telephone, found.path) if found else (None, None, ())
        of = Caller(subject=caller.household, household=caller.household, name=name, telephone=telephone)
        return Met(of, path)
    subject = desk.new("subject", n)
    name, telephone = [await desk.maybe_seal(subject, plain) for plain in (caller.name, caller.telephone)]
    return Met(Caller(subject=subject, household=None, name=name, telephone=telephone))


@dataclass(frozen=True)
class _Told:
    """What a subject must not contain: names, and numbers of whatever writing."""

    words: tuple[str, ...]

    def names_somebody(self, subject: str | None) -> bool:
        """Whether a subject contains one of them; compared before sealing, shown to nobody."""
        text = _bare(subject or "")
        return any(word in text for word in self.words)


def _bare(text: str) -> str:
    return _NO_LETTERS.sub("", unicodedata.normalize("NFKC", text)).casefold()


async def _told(desk: Desk, body: bodies.Visit, known: Mapping[HouseholdId, Registered]) -> _Told:
    plain = [value for caller in body.callers for value in (caller.name, caller.telephone)]
    sealed = [value for one in known.values() for value in (one.head, one.telephone) if value]
    plain += [await desk.seals.open(value) for value in sealed] if body.matters else []
    words = (_bare(value) for value in plain if value)
    return _Told(tuple(word for word in words if len(word) >= _SHORTEST_NAME))


async def _heard(desk: Desk, matter: bodies.Matter, n: int, told: _Told) -> Heard:
    id = MatterId(desk.new("matter", n))
    return Heard(
        matter=id,
        kind=matter.kind,
        field=matter.field,
        subject=matter.subject,
        words=await desk.seal(id, matter.words),
        answer=await desk.maybe_seal(id, matter.answer),
        concerns=matter.concerns,
        caller=matter.caller,
        restricted=matter.restricted,
        names_somebody=told.names_somebody(matter.subject),
        unknown=await _is_unknown(desk, matter.concerns),
    )


async def _is_unknown(desk: Desk, concerns: Sequence[Concerned]) -> bool:
    """Whether somebody is named whom the directory does not know: no firewall could be held against them."""
    found = [await _named(desk, one) for one in concerns]
    return None in found


async def _named(desk: Desk, one: Concerned) -> object:
    if isinstance(one, ConcernedPerson):
        return await directory.person(desk.db, one.id)
    return await directory.unit(desk.db, one.id)
