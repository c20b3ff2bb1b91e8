"""Notify, assembled: `python -m services.notify.main serve|migrate|openapi|asyncapi`."""

from collections.abc import AsyncIterator, Mapping
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from pathlib import Path
from typing import Any  # what notify alone has, by name

from services.notify.adapters.receivers import Receivers
from services.notify.adapters.targets import Targets
from services.notify.adapters.webhook import Poster
from services.notify.api import ROUTERS
from services.notify.api.arrivals import Hints
from services.notify.decider import DELIVERY, QUEUE, SUBSCRIPTION
from services.notify.messaging import HEARS, SAYS, followers
from services.notify.messaging.courier import Courier
from services.notify.messaging.desk import OutboxDesk
from services.notify.messaging.pace import Pace
from services.notify.messaging.router import Router
from services.notify.policies import announce
from services.notify.settings import Settings
from shared.directory import expand
from shared.service import Extra, Service, run
from shared.web.ports import Ports


def described() -> Service:
    """The parts of one notify: its router learns where to look when it is opened."""
    router = Router()
    return Service(
        name="notify",
        home=Path(__file__).parent,
        deciders=(SUBSCRIPTION, QUEUE, DELIVERY),
        announce=announce,
        followers=followers(router),
        routers=ROUTERS,
        expand=expand,
        says=SAYS,
        hears=HEARS,
        extra=_extra(router),
    )


def _extra(router: Router) -> Extra:
    def extra(ports: Ports, settings: Settings) -> AbstractAsyncContextManager[Mapping[str, Any]]:
        return _opened(router, ports, settings)

    return extra


@asynccontextmanager
async def _opened(router: Router, ports: Ports, settings: Settings) -> AsyncIterator[Mapping[str, Any]]:
    """The courier in the background; it ends what it is posting before the rest of the service stops."""
    targets = Targets(settings.allow_networks)
    poster = Poster(targets, settings.answer_seconds)
    pace = Pace(settings.retry_base_seconds, settings.retry_cap_seconds, settings.failing_after)
    desk, hints = OutboxDesk(ports, poster, pace), Hints()
    courier = Courier(desk, settings.drain_seconds)
    await ports.log.listen(hints.moved)
    await ports.log.listen(courier.moved)
    router.bind(ports)
    courier.start()
    try:
        yield {"receivers": Receivers(targets), "arrivals": hints, "pending": desk.pending}
    finally:
        await courier.stop()
        router.bind(None)
        await poster.close()


SERVICE = described()

if __name__ == "__main__":
    run(SERVICE, Settings)
