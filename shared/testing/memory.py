"""A log in memory that keeps the contract of the real one, chain included; for tests that need no database."""

from dataclasses import dataclass, field
from uuid import UUID

from shared import clock
from shared.errors import Refused, VersionConflict
from shared.eventstore.chain import genesis, hash_of
from shared.eventstore.cloudevents import cloud_events
from shared.eventstore.rows import AppendRequest, Head, Heard, NewEvent, Row, StoredStream, Told
from shared.eventstore.streams import Receipt
from shared.ids import Tenant, new_store


@dataclass
class _District:
    head: Head
    rows: list[Row] = field(default_factory=list)
    commands: dict[UUID, tuple[Receipt, bytes]] = field(default_factory=dict)

    def stream(self, name: str) -> list[Row]:
        return [row for row in self.rows if row.stream == name]


class InMemoryLog:
    """An `EventLog` of one service that lives as long as the test."""

    def __init__(self, service: str = "casework") -> None:
        self.service = service
        self.store = new_store()
        self._districts: dict[Tenant, _District] = {}
        self._heard: list[Heard] = []

    async def append(self, tenant: Tenant, request: AppendRequest) -> Receipt:
        """Store a command's events; see `EventLog`."""
        district = self._district(tenant)
        if stored := _stored_answer(district, request.command_id, request.body_mac):
            return stored
        version = len(district.stream(request.stream))
        if request.expected not in (None, version):
            raise VersionConflict("version-conflict", expected=request.expected, version=version)
        receipt = self._store(district, version, request)
        for heard in self._heard if request.events else ():
            heard(tenant)
        return receipt

    async def read_stream(self, tenant: Tenant, stream: str, command_id: UUID, body_mac: bytes = b"") -> StoredStream:
        """The stored answer of the command, or the stream; see `EventLog`."""
        district = self._district(tenant)
        if stored := _stored_answer(district, command_id, body_mac):
            return StoredStream(stored)
        rows = district.stream(stream)
        return StoredStream(None, tuple((row.type, row.data) for row in rows), len(rows))

    async def read(self, tenant: Tenant, after: int, limit: int) -> list[Row]:
        """The events with positions after..after+limit, in order."""
        return self._district(tenant).rows[after : after + limit]

    async def tell(self, tenant: Tenant, after: int, limit: int, looks: int) -> Told | None:
        """Facts after a position as they travel; see `EventLog`."""
        head = self._district(tenant).head
        rows = [row for row in await self.read(tenant, after, looks) if row.fact_type is not None][:limit]
        upto = rows[-1].position if len(rows) == limit else min(head.position, after + looks)
        at = await self.hash_at(tenant, upto) or b""
        facts = ",".join(await cloud_events(self, rows))
        return Told(facts, upto, at, head.position, head.hash) if head.position else None

    async def hash_at(self, tenant: Tenant, position: int) -> bytes | None:
        """The chain's hash at a position (genesis at 0), None past the end."""
        if position == 0:
            return genesis(self.service, self.store, tenant)
        rows = self._district(tenant).rows[position - 1 : position]
        return rows[0].hash if rows else None

    async def head(self, tenant: Tenant) -> Head:
        """The end of a district's log; an unknown district's is empty."""
        return self._district(tenant).head

    async def heads(self) -> list[Head]:
        """The ends of all districts' logs that hold anything."""
        return [district.head for _, district in sorted(self._districts.items()) if district.head.position]

    async def listen(self, heard: Heard) -> None:
        """Call `heard` when a log may have moved; see `EventLog`."""
        self._heard.append(heard)

    def _district(self, tenant: Tenant) -> _District:
        start = genesis(self.service, self.store, tenant)
        return self._districts.setdefault(tenant, _District(Head(tenant, 0, start, 0, start)))

    def _store(self, district: _District, version: int, request: AppendRequest) -> Receipt:
        before = district.head.position
        for index, event in enumerate(request.events, start=1):
            _add(district, version + index, request, event)
        after = district.head.position
        positions = (before + 1, after) if request.events else (0, 0)
        receipt = Receipt("stored", *positions, version + len(request.events))
        district.commands[request.command_id] = receipt, request.body_mac
        return receipt


def _stored_answer(district: _District, command_id: UUID, body_mac: bytes) -> Receipt | None:
    if command_id not in district.commands:
        return None
    receipt, mac = district.commands[command_id]
    if mac != body_mac:
        raise Refused("key-used-for-another-body")
    return Receipt("duplicate", receipt.first, receipt.last, receipt.version)


def _add(district: _District, version: int, request: AppendRequest, event: NewEvent) -> None:
    head = district.head
    row = _row(head, version, request, event)
    row = row._replace(hash=hash_of(row, head.hash))
    district.rows.append(row)
    fact = (row.position, row.hash) if event.fact else (head.fact_position, head.fact_hash)
    district.head = Head(head.tenant, row.position, row.hash, *fact)


def _row(head: Head, version: int, request: AppendRequest, event: NewEvent) -> Row:
    fact_type, fact_data = event.fact or (None, None)
    return Row(
        tenant=head.tenant,
        position=head.position + 1,
        stream=request.stream,
        version=version,
        type=event.type,
        event_id=event.id,
        command_id=request.command_id,
        actor=request.actor,
        occurred=request.occurred,
        recorded=clock.now(),
        data=event.data,
        meta=request.meta,
        fact_type=fact_type,
        fact_data=fact_data,
        fact_previous=head.fact_position if event.fact else None,
        hash=b"",
    )
