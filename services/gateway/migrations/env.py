"""Run by Alembic: the numbered scripts of this service, in the transaction of `migrate`."""

from shared.eventstore.migrations import run_migrations

run_migrations()
