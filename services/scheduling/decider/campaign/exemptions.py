"""Who does not take part: never without a reason and a document (R12)."""

from services.scheduling.commands.campaign import ExemptCadre
from services.scheduling.decider.campaign.state import Campaign, by_its_office
from services.scheduling.events.campaign import CadreExempted, CampaignHappened
from shared.errors import Refused


def exempt(command: ExemptCadre, state: Campaign) -> list[CampaignHappened]:
    """A cadre of the unit, before the own stay has started."""
    planned = by_its_office(command, state)
    _is_justified(command)
    _is_a_cadre_at_home(command)
    said = CadreExempted(
        campaign=command.campaign,
        unit=planned.unit,
        at=command.at,
        person=command.person,
        reason=command.reason.strip(),
        document=command.document.strip(),
    )
    return [] if _says_nothing_new(said, state) else [said]


def _is_justified(command: ExemptCadre) -> None:
    if not command.reason.strip():
        raise Refused("exemption-needs-reason", "R12")
    if not command.document.strip():
        raise Refused("exemption-needs-document", "R12")


def _is_a_cadre_at_home(command: ExemptCadre) -> None:
    cadre = next((cadre for cadre in command.cadres.all if cadre.person == command.person), None)
    if cadre is None:
        raise Refused("not-a-cadre-here", "R11", people=command.person)
    if command.person in command.cadres.started:
        raise Refused("stay-started-already", "R17", people=cadre.name)


def _says_nothing_new(said: CadreExempted, state: Campaign) -> bool:
    before = state.exempt.get(said.person)
    return before is not None and (before.reason, before.document) == (said.reason, said.document)
