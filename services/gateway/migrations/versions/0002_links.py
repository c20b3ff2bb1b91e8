"""One-time links: for an account, good once and for a while; what was made and when it was used stays on record."""

from alembic import op

revision = "0002"
down_revision = "0001"

LINKS = """
    CREATE TABLE gateway.links (
        tenant     gateway.tenant NOT NULL DEFAULT current_setting('minqing.tenant', true),
        id         uuid NOT NULL,
        account    uuid NOT NULL,
        secret     bytea NOT NULL,      -- SHA-256 of the link's token
        made_by    text NOT NULL,
        made_at    timestamptz NOT NULL,
        expires_at timestamptz NOT NULL,
        used_at    timestamptz,
        ended_at   timestamptz,         -- before it was used: by a newer one, another password, or its account's end
        PRIMARY KEY (tenant, id),
        UNIQUE (tenant, secret),
        FOREIGN KEY (tenant, account) REFERENCES gateway.accounts
    )"""


def upgrade() -> None:
    """The table, with row-level security forced; the gateway marks a link used or ended, and unmakes none."""
    op.execute(LINKS)
    op.execute("CREATE INDEX ON gateway.links (tenant, account)")
    op.execute("ALTER TABLE gateway.links ENABLE ROW LEVEL SECURITY")
    op.execute("ALTER TABLE gateway.links FORCE ROW LEVEL SECURITY")
    op.execute("CREATE POLICY district ON gateway.links USING (tenant = current_setting('minqing.tenant', true))")
    op.execute("GRANT SELECT, INSERT, UPDATE (used_at, ended_at) ON gateway.links TO minqing_gateway")
