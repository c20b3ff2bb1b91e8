"""The directory's tables: units, places, people and their posts, campaigns with their rosters, as last said."""

from sqlalchemy import JSON, Boolean, Column, Date, Integer, MetaData, Table, Text, Uuid
from sqlalchemy.dialects.postgresql import ARRAY

from shared.change import tenant_column

METADATA = MetaData(schema="directory")

units = Table(
    "units",
    METADATA,
    tenant_column(),
    Column("unit", Uuid, primary_key=True),
    Column("code", Text, nullable=False),
    Column("name", Text, nullable=False),
    Column("kind", Text, nullable=False),
    Column("parent", Uuid),
    Column("path", ARRAY(Uuid), nullable=False),
)
places = Table(
    "places",
    METADATA,
    tenant_column(),
    Column("place", Uuid, primary_key=True),
    Column("code", Text, nullable=False),
    Column("name", Text, nullable=False),
    Column("level", Text, nullable=False),
    Column("parent", Uuid),
    Column("path", ARRAY(Uuid), nullable=False),
    Column("contact_unit", Uuid),
    Column("contact_section", Uuid),
    Column("contact_leader", Uuid),
)
persons = Table(
    "persons",
    METADATA,
    tenant_column(),
    Column("person", Uuid, primary_key=True),
    Column("code", Text, nullable=False),
    Column("name", Text, nullable=False),
    Column("unit", Uuid, nullable=False),
    Column("party_member", Boolean, nullable=False),
)
posts = Table(
    "posts",
    METADATA,
    tenant_column(),
    Column("person", Uuid, primary_key=True),
    Column("post", Text, primary_key=True),
    Column("unit", Uuid, primary_key=True),
)
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
)
roster = Table(
    "roster",
    METADATA,
    tenant_column(),
    Column("stay", Uuid, primary_key=True),
    Column("campaign", Uuid, nullable=False),
    Column("version", Integer, nullable=False),
    Column("person", Uuid, nullable=False),
    Column("section", Uuid, nullable=False),
    Column("batch", Integer, nullable=False),
    Column("place", Uuid, nullable=False),
)
