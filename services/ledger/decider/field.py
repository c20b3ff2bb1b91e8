"""What holds for everything done in the field: the own stay, within its days, noted in time (roles.md)."""

from datetime import date, datetime, timedelta
from typing import Any  # the fields of an event
from uuid import UUID

from services.ledger.commands.field import Correct, FieldCommand, KnownStay, Told
from services.ledger.events.field import OnStay, on_stay
from services.ledger.events.listing import SubjectsListed
from shared.calendar import day_of
from shared.erasure import Kind
from shared.errors import NotFound, Refused
from shared.ids import PlaceId
from shared.roles import Role
from shared.viewer import Viewer

DAYS_TO_NOTE = 7
"""Days after a stay's end in which its cadre may still note what was done on it, marked late (roles.md)."""
_INSTANT = timedelta(microseconds=1)


def noted(command: FieldCommand) -> dict[str, Any]:
    """The fields of an event of the field. Raises NotFound for a stay not the asker's own, Refused out of time."""
    stay = command.stay
    if stay is None or not is_own(command.by, stay.of):
        raise NotFound("not-found")
    return {**dict(on_stay(stay.of)), "at": command.done_at, "late": _is_late(stay, command)}


def is_own(by: Viewer, stay: OnStay) -> bool:
    """Whether the asker is the cadre of the stay, with a grant as one for its campaign and place."""
    return by.person == stay.cadre and by.has(Role.CADRE, campaign=stay.campaign, place=stay.place)


def _is_late(stay: KnownStay, command: FieldCommand) -> bool:
    if stay.started_at is None:
        raise Refused("field-stay-not-started", "R14")
    if command.done_at > command.at:
        raise Refused("field-not-yet-done")
    if day_of(command.done_at) < day_of(stay.started_at):
        raise Refused("field-before-stay", "R14", day=day_of(stay.started_at))
    return stay.ended_at is not None and _is_after(stay.ended_at, command)


def _is_after(ended_at: datetime, command: FieldCommand) -> bool:
    last = day_of(ended_at - _INSTANT)  # a stay that ends at 24:00 ends on that day
    if day_of(command.done_at) > last:
        raise Refused("field-after-stay", "R14", day=last)
    if day_of(command.at) > last_day_to_note(last):
        raise Refused("field-too-late", days=DAYS_TO_NOTE, day=last_day_to_note(last))
    return command.at >= ended_at


def last_day_to_note(ended: date) -> date:
    """The last day on which something of a stay that ended on a day may be noted."""
    return ended + timedelta(days=DAYS_TO_NOTE)


def lies_in(place: PlaceId, path: tuple[PlaceId, ...]) -> None:
    """Raises Refused for a household that is not registered in the place of the stay."""
    if place not in path:
        raise Refused("household-elsewhere")


def listed(command: Told, kind: Kind, record: UUID) -> list[SubjectsListed]:
    """Whom the words name, of the households of the stay's place. Raises Refused for one from elsewhere."""
    if command.stay is None or not command.named:
        return []
    for one in command.named:
        lies_in(command.stay.of.place, one.path)
    subjects = tuple(dict.fromkeys(one.household for one in command.named))
    return [SubjectsListed(kind=kind, record=record, subjects=subjects, at=command.done_at)]


def corrected(command: Correct, stay: OnStay | None) -> dict[str, Any]:
    """The fields of a correction, which is its cadre's alone. Raises NotFound for others."""
    if stay is None or not is_own(command.by, stay):
        raise NotFound("not-found")
    return {**dict(on_stay(stay)), "at": command.at}
