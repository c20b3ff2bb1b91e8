"""What makes a matter: its kind, field and subject, whom it concerns, how confidential it is (design 1, 8)."""

from typing import Any  # the fields of an event

from services.ledger.commands.visit import Heard
from shared.errors import Refused
from shared.ids import UnitId
from shared.words import Confidentiality


def raised(heard: Heard, activity_office: UnitId) -> dict[str, Any]:
    """The matter's own fields of its event. Raises Refused for what does not make a matter of its kind."""
    accusation = heard.kind == "accusation"
    _has_its_field(heard)
    _is_accused(heard) if accusation else _has_its_subject(heard)
    if heard.unknown:
        raise Refused("concerned-unknown")
    return {
        "matter": heard.matter,
        "kind": heard.kind,
        "field": heard.field,
        "confidentiality": confidentiality(heard),
        "concerns": heard.concerns,
        "subject": heard.subject,
        "words": heard.words,
        "answer": heard.answer,
        "activity_office": None if accusation else activity_office,
    }


def confidentiality(heard: Heard) -> Confidentiality:
    """An accusation is always one; anything else is restricted where the cadre says so."""
    if heard.kind == "accusation":
        return "accusation"
    return "restricted" if heard.restricted else "ordinary"


def _has_its_field(heard: Heard) -> None:
    if heard.kind == "dispute" and heard.field is None:
        raise Refused("dispute-needs-field", "R29")
    if heard.kind != "dispute" and heard.field is not None:
        raise Refused("field-only-for-disputes", "R29")


def _has_its_subject(heard: Heard) -> None:
    if heard.subject is None:
        raise Refused("matter-needs-subject")
    if heard.names_somebody:
        raise Refused("subject-names-somebody")


def _is_accused(heard: Heard) -> None:
    if heard.subject is not None:
        raise Refused("accusation-has-no-subject")
    if not heard.concerns:
        raise Refused("accusation-concerns-somebody", "Regulations Art. 30(3)")
    if heard.answer is not None:
        raise Refused("accusation-not-on-the-spot", "Regulations Art. 30(3)")
