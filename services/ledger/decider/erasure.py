"""An erasure: recorded once, and again only for what was sealed about the subject since."""

from typing import assert_never, get_args

from services.ledger.commands.erasure import EraseSubject, ErasureCommand, ForeseeErasure, RedactTexts
from services.ledger.events.erasure import ErasureForeseen, SubjectErased
from services.ledger.events.redaction import TextRedacted
from shared.decider import Decider
from shared.erasure import NOTHING, Before, after, newly

ErasureHappened = ErasureForeseen | TextRedacted | SubjectErased


def decide(command: ErasureCommand, state: Before | None) -> list[ErasureHappened]:
    """What follows from a command."""
    match command:
        case ForeseeErasure():
            return [ErasureForeseen(**vars(command))]
        case RedactTexts():
            return redact(command)
        case EraseSubject():
            return erase(command, state)
        case _:
            assert_never(command)


def redact(command: RedactTexts) -> list[ErasureHappened]:
    """Each text follows the one before; the newest is read."""
    told = {"subject": command.subject, "by": command.by, "at": command.at}
    return [TextRedacted.model_validate({**told, **vars(one)}) for one in command.redactions]


def erase(command: EraseSubject, state: Before | None) -> list[ErasureHappened]:
    """Asked twice, done once: the second time names nothing new."""
    dropped = newly(command.dropped, state or NOTHING)
    if state is not None and not dropped:
        return []
    return [SubjectErased(**{**vars(command), "dropped": dropped})]


def evolve(state: Before | None, event: ErasureHappened) -> Before | None:
    """What has been destroyed by now."""
    match event:
        case ErasureForeseen() | TextRedacted():
            return state
        case SubjectErased():
            return after(event.dropped, state or NOTHING)
        case _:
            assert_never(event)


ERASURE = Decider(None, decide, evolve, commands=get_args(ErasureCommand), events=get_args(ErasureHappened))
"""Stream `erasure/{subject}`; its state is None before the first."""
