"""A file of officials: code, name, unit, party_member, posts (as `head@U01;handler@U02`)."""

from collections.abc import Collection, Mapping
from typing import cast, get_args  # a word that was checked against its own list
from uuid import UUID

from services.scheduling.api.imports.checked import Checked, ids_of
from services.scheduling.api.imports.units import unit_id
from services.scheduling.commands.person import DescribePerson
from services.scheduling.events.person import HeldPost
from shared.ids import PersonId, Tenant, UnitId
from shared.web.imports import Row, Rows, rows_of
from shared.words import Post

COLUMNS = ("code", "name", "unit", "party_member", "posts")
POSTS = get_args(Post)


def check(
    body: Rows, tenant: Tenant, known: Mapping[UUID, DescribePerson], units: Collection[UUID]
) -> Checked[DescribePerson]:
    """The officials that a file describes, each in a unit that is known, as are the units of their posts."""
    rows = rows_of(body, COLUMNS)
    told = ids_of(tenant, "person", rows)
    commands = [(person, _described(PersonId(person), row, tenant, units)) for person, row in told]
    return Checked(commands, (), known, rows[0].faults if rows else ())


def _described(person: PersonId, row: Row, tenant: Tenant, units: Collection[UUID]) -> DescribePerson:
    return DescribePerson(
        person=person,
        code=row.optional("code"),
        name=row.required("name"),
        unit=_unit(row, "unit", row.required("unit"), tenant, units),
        party_member=row.yes_or_no("party_member"),
        posts=_posts(row, tenant, units),
    )


def _posts(row: Row, tenant: Tenant, units: Collection[UUID]) -> tuple[HeldPost, ...]:
    held = []
    for word in filter(None, (part.strip() for part in row.optional("posts").split(";"))):
        post, _, code = word.partition("@")
        if post not in POSTS or not code:
            row.fault("posts", "import-not-a-post", value=word, allowed=", ".join(POSTS))
            continue
        held.append(HeldPost(post=cast(Post, post), unit=_unit(row, "posts", code, tenant, units)))  # checked above
    return tuple(dict.fromkeys(held))


def _unit(row: Row, column: str, code: str, tenant: Tenant, units: Collection[UUID]) -> UnitId:
    unit = unit_id(tenant, code)
    if code and unit not in units:
        row.fault(column, "import-no-such-unit", value=code)
    return unit
