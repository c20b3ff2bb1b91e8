"""What a reader may do next with a matter: by their roles, by as what they see it, and by where it stands.

The service has the last word; this says which act a page offers.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any  # a matter is JSON of the API

from services.gateway.pages.language import N_
from shared.roles import MAY, Role

Matter = Mapping[str, Any]
Copies = Sequence[Mapping[str, Any]]


@dataclass(frozen=True)
class Act:
    """A step that somebody takes: due in some `states`, for whom `seen_as` and `action` say; `steps` settle it."""

    path: str
    label: str
    action: str
    seen_as: frozenset[str]
    states: frozenset[str]
    steps: tuple[str, ...]


_OFFICE, _HANDLER = frozenset({"office"}), frozenset({"handler"})
_DEPARTMENT, _SIGNING = frozenset({"department"}), frozenset({"signing"})
_ISSUED = frozenset({"issued"})

HAND_OVER = Act(
    "hand-over",
    N_("交办"),
    "matter.hand-over",
    _OFFICE,
    frozenset({"opened", "returned"}),
    ("case-handed-over", "case-settled"),
)
ACCEPT = Act(
    "acceptance",
    N_("受理"),
    "matter.accept",
    _DEPARTMENT,
    frozenset({"handed-over"}),
    ("case-accepted", "case-returned"),
)
RESULT = Act("result", N_("记录办理结果"), "matter.result", _HANDLER, frozenset({"accepted"}), ("result-recorded",))
SIGN = Act(
    "signature",
    N_("审核签发"),
    "matter.sign",
    _SIGNING,
    frozenset({"result-recorded"}),
    ("case-signed", "result-sent-back"),
)
SERVE = Act("copies", N_("登记送达"), "matter.serve", _HANDLER | _SIGNING, _ISSUED, ("copy-served",))
STRIKE = Act("striking", N_("销号"), "matter.strike", _OFFICE, _ISSUED, ("case-struck",))

ACTS = (HAND_OVER, ACCEPT, RESULT, SIGN, SERVE, STRIKE)


@dataclass(frozen=True)
class Reader:
    """Who reads: their roles, and who they are."""

    roles: frozenset[Role]
    person: str | None


def next_acts(reader: Reader, matter: Matter, copies: Copies) -> list[Act]:
    """What the reader may do now, in the order of a matter's way."""
    return [act for act in ACTS if is_for(act, reader, matter) and is_due(act, matter, copies)]


def is_for(act: Act, reader: Reader, matter: Matter) -> bool:
    """Whether it is the reader's to do, whenever it is due."""
    able = not reader.roles.isdisjoint(MAY[act.action])
    return able and not act.seen_as.isdisjoint(matter["seen_as"]) and not is_barred(act, reader, matter)


def is_barred(act: Act, reader: Reader, matter: Matter) -> bool:
    """The handler never signs, and neither the handler nor the signer strikes off (R86, R120)."""
    handler = matter["handler"]["id"] if matter["handler"] else None
    barred = {SIGN: {handler}, STRIKE: {handler, _signer(matter)}}.get(act, set())
    return reader.person is not None and reader.person in barred


def _signer(matter: Matter) -> str | None:
    signed = [step["by"]["id"] for step in matter["thread"] if step["what"] == "case-signed" and step["by"]]
    return signed[-1] if signed else None


def is_due(act: Act, matter: Matter, copies: Copies) -> bool:
    """Whether the matter has come to it; copies are served before a matter is struck off."""
    if matter["state"] not in act.states:
        return False
    if act is SERVE:
        return bool(waiting(copies))
    return not (act is STRIKE and waiting(copies))


def waiting(copies: Copies) -> Copies:
    """The copies of which nobody has said yet what became of them."""
    return [copy for copy in copies if copy["withheld"] is None and copy["result"] is None]


def all_served(copies: Copies) -> bool:
    """Whether it is said of every copy what became of it; who does not see them all cannot know."""
    return bool(copies) and len(copies) == copies[0]["copies"] and not waiting(copies)


def settled_by(act: Act, matter: Matter) -> Mapping[str, Any] | None:
    """The step by which somebody else has done it meanwhile, if one has."""
    return next((step for step in reversed(matter["thread"]) if step["what"] in act.steps), None)


SERVING = N_("四份送达")
_WAY = (
    (N_("交办"), "opened returned"),
    (N_("受理"), "handed-over"),
    (N_("办理结果"), "accepted"),
    (N_("签发"), "result-recorded"),
    (SERVING, "signed"),
    (N_("销号"), "issued"),
)
_STANDS_AT = {state: n for n, (_, states) in enumerate(_WAY) for state in states.split()}


def still_to_come(matter: Matter, copies: Copies) -> list[str]:
    """The stations that a matter has before it."""
    at = _STANDS_AT.get(matter["state"])
    if at is None:
        return []
    serving = matter["state"] == "issued" and not all_served(copies)
    book = [N_("入账")] if matter["kind"] == "dispute" and matter["campaign"] else []
    return [label for label, _ in _WAY[at - serving :]] + book
