"""Campaigns, who is exempt, and every version of their rosters beside the one being drafted."""

from collections.abc import Iterator
from typing import Any, assert_never, get_args  # parameters are whatever the columns take

from sqlalchemy import (
    JSON,
    BigInteger,
    Column,
    Date,
    DateTime,
    Integer,
    MetaData,
    Table,
    Text,
    Uuid,
    bindparam,
    delete,
    insert,
)
from sqlalchemy.dialects.postgresql import ARRAY
from sqlalchemy.dialects.postgresql import insert as put

from services.scheduling.events import campaign as e
from shared.change import Change, Envelope, tenant_column
from shared.eventstore.projections import Projection

METADATA = MetaData(schema="campaigns")

campaigns = Table(
    "campaigns",
    METADATA,
    tenant_column(),
    Column("campaign", Uuid, primary_key=True),
    Column("unit", Uuid, nullable=False),
    Column("name", Text, nullable=False),
    Column("activity_office", Uuid, nullable=False),
    Column("leading_group", Uuid),
    Column("district_office", Uuid, nullable=False),
    Column("begins", Date, nullable=False),
    Column("ends", Date, nullable=False),
    Column("minimum_nights", Integer, nullable=False),
    Column("batches", JSON, nullable=False),
    Column("filings", JSON, nullable=False),
    Column("places", ARRAY(Uuid), nullable=False),
    Column("statement", JSON, nullable=False),
    Column("planned_at", DateTime(timezone=True), nullable=False),
)
exemptions = Table(
    "exemptions",
    METADATA,
    tenant_column(),
    Column("campaign", Uuid, primary_key=True),
    Column("person", Uuid, primary_key=True),
    Column("reason", Text, nullable=False),
    Column("document", Text, nullable=False),
    Column("since", DateTime(timezone=True), nullable=False),
)


def _lines(name: str, *key: Column[Any]) -> Table:
    placed = (Column("batch", Integer, nullable=False), Column("place", Uuid, nullable=False))
    who = (Column("person", Uuid, nullable=False), Column("section", Uuid, nullable=False))
    return Table(name, METADATA, tenant_column(), Column("campaign", Uuid, primary_key=True), *key, *who, *placed)


drafts = _lines("drafts", Column("n", Integer, primary_key=True))
entries = _lines(
    "entries",
    Column("version", Integer, primary_key=True),
    Column("n", Integer, primary_key=True),
    Column("stay", Uuid, nullable=False),
)
rosters = Table(
    "rosters",
    METADATA,
    tenant_column(),
    Column("campaign", Uuid, primary_key=True),
    Column("version", Integer, primary_key=True),
    Column("published_at", DateTime(timezone=True), nullable=False),
    Column("position", BigInteger, nullable=False),
)
"""The versions in which a roster was published, and where in the log."""

PLAN = insert(campaigns)
_EXEMPT = put(exemptions)
EXEMPT = _EXEMPT.on_conflict_do_update(
    index_elements=list(exemptions.primary_key),
    set_={name: _EXEMPT.excluded[name] for name in ("reason", "document", "since")},
)
DROP_DRAFT = delete(drafts).where(drafts.c.campaign == bindparam("of"))
DRAFT = insert(drafts)
PUBLISH = insert(rosters)
ENTER = insert(entries)


def project(said: e.CampaignHappened, envelope: Envelope) -> Iterator[Change]:
    """What a step changes, all under the campaign's own key."""
    for statement, parameters in _rows(said, envelope):
        yield f"campaign/{said.campaign}", statement, parameters


def _rows(said: e.CampaignHappened, envelope: Envelope) -> Iterator[tuple[Any, dict[str, Any]]]:
    match said:
        case e.CampaignPlanned():
            yield PLAN, _planned(said)
        case e.CadreExempted():
            told = said.model_dump(include={"campaign", "person", "reason", "document"})
            yield EXEMPT, {**told, "since": said.at}
        case e.RosterDrafted():
            yield DROP_DRAFT, {"of": said.campaign}
            for n, line in enumerate(said.lines, 1):
                yield DRAFT, {**dict(line), "campaign": said.campaign, "n": n}
        case e.RosterPublished():
            yield from _published(said, envelope.position)
        case _:
            assert_never(said)


def _planned(said: e.CampaignPlanned) -> dict[str, Any]:
    offices = said.frame.offices
    return {
        **said.frame.model_dump(exclude={"offices"}),
        **said.frame.model_dump(mode="json", include={"batches", "filings"}),
        "campaign": said.campaign,
        "unit": said.unit,
        "activity_office": offices.activity,
        "leading_group": offices.leading_group,
        "district_office": offices.district,
        "statement": said.statement.model_dump(mode="json"),
        "planned_at": said.at,
    }


def _published(said: e.RosterPublished, position: int) -> Iterator[tuple[Any, dict[str, Any]]]:
    version = {"campaign": said.campaign, "version": said.version}
    yield PUBLISH, {**version, "published_at": said.at, "position": position}
    for n, entry in enumerate(said.entries, 1):
        yield ENTER, {**dict(entry), **version, "n": n}


CAMPAIGNS = Projection(
    name="campaigns",
    version=1,
    source="scheduling",
    language=get_args(e.CampaignHappened),
    metadata=METADATA,
    project=project,
)
