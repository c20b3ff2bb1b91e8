"""The keys of sealed values (design 8): one per subject, wrapped by a master key, destroyed by erasure."""

from typing import Any  # a plain value is any JSON value
from uuid import UUID

from shared.eventstore.connect import Database
from shared.ids import Tenant
from shared.sealed import Sealed


class Keys:
    """The subject keys of one owning service; `master` (32 bytes) wraps each and never enters the database."""

    def __init__(self, database: Database, owner: str, master: bytes) -> None:
        self._database = database
        self._owner = owner
        self._master = master

    async def seal(self, tenant: Tenant, subject: UUID, plain: Any) -> Sealed:
        """Seal a JSON value under the subject's key, which is made when it is the first."""
        raise NotImplementedError

    async def open(self, tenant: Tenant, sealed: Sealed) -> Any:
        """The plain value, or None once its key is destroyed."""
        raise NotImplementedError

    async def erase(self, tenant: Tenant, subject: UUID) -> None:
        """Destroy all keys of a subject: nothing sealed under them can be opened again, by anybody."""
        raise NotImplementedError
