"""书面回复: what was answered, and has each reader a copy?"""

from datetime import date
from typing import Any  # the fields of a copy, by its reader

from sqlalchemy import RowMapping, select
from sqlalchemy.ext.asyncio import AsyncConnection

from services.casework.events.reply import Letter, Reader
from services.casework.projections.register_tables import COPIES, MATTERS
from services.casework.queries.matter import Opens, names_of, row_seen, shown
from services.casework.queries.register import named
from services.casework.queries.sight import Seer, Sight
from services.casework.queries.views import CopyLine, CopyView, Draft, Named, Reply, Serving, Words
from shared.calendar import day_of
from shared.directory.tables import places
from shared.errors import NotFound
from shared.ids import MatterId
from shared.sealed import Sealed

FIELDS_OF: dict[Reader, frozenset[str]] = {
    "office": frozenset({"reference", "subject", "handler", "facts", "opinion"}),
    "contact-unit": frozenset({"reference", "subject", "facts", "opinion"}),
    "village": frozenset({"reference", "opinion"}),
    "party": frozenset({"reference", "subject", "facts", "opinion"}),
}
"""What stands on a copy for its reader, besides the letter itself; the party's name is opened, never stored."""

OF_AN_ACCUSATION: dict[Reader, frozenset[str]] = FIELDS_OF | {
    "contact-unit": frozenset({"reference"}),
    "village": frozenset({"reference"}),
}
"""What was found and thought of an accusation is for those who handle it, and for the party; on paper too."""


async def found_of(db: AsyncConnection, case: MatterId) -> list[Sealed]:
    """What the handler found and thinks, sealed, for those who may sign it; nothing where no result is recorded."""
    asked = select(MATTERS.c.facts, MATTERS.c.opinion).where(MATTERS.c.case == case)
    row = (await db.execute(asked)).one_or_none()
    return [Sealed.model_validate(sealed) for sealed in row or () if sealed]


async def draft(db: AsyncConnection, seer: Seer, case: MatterId, letter: Letter | None, opens: Opens) -> Draft:
    """The reply that awaits a signature, for those inside. Raises NotFound for others, and where none awaits one."""
    row = await row_seen(db, seer, case)
    if letter is None or row["state"] != "result-recorded" or not Sight.model_validate(row).inside:
        raise NotFound("not-found")
    return Draft(
        outcome=row["outcome"],
        facts=await _opened(row["facts"], opens),
        opinion=await _opened(row["opinion"], opens),
        **letter.model_dump(include={"title", "issuer", "basis", "remedy"}),
    )


async def reply(db: AsyncConnection, seer: Seer, case: MatterId, opens: Opens) -> Reply:
    """The whole reply, for those inside and the contact unit. Raises NotFound for others, and until it is issued."""
    row = await _issued(db, seer, case)
    sight = Sight.model_validate(row)
    if not sight.facts:
        raise NotFound("not-found")
    letter = Letter.model_validate(row["letter"])
    return Reply(
        number=row["number"],
        outcome=row["outcome"],
        facts=await _opened(row["facts"], opens),
        opinion=await _opened(row["opinion"], opens),
        signer=Named(id=letter.signer, name=letter.signer_name),
        issued_at=row["issued_at"],
        copies=len(await _all_copies(db, case)),
        **letter.model_dump(include={"title", "issuer", "basis", "remedy", "signer_post"}),
    )


async def copies(db: AsyncConnection, seer: Seer, case: MatterId, opens: Opens) -> list[CopyLine]:
    """The copies that the asker may see, with what became of each."""
    row = await row_seen(db, seer, case)
    sight = Sight.model_validate(row)
    every = await _all_copies(db, case)
    names = await _names(db, every)
    return [
        CopyLine(
            copies=len(every),
            label=_label(copy, len(every)),
            to=_to(copy, names),
            details=await _details(copy, sight, opens),
            may_serve=may_serve(row, sight, copy),
            **{name: copy[name] for name in ("number", "reader", "withheld", "result", "means", "served_at")},
        )
        for copy in every
        if _reads(sight, copy)
    ]


def may_serve(row: RowMapping, sight: Sight, copy: RowMapping) -> bool:
    """Its handler, and its department's clerk or key, say what becomes of a copy: once, again if it came back."""
    waits = copy["withheld"] is None and copy["result"] in (None, "returned")
    return waits and row["state"] in ("issued", "struck") and (sight.as_handler or sight.as_serving)


async def copy(db: AsyncConnection, seer: Seer, case: MatterId, number: int, opens: Opens) -> CopyView:
    """One copy with its reader's fields. Raises NotFound for one that is not for the asker."""
    row = await _issued(db, seer, case)
    every = await _all_copies(db, case)
    found = next((copy for copy in every if copy["number"] == number), None)
    sight = Sight.model_validate(row)
    if found is None or not _reads(sight, found):
        raise NotFound("not-found")
    letter = Letter.model_validate(row["letter"])
    return CopyView(
        number=row["number"],
        copies=len(every),
        label=_label(found, len(every)),
        reader=found["reader"],
        to=_to(found, await _names(db, every)),
        party=None,
        details=await _details(found, sight, opens),
        outcome=row["outcome"],
        date=_date_of(row),
        **letter.model_dump(include={"title", "issuer", "basis", "remedy", "signer_name"}),
        **await _for_reader(row, found["reader"], opens),
    )


async def party_copy(db: AsyncConnection, seer: Seer, case: MatterId, number: int, opens: Opens) -> CopyView:
    """The party's copy with who took it, for an opening. Raises NotFound for every other copy."""
    view = await copy(db, seer, case, number, opens)
    if view.reader != "party":
        raise NotFound("not-found")
    row = next(one for one in await _all_copies(db, case) if one["number"] == number)
    details = await _serving(row, opens) if view.details else None
    return view.model_copy(update={"details": details})


async def _for_reader(row: RowMapping, reader: Reader, opens: Opens) -> dict[str, Any]:
    shows = (OF_AN_ACCUSATION if row["kind"] == "accusation" else FIELDS_OF)[reader]
    plain = {"reference": row["reference"], "subject": row["subject"], "handler": row["handler_name"]}
    fields: dict[str, Any] = {name: value if name in shows else None for name, value in plain.items()}
    for name in ("facts", "opinion"):
        fields[name] = await _opened(row[name], opens) if name in shows else None
    return fields


async def _issued(db: AsyncConnection, seer: Seer, case: MatterId) -> RowMapping:
    row = await row_seen(db, seer, case)
    if row["letter"] is None:
        raise NotFound("not-found")
    return row


async def _all_copies(db: AsyncConnection, case: MatterId) -> list[RowMapping]:
    asked = select(COPIES).where(COPIES.c.case == case).order_by(COPIES.c.number)
    return list((await db.execute(asked)).mappings())


def _reads(sight: Sight, copy: RowMapping) -> bool:
    """Those inside see all copies, each other reader its own; none that is withheld from it."""
    if sight.inside:
        return True
    own = {"contact-unit": sight.as_contact, "village": sight.as_village}
    return own.get(copy["reader"], False) and copy["withheld"] is None


async def _names(db: AsyncConnection, every: list[RowMapping]) -> dict[Any, str]:
    known = [copy["place"] for copy in every if copy["place"]]
    asked = select(places.c.place, places.c.name).where(places.c.place.in_(known))
    of_places = {row[0]: row[1] for row in await db.execute(asked)}
    return of_places | await names_of(db, [copy["unit"] for copy in every if copy["unit"]])


def _to(copy: RowMapping, names: dict[Any, str]) -> Named | None:
    to = copy["unit"] or copy["place"]
    return named(to, names.get(to))


async def _details(copy: RowMapping, sight: Sight, opens: Opens) -> Serving | None:
    """How it came to its reader, for those inside; who took the party's copy may be the party."""
    told = await _serving(copy, opens) if sight.inside and copy["details"] else None
    return told.model_copy(update={"to": None}) if told and copy["reader"] == "party" else told


async def _serving(copy: RowMapping, opens: Opens) -> Serving | None:
    """All of it; None once it is erased."""
    details = await opens.own(Sealed.model_validate(copy["details"]))
    return Serving.model_validate(details) if details else None


def _label(copy: RowMapping, total: int) -> str:
    return f"第{copy['number']}份共{total}份"


def _date_of(row: RowMapping) -> date:
    return day_of(row["issued_at"])


async def _opened(sealed: Any, opens: Opens) -> Words:
    return shown(await opens.own(Sealed.model_validate(sealed)))
