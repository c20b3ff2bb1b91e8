"""What only a superuser can do, once per service: its database and its four roles (design 2)."""

import base64
import hashlib
import hmac
import secrets
from collections.abc import Mapping

import asyncpg

BACKUP = "minqing_backup"
_ITERATIONS = 4096  # PostgreSQL's own default for SCRAM-SHA-256


def owner_of(service: str) -> str:
    """Owns everything in the service's database; nobody logs in as it."""
    return f"minqing_{service}_owner"


def migrator_of(service: str) -> str:
    """Logs in for migrations alone, and acts as the owner by SET ROLE."""
    return f"minqing_{service}_migrator"


def role_of(service: str) -> str:
    """What the service runs as, and its database's name."""
    return f"minqing_{service}"


async def provision(
    superuser_url: str, service: str, passwords: Mapping[str, str], database: str | None = None
) -> None:
    """Make, or bring up to date, the database `minqing_<service>` (or `database`) and its roles.

    `superuser_url` names any database of the server, as a superuser. `passwords` has the keys `service`,
    `migrator` and `backup`; a role without one cannot log in by password. Twice is once; a changed password is set.
    """
    database = database or role_of(service)
    server = await asyncpg.connect(superuser_url)
    try:
        await _roles(server, service, passwords)
        await _database(server, service, database)
    finally:
        await server.close()
    inside = await asyncpg.connect(superuser_url, database=database)
    try:
        await inside.execute("REVOKE ALL ON SCHEMA public FROM PUBLIC")
    finally:
        await inside.close()


async def _roles(server: asyncpg.Connection, service: str, passwords: Mapping[str, str]) -> None:
    owner, migrator = owner_of(service), migrator_of(service)
    await _role(server, owner, "NOLOGIN NOSUPERUSER NOCREATEDB NOCREATEROLE NOBYPASSRLS")
    await _role(server, migrator, "LOGIN NOINHERIT NOSUPERUSER NOBYPASSRLS", passwords.get("migrator"))
    await _role(server, role_of(service), "LOGIN NOINHERIT NOSUPERUSER NOBYPASSRLS", passwords.get("service"))
    # Under forced row-level security pg_dump fails for everybody else.
    await _role(server, BACKUP, "LOGIN NOSUPERUSER BYPASSRLS", passwords.get("backup"))
    await server.execute(f"GRANT {owner} TO {migrator}; GRANT pg_read_all_data TO {BACKUP}")


async def _role(server: asyncpg.Connection, name: str, attributes: str, password: str | None = None) -> None:
    if not await server.fetchval("SELECT 1 FROM pg_roles WHERE rolname = $1", name):
        await server.execute(f"CREATE ROLE {name}")
    await server.execute(f"ALTER ROLE {name} {attributes}")
    if password is not None:
        await server.execute(f"ALTER ROLE {name} PASSWORD '{scram(password)}'")


async def _database(server: asyncpg.Connection, service: str, database: str) -> None:
    if not await server.fetchval("SELECT 1 FROM pg_database WHERE datname = $1", database):
        how = "TEMPLATE template0 ENCODING 'UTF8' LOCALE 'C'"  # byte order: no upgrade of a locale breaks an index
        await server.execute(f"CREATE DATABASE {database} OWNER {owner_of(service)} {how}")
    await grant_connect(server, service, database)


async def grant_connect(server: asyncpg.Connection, service: str, database: str) -> None:
    """Only the service's own roles and the backup may connect to its database."""
    await server.execute(
        f"REVOKE ALL ON DATABASE {database} FROM PUBLIC;"
        f"GRANT CONNECT ON DATABASE {database} TO {migrator_of(service)}, {role_of(service)}, {BACKUP}"
    )


def scram(password: str) -> str:
    """The verifier that PostgreSQL stores (RFC 5803), made here so that no server log ever holds the password."""
    salt = secrets.token_bytes(16)
    salted = hashlib.pbkdf2_hmac("sha256", password.encode(), salt, _ITERATIONS)
    stored = hashlib.sha256(hmac.digest(salted, b"Client Key", "sha256")).digest()
    server = hmac.digest(salted, b"Server Key", "sha256")
    salt64, stored64, server64 = (base64.b64encode(part).decode() for part in (salt, stored, server))
    return f"SCRAM-SHA-256${_ITERATIONS}:{salt64}${stored64}:{server64}"
