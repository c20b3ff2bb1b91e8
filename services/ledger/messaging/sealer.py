"""The sealer: signs the log up to each receipt's number, so that the paper can be held against the log (formats 3)."""

from collections.abc import Callable, Iterator
from datetime import datetime

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from services.ledger.commands.filing import SealReceipt
from services.ledger.events.filing import ReceiptNumbered
from services.ledger.policies import sealing
from shared.envelope import Envelope
from shared.eventstore.handle import Busy
from shared.eventstore.pages import Page, Said
from shared.eventstore.projections import Policy
from shared.eventstore.seal import LogHead, seal_of
from shared.ids import Tenant
from shared.web.ports import Ports

_NOW = "SELECT clock_timestamp()"
_NUMBERED = str(ReceiptNumbered.model_fields["type"].default)
React = Callable[[ReceiptNumbered, Envelope], Iterator[tuple[str, SealReceipt]]]


class Sealer:
    """A policy with a lookup: what is signed stands beside the event, not in it. It waits until it is `bound`.

    From zero: a receipt that was given before there were seals gets one too, of this day.
    """

    def __init__(self) -> None:
        self._bound: tuple[Ports, Ed25519PrivateKey] | None = None
        self.policy = Policy("seal", "ledger", (ReceiptNumbered,), sealing({}), starts="zero", lookup=self._lookup)

    def bind(self, ports: Ports, key: Ed25519PrivateKey) -> None:
        """From now on, sign that service's log with this key."""
        self._bound = ports, key

    def release(self) -> None:
        """Sign no more: the service stops."""
        self._bound = None

    async def _lookup(self, tenant: Tenant, page: Page) -> React:
        """What of a page the receipts on it are to bear. Raises Busy before the service is open."""
        if self._bound is None:
            raise Busy("busy")
        numbered = [said for said in page.said if said.event and said.event[0] == _NUMBERED]
        if not numbered:
            return sealing({})
        ports, key = self._bound
        now: datetime = (await ports.database.fetch(_NOW))[0][0]
        return sealing({said.envelope.id: seal_of(_up_to(said, ports, now), key).rstrip() for said in numbered})


def _up_to(said: Said, ports: Ports, now: datetime) -> LogHead:
    log, envelope = ports.log, said.envelope
    return LogHead(log.service, log.store, envelope.tenant, envelope.position, said.hash, now)
