"""What the doctor says: one finding a line, and for what is wrong one sentence of what to do."""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum


class State(StrEnum):
    """Of one finding. What is not known is not wrong by itself: what hides it has a line of its own."""

    OK = "ok"
    WRONG = "wrong"
    UNKNOWN = "not known"


@dataclass(frozen=True)
class Finding:
    """One thing that was looked at: `said` for people, `figure` with its `unit` for machines; ids and codes alone."""

    what: str
    state: State
    said: str
    remedy: str = ""
    service: str = ""
    district: str = ""
    consumer: str = ""
    figure: float | None = None
    unit: str = ""

    @property
    def where(self) -> str:
        """Service, district and consumer, as far as it is of one."""
        return " ".join(filter(None, (self.service, self.district, self.consumer)))


def judged(wrong: object, remedy: str) -> tuple[State, str]:
    """State and remedy: the remedy only of what is wrong."""
    return (State.WRONG, remedy) if wrong else (State.OK, "")


def is_well(findings: Iterable[Finding]) -> bool:
    """Whether nothing is wrong."""
    return all(each.state is not State.WRONG for each in findings)
