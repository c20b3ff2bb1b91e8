"""The record of attempts: not made from events (docs/decisions/0008), so no rebuild touches it."""

from sqlalchemy import Column, DateTime, Integer, MetaData, Table, Text, Uuid, text

from shared.change import tenant_column

METADATA = MetaData(schema="sending")

attempts = Table(
    "attempts",
    METADATA,
    tenant_column(),
    Column("delivery", Uuid, primary_key=True),
    Column("round", Integer, primary_key=True),
    Column("n", Integer, primary_key=True),
    Column("began_at", DateTime(timezone=True), nullable=False, server_default=text("now()")),
    Column("milliseconds", Integer),
    Column("status", Integer),
    Column("error", Text),
    Column("body", Text),
)
"""The n-th request of a sending (round 0, or a replay), from before it is sent.

Without `milliseconds` it was cut off: nobody knows how it ended.
`began_at` is the wall's; `status` the HTTP status, or `error` why there is none; `body` at most 1 KiB of the answer.
"""
