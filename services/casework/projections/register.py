"""The register: each step of a matter as changes of its rows, all under the matter's own key."""

from collections.abc import Iterator
from typing import Any, assert_never, get_args  # parameters are whatever the columns take

from pydantic import BaseModel
from sqlalchemy import bindparam, insert, update

from services.casework.events import case as e
from services.casework.projections.register_tables import CONCERNED, COPIES, MATTERS, METADATA, STEPS
from shared.change import Change, Envelope
from shared.eventstore.projections import Projection
from shared.ids import reference

_OF = MATTERS.c.case == bindparam("of")
ADD = insert(MATTERS)
ADD_CONCERNED = insert(CONCERNED)
ADD_STEP = insert(STEPS)
ADD_COPY = insert(COPIES)


def _setting(*columns: str) -> Any:  # an update is a statement of the module, its type is SQLAlchemy's own
    return update(MATTERS).where(_OF).values({name: bindparam(name) for name in columns})


_STANDING = ("office", "contact_unit", "handed_to", "handling_unit", "handler")
MOVE = _setting("state", "version", "changed_at", *_STANDING)
TOUCH = _setting("version", "changed_at")
PLACE_BY = _setting("contact_section", "contact_leader")
START_DAYS = _setting("accepted_at", "limit_day", "provisional", "external_ref")
NOTE_REF = _setting("external_ref")
CLIMB = _setting("told")
DRAFT = _setting("result_at", "outcome", "facts", "opinion")
ISSUE = _setting("signer", "number", "issued_at", "letter")
ANSWER = _setting("answered_at")
STRIKE = _setting("struck_at")
SERVE = (
    update(COPIES)
    .where(COPIES.c.case == bindparam("of"), COPIES.c.number == bindparam("copy"))
    .values({name: bindparam(name) for name in ("result", "means", "served_at", "details")})
)

STATE_AFTER: dict[type[e.CaseHappened], str] = {
    e.CaseHandedOver: "handed-over",
    e.CaseReturned: "returned",
    e.CaseAccepted: "accepted",
    e.ResultRecorded: "result-recorded",
    e.ResultSentBack: "accepted",
    e.CaseSigned: "signed",
    e.ReplyIssued: "issued",
    e.CaseStruck: "struck",
}
_PARTY = 4


def project_register(said: e.CaseHappened, envelope: Envelope) -> Iterator[Change]:
    """What a step changes: the matter's row first, then what the step alone brings, then the thread."""
    key = str(said.case)
    changes = (*_standing(said, envelope), *_particulars(said), (ADD_STEP, _step(said, envelope)))
    for statement, parameters in changes:
        yield key, statement, parameters


_Changes = Iterator[tuple[Any, dict[str, Any]]]


def _standing(said: e.CaseHappened, envelope: Envelope) -> _Changes:
    if isinstance(said, e.CaseSettled | e.CaseOpened):
        yield ADD, _first_row(said, envelope)
        for one in sorted({one.id for one in said.concerns}):
            yield ADD_CONCERNED, {"case": said.case, "id": one}
        return
    moved = {"of": said.case, "version": envelope.version, "changed_at": said.at}
    state = STATE_AFTER.get(type(said))
    if state is None:
        yield TOUCH, moved
        return
    standing = {name: getattr(said, name) for name in _STANDING}
    if isinstance(said, e.CaseReturned):
        standing["handed_to"] = None
    yield MOVE, {**moved, "state": state, **standing}


def _first_row(said: e.CaseSettled | e.CaseOpened, envelope: Envelope) -> dict[str, Any]:
    settled = isinstance(said, e.CaseSettled)
    told = ("case", "campaign", "visit", "kind", "field", "confidentiality", "subject", "place", "heard_by", "office")
    return {
        **{name: getattr(said, name) for name in told},
        "reference": reference(said.case),
        "raised_in": said.unit,
        "received_at": said.at,
        "state": "settled" if settled else "opened",
        "version": envelope.version,
        "changed_at": said.at,
        "answer": _json(said.answer) if isinstance(said, e.CaseSettled) else None,
        "answered_at": said.at if settled else None,
    }


def _particulars(said: e.CaseHappened) -> _Changes:
    match said:
        case e.CaseHandedOver() | e.CaseAccepted() | e.ExternalRefNoted() | e.CaseEscalated():
            yield _routed(said)
        case e.ResultRecorded():
            found = {"facts": _json(said.facts), "opinion": _json(said.opinion)}
            yield DRAFT, {"of": said.case, "result_at": said.at, "outcome": said.outcome, **found}
        case e.ResultSentBack():
            yield DRAFT, {"of": said.case, "result_at": None, "outcome": None, "facts": None, "opinion": None}
        case e.ReplyIssued() | e.CopyServed() | e.CaseStruck():
            yield from _answered(said)
        case e.CaseSettled() | e.CaseOpened() | e.CaseReturned() | e.LimitReminded() | e.CaseSigned():
            return
        case _:
            assert_never(said)


def _routed(
    said: e.CaseHandedOver | e.CaseAccepted | e.ExternalRefNoted | e.CaseEscalated,
) -> tuple[Any, dict[str, Any]]:
    match said:
        case e.CaseHandedOver():
            by_place = {"contact_section": said.contact_section, "contact_leader": said.contact_leader}
            return PLACE_BY, {"of": said.case, **by_place}
        case e.CaseAccepted(schedule=schedule):
            days = {"accepted_at": said.at, "limit_day": schedule.limit, "provisional": schedule.provisional}
            return START_DAYS, {"of": said.case, "external_ref": said.external_ref, **days}
        case e.ExternalRefNoted():
            return NOTE_REF, {"of": said.case, "external_ref": said.external_ref}
        case e.CaseEscalated():
            return CLIMB, {"of": said.case, "told": said.level}
        case _:
            assert_never(said)


def _answered(said: e.ReplyIssued | e.CopyServed | e.CaseStruck) -> _Changes:
    match said:
        case e.ReplyIssued(letter=letter):
            issued = {"signer": letter.signer, "number": said.number, "issued_at": said.at, "letter": _json(letter)}
            yield ISSUE, {"of": said.case, **issued}
            for copy in said.copies:
                yield ADD_COPY, {"case": said.case, **dict(copy)}
        case e.CopyServed():
            served = {"result": said.result, "means": said.means, "served_at": said.served_at}
            yield SERVE, {"of": said.case, "copy": said.number, "details": _json(said.details), **served}
            if said.number == _PARTY:
                yield ANSWER, {"of": said.case, "answered_at": said.at}
        case e.CaseStruck():
            yield STRIKE, {"of": said.case, "struck_at": said.at}
        case _:
            assert_never(said)


def _step(said: e.CaseHappened, envelope: Envelope) -> dict[str, Any]:
    explanation = getattr(said, "explanation", None)
    words = explanation.reason if explanation else getattr(said, "reason", getattr(said, "evidence", None))
    return {
        "case": said.case,
        "version": envelope.version,
        "position": envelope.position,
        "what": said.type.removesuffix(".v1"),
        "at": said.at,
        "unit": said.unit,
        "by": said.by,
        "role": said.role,
        "handed_to": said.handed_to,
        "copy": said.number if isinstance(said, e.CopyServed) else None,
        "level": said.level if isinstance(said, e.CaseEscalated) else None,
        "result": said.result if isinstance(said, e.CopyServed) else getattr(said, "outcome", None),
        "words": _json(words),
    }


def _json(value: BaseModel | None) -> Any:  # JSON of a sealed value or a letter
    return value.model_dump(mode="json") if value else None


REGISTER = Projection("register", 2, "casework", get_args(e.CaseHappened), METADATA, project_register)
