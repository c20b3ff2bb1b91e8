"""Districts, accounts, sessions, keys, grants, and what was asked once.

`tenant` is a district; `@operators` holds the accounts that belong to none, `@attempts` the failed log-ins of all.
A transaction that names no district sees nothing.
"""

from alembic import op

revision = "0001"
down_revision = None

_TENANT = "tenant gateway.tenant NOT NULL DEFAULT current_setting('minqing.tenant', true)"

TABLES = {
    "districts": """
        tenant  gateway.tenant PRIMARY KEY,
        name    text NOT NULL,
        sandbox boolean NOT NULL,
        now     timestamptz,            -- a sandbox's clock; a real district follows the wall
        made_by text NOT NULL,
        made_at timestamptz NOT NULL DEFAULT now(),
        CHECK (sandbox = (now IS NOT NULL))""",
    "accounts": f"""
        {_TENANT},
        account   uuid NOT NULL,
        login     text NOT NULL,
        person    uuid,
        unit      uuid,
        password  text,                 -- argon2id; none yet: nobody logs in with it
        made_by   text NOT NULL,
        made_at   timestamptz NOT NULL DEFAULT now(),
        closed_at timestamptz,
        PRIMARY KEY (tenant, account),
        UNIQUE (tenant, login)""",
    "sessions": f"""
        {_TENANT},
        token   bytea NOT NULL,         -- SHA-256 of the token
        account uuid NOT NULL,
        made_at timestamptz NOT NULL,
        seen_at timestamptz NOT NULL,
        PRIMARY KEY (tenant, token),
        FOREIGN KEY (tenant, account) REFERENCES gateway.accounts""",
    "keys": f"""
        {_TENANT},
        key        uuid NOT NULL,
        name       text NOT NULL,
        unit       uuid NOT NULL,
        secret     bytea NOT NULL,      -- SHA-256 of the key as it was shown
        made_by    text NOT NULL,
        made_at    timestamptz NOT NULL,
        expires_at timestamptz,
        used_at    timestamptz,
        revoked_by text,
        revoked_at timestamptz,
        PRIMARY KEY (tenant, key),
        UNIQUE (tenant, secret)""",
    "grants": f"""
        {_TENANT},
        id           uuid NOT NULL,
        holder       uuid NOT NULL,     -- an account or a key
        role         text NOT NULL,
        unit         uuid,
        place        uuid,
        campaign     uuid,
        begins       timestamptz,       -- by the district's clock
        ends         timestamptz,
        imported     boolean NOT NULL DEFAULT false,
        given_by     text NOT NULL,
        given_at     timestamptz NOT NULL DEFAULT now(),
        withdrawn_by text,
        withdrawn_at timestamptz,
        PRIMARY KEY (tenant, id)""",
    "commands": f"""
        {_TENANT},
        command_id uuid NOT NULL,
        body_mac   bytea NOT NULL,
        answer     jsonb,               -- holds no secret
        at         timestamptz NOT NULL DEFAULT now(),
        PRIMARY KEY (tenant, command_id)""",
    "attempts": f"""
        {_TENANT},
        subject       bytea NOT NULL,   -- SHA-256: people type passwords where the login belongs
        tries         integer NOT NULL,
        blocked_until timestamptz NOT NULL,
        PRIMARY KEY (tenant, subject)""",
}
INDEXES = ("sessions (tenant, account)", "grants (tenant, holder)")
MAY_CHANGE = {
    "districts": "UPDATE (now)",
    "accounts": "UPDATE (person, unit, password, closed_at)",
    "sessions": "UPDATE (seen_at), DELETE",
    "keys": "UPDATE (used_at, revoked_by, revoked_at)",
    "grants": "UPDATE (withdrawn_by, withdrawn_at)",
    "commands": "UPDATE (answer)",
    "attempts": "UPDATE (tries, blocked_until), DELETE",
}


def upgrade() -> None:
    """The gateway's tables, each with row-level security forced; what was given stays on record."""
    op.execute("CREATE SCHEMA gateway")
    op.execute("GRANT USAGE ON SCHEMA gateway TO minqing_gateway")
    op.execute(r"CREATE DOMAIN gateway.tenant AS text CHECK (VALUE ~ '^([a-z0-9-]{1,40}|@operators|@attempts)$')")
    for name, columns in TABLES.items():
        _make(name, columns)
    for index in INDEXES:
        op.execute(f"CREATE INDEX ON gateway.{index}")
    _open_register()


def _make(name: str, columns: str) -> None:
    op.execute(f"CREATE TABLE gateway.{name} ({columns})")
    op.execute(f"ALTER TABLE gateway.{name} ENABLE ROW LEVEL SECURITY")
    op.execute(f"ALTER TABLE gateway.{name} FORCE ROW LEVEL SECURITY")
    op.execute(f"CREATE POLICY district ON gateway.{name} USING (tenant = current_setting('minqing.tenant', true))")
    op.execute(f"GRANT SELECT, INSERT, {MAY_CHANGE[name]} ON gateway.{name} TO minqing_gateway")


def _open_register() -> None:
    """An operator's list of districts, names and clocks alone, is opened by a setting of its own."""
    op.execute(
        "CREATE POLICY register ON gateway.districts FOR SELECT"
        " USING (current_setting('minqing.register', true) = 'open')"
    )
