"""From the visit to the department's desk: taking in, handing over, returning, accepting (R80, R116–R118)."""

from services.casework.commands.case import Accept, Asked, Ground, HandOver, NoteExternalRef, Return, TakeIn, Target
from services.casework.decider.limits import schedule
from services.casework.decider.rights import done_by, office_of, role_for, taken_in
from services.casework.decider.state import Case
from services.casework.events.bearings import Bearings
from services.casework.events.case import (
    CaseAccepted,
    CaseHandedOver,
    CaseHappened,
    CaseOpened,
    CaseReturned,
    CaseSettled,
    Explanation,
    ExternalRefNoted,
)
from services.casework.events.offices import HANDLING_KINDS
from shared.errors import NotFound, Refused
from shared.ids import UnitId
from shared.roles import Role

_INTAKE = (Role.CLERK, Role.DEPARTMENT_KEY)


def take_in(command: TakeIn, state: Case) -> list[CaseHappened]:
    """Every kind gets its place; an accusation is never settled on the spot, it goes to the petition office."""
    if state.about is not None:
        return []
    heard = {"unit": command.unit, "by": command.about.heard_by, "role": Role.CADRE, "at": command.at}
    fields = {**dict(command.about), **heard}
    if command.answer is not None and command.about.kind != "accusation":
        return [CaseSettled(**fields, answer=command.answer)]
    return [CaseOpened(**fields)]


def hand_over(command: HandOver, state: Case) -> list[CaseHappened]:
    """Graded management, handled by the competent unit (R117): another one needs a reason."""
    about = taken_in(command, state)
    office, role = office_of(command.by, about)
    target = _receiving(command, about)
    if state.status == "handed-over" and about.handed_to == target.unit:
        return []
    ground = _ready_to_go(command, state, target.unit)
    onward = about.model_copy(update={"office": office, "handed_to": target.unit, "contact_unit": ground.contact_unit})
    return [
        CaseHandedOver(
            **done_by(command, onward, office, role),
            explanation=Explanation(competent=command.competent, reason=command.reason),
            contact_section=ground.contact_section,
            contact_leader=ground.contact_leader,
            district_office=ground.district_office,
        )
    ]


def _ready_to_go(command: HandOver, state: Case, target: UnitId) -> Ground:
    if state.status not in ("opened", "returned"):
        raise Refused("not-to-be-handed-over", "R117")
    if target != command.competent and command.reason is None:
        raise Refused("hand-over-needs-reason", "R117")
    if command.ground is None:
        raise NotFound("not-found")
    return command.ground


def _receiving(command: HandOver, about: Bearings) -> Target:
    target = command.target
    if target is None:
        raise Refused("no-competent-unit", "R117")
    if target.kind not in HANDLING_KINDS:
        raise Refused("not-a-handling-unit", "R117")
    if about.kind == "accusation" and not target.side.isdisjoint(one.id for one in about.concerns):
        raise Refused("goes-to-the-accused", "Regulations Art. 30(3)")
    return target


def return_(command: Return, state: Case) -> list[CaseHappened]:
    """Back to the office, with a reason, as long as nobody has accepted."""
    about = taken_in(command, state)
    role = role_for(command.by, about, about.handed_to, *_INTAKE)
    _awaits_acceptance(state)
    return [CaseReturned(**done_by(command, about, about.handed_to, role), reason=command.reason)]


def accept(command: Accept, state: Case) -> list[CaseHappened]:
    """The unit it was handed to takes it on and names a handler of its own; its days run from here (R118)."""
    about = taken_in(command, state)
    role = role_for(command.by, about, about.handed_to, *_INTAKE)
    if state.status == "accepted" and about.handler == command.handler:
        return []
    _awaits_acceptance(state)
    if not any(held.post == "handler" and held.unit == about.handed_to for held in command.posts):
        raise Refused("not-a-handler-there", "R116")
    accepted = about.model_copy(update={"handling_unit": about.handed_to, "handler": command.handler})
    return [
        CaseAccepted(
            **done_by(command, accepted, about.handed_to, role),
            schedule=schedule(command.at),
            external_ref=command.external_ref,
        )
    ]


def _awaits_acceptance(state: Case) -> None:
    if state.status != "handed-over":
        raise Refused("accepted-already", "R116")


def note_external_ref(command: NoteExternalRef, state: Case) -> list[CaseHappened]:
    """A department may look a matter up by its own number."""
    about = taken_in(command, state)
    role = _handling_role(command, about)
    if state.external_ref == command.external_ref:
        return []
    return [ExternalRefNoted(**done_by(command, about, about.handling_unit, role), external_ref=command.external_ref)]


def _handling_role(command: Asked, about: Bearings) -> Role:
    return role_for(command.by, about, about.handling_unit, *_INTAKE)
