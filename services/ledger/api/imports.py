"""The import of households: every row checked, identities sealed, the same file twice done once."""

import asyncio
import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from hashlib import sha256
from hmac import digest
from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Depends

from services.ledger.commands.household import DescribeHousehold
from services.ledger.queries.households import macs
from shared.directory import all_places
from shared.ids import HouseholdId, PlaceId, Tenant, imported, json_array
from shared.web.afterwards import ToldWhoAndWhere, UpToDate
from shared.web.asking import District, Handle, Sealing, Seals, action
from shared.web.imports import AskedLanguage, Report, Row, Rows, Writing, carried_out, refused, rows_of
from shared.web.ports import Reach

router = APIRouter(prefix="/internal/imports", include_in_schema=False)

COLUMNS = ("code", "place", "number", "head", "telephone", "address", "difficulty")
_NUMBER = re.compile(r"[1-9][0-9]{0,5}")
_TELEPHONE = re.compile(r"[0-9+() -]{3,30}")


@dataclass(frozen=True)
class Entry:
    """A checked row, still in plain words; `mac` tells it from a changed one."""

    household: HouseholdId
    code: str
    place: PlaceId
    number: int
    head: str
    telephone: str
    address: str
    difficulty: bool
    mac: str


@dataclass(frozen=True)
class Ground:
    """What rows are checked against: the district, its groups, the key of the digests."""

    district: Tenant
    groups: Collection[UUID]
    others: Collection[UUID]
    key: bytes


async def _ground(_: ToldWhoAndWhere, now: UpToDate, district: District, ports: Reach) -> Ground:
    places = await all_places(now.db)
    groups = frozenset(place.place for place in places if place.level == "group")
    return Ground(district, groups, frozenset(place.place for place in places) - groups, ports.extra["row_key"])


OnGround = Annotated[Ground, Depends(_ground)]


def check(rows: Sequence[Row], ground: Ground) -> list[Entry]:
    """The entries that the rows describe; what is wrong with a row is noted in it."""
    return [_entry(row, ground) for row in rows]


def _entry(row: Row, ground: Ground) -> Entry:
    code = row.required("code")
    told = {name: row.optional(name) for name in ("telephone", "address")}
    if told["telephone"] and not _TELEPHONE.fullmatch(told["telephone"]):
        row.fault("telephone", "import-not-a-telephone")
    return Entry(
        household=HouseholdId(imported(ground.district, "household", code)),
        code=code,
        place=_group(row, ground),
        number=_number(row),
        head=row.required("head"),
        difficulty=row.yes_or_no("difficulty"),
        mac=_mac(row, ground),
        **told,
    )


def _group(row: Row, ground: Ground) -> PlaceId:
    code = row.required("place")
    place = PlaceId(imported(ground.district, "place", code))
    if code and place in ground.others:
        row.fault("place", "import-not-a-group", value=code)
    elif code and place not in ground.groups:
        row.fault("place", "import-no-such-place", value=code)
    return place


def _number(row: Row) -> int:
    text = row.required("number")
    if text and not _NUMBER.fullmatch(text):
        row.fault("number", "import-not-a-house-number", value=text)
        return 0
    return int(text or 0)


def _mac(row: Row, ground: Ground) -> str:
    """Keyed, so that nobody who reads the log can try names against it; of this district alone."""
    told = json_array(ground.district, *(row.cells.get(column, "").strip() for column in COLUMNS))
    return digest(ground.key, told.encode(), sha256).hex()


def foreseen(entries: Sequence[Entry], known: Mapping[UUID, str]) -> Report:
    """What carrying it out would do."""
    new = sum(entry.household not in known for entry in entries)
    same = sum(known.get(entry.household) == entry.mac for entry in entries)
    return Report(rows=len(entries), new=new, same=same, changed=len(entries) - new - same)


async def _sealed(seals: Seals, entry: Entry, handle: Handle) -> DescribeHousehold:
    told = (entry.head, entry.telephone, entry.address)
    head, telephone, address = [await seals.close(entry.household, text) if text else None for text in told]
    assert head is not None  # a row without one is refused
    plain = {name: getattr(entry, name) for name in ("household", "code", "place", "number", "difficulty", "mac")}
    return DescribeHousehold(**plain, head=head, telephone=telephone, address=address, at=handle.context.occurred)


@dataclass(frozen=True)
class Import:
    """How an import goes on once its rows are read."""

    now: UpToDate
    handle: Writing
    seals: Sealing
    language: AskedLanguage

    async def report(self, entries: Sequence[Entry], rows: Sequence[Row]) -> Report:
        """Every error; or what was done, or would be."""
        if rows and rows[0].faults:
            return refused(len(rows), rows[0].faults, self.language)
        if self.handle is None:
            return foreseen(entries, await macs(self.now.db))
        stay = await self._erased(entries)
        sealing = (_sealed(self.seals, entry, self.handle) for entry in entries if entry.household not in stay)
        done = await carried_out(self.handle, await asyncio.gather(*sealing))
        return done.model_copy(update={"rows": len(entries), "same": done.same + len(stay)})

    async def _erased(self, entries: Sequence[Entry]) -> set[UUID]:
        """Households that were erased and whose rows are as they were: to seal them would make them a key again."""
        known = await macs(self.now.db)
        same = [entry.household for entry in entries if known.get(entry.household) == entry.mac]
        return {one for one in same if not await self.seals.ports.keys.newest(self.seals.district, one)}


@router.post("/households", **action("import"))
async def import_households(body: Rows, ground: OnGround, importing: Annotated[Import, Depends()]) -> Report:
    """Register every row's household, or with any error none; a dry run only reports."""
    rows = rows_of(body, COLUMNS)
    return await importing.report(check(rows, ground), rows)
