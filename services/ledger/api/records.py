"""Deeds, meetings and notes over HTTP: written down once, listed and shown."""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Depends, Query

from services.ledger.api import bodies
from services.ledger.api.asking import AtDesk, Read
from services.ledger.commands.records import RecordDeed, RecordMeeting, WriteNote
from services.ledger.events.records import Contribution
from services.ledger.queries import records
from services.ledger.queries.field import Filters
from services.ledger.queries.records import Deed, DeedPage, Meeting, MeetingPage, Note, NotePage
from shared.web.asking import Handler, action

router = APIRouter(prefix="/api/v1", tags=["field"])
Wanted = Annotated[Filters, Query()]


async def _deed(body: bodies.Deed, desk: AtDesk) -> RecordDeed:
    deed = desk.new("deed")
    given = Contribution(**dict(body.contribution)) if body.contribution else None
    told = await desk.on(body.stay, body.at)
    return RecordDeed(
        **told,
        deed=deed,
        kind=body.kind,
        what=await desk.seal(deed, body.what),
        contribution=given,
        named=await desk.named(body.names),
    )


@router.post("/deeds", status_code=201, **action("field.log"))
async def record_deed(deed: Annotated[RecordDeed, Depends(_deed)], handle: Handler) -> bodies.Created:
    """Record a good deed, with what was given."""
    await handle(deed)
    return bodies.Created(id=deed.deed)


async def _meeting(body: bodies.Meeting, desk: AtDesk) -> RecordMeeting:
    meeting = desk.new("meeting")
    return RecordMeeting(
        **await desk.on(body.stay, body.at),
        meeting=meeting,
        kind=body.kind,
        attendance=body.attendance.counted,
        minutes=await desk.seal(meeting, body.minutes),
        opinions=await desk.maybe_seal(meeting, body.opinions),
        named=await desk.named(body.names),
    )


@router.post("/meetings", status_code=201, **action("field.log"))
async def record_meeting(meeting: Annotated[RecordMeeting, Depends(_meeting)], handle: Handler) -> bodies.Created:
    """Record a forum of Party members, or an evaluation meeting with people's representatives, and its minutes."""
    await handle(meeting)
    return bodies.Created(id=meeting.meeting)


async def _note(body: bodies.Note, desk: AtDesk) -> WriteNote:
    note = desk.new("note")
    told = await desk.on(body.stay, body.at)
    named = await desk.named(body.names)
    return WriteNote(**told, note=note, about=body.about, text=await desk.seal(note, body.text), named=named)


@router.post("/notes", status_code=201, **action("field.log"))
async def write_note(note: Annotated[WriteNote, Depends(_note)], handle: Handler) -> bodies.Created:
    """Note how the place's Party branch and members stand."""
    await handle(note)
    return bodies.Created(id=note.note)


@router.get("/deeds", **action("field.read"))
async def list_deeds(filters: Wanted, read: Read) -> DeedPage:
    """Deeds that the asker may read, newest first."""
    items, after = await records.listed(read.db, read.seer, Deed, filters, read.opener)
    return DeedPage(items=items, next=after)


@router.get("/deeds/{deed}", **action("field.read"))
async def show_deed(deed: UUID, read: Read) -> Deed:
    """A deed."""
    return await records.one(read.db, read.seer, Deed, deed, read.opener)


@router.get("/meetings", **action("field.read"))
async def list_meetings(filters: Wanted, read: Read) -> MeetingPage:
    """Meetings that the asker may read, newest first."""
    items, after = await records.listed(read.db, read.seer, Meeting, filters, read.opener)
    return MeetingPage(items=items, next=after)


@router.get("/meetings/{meeting}", **action("field.read"))
async def show_meeting(meeting: UUID, read: Read) -> Meeting:
    """A meeting with its minutes."""
    return await records.one(read.db, read.seer, Meeting, meeting, read.opener)


@router.get("/notes", **action("field.read"))
async def list_notes(filters: Wanted, read: Read) -> NotePage:
    """Notes that the asker may read, newest first."""
    items, after = await records.listed(read.db, read.seer, Note, filters, read.opener)
    return NotePage(items=items, next=after)


@router.get("/notes/{note}", **action("field.read"))
async def show_note(note: UUID, read: Read) -> Note:
    """A note on branch and members."""
    return await records.one(read.db, read.seer, Note, note, read.opener)
