"""An erasure of casework's own words: recorded for each matter once, and again only for what was sealed since."""

from services.casework.commands.erasure import EraseWords
from services.casework.events.erasure import WordsErased
from shared.decider import Decider
from shared.erasure import NOTHING, Before, after, newly


def decide(command: EraseWords, state: Before) -> list[WordsErased]:
    """Nothing is said where nothing new was destroyed: of a matter in which casework has sealed no words."""
    dropped = newly(command.dropped, state)
    return [WordsErased(**{**vars(command), "dropped": dropped})] if dropped else []


def evolve(state: Before, event: WordsErased) -> Before:
    """What has been destroyed by now."""
    return after(event.dropped, state)


ERASURE = Decider(NOTHING, decide, evolve, commands=(EraseWords,), events=(WordsErased,))
"""Stream `erasure/{subject}`."""
