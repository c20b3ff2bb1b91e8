"""Brings a backup back: filled and verified beside what is there, and put in its place all at once, or not at all."""

import asyncio
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from deploy.minqing.backup.checking import check
from deploy.minqing.backup.dumps import Programs
from deploy.minqing.backup.record import BACKUP, KEYS, Backup, End, KeysBackup, digest_of, read
from deploy.minqing.backup.target import Held, Target
from deploy.minqing.doctor.databases import scripts_of
from deploy.minqing.process import CannotRun
from deploy.minqing.services import SERVICES, WITH_A_LOG
from shared import clock
from shared.eventstore.keys import number_of
from shared.eventstore.operated import LogRestored
from shared.eventstore.provision import role_of
from shared.settings import secret_of

Say = Callable[[str], None]


@dataclass(frozen=True)
class Halves:
    """The two folders of a backup, and what they say of themselves."""

    logs: Path
    keys: Path
    backup: Backup
    keys_backup: KeysBackup

    @classmethod
    def at(cls, logs: Path, keys: Path) -> "Halves":
        """Raises CannotRun where a file is missing or changed, or the keys are older than the rest."""
        found = cls(logs, keys, read(Backup, logs / BACKUP), read(KeysBackup, keys / KEYS))
        if found.keys_backup.taken < found.backup.taken:
            raise CannotRun("The keys are older than the rest: what was sealed between them could not be opened.")
        for service, saved in found.keys_backup.services.items():
            if service in found.backup.services and found.backup.services[service].store != saved.store:
                raise CannotRun("The keys are of another installation than the rest.")
        of_logs = ((logs / each.file, each.sha256) for each in found.backup.services.values())
        of_keys = ((keys / each.file, each.sha256) for each in found.keys_backup.services.values())
        for file, sha256 in (*of_logs, *of_keys):
            if digest_of(file) != sha256:
                raise CannotRun(f"{file} is not as it was written: its digest differs.")
        return found

    def require_known(self, services: Sequence[str]) -> None:
        """Raises CannotRun where a database is not there, is of a later release, or has no keys of the same shape."""
        for service in services:
            saved = self.backup.services.get(service)
            if saved is None:
                raise CannotRun(f"The backup holds no {service}.")
            if saved.script not in scripts_of(service)[1]:
                raise CannotRun(f"The backup of {service} is of a later release: restore it with that one.")
            if service in WITH_A_LOG:
                self._require_keys(service, saved.script)

    def _require_keys(self, service: str, script: str) -> None:
        keys = self.keys_backup.services.get(service)
        if keys is None:
            raise CannotRun(f"The keys of {service} are not in {self.keys}: what it sealed could not be opened.")
        if keys.script != script:
            raise CannotRun(
                f"The keys of {service} are of another release than the rest ({keys.script}, not {script}): take the "
                "newest of that release."
            )

    def require_masters(self, secrets: Path, services: Sequence[str]) -> None:
        """Raises CannotRun where a master key is not there that wraps keys of this backup."""
        for service in services:
            saved = self.keys_backup.services.get(service)
            file = secrets / f"{service}.master"
            there = {number_of(secret_of(file))} if file.exists() else set[str]()
            if saved and not there.issuperset(saved.masters):
                numbers = ", ".join(saved.masters)
                raise CannotRun(
                    f"The master key of {service} with the number {numbers} is not in {file}: without it nobody can "
                    "read what is sealed. Write it there from the recovery sheet, or put a copy of the secrets there."
                )


@dataclass(frozen=True)
class Restoring:
    """One restore. `aside`: what is there is kept under another name; otherwise there must be nothing."""

    halves: Halves
    target: Target
    programs: Programs
    say: Say
    aside: bool = False

    async def run(self, only: Sequence[str]) -> None:
        """Restore all services, or `only` some. Raises CannotRun, and has changed nothing then."""
        services = only or [each for each in SERVICES if each in self.halves.backup.services]
        held = {service: await self.target.held(service) for service in services}
        if not self.aside:
            _require_empty(held)
        try:
            for service in services:
                await self._filled(service)
            await self._erased_again([each for each in services if held[each].tables])
            former = await self._put_in_place(services)
        except BaseException:
            with suppress(CannotRun):  # why it was in vain matters more; the next restore drops them too
                await self.target.discard(services)
            raise
        await self._told_of_former(held, former)

    async def _filled(self, service: str) -> None:
        await self.target.make(service)
        url, backup = self.target.url_of_new(service), self.halves.backup.services[service]
        self.programs.restore(url, self.halves.logs / backup.file)
        if keys := self.halves.keys_backup.services.get(service):  # the gateway seals nothing
            self.programs.restore(url, self.halves.keys / keys.file)
        await self.target.analyse(service)
        for tenant, end in backup.heads.items():
            await asyncio.to_thread(check, url, service, tenant, end)
        await self.target.note(service, {tenant: self._event(end) for tenant, end in backup.heads.items()})
        events = sum(end.position for end in backup.heads.values())
        told = f", {events} events in {len(backup.heads)} districts, verified" if keys else ""
        self.say(f"{service}: restored{told}")

    def _event(self, end: End) -> LogRestored:
        backup = self.halves.backup
        return LogRestored(backup=backup.id, taken=backup.taken, position=end.position, hash=end.hash)

    async def _erased_again(self, services: Sequence[str]) -> None:
        for service in (each for each in services if each in self.halves.keys_backup.services):
            if keys := await self.target.erase_again(service):
                self.say(f"{service}: {keys} keys that were destroyed since the backup are destroyed again.")
            if said := await self.target.say_erasures_again(service, self.halves.backup.services[service].heads):
                self.say(f"{service}: {said} erasures since the backup are in its log again.")

    async def _put_in_place(self, services: Sequence[str]) -> dict[str, str]:
        now = f"{clock.now():%Y%m%dt%H%M%S}"
        return await self.target.put_in_place({service: f"{role_of(service)}_{now}" for service in services})

    async def _told_of_former(self, held: Mapping[str, Held], former: Mapping[str, str]) -> None:
        for service, name in former.items():
            if self.aside and held[service].tables:
                self.say(f"{service}: what was there is in the database {name}.")
            else:
                await self._dropped(service, name)
            self._lost(service, held[service].districts)

    async def _dropped(self, service: str, name: str) -> None:
        """What held no district goes; where it does not, all is restored nevertheless."""
        try:
            await self.target.drop(name)
        except CannotRun as error:
            self.say(f"{service}: the former database {name}, which holds no district, is still there. {error}")

    def _lost(self, service: str, districts: Mapping[str, int]) -> None:
        heads = self.halves.backup.services[service].heads
        for tenant, position in districts.items():
            saved = heads[tenant].position if tenant in heads else 0
            if position > saved:
                self.say(f"{service}: what {tenant} has after position {saved}, up to {position}, is there alone.")


def _require_empty(held: Mapping[str, Held]) -> None:
    for service, found in held.items():
        if found.districts:
            what = f"{role_of(service)} is not empty ({', '.join(sorted(found.districts))})"
            raise CannotRun(f"{what}: nothing was changed. --aside keeps it under another name.")
