"""Passwords as argon2id, hashed off the event loop; whether an account exists costs nobody less time."""

import asyncio
import secrets

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

SHORTEST = 8
LONGEST = 200
_AT_ONCE = 4  # each takes its memory for itself


class Passwords:
    """Hashes and checks; `memory` in KiB and `rounds` are those of new hashes."""

    def __init__(self, memory: int, rounds: int) -> None:
        self._hasher = PasswordHasher(time_cost=rounds, memory_cost=memory, parallelism=1)
        self._nobody = self._hasher.hash(secrets.token_hex())
        self._turn = asyncio.Semaphore(_AT_ONCE)

    async def hashed(self, password: str) -> str:
        """What is kept of a password."""
        async with self._turn:
            return await asyncio.to_thread(self._hasher.hash, password)

    async def fits(self, kept: str | None, password: str) -> bool:
        """Whether the password is the one kept; without one it is no, after the same work."""
        async with self._turn:
            same = await asyncio.to_thread(self._verified, kept or self._nobody, password)
        return same and kept is not None

    def outdated(self, kept: str) -> bool:
        """Whether it was hashed with less effort than is asked for today."""
        return self._hasher.check_needs_rehash(kept)

    def _verified(self, kept: str, password: str) -> bool:
        try:
            return self._hasher.verify(kept, password)
        except (VerificationError, InvalidHashError):
            return False
