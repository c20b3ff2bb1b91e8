"""After the reference campaign no page that is only looked at names a household or a petitioner, whoever looks."""

import csv
import io
from collections.abc import Iterator
from typing import Any  # bodies are JSON

import pytest

from deploy.demo.cast import password_of
from deploy.demo.setting import TENANT
from tests.e2e.leafing import Leafing
from tests.e2e.played import Played

_FIELD, _HANDLING = ("cadre", "section-head", "leader", "activity-office"), ("clerk", "handler")
ROLES = (*_FIELD, *_HANDLING, "district-office", "petition-office", "village-clerk")
_ALIKE = 2  # pages of a kind


@pytest.fixture(scope="module")
def secrets(campaign: Played) -> set[str]:
    """Names, numbers and addresses: of the file of households, and as callers from elsewhere gave them."""
    households = csv.DictReader(io.StringIO(campaign.performance.cast.files["households"]))
    told = {row[column] for row in households for column in ("head", "telephone", "address")}
    return told | {text for one in campaign.performance.journal for text in _of_callers(one.body)}


def _of_callers(body: Any) -> Iterator[str]:
    callers = body.get("callers", ()) if isinstance(body, dict) else ()
    yield from (one[name] for one in callers for name in ("name", "telephone") if one.get(name))


def login_of(campaign: Played, role: str) -> str:
    """The first official who has that role."""
    officials = campaign.performance.cast.officials
    return next(one.code.lower() for one in officials if any(grant.startswith(f"{role}@") for grant in one.grants))


@pytest.mark.parametrize("role", ROLES)
def test_nobody_is_named(campaign: Played, secrets: set[str], role: str) -> None:
    who = login_of(campaign, role)
    officials = sorted((one.name for one in campaign.performance.cast.officials), key=len, reverse=True)
    reader = Leafing(campaign.minqing.url, TENANT, who, password_of(who))

    pages = reader.leaf(_ALIKE)

    reader.close()
    assert len(secrets) > 1000
    assert len(pages) > 2
    for path, page in pages.items():
        public = page.whole
        for official in officials:  # an official's name is public, and may hold a shorter one of somebody else
            public = public.replace(official, "")
        assert sorted(secret for secret in secrets if secret in public) == [], path
