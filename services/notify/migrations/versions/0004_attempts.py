"""The record of attempts at deliveries."""

from alembic import op

revision = "0004"
down_revision = "0003"

_SCHEMA = """
CREATE SCHEMA sending;
GRANT USAGE ON SCHEMA sending TO minqing_notify;
CREATE TABLE sending.attempts (
    tenant       text NOT NULL DEFAULT current_setting('minqing.tenant'),
    delivery     uuid NOT NULL,
    round        integer NOT NULL,
    n            integer NOT NULL,
    began_at     timestamptz NOT NULL DEFAULT now(),
    milliseconds integer,
    status       integer,
    error        text,
    body         text,
    PRIMARY KEY (tenant, delivery, round, n)
);
ALTER TABLE sending.attempts ENABLE ROW LEVEL SECURITY;
ALTER TABLE sending.attempts FORCE ROW LEVEL SECURITY;
CREATE POLICY district ON sending.attempts USING (tenant = current_setting('minqing.tenant', true));
GRANT SELECT, INSERT ON sending.attempts TO minqing_notify;
GRANT UPDATE (milliseconds, status, error, body) ON sending.attempts TO minqing_notify;
"""


def upgrade() -> None:
    """The record of attempts: what is begun can be ended, and nothing else of it changed."""
    for statement in filter(str.strip, _SCHEMA.split(";")):
        op.execute(statement)
