"""The tables of accounts, sessions, keys, grants and links, as the migrations make them."""

from sqlalchemy import Boolean, Column, DateTime, Integer, LargeBinary, MetaData, Table, Text, Uuid
from sqlalchemy.dialects.postgresql import JSONB

from shared.change import tenant_column
from shared.ids import Tenant

METADATA = MetaData(schema="gateway")
OPERATORS = Tenant("@operators")
"""Where accounts stand that belong to no district; no district can have this name."""
ATTEMPTS = Tenant("@attempts")
"""Where failed log-ins are counted, of known and unknown districts alike."""

_MOMENT = DateTime(timezone=True)

accounts = Table(
    "accounts",
    METADATA,
    tenant_column(),
    Column("account", Uuid, primary_key=True),
    Column("login", Text),
    Column("person", Uuid),
    Column("unit", Uuid),
    Column("password", Text),
    Column("made_by", Text),
    Column("made_at", _MOMENT),
    Column("closed_at", _MOMENT),
)

sessions = Table(
    "sessions",
    METADATA,
    tenant_column(),
    Column("token", LargeBinary, primary_key=True),
    Column("account", Uuid),
    Column("made_at", _MOMENT),
    Column("seen_at", _MOMENT),
)

keys = Table(
    "keys",
    METADATA,
    tenant_column(),
    Column("key", Uuid, primary_key=True),
    Column("name", Text),
    Column("unit", Uuid),
    Column("secret", LargeBinary),
    Column("made_by", Text),
    Column("made_at", _MOMENT),
    Column("expires_at", _MOMENT),
    Column("used_at", _MOMENT),
    Column("revoked_by", Text),
    Column("revoked_at", _MOMENT),
)

grants = Table(
    "grants",
    METADATA,
    tenant_column(),
    Column("id", Uuid, primary_key=True),
    Column("holder", Uuid),
    Column("role", Text),
    Column("unit", Uuid),
    Column("place", Uuid),
    Column("campaign", Uuid),
    Column("begins", _MOMENT),
    Column("ends", _MOMENT),
    Column("imported", Boolean),
    Column("given_by", Text),
    Column("given_at", _MOMENT),
    Column("withdrawn_by", Text),
    Column("withdrawn_at", _MOMENT),
)

links = Table(
    "links",
    METADATA,
    tenant_column(),
    Column("id", Uuid, primary_key=True),
    Column("account", Uuid),
    Column("secret", LargeBinary),
    Column("made_by", Text),
    Column("made_at", _MOMENT),
    Column("expires_at", _MOMENT),
    Column("used_at", _MOMENT),
    Column("ended_at", _MOMENT),
)

commands = Table(
    "commands",
    METADATA,
    tenant_column(),
    Column("command_id", Uuid, primary_key=True),
    Column("body_mac", LargeBinary),
    Column("answer", JSONB),
    Column("at", _MOMENT),
)

attempts = Table(
    "attempts",
    METADATA,
    tenant_column(),
    Column("subject", LargeBinary, primary_key=True),
    Column("tries", Integer),
    Column("blocked_until", _MOMENT),
)
