"""What the API asks of receivers: whether an address may be posted to, and a secret for it."""

from dataclasses import dataclass

from services.notify.adapters.signing import new_secret
from services.notify.adapters.targets import Targets
from services.notify.commands.subscription import Fault


@dataclass(frozen=True)
class Receivers:
    """Receivers that are not yet posted to."""

    targets: Targets

    async def fault(self, url: str) -> Fault | None:
        """Why an address is not posted to, None for a good one."""
        return await self.targets.fault(url)

    def new_secret(self) -> str:
        """A random secret."""
        return new_secret()
