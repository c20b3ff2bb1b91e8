"""运行状况: is any district behind? Ids, codes and what to do; never contents, and no acts."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any  # what services tell of themselves is JSON

from fastapi import Response

from services.gateway.districts.register import Districts
from services.gateway.pages.page import OwnVisit, Page
from services.gateway.pages.route import pages
from shared.messaging.reports import BEHIND_SECONDS

router = pages()

_WORST_FIRST = ("away", "stopped", "parked", "behind", "running")


@dataclass(frozen=True)
class Line:
    """How one service follows another's log in one district; `state` as the words have it."""

    service: str
    producer: str
    tenant: str
    seconds: float
    state: str


@dataclass(frozen=True)
class Trouble:
    """What stands still until a person acts."""

    service: str
    kind: str
    follower: str
    producer: str
    tenant: str
    key: str
    position: int
    reason: str

    @property
    def command(self) -> str:
        """What shows an operator more, and what can be done; "" where no command does."""
        if self.kind == "stopped":
            return "minqing doctor"  # which of its followers can be made anew, only the service's own tables tell
        if self.kind == "parked":
            return f"minqing parked show {self.tenant} {self.service} {self.follower} {self.position}"
        return ""


@router.get("/running")
async def show(page: Page) -> Response:
    """Every service with what it follows, the worst first."""
    return page.show("running.html", **await _standing(page))


@router.get("/running/lines")
async def lines(page: Page) -> Response:
    """The part that is live."""
    return page.show("running-lines.html", **await _standing(page))


async def _standing(page: OwnVisit) -> dict[str, Any]:
    told = await page.get("/running")
    register: Districts = page.request.app.state.districts
    names = {district.tenant: district.name for district in await register.all()}
    return {"lines": lines_of(told), "troubles": troubles_of(told), "districts": names}


def lines_of(told: Mapping[str, Any]) -> list[Line]:
    """One line for a service, whom it follows, and a district."""
    found = [line for service, document in told.items() for line in _of_service(service, document)]
    return sorted(found, key=lambda one: (_WORST_FIRST.index(one.state), -one.seconds, one.tenant, one.service))


def troubles_of(told: Mapping[str, Any]) -> list[Trouble]:
    """What a person has to see to, what has stopped first."""
    named = ("kind", "follower", "producer", "tenant", "key", "position", "reason")
    found = [
        Trouble(service, **{name: one[name] for name in named})
        for service, document in told.items()
        for one in document.get("problems", ())
    ]
    return sorted(found, key=lambda one: (one.kind != "stopped", one.tenant, one.service, one.position))


def _of_service(service: str, document: Mapping[str, Any]) -> Iterator[Line]:
    if "lag" not in document:
        yield Line(service, service, "", 0.0, "away")
        return
    lags: dict[tuple[str, str], float] = {}
    for lag in document["lag"]:
        pair = lag["producer"], lag["tenant"]
        lags[pair] = max(lag["seconds"], lags.get(pair, 0.0))
    problems = {(one["producer"], one["tenant"], one["kind"]) for one in document.get("problems", ())}
    for (producer, tenant), seconds in lags.items():
        yield Line(service, producer, tenant, seconds, _state(problems, producer, tenant, seconds))


def _state(problems: set[tuple[str, str, str]], producer: str, tenant: str, seconds: float) -> str:
    if (producer, tenant, "stopped") in problems:
        return "stopped"
    if (producer, tenant, "parked") in problems or (producer, tenant, "timer") in problems:
        return "parked"
    return "behind" if seconds > BEHIND_SECONDS else "running"
