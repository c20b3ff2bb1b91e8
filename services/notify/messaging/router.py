"""The router: the one policy with a lookup (design 4). It asks who subscribes, and who of them may be told."""

from services.notify.policies import ROUTED, React, routing
from services.notify.queries.routing import subscribers
from shared.directory import DIRECTORY
from shared.eventstore.handle import Busy
from shared.eventstore.pages import Page
from shared.eventstore.projections import Policy
from shared.ids import Tenant
from shared.web.ports import Ports, reading

_CATCH_UP_SECONDS = 5.0
_ACCUSATION = '"accusation"'


class Router:
    """One policy for each service that is heard. It waits until it is `bound` to the running service.

    From zero, as nobody subscribes before it is born; a subscription begins with what happens after it was opened.
    """

    def __init__(self) -> None:
        self._ports: Ports | None = None
        to_nobody = routing(())
        self.policies = tuple(
            Policy("route", producer, language, to_nobody, starts="zero", lookup=self._lookup)
            for producer, language in ROUTED.items()
        )

    def bind(self, ports: Ports | None) -> None:
        """From now on, look up there."""
        self._ports = ports

    async def _lookup(self, tenant: Tenant, page: Page) -> React:
        """How to route a page: by the subscriptions of this moment. Raises Busy when that cannot be known yet."""
        if self._ports is None:
            raise Busy("busy")
        ports = self._ports
        head = await ports.log.head(tenant)
        if head.position == 0:  # nobody has subscribed to anything here
            return routing(())
        if not await ports.following.reached(tenant, head.position, _CATCH_UP_SECONDS):
            raise Busy("busy")  # somebody who was told that they subscribe must not miss this page
        about_accusations = any(_ACCUSATION in said.fact[1] for said in page.said if said.fact)
        self._knows_the_units(ports, tenant, strictly=about_accusations)
        async with ports.database.transaction(tenant) as connection:
            db = await connection.execution_options(**reading(ports))
            return routing(await subscribers(db, with_sides=about_accusations))

    def _knows_the_units(self, ports: Ports, tenant: Tenant, strictly: bool) -> None:
        """A directory that is behind could let somebody miss a fact, or see an accusation of a colleague."""
        known = [lag for lag in ports.following.lag() if lag.follower == DIRECTORY.name and lag.tenant == tenant]
        if any(lag.behind for lag in known) or (strictly and not known):
            raise Busy("busy")
