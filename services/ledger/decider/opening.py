"""An opening of identities: of the matter's own people alone, and never without a purpose (design 8)."""

from services.ledger.commands.opening import OpenIdentity
from services.ledger.events.opening import IdentityOpened
from shared.decider import Decider
from shared.errors import NotFound


def decide(command: OpenIdentity, state: None) -> list[IdentityOpened]:
    """Recorded before anything is shown. Raises NotFound for identities that are not the matter's."""
    if not command.of_matter or not command.subjects:
        raise NotFound("not-found")
    return [
        IdentityOpened(
            opening=command.opening,
            matter=command.matter,
            unit=command.unit,
            by=command.by,
            subjects=command.subjects,
            purpose=command.purpose,
            at=command.at,
        )
    ]


def evolve(state: None, event: IdentityOpened) -> None:
    """Nothing more is asked of an opening."""


OPENING = Decider(None, decide, evolve, commands=(OpenIdentity,), events=(IdentityOpened,))
"""Stream `opening/{opening}`."""
