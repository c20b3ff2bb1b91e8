"""An erasure: recorded once, and again only for what was sealed about the subject since."""

from services.ledger.commands.erasure import EraseSubject
from services.ledger.events.erasure import SubjectErased
from shared.decider import Decider
from shared.erasure import NOTHING, Before, after, newly


def decide(command: EraseSubject, state: Before | None) -> list[SubjectErased]:
    """Asked twice, done once: the second time names nothing new."""
    dropped = newly(command.dropped, state or NOTHING)
    if state is not None and not dropped:
        return []
    return [SubjectErased(**{**vars(command), "dropped": dropped})]


def evolve(state: Before | None, event: SubjectErased) -> Before:
    """What has been destroyed by now."""
    return after(event.dropped, state or NOTHING)


ERASURE = Decider(None, decide, evolve, commands=(EraseSubject,), events=(SubjectErased,))
"""Stream `erasure/{subject}`; its state is None before the first."""
