"""What only a superuser can do, once per service: its database and its four roles (design 2)."""

from collections.abc import Mapping


async def provision(superuser_url: str, service: str, passwords: Mapping[str, str], database: str | None = None) -> None:
    """Make, or bring up to date, the database `minqing_<service>` (or `database`) and its roles.

    `passwords` has the keys `service`, `migrator` and `backup`; a role without one cannot log in by password.
    Twice is once; a changed password is set.
    """
    raise NotImplementedError
